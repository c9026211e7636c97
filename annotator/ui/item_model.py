"""Tables of many items: kept in order by bisection, each row made when it is looked at, followed item by item."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.core.rows import Name

Key = tuple[Any, ...]
"""What puts an item in its place; its last part is the item's lasting name, so that no two are equal."""

Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R")
Row_co = TypeVar("Row_co", covariant=True)

NAME_ROLE = int(Qt.ItemDataRole.UserRole)
ROW_ROLE = NAME_ROLE + 1
MANY = 400
"""So many items at once are read anew as a whole, which then is quicker than one by one."""


class Column(NamedTuple):
    """One column. `words` is what the cell says, also to a screen reader; `order` what it is sorted by."""

    id: str
    title: str
    words: Callable[[Any], str]
    order: Callable[[Any], Any] | None = None  # None: the natural order of the items


class Listing(Protocol[Row_co]):
    """Where a model gets its items from."""

    def keys(self) -> list[Key]:
        """Keys of all items in their natural order, ascending: cheap, no row is made."""

    def key(self, name: Name) -> Key | None:
        """The natural key of an item; None when it is not there."""

    def row(self, name: Name) -> Row_co | None:
        """The item as a row; None when it is not there."""


class ItemModel(QAbstractTableModel, Generic[R]):
    """A table of items, in natural order or sorted, filtered; one item more, less or changed costs O(log n)."""

    def __init__(self, listing: Listing[R], columns: tuple[Column, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listing, self.columns = listing, columns
        self._keys: list[Key] = []
        self._key_of: dict[Name, Key] = {}
        self._rows: dict[Name, R] = {}
        self._wanted: Callable[[R], bool] | None = None
        self._order: Callable[[R], Any] | None = None
        self._descending = False

    # ---- what is in it

    def reload(self) -> None:
        """Read everything anew."""
        self.beginResetModel()
        self._rows.clear()
        natural = self._listing.keys()
        if self._wanted is None and self._order is None:
            self._keys = natural
        else:
            self._keys = sorted(key for one in natural if (key := self._placed(one)) is not None)
        self._key_of = {key[-1]: key for key in self._keys}
        self.endResetModel()

    def _placed(self, natural: Key) -> Key | None:
        """The key under the present order, or None for an item that the filter leaves out."""
        if self._wanted is None and self._order is None:
            return natural
        row = self._made(natural[-1])
        if row is None or (self._wanted is not None and not self._wanted(row)):
            return None
        return natural if self._order is None else (self._order(row), *natural)

    def _made(self, name: Name) -> R | None:
        row = self._rows.get(name)
        if row is None:
            row = self._listing.row(name)
            if row is not None:
                self._rows[name] = row
        return row

    def refresh(self, names: Iterable[Name]) -> None:
        """Follow a change of these items: they came, went, moved or look different."""
        names = set(names)
        if len(names) > MANY:
            self.reload()
            return
        for name in names:
            self._refresh(name)

    def _refresh(self, name: Name) -> None:
        self._rows.pop(name, None)
        before, natural = self._key_of.get(name), self._listing.key(name)
        after = self._placed(natural) if natural is not None else None
        if before == after:
            if after is not None:
                row = self.place_of(name)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
            return
        if before is not None:
            self._take_out(before)
        if after is not None:
            self._put_in(after)

    def _take_out(self, key: Key) -> None:
        at = bisect_left(self._keys, key)
        row = self._turned(at)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._keys[at]
        del self._key_of[key[-1]]
        self.endRemoveRows()

    def _put_in(self, key: Key) -> None:
        at = bisect_left(self._keys, key)
        row = len(self._keys) - at if self._descending else at
        self.beginInsertRows(QModelIndex(), row, row)
        self._keys.insert(at, key)
        self._key_of[key[-1]] = key
        self.endInsertRows()

    def _turned(self, place: int) -> int:
        """From a place among the keys to a row of the table, and back."""
        return len(self._keys) - 1 - place if self._descending else place

    # ---- finding

    def place_of(self, name: Name) -> int:
        """The row of an item, or -1."""
        key = self._key_of.get(name)
        return -1 if key is None else self._turned(bisect_left(self._keys, key))

    def name_at(self, row: int) -> Name:
        """The item of a row."""
        return str(self._keys[self._turned(row)][-1])

    def row_at(self, row: int) -> R | None:
        """What a row shows; None when the item has just gone."""
        return self._made(self.name_at(row)) if 0 <= row < len(self._keys) else None

    # ---- filter and order

    def set_filter(self, wanted: Callable[[R], bool] | None) -> None:
        """Show only rows that are wanted."""
        self._wanted = wanted
        self.reload()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the natural order."""
        by = self.columns[column].order if column >= 0 else None
        descending = column >= 0 and order == Qt.SortOrder.DescendingOrder
        if (by, descending) != (self._order, self._descending):
            self._order, self._descending = by, descending
            self.reload()

    # ---- as Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if role == NAME_ROLE:
            return self.name_at(index.row())
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[index.column()].words(row)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None
