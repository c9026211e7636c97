"""The groups that hits fall into: the same words with the same labels, ticked and shown together."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView

from annotator.ui.desk import Desk
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.panels.hit_cells import ROW, TICK_WIDTH, GroupDelegate
from annotator.ui.panels.hit_model import HitModel, in_words
from annotator.ui.parts.table import ItemTable
from annotator.ui.project_search import Group

Index = QModelIndex | QPersistentModelIndex
GroupRow = tuple[Group | None, int, int]
"""A group, None for all hits; how many; how many of them are ticked."""


class GroupModel(QAbstractTableModel):
    """All hits, then the groups."""

    def __init__(self, hits: HitModel, parent: QObject) -> None:
        super().__init__(parent)
        self._hits = hits
        self.rows: list[GroupRow] = []

    def refill(self) -> bool:
        """Read the groups again; whether there are others now."""
        groups = self._hits.groups()
        rows: list[GroupRow] = [(None, sum(many for _, many, _ in groups), sum(ticked for *_, ticked in groups))]
        rows = [*rows, *groups] if groups else []
        same = [row[0] for row in rows] == [row[0] for row in self.rows]
        if same:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        return not same

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == NAME_ROLE:
            return str(index.row())
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(*row)
        return None

    def _words(self, group: Group | None, many: int, ticked: int) -> str:
        counted = self.tr("{0} of {1} ticked").format(f"{ticked:,}", f"{many:,}")
        if group is None:
            return f"{self.tr('All')}: {counted}"
        name, across, suggested = self._hits.name_of, self.tr("in {0}"), self.tr("{0}?")
        labels = in_words(group.present, name, across=across, suggested=suggested) or self.tr("no label")
        closed = f", {group.closed}" if group.closed else ""
        return f"{group.words}, {labels}{closed}: {counted}"


class GroupTable(ItemTable):
    """The list of groups; a click on a tick ticks, elsewhere it shows the hits of the group."""

    wanted = Signal(object)  # Group, or None for all: show its hits

    def __init__(self, desk: Desk, hits: HitModel) -> None:
        super().__init__(height=ROW)
        self._hits = hits
        self.groups = GroupModel(hits, self)
        self.show_rows(self.groups, GroupDelegate(desk, self))
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setAccessibleName(self.tr("Groups of hits"))
        self.marked.connect(self._show)
        self._filling = False

    def refill(self) -> None:
        """Read the groups again; the one that is shown stays so."""
        self._filling = True
        if self.groups.refill():
            shown = [group for group, *_ in self.groups.rows]
            self.follow(shown.index(self._hits.group) if self._hits.group in shown else -1)
        self._filling = False

    def _show(self) -> None:
        row = self.currentIndex().row()
        if not self._filling and 0 <= row < len(self.groups.rows):
            self.wanted.emit(self.groups.rows[row][0])

    def toggle(self) -> None:
        """Tick the current group, or none of it when all of it is."""
        row = self.currentIndex().row()
        if 0 <= row < len(self.groups.rows):
            self._toggle(row)

    def _toggle(self, row: int) -> None:
        group = self.groups.rows[row][0]
        self._hits.toggle([one for one in self._hits.all if group is None or one.group == group])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < TICK_WIDTH and event.button() == Qt.MouseButton.LeftButton:
            self._toggle(index.row())
        else:
            super().mousePressEvent(event)
