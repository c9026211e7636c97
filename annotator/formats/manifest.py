"""The manifest beside an export: what it holds, of what, made by which versions."""

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding, SetRecord
from annotator.formats import FORMATS
from annotator.formats.checking import check_offsets
from annotator.formats.companions import is_manifest, manifest_path
from annotator.formats.fitting import fitted
from annotator.formats.holds import Holds
from annotator.formats.loss import Losses, OnLoss

__all__ = ["Tally", "is_manifest", "manifest", "manifest_path"]


class Tally:
    """Counts documents as they pass on their way to a writer."""

    def __init__(self, on_loss: OnLoss = "simplify") -> None:
        self.losses = Losses(on_loss)  # what the format cannot hold, by kind
        self.documents = 0
        self.spans: Counter[str] = Counter()
        self.relations: Counter[str] = Counter()
        self.sets = 0
        self.findings: list[Finding] = []  # what the format could not hold
        self.pipelines: set[str] = set()  # whose tokens or suggestions are in the export
        self._texts = hashlib.sha256()

    def passing(self, records: Iterable[DocumentRecord], holds: Holds) -> Iterator[DocumentRecord]:
        """The records as a format holds them, counted; what it cannot hold is counted, too.

        Raises ExportError when a span does not stand in its text.
        """
        for record in records:
            self.documents += 1
            self._texts.update(hashlib.sha256(record.text.encode("utf-8")).digest())
            self.pipelines.update([record.tokenizer] if record.tokenizer else ())
            check_offsets(record)
            fit, lost = fitted(record, holds, self.losses.on_loss)
            self.findings += self.losses.add(lost)
            for one in (one for part in fit for one in part.sets):
                self._count(one)
            yield from fit

    def _count(self, one: SetRecord) -> None:
        self.sets += 1
        self.spans.update(span.label for span in one.spans)
        self.relations.update(relation.label for relation in one.relations)
        self.pipelines.update([f"{one.author} {one.version}".strip()] if one.kind == "model" else ())

    def as_json(self) -> dict[str, Any]:
        """The counts, labels in alphabetical order; `texts_sha256` is over the hashes of all texts, in their order."""
        counts = {"documents": self.documents, "sets": self.sets, "spans": self.spans.total()}
        return counts | {
            "relations": self.relations.total(),
            "spans_by_label": dict(sorted(self.spans.items())),
            "relations_by_label": dict(sorted(self.relations.items())),
            "texts_sha256": self._texts.hexdigest(),
        }


def manifest(
    path: Path, tally: Tally, *, format_id: str, which: str, scheme: dict[str, list[str]], project: str, at: str
) -> str:
    """The manifest's text, JSON. `path` is the finished export, `which` its filter, `at` ISO 8601.

    Raises OSError when the export cannot be read again.
    """
    known = FORMATS.get(format_id)
    value = {
        "format": (known.version if known else "") or format_id,
        "file": _folder(path) if path.is_dir() else _file(path),
        "project": project,
        "which": which,
        "counts": tally.as_json(),
        "scheme": scheme,
        "versions": {
            "annotator": _version("annotator"),
            "python": platform.python_version(),
            "pipelines": sorted(tally.pipelines),
        },
        "lost": tally.losses.as_json(),
        "simplified": [f"{one.place}: {one.text}" for one in tally.findings],
        "at": at,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _file(path: Path) -> dict[str, Any]:
    with open(path, "rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": path.name, "sha256": sha256, "bytes": path.stat().st_size}


def _folder(path: Path) -> dict[str, Any]:
    """Each file of a folder, named as seen from it."""
    inside = sorted(found for found in path.rglob("*") if found.is_file())
    files = [_file(found) | {"name": found.relative_to(path).as_posix()} for found in inside]
    return {"name": path.name, "bytes": sum(one["bytes"] for one in files), "files": files}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "from its source"
