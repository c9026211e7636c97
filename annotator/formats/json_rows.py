"""Rows of JSON of any shape: a list, a list inside an object, objects by their names, columns, lines."""

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from annotator.core.records import Finding
from annotator.formats.decoding import Report, UnreadableFile, mended
from annotator.formats.json_stream import JsonStream, listed_values
from annotator.formats.lines import Twice, numbered_lines, what_is_wrong
from annotator.formats.shape import Json

MOST_HELD = 1 << 26  # signs of an object that is no list
DEEPEST = 4  # objects inside objects become fields such as "article.body"


def flat(value: Json, before: str = "", depth: int = 0) -> Json:
    """An object with its inner objects' fields as fields of its own, named by their way."""
    found: Json = {}
    for key, inner in value.items():
        if isinstance(inner, dict) and inner and depth < DEEPEST:
            found |= flat(inner, f"{before}{key}.", depth + 1)
        else:
            found[f"{before}{key}"] = inner
    return found


def as_row(value: Any, names: list[str]) -> Json | None:
    """An item as a row: an object, a list of values, or a text alone; None for anything else."""
    if isinstance(value, dict):
        return flat(value)
    if isinstance(value, list):
        more = [f"column {number}" for number in range(len(names) + 1, len(value) + 1)]
        return dict(zip([*names, *more], value, strict=False))
    return {"text": value} if isinstance(value, str) else None


def json_rows(path: Path, report: Report) -> Iterator[tuple[str, Json]]:
    """(place, row) of a list or an object. Raises UnreadableFile, when what stands before was handed out."""
    stream = JsonStream(path, report)
    if stream.take("["):
        yield from _rows(listed_values(stream, path.name), report, [])
    elif stream.take("{"):
        yield from _Object(stream, path.name, report).rows()
    else:
        raise UnreadableFile(f"{path.name} holds neither a list nor an object.")
    if stream.peek():
        raise stream.broken("Extra data")


def line_rows(path: Path, report: Report) -> Iterator[tuple[str, Json]]:
    """(place, row) of each line. Raises UnreadableFile."""
    yield from _rows(_line_values(path, report), report, [])


def _line_values(path: Path, report: Report) -> Iterator[tuple[str, Any]]:
    twice = Twice()
    for number, line in numbered_lines(path, report):
        place = f"{path.name}, line {number}"
        try:
            value = twice.decoder.decode(line)
        except (ValueError, RecursionError) as error:
            words = f"Not valid JSON ({what_is_wrong(error)}); this line was left out."
            report(Finding(place, words, lost=True))
            continue
        twice.say(place, report)
        yield place, mended(value, place, report) if "\\ud" in line or "\\uD" in line else value


def _rows(found: Iterator[tuple[str, Any]], report: Report, names: list[str]) -> Iterator[tuple[str, Json]]:
    """Items as rows; of lists of values the first may name the fields."""
    first = list(islice(found, 2))
    if not names and len(first) == 2 and _is_header(first[0][1], first[1][1]):
        names, first = list(first[0][1]), first[1:]
    for place, value in chain(first, found):
        row = as_row(value, names)
        if row is not None:
            yield place, row
        elif value is not None:
            report(Finding(place, "Neither an object nor a list nor a text; it was left out.", lost=True))


def _is_header(first: Any, second: Any) -> bool:
    lists = isinstance(first, list) and isinstance(second, list) and first != second
    return lists and all(isinstance(one, str) and 0 < len(one) < 60 for one in first) and len(set(first)) == len(first)


class _Object:
    """Rows of an object: its first list of objects or lists, else its members, else itself."""

    def __init__(self, stream: JsonStream, name: str, report: Report) -> None:
        self._stream, self._name, self._report = stream, name, report
        self._held: Json = {}
        self._size = 0
        self._listed = ""  # the key of the list that has the rows

    def rows(self) -> Iterator[tuple[str, Json]]:
        """(place, row) of each."""
        stream = self._stream
        first = True
        while not stream.take("}"):
            if not first:
                stream.need(",", "between members")
            first = False
            if stream.peek() != '"':
                raise stream.broken("Expecting property name enclosed in double quotes")
            key = str(stream.value(self._name))
            stream.need(":", "behind a property name")
            yield from self._member(key)
        if not self._listed:
            yield from self._of_members()
        elif self._held:
            names = ", ".join(f'"{key}"' for key in islice(self._held, 5))
            words = f'Rows are the list "{self._listed}"; beside it, and not read: {names}.'
            self._report(Finding(self._name, words))

    def _member(self, key: str) -> Iterator[tuple[str, Json]]:
        stream = self._stream
        if self._listed or not stream.take("["):
            self._hold(key, stream.value(self._name))
        elif stream.peek() in ("{", "["):
            self._listed = key
            yield from _rows(listed_values(stream, self._name), self._report, self._columns())
        else:
            self._hold(key, [value for _, value in listed_values(stream, self._name)])

    def _hold(self, key: str, value: Any) -> None:
        self._held[key] = None if self._listed else value
        self._size += len(json.dumps(value)) if not self._listed else 0
        if self._size > MOST_HELD:
            raise UnreadableFile(f"{self._name} is one object of more than {MOST_HELD >> 20} MB; make it a list.")

    def _columns(self) -> list[str]:
        """Names of columns that stand before rows that are lists."""
        found = self._held.pop("columns", None)
        return [str(one) for one in found] if isinstance(found, list) else []

    def _of_members(self) -> Iterator[tuple[str, Json]]:
        held = self._held
        inner = [value for value in held.values() if isinstance(value, dict)]
        if not inner or len(inner) < len(held):
            if held:
                texts = len(held) > 2 and all(isinstance(value, str) for value in held.values())
                yield from self._by_key() if texts and _look_like_names(list(held)) else [(self._name, flat(held))]
        elif all(key.isdecimal() for one in inner for key in one):
            for number in dict.fromkeys(key for one in inner for key in one):
                yield f"{self._name}, row {number}", {key: one.get(number) for key, one in held.items()}
        elif len(held) == 1 and all(isinstance(one, dict) for one in inner[0].values()):
            self._held = inner[0]
            yield from self._of_members()
        else:
            yield from self._by_key()

    def _by_key(self) -> Iterator[tuple[str, Json]]:
        """Objects, or texts, by their names."""
        for key, value in self._held.items():
            row = flat(value) if isinstance(value, dict) else {"text": value}
            yield f'{self._name}, "{key}"', {"key": key, **row}


def _look_like_names(keys: list[str]) -> bool:
    """Whether keys name documents rather than fields: most have a digit, a point or a blank in them."""
    return sum(any(sign.isdigit() or sign in ".- /" for sign in key) for key in keys) > len(keys) / 2
