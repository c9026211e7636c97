"""Tables of spans and relations that follow an edit by the rows it touched, at any length of document."""

from bisect import bisect_left
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from annotator.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex


class Row(Protocol):
    """What every row of such a table has."""

    @property
    def id(self) -> str: ...
    @property
    def start(self) -> int: ...


R = TypeVar("R", bound=Row)


class ItemModel(QAbstractTableModel, Generic[R]):
    """Rows in reading order, found again by name."""

    headers: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[R] = []
        self._keys: list[tuple[Any, ...]] = []

    def key(self, row: R) -> tuple[Any, ...]:
        """What rows are sorted by; ends with the name, so that it is unique."""
        return (row.start, row.id)

    def fill(self, rows: list[R]) -> None:
        """Show other rows, already in order."""
        self.beginResetModel()
        self.rows = rows
        self._keys = [self.key(row) for row in rows]
        self.endResetModel()

    def take_out(self, places: list[int]) -> None:
        """Remove the rows at these places, ascending."""
        for place in reversed(places):
            self.beginRemoveRows(QModelIndex(), place, place)
            del self.rows[place], self._keys[place]
            self.endRemoveRows()

    def put_in(self, row: R) -> None:
        """Insert a row where it belongs, or replace the one of its name there."""
        key = self.key(row)
        place = bisect_left(self._keys, key)
        if place < len(self._keys) and self._keys[place] == key:
            self.rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.headers) - 1))
            return
        self.beginInsertRows(QModelIndex(), place, place)
        self.rows.insert(place, row)
        self._keys.insert(place, key)
        self.endInsertRows()

    def between(self, start: int, end: int) -> list[int]:
        """Places of rows that start in [start, end]."""
        return list(range(bisect_left(self._keys, (start,)), bisect_left(self._keys, (end + 1,))))

    def place_of(self, name: str) -> int:
        """The place of a row, -1 for none."""
        return next((place for place, row in enumerate(self.rows) if row.id == name), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return len(self.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headers[section]
        return None


class ItemTable(QTableView):
    """A table whose rows are items of the canvas: a click focuses one, and the canvas has the keyboard again."""

    def __init__(self, desk: Desk, model: ItemModel[Any], *, stretch: int, name: str) -> None:
        super().__init__()
        self._desk, self._items = desk, model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.clicked.connect(self._clicked)
        self.installEventFilter(self)
        desk.focus_changed.connect(self._follow_focus)

    def _clicked(self, index: QModelIndex) -> None:
        if len(self.chosen()) == 1:
            self._desk.focus_item(self._items.rows[index.row()].id)
            self._desk.canvas_wanted.emit()

    def chosen(self) -> list[str]:
        """Names of the selected rows."""
        return [self._items.rows[index.row()].id for index in self.selectionModel().selectedRows()]

    def _follow_focus(self) -> None:
        """Show the focused item, unless somebody selects several rows right now."""
        if self.hasFocus() and len(self.chosen()) > 1:
            return
        place = self._items.place_of(self._desk.focus.id) if self._desk.focus.id else -1
        if place < 0:
            self.clearSelection()
            return
        self.selectRow(place)
        self.scrollTo(self._items.index(place, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter focuses the item, Esc goes back to the canvas, Del deletes what is selected."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._desk.canvas_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._desk.focus_item(self._items.rows[self.currentIndex().row()].id)
            self._desk.canvas_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete and self.chosen():
            self._desk.held = tuple(self.chosen())
            self._desk.reject_or_delete()
        else:
            return False
        return True
