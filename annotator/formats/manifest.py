"""The manifest beside an export: what it holds, of what, made by which versions."""

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding, SetRecord
from annotator.formats import FORMATS
from annotator.formats.checking import check_offsets
from annotator.formats.companions import is_manifest, manifest_path
from annotator.formats.fitting import FINISHED, fitted
from annotator.formats.holds import Holds
from annotator.formats.loss import Losses, OnLoss

VERSION = "annotator-manifest/2"
_SHORT = 8  # bytes of a hash that are kept of each document

__all__ = ["Tally", "content_digest", "is_manifest", "manifest", "manifest_path"]


class Tally:
    """Counts documents as they pass on their way to a writer."""

    def __init__(self, on_loss: OnLoss = "simplify") -> None:
        self.losses = Losses(on_loss)  # what the format cannot hold, by kind
        self.documents = 0
        self.spans: Counter[str] = Counter()
        self.relations: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()  # of whole documents
        self.sets = 0
        self.states: Counter[str] = Counter()  # of sets; "not looked at" of documents without any
        self.empty = 0  # sets that are finished and have nothing in them
        self.authors: dict[str, set[str]] = {"person": set(), "model": set(), "gold": set()}
        self.languages: Counter[str] = Counter()
        self.findings: list[Finding] = []  # what the format could not hold
        self.pipelines: set[str] = set()  # whose tokens or suggestions are in the export
        self.texts = hashlib.sha256()
        self._names: list[str] = []
        self._digests = bytearray()  # of each document: 8 bytes of its text, 8 of what is marked in it

    def passing(self, records: Iterable[DocumentRecord], holds: Holds) -> Iterator[DocumentRecord]:
        """The records as a format holds them, counted; what it cannot hold is counted, too.

        Raises ExportError when a span does not stand in its text.
        """
        for record in records:
            self._take(record)
            check_offsets(record)
            fit, lost = fitted(record, holds, self.losses.on_loss)
            self.findings += self.losses.add(lost)
            for part in fit:
                self.states["not looked at"] += not part.sets
                for one in part.sets:
                    self._count(one)
            yield from fit

    def _take(self, record: DocumentRecord) -> None:
        self.documents += 1
        text = hashlib.sha256(record.text.encode("utf-8")).digest()
        self.texts.update(text)
        self._names.append(record.name)
        self._digests += text[:_SHORT] + content_digest(record)[:_SHORT]
        self.pipelines.update([record.tokenizer] if record.tokenizer else ())
        self.languages[record.language] += 1

    def _count(self, one: SetRecord) -> None:
        self.sets += 1
        self.states[one.state] += 1
        self.empty += one.state in FINISHED and not (one.spans or one.relations or one.labels)
        self.authors.setdefault(one.kind, set()).add(one.author)
        self.spans.update(span.label for span in one.spans)
        self.relations.update(relation.label for relation in one.relations)
        self.labels.update(one.labels)
        self.pipelines.update([f"{one.author} {one.version}".strip()] if one.kind == "model" else ())

    def add(self, other: "Tally") -> None:
        """Count what another tally counted, too; `texts_sha256` is then over those of the others."""
        self.documents += other.documents
        self.sets += other.sets
        self.empty += other.empty
        for mine, theirs in (
            (self.spans, other.spans),
            (self.relations, other.relations),
            (self.labels, other.labels),
            (self.states, other.states),
            (self.languages, other.languages),
        ):
            mine.update(theirs)
        for kind, names in other.authors.items():
            self.authors.setdefault(kind, set()).update(names)
        self.losses.add_all(other.losses)
        self.findings += other.findings
        self.pipelines |= other.pipelines
        self.texts.update(other.texts.digest())

    def as_json(self) -> dict[str, Any]:
        """The counts, labels in alphabetical order; `texts_sha256` is over the hashes of all texts, in their order."""
        counts = {"documents": self.documents, "sets": self.sets, "spans": self.spans.total()}
        return counts | {
            "relations": self.relations.total(),
            "spans_by_label": dict(sorted(self.spans.items())),
            "relations_by_label": dict(sorted(self.relations.items())),
            "documents_by_label": dict(sorted(self.labels.items())),
            "states": {state: count for state, count in sorted(self.states.items()) if count},
            "empty": self.empty,
            "authors": {kind: len(names) for kind, names in self.authors.items()},
            "texts_sha256": self.texts.hexdigest(),
        }

    def each(self, part: str = "") -> Iterator[dict[str, str]]:
        """Each document: its name, short hashes of its text and of what is marked in it, and its part, if any."""
        for number, name in enumerate(self._names):
            digest = self._digests[2 * _SHORT * number : 2 * _SHORT * (number + 1)].hex()
            row = {"name": name, "text": digest[: 2 * _SHORT], "content": digest[2 * _SHORT :]}
            yield row | ({"part": part} if part else {})


def content_digest(record: DocumentRecord) -> bytes:
    """A hash of what is marked in a document, whoever did it and whatever the items are called."""
    contents = sorted(json.dumps(_content(one), sort_keys=True, ensure_ascii=False) for one in record.sets)
    return hashlib.sha256("\n".join(contents).encode("utf-8", "surrogatepass")).digest()


def _content(one: SetRecord) -> list[Any]:
    ends = {span.id: [span.fragments, span.label] for span in one.spans}
    spans = [[*ends[span.id], span.attributes, span.note, span.unsure] for span in one.spans]
    ties = [
        [ends.get(tie.head), ends.get(tie.tail), tie.label, tie.attributes, tie.note, tie.unsure]
        for tie in one.relations
    ]
    return [sorted(spans, key=repr), sorted(ties, key=repr), sorted(one.labels)]


def manifest(
    path: Path,
    tally: Tally,
    *,
    format_id: str,
    which: str,
    scheme: dict[str, list[str]],
    project: str,
    at: str,
    split: dict[str, Any] | None = None,
    parts: dict[str, Tally] | None = None,
) -> str:
    """The manifest's text, JSON. `path` is the finished export, `which` its filter, `at` ISO 8601; `split` and `parts`
    are those of a training set, `tally` then counts all of it.

    Raises OSError when the export cannot be read again.
    """
    known = FORMATS.get(format_id)
    value = {
        "manifest": VERSION,
        "format": (known.version if known else "") or format_id,
        "file": _folder(path) if path.is_dir() else _file(path),
        "project": project,
        "which": which,
        "counts": tally.as_json(),
        **({"split": split} if split else {}),
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
    each = chain.from_iterable(one.each(name) for name, one in parts.items()) if parts else tally.each()
    rows = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in each)  # a line for each, for `diff`
    return f'{json.dumps(value, ensure_ascii=False, indent=2)[:-2]},\n  "documents": [\n{rows}\n  ]\n}}\n'


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
