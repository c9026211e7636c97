"""JSON files of one value, of a list, or of lines, as objects with places; and what the beginning of one tells."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotator.core.records import Finding
from annotator.formats.decoding import Report, UnreadableFile, json_lines, mended, read_text
from annotator.formats.shape import Json

DEEPEST = 16
_SIGN = re.compile(r'"((?:[^"\\]|\\.)*)"|[\[\]{}:,]')


def json_objects(path: Path, report: Report, *, inside: str = "") -> Iterator[tuple[str, Json]]:
    """(place, object) of each document of a file: a list, one object, its list under the key `inside`, or lines.

    Raises UnreadableFile for what is no JSON.
    """
    try:
        value = _whole(path, report)
    except json.JSONDecodeError as error:
        if "Extra data" in error.msg:
            yield from json_lines(path, report)
            return
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableFile(f"{path.name} is not valid JSON: {error.msg}, {where}.") from error
    if isinstance(value, dict) and isinstance(value.get(inside), list):
        value = value[inside]
    items = value if isinstance(value, list) else [value]
    for number, item in enumerate(items, 1):
        place = f"{path.name}, number {number}" if len(items) > 1 else path.name
        if isinstance(item, dict):
            yield place, item
        else:
            report(Finding(place, "Not a JSON object; it was left out.", lost=True))


def _whole(path: Path, report: Report) -> Any:
    text = read_text(path, report)
    try:
        return mended(json.loads(text, parse_constant=_refuse), path.name, report)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise UnreadableFile(f"{path.name} is nested too deeply to be read.") from error
    except ValueError as error:
        raise UnreadableFile(f"{path.name} is not valid JSON: {str(error).rstrip('.')}.") from error


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


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
