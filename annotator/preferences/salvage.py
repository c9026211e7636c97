"""Reads TOML whatever it holds: lines that are none are left out, and said."""

import tomllib
from collections.abc import Callable
from typing import Any

MOST_TRIES = 500  # lines that may be unreadable before all of the text counts as such


def salvage(text: str, say: Callable[[int], None]) -> dict[str, Any] | None:
    """The tables of a text without the lines that are no TOML; `say` is told the number of each. None for no text."""
    lines = text.split("\n")
    for _ in range(MOST_TRIES):
        try:
            return tomllib.loads("\n".join(lines))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            place = _line_of(error, lines)
            if place is None:
                return None
            say(place + 1)
            lines[place] = ""
    return None


def flat(tables: dict[str, Any], above: str = "") -> dict[str, Any]:
    """Tables in tables as one, with names such as `text/size`."""
    found: dict[str, Any] = {}
    for name, value in tables.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{name}/")
        else:
            found[above + name] = value
    return found


def _line_of(error: Exception, lines: list[str]) -> int | None:
    """The line that an error is about, counted from 0; the last one with something in it when it is the end."""
    _, _, place = str(error).partition("(at line ")
    number = place.partition(",")[0]
    at = int(number) - 1 if number.isdigit() else len(lines) - 1
    at = min(at, len(lines) - 1)
    while at >= 0 and not lines[at].strip():
        at -= 1
    return at if at >= 0 else None
