"""What a relation label may join: a grid of labels it goes from × labels it goes to, ticked by mouse or keys."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.core.rows import Name
from annotator.ui.parts import ink
from annotator.ui.parts.cells import say
from annotator.ui.parts.tick import SIZE, paint_tick

Index = QModelIndex | QPersistentModelIndex
Pair = tuple[Name, Name]
CELL = 24
LONGEST = 130


class RulesModel(QAbstractTableModel):
    """Pairs (from, to); none at all means everything."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.names: Sequence[tuple[Name, str]] = ()
        self.pairs: set[Pair] = set()
        self.symmetric = False

    def show_pairs(self, names: Sequence[tuple[Name, str]], pairs: set[Pair], *, symmetric: bool) -> None:
        """Show these labels and rules; the place in the grid stays where the labels do."""
        if names != self.names:
            self.beginResetModel()
            self.names, self.pairs, self.symmetric = names, pairs, symmetric
            self.endResetModel()
            return
        self.pairs, self.symmetric = pairs, symmetric
        if names:
            last = len(names) - 1
            self.dataChanged.emit(self.index(0, 0), self.index(last, last))

    def pair(self, row: int, column: int) -> Pair:
        """The labels of a cell."""
        return self.names[row][0], self.names[column][0]

    def holds(self, row: int, column: int) -> bool:
        """Whether a rule names this pair, or its reverse where the label is symmetric."""
        head, tail = self.pair(row, column)
        return (head, tail) in self.pairs or (self.symmetric and (tail, head) in self.pairs)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.names)

    def columnCount(self, parent: Index | None = None) -> int:
        return self.rowCount(parent)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        held = not self.pairs or self.holds(index.row(), index.column())
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if held else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = self.tr("{0} → {1}: yes") if held else self.tr("{0} → {1}: no")
            return words.format(self.names[index.row()][1], self.names[index.column()][1])
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and section < len(self.names):
            return self.names[section][1]
        return None


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, grid: "RulesGrid") -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = ink.theme_now(), QRectF(option.rect)
        now = self._grid.currentIndex()
        painter.save()
        if self._grid.hasFocus() and (index.row() == now.row() or index.column() == now.column()):
            painter.fillRect(box, theme.tag)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(box, theme.selection)
        model = self._grid.rules
        painter.setOpacity(0.35 if not model.pairs or not self._grid.isEnabled() else 1.0)
        centre = box.center()
        tick = QRectF(centre.x() - SIZE / 2, centre.y() - SIZE / 2, SIZE, SIZE)
        paint_tick(painter, tick, ticked=not model.pairs or model.holds(index.row(), index.column()))
        painter.restore()


class _Header(QHeaderView):
    """Names, those of columns written upwards; the one of the current cell is stronger."""

    def __init__(self, way: Qt.Orientation, grid: "RulesGrid") -> None:
        super().__init__(way, grid)
        self._grid = grid
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(CELL)
        self.setDefaultSectionSize(CELL)

    def sizeHint(self) -> QSize:
        names = [words for _, words in self._grid.rules.names]
        longest = max((ink.measure(12, 600).horizontalAdvance(words) for words in names), default=40.0)
        room = round(min(LONGEST, longest)) + 18
        return QSize(room, CELL) if self.orientation() == Qt.Orientation.Vertical else QSize(CELL, room)

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:
        theme, box = ink.theme_now(), QRectF(rect)
        painter.save()
        painter.fillRect(box, theme.background)
        upright = self.orientation() == Qt.Orientation.Horizontal
        now = self._grid.currentIndex()
        current = self._grid.hasFocus() and section == (now.column() if upright else now.row())
        words = self._grid.rules.names[section][1]
        colour = theme.text if current else theme.arc_text
        if upright:
            painter.translate(QPointF(box.left(), box.bottom()))
            painter.rotate(-90)
            box = QRectF(4, 0, box.height() - 6, box.width())
            say(painter, box, words, colour, px=12, weight=600 if current else 400)
        else:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            box = box.adjusted(2, 0, -8, 0)
            say(painter, box, words, colour, px=12, weight=600 if current else 400, align=right)
        painter.restore()


class RulesGrid(QTableView):
    """Space or a click ticks a pair; R all of a row, C all of a column, A everything; so do clicks on the names."""

    wanted = Signal(object)  # the pairs that shall be; none for everything

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules = RulesModel(self)
        self.setModel(self.rules)
        self.setItemDelegate(_CellDelegate(self))
        self.setAccessibleName(self.tr("From (rows) and to (columns)"))
        self.setProperty("role", "boxed")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalHeader(_Header(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Header(Qt.Orientation.Vertical, self))
        self.horizontalHeader().sectionClicked.connect(self.toggle_column)
        self.verticalHeader().sectionClicked.connect(self.toggle_row)
        self.rules.modelReset.connect(self._fit)

    def _fit(self) -> None:
        side = len(self.rules.names) * CELL
        self.setFixedHeight(side + self.horizontalHeader().sizeHint().height() + 16)
        if self.rules.names and not self.currentIndex().isValid():
            self.setCurrentIndex(self.rules.index(0, 0))

    # ---- ticking

    def _emit(self, pairs: set[Pair]) -> None:
        self.wanted.emit(pairs)

    def toggle(self, row: int, column: int) -> None:
        """One pair; where everything may be joined, it becomes the only one."""
        head, tail = self.rules.pair(row, column)
        if not self.rules.pairs:
            self._emit({(head, tail)})
        elif self.rules.holds(row, column):
            gone = {(head, tail)} | ({(tail, head)} if self.rules.symmetric else set())
            self._emit(self.rules.pairs - gone)
        else:
            self._emit(self.rules.pairs | {(head, tail)})

    def toggle_row(self, row: int) -> None:
        """All pairs from one label, or none of them."""
        self._toggle_all([self.rules.pair(row, column) for column in range(len(self.rules.names))])

    def toggle_column(self, column: int) -> None:
        """All pairs to one label, or none of them."""
        self._toggle_all([self.rules.pair(row, column) for row in range(len(self.rules.names))])

    def _toggle_all(self, pairs: list[Pair]) -> None:
        held = self.rules.pairs
        self._emit(held - set(pairs) if set(pairs) <= held else held | set(pairs))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = self.currentIndex()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if not now.isValid() or not plain:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle(now.row(), now.column())
        elif event.key() == Qt.Key.Key_R:
            self.toggle_row(now.row())
        elif event.key() == Qt.Key.Key_C:
            self.toggle_column(now.column())
        elif event.key() == Qt.Key.Key_A:
            self._emit(set())
        else:
            super().keyPressEvent(event)
            self._repaint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.toggle(index.row(), index.column())
            self._repaint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rules.names:
            self.setCurrentIndex(self.rules.index(0, 0))
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._repaint()

    def _repaint(self) -> None:
        for part in (self.viewport(), self.horizontalHeader().viewport(), self.verticalHeader().viewport()):
            part.update()
