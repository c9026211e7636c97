"""What a relation label may join: heads down, tails across, a tick where the two go together."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from annotator.core.rows import Name
from annotator.core.scheme import Scheme
from annotator.ui.parts import ink
from annotator.ui.parts.tick import paint_tick

CELL = 26


class _TickDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, box = ink.theme_now(), QRectF(option.rect)
        table = self.parent()
        if isinstance(table, QTableWidget) and table.currentIndex() == index:
            painter.fillRect(box, theme.selection)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        middle = box.center()
        paint_tick(painter, QRectF(middle.x() - 8, middle.y() - 8, 16, 16), ticked=ticked)


class PairsGrid(QTableWidget):
    """The grid. Space ticks a cell; a click on a name ticks or clears its row or column."""

    changed = Signal(list)  # pairs (head, tail)

    def __init__(self) -> None:
        super().__init__()
        self._names: list[Name] = []
        self.setItemDelegate(_TickDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(self.tr("What it may join: from in rows, to in columns"))
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setMinimumSectionSize(CELL)
        down.setDefaultSectionSize(CELL)
        down.setMinimumSectionSize(CELL)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        down.setHighlightSections(False)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across.sectionClicked.connect(lambda column: self._toggle(range(self.rowCount()), [column]))
        down.sectionClicked.connect(lambda row: self._toggle([row], range(self.columnCount())))
        self.cellClicked.connect(lambda row, column: self._toggle([row], [column]))

    def show_label(self, scheme: Scheme, relation: Name) -> None:
        """Show what a relation label may join."""
        labels = scheme.ordered("span")
        self._names = [label.id for label in labels]
        pairs = set(scheme.pairs(relation))
        here = (self.currentRow(), self.currentColumn())
        self.clear()
        self.setRowCount(len(labels))
        self.setColumnCount(len(labels))
        self.setVerticalHeaderLabels([f"{label.name} →" for label in labels])
        self.setHorizontalHeaderLabels([label.name for label in labels])
        for row, head in enumerate(labels):
            for column, tail in enumerate(labels):
                item = QTableWidgetItem()
                item.setCheckState(Qt.CheckState.Checked if (head.id, tail.id) in pairs else Qt.CheckState.Unchecked)
                item.setToolTip(f"{head.name} → {tail.name}")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, self._said(head.name, tail.name, item))
                item.setForeground(QColor(0, 0, 0, 0))
                self.setItem(row, column, item)
        if 0 <= here[0] < len(labels) and 0 <= here[1] < len(labels):
            self.setCurrentCell(*here)

    def _said(self, head: str, tail: str, item: QTableWidgetItem) -> str:
        ticked = item.checkState() == Qt.CheckState.Checked
        return f"{head} → {tail}, {self.tr('allowed') if ticked else self.tr('not allowed')}"

    def pairs(self) -> list[tuple[Name, Name]]:
        """The pairs that are ticked."""
        places = ((row, column) for row in range(self.rowCount()) for column in range(self.columnCount()))
        return [(self._names[row], self._names[column]) for row, column in places if self._is_ticked(row, column)]

    def _is_ticked(self, row: int, column: int) -> bool:
        item = self.item(row, column)
        return item is not None and item.checkState() == Qt.CheckState.Checked

    def _toggle(self, rows: range | list[int], columns: range | list[int]) -> None:
        if not self.isEnabled():
            return
        cells = [(row, column) for row in rows for column in columns]
        ticked = all(self._is_ticked(row, column) for row, column in cells)
        for row, column in cells:
            item = self.item(row, column)
            if item is not None:
                item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
        self.changed.emit(self.pairs())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self._toggle([self.currentRow()], [self.currentColumn()])
        else:
            super().keyPressEvent(event)
