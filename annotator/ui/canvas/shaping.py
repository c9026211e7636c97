"""Pass 1: a block's text broken into lines. Depends on text, font and width alone; the only place that knows UTF-16."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from itertools import pairwise

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextLine, QTextOption

from annotator.core.offsets import ASTRAL
from annotator.ui.canvas.graphemes import boundaries, round_down
from annotator.ui.canvas.metrics import Metrics, Voice

MIXED = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001eeff]")
ALTERED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u2029\ufeff\ufffe\ufdd0\ufdd1\ud800-\udfff]")
# Qt drops or rewrites these; the layout gets a stand-in of the same length, and nobody reads its text back. Controls of
# direction become visible arrows: a text that hides them could show one thing and mean another.
STAND_INS = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x09: 0x09,
    0x7F: 0x2421,
    0x2029: 0x2028,
    0xFEFF: 0x2060,
    **dict.fromkeys((0xFFFE, 0xFDD0, 0xFDD1, *range(0xD800, 0xE000)), 0xFFFD),
    **dict.fromkeys((0x202A, 0x202D, 0x2066), 0x21E2),
    **dict.fromkeys((0x202B, 0x202E, 0x2067), 0x21E0),
    **dict.fromkeys((0x202C, 0x2069), 0x21E1),
    0x2068: 0x21E3,
}

Stretch = tuple[float, float]
Cell = tuple[float, float, int]  # left, right, first UTF-16 unit
LEFTWARDS = ("R", "AL")
LEADING, TRAILING = QTextLine.Edge.Leading, QTextLine.Edge.Trailing


def display_copy(text: str) -> str:
    """The text with stand-ins, code point for code point, for what Qt would alter."""
    return text.translate(STAND_INS) if ALTERED.search(text) else text


def reads_leftwards(text: str) -> bool:
    """Whether the first letter with a direction of its own is written from right to left."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in LEFTWARDS:
            return True
        if direction == "L":
            return False
    return False


