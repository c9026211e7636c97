"""The manifest beside an export: what it holds, of what, made by which versions."""

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS


class Tally:
    """Counts documents as they pass on their way to a writer."""

    def __init__(self) -> None:
        self.documents = 0
        self.spans: Counter[str] = Counter()
        self.relations: Counter[str] = Counter()
        self.sets = 0
        self.findings: list[Finding] = []  # what the format could not hold
        self.pipelines: set[str] = set()  # whose tokens or suggestions are in the export
        self._texts = hashlib.sha256()

    def passing(self, records: Iterable[DocumentRecord]) -> Iterator[DocumentRecord]:
        """The same records, counted."""
        for record in records:
            self.documents += 1
            self._texts.update(hashlib.sha256(record.text.encode("utf-8")).digest())
            self.pipelines.update([record.tokenizer] if record.tokenizer else ())
            for one in record.sets:
                self.sets += 1
                self.spans.update(span.label for span in one.spans)
                self.relations.update(relation.label for relation in one.relations)
                self.pipelines.update([f"{one.author} {one.version}".strip()] if one.kind == "model" else ())
            yield record

    def as_json(self) -> dict[str, Any]:
        """The counts, labels in alphabetical order; `texts_sha256` is over the hashes of all texts, in their order."""
        counts = {"documents": self.documents, "sets": self.sets, "spans": self.spans.total()}
        return counts | {
            "relations": self.relations.total(),
            "spans_by_label": dict(sorted(self.spans.items())),
            "relations_by_label": dict(sorted(self.relations.items())),
            "texts_sha256": self._texts.hexdigest(),
        }


_ENDING = ".manifest.json"


def manifest_path(path: Path) -> Path:
    """Where the manifest of an export stands."""
    return path.with_name(path.name + _ENDING)


def is_manifest(path: Path) -> bool:
    """Whether a file is the manifest of an export, by its name."""
    return path.name.endswith(_ENDING)


def manifest(
    path: Path, tally: Tally, *, format_id: str, which: str, scheme: dict[str, list[str]], project: str, at: str
) -> str:
    """The manifest's text, JSON. `path` is the finished export, `which` its filter, `at` ISO 8601.

    Raises OSError when the export cannot be read again.
    """
    with open(path, "rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    known = FORMATS.get(format_id)
    value = {
        "format": (known.version if known else "") or format_id,
        "file": {"name": path.name, "sha256": sha256, "bytes": path.stat().st_size},
        "project": project,
        "which": which,
        "counts": tally.as_json(),
        "scheme": scheme,
        "versions": {
            "annotator": _version("annotator"),
            "python": platform.python_version(),
            "pipelines": sorted(tally.pipelines),
        },
        "simplified": [f"{one.place}: {one.text}" for one in tally.findings],
        "at": at,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "from its source"
