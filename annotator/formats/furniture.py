"""Page furniture in a text: menus at its head, a tail of headlines; found by how lines end, never cut unasked."""

import re
from typing import NamedTuple

_ENDS = re.compile(r"[.!?…。！？:;][\"'”’»)\]]*$")
MOST_WORDS = 25  # a line of more words is prose, however it ends
SHORT = 4  # words of a line of a menu
LEAST = 4  # lines that make a tail or a head
LEAST_PROSE = 3  # lines of prose without which a text is a list or a poem, and nothing of it furniture
MOST_SHOWN = 60


class Furniture(NamedTuple):
    """What of a text looks like furniture: `head` and `tail` are the lines; the article is `start` to `end`."""

    start: int
    end: int
    head: list[str]
    tail: list[str]

    @property
    def lines(self) -> list[str]:
        return [*self.head, *self.tail]


class _Line(NamedTuple):
    start: int
    end: int
    words: str


def furniture(text: str) -> Furniture:
    """The lines before and after the article; `start` is 0 and `end` the length where there are none.

    A tail is at least four lines none of which ends as sentences do; a head is at least four lines of a menu, of up to
    four words each. Offsets are code points.
    """
    lines = [_Line(one.start(), one.end(), one[0].strip()) for one in re.finditer(r"[^\r\n]+", text)]
    lines = [line for line in lines if line.words]
    prose = [index for index, line in enumerate(lines) if _is_prose(line.words)]
    if len(prose) < LEAST_PROSE:
        return Furniture(0, len(text), [], [])
    head, tail = _head(lines, prose[0]), lines[prose[-1] + 1 :]
    tail = tail if len(tail) >= LEAST else []
    start = lines[len(head)].start if head else 0
    end = lines[prose[-1]].end if tail else len(text)
    return Furniture(start, end, [line.words for line in head], [line.words for line in tail])


def _head(lines: list[_Line], first_prose: int) -> list[_Line]:
    """Lines of a menu before anything longer: a title, a name and a date stand before prose too, and stay."""
    count = 0
    while count < first_prose and len(lines[count].words.split()) <= SHORT:
        count += 1
    return lines[:count] if count >= LEAST else []


def _is_prose(words: str) -> bool:
    count = len(words.split())
    return count > MOST_WORDS or (count > SHORT and _ENDS.search(words) is not None) or _is_unspaced(words)


def _is_unspaced(words: str) -> bool:
    """Scripts without spaces: a sentence is one word; it is prose by its end, or by its length."""
    return (len(words) > MOST_WORDS * 2 and " " not in words) or bool(re.search(r"[。！？]$", words))


def shown(passages: list[str], most: int = 3) -> str:
    """The first passages, quoted and shortened, and how many more there are."""
    some = [one if len(one) <= MOST_SHOWN else one[: MOST_SHOWN - 1] + "…" for one in passages[:most]]
    rest = f" and {len(passages) - most:,} more" if len(passages) > most else ""
    return ", ".join(f"“{' '.join(one.split())}”" for one in some) + rest
