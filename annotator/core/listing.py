"""What lists show of a project: rows of the queue, counts, steps of history; plain values read from the store."""

from typing import NamedTuple

from annotator.core.change import Change
from annotator.core.rows import Name

STATES = ("to do", "in progress", "sent back", "submitted", "in review", "approved", "set aside")


class Term(NamedTuple):
    """One condition on documents of a queue. Those of one field that are not negated are alternatives.

    Words and times all have to hold, as everything has that is negated.
    """

    field: str  # state | person | assigned | label | text | name | words | date | problem | meta.FIELD
    value: str  # a state, a lasting name, a word, or the beginning of a span of time
    negated: bool = False
    compare: str = "="  # of metadata: = > >= < <=
    until: str = ""  # the end of a span of time, exclusive


class QueueRow(NamedTuple):
    """A document in the queue, with the state of the set that concerns the person who looks."""

    document: Name
    number: int  # from 1
    name: str
    length: int  # code points
    state: str
    author: Name = ""  # whose set the state is of; empty while there is none
    comments: int = 0  # open ones
    reason: str = ""
    outdated: bool = False  # approved, but changed since


class QueueFilter(NamedTuple):
    """Which documents a queue lists; empty fields do not restrict."""

    author: Name = ""  # whose states; empty: for a reviewer, the set furthest along
    states: tuple[str, ...] = ()
    text: str = ""  # the conditions as they were written
    terms: tuple["Term", ...] = ()  # the same, read
    assigned: Name = ""  # to whom, where only what is assigned is listed
    order: str = "given"  # given | random | shortest
    seed: int = 0  # of the random order


class RevisionInfo(NamedTuple):
    """One revision of the log, without its Changes."""

    id: int  # place in this file's log
    origin: str
    seq: int
    lamport: int
    kind: str  # do | undo | redo
    of: tuple[str, int] | None  # (origin, seq) of the `do` that is undone or redone
    part_of: int  # seq of the first revision of a batch, 0 for none
    actor: Name
    title: str
    at: str


class HistoryEntry(NamedTuple):
    """A revision with what it changed in one document."""

    info: RevisionInfo
    changes: tuple[Change, ...]
    undone: bool


class Counts(NamedTuple):
    """How a project stands."""

    documents: int
    states: dict[str, int]
    spans: dict[Name, int]  # by label, of people and final versions
    relations: dict[Name, int]
    suggestions: int


class LastDay(NamedTuple):
    """What a person did on the last day of work before today, and what became of work since."""

    day: str  # ISO 8601, as the person's clock had it
    submitted: int  # documents
    sent_back: int  # documents, since
    approved: int  # documents, since


class Unfinished(NamedTuple):
    """A batch that was interrupted: an import, or an edit of many documents."""

    batch: Name
    title: str
    kind: str  # import | suggest | bulk
    at: str  # when it was begun, ISO 8601, UTC
    documents: int  # that came with it, listed nowhere until it is finished
