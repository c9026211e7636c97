"""File formats, one module each, in one table; the format of a file is told from its content."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from annotator.core.records import DocumentRecord
from annotator.formats import jsonl, plain_text, prodigy_jsonl
from annotator.formats.decoding import Report, UnreadableFile
from annotator.formats.writing import ExportError

Read = Callable[[Path, Report], Iterator[DocumentRecord]]
Write = Callable[[Iterable[DocumentRecord], TextIO], None]


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


def _is_text(start: str) -> str:
    return "it is text of no format that is known" if start.strip() else ""


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
            Holds(discontinuous=True, attributes=True, notes=True, authors=True, comments=True),
        ),
        Format(
            "prodigy_jsonl",
            "Prodigy",
            (".jsonl",),
            prodigy_jsonl.read,
            prodigy_jsonl.write,
            prodigy_jsonl.sniff,
            Holds(attributes=True, notes=True, authors=True),
        ),
        Format("text", "Plain text", (".txt", ".text", ".md"), plain_text.read, None, _is_text, Holds(relations=False)),
    )
}

__all__ = ["FORMATS", "ExportError", "Format", "Holds", "Report", "UnreadableFile", "detect"]


def detect(path: Path) -> tuple[Format, str]:
    """The format of a file and the reason, from its content. Raises UnreadableFile when it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read(16_384)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error
    start = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "ignore")
    for one in FORMATS.values():
        reason = one.sniff(start) if one.read is not None else ""
        if reason and (path.suffix.lower() in (*one.suffixes, ".json") or one.id != "text"):
            return one, reason
    return FORMATS["text"], _is_text(start) or "the file is empty"
