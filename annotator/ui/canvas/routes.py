"""How each relation of a block runs: a bracket over one line, by a margin rail to another, or a stub to far away."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication

from annotator.ui.canvas.items import End
from annotator.ui.canvas.metrics import Voice
from annotator.ui.canvas.rails import Track
from annotator.ui.canvas.scene import ShownRelation, ShownSpan, State
from annotator.ui.canvas.setting import Setting

FAR = 1200
"""Code points between the starts of two spans from which on their relation is shown as stubs."""

QUOTED = 24
TAG_PAD = 6.0
STUB_RUN = 22.0
WORDLESS = 10_000.0
"""Pixels of a longer way that are worth taking for a place to put the words."""


class Anchor(NamedTuple):
    """Where arcs of a span leave: its chip's line and lane, and the stretch of the chip's top that is free."""

    line: int
    lane: int
    left: float
    right: float

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Piece:
    """A part of a relation on one line; takes the stretch from `low` to `high` of one lane."""

    relation: ShownRelation
    kind: Literal["bracket", "loop", "rail", "stub"]
    line: int
    near: str
    end: End  # which end of the relation `near` is
    x: float
    low: float
    high: float
    words: str = ""
    words_width: float = 0.0
    side: int = 0
    far: str = ""
    far_x: float = 0.0
    rail: int = 0
    upwards: bool = False
    far_block: int = 0
    symmetric: bool = False
    lane: int = 0


def tr(words: str) -> str:
    return QCoreApplication.translate("Canvas", words)


def words_on(relation: ShownRelation, setting: Setting) -> str:
    """The relation's label, with a word or sign for a state that its line cannot show."""
    words = setting.scene.look(relation.label).name
    if relation.state is State.CONFLICT:
        words += " · " + tr("conflict")
    return words + " ?" if relation.unsure else words


def route(setting: Setting, relation: ShownRelation, anchors: dict[str, Anchor]) -> list[Piece]:
    """The pieces of a relation drawn in full, in the block whose spans have these anchors."""
    head, tail = setting.span(relation.head), setting.span(relation.tail)
    if head is None or tail is None or not (setting.shows(head) and setting.shows(tail)):
        return []
    here = [(end, anchors.get(span.id), span, other) for end, span, other in _ends(head, tail)]
    if head.id == tail.id:
        here = here[:1]
    symmetric = setting.scene.look(relation.label).symmetric
    words = words_on(relation, setting)
    one, other = here[0][1], here[-1][1]
    if head.id == tail.id:
        return [_loop(setting, relation, one, words, symmetric=symmetric)] if one else []
    if one and other and one.line == other.line:
        return [_bracket(setting, relation, one, other, words, symmetric=symmetric)]
    if abs(head.start - tail.start) > FAR:
        return [_stub(setting, relation, end, a, span, far, words) for end, a, span, far in here if a]
    return [
        _to_rail(setting, relation, end, a, span, far, words, symmetric=symmetric) for end, a, span, far in here if a
    ]


def _ends(head: ShownSpan, tail: ShownSpan) -> tuple[tuple[End, ShownSpan, ShownSpan], ...]:
    return ("head", head, tail), ("tail", tail, head)


def _bracket(
    setting: Setting, relation: ShownRelation, head: Anchor, tail: Anchor, words: str, *, symmetric: bool
) -> Piece:
    width = setting.metrics.width(words, Voice.ARC) + 2 * TAG_PAD
    low, high = min(head.x, tail.x), max(head.x, tail.x)
    if high - low < width + 14:
        middle = min(max((low + high) / 2, width / 2), setting.width - width / 2)
        low, high = min(low, middle - width / 2), max(high, middle + width / 2)
    piece = Piece(relation, "bracket", head.line, relation.head, "head", head.x, low, high, words, width)
    piece.far, piece.far_x, piece.symmetric = relation.tail, tail.x, symmetric
    return piece


def _loop(setting: Setting, relation: ShownRelation, anchor: Anchor, words: str, *, symmetric: bool) -> Piece:
    """A relation of a span to itself: up from its chip and back down."""
    width = setting.metrics.width(words, Voice.ARC) + 2 * TAG_PAD
    middle = min(max(anchor.x, width / 2), setting.width - width / 2)
    low, high = min(middle - width / 2, anchor.x - 8), max(middle + width / 2, anchor.x + 8)
    piece = Piece(relation, "loop", anchor.line, relation.head, "head", anchor.x, low, high, words, width)
    piece.symmetric = symmetric
    return piece


