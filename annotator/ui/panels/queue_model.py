"""The queue as a table: pages of it are read when they come into view, and forgotten again."""

import time
from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from annotator.core.listing import QueueFilter, QueueRow
from annotator.core.rows import Name
from annotator.session import Session
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE

PAGE = 200
PAGES = 12  # kept
QUICK = 0.008
"""Seconds a page may take and still be read while painting; slower ones are read once the scrolling rests."""

Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractTableModel):
    """Documents of a queue of any length."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._filter = QueueFilter()
        self._pages: OrderedDict[int, list[QueueRow]] = OrderedDict()
        self._total = 0
        self._cost = 0.0
        self._wanted = 0
        self._later = QTimer(self, interval=30, singleShot=True)
        self._later.timeout.connect(self._read_wanted)
        self.states: dict[str, int] = {}

    # ---- reading

    def show(self, session: Session | None, wanted: QueueFilter) -> None:
        """Show another queue, or read the same one anew."""
        self.beginResetModel()
        self._session, self._filter = session, wanted
        self._pages.clear()
        self._count()
        self.endResetModel()

    def reread(self) -> None:
        """Documents changed their states: what is in view is read again, without jumping about."""
        before = self._total
        self._pages.clear()
        self._count()
        if self._total < before:
            self.beginRemoveRows(QModelIndex(), self._total, before - 1)
            self.endRemoveRows()
        elif self._total > before:
            self.beginInsertRows(QModelIndex(), before, self._total - 1)
            self.endInsertRows()
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, 0))

    def _count(self) -> None:
        session, wanted = self._session, self._filter
        self.states = session.queue_states(wanted._replace(states=())) if session is not None else {}
        self._total = sum(count for state, count in self.states.items() if not wanted.states or state in wanted.states)

    def _page(self, number: int) -> list[QueueRow] | None:
        page = self._pages.get(number)
        if page is not None:
            self._pages.move_to_end(number)
            return page
        if self._cost > QUICK and self._pages:
            self._wanted = number
            self._later.start()
            return None
        return self._read(number)

    def _read(self, number: int) -> list[QueueRow]:
        assert self._session is not None
        began = time.perf_counter()
        page = self._pages[number] = self._session.queue(self._filter, offset=number * PAGE, limit=PAGE)
        self._cost = time.perf_counter() - began
        while len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        return page

    def _read_wanted(self) -> None:
        first = self._wanted * PAGE
        if self._session is not None and first < self._total:
            self._read(self._wanted)
            self.dataChanged.emit(self.index(first, 0), self.index(min(self._total, first + PAGE) - 1, 0))

    # ---- finding

    def row_at(self, row: int) -> QueueRow | None:
        """A document of the queue; None while its page is not read."""
        page = self._page(row // PAGE) if 0 <= row < self._total else None
        return page[row % PAGE] if page is not None and row % PAGE < len(page) else None

    def place_of(self, document: Name) -> int:
        """The row of a document, or -1; the pages at hand are looked at first."""
        for number, page in self._pages.items():
            for place, row in enumerate(page):
                if row.document == document:
                    return number * PAGE + place
        found = self._session.queue_place(self._filter, document) if self._session is not None else None
        return -1 if found is None else found

    # ---- as Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == NAME_ROLE:
            return row.document
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.name}, {row.number}, {row.state}"
        return None
