"""A scene held in memory, with as little behind it as tests and measurements of the canvas need."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from annotator.core import offsets
from annotator.ui.canvas.scene import LabelLook, ShownRelation, ShownSpan

BUCKET = 1024


class MemoryScene:
    """Spans in buckets of 1,024 code points by the text they touch; relations by their spans."""

    def __init__(
        self,
        text: str,
        spans: Sequence[ShownSpan] = (),
        relations: Sequence[ShownRelation] = (),
        looks: dict[str, LabelLook] | None = None,
    ) -> None:
        self.text = text
        self._looks = dict(looks or {})
        self._spans: dict[str, ShownSpan] = {}
        self._relations: dict[str, ShownRelation] = {}
        self._buckets: dict[int, dict[str, ShownSpan]] = {}
        self._ends: dict[str, dict[str, ShownRelation]] = {}
        self._starts: tuple[Sequence[int], Sequence[int]] | None = None
        for span in spans:
            self.put_span(span)
        for relation in relations:
            self.put_relation(relation)

    # ---- what a canvas reads

    def spans_in(self, start: int, end: int) -> list[ShownSpan]:
        found: dict[str, ShownSpan] = {}
        for bucket in range(start // BUCKET, max(start, end - 1) // BUCKET + 1):
            for name, span in self._buckets.get(bucket, {}).items():
                if any(_touches(first, last, start, end) for first, last in span.fragments):
                    found[name] = span
        return list(found.values())

    def span(self, span_id: str) -> ShownSpan | None:
        return self._spans.get(span_id)

    def relation(self, relation_id: str) -> ShownRelation | None:
        return self._relations.get(relation_id)

    def relations_of(self, span_id: str) -> list[ShownRelation]:
        return list(self._ends.get(span_id, {}).values())

    def count_relations(self, span_id: str) -> int:
        return len(self._ends.get(span_id, ()))

    def starts(self) -> tuple[Sequence[int], Sequence[int]]:
        """Kept until something changes, as an owner that keeps its spans in order has it at hand."""
        if self._starts is None:
            spans = sorted(self._spans.values(), key=lambda span: span.start)
            counts = [len(self._ends.get(span.id, ())) for span in spans]
            self._starts = array("q", [span.start for span in spans]), array("q", counts)
        return self._starts

    def look(self, label: str) -> LabelLook:
        known = self._looks.get(label)
        if known is None:
            known = self._looks[label] = LabelLook(label, len(self._looks))
        return known

    def tokens_in(self, start: int, end: int) -> list[tuple[int, int]]:
        return list(offsets.tokens_in(self.text, start, end))

    # ---- how a test changes it

    def put_span(self, span: ShownSpan) -> None:
        self.drop_span(span.id)
        self._starts = None
        self._spans[span.id] = span
        for bucket in _buckets(span):
            self._buckets.setdefault(bucket, {})[span.id] = span

    def drop_span(self, span_id: str) -> None:
        self._starts = None
        span = self._spans.pop(span_id, None)
        if span is not None:
            for bucket in _buckets(span):
                del self._buckets[bucket][span_id]

    def put_relation(self, relation: ShownRelation) -> None:
        self.drop_relation(relation.id)
        self._starts = None
        self._relations[relation.id] = relation
        for span in (relation.head, relation.tail):
            self._ends.setdefault(span, {})[relation.id] = relation

    def drop_relation(self, relation_id: str) -> None:
        self._starts = None
        relation = self._relations.pop(relation_id, None)
        if relation is not None:
            for span in {relation.head, relation.tail}:
                del self._ends[span][relation_id]

    @property
    def spans(self) -> list[ShownSpan]:
        return list(self._spans.values())

    @property
    def relations(self) -> list[ShownRelation]:
        return list(self._relations.values())

    def span_near(self, offset: int) -> ShownSpan:
        """The first span that starts at or after an offset; for edits in the middle of a document."""
        bucket = offset // BUCKET
        while True:
            spans = sorted(self._buckets.get(bucket, {}).values(), key=lambda span: span.start)
            place = bisect_left([span.start for span in spans], offset)
            if place < len(spans):
                return spans[place]
            bucket += 1


def _touches(first: int, last: int, start: int, end: int) -> bool:
    return (first < end and last > start) or (first == last and start <= first < end)


def _buckets(span: ShownSpan) -> range:
    return range(span.start // BUCKET, max(span.start, span.end - 1) // BUCKET + 1)
