"""A document of a file as the canvas shows it, before it is in any project."""

from array import array
from collections.abc import Sequence

from annotator.core import offsets
from annotator.core.records import DocumentRecord, SpanRecord
from annotator.core.scheme import Scheme
from annotator.ui.canvas.scene import LabelLook, ShownRelation, ShownSpan, State

MOST_SIGNS = 8_000
"""Code points of a text that are shown: enough to see whether it is read as it should be."""


class RecordScene:
    """The beginning of a record's text with all that is marked in it; each read goes through all of its spans."""

    def __init__(self, record: DocumentRecord, scheme: Scheme | None) -> None:
        self.text = record.text[:MOST_SIGNS] or " "
        self._known = {kind: scheme.ordered(kind) if scheme is not None else [] for kind in ("span", "relation")}
        self._looks: dict[str, LabelLook] = {}
        self._spans: dict[str, ShownSpan] = {}
        self._relations: dict[str, ShownRelation] = {}
        for number, one in enumerate(record.sets):
            state = State.SUGGESTION if one.kind == "model" else State.OWN
            for span in one.spans:
                if self._fits(span):
                    name = f"{number}.{span.id}"
                    self._spans[name] = ShownSpan(name, span.fragments, span.label, state)
            for relation in one.relations:
                head, tail = f"{number}.{relation.head}", f"{number}.{relation.tail}"
                if head in self._spans and tail in self._spans:
                    name = f"{number}.{relation.id}"
                    self._relations[name] = ShownRelation(name, head, tail, relation.label, state)

    def _fits(self, span: SpanRecord) -> bool:
        """Inside what is shown, and well formed: files may say anything."""
        places = [place for fragment in span.fragments for place in fragment]
        return bool(places) and places == sorted(places) and places[0] >= 0 and places[-1] <= len(self.text)

    def spans_in(self, start: int, end: int) -> list[ShownSpan]:
        return [one for one in self._spans.values() if any(a < end and b > start for a, b in one.fragments)]

    def span(self, span_id: str) -> ShownSpan | None:
        return self._spans.get(span_id)

    def relation(self, relation_id: str) -> ShownRelation | None:
        return self._relations.get(relation_id)

    def relations_of(self, span_id: str) -> list[ShownRelation]:
        return [one for one in self._relations.values() if span_id in (one.head, one.tail)]

    def count_relations(self, span_id: str) -> int:
        return len(self.relations_of(span_id))

    def starts(self) -> tuple[Sequence[int], Sequence[int]]:
        spans = sorted(self._spans.values(), key=lambda span: span.start)
        return array("q", [one.start for one in spans]), array("q", [self.count_relations(one.id) for one in spans])

    def look(self, label: str) -> LabelLook:
        """As the project will show it: its own labels as they are, new ones behind them."""
        if label not in self._looks:
            kind = "relation" if any(one.label == label for one in self._relations.values()) else "span"
            known = {row.name: (slot, row.colour) for slot, row in enumerate(self._known[kind])}
            slot, colour = known.get(label, (len(known) + len(self._looks), ""))
            self._looks[label] = LabelLook(label, slot, colour)
        return self._looks[label]

    def tokens_in(self, start: int, end: int) -> list[tuple[int, int]]:
        return list(offsets.tokens_in(self.text, start, end))
