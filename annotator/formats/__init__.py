"""File formats, one module each, in one table; the format of a file is told from its content."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol, TextIO

from annotator.core.records import DocumentRecord
from annotator.formats import jsonl, plain_text, prodigy_jsonl
from annotator.formats.decoding import Report, UnreadableFile, beginning
from annotator.formats.writing import ExportError

Read = Callable[[Path, Report], Iterator[DocumentRecord]]


class Write(Protocol):
    """Writes documents one by one as they come; what does not fit is reported. Raises ExportError."""

    def __call__(self, records: Iterable[DocumentRecord], out: TextIO, report: Report | None = None) -> None: ...


class Holds(NamedTuple):
    """What a format can carry."""

    nested: bool = True
    discontinuous: bool = False
    relations: bool = True
    attributes: bool = False
    notes: bool = False
    authors: bool = False
    comments: bool = False
    text_exact: bool = True


class Format(NamedTuple):
    """One format: `read` and `write` are None where it cannot; `sniff` says why a beginning looks like it."""

    id: str
    title: str
    suffixes: tuple[str, ...]
    read: Read | None
    write: Write | None
    sniff: Callable[[str], str]
    holds: Holds
    heavy: bool = False  # its library is large: it runs in the worker process, never in the window
    version: str = ""  # what manifests call it; empty: its id

    @property
    def reads(self) -> bool:
        """Whether documents can come in by it."""
        return self.read is not None

    @property
    def writes(self) -> bool:
        """Whether documents can go out by it."""
        return self.write is not None


def _is_text(start: str) -> str:
    return "it is text of no format that is known" if start.strip() else ""


_EVERYTHING = Holds(discontinuous=True, attributes=True, notes=True, authors=True, comments=True)
_PRODIGY = Holds(attributes=True, notes=True, authors=True)

FORMATS: dict[str, Format] = {
    one.id: one
    for one in (
        Format(
            "jsonl",
            "Annotator (lossless)",
            (".jsonl",),
            jsonl.read,
            jsonl.write,
            jsonl.sniff,
            _EVERYTHING,
            version=jsonl.FORMAT,
        ),
        Format(
            "prodigy_jsonl",
            "Prodigy",
            (".jsonl",),
            prodigy_jsonl.read,
            prodigy_jsonl.write,
            prodigy_jsonl.sniff,
            _PRODIGY,
        ),
        Format("text", "Plain text", (".txt", ".text", ".md"), plain_text.read, None, _is_text, Holds(relations=False)),
    )
}

__all__ = ["FORMATS", "ExportError", "Format", "Holds", "Report", "UnreadableFile", "detect"]


def detect(path: Path) -> tuple[Format, str]:
    """The format of a file and the reason, from its content. Raises UnreadableFile, naming what can be read."""
    start = beginning(path)
    for one in FORMATS.values():
        reason = one.sniff(start) if one.read is not None and one.id != "text" else ""
        if reason:
            return one, reason
    if path.suffix.lower() in (".json", ".jsonl") and start.strip():
        known = ", ".join(one.title for one in FORMATS.values() if one.read is not None and one.id != "text")
        raise UnreadableFile(f"{path.name} is JSON of a kind that cannot be read; these can: {known}.")
    return FORMATS["text"], _is_text(start) or "it is empty"
