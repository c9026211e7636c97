"""An export as it lands on disk: the file and its manifest, both whole or neither."""

from collections.abc import Iterable, Iterator
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from annotator.core.records import DocumentRecord
from annotator.formats import Format
from annotator.formats.manifest import Tally, manifest, manifest_path
from annotator.formats.writing import ExportError, atomic


class Facts(NamedTuple):
    """What the manifest says of where an export came from."""

    project: str
    which: str
    scheme: dict[str, list[str]]
    at: str  # ISO 8601, UTC


def export_steps(
    records: Iterable[DocumentRecord], chosen: Format, out: Path, facts: Facts, *, force: bool = False
) -> Iterator[Tally]:
    """Write an export and its manifest, yielding the tally after each document.

    Nothing is written when there is no document, or when the iterator is closed before its end. Raises ExportError.
    """
    if chosen.write is None:
        raise ExportError(f"{chosen.title} cannot be written.")
    tally = Tally()
    passing = tally.passing(records)
    first = next(passing, None)
    if first is None:
        return
    with atomic(out, force=force) as file:
        chosen.write([first], file, tally.findings.append)
        yield tally
        for record in passing:
            chosen.write([record], file, tally.findings.append)
            yield tally
    with atomic(manifest_path(out), force=True) as file:
        about = {"format_id": chosen.id, "which": facts.which, "project": facts.project, "at": facts.at}
        file.write(manifest(out, tally, scheme=facts.scheme, **about))


def count(records: Iterable[DocumentRecord]) -> Tally:
    """What an export of these documents would hold; nothing is written."""
    tally = Tally()
    for _ in tally.passing(records):
        pass
    return tally


def export_file(
    records: Iterable[DocumentRecord], chosen: Format, out: Path, facts: Facts, *, force: bool = False
) -> Tally:
    """Write an export and its manifest in one go. Raises ExportError."""
    tally = Tally()
    steps = export_steps(records, chosen, out, facts, force=force)
    return reduce(lambda _, step: step, steps, tally)
