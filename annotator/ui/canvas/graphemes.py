"""Where one written sign ends and the next begins, by Unicode's rules for grapheme clusters."""

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QTextBoundaryFinder

REACH = 64


def boundaries(text: str) -> list[int]:
    """Offsets between clusters, ascending, with 0 and the length of the text."""
    if text.isascii() and "\r" not in text:
        return list(range(len(text) + 1))
    units = list(accumulate((2 if sign > "\uffff" else 1 for sign in text), initial=0))
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    found = [0]
    while (unit := finder.toNextBoundary()) >= 0:
        # Qt stops within a surrogate pair after some Thai and Lao vowels.
        if (offset := bisect_right(units, unit) - 1) > found[-1]:
            found.append(offset)
    return found


def edges_near(text: str, offset: int) -> list[int]:
    """Boundaries around an offset of a long text, ascending.

    Read from the start of a line or the last space within reach, where a cluster certainly begins.
    """
    low = max(0, offset - REACH)
    begin = max(text.rfind("\n", low, offset) + 1, text.rfind(" ", low, offset), low if low == 0 else -1)
    begin = low if begin <= 0 else begin
    return [begin + edge for edge in boundaries(text[begin : offset + REACH])]


def round_down(text: str, offset: int) -> int:
    """The boundary at or before an offset."""
    edges = edges_near(text, offset)
    return edges[bisect_right(edges, offset) - 1]
