"""What the layout of a block depends on besides the text: handed down by the sheet, so that layout knows no window."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from annotator.ui.canvas.blocks import Blocks
from annotator.ui.canvas.metrics import Metrics
from annotator.ui.canvas.rails import RailBook
from annotator.ui.canvas.scene import Scene, ShownRelation, ShownSpan, State
from annotator.ui.canvas.shaping import Shaped

ArcsMode = Literal["all", "focus", "none"]
KNOWN = 5_000
OPEN_STATES = (State.SUGGESTION, State.CONFLICT)


class Shaper(Protocol):
    """Gives the lines of a block, from a cache where it can."""

    def __call__(self, block: int) -> Shaped: ...


@dataclass
class Setting:
    """Scene, sizes and switches. `drawn_in_full` holds span and relation ids whose arcs are drawn in any mode."""

    scene: Scene
    blocks: Blocks
    metrics: Metrics
    width: int
    shaped: Shaper
    crowded: Callable[[int], bool]
    arcs: ArcsMode = "all"
    suggestions: bool = True
    drawn_in_full: frozenset[str] = frozenset()
    rails: RailBook = field(default_factory=RailBook)
    known: dict[str, ShownSpan | None] = field(default_factory=dict)
    crowds: dict[str, bool] = field(default_factory=dict)

    def span(self, name: str) -> ShownSpan | None:
        """A span of the scene; asked for at each end of each relation, so kept until the next change."""
        if name not in self.known:
            if len(self.known) > KNOWN:
                self.forget()
            self.known[name] = self.scene.span(name)
        return self.known[name]

    def forget(self) -> None:
        """The scene or its crowds changed: nothing known of single spans holds."""
        self.known.clear()
        self.crowds.clear()

    def stands_in_crowd(self, name: str) -> bool:
        """Whether a span begins where arcs are ticks; one that is gone does not count as free."""
        known = self.crowds.get(name)
        if known is None:
            span = self.span(name)
            known = self.crowds[name] = span is None or self.crowded(self.blocks.at(span.start))
        return known

    def shows(self, item: ShownSpan | ShownRelation) -> bool:
        return self.suggestions or item.state not in OPEN_STATES

    def shows_ends(self, relation: ShownRelation) -> bool:
        """Whether both spans of a relation are on show."""
        head, tail = self.span(relation.head), self.span(relation.tail)
        return head is not None and tail is not None and self.shows(head) and self.shows(tail)

    def distance(self, relation: ShownRelation) -> int:
        """Code points between the starts of a relation's spans."""
        head, tail = self.span(relation.head), self.span(relation.tail)
        return abs(head.start - tail.start) if head and tail else 0

    def is_focus(self, relation: ShownRelation) -> bool:
        full = self.drawn_in_full
        return relation.id in full or relation.head in full or relation.tail in full

    def in_full(self, relation: ShownRelation) -> bool:
        """Whether an arc is drawn as one: always for the focus, else unless both its ends stand in a crowd."""
        if self.is_focus(relation):
            return True
        if self.arcs == "focus":
            return False
        return not (self.stands_in_crowd(relation.head) and self.stands_in_crowd(relation.tail))

    def is_sparse(self, block: int) -> bool:
        """Whether arcs of a block come and go with the focus, so that lanes are kept free for them."""
        return self.arcs == "focus" or self.crowded(block)
