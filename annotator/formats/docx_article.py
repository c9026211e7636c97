"""DOCX: the paragraphs and tables of the main text; what else it holds is left out and said."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.records import DocumentRecord, Finding
from annotator.formats.archives import Archive, names_of
from annotator.formats.decoding import Report, UnreadableFile
from annotator.formats.format import Format
from annotator.formats.furniture import shown
from annotator.formats.holds import NO, Holds

MAIN = "word/document.xml"
MOST_UNPACKED = 1 << 28
PROPERTIES = {"title": "title", "creator": "author", "subject": "subject", "created": "date", "keywords": "keywords"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_BESIDE = {"header": "headers", "footer": "footers", "footnotes": "footnotes", "endnotes": "endnotes"}
_BESIDE |= {"comments": "comments"}
_GONE = ("del", "moveFrom", "Fallback", "txbxContent", "instrText", "delText", "pPr", "rPr")


def claims(path: Path) -> str:
    """Why a file is of this format; empty when it is not."""
    return "it is an archive with word/document.xml" if MAIN in names_of(path) else ""


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """One document, named after the file; a line for each paragraph and each row of a table. Raises UnreadableFile."""
    archive = Archive(path, most=MOST_UNPACKED)
    try:
        if MAIN not in archive:
            raise UnreadableFile(f"{path.name} is no DOCX: it has no {MAIN}.")
        root = archive.xml(MAIN)
        text = "\n".join(_lines(root)).strip("\n")
        meta = _properties(archive)
        beside = {title: list(_beside(archive, sorted(names_of(path)), name)) for name, title in _BESIDE.items()}
    finally:
        archive.close()
    if not text.strip():
        raise UnreadableFile(f"{path.name} holds no text in its paragraphs.")
    record = DocumentRecord(path.stem, text, meta=meta, place=path.name)
    beside["text boxes"] = ["\n".join(_lines(box)) for box in _boxes(root)]
    beside["deleted text"] = [words for one in _named(root, "del") if (words := _deleted(one))]
    for title, passages in beside.items():
        passages = [words for words in passages if words.strip()]
        if passages:
            report(Finding(path.name, f"Left out, {title}: {shown(passages)}."))
            record.left_out += passages
    yield record


def _name(element: Element) -> str:
    """The name without its namespace: two are in use for the same elements."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _lines(element: Element) -> Iterator[str]:
    """The text of paragraphs, and of the rows of tables with tabs between their cells."""
    for child in element:
        name = _name(child)
        if name == "p":
            yield _text(child)
        elif name == "tr":
            yield "\t".join(" ".join(line for line in _lines(cell) if line) for cell in _cells(child))
        elif name not in _GONE:
            yield from _lines(child)


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row, not those of tables inside them."""
    for child in row:
        if _name(child) == "tc":
            yield child
        else:
            yield from _cells(child)


def _text(element: Element) -> str:
    """The signs of a paragraph as they are when changes are accepted."""
    parts: list[str] = []
    for child in element:
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
        elif name not in _GONE:
            parts.append(_text(child))
    return "".join(parts)


def _named(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter() if _name(one) == name)


def _boxes(root: Element) -> list[Element]:
    """Text boxes; each is there twice, once for older programs."""
    old = {id(box) for one in _named(root, "Fallback") for box in _named(one, "txbxContent")}
    return [box for box in _named(root, "txbxContent") if id(box) not in old]


def _deleted(element: Element) -> str:
    return "".join(one.text or "" for one in _named(element, "delText"))


def _beside(archive: Archive, names: list[str], kind: str) -> Iterator[str]:
    """The paragraphs of parts such as word/header1.xml."""
    for name in names:
        if name.startswith(f"word/{kind}") and name.endswith(".xml"):
            yield from (line for line in _lines(archive.xml(name)) if line.strip())


def _properties(archive: Archive) -> dict[str, str]:
    if "docProps/core.xml" not in archive:
        return {}
    found = {_name(one): (one.text or "").strip() for one in archive.xml("docProps/core.xml")}
    return {name: found[key] for key, name in PROPERTIES.items() if found.get(key)}


ROW = Format("docx", "DOCX (main text)", (".docx",), read, None, lambda _start: "", Holds(NO, relations=NO),
             claims=claims)  # fmt: skip
