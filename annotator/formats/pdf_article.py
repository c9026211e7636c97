"""PDF: the text of its pages by PDFium, lines joined to paragraphs, without running heads and page numbers."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding
from annotator.formats.decoding import MOST_BYTES, Report, UnreadableFile
from annotator.formats.format import Format
from annotator.formats.furniture import shown
from annotator.formats.holds import NO, Holds
from annotator.formats.page_lines import HYPHEN, Line, article

MOST_PAGES = 5_000
_END = re.compile(r"\r\n|\n|\r")
META = {"Title": "title", "Author": "author", "Subject": "subject", "Keywords": "keywords"}


def claims(path: Path) -> str:
    """Why a file is of this format; empty when it is not."""
    try:
        with open(path, "rb") as file:
            return "it begins as PDF does" if b"%PDF-" in file.read(1024) else ""
    except OSError:
        return ""


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """One document, named after the file. Raises UnreadableFile."""
    with _opened(path) as document:
        count = len(document)
        if count > MOST_PAGES:
            raise UnreadableFile(
                f"{path.name} has {count:,} pages, more than the {MOST_PAGES:,} that are read; split it."
            )
        found = [_lines(document, number) for number in range(count)]
        said = document.get_metadata_dict(skip_empty=True)
    for number, lines in enumerate(found, 1):
        if lines is None:
            report(Finding(f"{path.name}, page {number}", "This page is broken; it was left out.", lost=True))
    pages = [lines or [] for lines in found]
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(empty) == count:
        why = "is broken" if None in found else "holds pictures of pages and no text: read it by OCR first"
        raise UnreadableFile(f"{path.name} {why}.")
    text, left_out = article(pages)
    meta = {name: said[key] for key, name in META.items() if said.get(key)} | {"pages": count}
    record = DocumentRecord(path.stem, text, meta=meta, place=path.name, left_out=left_out)
    _say(record, empty, report)
    yield record


def _say(record: DocumentRecord, empty: list[int], report: Report) -> None:
    if empty:
        words = f"No text on page {', '.join(map(str, empty[:10]))}{' …' * (len(empty) > 10)}: a picture, or empty."
        report(Finding(record.place, words))
    if record.left_out:
        report(Finding(record.place, f"Left out as running heads and page numbers: {shown(record.left_out)}."))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    library = import_module("pypdfium2")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(f"{path.name} is larger than {MOST_BYTES >> 20} MB; split it.")
        document = library.PdfDocument(path)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except library.PdfiumError as error:
        why = "it wants a password; save it without" if "assword" in str(error) else "it is broken"
        raise UnreadableFile(f"{path.name} cannot be read as PDF: {why}.") from error
    try:
        yield document
    finally:
        document.close()


def _lines(document: Any, number: int) -> list[Line] | None:
    """The lines of a page with where they stand, in points from its lower left corner; None for a broken page."""
    try:
        page = document[number]
        with closing(page), closing(page.get_textpage()) as sheet:
            return list(_placed(sheet, page.get_height()))
    except import_module("pypdfium2").PdfiumError:
        return None


def _placed(sheet: Any, height: float) -> Iterator[Line]:
    text, at = sheet.get_text_range(), 0
    for words, end in _split(text):
        units = len(words.encode("utf-16-le", "surrogatepass")) // 2
        boxes = [sheet.get_charbox(at + before, loose=True) for before in _edges(words)]
        at += units + len(end)
        if boxes:
            (left, _, _, high), (_, low, right, top) = boxes
            yield Line(words.strip().replace("\x00", ""), left, low, right, high, top - low, height)


def _split(text: str) -> Iterator[tuple[str, str]]:
    last = 0
    for found in _END.finditer(text):
        yield text[last : found.start()], found[0]
        last = found.end()
    yield text[last:], ""


def _edges(words: str) -> list[int]:
    """Where the first and last sign that one sees stand in a line, in UTF-16 units, as PDFium counts."""
    seen = [index for index, sign in enumerate(words) if not sign.isspace() and sign != HYPHEN]
    return (
        [len(words[:index].encode("utf-16-le", "surrogatepass")) // 2 for index in (seen[0], seen[-1])] if seen else []
    )


ROW = Format("pdf", "PDF (text of its pages)", (".pdf",), read, None, lambda _start: "", Holds(NO, relations=NO),
             heavy=True, claims=claims)  # fmt: skip
