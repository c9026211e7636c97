"""A project in memory that documents come into and go out of, without a store."""

import io
from collections.abc import Iterable

from annotator.core.change import Change, Draft, Edit, with_names
from annotator.core.document import AnnotatedDocument
from annotator.core.incoming import Incoming, Options, authors_wanted, labels_wanted
from annotator.core.outgoing import outgoing
from annotator.core.people import People, join
from annotator.core.records import DocumentRecord, Finding
from annotator.core.rows import Document
from annotator.core.scheme import Scheme, adopt
from annotator.formats import jsonl


class Project:
    """Scheme, people and documents; rows get names of one origin, as a store would give them."""

    def __init__(self, origin: str = "b") -> None:
        self.scheme, self.people = Scheme(), People()
        self.documents: list[AnnotatedDocument] = []
        self.findings: list[Finding] = []
        self._origin, self._seq = origin, 0

    def do(self, edit: Edit) -> tuple[Change, ...]:
        """Follow an edit of the scheme or the people."""
        self._seq += 1
        changes = with_names(edit.changes, f"{self._origin}.{self._seq}")
        for change in changes:
            (self.people if change.table in ("author", "person_role") else self.scheme).apply(change)
        return changes

    def take(
        self, records: Iterable[DocumentRecord], options: Options | None = None, *, add_labels: bool = True
    ) -> list[AnnotatedDocument]:
        """Import as a session does: authors and labels first, then the documents."""
        records, options = list(records), options or Options(author="Ana")
        for author in authors_wanted(records, self.people, options):
            self.do(
                join(self.people, author.name, kind=author.kind, version=author.version, meta_hash=author.meta_hash)
            )
        labels = labels_wanted(records, self.scheme)
        if labels and add_labels:
            self.do(adopt(self.scheme, labels))
        draft = Draft()
        adding = Incoming(draft, self.scheme, self.people, options, self.findings.append)
        rows = [adding.add(record, record.name, place) for place, record in enumerate(records)]
        self._seq += 1
        made = self._documents(with_names(draft.changes, f"{self._origin}.{self._seq}"), adding.texts)
        assert len(made) == len(rows)
        self.documents += made
        return made

    def _documents(self, changes: tuple[Change, ...], texts: dict[str, str]) -> list[AnnotatedDocument]:
        made: dict[str, AnnotatedDocument] = {}
        for change in changes:
            row = change.after
            if isinstance(row, Document):
                made[row.id] = AnnotatedDocument(row, texts[row.sha256])
            else:
                made[change.document].apply(change)
        return list(made.values())

    def lost(self) -> list[str]:
        """What was said to be left out."""
        return [f"{one.place}: {one.text}" for one in self.findings if one.lost]

    def everything(self, doc: AnnotatedDocument) -> DocumentRecord:
        """The whole document as a record."""
        return outgoing(doc, self.scheme, self.people, list(doc.sets.values()), whole=True)

    def lines(self, documents: Iterable[AnnotatedDocument]) -> str:
        """The documents in our own format."""
        out = io.StringIO()
        jsonl.write([self.everything(doc) for doc in documents], out)
        return out.getvalue()
