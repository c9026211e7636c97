"""Where hints stand: in the row of the chips, before the chip or above the word they lead to, never on each other."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from annotator.ui.canvas.frame import Frame
from annotator.ui.canvas.items import Box, Line
from annotator.ui.canvas.metrics import Metrics, Voice

Key = str | int
APART = 2.0


class Wish(NamedTuple):
    """A hint that would like its left edge at x in the row whose top is y."""

    key: Key
    x: float
    y: float
    width: float


def place_hints(frame: Frame, hints: Mapping[Key, str], metrics: Metrics) -> dict[Key, Box]:
    """Boxes of the hints whose place is in view; keys are span ids or offsets of words."""
    widths = {key: metrics.width(words, Voice.CHIP) + 9 for key, words in hints.items()}
    wishes = []
    for line, y in frame.visible_lines():
        wishes += [
            Wish(chip.span, chip.box.left - widths[chip.span] + 3, y + chip.box.top, widths[chip.span])
            for chip in line.chips
            if chip.kind == "chip" and chip.span in hints
        ]
    wishes += _wishes_without_chip(frame, widths, {wish.key for wish in wishes}, metrics)
    wishes += _word_wishes(frame, widths, metrics)
    column = frame.blocks[0].laid.shaped.layout.lineAt(0).width()
    return spread(wishes, metrics.chip_height, column + metrics.margin_right)


def _wishes_without_chip(frame: Frame, widths: Mapping[Key, float], placed: set[Key], metrics: Metrics) -> list[Wish]:
    """Spans whose chip found no room and is but counted: their hints stand above their text."""
    return [
        Wish(fill.span, fill.box.left, y + chip_row(line, metrics), widths[fill.span])
        for line, y in frame.visible_lines()
        for fill in line.fills
        if fill.opens and fill.span in widths and fill.span not in placed
    ]


def _word_wishes(frame: Frame, widths: Mapping[Key, float], metrics: Metrics) -> list[Wish]:
    found = []
    offsets = sorted(key for key in widths if isinstance(key, int))
    for placed in frame.blocks:
        shaped = placed.laid.shaped
        for offset in offsets:
            if shaped.start <= offset < shaped.end:
                number = shaped.line_of(offset)
                top = placed.y + chip_row(placed.laid.lines[number], metrics)
                found.append(Wish(offset, shaped.x(offset, number), top, widths[offset]))
    return found


def chip_row(line: Line, metrics: Metrics) -> float:
    """The top of the lowest row of chips of a line."""
    return line.text_top - 3 - metrics.chip_height


def spread(wishes: list[Wish], height: float, right: float = math.inf) -> dict[Key, Box]:
    """From left to right in each row, each pushed right past the one before; none beyond `right` while there is room
    at its left. A row with more than it can hold gives every other one to the row above it."""
    rows: dict[float, list[Wish]] = {}
    for wish in wishes:
        rows.setdefault(wish.y, []).append(wish)
    found: dict[Key, Box] = {}
    while rows:
        y = max(rows)
        row, above = sorted(rows.pop(y), key=lambda wish: wish.x), y - height - APART
        room = right - max(0.0, row[0].x)
        free = all(other == above or abs(other - above) >= height for other in rows)
        if free and len(row) > 1 and sum(wish.width + APART for wish in row) > room:
            rows.setdefault(above, []).extend(row[1::2])
            row = row[::2]
        found |= _in_a_row(row, y, height, right)
    return found


def _in_a_row(row: list[Wish], y: float, height: float, right: float) -> dict[Key, Box]:
    edge, lefts = -math.inf, []
    for wish in row:
        lefts.append(max(wish.x, edge))
        edge = lefts[-1] + wish.width + APART
    found, edge = dict[Key, Box](), right
    for wish, left in zip(reversed(row), reversed(lefts), strict=True):
        left = min(left, edge - wish.width)
        found[wish.key] = Box(left, y, left + wish.width, y + height)
        edge = left - APART
    return found
