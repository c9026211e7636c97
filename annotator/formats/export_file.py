"""An export as it lands on disk: the file or folder and its manifest, all of it or nothing."""

from collections.abc import Iterable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

from annotator.core.records import DocumentRecord
from annotator.formats import Format
from annotator.formats.loss import Losses, OnLoss
from annotator.formats.manifest import Tally, manifest, manifest_path
from annotator.formats.output import out_file, out_folder
from annotator.formats.writing import ExportError, atomic


class Facts(NamedTuple):
    """What the manifest says of where an export came from."""

    project: str
    which: str
    scheme: dict[str, list[str]]
    at: str  # ISO 8601, UTC


class LossyExport(ExportError):
    """An export that was stopped because the format cannot hold all of it; nothing was written."""

    def __init__(self, chosen: Format, losses: Losses) -> None:
        self.losses = losses
        found = " ".join(losses.sentences())
        super().__init__(f"{chosen.title} cannot hold all of it; nothing was written. {found}")


def export_steps(
    records: Iterable[DocumentRecord],
    chosen: Format,
    out: Path,
    facts: Facts,
    *,
    force: bool = False,
    on_loss: OnLoss = "simplify",
) -> Iterator[Tally]:
    """Write an export and its manifest, yielding the tally after each document.

    Nothing is written when there is no document, or when the iterator is closed before its end. Raises ExportError;
    LossyExport where `on_loss` is "stop" and the format cannot hold everything.
    """
    if chosen.write is None:
        raise ExportError(f"{chosen.title} cannot be written.")
    tally = Tally(on_loss)
    passing = tally.passing(records, chosen.holds)
    first = next(passing, None)
    if first is None:
        return
    place = out_folder(out, force=force) if chosen.folder else out_file(out, force=force)
    with place as target:
        for part in chosen.write(_again(first, passing), tally.findings.append):
            target.put(part)
            yield tally
        if on_loss == "stop" and tally.losses.stops:
            raise LossyExport(chosen, tally.losses)
    write_manifest(out, tally, chosen, facts)


def write_manifest(
    out: Path,
    tally: Tally,
    chosen: Format,
    facts: Facts,
    *,
    split: dict[str, Any] | None = None,
    parts: dict[str, Tally] | None = None,
) -> None:
    """Write the manifest of a finished export. Raises ExportError."""
    about = {"format_id": chosen.id, "which": facts.which, "project": facts.project, "at": facts.at}
    with atomic(manifest_path(out), force=True) as file:
        file.write(manifest(out, tally, scheme=facts.scheme, split=split, parts=parts, **about))


def _again(first: DocumentRecord, rest: Iterator[DocumentRecord]) -> Iterator[DocumentRecord]:
    yield first
    yield from rest


def count_steps(records: Iterable[DocumentRecord], chosen: Format, on_loss: OnLoss = "simplify") -> Iterator[Tally]:
    """What an export of these documents would hold and lose, after each document; nothing is written."""
    tally = Tally(on_loss)
    for _ in tally.passing(records, chosen.holds):
        yield tally


def count(records: Iterable[DocumentRecord], chosen: Format, on_loss: OnLoss = "simplify") -> Tally:
    """What an export of these documents would hold and lose; nothing is written."""
    return reduce(lambda _, step: step, count_steps(records, chosen, on_loss), Tally(on_loss))


def export_file(
    records: Iterable[DocumentRecord],
    chosen: Format,
    out: Path,
    facts: Facts,
    *,
    force: bool = False,
    on_loss: OnLoss = "simplify",
) -> Tally:
    """Write an export and its manifest in one go. Raises ExportError."""
    steps = export_steps(records, chosen, out, facts, force=force, on_loss=on_loss)
    return reduce(lambda _, step: step, steps, Tally(on_loss))
