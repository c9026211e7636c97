"""What a canvas shows: plain values handed over by whoever owns the document; offsets are code points, half-open."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Fragments = tuple[tuple[int, int], ...]
Column = Sequence[int] | npt.NDArray[np.int64]


class State(StrEnum):
    """How an item is drawn; line style and fill mean state, never label."""

    OWN = "own"  # made or accepted by a person
    SUGGESTION = "suggestion"  # nobody decided yet
    CONFLICT = "conflict"  # open suggestions of different models that overlap
    REJECTED = "rejected"  # struck out, shown on request only


class ShownSpan(NamedTuple):
    """A span as drawn; `label` is the label's lasting name, the key of `Scene.look`."""

    id: str
    fragments: Fragments
    label: str
    state: State = State.OWN
    unsure: bool = False
    comments: int = 0  # open comments on it
    problem: bool = False

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]


class ShownRelation(NamedTuple):
    """A relation as drawn, from the span `head` to the span `tail`."""

    id: str
    head: str
    tail: str
    label: str
    state: State = State.OWN
    unsure: bool = False
    comments: int = 0
    problem: bool = False


class LabelLook(NamedTuple):
    """What a label looks like: the words on its chip and its place in the palette of the theme."""

    name: str
    slot: int  # place in the scheme: the theme makes hue, lightness step and fill pattern of it
    colour: str = ""  # "#rrggbb" chosen in the scheme, or empty for the theme's own
    symmetric: bool = False  # relations only: drawn without arrow head


class Scene(Protocol):
    """The document in view: all reads cost O(log n + k) for k items returned."""

    @property
    def text(self) -> str: ...

    def spans_in(self, start: int, end: int) -> list[ShownSpan]:
        """Spans that share a character with [start, end), or are empty ranges inside it."""

    def span(self, span_id: str) -> ShownSpan | None: ...

    def relation(self, relation_id: str) -> ShownRelation | None: ...

    def relations_of(self, span_id: str) -> Sequence[ShownRelation]:
        """Relations with this span as either end."""

    def count_relations(self, span_id: str) -> int:
        """How many those are, about: for telling where they crowd."""

    def starts(self) -> tuple[Column, Column]:
        """Starts of all spans, ascending, and for each the number of its relations: for estimating heights."""

    def look(self, label: str) -> LabelLook: ...

    def tokens_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Tokens that share a character with [start, end), ascending: what selections and edges snap to."""
