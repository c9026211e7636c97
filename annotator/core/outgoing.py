"""Annotated documents as records with human names, for formats to write."""

from typing import Any

from annotator.core.digest import contents
from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.named_keys import human_key
from annotator.core.people import People
from annotator.core.records import (
    UNCHANGED,
    CommentRecord,
    DocumentRecord,
    IntendedRecord,
    RelationRecord,
    SetRecord,
    SpanRecord,
    VerdictRecord,
)
from annotator.core.review import is_approved
from annotator.core.rows import Attributes, Comment, Name, Relation, SetState, Span, Verdict
from annotator.core.scheme import Scheme

WHOLE = ("submitted", "in review", "approved")
KINDS = ("model", "person", "gold")  # what is copied comes before its copies


class SeveralAuthors(Exception):
    """A document has several authors' work and no final version, so one set cannot be chosen."""


def chosen(doc: AnnotatedDocument, people: People, which: str) -> tuple[list[AnnotationSet], str]:
    """The sets of a document that an export holds, and, when there are none, the state that keeps them out.

    `which`: approved (the final version) · submitted (a set for each author who submitted) · default (the final
    version, else the sole author's submitted set) · all · author:NAME, a person or else a model, of whose versions
    the one that joined last. Raises SeveralAuthors for `default`.
    """
    persons = [one for one in doc.sets.values() if people.authors[one.author].kind == "person" and one.row]
    states = [one.state for one in persons]
    if which == "all":
        return list(doc.sets.values()), ""
    if which.startswith("author:"):
        found = _by_name(doc, people, which.removeprefix("author:"))
        return found, "" if found else "to do"
    gold = people.gold()
    if which in ("approved", "default") and gold is not None and is_approved(doc, people):
        return [doc.sets[gold.id]], ""
    if which == "approved":
        return [], _furthest(states)
    whole = [one for one in persons if one.state in WHOLE]
    if which == "default" and len(whole) > 1:
        raise SeveralAuthors(doc.document.name)
    return whole, "" if whole else _furthest(states)


def _by_name(doc: AnnotatedDocument, people: People, name: str) -> list[AnnotationSet]:
    for kind in ("person", "model"):
        ids = [author.id for author in people.authors.values() if (author.name, author.kind) == (name, kind)]
        found = [doc.sets[author] for author in ids if author in doc.sets]
        if found:
            return found[-1:]
    return []


def _furthest(states: list[str]) -> str:
    order = ("approved", "in review", "submitted", "sent back", "in progress", "set aside")
    return next((state for state in order if state in states), "to do")


def outgoing(
    doc: AnnotatedDocument, scheme: Scheme, people: People, sets: list[AnnotationSet], *, whole: bool = False
) -> DocumentRecord:
    """A document with these sets; with its comments and verdicts when it goes out whole."""
    return _Outgoing(doc, scheme, people).record(sets, whole=whole)


