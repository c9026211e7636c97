"""What was done to the document: who, what, when; under the list what the chosen step changed, old and new."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QHeaderView, QSplitter, QVBoxLayout, QWidget

from annotator.core.listing import HistoryEntry
from annotator.core.rows import Relation, Span
from annotator.session import Happened
from annotator.ui.desk import Desk
from annotator.ui.icons import paint_icon
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.looks import Looks
from annotator.ui.panels.history_words import ChangeLine, change_line
from annotator.ui.parts import ink
from annotator.ui.parts.cells import EDGE, RowDelegate, say
from annotator.ui.parts.in_view import in_view
from annotator.ui.parts.nothing import Nothing
from annotator.ui.parts.table import ItemTable
from annotator.ui.parts.when import when

Index = QModelIndex | QPersistentModelIndex
ROW = 40
LINE = 38
MOST = 200  # changes of one step that are listed
READ_MS = 250  # so long after the last edit it is read again


class Steps(QAbstractTableModel):
    """Steps, the last first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[HistoryEntry] = []
        self.who: dict[str, str] = {}

    def fill(self, entries: list[HistoryEntry], who: dict[str, str]) -> None:
        """Show other steps."""
        self.beginResetModel()
        self.entries, self.who = entries, who
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        entry = self.entries[index.row()]
        if role == ROW_ROLE:
            return entry, self.who.get(entry.info.actor, "")
        if role == NAME_ROLE:
            return str(entry.info.id)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            undone = f" ({self.tr('undone')})" if entry.undone else ""
            who = self.who.get(entry.info.actor, "")
            return f"{title_of(entry)}{undone}, {who}, {when(entry.info.at)}"
        return None


def title_of(entry: HistoryEntry) -> str:
    """What a step is called."""
    verb = {"undo": "Undo: {0}", "redo": "Redo: {0}"}.get(entry.info.kind, "{0}")
    return verb.format(entry.info.title)


