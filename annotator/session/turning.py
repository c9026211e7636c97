"""Undo and redo: what a logged step becomes when it is taken back or brought back now."""

from collections.abc import Callable
from typing import Any

from annotator.core import rows
from annotator.core.change import Change, EditRefused
from annotator.core.fold import Logged, Update, Whole, as_change
from annotator.core.listing import RevisionInfo
from annotator.core.people import People
from annotator.store.project_store import ProjectStore

ChangesOf = Callable[[RevisionInfo], list[Logged]]
MANY = 50  # Changes: from here on rows are read together


def parts_to_turn(store: ProjectStore, info: RevisionInfo, *, back: bool) -> list[RevisionInfo]:
    """The revisions of a step that are still to be taken back, last first, or to be brought back, first first.

    The first revision of a batch goes last and comes first, so that a turn that was interrupted can go on.
    """
    parts = store.parts_of(info)
    if not parts:
        return [info]
    waiting = [part for part in parts if store.is_undone(part) != back]
    return [*reversed(waiting), info] if back else [info, *waiting]


def turned(store: ProjectStore, info: RevisionInfo, stored: list[Logged], *, back: bool) -> tuple[Change, ...]:
    """The Changes that take one revision back, or bring it back, from what it stored and the rows as they are.

    Raises EditRefused when a row is not there, or there already.
    """
    changes = []
    many = len(stored) > MANY
    state = _made_by(store, info, stored) if many else {}
    own = f"{info.origin}.{info.seq}."
    for logged in reversed(stored) if back else stored:
        place = (logged.table, logged.key)
        if place in state:
            current = state[place]
        else:
            current = None if many and str(logged.key).startswith(own) else _current(store, logged)
        if isinstance(logged, Update) and current is None:
            raise EditRefused("What this was about has been taken back meanwhile.")
        if isinstance(logged, Update) and not _as_it_was(logged, current, back=back):
            raise EditRefused("An earlier step on the same place was taken back meanwhile, so this one stays as it is.")
        change = as_change(logged, current, back=back)
        if (change.before is None) != (current is None):
            raise EditRefused("This has changed meanwhile.")
        changes.append(Change(current, change.after))
        state[place] = change.after
    return tuple(changes)


def _as_it_was(logged: Update, current: Any, *, back: bool) -> bool:
    """Whether the columns are as the step left them, or, to bring it back, as it found them.

    Otherwise an earlier step on the same row was taken back in between, and the value kept with this one is stale: a
    later undo would restore what the fold of the log no longer says.
    """
    wanted = logged.after if back else logged.before
    return all(getattr(current, field) == value for field, value in zip(logged.fields, wanted, strict=True))


def _made_by(store: ProjectStore, info: RevisionInfo, stored: list[Logged]) -> dict[tuple[str, Any], Any]:
    """The rows that a revision made and that are there now, read at one go."""
    tables = {logged.table for logged in stored if isinstance(logged, Whole) and isinstance(logged.key, str)}
    found = {table: store.rows_made_by(info, rows.ROW_TYPES[table]) for table in tables - {"project"}}
    return {(table, row.id): row for table, made in found.items() for row in made}


def _current(store: ProjectStore, logged: Logged) -> Any:
    row_type = rows.ROW_TYPES[logged.table]
    key = logged.key
    names = key if isinstance(key, tuple) else (key,)
    packed = names if row_type is rows.Setting else tuple(store.origins.pack(name) for name in names)
    return store.row(row_type, packed)


def check_untouched(store: ProjectStore, people: People, info: RevisionInfo, changes_of: ChangesOf) -> None:
    """Raise EditRefused when a later revision that still holds touched the same rows, or came to rest on them.

    Any touch counts, not only a difference in value: the fold orders by the log, so a value that only happens to
    be the same again would come out differently on replay.
    """
    parts = [info, *store.parts_of(info)]
    own = {(part.origin, part.seq) for part in parts}
    changes = [change for part in parts for change in changes_of(part)]
    whole = {change.key for change in changes if isinstance(change, Whole)}
    later = store.later_touching(info)
    later += store.later_naming(
        info, [str(c.key) for c in changes if isinstance(c, Whole) and c.table in ("label", "author")]
    )
    later = [one for one in later if (one.origin, one.seq) not in own]
    touched = {(change.table, change.key) for change in changes} if later else set()
    for one in later:
        for change in store.changes_of(one):
            if (change.table, change.key) in touched or not whole.isdisjoint(_needs(change)):
                who = people.name_of(one.actor)
                raise EditRefused(f'"{info.title}" stays: {who} has changed it since ({one.title}).')


def _needs(change: Logged) -> list[Any]:
    """Names of the rows without which this change cannot be, or be taken back."""
    if isinstance(change, Update):
        return [*change.before, *change.after]
    row = change.row
    return [getattr(row, field) for field in rows.REFERENCES.get(type(row), ()) if field not in _LOOSE]


_LOOSE = ("origin", "item", "reply_to", "parent")  # may point at what is gone
