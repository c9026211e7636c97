"""Plain text: a file is a document, or each part between blank lines, or each line."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.records import DocumentRecord, Finding
from annotator.formats.decoding import Report, read_text

SPLITS = ("file", "blank", "line")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK = re.compile(r"(?:(?>\r\n|\n|\r)[ \t]*){2,}")  # atomic: "\r\n" is one line end and never two


def read(path: Path, report: Report, *, split: str = "file") -> Iterator[DocumentRecord]:
    """Documents of a text file, named after it; the text of a whole file is kept to the last sign.

    Raises UnreadableFile.
    """
    text = read_text(path, report)
    if not text.strip():
        report(Finding(path.name, "The file is empty; nothing was imported from it.", lost=True))
    elif split == "file":
        yield DocumentRecord(path.stem, text, place=path.name)
    else:
        what, ends = ("line", _LINE_END) if split == "line" else ("part", _BLANK)
        parts = ends.split(text)
        width = len(str(len(parts)))
        for number, part in enumerate(parts, 1):
            part = part.strip("\r\n")
            if part.strip():
                yield DocumentRecord(f"{path.stem}-{number:0{width}}", part, place=f"{path.name}, {what} {number}")