class Shaped:
    """The lines of one block. Offsets that go in and out are code points from the start of the document."""

    __slots__ = (
        "_ascent",
        "_cells",
        "_ends",
        "_layout",
        "_lines",
        "_starts",
        "_text",
        "_text_height",
        "_wide",
        "_wide_units",
        "index",
        "leftwards",
        "length",
        "mixed",
        "start",
    )

    def __init__(self, index: int, start: int, text: str, metrics: Metrics, width: float) -> None:
        self.index, self.start, self.length, self._text = index, start, len(text), text
        self._ascent, self._text_height = metrics.ascent, metrics.text_height
        plain = text.isascii()
        self._wide = [] if plain else [found.start() for found in ASTRAL.finditer(text)]
        self._wide_units = [place + rank for rank, place in enumerate(self._wide)]
        self.mixed = not plain and MIXED.search(text) is not None
        self.leftwards = self.mixed and reads_leftwards(text)
        self._layout = QTextLayout(display_copy(text), metrics.fonts[Voice.TEXT])
        self._layout.setTextOption(_option(leftwards=self.leftwards))
        self._layout.setCacheEnabled(True)
        self._lines: list[QTextLine] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._cells: dict[int, list[Cell]] = {}
        self._break(width)

    def _break(self, width: float) -> None:
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            self._lines.append(line)
            self._starts.append(start)
            self._ends.append(start + line.textLength())
        self._layout.endLayout()

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def end(self) -> int:
        return self.start + self.length

    @property
    def layout(self) -> QTextLayout:
        return self._layout

    def set_top(self, line: int, top: float) -> None:
        """Place a line by its baseline: where another font had to help, its height would push the letters down."""
        row = self._lines[line]
        row.setPosition(QPointF(0.0, top + self._ascent - row.ascent()))

    def line_height(self, line: int) -> int:
        """Height of the text of a line: the same for all, whatever font had to help. Taller signs reach into the
        space between lines."""
        return self._text_height

    def _unit(self, offset: int) -> int:
        place = min(max(0, offset - self.start), self.length)
        return place + bisect_left(self._wide, place) if self._wide else place

    def _offset(self, unit: int) -> int:
        return self.start + (unit - bisect_left(self._wide_units, unit) if self._wide else unit)

    def line_range(self, line: int) -> tuple[int, int]:
        return self._offset(self._starts[line]), self._offset(self._ends[line])

    def line_of(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, self._unit(offset)) - 1)

    def lines_of(self, start: int, end: int) -> tuple[int, int]:
        """First and last line of a range, clipped to the block."""
        first, last = self._unit(start), self._unit(end)
        return max(0, bisect_right(self._starts, first) - 1), max(
            0, bisect_right(self._starts, max(first, last - 1)) - 1
        )

    def x(self, offset: int, line: int) -> float:
        return _x(self._lines[line], self._unit(offset), LEADING)

    def stretches(self, start: int, end: int, line: int) -> list[Stretch]:
        """Where a range stands on a line, from left to right; several stretches where directions mix."""
        first, last = max(self._unit(start), self._starts[line]), min(self._unit(end), self._ends[line])
        row = self._lines[line]
        if self.mixed and last > first:
            return _joined([(left, right) for left, right, unit in self._signs(line) if first <= unit < last])
        left, right = _x(row, first, LEADING), _x(row, last, LEADING)
        if last == self._ends[line] and self._unit(end) > last:
            right = min(right, row.naturalTextWidth())
        return [(left, max(left, right))]

    def offset_at(self, line: int, x: float) -> int:
        """The start of the sign under x, or of the nearest; at the end of the block, its end."""
        if self.mixed:
            nearest = min(self._signs(line), key=lambda cell: max(cell[0] - x, x - cell[1]), default=None)
            return self._offset(nearest[2]) if nearest else self.start
        unit = self._lines[line].xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        if unit >= self._ends[line] and line + 1 < len(self._lines):
            unit = self._layout.previousCursorPosition(self._ends[line])
        return self._offset(unit)

    def edge_at(self, line: int, x: float) -> int:
        """The border between signs nearest to x."""
        return self._offset(self._lines[line].xToCursor(x, QTextLine.CursorPosition.CursorBetweenCharacters))

    def middle_x(self, offset: int, line: int) -> float:
        """The middle of the sign at an offset: its edges would be ambiguous where directions meet."""
        row, unit = self._lines[line], self._unit(offset)
        if unit >= self._ends[line]:
            return _x(row, unit, LEADING)
        if self.mixed:
            left, right = next(((a, b) for a, b, at in reversed(self._signs(line)) if at <= unit), (0.0, 0.0))
        else:
            sign = self.start + round_down(self._text, offset - self.start)  # Qt would go on to the sign after it
            left, right = _edges(row, self._unit(sign))
        return (left + right) / 2

    def _signs(self, line: int) -> list[Cell]:
        """Where each sign of a line stands, in the order of the text.

        By glyphs, for where directions meet the cursor stands at the end of one run or the start of the other.
        """
        known = self._cells.get(line)
        if known is None:
            start, end = self._starts[line], self._ends[line]
            units = [unit for edge in self.sign_edges() if start <= (unit := self._unit(edge)) <= end]
            row = self._lines[line]
            cells = [(*_extent(row, unit, after), unit) for unit, after in pairwise(units)]
            known = self._cells[line] = self._without_ligatures(cells)
        return known

    def _without_ligatures(self, cells: list[Cell]) -> list[Cell]:
        """Signs that share a glyph, or that Qt reports as lying on each other, share the width in reading order."""
        groups: list[list[Cell]] = []
        for cell in cells:
            before = groups[-1][-1] if groups else None
            if before and min(before[1], cell[1]) - max(before[0], cell[0]) > 0.5:
                groups[-1].append(cell)
            else:
                groups.append([cell])
        return [cell for group in groups for cell in (self._shared(group) if len(group) > 1 else group)]

    def _shared(self, group: list[Cell]) -> list[Cell]:
        left, right = min(cell[0] for cell in group), max(cell[1] for cell in group)
        sign = self._text[self._offset(group[0][2]) - self.start]
        width = (right - left) / len(group)
        places = range(len(group))
        if unicodedata.bidirectional(sign) in LEFTWARDS:
            places = places[::-1]
        return [
            (left + place * width, left + (place + 1) * width, cell[2])
            for place, cell in zip(places, group, strict=True)
        ]

    def sign_edges(self) -> list[int]:
        """Borders between signs, ascending."""
        return [self.start + edge for edge in boundaries(self._text)]


def _option(*, leftwards: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight)
    side = Qt.AlignmentFlag.AlignRight if leftwards else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    return option


def _x(row: QTextLine, unit: int, edge: QTextLine.Edge) -> float:
    return row.cursorToX(unit, edge)[0]  # type: ignore[index, no-any-return]


def _edges(row: QTextLine, unit: int) -> Stretch:
    one, other = _x(row, unit, LEADING), _x(row, unit, TRAILING)
    return (one, other) if one <= other else (other, one)


def _extent(row: QTextLine, unit: int, after: int) -> Stretch:
    boxes = [run.boundingRect() for run in row.glyphRuns(unit, after - unit)]
    if not boxes:
        return _edges(row, unit)
    return min(box.left() for box in boxes), max(box.right() for box in boxes)


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Neighbours within a pixel and a half become one."""
    found: list[Stretch] = []
    for left, right in sorted(stretches):
        if found and left <= found[-1][1] + 1.5:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found
