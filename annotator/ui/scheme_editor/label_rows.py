"""The list of labels: chip, key and count of each, those below a parent folded in, dragged or moved by keys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHeaderView

from annotator.core.rows import Label, Name
from annotator.core.scheme import Scheme
from annotator.ui.canvas.scene import LabelLook, State
from annotator.ui.icons import paint_icon
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.keys import digit_of
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, say
from annotator.ui.parts.chip import paint_chip, paint_pill
from annotator.ui.parts.keycap import keycap_width, paint_keycap
from annotator.ui.parts.table import ItemTable

Index = QModelIndex | QPersistentModelIndex
ROW = 28
STEP = 16  # a label stands so far to the right of its parent
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LabelRow(NamedTuple):
    """One line of the list."""

    label: Label
    look: LabelLook
    depth: int = 0
    children: int = 0
    folded: bool = False
    used: int = 0


def rows_of(
    scheme: Scheme, kind: str, counts: Mapping[Name, int], *, folded: Iterable[Name] = (), text: str = ""
) -> list[LabelRow]:
    """The labels of a kind in their order, each below its parent, retired ones last; `text` narrows, and unfolds."""
    ordered = scheme.ordered(kind)
    slots = {label.id: place for place, label in enumerate(ordered)}
    below: dict[Name, list[Label]] = {}
    for label in ordered:
        below.setdefault(label.parent if label.parent in slots else "", []).append(label)
    found: list[LabelRow] = []
    hidden = set() if text else set(folded)

    def add(label: Label, depth: int) -> None:
        inside = below.get(label.id, [])
        look = LabelLook(label.name, slots[label.id], label.colour, label.symmetric)
        closed = label.id in hidden and bool(inside)
        found.append(LabelRow(label, look, depth, len(inside), closed, counts.get(label.id, 0)))
        for one in () if closed else inside:
            add(one, depth + 1)

    for label in below.get("", []):
        add(label, 0)
    retired = [label for label in scheme.labels.values() if label.kind == kind and label.retired]
    for label in sorted(retired, key=lambda one: (one.position, one.id)):
        look = LabelLook(label.name, label.position, label.colour, label.symmetric)
        found.append(LabelRow(label, look, used=counts.get(label.id, 0)))
    return [row for row in found if text in f"{row.label.name} {row.label.title}".casefold()]


class LabelModel(QAbstractTableModel):
    """The lines that are shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[LabelRow] = ()

    def fill(self, rows: Sequence[LabelRow]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def place_of(self, label: Name) -> int:
        """The line of a label, -1 for none."""
        return next((place for place, row in enumerate(self.rows) if row.label.id == label), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == NAME_ROLE:
            return row.label.id
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            state = self.tr("retired") if row.label.retired else self.tr("{0} below it").format(row.children)
            said = (row.label.name, row.label.title, row.label.key, self.tr("used {0} times").format(f"{row.used:,}"))
            return ", ".join([*filter(None, said), *([state] if row.children or row.label.retired else [])])
        return None


class LabelDelegate(RowDelegate):
    """Fold mark, chip, title, key, count."""

    def paint_cell(self, painter: QPainter, box: QRectF, row: LabelRow, column: int) -> None:
        """Draw one line."""
        theme, middle = ink.theme_now(), box.center().y()
        left, right = box.left() + 6 + row.depth * STEP, box.right() - 12
        if row.children:
            sign = "right" if row.folded else "down"
            paint_icon(painter, QRectF(left, middle - 6, 12, 12), sign, theme.faint)
        left += 18
        count = f"{row.used:,}" if row.used else "–"
        tone = theme.text if row.used else theme.slider_hover
        width = max(40.0, ink.measure(12).horizontalAdvance(count))
        say(painter, QRectF(right - width, box.top(), width, box.height()), count, tone, px=12, align=_RIGHT)
        right -= width + 10
        if row.label.key:
            key = row.label.key.replace("shift+", "⇧")
            paint_keycap(painter, QPointF(right - keycap_width(key), middle), key)
        right -= 34
        state = State.REJECTED if row.label.retired else State.OWN
        if row.label.kind == "relation":
            left += paint_pill(painter, QPointF(left, middle), right - left, row.look.name, state) + 8
        else:
            left += paint_chip(painter, QPointF(left, middle), right - left, row.look, state) + 8
        words = f"+{row.children}" if row.folded else self._words(row)
        if right - left > 24:
            say(painter, QRectF(left, box.top(), right - left, box.height()), words, theme.faint, px=12)

    def _words(self, row: LabelRow) -> str:
        if row.label.retired:
            return self.tr("merged") if row.label.merged_into else self.tr("retired")
        return row.label.title if row.label.title != row.label.name else ""


class LabelTable(ItemTable):
    """The list. Alt with arrows moves a label, left and right fold, a digit gives its key, F2 goes to its name."""

    moved = Signal(str, str)  # a label, and the one before which it goes; empty for the end
    stepped = Signal(int)  # the current label goes up or down by one
    fold_wanted = Signal(str, bool)
    key_given = Signal(str)
    delete_wanted = Signal()
    name_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(height=ROW)
        self.rows = LabelModel(self)
        self.show_rows(self.rows, LabelDelegate(ROW, self))
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._dragged, self._before, self._start = "", -1, QPointF()

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        digit = digit_of(event)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.name_now():
            self.fold_wanted.emit(self.name_now(), event.key() == Qt.Key.Key_Left)
        elif event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.name_now():
            self.name_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif digit and not alt and self.name_now():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.key_given.emit(f"shift+{digit}" if shift else digit)
        else:
            super().keyPressEvent(event)

    # ---- dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        self._start, self._before = event.position(), -1
        self._dragged = str(index.data(NAME_ROLE)) if index.isValid() else ""
        row = self.rows.rows[index.row()] if index.isValid() else None
        if row is not None and row.children and event.position().x() < 24 + row.depth * STEP:
            self._dragged, self._pressed = "", False
            self.fold_wanted.emit(row.label.id, not row.folded)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position() - self._start).manhattanLength() >= QApplication.startDragDistance()
        if self._dragged and event.buttons() & Qt.MouseButton.LeftButton and (far or self._before >= 0):
            self._pressed = False
            row = self.rowAt(round(event.position().y() + ROW / 2))
            self._before = row if row >= 0 else len(self.rows.rows)
            self.viewport().update()
        elif not event.buttons():
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, before, self._dragged, self._before = self._dragged, self._before, "", -1
        super().mouseReleaseEvent(event)
        if dragged and before >= 0:
            self.viewport().update()
            rows = self.rows.rows
            self.moved.emit(dragged, rows[before].label.id if before < len(rows) else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._before >= 0:
            painter = QPainter(self.viewport())
            top = (
                self.rowViewportPosition(self._before)
                if self._before < len(self.rows.rows)
                else len(self.rows.rows) * ROW
            )
            painter.fillRect(0, max(0, top - 1), self.viewport().width(), 2, ink.theme_now().accent)
            painter.end()


def moved_before(order: Sequence[Name], label: Name, before: Name) -> list[Name]:
    """The order with one label before another, or at the end."""
    rest = [one for one in order if one != label]
    place = rest.index(before) if before in rest else len(rest)
    return [*rest[:place], label, *rest[place:]]
