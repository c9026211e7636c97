"""The scheme file, `scheme.toml`: read so that one fault loses nothing else, each fault said with its line; written."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

SCHEME_FORMAT = "annotator-scheme/1"
KINDS = ("span", "relation", "document")
HOLDS = ("text", "number", "flag", "choice")
KEYS = tuple(f"{shift}{digit}" for shift in ("", "shift+") for digit in "1234567890")
MOST_FAULTS = 100  # lines that are no TOML: from then on it is no scheme file


class LabelSpec(NamedTuple):
    """A label, or an attribute (`kind` "attribute"), as a scheme file gives it: everything by human name."""

    kind: str
    name: str
    title: str = ""
    colour: str = ""
    key: str = ""
    guideline: str = ""
    symmetric: bool = False
    nests_in: tuple[str, ...] = ()
    parent: str = ""
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    joins: tuple[tuple[str, str], ...] = ()  # pairs (head, tail), beside heads × tails
    one_per_head: bool = False
    same_sentence: bool = False
    holds: str = "text"  # of an attribute: text | number | flag | choice
    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()  # of an attribute: span and relation labels that carry it; empty: all


_ALL = ("name", "title", "colour", "key", "guideline", "parent")
FIELDS: dict[str, tuple[str, ...]] = {
    "span": (*_ALL, "nests_in"),
    "relation": (*_ALL, "heads", "tails", "joins", "symmetric", "one_per_head", "same_sentence"),
    "document": _ALL,
    "attribute": ("name", "holds", "choices", "labels"),
}
"""Fields that an entry of each kind may have, in the order they are written."""


class SchemeError(ValueError):
    """A scheme file that cannot be read; the text says what, where and what to do."""


class SchemeProblem(NamedTuple):
    """What is wrong in a scheme file: the line, from 1 (0 for none in particular), and one sentence."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}" if self.line else self.text


class SchemeFile(NamedTuple):
    """What a scheme file holds, as far as it is in order, and what is not."""

    name: str
    specs: list[LabelSpec]
    problems: list[SchemeProblem]


def read_scheme(text: str) -> list[LabelSpec]:
    """Read a scheme file that must be in order: labels and attributes. Raises SchemeError."""
    found = read_scheme_file(text)
    if found.problems:
        first, *rest = found.problems
        more = f" (and {len(rest)} more faults)" if len(rest) > 1 else " (and 1 more fault)" if rest else ""
        raise SchemeError(f"{first}{more}")
    return found.specs


def read_scheme_file(text: str) -> SchemeFile:
    """Read what is in order of a scheme file, and say what is not. Raises SchemeError for a file of another kind."""
    data, text, problems = _parsed(text)
    if data.get("format") != SCHEME_FORMAT:
        said = problems[0] if problems else f'The scheme must say format = "{SCHEME_FORMAT}" in its first lines.'
        raise SchemeError(str(said))
    reader = _Reader(_Lines(text, data), problems)
    specs = [spec for kind in FIELDS for spec in reader.entries(kind, data.get(kind, []))]
    for place in sorted(data.keys() - FIELDS.keys() - {"format", "name"}):
        problems.append(SchemeProblem(0, f'Nobody reads "{place}".'))
    specs = [reader.resolved(spec, specs) for spec in specs]
    name = data.get("name", "")
    return SchemeFile(name if isinstance(name, str) else "", specs, sorted(problems))


def _parsed(text: str) -> tuple[dict[str, Any], str, list[SchemeProblem]]:
    """The tables of a file; a line that is no TOML is said, emptied, and the rest read again."""
    lines = text.replace("\r\n", "\n").split("\n")  # not splitlines: TOML knows no other ends of lines
    problems: list[SchemeProblem] = []
    while True:
        try:
            return tomllib.loads("\n".join(lines)), "\n".join(lines), problems
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            place = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
            line = min(int(place[1]), len(lines)) if place else _last_line(lines)
            if len(problems) >= MOST_FAULTS or not lines[line - 1].strip():
                raise SchemeError(f"The scheme is not valid TOML: {error}.") from error
            column = f" (column {place[2]})" if place else ""
            said = str(error)[: place.start()] if place else str(error)
            problems.append(SchemeProblem(line, f"This is no TOML: {said}{column}; the line was left out."))
            lines[line - 1] = ""


