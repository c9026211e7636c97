"""What files hold, looked at before they come in: the first documents, their labels, the fields of tables."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import UnreadableFile, tables
from annotator.formats.reading import files_of, read_paths, reader_of
from annotator.formats.relabel_incoming import Counted, labels_of
from annotator.ui.reading_elsewhere import places, read_elsewhere

SHOWN = 5
MOST_DOCUMENTS = 200
MOST_SECONDS = 1.0  # of reading; more documents than that are not needed to see what they are
MOST_FILES = 500  # whose formats are looked at


class Wish(NamedTuple):
    """How files are to be read."""

    format_id: str = "auto"
    split: str = "file"
    cut: bool = False
    table: tables.Asked | None = None


class Survey(NamedTuple):
    """What was found; `whole` says that there are no more documents than those looked at."""

    documents: tuple[DocumentRecord, ...]  # the first
    labels: tuple[Counted, ...]
    looked_at: int
    whole: bool
    findings: tuple[Finding, ...]
    table: tables.Guess | None  # of the first table among the files
    table_path: Path | None
    formats: frozenset[str]  # ids of what the files are
    annotated: bool  # a document looked at has somebody's work in it


def read_heavy(paths: list[Path], format_id: str, folder: Path, known: dict[Path, Path]) -> Iterator[None]:
    """Have read by another process what needs it and is not in `known` yet, where it is entered."""
    files = []
    for path, form in files_of(paths, format_id):
        if path not in known and (reader := reader_of(path, form)):
            files.append((path, reader))
        yield
    first = len(known)
    if files:
        for _ in read_elsewhere(files, folder, first=first):
            yield
        known |= places(files, folder, first=first)


def survey(paths: list[Path], wish: Wish, folder: Path, known: dict[Path, Path]) -> Iterator[Survey | None]:
    """Look at files; the last step is what was found. What another process read is kept in `folder` and `known`."""
    for _ in read_heavy(paths, wish.format_id, folder, known):
        yield None
    findings: list[Finding] = []
    records = read_paths(
        paths, wish.format_id, wish.split, findings.append, heavy=False, cut=wish.cut, elsewhere=known, table=wish.table
    )
    looked: list[DocumentRecord] = []
    began = monotonic()
    whole = True
    for record in records:
        looked.append(record)
        if len(looked) >= MOST_DOCUMENTS or monotonic() - began > MOST_SECONDS:
            whole = next(records, None) is None
            break
        yield None
    formats: dict[str, Path] = {}
    for path, form in islice(files_of(paths, wish.format_id), MOST_FILES):
        formats.setdefault(form.id, path)
        yield None
    table = formats.get(tables.ROW.id)
    yield Survey(
        documents=tuple(looked[:SHOWN]),
        labels=tuple(labels_of(looked)),
        looked_at=len(looked),
        whole=whole,
        findings=tuple(findings),
        table=_guess(table, wish, known.get(table)) if table is not None else None,
        table_path=table,
        formats=frozenset(formats),
        annotated=any(record.sets for record in looked),
    )


def _guess(path: Path, wish: Wish, copy: Path | None) -> tables.Guess | None:
    asked = wish.table or tables.Asked()
    try:
        return tables.detect(path, asked._replace(source=asked.source._replace(copy=copy)))
    except UnreadableFile:
        return None  # which is among the findings
