"""What stands in the viewport: blocks, margin rails, and the text that stays put while heights change."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from annotator.ui.canvas.arcs import rail_x
from annotator.ui.canvas.items import Line, Rail
from annotator.ui.canvas.layout import LaidBlock
from annotator.ui.canvas.routes import FAR, track_of
from annotator.ui.canvas.scene import Scene, ShownRelation, State
from annotator.ui.canvas.sheet import Sheet

ABOVE = 12
BELOW = 40
"""Free pixels before the first and after the last line of the document."""

BEYOND = 60


class Place(NamedTuple):
    """The first line whose text is in view, by an offset on it, and how many pixels its top lies above the viewport."""

    offset: int
    hidden: int


class RailLine(NamedTuple):
    """The upright part of an arc that joins two lines, in pixels of the viewport from the left edge of the text.

    Without length where the other end is only counted.
    """

    relation: str
    state: State
    x: float
    top: float
    bottom: float


class Placed(NamedTuple):
    """A block and the y of its top in the viewport."""

    laid: LaidBlock
    y: int


@dataclass(frozen=True)
class Frame:
    """Everything visible, from top to bottom; `place` is where it begins, with all heights exact."""

    blocks: tuple[Placed, ...]
    rails: tuple[RailLine, ...]
    place: Place
    height: int

    def block_at(self, y: float) -> Placed:
        """The block at a height; the first or last one beyond the ends."""
        tops = [placed.y for placed in self.blocks]
        return self.blocks[max(0, bisect_right(tops, y) - 1)]

    def of_block(self, block: int) -> Placed | None:
        place = block - self.blocks[0].laid.index
        return self.blocks[place] if 0 <= place < len(self.blocks) else None

    def visible_lines(self) -> list[tuple[Line, float]]:
        """Lines at least partly in view with the y of their block."""
        return [
            (line, placed.y)
            for placed in self.blocks
            for line in placed.laid.lines
            if placed.y + line.bottom > 0 and placed.y + line.top < self.height
        ]


def line_at(laid: LaidBlock, y: float) -> int:
    """The line of a block at a height in it."""
    return max(0, bisect_right([line.top for line in laid.lines], y) - 1)


def build(sheet: Sheet, place: Place, height: int) -> Frame:
    """Lay out from a place downwards until the viewport is full; correct what ends beyond the document."""
    block = sheet.blocks.at(place.offset)
    laid = sheet.laid(block)
    line = laid.lines[laid.shaped.line_of(place.offset)]
    y = -int(line.top) - place.hidden
    block, y = _up(sheet, block, y)
    rows, bottom = _down(sheet, block, y, height)
    if bottom < height - BELOW and rows[-1].laid.index == len(sheet.blocks) - 1:
        block, y = _up(sheet, block, y + height - BELOW - bottom)
        rows, bottom = _down(sheet, block, y, height)
    return Frame(tuple(rows), tuple(_rails(sheet, rows, height)), _place_of(rows, height), height)


def _up(sheet: Sheet, block: int, y: int) -> tuple[int, int]:
    """Go up until the block at hand begins above the viewport, or is the first."""
    while y > 0 and block > 0:
        block -= 1
        y -= sheet.laid(block).height
    return block, min(y, ABOVE) if block == 0 else y


def _down(sheet: Sheet, block: int, y: int, height: int) -> tuple[list[Placed], int]:
    rows: list[Placed] = []
    while block < len(sheet.blocks) and (y < height or not rows):
        laid = sheet.laid(block)
        if y + laid.height > 0 or block == len(sheet.blocks) - 1:
            rows.append(Placed(laid, y))
        y += laid.height
        block += 1
    return rows, y


def _place_of(rows: list[Placed], height: int) -> Place:
    """A line that is cut off above would lose its place where lines are broken anew: the first whole one is taken."""
    for laid, y in rows:
        for line in laid.lines:
            if 0 <= y + line.text_top < height:
                return Place(line.start, -y - int(line.top))
    laid, y = rows[0]
    line = laid.lines[line_at(laid, -y)]
    return Place(line.start, -y - int(line.top))


def _rails(sheet: Sheet, rows: list[Placed], height: int) -> list[RailLine]:
    ends: dict[str, list[tuple[Rail, float]]] = {}
    for laid, top in rows:
        for line in laid.lines:
            for rail in line.rails:
                ends.setdefault(rail.relation, []).append((rail, top + rail.y))
    first, last = rows[0].laid.index, rows[-1].laid.index
    found: list[RailLine] = []
    for known in ends.values():
        rail, y = known[0]
        if len(known) > 1:
            far = known[1][1]
        elif first <= rail.far <= last:
            far = y  # the other end found no lane and is counted in "+n": this one ends in a dot
        else:
            far = -BEYOND if rail.upwards else height + BEYOND
        found.append(RailLine(rail.relation, rail.state, rail.x, min(y, far), max(y, far)))
    return found + _passing(sheet, rows, height)


def _passing(sheet: Sheet, rows: list[Placed], height: int) -> list[RailLine]:
    """Rails that cross a small window with neither end in view."""
    start, end = rows[0].laid.shaped.start, rows[-1].laid.shaped.end
    setting = sheet.setting
    if end - start > FAR or setting.arcs == "none":
        return []
    found = []
    for relation in _relations_of_text(setting.scene, max(0, start - FAR), start):
        head, tail = setting.span(relation.head), setting.span(relation.tail)
        if head is None or tail is None or max(head.start, tail.start) <= end or abs(head.start - tail.start) > FAR:
            continue
        if not setting.shows(relation) or not setting.in_full(relation):
            continue
        track = track_of(setting, relation, head, tail)
        x = rail_x(track.side, track.lane, setting)
        found.append(RailLine(relation.id, relation.state, x, -BEYOND, height + BEYOND))
    return found


def _relations_of_text(scene: Scene, start: int, end: int) -> list[ShownRelation]:
    """Relations of the spans that begin in [start, end)."""
    spans = [span for span in scene.spans_in(start, end) if start <= span.start]
    return [relation for span in spans for relation in scene.relations_of(span.id)]
