"""XML that is not trusted: read without entities, networks or bombs; written with every sign that it can hold."""

from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from annotator.formats.decoding import UnreadableFile, read_bytes

MOST_DEEP = 500
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_IN_TEXT = str.maketrans({sign: _SIGNS[sign] for sign in "&<>\r"})
_IN_VALUE = str.maketrans(_SIGNS)


def parse(path: Path) -> Element:
    """The root of a file. Raises UnreadableFile."""
    return parse_bytes(read_bytes(path), path.name)


def parse_bytes(data: bytes, place: str) -> Element:
    """The root of a document in memory; `place` is what sentences call it. Raises UnreadableFile."""
    trees: Any = import_module("defusedxml.ElementTree")
    try:
        root: Element = trees.fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except trees.ParseError as error:
        raise UnreadableFile(f"{place} is not valid XML: {error}.") from error
    except import_module("defusedxml.common").DefusedXmlException as error:
        raise UnreadableFile(f"{place} has entities of its own, which are not read: save it without.") from error
    except (ValueError, LookupError, RecursionError) as error:
        raise UnreadableFile(f"{place} cannot be read as XML: {str(error).rstrip('.')}.") from error
    if _depth(root) > MOST_DEEP:
        raise UnreadableFile(f"{place} is nested too deeply to be read.")
    return root


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level and depth <= MOST_DEEP:
        depth, level = depth + 1, [child for one in level for child in one]
    return depth


def in_text(text: str) -> str:
    """A text as it stands between tags."""
    return text.translate(_IN_TEXT)


def in_value(text: str) -> str:
    """A text as it stands in an attribute, with its quotes."""
    return f'"{text.translate(_IN_VALUE)}"'
