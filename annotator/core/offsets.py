"""Offsets: code points to UTF-16 units and back, tokens, and the trimming of white space."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

TOKEN = re.compile(r"\w+(?:[-’'.]\w+)*|[^\w\s]")
"""What counts as a token where no pipeline has said so: words with inner hyphens, dots and apostrophes, or one sign."""

ASTRAL = re.compile("[\U00010000-\U0010ffff]")

Range = tuple[int, int]


def to_utf16(text: str, offset: int) -> int:
    """UTF-16 units before the code point at `offset`."""
    return offset + len(ASTRAL.findall(text, 0, offset))


def from_utf16(text: str, units: int) -> int:
    """The code point at which `units` UTF-16 units end; inside a surrogate pair, the code point it belongs to."""
    offset = max(0, units - len(ASTRAL.findall(text, 0, units)))
    while to_utf16(text, offset) < units:
        if to_utf16(text, offset + 1) > units:
            break
        offset += 1
    return offset


def tokens_in(text: str, start: int, end: int) -> Iterator[Range]:
    """Tokens by `TOKEN` that share a character with [start, end), ascending.

    Looks back to white space, at most 256 code points, so that the answer does not depend on where one asks.
    """
    begin = start
    floor = max(0, start - 256)
    while begin > floor and not text[begin - 1].isspace():
        begin -= 1
    for first, last in _whole_signs(text, (match.span() for match in TOKEN.finditer(text, begin))):
        if first >= end:
            return
        if last > start:
            yield first, last


def _whole_signs(text: str, found: Iterable[Range]) -> Iterator[Range]:
    """Tokens, none of which begins within a written sign: marks, joiners and what is joined belong to what is before.

    A word goes on behind a mark, but not in scripts that write words without space between them.
    """
    first = last = -1
    for start, end in found:
        if text.isascii() or start != last or not _continues(text, start):
            if last >= 0:
                yield first, last
            first = start
        last = end
    if last >= 0:
        yield first, last


JOINERS = "\u200c\u200d"
UNSPACED = ("\u0e00", "\u109f"), ("\u1780", "\u17ff")
"""From Thai to Myanmar, and Khmer: first and last letters of scripts that put no space between words."""


def _continues(text: str, place: int) -> bool:
    """Whether what stands here belongs to the token that ends here."""
    before, here = text[place - 1], text[place]
    if _is_mark(here) or before == "\u200d":
        return True
    if "\U0001f1e6" <= here <= "\U0001f1ff":  # halves of a flag come in pairs
        run = place
        while run and "\U0001f1e6" <= text[run - 1] <= "\U0001f1ff":
            run -= 1
        return (place - run) % 2 == 1
    letter = here.isalnum() or here == "_"
    return letter and _is_mark(before) and not any(low <= here <= high for low, high in UNSPACED)


def _is_mark(sign: str) -> bool:
    """Whether a sign only changes the one before it: an accent, a vowel sign, a skin tone, a joiner."""
    if sign < "\u0300":
        return False
    return sign in JOINERS or "\U0001f3fb" <= sign <= "\U0001f3ff" or unicodedata.category(sign)[0] == "M"


def trim(text: str, start: int, end: int) -> Range:
    """The range without white space at its edges; empty at `start` when there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def snap(text: str, start: int, end: int, tokens: Sequence[Range]) -> Range:
    """The range widened to the tokens it touches and trimmed; `tokens` cover it, ascending."""
    touched = [token for token in tokens if token[0] < end and token[1] > start]
    if not touched:
        return trim(text, start, end)
    return trim(text, min(start, touched[0][0]), max(end, touched[-1][1]))


def next_edge(edges: Sequence[int], offset: int, step: int) -> int | None:
    """The nearest edge after (`step` 1) or before (`step` -1) the offset; `edges` ascend."""
    place = bisect_right(edges, offset) if step > 0 else bisect_left(edges, offset) - 1
    return edges[place] if 0 <= place < len(edges) else None
