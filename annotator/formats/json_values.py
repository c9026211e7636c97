"""JSON files of one value, of a list, or of lines, as objects with places; and what the beginning of one tells."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.formats.decoding import Report, beginning
from annotator.formats.json_stream import JsonStream, listed_values, only_objects
from annotator.formats.lines import json_lines, numbered_lines
from annotator.formats.shape import Json

DEEPEST = 16
_SIGN = re.compile(r'"((?:[^"\\]|\\.)*)"|[\[\]{}:,]')


def json_objects(path: Path, report: Report, *, inside: str = "") -> Iterator[tuple[str, Json]]:
    """(place, object) of each document of a file: a list, one object, its list under the key `inside`, or lines.

    One document is in memory at a time. Raises UnreadableFile for what is no JSON, when what stands before was handed
    out.
    """
    if is_lines(path):
        yield from json_lines(path, report)
        return
    stream = JsonStream(path, report)
    if stream.take("["):
        yield from only_objects(_alone(listed_values(stream, path.name), path.name), report)
    elif stream.take("{"):
        yield from only_objects(_alone(_members(stream, path.name, inside), path.name), report)
    else:
        yield from only_objects(iter([(path.name, stream.value(path.name))]), report)
    if stream.peek():
        raise stream.broken("Extra data")


def is_lines(path: Path) -> bool:
    """Whether the first line, or the second behind a broken one, is an object by itself: the file is JSON Lines."""
    if not beginning(path).lstrip().startswith("{"):
        return False
    found = [line for _, line in islice(numbered_lines(path, lambda finding: None), 2)]
    if len(found) < 2 or found[0].rstrip()[-1] in "[{,:":  # the latter goes on in the next line
        return False
    for line in found:
        with suppress(ValueError, RecursionError):
            if isinstance(json.loads(line), dict):
                return True
    return False


def _alone(found: Iterator[tuple[str, Any]], name: str) -> Iterator[tuple[str, Any]]:
    """The same; an item that is the only one is named after the file."""
    first = next(found, None)
    second = next(found, None)
    if first is not None:
        yield first if second is not None else (name, first[1])
    if second is not None:
        yield second
        yield from found


def _members(stream: JsonStream, name: str, inside: str) -> Iterator[tuple[str, Any]]:
    """The object whose bracket is passed; or the items of its list under the key `inside`."""
    found: Json = {}
    listed = False
    while not stream.take("}"):
        if found or listed:
            stream.need(",", "between members")
        if stream.peek() != '"':
            raise stream.broken("Expecting property name enclosed in double quotes")
        key = stream.value(name)
        stream.need(":", "behind a property name")
        if key == inside and stream.take("["):
            listed = True
            yield from listed_values(stream, name)
        else:
            found[key] = stream.value(name)
    if not listed:
        yield name, found


def line_of(value: Any) -> str:
    """A value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def listed(first: bool, value: Any) -> str:
    """One item of a list that is written item by item; what ends the list is `"\\n]\\n"`."""
    return f"{'[' if first else ','}\n{json.dumps(value, ensure_ascii=False, allow_nan=False)}"


@lru_cache(maxsize=2)  # every format that is JSON asks of the same beginning
def keys_of(start: str) -> frozenset[str]:
    """Keys in the beginning of a JSON file: of its first object as "key", of what is inside as "key.key".

    What lies deeper than DEEPEST brackets is passed over.
    """
    found: set[str] = set()
    path: list[str] = []  # for each open bracket, the key that it is the value of
    opened: list[str] = []  # the brackets themselves
    word = key = ""
    for match in _SIGN.finditer(start):
        sign = match[0]
        if sign[0] == '"':
            word = match[1]
        elif sign == ":":
            key = word
            if len(path) <= DEEPEST:
                found.add(".".join([*filter(None, path), key]))
        elif sign == ",":
            key = ""
        elif sign in "[{":
            path.append(key)
            opened.append(sign)
            key = ""
        elif path:
            path.pop()
            opened.pop()
            if opened in ([], ["["]) and found:
                break
    return frozenset(found)
