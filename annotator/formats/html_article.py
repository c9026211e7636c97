"""Web pages: the main text by trafilatura; what was left out is kept beside it."""

import codecs
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding
from annotator.formats.decoding import Report, UnreadableFile, decode, marked, read_bytes
from annotator.formats.format import Format
from annotator.formats.furniture import shown
from annotator.formats.holds import NO, Holds

MOST_BYTES = 20_000_000  # trafilatura reads no larger page
MOST_DEEP = 200  # elements inside each other, which it goes through by calling itself
META = ("title", "author", "date", "sitename", "url", "description")
_UNSEEN = ("script", "style", "noscript", "template", "head")
_INLINE = ("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "mark", "q",
           "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr")  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html\b|head\b|body\b)", re.I | re.S)
_SPACES = re.compile(r"\s+")
_RULE = re.compile(r"^\|(?:---\|)+\n?", re.MULTILINE)
_ROW = re.compile(r"^\| ?(.*?) ?\|[ \t]*$", re.MULTILINE)


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    return "it is a web page" if _HTML.match(start[:4096].lstrip("\ufeff")) else ""


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """The article of a page, named after the file; title, author and date, where the page says them, are metadata.

    Raises UnreadableFile.
    """
    page = _text_of(path, report)
    library = import_module("trafilatura")
    tree = library.load_html(page)
    if tree is None:
        raise UnreadableFile(f"{path.name} is no web page that can be read: it holds no elements.")
    if _depth(tree) > MOST_DEEP:
        raise UnreadableFile(f"{path.name} is nested too deeply to be read; save its text as a file of its own.")
    seen = list(_passages(tree))  # before the library takes the tree apart
    found = _extracted(library, page)
    text = _plain(found.text or "").strip() if found is not None else ""
    if not text:
        raise UnreadableFile(f"{path.name} has no main text that could be told from menus; save it as plain text.")
    meta = {key: value for key in META if isinstance(value := getattr(found, key, None), str) and value}
    record = DocumentRecord(path.stem, text, meta=meta, place=path.name)
    record.left_out = _left_out(seen, text)
    if record.left_out:
        words = f"Left out as page furniture: {shown(record.left_out)}. Look whether the article is whole."
        report(Finding(path.name, words))
    yield record


def _extracted(library: Any, page: str) -> Any:
    asked: dict[str, Any] = {"include_comments": False, "include_tables": True, "with_metadata": True}
    asked |= {"date_extraction_params": {"extensive_search": False}}  # no date guessed from a number in the text
    for more in ({}, {"favor_recall": True}):  # the second for short pages
        found = library.bare_extraction(page, **asked, **more)
        if found is not None and found.text:
            return found
    return None


def _text_of(path: Path, report: Report) -> str:
    data = read_bytes(path)
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB, too large for a web page.")
    said = _CHARSET.search(data[:4096])
    if said is not None and not marked(data)[0]:
        try:
            return data.decode(codecs.lookup(said[1].decode("ascii")).name)
        except (LookupError, ValueError):
            pass  # it says what it is not; told from the bytes instead
    return decode(data, path.name, report)


def _plain(text: str) -> str:
    """Tables as rows of cells with tabs between them, not as Markdown."""
    return _ROW.sub(lambda row: row[1].replace(" | ", "\t"), _RULE.sub("", text))


# ---- what was left out


def _depth(tree: Any) -> int:
    deepest, level = 0, [tree]
    while level and deepest <= MOST_DEEP:
        deepest, level = deepest + 1, [child for one in level for child in one]
    return deepest


def _passages(tree: Any) -> Iterator[str]:
    """The words of each block of a page that one can see, in order."""
    for _block, nodes in groupby(tree.xpath("//body//text()"), key=_block_of):
        words = _SPACES.sub(" ", "".join(nodes)).strip() if _block is not None else ""
        if words:
            yield words


def _block_of(node: Any) -> Any:
    """The block element that a text node is in; None for one that is not seen."""
    element = node.getparent().getparent() if node.is_tail else node.getparent()
    while element is not None and element.tag in _INLINE:
        element = element.getparent()
    unseen = element is None or element.tag in _UNSEEN or not isinstance(element.tag, str)
    return None if unseen else element


def _left_out(seen: list[str], text: str) -> list[str]:
    kept = _SPACES.sub("", text)
    lost = dict.fromkeys(words for words in seen if _SPACES.sub("", words) not in kept)
    return list(lost)


ROW = Format(
    "html", "Web page (main text)", (".html", ".htm", ".xhtml"), read, None, sniff, Holds(NO, relations=NO), heavy=True
)