def _last_line(lines: list[str]) -> int:
    """Where a file that ends too early went wrong: the last line with long quotes, else the last one."""
    quoted = [number for number, line in enumerate(lines, 1) if '"""' in line or "'''" in line]
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    return (quoted or filled or [1])[-1]


class _Lines:
    """Where entries and their fields stand."""

    def __init__(self, text: str, data: dict[str, Any]) -> None:
        self._lines = text.split("\n")
        self._heads: dict[str, list[int]] = {kind: [] for kind in FIELDS}
        for number, line in enumerate(self._lines, 1):
            if (found := re.match(r"\s*\[\[\s*(\w+)\s*\]\]", line)) and found[1] in self._heads:
                self._heads[found[1]].append(number)
        for kind, heads in self._heads.items():
            if not isinstance(data.get(kind, []), list) or len(heads) != len(data.get(kind, [])):
                heads.clear()  # written in another way, such as span = [{…}]

    def of(self, kind: str, place: int, field: str = "") -> int:
        """The line of a field of an entry, else that of the entry; 0 where it cannot be told."""
        heads = self._heads[kind]
        if place >= len(heads):
            return 0
        number = start = heads[place]
        while field and number < len(self._lines) and not re.match(r"\s*\[", self._lines[number]):
            if re.match(rf"\s*[\"']?{field}[\"']?\s*=", self._lines[number]):
                return number + 1
            number += 1
        return start


_IN_WORDS: dict[type, str] = {str: "text in quotes", bool: "true or false", tuple: "a list of texts"}


class _Reader:
    """Turns tables into specs; a field that is wrong is said and left at its default."""

    def __init__(self, lines: _Lines, problems: list[SchemeProblem]) -> None:
        self._lines, self._problems = lines, problems
        self._places: dict[tuple[str, str], int] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def _say(self, kind: str, place: int, field: str, text: str) -> None:
        self._problems.append(SchemeProblem(self._lines.of(kind, place, field), text))

    def entries(self, kind: str, listed: Any) -> Iterator[LabelSpec]:
        """The entries of a kind that have a name of their own."""
        if not isinstance(listed, list):
            self._problems.append(SchemeProblem(0, f"Each {kind} entry begins with [[{kind}]], in two brackets."))
            return
        for place, entry in enumerate(listed):
            name = entry.get("name") if isinstance(entry, dict) else None
            if not isinstance(name, str) or not name.strip():
                self._say(kind, place, "name", f"Each [[{kind}]] needs a name; this one was left out.")
            elif (kind, name) in self._places:
                self._say(kind, place, "name", f'The {kind} label "{name}" is there twice; the first counts.')
            else:
                self._places[kind, name] = place
                yield self._entry(kind, place, entry)

    def _entry(self, kind: str, place: int, entry: dict[str, Any]) -> LabelSpec:
        spec = LabelSpec(kind, entry["name"])
        unknown = sorted(entry.keys() - set(FIELDS[kind]))
        if unknown:
            words = f'[[{kind}]] "{spec.name}" has fields nobody reads: {", ".join(unknown)}.'
            self._say(kind, place, re.escape(unknown[0]), words)
        for field in FIELDS[kind]:
            if field in entry and field != "name":
                value = _value(field, entry[field])
                fault = _fault(field, value) or self._taken(spec, field, value)
                if fault:
                    self._say(kind, place, field, f'[[{kind}]] "{spec.name}": {field} {fault}.')
                else:
                    spec = spec._replace(**{field: value})
        if kind == "attribute" and (spec.holds == "choice") != bool(spec.choices):
            words = f'[[attribute]] "{spec.name}": holds = "choice" and a list of choices go together.'
            self._say(kind, place, "choices", words)
            spec = spec._replace(holds="text", choices=())
        return spec

    def _taken(self, spec: LabelSpec, field: str, value: Any) -> str:
        if field != "key" or not value:
            return ""
        owner = self._keys.setdefault((spec.kind, value), spec.name)
        return "" if owner == spec.name else f'"{value}" is that of "{owner}" already'

    def resolved(self, spec: LabelSpec, specs: list[LabelSpec]) -> LabelSpec:
        """The spec without names that no label of this file has."""
        names = {kind: {one.name for one in specs if one.kind == kind} for kind in KINDS}
        spans = names["span"] | {"*"}
        for field in ("heads", "tails", "nests_in"):
            spec = self._known(spec, field, spans, "span label")
        spec = self._known(spec, "labels", names["span"] | names["relation"], "span or relation label")
        pairs = tuple(pair for pair in spec.joins if set(pair) <= spans)
        for pair in set(spec.joins) - set(pairs):
            self._unknown(spec, "joins", next(name for name in pair if name not in spans), "span label")
        if spec.parent and not _leads_up(spec, specs):
            self._unknown(spec, "parent", spec.parent, f"{spec.kind} label above it")
            spec = spec._replace(parent="")
        return spec._replace(joins=pairs)

    def _known(self, spec: LabelSpec, field: str, known: set[str], what: str) -> LabelSpec:
        named: tuple[str, ...] = getattr(spec, field)
        for other in named:
            if other not in known:
                self._unknown(spec, field, other, what)
        kept: Any = tuple(other for other in named if other in known)
        return spec._replace(**{field: kept})

    def _unknown(self, spec: LabelSpec, field: str, other: str, what: str) -> None:
        words = f'"{spec.name}" names "{other}", which is no {what} of this scheme.'
        self._say(spec.kind, self._places[spec.kind, spec.name], field, words)


