"""The manifest beside an export: what it holds, of what, made by which versions."""

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord


class Tally:
    """Counts documents as they pass on their way to a writer."""

    def __init__(self) -> None:
        self.documents = 0
        self.spans: Counter[str] = Counter()
        self.relations: Counter[str] = Counter()
        self.sets = 0
        self._texts = hashlib.sha256()

    def passing(self, records: Iterable[DocumentRecord]) -> Iterator[DocumentRecord]:
        """The same records, counted."""
        for record in records:
            self.documents += 1
            self._texts.update(hashlib.sha256(record.text.encode("utf-8")).digest())
            for one in record.sets:
                self.sets += 1
                self.spans.update(span.label for span in one.spans)
                self.relations.update(relation.label for relation in one.relations)
            yield record

    def as_json(self) -> dict[str, Any]:
        """The counts, labels in alphabetical order."""
        counts = {"documents": self.documents, "sets": self.sets, "spans": sum(self.spans.values())}
        return counts | {
            "relations": sum(self.relations.values()),
            "spans_by_label": dict(sorted(self.spans.items())),
            "relations_by_label": dict(sorted(self.relations.items())),
            "texts_sha256": self._texts.hexdigest(),
        }


def manifest_path(path: Path) -> Path:
    """Where the manifest of an export stands."""
    return path.with_name(path.name + ".manifest.json")


def manifest(
    path: Path, tally: Tally, *, format_id: str, which: str, scheme: dict[str, list[str]], project: str, at: str
) -> str:
    """The manifest's text; `path` is the export, or the file that will take its name."""
    value = {
        "format": format_id,
        "file": {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size},
        "project": project,
        "which": which,
        "counts": tally.as_json(),
        "scheme": scheme,
        "versions": {"annotator": _version("annotator"), "python": platform.python_version()},
        "at": at,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "from its source"
