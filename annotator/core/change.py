"""Edits as data: a title and a list of Changes, each one row before and after."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar, cast

from annotator.core.rows import REFERENCES, TABLES, Attribute, Intended, Key, Label, Name, Row, SetState

R = TypeVar("R", bound=Row)


class EditRefused(Exception):
    """An edit that may not be done, with the reason as one sentence for the status bar.

    `remedy` names what would make it possible ("withdraw", "take up", …) so that a view can offer it.
    """

    def __init__(self, reason: str, *, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class Change(NamedTuple):
    """One row before and after; None where it is absent."""

    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row after, or the one that went."""
        row = self.after if self.after is not None else self.before
        assert row is not None, "a Change needs a row"
        return row

    @property
    def table(self) -> str:
        """Name of the table the row belongs to."""
        return TABLES[type(self.row)]

    @property
    def key(self) -> Key:
        """What names the row inside its table."""
        return self.row.id

    @property
    def document(self) -> Name:
        """The document the row belongs to, or empty for rows of the project."""
        row = self.row
        return row.id if TABLES[type(row)] == "document" else getattr(row, "document", "")  # type: ignore[return-value]


class Edit(NamedTuple):
    """One thing a person did, undoable as one step."""

    title: str
    changes: tuple[Change, ...]


def inverse(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The Changes that take these back, last first."""
    return tuple(Change(after, before) for before, after in reversed(tuple(changes)))


def placeholder(index: int) -> Name:
    """The name of the row that the Change at `index` adds, until the Edit is stored."""
    return f"+{index}"


def with_names(changes: Iterable[Change], prefix: str, *, offset: int = 0) -> tuple[Change, ...]:
    """Give lasting names for placeholders: `+i` becomes `prefix.(offset + i)`.

    `prefix` is `origin.sequence`; `offset` counts the Changes already in the same revision.
    """

    def lasting(name: Name) -> Name:
        return f"{prefix}.{offset + int(name[1:])}"

    return _named(changes, "+", lasting)


def joined(edits: Iterable[Edit], title: str) -> Edit:
    """Several Edits that do not know of each other, as of different documents, as one."""
    changes: list[Change] = []
    for edit in edits:
        changes.extend(_named(edit.changes, "+", _moved_by(len(changes))))
    return Edit(title, tuple(changes))


def _moved_by(offset: int) -> Callable[[Name], Name]:
    return lambda name: placeholder(offset + int(name[1:]))


def moved_names(changes: Iterable[Change], before: str, after: str) -> tuple[Change, ...]:
    """Give rows that were named `before.i` the names `after.i`: an Edit not written yet goes to another file."""
    lead = f"{before}."
    return _named(changes, lead, lambda name: f"{after}.{name.removeprefix(lead)}")


def _named(changes: Iterable[Change], lead: str, lasting: Callable[[Name], Name]) -> tuple[Change, ...]:
    """Changes in which all names that begin so are others."""

    def named(row: Row | None) -> Row | None:
        if row is None:
            return None
        values: list[Any] | None = None
        for place in _NAMES_IN[type(row)]:
            value = row[place]
            if type(value) is str and value.startswith(lead):
                values = values or list(row)
                values[place] = lasting(value)
        if isinstance(row, Label | Attribute):
            place = _LISTS[type(row)]
            listed: tuple[Name, ...] = row[place]  # type: ignore[assignment]
            if any(name.startswith(lead) for name in listed):
                values = values or list(row)
                values[place] = tuple(lasting(n) if n.startswith(lead) else n for n in listed)
        if isinstance(row, Intended) and row.about.startswith(lead):
            values = values or list(row)
            values[_INTENDED_KEY] = f"{row.problem}|{lasting(row.about)}"
        if isinstance(row, SetState) and any(name.startswith(lead) for name, _ in row.base):
            values = values or list(row)
            values[_BASE] = tuple((lasting(n) if n.startswith(lead) else n, c) for n, c in row.base)
        made: Row = cast(Any, row)._make(values) if values else row
        return made

    return tuple(Change(named(before), named(after)) for before, after in changes)


_NAMES_IN = {
    row_type: tuple(
        place
        for place, field in enumerate(row_type._fields)  # type: ignore[attr-defined]
        if field in ("id", *REFERENCES.get(row_type, ()))
    )
    for row_type in TABLES
}
_LISTS = {Label: Label._fields.index("nests_in"), Attribute: Attribute._fields.index("labels")}  # of names
_BASE = SetState._fields.index("base")
_INTENDED_KEY = Intended._fields.index("key")


class Draft:
    """Collects the Changes of one Edit; rows it adds carry placeholder names."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self._places: dict[tuple[type, Key], int] = {}  # where a stored row was altered: one row, one Change

    def add(self, row: R) -> R:
        """Add a row; returns it with its placeholder name."""
        if "id" in row._fields and not row.id:
            row = row._replace(id=placeholder(len(self.changes)))  # type: ignore[assignment, call-arg]
        self.changes.append(Change(None, row))
        return row

    def replace(self, before: R, after: R) -> R:
        """Replace a row; a row that this very draft added or altered stays one Change."""
        if before == after:
            return before
        name = before.id
        if type(name) is str and name.startswith("+"):
            self.changes[int(name[1:])] = Change(None, after)
        else:
            self._alter(before, after)
        return after

    def remove(self, row: Row) -> None:
        """Remove a row."""
        self._alter(row, None)

    def _alter(self, before: Row, after: Row | None) -> None:
        place = self._places.setdefault((type(before), before.id), len(self.changes))
        if place < len(self.changes):
            self.changes[place] = Change(self.changes[place].before, after)
        else:
            self.changes.append(Change(before, after))

    def edit(self, title: str) -> Edit:
        """Close the draft. Raises EditRefused when nothing would change."""
        if not self.changes:
            raise EditRefused("Nothing to change here.")
        return Edit(title, tuple(self.changes))
