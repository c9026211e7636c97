"""A line's items in Qt's terms, made when it is first painted: rectangles, arcs as paths, waves, hatching."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from annotator.ui.canvas.arcs import CORNER
from annotator.ui.canvas.items import Box, Chip, Fill, Line, Point, Stroke, Tag

WAVE = 3.0
HATCH = 6.0


@dataclass(slots=True)
class DrawnArc:
    stroke: Stroke
    path: QPainterPath
    head: QPainterPath | None


@dataclass(slots=True)
class DrawnLine:
    """Arcs once one by one, for focus and hover, and once merged into few paths by the way they are drawn."""

    fills: list[tuple[Fill, QRectF]]
    chips: list[tuple[Chip, QRectF]]
    tags: list[tuple[Tag, QRectF]]
    arcs: list[DrawnArc]
    ticks: list[QLineF]


def drawn(line: Line) -> DrawnLine:
    """The drawn copy of a line, kept with it."""
    if not isinstance(line.drawn, DrawnLine):
        line.drawn = DrawnLine(
            [(fill, rectangle(fill.box)) for fill in line.fills],
            [(chip, rectangle(chip.box)) for chip in line.chips],
            [(tag, rectangle(tag.box)) for tag in line.tags],
            [_drawn_arc(stroke) for stroke in line.strokes],
            [QLineF(x, ticks.foot, x, ticks.top) for ticks in line.ticks for x in ticks.xs],
        )
    return line.drawn


def lit_ticks(line: Line, lit: set[str]) -> list[QLineF]:
    """The ticks of these relations."""
    return [
        QLineF(x, ticks.foot, x, ticks.top)
        for ticks in line.ticks
        if not lit.isdisjoint(ticks.relations)
        for name, x in zip(ticks.relations, ticks.xs, strict=True)
        if name in lit
    ]


def rectangle(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)


def _drawn_arc(stroke: Stroke) -> DrawnArc:
    return DrawnArc(stroke, rounded(stroke.corners), arrow_head(*stroke.arrow) if stroke.arrow else None)


def rounded(corners: tuple[Point, ...]) -> QPainterPath:
    """A run of upright and level lines with its corners rounded."""
    path = QPainterPath(QPointF(*corners[0]))
    last = len(corners) - 1
    for place in range(1, last):
        (ax, ay), (x, y), (bx, by) = corners[place - 1], corners[place], corners[place + 1]
        before, after = abs(x - ax) + abs(y - ay), abs(bx - x) + abs(by - y)
        reach = min(CORNER, before if place == 1 else before / 2, after if place == last - 1 else after / 2)
        path.lineTo(x + _toward(x, ax) * reach, y + _toward(y, ay) * reach)
        path.quadTo(x, y, x + _toward(x, bx) * reach, y + _toward(y, by) * reach)
    path.lineTo(*corners[last])
    return path


def _toward(here: float, there: float) -> int:
    return (there > here) - (there < here)


def arrow_head(x: float, y: float) -> QPainterPath:
    """A head that stands on a point, pointing down."""
    path = QPainterPath(QPointF(x, y))
    path.lineTo(x - 3.6, y - 6.4)
    path.quadTo(x, y - 4.8, x + 3.6, y - 6.4)
    path.closeSubpath()
    return path


def wave(left: float, right: float, y: float) -> QPainterPath:
    """A wavy underline: unsure."""
    path = QPainterPath(QPointF(left, y))
    x, up = left, True
    while x + WAVE <= right + 0.5:
        path.quadTo(x + WAVE / 2, y - 2.6 if up else y + 2.6, x + WAVE, y)
        x, up = x + WAVE, not up
    return path


def hatching(box: QRectF, pattern: int) -> list[QLineF]:
    """The lines of a fill pattern, cut to a rectangle: rising, falling, crossed, or dots as very short lines."""
    if pattern == 4:
        return _dots(box)
    found: list[QLineF] = []
    if pattern in (1, 3):
        found += _slanted(box, rising=True)
    if pattern in (2, 3):
        found += _slanted(box, rising=False)
    return found


def _slanted(box: QRectF, *, rising: bool) -> list[QLineF]:
    height, found = box.height(), []
    # Counted from x = 0 of the block, so that the stretches of one span continue each other's lines.
    at = (box.left() - height) // HATCH * HATCH
    while at < box.right():
        low, high = max(at, box.left()), min(at + height, box.right())
        if high > low:
            start, end = low - at, high - at
            y0, y1 = (box.bottom() - start, box.bottom() - end) if rising else (box.top() + start, box.top() + end)
            found.append(QLineF(low, y0, high, y1))
        at += HATCH
    return found


def _dots(box: QRectF) -> list[QLineF]:
    found, y, odd = [], box.top() + 3, False
    while y < box.bottom() - 1:
        x = (box.left() // HATCH + 1) * HATCH + (HATCH / 2 if odd else 0)
        while x < box.right() - 1:
            found.append(QLineF(x, y, x + 1.2, y))
            x += HATCH
        y, odd = y + 4, not odd
    return found
