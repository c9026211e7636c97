"""Where hints stand: in the row of the chips, before the chip or above the word they lead to, never on each other."""

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
    wishes += _word_wishes(frame, widths, metrics)
    return spread(wishes, metrics.chip_height)


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


def spread(wishes: list[Wish], height: float) -> dict[Key, Box]:
    """From left to right in each row, each pushed right past the one before."""
    found: dict[Key, Box] = {}
    edges: dict[float, float] = {}
    for wish in sorted(wishes, key=lambda w: (w.y, w.x)):
        left = max(wish.x, edges.get(wish.y, wish.x))
        found[wish.key] = Box(left, wish.y, left + wish.width, wish.y + height)
        edges[wish.y] = left + wish.width + APART
    return found
