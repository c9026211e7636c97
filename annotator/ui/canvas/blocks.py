"""The text cut into blocks: a paragraph each, long ones in chunks, so that no layout ever sees more than a page."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from annotator.ui.canvas.graphemes import boundaries

LONGEST = 2048
CHUNK = 1024
STOPS = (". ", "。", " ")
# Before these a written sign always begins; to find the borders of others, the chunk must be read from its start.
PLAIN = re.compile("[\x20-\x7e\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]")

Ints = npt.NDArray[np.int64]


class Blocks:
    """Where each block starts and ends (code points, without the line break) and the number of its paragraph."""

    def __init__(self, text: str) -> None:
        self._starts, self._ends, self._numbers = array("q"), array("q"), array("q")
        number = 0
        for start, end in _paragraphs(text):
            blank = start == end or (text[start].isspace() and text[start:end].isspace())
            number += not blank
            if end - start > LONGEST:
                self._add_chunks(text, start, end, 0 if blank else number)
                continue
            self._add(start, end, 0 if blank else number)

    def _add_chunks(self, text: str, start: int, end: int, number: int) -> None:
        """Later chunks carry the number of their paragraph negated: known, but not printed."""
        while end - start > LONGEST:
            cut = _cut(text, start)
            self._add(start, cut, number)
            start, number = cut, -abs(number)
        self._add(start, end, number)

    def _add(self, start: int, end: int, number: int) -> None:
        self._starts.append(start)
        self._ends.append(end)
        self._numbers.append(number)

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


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in re.finditer("\n", text):
        end = found.start()
        yield start, end
        start = end + 1
    yield start, len(text)


def _cut(text: str, start: int) -> int:
    """Where a chunk ends: after a sentence, else after a word, else between two signs."""
    low, middle, high = start + CHUNK * 3 // 4, start + CHUNK, start + CHUNK * 5 // 4
    for stop in STOPS:
        found = text.rfind(stop, low, high)
        if found >= 0:
            return found + len(stop)
    while middle > low and not PLAIN.match(text, middle):
        middle -= 1
    if middle > low:
        return middle
    edges = boundaries(text[start:high])
    # One sign longer than a chunk does not exist in writing, but may in a text.
    return start + (edges[bisect_right(edges, CHUNK) - 1] or CHUNK)
