"""Documents of files as rows: what cannot be kept is said, the rest goes in."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from annotator.core.change import Change, Draft
from annotator.core.digest import digest
from annotator.core.document import AnnotatedDocument
from annotator.core.incoming_set import IncomingSet, Known
from annotator.core.named_keys import labels_in
from annotator.core.people import GOLD, People
from annotator.core.records import CommentRecord, DocumentRecord, Finding, SetRecord, VerdictRecord
from annotator.core.rows import Comment, Document, Name, Verdict
from annotator.core.scheme import LabelSpec, Scheme

Report = Callable[[Finding], None]

_KINDS = ("model", "person", GOLD)  # what is copied comes before its copies
_VERDICTS = ("approve", "send back")
_COMMENT_STATES = ("open", "done", "closed")


class Options(NamedTuple):
    """How records come in. `author` names sets that have no author of their own."""

    author: str = ""
    suggestions: str = ""  # all spans and relations become suggestions of this model; nothing else comes in
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
    if one.kind == GOLD:
        return Wanted("final version", GOLD)
    return Wanted(one.author.strip() or options.author, one.kind, one.version, one.meta_hash)


def _known_as(name: str, kind: str, version: str, meta_hash: str) -> Wanted:
    """An author of the project as records speak of it: there is one author of final versions, whatever its name."""
    return Wanted("final version", GOLD) if kind == GOLD else Wanted(name, kind, version, meta_hash)


def authors_wanted(records: Iterable[DocumentRecord], people: People, options: Options) -> list[Wanted]:
    """Authors that the records need and the project lacks."""
    known = {_known_as(a.name, a.kind, a.version, a.meta_hash) for a in people.authors.values()}
    found: dict[Wanted, None] = {}
    for record in records:
        found |= {author_of(one, options): None for one in record.sets}
        if not options.suggestions:
            found |= {Wanted(name.strip(), "person"): None for name in _talking(record)}
    return [wanted for wanted in found if wanted.name and wanted not in known]


def _talking(record: DocumentRecord) -> Iterator[str]:
    """Names of the people whom comments and decisions speak of, and of those who said that something is meant so."""
    for one in record.sets:
        yield from (intended.writer for intended in one.intended)
    for comment in record.comments:
        yield from (comment.about, comment.writer)
    for verdict in record.verdicts:
        yield from (verdict.reviewer, *(name for name, _ in verdict.sets))


def labels_wanted(records: Iterable[DocumentRecord], scheme: Scheme) -> list[LabelSpec]:
    """Labels that the records use and the scheme lacks, in the order they are met."""
    known = {(label.kind, label.name) for label in scheme.labels.values()}
    found: dict[tuple[str, str], None] = {}
    for record in records:
        for one in record.sets:
            found |= dict.fromkeys(_labels_of(one))
    return [LabelSpec(kind, name) for kind, name in found if name.strip() and (kind, name) not in known]


def _labels_of(one: SetRecord) -> Iterator[tuple[str, str]]:
    yield from (("span", span.label) for span in one.spans)
    yield from (("relation", relation.label) for relation in one.relations)
    yield from (("document", label) for label in one.labels)
    for key in one.rejections:
        yield from labels_in(key)


class Incoming:
    """Turns records into rows of one draft; labels and authors they need are there already, or are left out."""

    def __init__(self, draft: Draft, scheme: Scheme, people: People, options: Options, report: Report) -> None:
        self._draft, self._options, self._report = draft, options, report
        labels = {(label.kind, label.name): scheme.standing(label.id) for label in scheme.labels.values()}
        self._authors = {_known_as(a.name, a.kind, a.version, a.meta_hash): a.id for a in people.authors.values()}
        self._people = {a.name: a.id for a in people.authors.values() if a.kind == "person"}
        attributes = {row.name: row.id for row in scheme.attributes.values()}
        self._known = Known(labels, attributes, self._people)
        self.texts: dict[str, str] = {}

    def add(self, record: DocumentRecord, name: str, position: int) -> Document:
        """Add one document with everything it brings."""
        sha256 = text_hash(record.text)
        self.texts[sha256] = record.text
        meta = json.dumps(record.meta, ensure_ascii=False) if record.meta else "{}"
        language = record.language or self._options.language
        row = Document("", name, sha256, len(record.text), position, language, meta, self._options.batch)
        first = len(self._draft.changes)
        document = self._draft.add(row)
        if record.sets or record.comments or record.verdicts:
            self._add_work(record, document, first)
        return document

    def _add_work(self, record: DocumentRecord, document: Document, first: int) -> None:
        sets = self._add_sets(record, document.id)
        if not self._options.suggestions:
            self._add_comments(record, document.id, sets)
            whole = not any(one.lost for one in sets)
            for verdict in record.verdicts:
                self._add_verdict(record, document, verdict, self._draft.changes[first:] if whole else [])
        elif record.comments or record.verdicts:
            self._say(record, "Comments and decisions were left out: this comes in as suggestions.", lost=True)

    def _add_sets(self, record: DocumentRecord, document: Name) -> list[IncomingSet]:
        """One set an author, even where the file has several; models first, whose items are pointed at."""
        sets: dict[Name, IncomingSet] = {}
        for one in sorted(record.sets, key=lambda one: _KINDS.index(one.kind) if one.kind in _KINDS else 1):
            wanted = author_of(one, self._options)
            author = self._authors.get(wanted)
            if author is None:
                self._say(record, "Work without an author was left out; name one for it.", lost=True)
                continue
            if author not in sets:
                sets[author] = IncomingSet(self._draft, record, document, author, wanted.kind, self._known)
            elif not self._options.suggestions:
                self._say(record, f"{wanted.name} has several sets here; they became one.")
            sets[author].add(one, list(sets.values()))
        for made in sets.values():
            made.finish(self._report)
        return list(sets.values())

    def _add_comments(self, record: DocumentRecord, document: Name, sets: list[IncomingSet]) -> None:
        ids: dict[str, Name] = {}
        for comment in record.comments:
            about, writer = self._person(comment.about), self._person(comment.writer)
            if about is None or writer is None:
                self._say(record, "A comment names nobody of this project; it was left out.", lost=True)
                continue
            row = self._comment(comment, document, about, writer)
            item = next((made for one in _first(about, sets) if (made := one.named(comment.item))), "")
            ids[comment.id] = self._draft.add(row._replace(item=item, reply_to=ids.get(comment.reply_to, ""))).id

    def _comment(self, comment: CommentRecord, document: Name, about: Name, writer: Name) -> Comment:
        state = comment.state if comment.state in _COMMENT_STATES else "open"
        row = Comment("", document, about, "", writer, comment.text, comment.at, state=state)
        return row._replace(round=comment.round, place=comment.place, quote=comment.quote)

    def _add_verdict(
        self, record: DocumentRecord, document: Document, verdict: VerdictRecord, work: list[Change]
    ) -> None:
        """`work` is what came in of the document, empty where something was left out."""
        reviewer = self._person(verdict.reviewer)
        if reviewer is None or verdict.verdict not in _VERDICTS:
            self._say(record, "A decision that names nobody of this project, or is none, was left out.", lost=True)
            return
        sets = tuple((person, value) for name, value in verdict.sets if (person := self._person(name)))
        row = Verdict("", document.id, reviewer, verdict.verdict, verdict.gold_digest, sets, verdict.at)
        if verdict.holds and work and len(sets) == len(verdict.sets):
            row = self._holding(row, document, record.text, work)
        elif verdict.holds:
            self._say(record, "Not all of what was approved came in; it has to be approved again.")
        self._draft.add(row._replace(unseen=verdict.unseen, reason=verdict.reason))

    def _holding(self, row: Verdict, document: Document, text: str, work: list[Change]) -> Verdict:
        """A verdict that held where it came from, with the digests its sets have here: labels have other names."""
        doc = AnnotatedDocument(document, text)
        for change in work:
            doc.apply(change)
        gold = self._authors.get(Wanted("final version", GOLD), "")
        sets = tuple((author, digest(doc, doc.set_of(author))) for author, _ in row.sets)
        return row._replace(gold_digest=digest(doc, doc.set_of(gold)), sets=sets)

    def _person(self, name: str) -> Name | None:
        return self._people.get(name.strip())

    def _say(self, record: DocumentRecord, text: str, *, lost: bool = False) -> None:
        self._report(Finding(record.place or record.name, text, lost))


def _first(author: Name, sets: list[IncomingSet]) -> list[IncomingSet]:
    """The sets, that of the author first: ids of items need differ inside one set only."""
    return sorted(sets, key=lambda one: one.author != author)


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
