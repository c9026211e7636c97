"""The arcs of one line in pixels: strokes, arrow heads, words, rails; pure geometry on pieces that have their lanes."""

import math
from collections import defaultdict
from typing import Literal, NamedTuple

from annotator.ui.canvas.items import Box, End, Line, Point, Rail, Stroke, Tag, Ticks
from annotator.ui.canvas.lanes import clear_spot
from annotator.ui.canvas.metrics import Metrics, Voice
from annotator.ui.canvas.routes import STUB_RUN, TAG_PAD, Anchor, Piece
from annotator.ui.canvas.scene import State
from annotator.ui.canvas.setting import Setting

SPREAD = 8.0
"""Pixels between arcs that leave one chip."""

ARROW = 4.0
TICK = 6.0
TICKS_APART = 5.0
CORNER = 6.0
TO_RAIL = 10.0


class Foot(NamedTuple):
    """Where one end of a piece stands: x, and the top of the chip below it."""

    x: float
    y: float


Feet = dict[tuple[str, str], Foot]  # (relation, span) → foot


class Ground(NamedTuple):
    """Heights of a line: the floor of its lanes, the middle of the row of "+n", the top of the lowest chips."""

    lanes: float
    counts: float
    chips: float


class Load(NamedTuple):
    """What stands above a line: pieces with their lanes; and by span, relations without a lane and those as ticks."""

    pieces: list[Piece]
    hidden: dict[str, list[str]]
    ticks: dict[str, list[str]]


def draw_arcs(line: Line, ground: Ground, load: Load, anchors: dict[str, Anchor], setting: Setting) -> None:
    """Put the arcs of a line into it."""
    if not any(load):
        return
    drawing = _Drawing(line, ground, load, anchors, setting)
    for piece in load.pieces:
        drawing.draw(piece)


class _Drawing:
    def __init__(self, line: Line, ground: Ground, load: Load, anchors: dict[str, Anchor], setting: Setting) -> None:
        self._line, self._ground, self._anchors, self._setting = line, ground, anchors, setting
        self._metrics = setting.metrics
        counts = self._count_hidden(load.hidden)
        self._feet, line.ticks = _feet(load, anchors, ground, self._metrics, counts)
        self._verticals = sorted((foot.x, piece.lane) for piece in load.pieces for foot in self._feet_of(piece))

    def draw(self, piece: Piece) -> None:
        kinds = {"bracket": self._bracket, "loop": self._loop, "rail": self._rail, "stub": self._stub}
        kinds[piece.kind](piece)

    def _foot(self, piece: Piece, span: str) -> Foot:
        return self._feet[piece.relation.id, span]

    def _feet_of(self, piece: Piece) -> list[Foot]:
        feet = [self._foot(piece, span) for span in (piece.near, piece.far) if span]
        return [*feet, self._feet[_back(piece), piece.near]] if piece.kind == "loop" else feet

    def _lane_y(self, lane: int) -> float:
        return math.floor(self._ground.lanes - (lane + 0.5) * self._metrics.lane) + 0.5

    def _bracket(self, piece: Piece) -> None:
        head, tail = self._foot(piece, piece.near), self._foot(piece, piece.far)
        y = self._lane_y(piece.lane)
        arrow = None if piece.symmetric else tail
        corners = (head, (head.x, y), (tail.x, y), _end(tail, arrow))
        self._stroke(piece, corners, arrow)
        self._words(piece, piece.low, piece.high, y)

    def _loop(self, piece: Piece) -> None:
        out, back = self._feet_of(piece)
        y, arrow = self._lane_y(piece.lane), None if piece.symmetric else back
        self._stroke(piece, (out, (out.x, y), (back.x, y), _end(back, arrow)), arrow)
        self._words(piece, piece.low, piece.high, y)

    def _rail(self, piece: Piece) -> None:
        foot, y = self._foot(piece, piece.near), self._lane_y(piece.lane)
        x = rail_x(piece.side, piece.rail, self._setting)
        arrow = None if piece.symmetric or piece.end == "head" else foot
        turn = y - CORNER if piece.upwards else y + CORNER
        self._stroke(piece, (_end(foot, arrow), (foot.x, y), (x, y), (x, turn)), arrow)
        relation = piece.relation
        self._line.rails.append(Rail(relation.id, relation.state, x, turn, piece.upwards, piece.far_block))
        if piece.words:
            near, far = foot.x + piece.side * 8, foot.x + piece.side * (piece.words_width + 70)
            low, high = min(near, far), max(near, far)
            self._words(piece, max(low, piece.low), min(high, piece.high), y)

    def _stub(self, piece: Piece) -> None:
        foot, y = self._foot(piece, piece.near), self._lane_y(piece.lane)
        arrow = None if piece.symmetric or piece.end == "head" else foot
        reach = foot.x + piece.side * (STUB_RUN + 2)
        self._stroke(piece, (_end(foot, arrow), (foot.x, y), (reach, y)), arrow, kind="stub")
        left = piece.high - piece.words_width if piece.side > 0 else piece.low
        leads_to: End = "tail" if piece.end == "head" else "head"
        box = self._tag_box(left, piece.words_width, y)
        self._line.tags.append(_tag(piece, box)._replace(kind="stub", leads_to=leads_to))

    def _stroke(
        self, piece: Piece, corners: tuple[Point, ...], arrow: Foot | None, *, kind: Literal["arc", "stub"] = "arc"
    ) -> None:
        self._line.strokes.append(Stroke(piece.relation.id, piece.relation.state, corners, arrow, kind))

    def _words(self, piece: Piece, low: float, high: float, y: float) -> None:
        blocked = [x for x, lane in self._verticals if lane > piece.lane]
        left = clear_spot(low, high, piece.words_width, blocked)
        self._line.tags.append(_tag(piece, self._tag_box(left, piece.words_width, y)))

    def _tag_box(self, left: float, width: float, y: float) -> Box:
        half = math.ceil(self._metrics.small_height / 2)
        return Box(left, y - half, left + width, y + half)

    def _count_hidden(self, hidden: dict[str, list[str]]) -> list[Box]:
        """A count above each chip some of whose arcs found no lane, side by side where they would meet."""
        y, edge, boxes = self._ground.counts, -math.inf, list[Box]()
        for span in sorted(hidden, key=lambda name: self._anchors[name].x):
            words = f"+{len(hidden[span])}"
            width = self._metrics.width(words, Voice.ARC) + 2 * TAG_PAD
            left = max(self._anchors[span].x - width / 2, edge)
            if left + width > self._setting.width + 30:
                break
            box = self._tag_box(left, width, y)
            self._line.tags.append(Tag(hidden[span][0], words, State.OWN, box, "more", span=span))
            edge = left + width + 2
            boxes.append(box)
        return boxes


