"""What lies under a point: handle, chip, words of an arc, arc, innermost span, text, in that order."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from annotator.ui.canvas.items import Box, Chip, End, Fill, Line, Point, Tag
from annotator.ui.canvas.state import Edge

REACH = 4.0
"""Pixels beside an arc that still count as on it."""

Kind = Literal["handle", "chip", "tag", "stub", "more", "arc", "span", "text"]


class Handle(NamedTuple):
    """A grip at an edge of the focused span."""

    span: str
    edge: Edge
    box: Box


class Upright(NamedTuple):
    """The upright part of an arc in the margin."""

    relation: str
    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Hit:
    """`id` names a relation for tag, stub and arc, else a span; `offset` is the text under or beside the point."""

    kind: Kind
    id: str = ""
    offset: int = 0
    edge: Edge | None = None
    leads_to: End | None = None

    @property
    def is_relation(self) -> bool:
        return self.kind in ("tag", "stub", "arc")

    @property
    def is_span(self) -> bool:
        return self.kind in ("chip", "span", "more")


def find(
    line: Line, x: float, y: float, offset: int, *, handles: Iterable[Handle] = (), uprights: Iterable[Upright] = ()
) -> Hit:
    """What lies at a point in pixels of the line's block; `offset` is that of the text there."""
    return (
        _handle(handles, x, y, offset)
        or _chip(line.chips, x, y, offset)
        or _tag(line.tags, x, y, offset)
        or _arc(line, uprights, x, y, offset)
        or _innermost(line.fills, x, y, offset)
        or Hit("text", offset=offset)
    )


def _handle(handles: Iterable[Handle], x: float, y: float, offset: int) -> Hit | None:
    for handle in handles:
        if handle.box.holds(x, y):
            return Hit("handle", handle.span, offset, edge=handle.edge)
    return None


def _chip(chips: list[Chip], x: float, y: float, offset: int) -> Hit | None:
    for chip in chips:
        if chip.box.holds(x, y):
            return Hit("more" if chip.kind == "more" else "chip", chip.span, offset)
    return None


def _tag(tags: list[Tag], x: float, y: float, offset: int) -> Hit | None:
    for tag in tags:
        if tag.box.holds(x, y):
            if tag.kind == "more":
                return Hit("more", tag.span, offset)
            kind: Kind = "stub" if tag.kind == "stub" else "tag"
            return Hit(kind, tag.relation, offset, leads_to=tag.leads_to)
    return None


def _arc(line: Line, uprights: Iterable[Upright], x: float, y: float, offset: int) -> Hit | None:
    best, nearest = "", REACH
    for stroke in line.strokes:
        away = _distance(stroke.corners, x, y)
        if away < nearest:
            best, nearest = stroke.relation, away
    for ticks in line.ticks:
        if ticks.top - REACH < y < ticks.foot + REACH and ticks.xs[0] - REACH < x < ticks.xs[-1] + REACH:
            for relation, at in zip(ticks.relations, ticks.xs, strict=True):
                if abs(at - x) < nearest:
                    best, nearest = relation, abs(at - x)
    for upright in uprights:
        if upright.top <= y <= upright.bottom and abs(upright.x - x) < nearest:
            best, nearest = upright.relation, abs(upright.x - x)
    return Hit("arc", best, offset) if best else None


def _distance(corners: tuple[Point, ...], x: float, y: float) -> float:
    """From a point to a run of upright and level lines."""
    best = math.inf
    for (ax, ay), (bx, by) in itertools.pairwise(corners):
        dx = max(min(ax, bx) - x, 0.0, x - max(ax, bx))
        dy = max(min(ay, by) - y, 0.0, y - max(ay, by))
        best = min(best, dx * dx + dy * dy)
    return math.sqrt(best)


def _innermost(fills: list[Fill], x: float, y: float, offset: int) -> Hit | None:
    """Fills come widest first: the last that holds the point belongs to the innermost span."""
    for fill in reversed(fills):
        if fill.box.holds(x, y):
            return Hit("span", fill.span, offset)
    return None
