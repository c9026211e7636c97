"""What a press, a drag and a release mean: plain values in, plain outcomes out, no Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from annotator.core.offsets import snap, trim
from annotator.ui.canvas.hit import Hit
from annotator.ui.canvas.items import End
from annotator.ui.canvas.state import Edge, Range

SLACK = 4.0
"""Pixels the pointer may move before a click becomes a drag."""


class At(NamedTuple):
    """Where the pointer is: what it hits, the sign under it, the border between signs next to it, and its place."""

    hit: Hit
    sign: int
    border: int
    x: float
    y: float


class Text(NamedTuple):
    """The text pointed at: `tokens` gives the tokens of a range; `length` in code points."""

    whole: str
    tokens: Callable[[int, int], list[Range]]

    def snapped(self, one: int, other: int) -> Range:
        """The tokens between two signs, both included; after the last sign of the text there is none."""
        start, end = min(one, other), min(len(self.whole), max(one, other) + 1)
        return snap(self.whole, start, end, self.tokens(start, end))

    def exact(self, one: int, other: int) -> Range:
        return trim(self.whole, min(one, other), max(one, other))


# ---- outcomes


class SpanClicked(NamedTuple):
    """`border` is the one between two signs that the click was nearest to; None on a chip."""

    span: str
    border: int | None = None


class PieceClicked(NamedTuple):
    """A click with Ctrl: the piece of the focused span that stands there is to go."""

    offset: int


class PieceDrawn(NamedTuple):
    """A selection made with Ctrl: to be one more piece of the focused span."""

    selection: Range


class PieceDrawing(NamedTuple):
    """Such a selection while it is drawn."""

    selection: Range


class RelationClicked(NamedTuple):
    relation: str


class StubClicked(NamedTuple):
    relation: str
    leads_to: End


class HoldClicked(NamedTuple):
    item: str


class CaretMoved(NamedTuple):
    offset: int


class Selecting(NamedTuple):
    """A selection while it is drawn; None when it vanishes."""

    selection: Range | None


class Selected(NamedTuple):
    selection: Range


class Linking(NamedTuple):
    """A relation is being drawn from a span to a point, perhaps over another span."""

    head: str
    target: str
    x: float
    y: float


class Linked(NamedTuple):
    """A relation was drawn; without tail it was let go over nothing."""

    head: str
    tail: str


class EdgeMoving(NamedTuple):
    span: str
    edge: Edge
    offset: int


class EdgeMoved(NamedTuple):
    span: str
    edge: Edge
    offset: int


Outcome = (
    SpanClicked
    | PieceClicked
    | PieceDrawing
    | PieceDrawn
    | RelationClicked
    | StubClicked
    | HoldClicked
    | CaretMoved
    | Selecting
    | Selected
    | Linking
    | Linked
    | EdgeMoving
    | EdgeMoved
)


@dataclass(slots=True)
class Gesture:
    """One press of the left button until its release. `anchor` is where an extended selection begins; `pieces` says
    that text is given to the focused span, or taken from it, instead of selected.
    """

    start: At
    text: Text
    shift: bool = False
    pieces: bool = False
    read_only: bool = False
    anchor: int | None = None
    dragging: bool = False
    away: bool = False  # the pointer has been off what it began on: coming back is meant

    def move(self, at: At, *, exact: bool) -> list[Outcome]:
        """The pointer moved with the button down; `exact` (Alt) ignores tokens."""
        far = abs(at.x - self.start.x) + abs(at.y - self.start.y) > SLACK
        self.dragging = self.dragging or far
        if not self.dragging:
            return []
        self.away = self.away or at.hit.id != self.start.hit.id
        kind = self.start.hit.kind
        if kind == "chip" and not self.read_only:
            return [Linking(self.start.hit.id, self._target(at), at.x, at.y)]
        if kind == "handle":
            return [EdgeMoving(self.start.hit.id, self._edge, self._edge_offset(at, exact=exact))]
        if kind in ("span", "text"):
            selection = self._selection(at, exact=exact)
            return [PieceDrawing(selection)] if self.pieces else [Selecting(selection)]
        return []

    def release(self, at: At, *, exact: bool) -> list[Outcome]:
        """The button was let go."""
        if not self.dragging:
            return self._click(at)
        kind = self.start.hit.kind
        if kind == "chip" and not self.read_only:
            return [Linked(self.start.hit.id, self._target(at))]
        if kind == "handle":
            return [EdgeMoved(self.start.hit.id, self._edge, self._edge_offset(at, exact=exact))]
        if kind in ("span", "text"):
            return self._finish(self._selection(at, exact=exact), at)
        return []

    def _click(self, at: At) -> list[Outcome]:
        hit = self.start.hit
        if hit.kind == "handle":
            return []
        if self.shift:
            return self._shift_click(at)
        if self.pieces and hit.kind in ("span", "text"):
            return [PieceClicked(at.sign)]
        if hit.kind == "stub" and hit.leads_to is not None:
            return [StubClicked(hit.id, hit.leads_to)]
        if hit.is_relation:
            return [RelationClicked(hit.id)]
        if hit.is_span:
            return [SpanClicked(hit.id, at.border if hit.kind == "span" else None)]
        return [Selecting(None), CaretMoved(at.border)]

    def _shift_click(self, at: At) -> list[Outcome]:
        hit = self.start.hit
        if hit.id:
            return [HoldClicked(hit.id)]
        if self.anchor is None:
            return [CaretMoved(at.border)]
        start, end = min(self.anchor, at.border), max(self.anchor, at.border)
        return self._finish(self.text.snapped(start, max(start, end - 1)), at) if start < end else []

    def _finish(self, selection: Range, at: At) -> list[Outcome]:
        """A selection of white space alone is none."""
        if self.pieces:
            return [PieceDrawn(selection)]
        if selection[0] == selection[1]:
            return [Selecting(None), CaretMoved(at.border)]
        return [Selected(selection)]

    def _selection(self, at: At, *, exact: bool) -> Range:
        if exact:
            return self.text.exact(self.start.border, at.border)
        return self.text.snapped(self.start.sign, at.sign)

    def _target(self, at: At) -> str:
        return at.hit.id if at.hit.is_span and (at.hit.id != self.start.hit.id or self.away) else ""

    @property
    def _edge(self) -> Edge:
        return self.start.hit.edge or "end"

    def _edge_offset(self, at: At, *, exact: bool) -> int:
        if exact:
            return at.border
        tokens = self.text.tokens(max(0, at.border - 1), at.border + 1)
        edges = [token[0] if self._edge == "start" else token[1] for token in tokens]
        return min(edges, key=lambda offset: abs(offset - at.border), default=at.border)
