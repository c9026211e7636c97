"""BioC: collections of documents with passages, annotations of several places, relations of several nodes."""

from annotator.formats.bioc_reading import read_json, read_xml
from annotator.formats.bioc_writing import write_json, write_xml
from annotator.formats.format import Format
from annotator.formats.holds import NOT_IN_XML, OURS, YES, Holds
from annotator.formats.json_values import keys_of

_HOLDS = Holds(discontinuous=YES, attributes=YES, notes=YES, unsure=OURS, labels=OURS, meta=OURS)


def sniff_xml(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    return "it is XML with a collection of passages" if "<collection>" in start and "<" in start[:10] else ""


def sniff_json(start: str) -> str:
    """The same of its JSON."""
    keys = keys_of(start)
    return "its documents have passages" if {"documents.passages", "passages.offset"} & keys else ""


XML = Format("bioc_xml", "BioC XML", (".xml",), read_xml, write_xml, sniff_xml, _HOLDS._replace(not_in_text=NOT_IN_XML))
JSON = Format("bioc_json", "BioC JSON", (".json",), read_json, write_json, sniff_json, _HOLDS)
