"""Values of JSON by the type they must have: what a file says is not trusted before it was looked at."""

import math
from typing import Any, TypeGuard

from annotator.core.rows import Fragments

Json = dict[str, Any]


class Misshapen(ValueError):
    """A value of another type than the format has; the text says which, for a Finding."""


def text(value: Json, key: str, default: str | None = "") -> str:
    """A text. Raises Misshapen for anything else, and where it is missing when `default` is None."""
    found = value.get(key, default)
    if not isinstance(found, str):
        raise Misshapen(f'"{key}" is missing' if key not in value else f'"{key}" is no text')
    return found


def flag(value: Json, key: str) -> bool:
    """True or false; false where it is missing."""
    found = value.get(key, False)
    if not isinstance(found, bool):
        raise Misshapen(f'"{key}" is neither true nor false')
    return found


def whole(value: Json, key: str, default: int | None = None) -> int:
    """A whole number."""
    found = value.get(key, default)
    if not is_whole(found):
        raise Misshapen(f'"{key}" is no whole number')
    return found


def is_whole(value: Any) -> TypeGuard[int]:
    """Whether this is a whole number that a project can hold."""
    return isinstance(value, int) and not isinstance(value, bool) and -(2**53) < value < 2**53


def number(value: Json, key: str) -> float | None:
    """A number, or None where it is missing or null."""
    found = value.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise Misshapen(f'"{key}" is no number')
    return float(found)


def objects(value: Json, key: str) -> list[Any]:
    """A list; empty where it is missing or null."""
    found = value.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Misshapen(f'"{key}" is no list')
    return found


def table(value: Json, key: str) -> Json:
    """An object with named values; empty where it is missing or null."""
    found = value.get(key)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Misshapen(f'"{key}" is no object')
    return found


def texts(value: Json, key: str) -> list[str]:
    """A list of texts."""
    found = objects(value, key)
    if not all(isinstance(one, str) for one in found):
        raise Misshapen(f'"{key}" holds something else than texts')
    return found


def pairs(value: Json, key: str) -> list[tuple[str, str]]:
    """A list of pairs of texts."""
    found = objects(value, key)
    if not all(isinstance(one, list) and len(one) == 2 and all(isinstance(v, str) for v in one) for one in found):
        raise Misshapen(f'"{key}" holds something else than pairs of texts')
    return [(one, other) for one, other in found]


def ranges(value: Json, key: str) -> Fragments:
    """A list of pairs [start, end] of whole numbers."""
    found = objects(value, key)
    if not all(isinstance(one, list) and len(one) == 2 and all(map(is_whole, one)) for one in found):
        raise Misshapen(f'"{key}" holds something else than pairs of offsets')
    return tuple((start, end) for start, end in found)


def plain(value: Json, key: str) -> Json:
    """Attributes: names with a text, a number or true or false each."""
    found = table(value, key)
    for name, one in found.items():
        if not isinstance(one, str | bool | int | float) or (isinstance(one, float) and not math.isfinite(one)):
            raise Misshapen(f'"{key}" gives "{name}" something else than a text, a number or true or false')
    return found
