"""Plain text: a file is a document, or each part between blank lines, or each line."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.records import DocumentRecord, Finding
from annotator.formats.decoding import Report, read_text

SPLITS = ("file", "blank", "line")
_BLANK = re.compile(r"(?:\r?\n[ \t]*){2,}")


def read(path: Path, report: Report, *, split: str = "file") -> Iterator[DocumentRecord]:
    """Documents of a text file, named after it. Raises UnreadableFile."""
    text = read_text(path, report)
    if not text.strip():
        report(Finding(path.name, "The file is empty; nothing was imported from it.", lost=True))
        return
    if split == "file":
        yield DocumentRecord(path.stem, text, place=path.name)
        return
    parts = _BLANK.split(text) if split == "blank" else text.split("\n")
    kept = [part.rstrip("\r") for part in parts if part.strip()]
    width = len(str(len(kept)))
    for number, part in enumerate(kept, 1):
        yield DocumentRecord(f"{path.stem}-{number:0{width}}", part, place=f"{path.name}, part {number}")
