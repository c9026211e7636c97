"""What a Session says of what was done: plain values."""

from collections.abc import Mapping
from typing import NamedTuple

from annotator.core.change import Change
from annotator.core.listing import RevisionInfo
from annotator.core.rows import Name
from annotator.store.project_store import NewRevision


class Happened(NamedTuple):
    """What listeners are told of: a committed revision and the Changes it made to rows, undo included."""

    info: RevisionInfo
    changes: tuple[Change, ...]

    @property
    def documents(self) -> set[Name]:
        """Documents touched; the empty name stands for the project itself."""
        return {change.document for change in self.changes}


class UndoStep(NamedTuple):
    """What the next undo or redo would do."""

    info: RevisionInfo
    documents: tuple[Name, ...]
    this_sitting: bool


class Pending(NamedTuple):
    """The one Edit that could not be written yet."""

    new: NewRevision
    changes: tuple[Change, ...]
    texts: Mapping[str, str]
    reason: str
