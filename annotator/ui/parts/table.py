"""The list that all panels use: flat, rows of one height, a click chooses, Escape leaves."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from annotator.ui.item_model import NAME_ROLE
from annotator.ui.parts.cells import RowDelegate
from annotator.ui.parts.ink import tip

_PLAIN = Qt.KeyboardModifier.NoModifier
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ItemTable(QTableView):
    """A list of rows. With `several`, Ctrl and Shift select more than one."""

    chosen = Signal(str)  # the item clicked, or entered with the keyboard
    left = Signal()  # Escape: the keyboard goes back
    marked = Signal()  # which rows are selected has changed

    def __init__(self, *, several: bool = False, height: int = 26) -> None:
        super().__init__()
        self._pressed = False
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setDragEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(24)
        head.hide()

    def show_rows(self, model: QAbstractTableModel, delegate: RowDelegate) -> None:
        """Show a model's rows, painted by a delegate."""
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit())

    # ---- which rows

    def names(self) -> list[str]:
        """The items selected, in the order of the rows."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.model().index(row, 0).data(NAME_ROLE) for row in rows]

    def name_now(self) -> str:
        """The item of the current row, or empty."""
        index = self.currentIndex()
        return str(index.data(NAME_ROLE)) if index.isValid() else ""

    def follow(self, row: int, *, scroll: bool = True) -> None:
        """Select a row, or none for -1, as something else decided; the keyboard stays where it is."""
        index = self.model().index(row, 0) if row >= 0 else QModelIndex()
        if not index.isValid():
            self.selectionModel().clear()
            return
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        if scroll:
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def select_rows(self, rows: Iterable[int]) -> None:
        """Select these rows."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().clearSelection()
        for row in rows:
            if row >= 0:
                self.selectionModel().select(self.model().index(row, 0), flags.Select | flags.Rows)

    # ---- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        plain = event.button() == Qt.MouseButton.LeftButton and event.modifiers() == _PLAIN
        self._pressed = plain and self.indexAt(event.position().toPoint()).isValid()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        one = len(self.selectionModel().selectedRows()) <= 1
        if self._pressed and one and index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(str(index.data(NAME_ROLE)))
        self._pressed = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _ENTER and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _PLAIN:
            if self.name_now():
                self.chosen.emit(self.name_now())
        elif event.key() in _SIDEWAYS or (event.text().isprintable() and event.text() and event.modifiers() == _PLAIN):
            event.ignore()  # the panel's, or nobody's: no search by typing that jumps about
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model() is not None and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def viewportEvent(self, event: QEvent) -> bool:
        """A tooltip says what is cut off; it is never taken for markup."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.words_at(self.indexAt(event.pos()))
            QToolTip.showText(event.globalPos(), tip(words), self.viewport())
            return True
        return super().viewportEvent(event)

    def words_at(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """What a tooltip says of a cell: all that the model has to say."""
        if not index.isValid():
            return ""
        return str(index.data(Qt.ItemDataRole.ToolTipRole) or index.data(Qt.ItemDataRole.DisplayRole) or "")
