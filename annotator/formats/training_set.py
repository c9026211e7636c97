"""A training set as it lands on disk: a folder with train, dev and test, a card, and the manifest beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import Format
from annotator.formats.card import CARD, card
from annotator.formats.export_file import Facts, LossyExport, write_manifest
from annotator.formats.loss import OnLoss
from annotator.formats.manifest import Tally
from annotator.formats.output import OutFolder, Part, out_folder
from annotator.formats.splitting import Split, Splitting, key_of, missing
from annotator.formats.writing import ExportError

Source = Callable[[Sequence[int] | None], Iterable[DocumentRecord]]
"""Gives all documents for None; for places from 0, the documents that stood there when all were given."""


class TrainingSet:
    """One export in parts: all documents are read to part them, then once more to write them."""

    def __init__(self, source: Source, chosen: Format, split: Split, *, on_loss: OnLoss = "simplify") -> None:
        """Raises ExportError where the format cannot be written, or the split is none."""
        if chosen.write is None:
            raise ExportError(f"{chosen.title} cannot be written.")
        self._source, self._chosen, self._split, self._on_loss = source, chosen, split, on_loss
        self.splitting = Splitting(split)
        self.total = Tally(on_loss)  # of all parts
        self.parts: dict[str, Tally] = {}

    def steps(self, out: Path, facts: Facts, *, force: bool = False) -> Iterator[Tally]:
        """Write it, yielding after each document; nothing when there is none, or when the iterator is closed early.

        Raises ExportError; LossyExport where losses are to stop it.
        """
        yield from self.plan()
        if not self.splitting.keys:
            return
        with out_folder(out, force=force) as target:
            for part in self._split.parts:
                yield from self._write(part, target)
            if self._on_loss == "stop" and self.total.losses.stops:
                raise LossyExport(self._chosen, self.total.losses)
            about = card(out.name, self._chosen, self.total, self.parts, facts, self.splitting)
            target.put(Part(about, CARD))
        write_manifest(out, self.total, self._chosen, facts, split=self.as_json(), parts=self.parts)

    def plan(self) -> Iterator[Tally]:
        """Read every document and decide where it belongs. Raises ExportError."""
        for record in self._source(None):
            self.splitting.add(record)
            yield self.total
        if self.splitting.keys:
            for _ in self.splitting.steps():
                yield self.total

    def count_steps(self) -> Iterator[Tally]:
        """What it would hold and lose, after each document; nothing is written. Raises ExportError."""
        yield from self.plan()
        for part in self._split.parts if self.splitting.keys else ():
            for _ in self._passing(part):
                yield self.total

    def _write(self, part: str, target: OutFolder) -> Iterator[Tally]:
        chosen = self._chosen
        assert chosen.write is not None
        name = part if chosen.folder else f"{part}{chosen.suffixes[0]}"
        with target.inside(name, folder=chosen.folder) as place:
            for piece in chosen.write(self._passing(part), self.total.findings.append):
                place.put(piece)
                yield self.total

    def _passing(self, part: str) -> Iterator[DocumentRecord]:
        """The documents of a part as the format holds them, counted for the part and for all."""
        mine = self.parts[part] = Tally(self._on_loss)
        yield from mine.passing(self._unchanged(part), self._chosen.holds)
        self.total.add(mine)

    def _unchanged(self, part: str) -> Iterator[DocumentRecord]:
        places = self.splitting.places(part)
        records = iter(self._source(places))
        for place in places:
            record = next(records, None)
            if record is None or key_of(record) != self.splitting.keys[place]:
                raise ExportError("The project changed while it was exported; nothing was written. Export again.")
            yield record

    def findings(self) -> list[Finding]:
        """What there is to say of the parts: labels that one of them lacks."""
        used = {name: one.spans + one.relations + one.labels for name, one in self.parts.items()}
        gaps = missing(self._split, used)
        return [Finding(part, f"has no {', '.join(labels)}, which other parts have.") for part, labels in gaps.items()]

    def as_json(self) -> dict[str, Any]:
        """How documents were parted, and the counts of each part; for manifests and scripts."""
        return self.splitting.as_json() | {"parts": {name: one.as_json() for name, one in self.parts.items()}}

    def sentence(self) -> str:
        """How documents were parted, such as "train 80, dev 10, test 10; 4 documents stay together in 2 groups"."""
        sizes = ", ".join(f"{name} {one.documents:,}" for name, one in self.parts.items())
        groups = [group for group in self.splitting.groups if len(group) > 1]
        if not groups:
            return sizes
        why = ", ".join(f"{why} {count:,}" for why, count in self.splitting.joined.most_common() if count)
        what = "1 group" if len(groups) == 1 else f"{len(groups):,} groups"
        return f"{sizes}; {sum(map(len, groups)):,} documents stay together in {what}: {why}"
