"""Annotated documents as records with human names, for formats to write."""

from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.people import People
from annotator.core.records import (
    CommentRecord,
    DocumentRecord,
    RelationRecord,
    SetRecord,
    SpanRecord,
    VerdictRecord,
)
from annotator.core.review import is_approved
from annotator.core.rows import Attributes, Comment, Relation, Span
from annotator.core.scheme import Scheme

WHOLE = ("submitted", "in review", "approved")


class SeveralAuthors(Exception):
    """A document has several authors' work and no final version, so one set cannot be chosen."""


def chosen(doc: AnnotatedDocument, people: People, which: str) -> tuple[list[AnnotationSet], str]:
    """The sets of a document that an export holds, and, when there are none, the state that keeps them out.

    `which`: approved (the final version) · submitted (a set for each author who submitted) · default (the final
    version, else the sole author's submitted set) · all · author:NAME. Raises SeveralAuthors for `default`.
    """
    persons = [one for one in doc.sets.values() if people.authors[one.author].kind == "person" and one.row]
    states = [one.state for one in persons]
    if which == "all":
        return list(doc.sets.values()), ""
    if which.startswith("author:"):
        name = which.removeprefix("author:")
        found = [one for one in doc.sets.values() if people.authors[one.author].name == name]
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


def _furthest(states: list[str]) -> str:
    order = ("approved", "in review", "submitted", "sent back", "in progress", "set aside")
    return next((state for state in order if state in states), "to do")


def outgoing(
    doc: AnnotatedDocument, scheme: Scheme, people: People, sets: list[AnnotationSet], *, whole: bool = False
) -> DocumentRecord:
    """A document with these sets; with its comments and verdicts when it goes out whole."""
    row = doc.document
    record = DocumentRecord(row.name, doc.text, row.language, row.meta)
    record.sets = [_set(doc, scheme, people, one) for one in sets]
    if whole:
        record.comments = [_comment(one, people) for one in doc.comments.values()]
        for one in doc.verdicts.values():
            pairs = [(people.name_of(author), digest) for author, digest in one.sets]
            verdict = VerdictRecord(people.name_of(one.reviewer), one.verdict, one.gold_digest, pairs)
            verdict.at, verdict.unseen, verdict.reason = one.at, one.unseen, one.reason
            verdict.holds = one is doc.last_verdict() and is_approved(doc, people)
            record.verdicts.append(verdict)
    return record


def _set(doc: AnnotatedDocument, scheme: Scheme, people: People, one: AnnotationSet) -> SetRecord:
    author = people.authors[one.author]
    record = SetRecord(author.name, author.kind, author.version, author.meta_hash, one.state)
    if one.row is not None:
        record.reason, record.at, record.round, record.base = (
            one.row.reason,
            one.row.at,
            one.row.round,
            list(one.row.base),
        )
    record.spans = [_span(span, scheme) for span in one.spans.ordered()]
    start = {span.id: span.fragments for span in one.spans}
    relations = sorted(one.relations.values(), key=lambda row: (start[row.head], start[row.tail], row.id))
    record.relations = [_relation(relation, scheme) for relation in relations]
    record.labels = sorted(scheme.name_of(label.label) for label in one.labels.values())
    record.rejections = sorted(_key(key, scheme) for key in one.rejections)
    return record


def _span(span: Span, scheme: Scheme) -> SpanRecord:
    record = SpanRecord(
        span.id, span.fragments, scheme.name_of(span.label), _values(span.attributes, scheme), span.note
    )
    record.unsure, record.origin, record.how, record.score = span.unsure, span.origin, span.how, span.score
    return record


def _relation(row: Relation, scheme: Scheme) -> RelationRecord:
    record = RelationRecord(row.id, row.head, row.tail, scheme.name_of(row.label), _values(row.attributes, scheme))
    record.note, record.unsure, record.origin, record.how, record.score = (
        row.note,
        row.unsure,
        row.origin,
        row.how,
        row.score,
    )
    return record


def _values(attributes: Attributes, scheme: Scheme) -> dict[str, object]:
    names = {name: row.name for name, row in scheme.attributes.items()}
    return {names.get(name, name): value for name, value in attributes}


def _key(key: str, scheme: Scheme) -> str:
    """A rejection's key with human names of labels."""
    parts = []
    for part in key.split(">"):
        label, bar, places = part.rpartition("|")
        parts.append(f"{scheme.name_of(label)}|{places}" if bar else scheme.name_of(part))
    return ">".join(parts)


def _comment(row: Comment, people: People) -> CommentRecord:
    about, writer = people.name_of(row.author), people.name_of(row.writer)
    record = CommentRecord(row.id, about, row.item, writer, row.text, row.at, row.reply_to, row.state, row.round)
    record.place, record.quote = row.place, row.quote
    return record


def labels_of(scheme: Scheme) -> dict[str, list[str]]:
    """The scheme's labels by kind, in their order: for manifests."""
    return {kind: [label.name for label in scheme.ordered(kind)] for kind in ("span", "relation", "document")}
