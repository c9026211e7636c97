"""The document on screen as the canvas sees it: own items and open suggestions, read from the session's objects."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np

from annotator.core.offsets import tokens_in
from annotator.core.rows import Name, Relation, Span
from annotator.core.suggestion import UNDECIDED, Status, Suggestions, key_of
from annotator.core.view import View
from annotator.ui.canvas.scene import Column, LabelLook, ShownRelation, ShownSpan, State

_STATES = {Status.OPEN: State.SUGGESTION, Status.CONFLICT: State.CONFLICT, Status.REJECTED: State.REJECTED}


class DocumentScene:
    """What a canvas shows of one document; nothing is copied, so it is always what the session holds."""

    def __init__(
        self,
        view: View,
        suggestions: Suggestions,
        *,
        tokens: Sequence[tuple[int, int]] | None,
        show_rejected: bool = False,
    ) -> None:
        self.view, self.suggestions = view, suggestions
        self.show_rejected = show_rejected
        self.comments: dict[Name, int] = {}
        self.problems: frozenset[Name] = frozenset()
        self.set_tokens(tokens)
        self._looks: dict[Name, LabelLook] = {}

    def set_tokens(self, tokens: Sequence[tuple[int, int]] | None) -> None:
        """The tokens of a pipeline, or None for those of an expression."""
        # Pipelines call runs of white space tokens too; nothing is to snap to those.
        self._tokens = [token for token in tokens or () if not self.text[token[0] : token[1]].isspace()]
        self._token_ends = [end for _, end in self._tokens]

    def refresh_looks(self) -> None:
        """The scheme changed."""
        self._looks.clear()

    @property
    def text(self) -> str:
        """The document's text."""
        return self.view.doc.text

    def _also(self) -> tuple[Status, ...]:
        return (Status.REJECTED,) if self.show_rejected else ()

    def spans_in(self, start: int, end: int) -> list[ShownSpan]:
        """Own spans and undecided suggestions that touch [start, end), in reading order."""
        found = [self._own(span) for span in self.view.shown.spans.within(start, end)]
        suggested = self.suggestions.spans_in(start, end, also=self._also())
        if suggested:
            found += [self._suggested(span, status) for span, status in suggested]
            found.sort(key=lambda span: (span.start, -span.end, span.id))
        return found

    def _own(self, span: Span) -> ShownSpan:
        name = span.id
        return ShownSpan(
            name, span.fragments, span.label, State.OWN, span.unsure, self.comments.get(name, 0), name in self.problems
        )

    def _suggested(self, span: Span, status: Status) -> ShownSpan:
        return ShownSpan(span.id, span.fragments, span.label, _STATES[status], comments=self.comments.get(span.id, 0))

    def span(self, span_id: str) -> ShownSpan | None:
        """The span of this name, if it is on show."""
        own = self.view.shown.span(span_id)
        if own is not None:
            return self._own(own)
        for model in self.suggestions.models:
            span = model.span(span_id)
            if span is not None:
                status = self.suggestions.status(span)
                return self._suggested(span, status) if status in (*UNDECIDED, *self._also()) else None
        return None

    def relation(self, relation_id: str) -> ShownRelation | None:
        """The relation of this name, if it is on show."""
        own = self.view.shown.relations.get(relation_id)
        if own is not None:
            return self._own_relation(own)
        for model in self.suggestions.models:
            found = model.relations.get(relation_id)
            if found is not None:
                return self._suggested_relation(found)
        return None

    def _own_relation(self, row: Relation) -> ShownRelation:
        name = row.id
        marks = (self.comments.get(name, 0), name in self.problems)
        return ShownRelation(name, row.head, row.tail, row.label, State.OWN, row.unsure, *marks)

    def _suggested_relation(self, row: Relation) -> ShownRelation | None:
        """A suggested relation drawn between what its ends are on screen: own spans where they were accepted."""
        if self.suggestions.relation_status(row) not in UNDECIDED:
            return None
        source = self.view.doc.set_of(row.author)
        head = self.suggestions.own_end(source, row.head) or row.head
        tail = self.suggestions.own_end(source, row.tail) or row.tail
        return ShownRelation(row.id, head, tail, row.label, State.SUGGESTION)

    def relations_of(self, span_id: str) -> Sequence[ShownRelation]:
        """Relations on show with this span as either end."""
        found = [self._own_relation(row) for row in self.view.shown.relations_of(span_id)]
        for model in self.suggestions.models:
            if model.relations:
                for name in self._sources(model.author, span_id):
                    shown = (self._suggested_relation(row) for row in model.relations_of(name))
                    found += [one for one in shown if one is not None]
        return found

    def count_relations(self, span_id: str) -> int:
        """As `starts` counts them: the person's own."""
        return len(self.view.shown.relations_of(span_id))

    def _sources(self, model: Name, span_id: str) -> list[Name]:
        """Names under which a model may know a span that is on show."""
        own = self.view.shown.span(span_id)
        if own is None:
            return [span_id]
        near = self.view.doc.set_of(model).spans.within(own.start, own.end)
        return [one.id for one in near if one.id == own.origin or key_of(one) == key_of(own)]

    def starts(self) -> tuple[Column, Column]:
        """Starts of all spans, ascending, and the number of relations of each: for estimating heights."""
        shown = self.view.shown
        suggested = [span for model in self.suggestions.models for span in model.spans]
        starts = np.fromiter(
            (span.fragments[0][0] for span in chain(shown.spans, suggested)),
            dtype=np.int64,
            count=len(shown.spans) + len(suggested),
        )
        counts = np.zeros(len(starts), dtype=np.int64)
        if shown.relations:
            places = {name: place for place, name in enumerate(shown.spans.by_name)}
            ends = [places[end] for row in shown.relations.values() for end in {row.head, row.tail} if end in places]
            counts[: len(places)] = np.bincount(ends, minlength=len(places))
        order = np.argsort(starts, kind="stable")
        return starts[order], counts[order]

    def look(self, label: str) -> LabelLook:
        """Chip words and place in the palette of a label."""
        look = self._looks.get(label)
        if look is None:
            row = self.view.scheme.labels.get(label)
            if row is None:
                return LabelLook(label, 0)
            ordered = [one.id for one in self.view.scheme.ordered(row.kind)]
            slot = ordered.index(label) if label in ordered else row.position
            look = self._looks[label] = LabelLook(row.name, slot, row.colour, row.symmetric)
        return look

    def tokens_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Tokens that share a character with [start, end): the pipeline's, else by expression."""
        if not self._tokens:
            return list(tokens_in(self.text, start, end))
        first = bisect_left(self._token_ends, start + 1)
        found = []
        for token in self._tokens[first : first + (end - start) + 1]:
            if token[0] >= end:
                break
            found.append(token)
        return found


def find_from(
    scene: DocumentScene, key: tuple[int, int, str], step: int, wanted: Callable[[ShownSpan], bool]
) -> ShownSpan | None:
    """The next (`step` 1) or previous (-1) span on show that is wanted, in reading order from `key`.

    Looks in windows that double, so that it costs what lies between, not the document.
    """
    width, length = 1024, len(scene.text)
    low = high = key[0]
    while True:
        start, end = (low, min(length, high + width) + 1) if step > 0 else (max(0, low - width), high + 1)
        spans = [span for span in scene.spans_in(start, end) if start <= span.start < end]
        for span in spans if step > 0 else reversed(spans):
            place = (span.start, -span.end, span.id)
            if (place > key if step > 0 else place < key) and wanted(span):
                return span
        if (step > 0 and end > length) or (step < 0 and start == 0):
            return None
        low, high, width = (end - 1, end - 1, width * 2) if step > 0 else (start, start, width * 2)
