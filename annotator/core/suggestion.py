"""Which suggestions are open, accepted, rejected, superseded or in conflict: derived on reading, never stored."""

from enum import StrEnum
from typing import NamedTuple

from annotator.core.document import AnnotationSet
from annotator.core.rows import Name, Relation, Span, relation_key, shares_character, span_key
from annotator.core.view import View


class Status(StrEnum):
    """What has become of a suggestion for one person's set."""

    OPEN = "open"
    CONFLICT = "conflict"  # open, and overlaps an open one of another model
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    DOUBLE = "double"  # the same key as one of a model listed earlier: one suggestion, shown once


UNDECIDED = (Status.OPEN, Status.CONFLICT)


class Tally(NamedTuple):
    """How many distinct suggestions there are and how many of them are decided."""

    total: int
    decided: int
    conflicts: int


def key_of(span: Span) -> str:
    """The key of a span."""
    return span_key(span.fragments, span.label)


def key_of_relation(view: View, relation: Relation) -> str:
    """The key of a relation; its ends are looked up in its own set."""
    own = view.doc.set_of(relation.author)
    head, tail = own.span(relation.head), own.span(relation.tail)
    return relation_key(relation.label, key_of(head) if head else "", key_of(tail) if tail else "")


class Suggestions:
    """The suggestions open to one person on one document; statuses are kept until something near them changes."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.models = view.models()
        self._status: dict[Name, Status] = {}
        self._relation_status: dict[Name, Status] = {}

    def forget(self, start: int, end: int) -> None:
        """Something between these offsets changed: what was derived there is derived again."""
        self._relation_status.clear()
        for model in self.models:
            for span in model.spans.within(start, end):
                self._status.pop(span.id, None)
                if len(self.models) > 1:
                    self._forget_neighbours(span)

    def _forget_neighbours(self, span: Span) -> None:
        for model in self.models:
            for other in model.spans.within(span.start, span.end):
                self._status.pop(other.id, None)

    def forget_all(self) -> None:
        """Derive everything again."""
        self.models = self.view.models()
        self._status.clear()
        self._relation_status.clear()

    def status(self, span: Span) -> Status:
        """What has become of a suggested span."""
        status = self._status.get(span.id)
        if status is None:
            status = self._derive(span)
            if status is Status.OPEN and len(self.models) > 1:
                status = self._among_models(span)
            self._status[span.id] = status
        return status

    def _derive(self, span: Span) -> Status:
        """The status for the person alone, other models apart (architecture: suggestions)."""
        own = self.view.set
        if span.id in own.by_origin:
            return Status.ACCEPTED
        near = own.spans.within(span.start, span.end)
        if any(one.label == span.label and one.fragments == span.fragments for one in near):
            return Status.ACCEPTED
        if own.rejections and key_of(span) in own.rejections:
            return Status.REJECTED
        return Status.SUPERSEDED if any(self._supersedes(one, span) for one in near) else Status.OPEN

    def _supersedes(self, one: Span, suggestion: Span) -> bool:
        if not shares_character(one.fragments, suggestion.fragments):
            return False
        if one.fragments != suggestion.fragments and self._may_nest(one, suggestion):
            return False
        return not self._unaltered_copy(one, suggestion.author)

    def _may_nest(self, one: Span, other: Span) -> bool:
        scheme = self.view.scheme
        if one.start <= other.start and other.end <= one.end:
            return scheme.may_nest(other.label, one.label)
        if other.start <= one.start and one.end <= other.end:
            return scheme.may_nest(one.label, other.label)
        return False

    def _unaltered_copy(self, one: Span, model: Name) -> bool:
        if not one.origin or model not in self.view.doc.sets:
            return False
        source = self.view.doc.sets[model].span(one.origin)
        return source is not None and (source.fragments, source.label) == (one.fragments, one.label)

    def _among_models(self, span: Span) -> Status:
        """An open suggestion beside those of other models: shown once, and in conflict where they disagree."""
        earlier = True
        status = Status.OPEN
        for model in self.models:
            if model.author == span.author:
                earlier = False
                continue
            for other in model.spans.within(span.start, span.end):
                if key_of(other) == key_of(span):
                    if earlier:
                        return Status.DOUBLE
                elif shares_character(other.fragments, span.fragments) and self._derive(other) is Status.OPEN:
                    status = Status.CONFLICT
        return status

    def relation_status(self, relation: Relation) -> Status:
        """What has become of a suggested relation; an end that is gone takes it along."""
        status = self._relation_status.get(relation.id)
        if status is None:
            status = self._relation_status[relation.id] = self._derive_relation(relation)
        return status

    def _derive_relation(self, relation: Relation) -> Status:
        own, source = self.view.set, self.view.doc.set_of(relation.author)
        if relation.id in own.by_origin:
            return Status.ACCEPTED
        head, tail = (self.own_end(source, end) for end in (relation.head, relation.tail))
        if head and tail and any(self._joins(one, relation.label, head, tail) for one in own.relations_of(head)):
            return Status.ACCEPTED
        if own.rejections and key_of_relation(self.view, relation) in own.rejections:
            return Status.REJECTED
        ends = {self.status(span) for end in (relation.head, relation.tail) if (span := source.span(end))}
        for gone in (Status.REJECTED, Status.SUPERSEDED):
            if gone in ends:
                return gone
        return Status.OPEN

    def _joins(self, one: Relation, label: Name, head: Name, tail: Name) -> bool:
        return (one.label, one.head, one.tail) == (label, head, tail)

    def own_end(self, source: AnnotationSet, end: Name) -> Name | None:
        """The own span that a suggested end was accepted as."""
        own = self.view.set
        if end in own.by_origin:
            return own.by_origin[end]
        span = source.span(end)
        near = own.spans.within(span.start, span.end) if span else []
        return next((one.id for one in near if span and key_of(one) == key_of(span)), None)

    def spans_in(self, start: int, end: int, *, also: tuple[Status, ...] = ()) -> list[tuple[Span, Status]]:
        """Undecided suggestions touching [start, end), and those of the statuses in `also`."""
        wanted = UNDECIDED + also
        found = [(span, self.status(span)) for model in self.models for span in model.spans.within(start, end)]
        return [pair for pair in found if pair[1] in wanted]

    def open_spans(self) -> list[Span]:
        """All undecided suggested spans, in reading order."""
        spans = [span for model in self.models for span in model.spans if self.status(span) in UNDECIDED]
        return sorted(spans, key=lambda span: (span.start, -span.end, span.id))

    def open_relations(self) -> list[Relation]:
        """All undecided suggested relations."""
        return [
            one for model in self.models for one in model.relations.values() if self.relation_status(one) is Status.OPEN
        ]

    def tally(self) -> Tally:
        """Counts of distinct suggestions."""
        statuses = [self.status(span) for model in self.models for span in model.spans]
        statuses += [self.relation_status(one) for model in self.models for one in model.relations.values()]
        distinct = [status for status in statuses if status is not Status.DOUBLE]
        undecided = sum(status in UNDECIDED for status in distinct)
        return Tally(len(distinct), len(distinct) - undecided, distinct.count(Status.CONFLICT))
