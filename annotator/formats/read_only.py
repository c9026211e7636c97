"""Formats that are read and not written: UBIAI's JSON, YEDDA's brackets, GATE's XML."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.decoding import Report, UnreadableFile, read_text
from annotator.formats.format import Format
from annotator.formats.holds import NO, YES, Holds
from annotator.formats.json_values import json_objects, keys_of
from annotator.formats.xml_tree import parse

_MARKED = re.compile(r"\[[@$]((?:(?!\[[@$]|#[^#\[\]]*\*\]).)*)#([^#\[\]*]+)\*\]", re.DOTALL)
_GRAMMAR = ("Token", "SpaceToken", "Sentence", "Split", "Lookup", "paragraph")

# ---- UBIAI


def read_ubiai(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document for each item. Raises UnreadableFile."""
    for number, (place, value) in enumerate(json_objects(path, report), 1):
        text = value.get("document")
        if not isinstance(text, str) or not text:
            report(Finding(place, 'No "document"; it was left out.', lost=True))
            continue
        name = value.get("documentName")
        record = DocumentRecord(name if isinstance(name, str) and name else f"{path.stem}-{number}", text, place=place)
        one, first = SetRecord(), dict[Any, SpanRecord]()
        for item in _objects(value.get("tokens")):
            start, end, label = item.get("start"), item.get("end"), item.get("entityLabel")
            if not shape.is_whole(start) or not shape.is_whole(end) or not isinstance(label, str):
                report(Finding(place, "An entity has no start, end and label; it was left out.", lost=True))
                continue
            surface = item.get("text")
            span = SpanRecord(f"s{len(one.spans) + 1}", ((start, end),), label)
            span.surface = surface if isinstance(surface, str) else ""
            one.spans.append(span)
            if shape.is_whole(item.get("token_start")):
                first.setdefault(item["token_start"], span)
        for item in _objects(value.get("relations")):
            _relate(record, one, first, item, report)
        if one.spans:
            record.sets.append(one)
        yield record


def _relate(
    record: DocumentRecord, one: SetRecord, first: dict[Any, SpanRecord], item: dict[str, Any], report: Report
) -> None:
    ends = [first.get(item[key]) if shape.is_whole(item.get(key)) else None for key in ("head", "child")]
    label = item.get("relationLabel")
    if ends[0] is None or ends[1] is None or not isinstance(label, str):
        words = "A relation has no label, or no entity begins with its word; it was left out."
        report(Finding(record.place, words, lost=True))
        return
    one.relations.append(RelationRecord(f"r{len(one.relations) + 1}", ends[0].id, ends[1].id, label))


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def sniff_ubiai(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    keys = keys_of(start)
    fits = "document" in keys and {"tokens.entityLabel", "relations.relationLabel", "tokens.token_start"} & keys
    return "its documents have tokens with entityLabel" if fits else ""


# ---- YEDDA


def read_yedda(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document; what stands in brackets is marked, from the inner to the outer. Raises UnreadableFile."""
    content = read_text(path, report)
    text, found = _unmarked(content)
    if not text.strip():
        report(Finding(path.name, "The file is empty; nothing was imported.", lost=True))
        return
    record = DocumentRecord(path.name.removesuffix(".ann").removesuffix(".anns"), text, place=path.name)
    spans = [SpanRecord(f"s{n}", ((start, end),), label) for n, (start, end, label) in enumerate(found, 1)]
    if spans:
        record.sets.append(SetRecord(spans=spans))
    if "[@" in text or "[$" in text:
        report(Finding(path.name, "Some brackets are not closed; they stay in the text. Check it."))
    yield record


def _unmarked(content: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without brackets, and what stood in them."""
    found: list[tuple[int, int, str]] = []
    while True:
        parts, moved, at, length = [], list[tuple[int, int, str]](), 0, 0
        shifts: list[tuple[int, int]] = []  # from this offset on, so many signs less
        for match in _MARKED.finditer(content):
            parts += [content[at : match.start()], match[1]]
            length += match.start() - at
            moved.append((length, length + len(match[1]), match[2]))
            shifts += [(match.start(1), match.start(1) - length)]
            length += len(match[1])
            shifts += [(match.end(), match.end() - length)]
            at = match.end()
        if not moved:
            return content, sorted(found)
        found = [(_shifted(a, shifts), _shifted(b, shifts), label) for a, b, label in found] + moved
        content = "".join([*parts, content[at:]])


def _shifted(offset: int, shifts: list[tuple[int, int]]) -> int:
    less = 0
    for start, count in shifts:
        if offset < start:
            break
        less = count
    return offset - less


def sniff_yedda(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    return "it has marks such as [@text#Label*]" if re.search(r"\[[@$][^\[\]#\n]+#[^#\[\]*\n]{1,60}\*\]", start) else ""


# ---- GATE


def read_gate(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document; each set of annotations is an author's. Raises UnreadableFile."""
    root = parse(path)
    nodes = root.find("TextWithNodes")
    if nodes is None:
        raise UnreadableFile(f"{path.name} is XML, but no document of GATE.")
    text, places = _text(nodes)
    if not text.strip():
        report(Finding(path.name, "It has no text; nothing was imported.", lost=True))
        return
    record = DocumentRecord(path.stem, text, place=path.name)
    features = root.find("GateDocumentFeatures")
    record.meta = _features(features) if features is not None else {}
    left = 0
    for group in root.findall("AnnotationSet"):
        one = SetRecord(group.get("Name", ""))
        for item in group.findall("Annotation"):
            if item.get("Type") in _GRAMMAR:
                left += 1
                continue
            _mark(record, one, item, places, report)
        if one.spans:
            record.sets.append(one)
    if left:
        report(Finding(path.name, f"{left} annotations of words and sentences were left out.", lost=True))
    yield record


def _text(nodes: Element) -> tuple[str, dict[str, int]]:
    """The text between the nodes, and where each node stands."""
    parts = [nodes.text or ""]
    places = {}
    length = len(parts[0])
    for node in nodes:
        places[node.get("id", "")] = length
        parts.append(node.tail or "")
        length += len(parts[-1])
    return "".join(parts), places


def _mark(record: DocumentRecord, one: SetRecord, item: Element, places: dict[str, int], report: Report) -> None:
    start, end = places.get(item.get("StartNode", "")), places.get(item.get("EndNode", ""))
    label = item.get("Type", "")
    if start is None or end is None or start >= end or not label:
        what = f"{label or 'An annotation'} has no place in the text, or no length; it was left out."
        report(Finding(record.place, what, lost=True))
        return
    span = SpanRecord(item.get("Id", f"s{len(one.spans) + 1}"), ((start, end),), label)
    span.attributes = dict(_features(item))
    one.spans.append(span)


def _features(item: Element) -> dict[str, Any]:
    found = ((one.findtext("Name") or "", one.findtext("Value") or "") for one in item.findall("Feature"))
    return {name: value for name, value in found if name}


def sniff_gate(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    return "it is XML that begins a GateDocument" if "<GateDocument" in start[:2_000] else ""


_HOLDS = Holds(relations=NO)
UBIAI = Format("ubiai_json", "UBIAI", (".json",), read_ubiai, None, sniff_ubiai, Holds())
YEDDA = Format("yedda", "YEDDA", (".ann", ".anns"), read_yedda, None, sniff_yedda, _HOLDS)
GATE = Format(
    "gate_xml",
    "GATE XML",
    (".xml",),
    read_gate,
    None,
    sniff_gate,
    _HOLDS._replace(attributes=YES, authors=YES, meta=YES),
)
