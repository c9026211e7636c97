"""Documents of files as rows: what cannot be kept is said, the rest goes in."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from annotator.core.change import Change, Draft
from annotator.core.digest import digest
from annotator.core.document import AnnotatedDocument
from annotator.core.people import People
from annotator.core.records import CommentRecord, DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.core.rows import (
    Attributes,
    Comment,
    Document,
    DocumentLabel,
    Name,
    Rejection,
    Relation,
    SetState,
    Span,
    Verdict,
)
from annotator.core.scheme import LabelSpec, Scheme

Report = Callable[[Finding], None]


class Options(NamedTuple):
    """How records come in. `author` names sets that have no author of their own."""

    author: str = ""
    suggestions: str = ""  # all spans become suggestions of this model
    batch: Name = ""
    language: str = ""


class Wanted(NamedTuple):
    """An author that records speak of."""

    name: str
    kind: str
    version: str = ""
    meta_hash: str = ""


def author_of(one: SetRecord, options: Options) -> Wanted:
    """Whose set this becomes."""
    if options.suggestions:
        return Wanted(options.suggestions, "model")
    if one.kind == "gold":
        return Wanted("final version", "gold")
    return Wanted(one.author or options.author, one.kind, one.version, one.meta_hash)


def authors_wanted(records: Iterable[DocumentRecord], people: People, options: Options) -> list[Wanted]:
    """Authors that the records need and the project lacks."""
    known = {Wanted(a.name, a.kind, a.version, a.meta_hash) for a in people.authors.values()}
    found: dict[Wanted, None] = {}
    for record in records:
        for one in record.sets:
            found[author_of(one, options)] = None
        for comment in record.comments:
            found[Wanted(comment.writer, "person")] = None
        for verdict in record.verdicts:
            found[Wanted(verdict.reviewer, "person")] = None
    return [wanted for wanted in found if wanted.name and wanted not in known]


def labels_wanted(records: Iterable[DocumentRecord], scheme: Scheme) -> list[LabelSpec]:
    """Labels that the records use and the scheme lacks, in the order they are met."""
    found: dict[tuple[str, str], None] = {}
    for record in records:
        for one in record.sets:
            found |= dict.fromkeys(("span", span.label) for span in one.spans)
            found |= dict.fromkeys(("relation", relation.label) for relation in one.relations)
            found |= dict.fromkeys(("document", label) for label in one.labels)
    return [LabelSpec(kind, name) for kind, name in found if name and scheme.find(name, kind) is None]


class Incoming:
    """Turns records into rows of one draft; labels and authors they need are there already, or are left out."""

    def __init__(self, draft: Draft, scheme: Scheme, people: People, options: Options, report: Report) -> None:
        self._draft, self._options, self._report = draft, options, report
        self._labels = {(label.kind, label.name): label.id for label in scheme.labels.values()}
        self._attributes = {row.name: row.id for row in scheme.attributes.values()}
        self._authors = {Wanted(a.name, a.kind, a.version, a.meta_hash): a.id for a in people.authors.values()}
        self.texts: dict[str, str] = {}

    def add(self, record: DocumentRecord, name: str, position: int) -> Document:
        """Add one document with everything it brings."""
        sha256 = text_hash(record.text)
        self.texts[sha256] = record.text
        meta = json.dumps(record.meta, ensure_ascii=False, sort_keys=True)
        language = record.language or self._options.language
        row = Document("", name, sha256, len(record.text), position, language, meta, self._options.batch)
        first = len(self._draft.changes)
        document = self._draft.add(row)
        self._names: dict[str, Name] = {}
        order = {"model": 0, "person": 1, "gold": 2}  # what is copied comes before its copies
        for one in sorted(record.sets, key=lambda one: order.get(one.kind, 1)):
            self._add_set(record, document.id, one)
        self._add_comments(record, document.id)
        self._add_verdicts(record, document, self._draft.changes[first:])
        return document

    def _add_set(self, record: DocumentRecord, document: Name, one: SetRecord) -> None:
        author = self._authors.get(author_of(one, self._options))
        if author is None:
            self._say(record, "A set without an author was left out; name one with --author.", lost=True)
            return
        state = "suggested" if self._options.suggestions else one.state
        ids: dict[str, Name] = {}
        spans = [row for span in one.spans if (row := self._add_span(record, document, author, span, ids))]
        self._unique(record, spans)
        for relation in one.relations:
            self._add_relation(record, document, author, relation, ids)
        self._names |= ids
        base = tuple((self._names[name], content) for name, content in one.base if name in self._names)
        self._draft.add(SetState(document, author, state, one.reason, one.at, one.round, base))
        self._add_rest(record, document, author, one)

    def _add_span(
        self, record: DocumentRecord, document: Name, author: Name, span: SpanRecord, ids: dict[str, Name]
    ) -> Span | None:
        label = self._labels.get(("span", span.label))
        where = f"{span.fragments[0][0]}–{span.fragments[-1][1]}"
        last = 0
        for start, end in span.fragments:
            if not last <= start < end <= len(record.text):
                words = f"The span {span.label} at {where} lies off a text of {len(record.text)} characters"
                self._say(record, f"{words}; it was left out.", lost=True)
                return None
            last = end
        if label is None:
            self._say(record, f'The span at {where} has the unknown label "{span.label}"; it was left out.', lost=True)
            return None
        row = Span("", document, author, span.fragments, label, self._values(span.attributes), span.note, span.unsure)
        origin = self._names.get(span.origin, "")
        added = self._draft.add(row._replace(origin=origin, how=span.how, score=span.score))
        ids[span.id] = added.id
        return added

    def _unique(self, record: DocumentRecord, spans: list[Span]) -> None:
        seen: set[object] = set()
        for span in spans:
            key = (span.fragments, span.label)
            if key in seen:
                self._say(record, f"The span at {span.start}–{span.end} is there twice; both were kept.")
            seen.add(key)

    def _add_relation(
        self, record: DocumentRecord, document: Name, author: Name, relation: RelationRecord, ids: dict[str, Name]
    ) -> None:
        label = self._labels.get(("relation", relation.label))
        head, tail = ids.get(relation.head), ids.get(relation.tail)
        if head is None or tail is None:
            self._say(record, f'The relation "{relation.label}" has lost an end; it was left out.', lost=True)
        elif label is None:
            self._say(record, f'A relation has the unknown label "{relation.label}"; it was left out.', lost=True)
        else:
            row = Relation("", document, author, head, tail, label, self._values(relation.attributes), relation.note)
            origin = self._names.get(relation.origin, "")
            extra = row._replace(unsure=relation.unsure, origin=origin, how=relation.how, score=relation.score)
            ids[relation.id] = self._draft.add(extra).id

    def _values(self, attributes: dict[str, object]) -> Attributes:
        return tuple(sorted((self._attributes.get(name, name), value) for name, value in attributes.items()))

    def _add_rest(self, record: DocumentRecord, document: Name, author: Name, one: SetRecord) -> None:
        for label in one.labels:
            if ("document", label) in self._labels:
                self._draft.add(DocumentLabel("", document, author, self._labels["document", label]))
        for key in one.rejections:
            known = self._key(key)
            if known:
                self._draft.add(Rejection("", document, author, known))
            else:
                self._say(record, f'A rejection names an unknown label ("{key[:40]}"); it was left out.', lost=True)

    def _key(self, key: str) -> str:
        """A rejection's key with lasting names of labels; empty when one is unknown."""
        relation, *ends = key.split(">") if key.count(">") == 2 else ["", key]
        parts = []
        for end in ends:
            label, _, places = end.rpartition("|")
            known = self._labels.get(("span", label))
            if known is None:
                return ""
            parts.append(f"{known}|{places}")
        if not relation:
            return parts[0]
        known = self._labels.get(("relation", relation))
        return ">".join((known, *parts)) if known else ""

    def _add_comments(self, record: DocumentRecord, document: Name) -> None:
        ids: dict[str, Name] = {}
        people = {wanted.name: author for wanted, author in self._authors.items() if wanted.kind == "person"}
        for comment in record.comments:
            about, writer = people.get(comment.about), people.get(comment.writer)
            if about is None or writer is None:
                self._say(record, "A comment names nobody of this project; it was left out.", lost=True)
                continue
            row = self._comment(comment, document, about, writer)
            ids[comment.id] = self._draft.add(row._replace(reply_to=ids.get(comment.reply_to, ""))).id

    def _comment(self, comment: CommentRecord, document: Name, about: Name, writer: Name) -> Comment:
        item = self._names.get(comment.item, "")
        row = Comment("", document, about, item, writer, comment.text, comment.at, state=comment.state)
        return row._replace(round=comment.round, place=comment.place, quote=comment.quote)

    def _add_verdicts(self, record: DocumentRecord, document: Document, changes: list[Change]) -> None:
        people = {wanted.name: author for wanted, author in self._authors.items() if wanted.kind == "person"}
        for verdict in record.verdicts:
            reviewer = people.get(verdict.reviewer)
            sets = tuple((people[name], value) for name, value in verdict.sets if name in people)
            if reviewer is None:
                self._say(record, "A verdict names nobody of this project; it was left out.", lost=True)
                continue
            row = Verdict("", document.id, reviewer, verdict.verdict, verdict.gold_digest, sets, verdict.at)
            if verdict.holds:
                row = self._holding(row, document, record.text, changes)
            self._draft.add(row._replace(unseen=verdict.unseen, reason=verdict.reason))

    def _holding(self, row: Verdict, document: Document, text: str, changes: list[Change]) -> Verdict:
        """A verdict that held where it came from, with the digests its sets have here: labels have other names."""
        doc = AnnotatedDocument(document, text)
        for change in changes:
            doc.apply(change)
        gold = next((author for wanted, author in self._authors.items() if wanted.kind == "gold"), "")
        sets = tuple((author, digest(doc, doc.set_of(author))) for author, _ in row.sets)
        return row._replace(gold_digest=digest(doc, doc.set_of(gold)), sets=sets)

    def _say(self, record: DocumentRecord, text: str, *, lost: bool = False) -> None:
        self._report(Finding(record.place or record.name, text, lost))


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