def rail_x(side: int, lane: int, setting: Setting) -> float:
    """Where a margin rail runs, in pixels from the left edge of the text."""
    out = TO_RAIL + lane * setting.metrics.rail
    return math.floor(setting.width + out if side > 0 else -out) + 0.5


def _end(foot: Foot, arrow: Foot | None) -> Point:
    """The end of a stroke: short of the chip where an arrow head goes on."""
    return (foot.x, foot.y - ARROW) if arrow is foot else (foot.x, foot.y)


def _tag(piece: Piece, box: Box) -> Tag:
    relation = piece.relation
    return Tag(
        relation.id,
        piece.words,
        relation.state,
        box,
        comments=relation.comments,
        problem=relation.problem,
        span=piece.near,
    )


def _feet(
    load: Load, anchors: dict[str, Anchor], ground: Ground, metrics: Metrics, counts: list[Box]
) -> tuple[Feet, list[Ticks]]:
    """Spread what leaves one chip so that nothing crosses: arcs to the left in ascending lanes from the outside in,
    then ticks, then arcs to the right in descending lanes. Where a count stands above the chip they stand on that.
    """
    fans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for piece in load.pieces:
        for span, way in _ways(piece):
            fans[span].append((way, way * -piece.lane, piece.relation.id))
        if piece.kind == "loop":
            fans[piece.near].append((0, 0, _back(piece)))
    feet: Feet = {}
    ticks = []
    for span in {**fans, **load.ticks}:
        fan, anchor, waiting = sorted(fans.get(span, ())), anchors[span], load.ticks.get(span, ())
        before = sum(way < 0 for way, _, _ in fan)
        y = ground.chips - anchor.lane * metrics.chip_pitch
        shown = waiting[: max(1, int((anchor.right - anchor.left - 8) / TICKS_APART) + 1 - len(fan))]
        xs = _spread(anchor, len(fan) + len(shown))
        for x, (_, _, relation) in zip(xs[:before] + xs[before + len(shown) :], fan, strict=True):
            feet[relation, span] = Foot(x, _floor(x, y, counts))
        if shown:
            y = _floor(anchor.x, y, counts)
            ticks.append(Ticks(span, tuple(shown), tuple(xs[before : before + len(shown)]), y, y - TICK))
    return feet, ticks


def _floor(x: float, y: float, counts: list[Box]) -> float:
    """The top of what stands at x: a count, else the chip's."""
    return next((box.top for box in counts if box.left - 2 <= x <= box.right + 2), y)


def _spread(anchor: Anchor, count: int) -> list[float]:
    """So many places side by side on a chip."""
    step = min(SPREAD, max(0.0, anchor.right - anchor.left - 8) / max(1, count - 1))
    first = anchor.x - (count - 1) / 2 * step
    return [math.floor(first + place * step) + 0.5 for place in range(count)]


def _back(piece: Piece) -> str:
    """Under which name the foot is kept by which a loop comes back; it stands right beside the first."""
    return piece.relation.id + " "


def _ways(piece: Piece) -> list[tuple[str, int]]:
    """Each span the piece stands on, and whether it leaves it to the left (-1), upwards (0) or to the right (1)."""
    if piece.kind == "bracket":
        way = 1 if piece.far_x >= piece.x else -1
        return [(piece.near, way), (piece.far, -way)]
    return [(piece.near, piece.side)]