class StepDelegate(RowDelegate):
    """The title; under it who, when and how much."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: tuple[HistoryEntry, str], column: int) -> None:
        """Draw a step."""
        theme = ink.theme_now()
        entry, who = row
        turned = entry.info.kind != "do"
        colour = theme.faint if entry.undone or turned else theme.text
        left, right = box.left() + EDGE, box.right() - EDGE
        if turned or entry.undone:
            paint_icon(painter, QRectF(left, box.top() + 5, 15, 15), "undo", theme.faint)
        top = QRectF(left + (20 if turned or entry.undone else 0), box.top() + 3, 0, 19)
        top.setRight(right)
        width = say(painter, top, title_of(entry), colour)
        if entry.undone:
            painter.fillRect(QRectF(top.left(), top.center().y() + 1, width, 1), theme.faint)
        changes = len(entry.changes)
        many = self.tr("1 change") if changes == 1 else self.tr("{0} changes").format(f"{changes:,}")
        low = QRectF(left, box.top() + 21, right - left, 16)
        say(painter, low, f"{who} · {when(entry.info.at)} · {many}", theme.faint, px=ink.SMALL)


class ChangeLines(QAbstractTableModel):
    """What one step changed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[ChangeLine] = []

    def fill(self, lines: list[ChangeLine]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self.lines[index.row()]
        if role == ROW_ROLE:
            return line
        if role == NAME_ROLE:
            return str(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.what}: {line.old or '–'} → {line.new or '–'}"
        return None


class ChangeDelegate(RowDelegate):
    """Old over new, where both are there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(LINE, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: ChangeLine, column: int) -> None:
        """Draw one change."""
        theme = ink.theme_now()
        what = QRectF(box.left() + EDGE, box.top(), 64, box.height())
        say(painter, what, row.what, theme.faint, px=ink.SMALL)
        place = QRectF(box.left() + EDGE + 68, box.top(), box.width() - 2 * EDGE - 68, box.height())
        if row.old and row.new:
            self._line(painter, place.adjusted(0, 2, 0, -place.height() / 2), row.old, gone=True)
            self._line(painter, place.adjusted(0, place.height() / 2 - 2, 0, -2), row.new, gone=False)
        else:
            self._line(painter, place, row.new or row.old, gone=not row.new)

    def _line(self, painter: QPainter, box: QRectF, words: str, *, gone: bool) -> None:
        theme = ink.theme_now()
        mark = QRectF(box.left(), box.top(), 12, box.height())
        colour = theme.faint if gone else theme.text
        say(painter, mark, "−" if gone else "+", colour, weight=600)
        say(painter, box.adjusted(16, 0, 0, 0), words, colour, px=12)


class HistoryPanel(QWidget):
    """Read only while it is in view, and a moment after the last edit."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self.desk = desk
        self.steps, self.lines = Steps(self), ChangeLines(self)
        self.table, self.detail = ItemTable(height=ROW), ItemTable(height=LINE)
        self.table.show_rows(self.steps, StepDelegate(self.table))
        self.detail.show_rows(self.lines, ChangeDelegate(self.detail))
        self.table.setAccessibleName(self.tr("History of this document"))
        self.detail.setAccessibleName(self.tr("What the step changed"))
        self._nothing = Nothing("history", self.tr("Nothing was done here yet."))
        self._later = QTimer(self, interval=READ_MS, singleShot=True)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        self._connect(looks)

    def _lay_out(self) -> None:
        for table in (self.table, self.detail):
            table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._halves = QSplitter(Qt.Orientation.Vertical)
        self._halves.setHandleWidth(1)
        self._halves.setChildrenCollapsible(False)
        self._halves.addWidget(self.table)
        self._halves.addWidget(self.detail)
        self._halves.setStretchFactor(0, 3)
        self._halves.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._halves, 1)
        column.addWidget(self._nothing, 1)
        self.setFocusProxy(self.table)

    def _connect(self, looks: Looks) -> None:
        desk = self.desk
        self.table.marked.connect(self._show_step)
        self.table.chosen.connect(lambda _step: self.go())
        for table in (self.table, self.detail):
            table.left.connect(desk.canvas_wanted)
            looks.changed.connect(table.viewport().update)
        desk.document_changed.connect(self._later.start)
        desk.content_changed.connect(self._follow)

    def _follow(self, happened: Happened) -> None:
        if self.desk.document in happened.documents:
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read the history again, where anybody looks."""
        if not in_view(self):
            return
        session, document = self.desk.session, self.desk.document
        entries = list(reversed(session.history(document))) if session is not None and document is not None else []
        people = session.people if session is not None else None
        who = {author.id: author.name for author in people.authors.values()} if people is not None else {}
        self.steps.fill(entries, who)
        self._halves.setVisible(bool(entries))
        self._nothing.setVisible(not entries)
        self.table.follow(0 if entries else -1)
        self._show_step()

    def _entry(self) -> HistoryEntry | None:
        row = self.table.currentIndex().row()
        return self.steps.entries[row] if 0 <= row < len(self.steps.entries) else None

    def _show_step(self) -> None:
        entry = self._entry()
        if entry is None or self.desk.document is None:
            self.lines.fill([])
            return
        view = self.desk.view
        lines = [change_line(view, change) for change in entry.changes[:MOST]]
        if len(entry.changes) > MOST:
            lines.append(ChangeLine("", "", self.tr("and {0} more").format(f"{len(entry.changes) - MOST:,}")))
        self.lines.fill(lines)

    def go(self) -> None:
        """Focus what the step changed, or show where that stood."""
        entry = self._entry()
        rows = [change.row for change in entry.changes] if entry is not None else []
        for row in rows:
            if isinstance(row, Span | Relation) and self.desk.focus_item(row.id):
                self.desk.canvas_wanted.emit()
                return
        stood = next((row for row in rows if isinstance(row, Span)), None)
        if stood is not None:
            self.desk.show_place(stood.start, stood.end)
