"""Import: documents come in step by step, as one batch that can be cancelled and undone."""

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from time import thread_time
from typing import NamedTuple

from annotator.core import incoming
from annotator.core.change import Draft
from annotator.core.incoming import Incoming, Options, Wanted
from annotator.core.people import join
from annotator.core.records import DocumentRecord, Finding
from annotator.core.rows import Name
from annotator.core.scheme import adopt
from annotator.session.batches import OpenBatch
from annotator.session.naming import Naming
from annotator.session.session import Session

Report = Callable[[Finding], None]
TURN_MS = 4.0  # of processor time, for a step where a window waits for its turn
MOST_ROWS = 20_000  # in one revision
MOST_ROWS_OF_ONE = 900_000  # of one document: names count a revision's rows in 20 bits
MOST_AT_ONCE = 2_000  # documents
TOKENS_AT_ONCE = 50  # documents whose tokens are written together, so that few steps wait for the disk twice


class Step(NamedTuple):
    """How far an import is."""

    documents: int
    skipped: int  # there already
    changed: int = 0  # of the documents, those whose name was there with another text


def import_records(
    session: Session,
    records: Iterable[DocumentRecord],
    report: Report,
    *,
    options: Options | None = None,
    title: str = "Import",
    unknown_labels: str = "add",
    turn_ms: float = TURN_MS,
) -> Iterator[Step]:
    """Import documents, a transaction and a Step at a time; closing the iterator takes back what was written.

    A step takes about `turn_ms` milliseconds of processor time, more where one document alone does. The wait for the
    disk is not counted: it is as long for a small step, so that it would make steps ever smaller where disks are slow.
    `unknown_labels`: "add" puts them in the scheme, "skip" leaves spans with them out. Raises WriteFailed, EditRefused.
    """
    importing = _Import(session, report, options or Options(author=session.actor.name), title, unknown_labels)
    chunks = Chunks(records)
    try:
        began = thread_time()
        while chunk := chunks.next():
            step = importing.take(chunk)
            chunks.fit(thread_time() - began, turn_ms / 1000)
            yield step
            began = thread_time()
        importing.finish()
    except BaseException:
        importing.cancel()
        raise


def import_all(
    session: Session,
    records: Iterable[DocumentRecord],
    report: Report,
    *,
    options: Options | None = None,
    title: str = "Import",
    turn_ms: float = 50.0,
) -> Step:
    """Import documents in one go, where nobody waits for a turn. Raises WriteFailed, EditRefused."""
    steps = import_records(session, records, report, options=options, title=title, turn_ms=turn_ms)
    return reduce(lambda _, step: step, steps, Step(0, 0))


class Chunks:
    """Records in chunks of as many as one turn has time for, found out on the way; never too many rows at once."""

    def __init__(self, records: Iterable[DocumentRecord]) -> None:
        self._records = iter(records)
        self._size = 4
        self._held: DocumentRecord | None = None

    def next(self) -> list[DocumentRecord]:
        """The next chunk; empty at the end."""
        chunk: list[DocumentRecord] = []
        rows = 0
        while len(chunk) < self._size:
            record, self._held = self._held or next(self._records, None), None
            if record is None:
                break
            rows += rows_of(record)
            if chunk and rows > MOST_ROWS:
                self._held = record
                break
            chunk.append(record)
        return chunk

    def fit(self, took: float, wanted: float) -> None:
        """Make the next chunk larger or smaller by the processor time, in seconds, that one took."""
        factor = min(2.0, max(0.25, wanted / max(took, 1e-6)))
        self._size = max(1, min(MOST_AT_ONCE, int(self._size * factor)))


def rows_of(record: DocumentRecord) -> int:
    """About how many rows a document becomes."""
    inside = sum(len(one.spans) + len(one.relations) + len(one.rejections) + len(one.labels) for one in record.sets)
    return 1 + inside + len(record.sets) + len(record.comments) + len(record.verdicts)


class _Import:
    """One import under way."""

    def __init__(self, session: Session, report: Report, options: Options, title: str, unknown_labels: str) -> None:
        self._session, self._report, self._title = session, report, title
        self._add_labels = unknown_labels == "add"
        self._options = options
        self._position = session.next_position()
        self._batch = OpenBatch(session, title, "import")
        self._naming = Naming(session, report)
        self._tokens: list[tuple[Name, str, list[tuple[int, int]]]] = []
        self._done = 0

    def take(self, chunk: list[DocumentRecord]) -> Step:
        """Write some documents."""
        named = [(record, name) for record in chunk if self._fits(record) and (name := self._naming.name_for(record))]
        if named:
            self._options = self._options._replace(batch=self._batch.begin())
            self._prepare([record for record, _ in named])
            self._write(named)
        self._naming.end_chunk()
        self._done += len(named)
        return Step(self._done, self._naming.skipped, self._naming.changed)

    def _fits(self, record: DocumentRecord) -> bool:
        if rows_of(record) <= MOST_ROWS_OF_ONE:
            return True
        words = f"One document may hold {MOST_ROWS_OF_ONE:,} annotations, this has more; it was left out. Split it."
        self._report(Finding(record.place or record.name, words, lost=True))
        return False

    def _write(self, named: list[tuple[DocumentRecord, str]]) -> None:
        draft = Draft()
        adding = Incoming(draft, self._session.scheme, self._session.people, self._options, self._report)
        rows = [adding.add(record, name, self._position + place) for place, (record, name) in enumerate(named)]
        self._position += len(named)
        info = self._batch.do(draft.edit(self._title), texts=adding.texts).info
        for row, (record, _) in zip(rows, named, strict=True):
            if record.tokens:
                name = f"{info.origin}.{info.seq}.{row.id[1:]}"
                self._tokens.append((name, record.tokenizer or "imported", record.tokens))
        if len(self._tokens) >= TOKENS_AT_ONCE:
            self._keep_tokens()

    def _keep_tokens(self) -> None:
        self._session.store_all_tokens(self._tokens)
        self._tokens.clear()

    def _prepare(self, records: list[DocumentRecord]) -> None:
        """Authors and labels first, so that rows can name them."""
        session = self._session
        for wanted in incoming.authors_wanted(records, session.people, self._options):
            self._join(wanted)
        labels = incoming.labels_wanted(records, session.scheme)
        if labels and self._add_labels:
            self._batch.do(adopt(session.scheme, labels, title=self._title))
            names = ", ".join(spec.name for spec in labels)
            self._report(Finding(self._title, f"The scheme lacked these labels; they were added: {names}."))

    def _join(self, wanted: Wanted) -> None:
        name, kind, version, meta_hash = wanted
        self._batch.do(join(self._session.people, name, kind=kind, version=version, meta_hash=meta_hash))

    def finish(self) -> None:
        """Everything is in: the documents are listed from now on."""
        self._keep_tokens()
        self._batch.finish()
        self._naming.finish(self._title)

    def cancel(self) -> None:
        """Take back what was written, unless the file cannot be written at all."""
        if self._session.pending is None and (why := self._batch.take_back()):
            self._report(Finding(self._title, f"The cancelled import could not be taken back: {why}", lost=True))
