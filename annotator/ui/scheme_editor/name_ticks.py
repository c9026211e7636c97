"""A short list of names of which any number is ticked."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.item_model import NAME_ROLE
from annotator.ui.parts import ink
from annotator.ui.parts.cells import say
from annotator.ui.parts.tick import SIZE, paint_tick

ROW = 24


class _TickDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        return QSize(round(ink.measure().horizontalAdvance(words)) + SIZE + 26, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, box = ink.theme_now(), QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(box, theme.selection)
        painter.setOpacity(1.0 if option.state & QStyle.StateFlag.State_Enabled else 0.5)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        ticked = ticked or index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        paint_tick(painter, QRectF(box.left() + 6, box.center().y() - SIZE / 2, SIZE, SIZE), ticked=ticked)
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        say(painter, box.adjusted(SIZE + 14, 0, -4, 0), words, theme.text)
        painter.restore()


class NameTicks(QListWidget):
    """Names laid out in rows; Space or a click ticks."""

    ticked = Signal(tuple)  # what is ticked now

    def __init__(self, said: str) -> None:
        super().__init__()
        self.setAccessibleName(said)
        self.setItemDelegate(_TickDelegate(self))
        self.setProperty("role", "boxed")
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(5 * ROW + 10)
        self.setTabKeyNavigation(False)

    def show_names(self, names: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """Names, each with what it stands for; those chosen are ticked."""
        place = self.currentRow()
        self.clear()
        for name, said in names:
            item = QListWidgetItem(said)
            item.setData(NAME_ROLE, name)
            item.setCheckState(Qt.CheckState.Checked if name in chosen else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(min(max(place, 0), self.count() - 1))

    def names(self) -> tuple[str, ...]:
        """What is ticked."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(str(item.data(NAME_ROLE)) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _toggle(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
            self.ticked.emit(self.names())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._toggle(self.currentItem())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if item is not None and self.isEnabled():
            self.setCurrentItem(item)
            self._toggle(item)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
