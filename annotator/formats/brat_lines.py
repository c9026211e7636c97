"""What reading and writing of brat's lines share: fragments without line ends, values that are one word."""

import re
from typing import Any

from annotator.core.rows import Fragments

DATA = "AnnotatorData"  # type of our own notes: exactly what brat's lines cannot say
UNKNOWN = "brat"  # in a document's metadata: lines of kinds that we do not know
EVENT, EQUIVALENCE = "event", "equivalence"  # attributes of triggers and arguments, and of pairs of an equivalence
EVENTS = re.compile(r"E\d+(?: E\d+)*")
REFERENCE = re.compile(r"Reference(?:_\d+)?")
REFERRED = re.compile(r"(\S+?):(\S+)(?: (.+))?")
_BREAK = re.compile("[\t\n\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029]+")  # what ends a line for brat, and TAB
_NAME = re.compile(r"[\w-]+")
_WORD = re.compile(r"[^\s\x1c-\x1f\x85\ufeff]+")


def split(text: str, fragments: Fragments) -> Fragments:
    """Fragments cut at line ends and tabs, which brat's lines cannot hold."""
    found = []
    for start, end in fragments:
        for match in _BREAK.finditer(text, start, end):
            found.append((start, match.start()))
            start = match.end()
        found.append((start, end))
    return tuple(place for place in found if place[0] < place[1])


def merged(text: str, fragments: Fragments) -> Fragments:
    """Fragments joined again where only line ends and tabs part them."""
    found: list[tuple[int, int]] = []
    for start, end in fragments:
        if found and found[-1][1] < start and _BREAK.fullmatch(text, found[-1][1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def native(name: str, value: Any) -> str | None:
    """A value as one word, empty for a flag that is set; None where brat's lines cannot say it."""
    if not _NAME.fullmatch(name) or value is False:
        return None
    word = "" if value is True else str(value)
    return word if value is True or _WORD.fullmatch(word) else None


def flat(note: str) -> str:
    """A note on one line, as brat shows it."""
    return _BREAK.sub(" ", note).strip()
