"""The queue: documents with their states, read page by page as they come into view."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.listing import STATES, QueueRow
from annotator.ui.bars import plain_label
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks

PAGE = 200
Index = QModelIndex | QPersistentModelIndex
DONE = ("submitted", "in review", "approved", "set aside")
MARKS = {
    "to do": "○",
    "in progress": "◐",
    "sent back": "↩",
    "submitted": "●",
    "in review": "◉",
    "approved": "✓",
    "set aside": "–",
}


class QueueModel(QAbstractTableModel):
    """Rows of the queue; only those asked for have been read."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk, self._looks = desk, looks
        self._rows: list[QueueRow] = []
        self._more = True

    def reload(self) -> None:
        """Read the queue again, as far as it was read."""
        wanted = max(PAGE, len(self._rows))
        self.beginResetModel()
        self._rows = self._read(0, wanted)
        self._more = len(self._rows) == wanted
        self.endResetModel()

    def _read(self, offset: int, limit: int) -> list[QueueRow]:
        session = self._desk.session
        return session.queue(self._desk.queue_filter, offset=offset, limit=limit) if session else []

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        page = self._read(len(self._rows), PAGE)
        self._more = len(page) == PAGE
        if page:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(page) - 1)
            self._rows += page
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 3

    def row(self, number: int) -> QueueRow:
        """A row that was read."""
        return self._rows[number]

    def place_of(self, document: str) -> int:
        """The row of a document, -1 where it was not read."""
        return next((number for number, row in enumerate(self._rows) if row.document == document), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (str(row.number), MARKS.get(row.state, "○"), self._name(row))[index.column()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            reason = f" ({row.reason})" if row.reason else ""
            outdated = self.tr(", changed since") if row.outdated else ""
            return f"{row.number} · {row.name} · {row.state}{outdated}{reason}"
        if role == Qt.ItemDataRole.ForegroundRole:
            quiet = index.column() == 0 or row.state in DONE
            return self._looks.theme.faint if quiet else self._looks.theme.text
        if role == Qt.ItemDataRole.FontRole and row.document == self._desk.document:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole:
            sides = (Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignLeft)
            return sides[index.column()] | Qt.AlignmentFlag.AlignVCenter
        return None

    def _name(self, row: QueueRow) -> str:
        return f"{row.name}   ✎ {row.comments}" if row.comments else row.name


class QueuePanel(QWidget):
    """The queue with its filter and how far the work is."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk = desk
        self.model = QueueModel(desk, looks)
        self._states, self._text = QComboBox(), QLineEdit(placeholderText=self.tr("Name"))
        self.table = QTableView()
        self._bar, self._counts = QProgressBar(), plain_label(name="faint")
        self._typing = QTimer(self, interval=200, singleShot=True)
        self._typing.timeout.connect(self._filter)
        self._lay_out()
        desk.queue_changed.connect(self.refresh)
        desk.document_changed.connect(self._mark)
        looks.changed.connect(self.table.viewport().update)

    def _lay_out(self) -> None:
        self._states.addItem(self.tr("all states"), ())
        self._states.addItem(self.tr("open"), ("to do", "in progress", "sent back"))
        for state in STATES:
            self._states.addItem(state, (state,))
        self._states.setAccessibleName(self.tr("Show documents in this state"))
        self._text.setAccessibleName(self.tr("Show documents with this in their name"))
        self._text.setClearButtonEnabled(True)
        self._states.activated.connect(self._filter)
        self._text.textChanged.connect(lambda: self._typing.start())
        self._set_up_table()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._states)
        row.addWidget(self._text, 1)
        foot = QVBoxLayout()
        foot.setSpacing(4)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Documents done"))
        foot.addWidget(self._bar)
        foot.addWidget(self._counts)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Documents"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(26)
        table.horizontalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(0, 40)
        table.setColumnWidth(1, 26)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.clicked.connect(lambda index: self._open(index.row()))
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens, Esc goes back to the canvas."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.currentIndex().isValid():
                self._open(self.table.currentIndex().row())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._desk.canvas_wanted.emit()
                return True
        return False

    def _open(self, number: int) -> None:
        self._desk.open_document(self.model.row(number).document)

    def _filter(self) -> None:
        self._desk.set_queue_filter(tuple(self._states.currentData()), self._text.text())

    def refresh(self) -> None:
        """Read the queue and its counts again."""
        self.model.reload()
        self._mark()
        session = self._desk.session
        states = session.queue_states(session.queue_filter()) if session else {}
        total, done = sum(states.values()), sum(states.get(state, 0) for state in DONE)
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        words = ", ".join(f"{count} {state}" for state, count in states.items() if count)
        self._counts.setText(f"{done} / {total}" if total else "")
        self._counts.setToolTip(words)

    def _mark(self) -> None:
        number = self.model.place_of(self._desk.document or "")
        if number >= 0:
            index = self.model.index(number, 2)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        self.table.viewport().update()
