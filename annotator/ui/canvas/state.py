"""What a view shows besides the scene: focus, caret, selection, hints. Changing it repaints; text never moves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annotator.ui.canvas.items import Point

Edge = Literal["start", "end"]
Range = tuple[int, int]


class EdgePreview(NamedTuple):
    """Where a span would stand if the edge being dragged were let go."""

    span: str
    start: int
    end: int


@dataclass(slots=True)
class Presentation:
    """Ids are those of the scene, offsets code points. At most one of the three kinds of focus is set."""

    focus_span: str = ""
    focus_relation: str = ""
    selection: Range | None = None
    caret: int | None = None
    caret_solid: bool = False
    hover: str = ""
    held: tuple[str, ...] = ()
    linking: str = ""
    legal: Callable[[str], bool] | None = None
    target: str = ""
    link_to: Point | None = None
    hints: dict[str | int, str] = field(default_factory=dict)
    matches: list[Range] = field(default_factory=list)
    match: int = -1
    preview: EdgePreview | None = None
    read_only: bool = False

    def is_dimmed(self, span: str) -> bool:
        return bool(self.linking) and self.legal is not None and span != self.linking and not self.legal(span)
