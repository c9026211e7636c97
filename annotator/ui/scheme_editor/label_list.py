"""The labels of a kind: chip, key and count; dragged, or moved with Alt and the arrows; parents fold."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from annotator.core.rows import Name
from annotator.ui.canvas.scene import LabelLook, State
from annotator.ui.icons import paint_icon
from annotator.ui.parts import ink
from annotator.ui.parts.cells import say
from annotator.ui.parts.chip import paint_chip, paint_pill
from annotator.ui.parts.keycap import keycap_width, paint_keycap
from annotator.ui.scheme_editor.rows import LabelRow

ROW = 30
INDENT = 18
_ROW = Qt.ItemDataRole.UserRole


class LabelDelegate(QStyledItemDelegate):
    """Draws a row as the canvas draws the label."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, row, box = ink.theme_now(), index.data(_ROW), QRectF(option.rect)
        table = self.parent()
        chosen = isinstance(table, QListWidget) and table.currentRow() == index.row()
        if chosen:
            painter.fillRect(box, theme.selection)
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.accent)
        left, middle = box.left() + 24 + INDENT * row.depth, box.center().y()
        if row.children:
            icon = "right" if row.folded else "down"
            paint_icon(painter, QRectF(left - 17, middle - 6, 12, 12), icon, theme.faint)
        right = box.right() - 10
        count = f"{row.items:,}"
        width = ink.measure(ink.SMALL).horizontalAdvance(count)
        say(painter, QRectF(right - width, box.top(), width + 2, box.height()), count, theme.faint, px=ink.SMALL)
        right -= max(width, 40) + 8
        if row.label.key:
            key = row.label.key.replace("shift+", "⇧")
            right -= keycap_width(key)
            paint_keycap(painter, QPointF(right, middle), key)
            right -= 8
        state = State.REJECTED if row.label.retired else State.OWN
        if row.label.kind == "relation":
            paint_pill(painter, QPointF(left, middle), right - left, row.label.name, state)
        else:
            look = LabelLook(row.label.name, row.slot, row.label.colour)
            paint_chip(painter, QPointF(left, middle), right - left, look, state)


class LabelList(QListWidget):
    """The list; `ordered` carries the names of all labels in use in their new order."""

    chosen = Signal(str)
    ordered = Signal(list)
    fold_wanted = Signal(str, bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(LabelDelegate(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setUniformItemSizes(True)
        self.setProperty("role", "boxed")
        self.currentItemChanged.connect(lambda now, _before: self.chosen.emit(_name(now)))
        self.movable = True

    def show_rows(self, rows: list[LabelRow], current: Name) -> None:
        """Show these rows; the one named stays the current one, else the first is."""
        self.blockSignals(True)  # filling it is not choosing
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.label.name)
            item.setData(_ROW, row)
            retired = f", {self.tr('retired')}" if row.label.retired else ""
            said = self.tr("{0}, {1} items").format(row.label.name, f"{row.items:,}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said + retired)
            item.setToolTip(ink.tip(row.label.title or row.label.name))
            self.addItem(item)
        place = next((place for place, row in enumerate(rows) if row.label.id == current), 0)
        self.setCurrentRow(place if rows else -1)
        self.blockSignals(False)

    @property
    def current(self) -> Name:
        """The label of the current row, or empty."""
        return _name(self.currentItem())

    def row_now(self) -> LabelRow | None:
        """The current row."""
        item = self.currentItem()
        row: LabelRow | None = item.data(_ROW) if item is not None else None
        return row

    def names(self) -> list[Name]:
        """The labels in use, as they stand."""
        rows = [self.item(place).data(_ROW) for place in range(self.count())]
        return [row.label.id for row in rows if not row.label.retired]

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.ordered.emit(self.names())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.movable:
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        row = self.row_now()
        if row is not None and row.children and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.fold_wanted.emit(row.label.id, event.key() == Qt.Key.Key_Left)
            return
        super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        names, here = self.names(), self.currentRow()
        there = here + by
        if 0 <= here < len(names) and 0 <= there < len(names):
            names[here], names[there] = names[there], names[here]
            self.ordered.emit(names)


def _name(item: QListWidgetItem | None) -> Name:
    return str(item.data(_ROW).label.id) if item is not None else ""
