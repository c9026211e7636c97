"""Filters of the queue as simple words: `state:submitted person:Ana label:ORG meta.source:reuters "free words"`."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from annotator.core.change import Edit, EditRefused
from annotator.core.listing import STATES, Term
from annotator.core.people import People, set_setting
from annotator.core.rows import Name
from annotator.core.scheme import Scheme

FIELDS = ("state", "person", "assigned", "label", "text", "name", "date", "group", "problem")
PROBLEMS = ("comment", "unsure", "outdated", "rules", "empty", "checked")
OPEN = ("to do", "in progress", "sent back")
META = "meta."

_PART = re.compile(
    r'(?P<no>-)?(?:(?P<field>[A-Za-z][\w.]*(?:\.[^\s:"]+)?):(?!//))?(?:"(?P<quoted>[^"]*)"?|(?P<word>\S*))\s*'
)
_COMPARE = re.compile(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)


class Spoken(NamedTuple):
    """One condition as somebody wrote it."""

    field: str  # empty for a free word
    value: str
    negated: bool
    quoted: bool


def spoken(text: str) -> list[Spoken]:
    """The conditions of a filter as written."""
    found = []
    for match in _PART.finditer(text.strip()):
        quoted = match["quoted"]
        value = match["word"] if quoted is None else " ".join(quoted.split())
        if value or match["field"]:
            found.append(Spoken(match["field"] or "", value or "", bool(match["no"]), quoted is not None))
    return found


def written(field: str, value: str, *, negated: bool = False) -> str:
    """A condition as one writes it."""
    quoted = f'"{value}"' if " " in value or not value else value
    return f"{'-' if negated else ''}{field}{':' if field else ''}{quoted}"


class Reader:
    """Reads filters in one project: who and what is named must be there."""

    def __init__(self, people: People, scheme: Scheme, actor: Name, *, now: datetime) -> None:
        self._people, self._scheme, self._actor, self._now = people, scheme, actor, now

    def read(self, text: str) -> tuple[Term, ...]:
        """The conditions of a filter. Raises EditRefused for a word that is none, naming those there are."""
        return tuple(term for one in spoken(text) for term in self._terms(one))

    def _terms(self, one: Spoken) -> Sequence[Term]:
        field = one.field.lower()
        if not one.field:
            return [Term("words", f'"{one.value}"' if one.quoted else one.value, one.negated)]
        if field.startswith(META) and len(one.field) > len(META):
            return self._meta(one.field[len(META) :], one)
        if field not in FIELDS:
            raise EditRefused(f'There is no filter "{one.field}:"; there are {", ".join(FIELDS)} and {META}FIELD.')
        if not one.value:
            return []  # still being written
        if field == "group":
            return self._meta("group", one)
        if field in ("text", "name"):
            return [Term(field, f'"{one.value}"' if one.quoted else one.value, one.negated)]
        return self._named(field, one)

    def _named(self, field: str, one: Spoken) -> Sequence[Term]:
        match field:
            case "state":
                return [Term("state", state, one.negated) for state in _states(one.value)]
            case "person" | "assigned":
                return [Term(field, self._person(one.value), one.negated)]
            case "label":
                return [Term("label", label, one.negated) for label in self._labels(one.value)]
            case "date":
                return [_dated(one, self._now)]
        return [Term("problem", _one_of(one.value, PROBLEMS, "problem"), one.negated)]

    def _meta(self, field: str, one: Spoken) -> Sequence[Term]:
        compare, value = _compared(one.value)
        return [Term(META + field, value, one.negated, compare)] if value else []

    def _person(self, name: str) -> Name:
        if name in ("me", "nobody"):
            return self._actor if name == "me" else ""
        persons = self._people.persons()
        found = [one for one in persons if one.name.casefold() == name.casefold()]
        found = found or [one for one in persons if one.name.casefold().startswith(name.casefold())]
        if not found:
            raise EditRefused(f'Nobody called "{name}" works here; there are {_listed(one.name for one in persons)}.')
        return found[0].id

    def _labels(self, name: str) -> list[Name]:
        labels = self._scheme.labels.values()
        found = [one.id for one in labels if one.name.casefold() == name.casefold()]
        if not found:
            names = dict.fromkeys(one.name for one in labels if not one.retired)
            raise EditRefused(f'There is no label "{name}"; there are {_listed(names)}.')
        return found


def _listed(names: object) -> str:
    every = list(names)  # type: ignore[call-overload]
    return ", ".join(every[:12]) + (" …" if len(every) > 12 else "")


def _states(value: str) -> list[str]:
    plain = re.sub(r"[-_ ]+", " ", value.lower())
    if plain == "open":
        return list(OPEN)
    return [_one_of(plain, (*STATES, "outdated"), "state")]


def _one_of(value: str, known: Sequence[str], what: str) -> str:
    """What is meant by a word or its beginning. Raises EditRefused naming what there is."""
    found = [one for one in known if one == value.lower()] or [one for one in known if one.startswith(value.lower())]
    if not found:
        raise EditRefused(f'There is no {what} "{value}"; there are {", ".join(known)}.')
    return found[0]


def _compared(value: str) -> tuple[str, str]:
    match = _COMPARE.match(value)
    assert match is not None
    return match[1] or "=", match[2]


def _dated(one: Spoken, now: datetime) -> Term:
    compare, value = _compared(one.value)
    start, end = _span_of_time(value, now)
    low, high = (_utc(day, now.tzinfo) for day in (start, end))
    bounds = {"=": (low, high), ">=": (low, ""), ">": (high, ""), "<": ("", low), "<=": ("", high)}[compare]
    return Term("date", bounds[0], one.negated, until=bounds[1])


def _span_of_time(value: str, now: datetime) -> tuple[date, date]:
    """The days meant: from, and the first after them. Raises EditRefused."""
    today = now.date()
    near = {"today": (today, 1), "yesterday": (today - timedelta(1), 1), "week": (today - timedelta(6), 7)}
    if value in near:
        start, days = near[value]
        return start, start + timedelta(days)
    try:
        parts = [int(part) for part in value.split("-")]
        start = date(*([*parts, 1, 1])[:3])
        end = [date(start.year + 1, 1, 1), _next_month(start), start + timedelta(1)][len(parts) - 1]
    except (ValueError, IndexError, OverflowError, TypeError) as error:
        ways = "2026-11-23, 2026-11, 2026, today, yesterday or week, also with < or >= before"
        words = f'"{value}" is no date; write {ways}.'
        raise EditRefused(words) from error
    return start, end


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1)


def _utc(day: date, zone: tzinfo | None) -> str:
    moment = datetime(day.year, day.month, day.day, tzinfo=zone or UTC)
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def saved(people: People) -> dict[str, str]:
    """The project's filters by name."""
    value = people.setting("filters")
    return {str(name): str(words) for name, words in value.items()} if isinstance(value, dict) else {}


def save_filter(people: People, name: str, words: str) -> Edit:
    """An Edit that keeps a filter by a name, in the place of one of that name. Raises EditRefused for no name."""
    name = " ".join(name.split())
    if not name:
        raise EditRefused("A name is needed.")
    return _filters(people, saved(people) | {name: words.strip()}, f'Save the filter "{name}"')


def forget_filter(people: People, name: str) -> Edit:
    """An Edit that forgets a filter. Raises EditRefused when there is none of this name."""
    kept = saved(people)
    if name not in kept:
        raise EditRefused(f'There is no filter "{name}".')
    return _filters(people, {one: words for one, words in kept.items() if one != name}, f'Forget the filter "{name}"')


def _filters(people: People, filters: dict[str, str], title: str) -> Edit:
    if filters == saved(people):
        raise EditRefused("Nothing to change here.")
    return set_setting(people, "filters", filters)._replace(title=title)
