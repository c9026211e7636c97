"""Documents as scripts see them: plain values with human names, as they stood when they were read."""

from dataclasses import dataclass, field
from typing import Any

from annotator.core import document as inner
from annotator.core import rows
from annotator.core.digest import digest
from annotator.core.people import People
from annotator.core.review import is_approved
from annotator.core.scheme import Scheme

_FURTHEST = ("approved", "in review", "submitted", "sent back", "in progress", "set aside")


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the scheme; `kind` is "span", "relation" or "document"."""

    name: str
    kind: str
    title: str = ""
    guideline: str = ""
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of text; offsets are code points, half-open: `document.text[start:end]`."""

    text: str
    label: str
    start: int
    end: int
    fragments: tuple[tuple[int, int], ...]
    author: str
    attributes: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    unsure: bool = False
    score: float | None = None
    id: str = field(default="", repr=False)
    document: str = field(default="", repr=False)  # lasting name


@dataclass(frozen=True, slots=True)
class Relation:
    """A labelled link from one span to another of the same author."""

    label: str
    head: Span
    tail: Span
    author: str
    attributes: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    unsure: bool = False
    score: float | None = None
    id: str = field(default="", repr=False)
    document: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AnnotationSet:
    """One author's annotations of one document; `kind` is "person", "model" or "gold" (the final version)."""

    author: str
    kind: str
    state: str
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]
    labels: tuple[str, ...]  # of the whole document
    version: str = ""  # of a model
    digest: str = field(default="", repr=False)  # what `approve` is told was looked at


@dataclass(frozen=True, slots=True)
class Document:
    """A text with everything that is annotated on it."""

    name: str
    number: int  # from 1
    text: str = field(repr=False)
    language: str
    meta: dict[str, Any] = field(repr=False)
    approved: bool
    sets: tuple[AnnotationSet, ...] = field(repr=False)
    id: str = field(default="", repr=False)  # lasting name

    def set(self, author: str) -> AnnotationSet | None:
        """The set of this author, if there is one; of a model, that of its newest version."""
        return next((one for one in reversed(self.sets) if one.author == author), None)

    @property
    def best(self) -> AnnotationSet | None:
        """The final version if it is approved, else the person's work furthest along, else the newest suggestions."""
        if self.approved:
            return next(one for one in self.sets if one.kind == "gold")
        persons = [one for one in self.sets if one.kind == "person" and one.state in _FURTHEST]
        models = [one for one in self.sets if one.kind == "model"]
        return min(persons, key=lambda one: _FURTHEST.index(one.state), default=models[-1] if models else None)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Spans of the best set."""
        return self.best.spans if self.best else ()

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Relations of the best set."""
        return self.best.relations if self.best else ()


class Reader:
    """Turns the session's objects into plain values."""

    def __init__(self, doc: inner.AnnotatedDocument, scheme: Scheme, people: People, language: str) -> None:
        self._doc, self._scheme, self._people, self._language = doc, scheme, people, language
        self._attributes = {name: row.name for name, row in scheme.attributes.items()}

    def document(self) -> Document:
        """The whole document."""
        row = self._doc.document
        order = list(self._people.authors)
        sets = sorted(self._doc.sets.values(), key=lambda one: order.index(one.author))
        found = tuple(self.set(one) for one in sets if one.row is not None)
        approved = is_approved(self._doc, self._people)
        return Document(row.name, row.position + 1, self._doc.text, self._language, row.meta, approved, found, row.id)

    def set(self, one: inner.AnnotationSet) -> AnnotationSet:
        """One author's set."""
        author = self._people.authors[one.author]
        spans = {span.id: self.span(span) for span in one.spans.ordered()}
        relations = tuple(self.relation(row, spans[row.head], spans[row.tail]) for row in one.relations.values())
        labels = tuple(sorted(self._scheme.name_of(row.label) for row in one.labels.values()))
        head = (author.name, author.kind, one.state, tuple(spans.values()), relations, labels)
        return AnnotationSet(*head, author.version, digest(self._doc, one))

    def span(self, row: rows.Span) -> Span:
        """One span."""
        place = (row.start, row.end, row.fragments)
        return Span(self._doc.surface(row), self._scheme.name_of(row.label), *place, **self._rest(row))

    def relation(self, row: rows.Relation, head: Span, tail: Span) -> Relation:
        """One relation with its ends."""
        return Relation(self._scheme.name_of(row.label), head, tail, **self._rest(row))

    def _rest(self, row: rows.Span | rows.Relation) -> dict[str, Any]:
        attributes = {self._attributes.get(name, name): value for name, value in row.attributes}
        known = {"author": self._people.name_of(row.author), "attributes": attributes, "note": row.note}
        return known | {"unsure": row.unsure, "score": row.score, "id": row.id, "document": row.document}
