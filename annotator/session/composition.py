"""Several verbs as one Edit."""

from collections.abc import Callable, Sequence

from annotator.core.change import Change, Edit, inverse, with_names


class Composition:
    """Verbs that become one Edit; documents in memory follow each at once, the file all at the end."""

    def __init__(
        self, prefix: str, follow: Callable[[Change], None], check: Callable[[Sequence[Change]], None]
    ) -> None:
        self._prefix, self._follow, self._check = prefix, follow, check
        self._changes: list[Change] = []

    def add(self, edit: Edit) -> tuple[Change, ...]:
        """Take in what a verb returned; its rows have their lasting names at once."""
        changes = with_names(edit.changes, self._prefix, offset=len(self._changes))
        self._check(changes)
        for change in changes:
            self._follow(change)
            self._changes.append(change)
        return changes

    def take_back(self) -> tuple[Change, ...]:
        """Undo in memory what was added, and return it."""
        changes = tuple(self._changes)
        for change in inverse(changes):
            self._follow(change)
        self._changes.clear()
        return changes
