"""What a laid out block consists of, as plain values: the painter, the hit test and the tests all read these."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annotator.ui.canvas.scene import State

End = Literal["head", "tail"]
Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle in pixels of its block."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)


class Fill(NamedTuple):
    """One stretch of a span's text on one line; the underline lies `depth` levels below the text."""

    span: str
    label: str
    state: State
    unsure: bool
    box: Box
    depth: int
    size: int  # code points of the whole span: the innermost is the smallest
    opens: bool
    closes: bool
    underline: float


class Chip(NamedTuple):
    """The label of a span above its start; `continued` on later lines; `more` counts the spans that found no room."""

    span: str
    label: str
    words: str
    state: State
    box: Box
    kind: Literal["chip", "continued", "more"] = "chip"
    comments: int = 0
    problem: bool = False


class Tag(NamedTuple):
    """Words on an arc. A click on a stub leads to the other end, `leads_to`."""

    relation: str
    words: str
    state: State
    box: Box
    kind: Literal["label", "stub", "more"] = "label"
    leads_to: End | None = None
    span: str = ""
    comments: int = 0
    problem: bool = False


class Stroke(NamedTuple):
    """A piece of an arc: corners to be rounded, perhaps an arrow head that stands on `arrow`."""

    relation: str
    state: State
    corners: tuple[Point, ...]
    arrow: Point | None = None
    kind: Literal["arc", "stub"] = "arc"


class Ticks(NamedTuple):
    """The short marks on a chip for relations drawn in full only with the focus; as many as it has room for."""

    span: str
    relations: tuple[str, ...]
    xs: tuple[float, ...]
    foot: float
    top: float


class Rail(NamedTuple):
    """Where an arc reaches the margin rail that joins its two lines."""

    relation: str
    state: State
    x: float
    y: float
    upwards: bool
    far: int  # the block that holds the other end


class Connector(NamedTuple):
    """The dotted line between two fragments of one span."""

    span: str
    label: str
    left: float
    right: float
    y: float


@dataclass(slots=True)
class Line:
    """One line with all that stands on it, in pixels of its block; `start` and `end` are code points."""

    start: int
    end: int
    top: float
    text_top: float
    bottom: float
    fills: list[Fill] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    ticks: list[Ticks] = field(default_factory=list)
    rails: list[Rail] = field(default_factory=list)
    connectors: list[Connector] = field(default_factory=list)
    drawn: object | None = None  # the painter's own copy in Qt's terms, made when first painted
