"""The history of one document, read once and then only what is new: a bulk edit takes long to unpack."""

from collections.abc import Sequence
from typing import Any

from annotator.core.change import Change
from annotator.core.fold import Update, as_change
from annotator.core.listing import HistoryEntry, RevisionInfo
from annotator.core.rows import Name
from annotator.store.project_store import ProjectStore


class DocumentHistory:
    """Every revision that touched a document, with old and new values."""

    def __init__(self, store: ProjectStore, document: Name) -> None:
        self.document = document
        self._store, self._key = store, store.origins.pack(document)
        self._last = 0
        self._steps: list[tuple[RevisionInfo, tuple[Change, ...]]] = []
        self._done: dict[tuple[str, int], list[Change]] = {}
        self._state: dict[tuple[str, Any], Any] = {}

    def entries(self) -> list[HistoryEntry]:
        """All of them, oldest first."""
        where = "id > ? AND id IN (SELECT revision FROM revision_set WHERE document = ?)"
        for info in self._store.revisions(where, (self._last, self._key)):
            self._steps.append((info, tuple(self._changes(info))))
            self._last = info.id
        undone = self._undone()
        return [HistoryEntry(info, changes, (info.origin, info.seq) in undone) for info, changes in self._steps]

    def _changes(self, info: RevisionInfo) -> list[Change]:
        if info.kind == "do":
            changes = self._done[info.origin, info.seq] = self._forward(self._store.changes_of(info))
            return changes
        source = self._done.get(info.of or ("", 0), [])
        back = [Change(change.after, change.before) for change in reversed(source)]
        return self._replayed(back if info.kind == "undo" else source)

    def _undone(self) -> set[tuple[str, int]]:
        """Steps on which the last word was undo."""
        said: dict[tuple[str, int], str] = {}
        for info, _ in sorted(self._steps, key=lambda step: (step[0].lamport, step[0].id)):
            if info.of is not None:
                said[info.of] = info.kind
        return {of for of, kind in said.items() if kind == "undo"}

    def _forward(self, stored: Sequence[Any]) -> list[Change]:
        changes = []
        for logged in stored:
            place = (logged.table, logged.key)
            if isinstance(logged, Update) and place not in self._state:
                continue
            change = as_change(logged, self._state.get(place))
            if change.document == self.document:
                changes.append(change)
                self._state[place] = change.after
        return changes

    def _replayed(self, changes: Sequence[Change]) -> list[Change]:
        for change in changes:
            self._state[change.table, change.key] = change.after
        return list(changes)
