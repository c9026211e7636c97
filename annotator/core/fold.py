"""The state of a project as the fold of its log: what every other way of getting there must equal."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from annotator.core.change import Change
from annotator.core.listing import RevisionInfo
from annotator.core.rows import Key, Row


class Whole(NamedTuple):
    """A logged addition or removal of a row."""

    table: str
    verb: str  # add | delete
    row: Row

    @property
    def key(self) -> Key:
        """What names the row inside its table."""
        return self.row.id


class Update(NamedTuple):
    """A logged change of some columns of a row."""

    table: str
    key: Key
    fields: tuple[str, ...]
    before: tuple[Any, ...]
    after: tuple[Any, ...]


Logged = Whole | Update


class Revision(NamedTuple):
    """An Edit as logged; undo and redo carry no Changes."""

    info: RevisionInfo
    changes: tuple[Logged, ...]


def undone(infos: Iterable[RevisionInfo]) -> set[tuple[str, int]]:
    """(origin, seq) of every `do` that is undone, parts of an undone batch included."""
    infos = list(infos)
    gone: set[tuple[str, int]] = set()
    for info in sorted(infos, key=order):
        if info.of:
            (gone.add if info.kind == "undo" else gone.discard)(info.of)
    parts = {(info.origin, info.seq) for info in infos if info.part_of and (info.origin, info.part_of) in gone}
    return gone | parts


def order(info: RevisionInfo) -> tuple[int, str, int]:
    """Revisions are ordered by (lamport, origin, seq), never by the wall clock."""
    return (info.lamport, info.origin, info.seq)


def fold(revisions: Iterable[Revision]) -> dict[tuple[str, Key], Row]:
    """All rows alive, by (table, key): each `do` not undone, in order; a row that one of them deletes is dead."""
    revisions = sorted(revisions, key=lambda revision: order(revision.info))
    gone = undone(revision.info for revision in revisions)
    alive: dict[tuple[str, Key], Any] = {}
    dead: set[tuple[str, Key]] = set()
    for info, changes in revisions:
        if info.kind != "do" or (info.origin, info.seq) in gone:
            continue
        for change in changes:
            _follow(change, alive, dead)
    return {place: row for place, row in alive.items() if place not in dead}


def _follow(change: Logged, alive: dict[tuple[str, Key], Any], dead: set[tuple[str, Key]]) -> None:
    place = (change.table, change.key)
    if isinstance(change, Update):
        if place in alive:
            alive[place] = alive[place]._replace(**dict(zip(change.fields, change.after, strict=True)))
    elif change.verb == "add":
        alive[place] = change.row
    else:
        dead.add(place)


def as_change(logged: Logged, current: Any | None, *, back: bool = False) -> Change:
    """A logged change as a Change of the row as it is now; `back` takes it back.

    For an Update, `current` is the row as it stands before this is applied.
    """
    if isinstance(logged, Update):
        values = dict(zip(logged.fields, logged.before if back else logged.after, strict=True))
        return Change(current, current._replace(**values))  # type: ignore[union-attr]
    adds = (logged.verb == "add") != back
    return Change(None, logged.row) if adds else Change(logged.row, None)