class _Outgoing:
    """Turns one document into a record."""

    def __init__(self, doc: AnnotatedDocument, scheme: Scheme, people: People) -> None:
        self._doc, self._scheme, self._people = doc, scheme, people
        self._attributes = {name: row.name for name, row in scheme.attributes.items()}

    def record(self, sets: list[AnnotationSet], *, whole: bool) -> DocumentRecord:
        doc = self._doc
        record = DocumentRecord(doc.document.name, doc.text, doc.document.language, doc.document.meta)
        joined = {author: place for place, author in enumerate(self._people.authors)}
        kind_of = {name: author.kind for name, author in self._people.authors.items()}
        ordered = sorted(sets, key=lambda one: (KINDS.index(kind_of[one.author]), joined[one.author]))
        record.sets = [self._set(one) for one in ordered]
        if whole:
            record.comments = [self._comment(one) for one in doc.comments.values()]
            record.verdicts = [self._verdict(one) for one in doc.verdicts.values()]
        return record

    def _set(self, one: AnnotationSet) -> SetRecord:
        author = self._people.authors[one.author]
        record = SetRecord(author.name, author.kind, author.version, author.meta_hash, one.state)
        if one.row is not None:
            record.reason, record.at, record.round = one.row.reason, one.row.at, one.row.round
            record.base = self._base(one.row)
        record.spans = [self._span(span) for span in sorted(one.spans, key=_reading_order)]
        starts = {span.id: span.fragments for span in one.spans}
        relations = sorted(
            one.relations.values(), key=lambda row: (starts.get(row.head, ()), starts.get(row.tail, ()), _made(row.id))
        )
        record.relations = [self._relation(relation) for relation in relations]
        record.labels = sorted(self._scheme.name_of(label.label) for label in one.labels.values())
        record.rejections = sorted(human_key(key, self._scheme) for key in one.rejections)
        record.intended = self._intended(one, record)
        return record

    def _intended(self, one: AnnotationSet, record: SetRecord) -> list[IntendedRecord]:
        """What is meant to be so; what is about an item that is gone means nothing any more."""
        found = []
        names = [*(span.id for span in record.spans), *(relation.id for relation in record.relations)]
        order = {name: number for number, name in enumerate(names)}
        for row in one.intended.values():
            place, writer = row.where, self._people.name_of(row.writer) if row.writer else ""
            if place is not None:
                found.append(IntendedRecord(row.problem, "", row.reason, writer, row.at, place))
            elif row.about in order:
                found.append(IntendedRecord(row.problem, row.about, row.reason, writer, row.at))
        return sorted(found, key=lambda row: (order.get(row.item, -1), row.place, row.kind))

    def _base(self, row: SetState) -> list[tuple[Name, str]]:
        """What final version and author had in common, said so that it holds where labels have other names."""
        if not row.base:
            return []
        persons = [one for one in self._doc.sets.values() if self._people.authors[one.author].kind == "person"]
        now = {name: content for one in persons for name, content in contents(one).items()}
        return [(name, UNCHANGED if now.get(name) == content else content) for name, content in row.base]

    def _span(self, span: Span) -> SpanRecord:
        record = SpanRecord(span.id, span.fragments, self._scheme.name_of(span.label))
        record.surface = self._doc.surface(span)
        self._rest(record, span)
        return record

    def _relation(self, row: Relation) -> RelationRecord:
        record = RelationRecord(row.id, row.head, row.tail, self._scheme.name_of(row.label))
        self._rest(record, row)
        return record

    def _rest(self, record: SpanRecord | RelationRecord, row: Span | Relation) -> None:
        record.attributes, record.note, record.unsure = self._values(row.attributes), row.note, row.unsure
        record.origin, record.how, record.score = row.origin, row.how, row.score

    def _values(self, attributes: Attributes) -> dict[str, Any]:
        return dict(sorted((self._attributes.get(name, name), value) for name, value in attributes))

    def _comment(self, row: Comment) -> CommentRecord:
        about, writer = self._people.name_of(row.author), self._people.name_of(row.writer)
        record = CommentRecord(row.id, about, row.item, writer, row.text, row.at, row.reply_to, row.state, row.round)
        record.place, record.quote = row.place, row.quote
        return record

    def _verdict(self, row: Verdict) -> VerdictRecord:
        pairs = [(self._people.name_of(author), digest) for author, digest in row.sets]
        record = VerdictRecord(self._people.name_of(row.reviewer), row.verdict, row.gold_digest, pairs)
        record.at, record.unseen, record.reason = row.at, row.unseen, row.reason
        record.holds = row is self._doc.last_verdict() and is_approved(self._doc, self._people)
        return record


def _reading_order(span: Span) -> tuple[Any, ...]:
    return (span.start, -span.end, _made(span.id))


def _made(name: Name) -> tuple[str, int, int]:
    """The order in which rows of one origin were made; as texts, lasting names would have 10 before 9."""
    origin, _, rest = name.partition(".")
    seq, _, index = rest.partition(".")
    return (origin, int(seq), int(index)) if seq.isdigit() and index.isdigit() else (name, 0, 0)


def labels_of(scheme: Scheme) -> dict[str, list[str]]:
    """The scheme's labels by kind, in their order: for manifests."""
    return {kind: [label.name for label in scheme.ordered(kind)] for kind in ("span", "relation", "document")}
