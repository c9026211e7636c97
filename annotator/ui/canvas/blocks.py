"""The text cut into blocks: a paragraph each, long ones in chunks, so that no layout ever sees more than a page."""

import re
from array import array
from bisect import bisect_right

import numpy as np
import numpy.typing as npt

LONGEST = 2048
CHUNK = 1024
# A chunk never begins with what belongs to the sign before it: marks, joiners, variation selectors, modifiers.
CONTINUES = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0900-\u0903\u093a-\u094f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)

Ints = npt.NDArray[np.int64]


class Blocks:
    """Where each block starts and ends (code points, without the line break) and the number of its paragraph."""

    def __init__(self, text: str) -> None:
        self._starts, self._ends, self._numbers = array("q"), array("q"), array("q")
        number = 0
        for start, end in _paragraphs(text):
            number += not _is_blank(text, start, end)
            shown = 0 if _is_blank(text, start, end) else number
            for first, last in _chunks(text, start, end):
                self._starts.append(first)
                self._ends.append(last)
                self._numbers.append(shown if first == start else -number)

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def starts(self) -> Ints:
        return np.frombuffer(self._starts, dtype=np.int64)

    @property
    def ends(self) -> Ints:
        return np.frombuffer(self._ends, dtype=np.int64)

    def range_of(self, block: int) -> tuple[int, int]:
        return self._starts[block], self._ends[block]

    def at(self, offset: int) -> int:
        """The block that holds an offset; a line break belongs to the block before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def number(self, block: int) -> int:
        """The number printed beside a block, or 0 for a blank paragraph and for later chunks of one."""
        return max(0, self._numbers[block])

    def paragraph(self, block: int) -> int:
        """The number of the paragraph a block belongs to."""
        return abs(self._numbers[block])

    def closes(self, block: int) -> bool:
        """Whether a paragraph ends with this block."""
        return block + 1 == len(self) or self._starts[block + 1] > self._ends[block]

    def is_empty(self, block: int) -> bool:
        return self._starts[block] == self._ends[block]

    def touched(self, start: int, end: int) -> range:
        """The blocks that share a place with [start, end]."""
        return range(self.at(start), self.at(max(start, end)) + 1)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    while (end := text.find("\n", start)) >= 0:
        found.append((start, end))
        start = end + 1
    found.append((start, len(text)))
    return found


def _is_blank(text: str, start: int, end: int) -> bool:
    return start == end or (text[start : min(end, start + 200)].isspace() and text[start:end].isspace())


def _chunks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    while end - start > LONGEST:
        cut = _cut(text, start)
        found.append((start, cut))
        start = cut
    found.append((start, end))
    return found


def _cut(text: str, start: int) -> int:
    low, middle, high = start + CHUNK * 3 // 4, start + CHUNK, start + CHUNK * 5 // 4
    for sign in (". ", " "):
        found = text.rfind(sign, low, high)
        if found >= 0:
            return found + len(sign)
    while (middle > low and CONTINUES.match(text, middle)) or text[middle - 1] == "\u200d":
        middle -= 1
    return middle
