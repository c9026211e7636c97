"""Hits of a search in a table: each with a tick, in groups of the same words and labels, sorted by any column."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from annotator.core.everywhere import Present
from annotator.core.rows import Name
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.project_search import FoundHit, Group, Key

Index = QModelIndex | QPersistentModelIndex
TICK, BEFORE, WORDS, AFTER, LABELS, DOCUMENT = range(6)
NameOf = Callable[[Name], str]


class HitRow(NamedTuple):
    """A hit as a row shows it."""

    found: FoundHit
    ticked: bool


class HitModel(QAbstractTableModel):
    """The hits, or those of one group. What may not be altered cannot be ticked."""

    ticked = Signal()

    def __init__(self, label_name: NameOf, parent: QObject) -> None:
        super().__init__(parent)
        self.name_of = label_name
        self.all: list[FoundHit] = []
        self._rows: list[FoundHit] = []
        self.group: Group | None = None
        self._out: set[Key] = set()
        self._met: set[Key] = set()
        self._sort: tuple[int, bool] = (-1, False)
        self._titles = (
            "",
            self.tr("Before"),
            self.tr("Found"),
            self.tr("After"),
            self.tr("Label"),
            self.tr("Document"),
        )

    # ---- what is in it

    def begin(self) -> None:
        """Something else is looked for: ticks as they are at first."""
        self._out.clear()
        self._met.clear()
        self.group = None

    def fill(self, found: list[FoundHit]) -> None:
        """Show other hits; ticks stay. What stands in or across another entity is not ticked at first."""
        new = [one for one in found if one.key not in self._met]
        self._met.update(one.key for one in new)
        self._out.update(one.key for one in new if one.standing.present.across)
        self.all = found
        if self.group is not None and not any(one.group == self.group for one in found):
            self.group = None
        self._arrange()
        self.ticked.emit()

    def show_group(self, group: Group | None) -> None:
        """Show the hits of one group, or all."""
        self.group = group
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._rows = [one for one in self.all if one.group == self.group] if self.group is not None else list(self.all)
        column, descending = self._sort
        if column >= 0:
            self._rows.sort(key=self._order(column), reverse=descending)
        self.endResetModel()

    def _order(self, column: int) -> Callable[[FoundHit], Any]:
        """Before is sorted from its last word on, as it is read next to what was found."""
        orders: dict[int, Callable[[FoundHit], Any]] = {
            TICK: lambda one: not self.is_ticked(one),
            BEFORE: lambda one: one.hit.before.casefold().split()[::-1],
            WORDS: lambda one: one.hit.words.casefold(),
            AFTER: lambda one: one.hit.after.casefold().split(),
            LABELS: self.labels_in_words,
            DOCUMENT: lambda one: one.standing.document.casefold(),
        }
        return orders[column]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order of the documents."""
        self._sort = (column, order == Qt.SortOrder.DescendingOrder)
        self._arrange()

    # ---- ticks

    def is_ticked(self, one: FoundHit) -> bool:
        """Whether a hit is to be altered."""
        return not one.standing.closed and one.key not in self._out

    def chosen(self) -> list[FoundHit]:
        """All that is ticked, in whatever group."""
        return [one for one in self.all if self.is_ticked(one)]

    def toggle(self, some: Iterable[FoundHit]) -> None:
        """Tick these, or, when all of them are, none."""
        keys = {one.key for one in some if not one.standing.closed}
        if keys:
            self._out = self._out - keys if keys & self._out else self._out | keys
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, DOCUMENT))
            self.ticked.emit()

    def toggle_rows(self, rows: Iterable[int]) -> None:
        """The same for rows of the table."""
        self.toggle([self._rows[row] for row in rows])

    def groups(self) -> list[tuple[Group, int, int]]:
        """(group, how many, how many of them ticked), those of the same words together, the most frequent first."""
        many, ticked, words = Counter[Group](), Counter[Group](), Counter[str]()
        many.update(one.group for one in self.all)
        ticked.update(one.group for one in self.all if self.is_ticked(one))
        for group, count in many.items():
            words[group.words] += count
        ordered = sorted(many, key=lambda group: (-words[group.words], group.words, -many[group]))
        return [(group, many[group], ticked[group]) for group in ordered]

    def at(self, row: int) -> FoundHit:
        """The hit in a row."""
        return self._rows[row]

    def row_of(self, key: Key) -> int:
        """Where a hit is, or -1."""
        return next((row for row, one in enumerate(self._rows) if one.key == key), -1)

    # ---- as Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        one = self._rows[index.row()]
        if role == NAME_ROLE:
            return str(index.row())
        if role == ROW_ROLE:
            return HitRow(one, self.is_ticked(one))
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK:
            return Qt.CheckState.Checked if self.is_ticked(one) else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(one, index.column())
        return None

    def _words(self, one: FoundHit, column: int) -> str:
        hit, standing = one.hit, one.standing
        if column == TICK:
            return standing.closed or (self.tr("ticked") if self.is_ticked(one) else self.tr("left out"))
        if column == LABELS:
            return self.labels_in_words(one)
        document = f"{standing.document} ({standing.closed})" if standing.closed else standing.document
        return {BEFORE: hit.before, WORDS: hit.words, AFTER: hit.after, DOCUMENT: document}[column]

    def labels_in_words(self, one: FoundHit) -> str:
        """What stands at a hit, as it is read out."""
        return in_words(one.standing.present, self.name_of, across=self.tr("in {0}"), suggested=self.tr("{0}?"))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None


def in_words(present: Present, name_of: NameOf, *, across: str, suggested: str) -> str:
    """Labels of own entities, of those around, and of suggestions."""
    parts = [name_of(label) for label in present.labels]
    parts += [across.format(name_of(label)) for label in present.across]
    return ", ".join(parts + [suggested.format(name_of(label)) for label in present.suggested])