def _to_rail(
    setting: Setting,
    relation: ShownRelation,
    end: End,
    anchor: Anchor,
    span: ShownSpan,
    far: ShownSpan,
    words: str,
    *,
    symmetric: bool,
) -> Piece:
    width = setting.metrics.width(words, Voice.ARC) + 2 * TAG_PAD
    track = track_of(setting, relation, span, far)
    low, high = (anchor.x, setting.width + 4.0) if track.side > 0 else (-4.0, anchor.x)
    if high - low < width + 16:
        words, width = "", 0.0
    piece = Piece(relation, "rail", anchor.line, span.id, end, anchor.x, low, high, words, width, track.side)
    piece.rail, piece.upwards, piece.symmetric = track.lane, (far.start, far.end) < (span.start, span.end), symmetric
    piece.far_block = setting.blocks.at(far.start)
    return piece


def track_of(setting: Setting, relation: ShownRelation, span: ShownSpan, far: ShownSpan) -> Track:
    """The margin rail of a relation, laid when first asked for."""
    track = setting.rails.track(relation.id)
    if track is None:
        words = setting.metrics.width(words_on(relation, setting), Voice.ARC) + 2 * TAG_PAD
        side = _better_side(setting, _rough_x(setting, span), _rough_x(setting, far), words)
        track = setting.rails.lay(relation.id, side, span.start, far.start)
    return track


def _stub(
    setting: Setting, relation: ShownRelation, end: End, anchor: Anchor, span: ShownSpan, far: ShownSpan, words: str
) -> Piece:
    symmetric = setting.scene.look(relation.label).symmetric
    words = _sentence(setting, end, span, far, words, symmetric=symmetric)
    width = setting.metrics.width(words, Voice.ARC) + 2 * TAG_PAD
    rightwards = anchor.x + STUB_RUN + width < setting.width
    reach = STUB_RUN + width
    low, high = (anchor.x, anchor.x + reach) if rightwards else (anchor.x - reach, anchor.x)
    piece = Piece(relation, "stub", anchor.line, span.id, end, anchor.x, low, high, words, width)
    piece.side, piece.symmetric = 1 if rightwards else -1, symmetric
    return piece


def _sentence(setting: Setting, end: End, span: ShownSpan, far: ShownSpan, words: str, *, symmetric: bool) -> str:
    """As one reads it: "Henrik Falk works for ▸ here · ¶ 9 ↓"."""
    quoted = " ".join(setting.scene.text[far.start : min(far.end, far.start + 2 * QUOTED)].split())
    if len(quoted) > QUOTED:
        quoted = quoted[: QUOTED - 1].rstrip() + "…"
    place = f"¶ {setting.blocks.paragraph(setting.blocks.at(far.start))} {'↓' if far.start > span.start else '↑'}"
    if symmetric:
        return f"{words} – {quoted} · {place}"
    here = tr("here")
    return f"{here} {words} ▸ {quoted} · {place}" if end == "head" else f"{quoted} {words} ▸ {here} · {place}"


def _rough_x(setting: Setting, span: ShownSpan) -> float:
    """About where a span's chip stands, by pass 1 of its block alone."""
    shaped = setting.shaped(setting.blocks.at(span.start))
    chip = setting.metrics.width(setting.scene.look(span.label).name, Voice.CHIP)
    x = shaped.x(span.start, shaped.line_of(span.start))
    return x - chip / 2 if shaped.leftwards else x + chip / 2


def _better_side(setting: Setting, x: float, far_x: float, words: float) -> int:
    """The margin to which both ends have the shorter way, and at least one has room for the words."""
    room = words + 16

    def cost(one: float, other: float) -> float:
        wordless = WORDLESS if max(one, other) < room else 0.0
        return one + other + wordless + 60.0 * (min(one, other) < 14)

    return 1 if cost(setting.width - x, setting.width - far_x) < cost(x, far_x) else -1