def _leads_up(spec: LabelSpec, specs: Iterable[LabelSpec]) -> bool:
    """Whether the parents of a label end at one that has none."""
    parents = {one.name: one.parent for one in specs if one.kind == spec.kind}
    at, seen = spec.parent, {spec.name}
    while at:
        if at in seen or at not in parents:
            return False
        seen.add(at)
        at = parents[at]
    return True


def _value(field: str, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return tuple(tuple(one) if field == "joins" and isinstance(one, list) else one for one in value)


def _fault(field: str, value: Any) -> str:
    """What is wrong with the value of a field; empty for nothing."""
    wanted = type(LabelSpec._field_defaults[field])
    if not isinstance(value, wanted):
        return f"must be {_IN_WORDS[wanted]}"
    if field == "joins":
        pairs = all(isinstance(one, tuple) and len(one) == 2 and all(isinstance(n, str) for n in one) for one in value)
        return "" if pairs else 'must be a list of pairs such as ["PERSON", "ORG"]'
    if isinstance(value, tuple) and not all(isinstance(one, str) and one for one in value):
        return "must be a list of texts"
    check = _CHECKS.get(field)
    return check(value) if check else ""


_CHECKS: dict[str, Callable[[str], str]] = {
    "colour": lambda v: "" if not v or re.fullmatch("#[0-9a-fA-F]{6}", v) else 'must be such as "#4f9b3e"',
    "key": lambda v: "" if not v or v in KEYS else 'must be "1" … "9", "0" or "shift+1" … "shift+0"',
    "holds": lambda v: "" if v in HOLDS else f"must be one of {', '.join(HOLDS)}",
}


def write_scheme(specs: Iterable[LabelSpec], *, name: str = "") -> str:
    """A scheme file of these labels and attributes, as `read_scheme` reads it."""
    lines = [f"format = {_toml(SCHEME_FORMAT)}", *([f"name = {_toml(name)}"] if name else [])]
    for spec in sorted(specs, key=lambda spec: list(FIELDS).index(spec.kind)):
        lines += ["", f"[[{spec.kind}]]", f"name = {_toml(spec.name)}"]
        for field in FIELDS[spec.kind][1:]:
            value = getattr(spec, field)
            if value != LabelSpec._field_defaults[field]:
                lines.append(f"{field} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
