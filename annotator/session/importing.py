"""Import: documents come in step by step, as one batch that can be cancelled and undone."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from annotator.core import incoming
from annotator.core.change import Draft, EditRefused
from annotator.core.incoming import Incoming, Options, Wanted
from annotator.core.people import join
from annotator.core.records import DocumentRecord, Finding
from annotator.core.rows import Batch
from annotator.core.scheme import adopt
from annotator.session.session import Session

Report = Callable[[Finding], None]
STEP = 20  # documents in one transaction where a window waits for its turn


class Step(NamedTuple):
    """How far an import is."""

    documents: int
    skipped: int  # there already


def import_records(
    session: Session,
    records: Iterable[DocumentRecord],
    report: Report,
    *,
    options: Options | None = None,
    title: str = "Import",
    unknown_labels: str = "add",
    step: int = STEP,
) -> Iterator[Step]:
    """Import documents, a transaction and a Step at a time; closing the iterator takes back what was written.

    `unknown_labels`: "add" puts them in the scheme, "skip" leaves spans with them out. Raises WriteFailed.
    """
    importing = _Import(session, report, options or Options(author=session.actor.name), title, unknown_labels)
    source = iter(records)
    try:
        while chunk := list(islice(source, step)):
            yield importing.take(chunk)
        importing.finish()
    except BaseException:
        importing.cancel()
        raise


class _Import:
    """One import under way."""

    def __init__(self, session: Session, report: Report, options: Options, title: str, unknown_labels: str) -> None:
        self._session, self._report, self._title = session, report, title
        self._add_labels = unknown_labels == "add"
        self._position = session.next_position()
        self._options = options
        self._batch: Batch | None = None
        self._part_of = 0
        self._done = self._skipped = 0
        self._names: set[str] = set()

    def take(self, chunk: list[DocumentRecord]) -> Step:
        """Write some documents."""
        kept = [(record, name) for record in chunk if (name := self._name_for(record))]
        if kept:
            self._begin()
            records = [record for record, _ in kept]
            self._prepare(records)
            draft = Draft()
            adding = Incoming(draft, self._session.scheme, self._session.people, self._options, self._report)
            documents = []
            for record, name in kept:
                documents.append(adding.add(record, name, self._position))
                self._position += 1
            happened = self._session.do(draft.edit(self._title), texts=adding.texts, part_of=self._part_of)
            self._keep_tokens(records, happened.info.origin, happened.info.seq, [row.id for row in documents])
        self._done += len(kept)
        return Step(self._done, self._skipped)

    def _keep_tokens(self, records: list[DocumentRecord], origin: str, seq: int, names: list[str]) -> None:
        for record, name in zip(records, names, strict=True):
            if record.tokens:
                document = f"{origin}.{seq}.{name[1:]}"
                self._session.store_tokens(document, record.tokenizer or "imported", record.tokens)

    def _name_for(self, record: DocumentRecord) -> str:
        """The name a document gets; empty for one that is there already, which is said."""
        place = record.place or record.name
        if not record.text.strip():
            self._report(Finding(place, "The text is empty; the document was left out.", lost=True))
            return ""
        name = " ".join(record.name.split())[:200] or "untitled"
        texts = self._session.texts_named(name)
        if incoming.text_hash(record.text) in texts:
            self._report(Finding(place, f'"{name}" is in the project already, with the same text; it was left out.'))
            self._skipped += 1
            return ""
        if not texts and name not in self._names:
            self._names.add(name)
            return name
        number = 2
        while self._session.texts_named(f"{name} ({number})") or f"{name} ({number})" in self._names:
            number += 1
        self._names.add(f"{name} ({number})")
        self._report(Finding(place, f'Another document is called "{name}"; this one became "{name} ({number})".'))
        return f"{name} ({number})"

    def _begin(self) -> None:
        if self._batch is None:
            draft = Draft()
            draft.add(Batch("", self._title, "import", "open"))
            happened = self._session.do(draft.edit(self._title))
            row = happened.changes[0].after
            assert isinstance(row, Batch)
            self._batch, self._part_of = row, happened.info.seq
            self._options = self._options._replace(batch=row.id)

    def _prepare(self, records: list[DocumentRecord]) -> None:
        """Authors and labels first, so that rows can name them."""
        session = self._session
        for wanted in incoming.authors_wanted(records, session.people, self._options):
            self._join(wanted)
        labels = incoming.labels_wanted(records, session.scheme)
        if labels and self._add_labels:
            session.do(adopt(session.scheme, labels, title=self._title), part_of=self._part_of)
            names = ", ".join(spec.name for spec in labels)
            self._report(Finding(self._title, f"The scheme lacked these labels; they were added: {names}."))

    def _join(self, wanted: Wanted) -> None:
        edit = join(
            self._session.people, wanted.name, kind=wanted.kind, version=wanted.version, meta_hash=wanted.meta_hash
        )
        self._session.do(edit, part_of=self._part_of)

    def finish(self) -> None:
        """Everything is in: the documents are listed from now on."""
        if self._batch is not None:
            draft = Draft()
            draft.replace(self._batch, self._batch._replace(state="done"))
            self._session.do(draft.edit(self._title), part_of=self._part_of)

    def cancel(self) -> None:
        """Take back what was written, unless the file cannot be written at all."""
        if self._batch is not None and self._session.pending is None:
            try:
                self._session.undo()
            except EditRefused as refusal:
                self._report(Finding(self._title, f"The cancelled import could not be taken back: {refusal.reason}"))
