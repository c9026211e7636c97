"""An export as it lands on disk: the file and its manifest, both whole or neither."""

from collections.abc import Iterable, Iterator
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


def export_file(
    records: Iterable[DocumentRecord],
    chosen: Format,
    out: Path,
    facts: Facts,
    *,
    force: bool = False,
    dry_run: bool = False,
) -> Tally:
    """Write an export and its manifest; nothing is written when there is no document. Raises ExportError.

    What the format could not hold is in the tally's findings.
    """
    tally = Tally()
    passing = tally.passing(records)
    first = next(passing, None)
    if first is None or dry_run:
        for _ in passing:
            pass
        return tally
    if chosen.write is None:
        raise ExportError(f"{chosen.title} cannot be written.")

    def every() -> Iterator[DocumentRecord]:
        yield first
        yield from passing

    with atomic(out, force=force) as file:
        chosen.write(every(), file, tally.findings.append)
    with atomic(manifest_path(out), force=True) as file:
        about = {"format_id": chosen.id, "which": facts.which, "project": facts.project, "at": facts.at}
        file.write(manifest(out, tally, scheme=facts.scheme, **about))
    return tally
