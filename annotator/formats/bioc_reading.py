"""Reading BioC, XML and JSON alike: offsets are checked against the words that are stored with them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.core.rows import Fragments
from annotator.formats import shape
from annotator.formats.bioc_writing import BLOCK, ROLES
from annotator.formats.decoding import Report, UnreadableFile
from annotator.formats.json_values import json_objects
from annotator.formats.shape import Json, Misshapen
from annotator.formats.units import Utf16
from annotator.formats.xml_tree import parse

_HEADS, _TAILS = ("head", "arg1", "subject"), ("tail", "arg2", "object")


def read_json(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document for each of the collection. Raises UnreadableFile."""
    for number, (place, value) in enumerate(json_objects(path, report, inside="documents"), 1):
        yield from _read(value, f"{path.stem}-{number}", place, report)


def read_xml(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """The same of XML. Raises UnreadableFile."""
    root = parse(path)
    if root.tag not in ("collection", "document"):
        raise UnreadableFile(f"{path.name} is XML, but no collection of BioC.")
    documents = [root] if root.tag == "document" else root.findall("document")
    if not documents:
        report(Finding(path.name, "There are no documents in it; nothing was imported.", lost=True))
    for number, document in enumerate(documents, 1):
        yield from _read(_json(document), f"{path.stem}-{number}", f"{path.name}, document {number}", report)


def _json(element: Element) -> Json:
    """A document, passage or sentence of XML as JSON has it."""
    value: Json = {"infons": _infons(element), "text": element.findtext("text"), "id": element.findtext("id")}
    value["offset"] = _number(element.findtext("offset"))
    for key in ("passage", "sentence"):
        value[f"{key}s"] = [_json(one) for one in element.findall(key)]
    value["annotations"] = [
        {
            "id": one.get("id"),
            "infons": _infons(one),
            "text": one.findtext("text"),
            "locations": [
                {"offset": _number(at.get("offset")), "length": _number(at.get("length"))}
                for at in one.findall("location")
            ],
        }
        for one in element.findall("annotation")
    ]
    value["relations"] = [
        {"id": one.get("id"), "infons": _infons(one), "nodes": [dict(node.items()) for node in one.findall("node")]}
        for one in element.findall("relation")
    ]
    return value


def _infons(element: Element) -> dict[str, str]:
    return {one.get("key", ""): one.text or "" for one in element.findall("infon")}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() and len(text) < 16 else None


def _objects(value: Json, key: str) -> list[Json]:
    found = value.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _pieces(passage: Json) -> list[Json]:
    """The passage itself where it has text, else its sentences."""
    sentences = _objects(passage, "sentences")
    return [passage] if passage.get("text") or not sentences else sentences


def _read(value: Json, name: str, place: str, report: Report) -> Iterator[DocumentRecord]:
    given = value.get("id")
    record = DocumentRecord(given if isinstance(given, str) and given else name, "", place=place)
    reader = _Reader(record, report)
    reader.read(value)
    if record.text.strip():
        yield record
    else:
        report(Finding(place, "This document has no text; it was left out.", lost=True))


class _Reader:
    """Reads one document; what is broken is said and left out."""

    def __init__(self, record: DocumentRecord, report: Report) -> None:
        self._record, self._report = record, report
        self._set = SetRecord()
        self._bases: list[tuple[int, int, int]] = []  # of each passage: its offset, where it is here, its length
        self._ids: set[str] = set()

    def _say(self, text: str, *, lost: bool = True) -> None:
        self._report(Finding(self._record.place, text, lost=lost))

    def read(self, value: Json) -> None:
        """Text of passages and sentences, then annotations and relations of all of them."""
        pieces = [
            sentence
            for passage in _objects(value, "passages")
            for sentence in (
                [passage] if passage.get("text") or not passage.get("sentences") else _objects(passage, "sentences")
            )
        ]
        self._record.text = self._text(pieces)
        passages = _objects(value, "passages")
        holders = [value, *passages, *(one for passage in passages for one in _objects(passage, "sentences"))]
        found = [one for holder in holders for one in _objects(holder, "annotations")]
        self._annotations(found)
        for holder in holders:
            for one in _objects(holder, "relations"):
                self._relation(one)
        self._about(value)
        if self._set.spans or self._set.relations or self._set.labels:
            self._record.sets.append(self._set)

    def _about(self, value: Json) -> None:
        infons = value.get("infons")
        infons = dict(infons) if isinstance(infons, dict) else {}
        block = _block(infons)
        self._record.meta = infons | (block["meta"] if isinstance(block.get("meta"), dict) else {})
        labels = block.get("labels")
        self._set.labels = [one for one in labels if isinstance(one, str)] if isinstance(labels, list) else []

    def _text(self, pieces: list[Json]) -> str:
        """Passages one after the other; a gap between them becomes blanks and a line end."""
        found = ""
        end = 0  # as the file counts
        for piece in pieces:
            text = piece.get("text")
            offset = piece.get("offset")
            if not isinstance(text, str) or not shape.is_whole(offset):
                self._say("A passage has no text and offset; it was left out.")
                continue
            gap = offset - end if found else 0
            found += " " * (min(gap, 10_000) - 1) + "\n" if gap > 0 else "\n" if gap < 0 else ""
            self._bases.append((offset, len(found), len(text)))
            found += text
            end = offset + len(text)
        return found

    # ---- annotations

    def _annotations(self, found: list[Json]) -> None:
        """Offsets are code points, unless the stored words fit them as bytes or UTF-16 units alone."""
        counted = [self._code_points(one) for one in found]
        wrong = [one for one, places in zip(found, counted, strict=True) if not self._matches(one, places)]
        if wrong:
            for unit in (self._bytes, self._utf16):
                others = [unit(one) for one in found]
                if all(self._matches(one, places) for one, places in zip(found, others, strict=True)):
                    self._say(f"Its offsets count {unit.__doc__}, as the words stored with them tell.", lost=False)
                    counted, wrong = others, []
                    break
        for one, places in zip(found, counted, strict=True):
            self._annotation(one, places)

    def _locations(self, one: Json) -> list[tuple[int, int]]:
        pairs = [(at.get("offset"), at.get("length")) for at in _objects(one, "locations")]
        return [(a, b) for a, b in pairs if shape.is_whole(a) and shape.is_whole(b)]

    def _base(self, offset: int) -> tuple[int, int]:
        """The offset of the passage that one lies in, and where this passage is here."""
        within = [base for base in self._bases if base[0] <= offset]
        base = within[-1] if within else (self._bases or [(0, 0, 0)])[0]
        return base[0], base[1]

    def _code_points(self, one: Json) -> Fragments:
        """code points"""
        found = []
        for offset, length in self._locations(one):
            start, here = self._base(offset)
            found.append((here + offset - start, here + offset - start + length))
        return tuple(sorted(found))

    def _bytes(self, one: Json) -> Fragments:
        """bytes of UTF-8"""
        data = self._record.text.encode("utf-8")
        found = [(offset, offset + length) for offset, length in self._locations(one)]
        return tuple(
            sorted((len(data[:a].decode("utf-8", "ignore")), len(data[:b].decode("utf-8", "ignore"))) for a, b in found)
        )

    def _utf16(self, one: Json) -> Fragments:
        """units of UTF-16"""
        units = Utf16(self._record.text)
        found = [units.range_back(offset, offset + length) for offset, length in self._locations(one)]
        return tuple(sorted(place or (-1, -1) for place in found))

    def _matches(self, one: Json, places: Fragments) -> bool:
        text = one.get("text")
        if not isinstance(text, str) or not places:
            return True
        joined = "".join(self._record.text[max(0, start) : max(0, end)] for start, end in places)
        return "".join(joined.split()) == "".join(text.replace("...", "").split()) or "".join(
            joined.split()
        ) == "".join(text.split())

    def _annotation(self, one: Json, places: Fragments) -> None:
        infons = one.get("infons")
        infons = dict(infons) if isinstance(infons, dict) else {}
        name = str(one.get("id") or f"a{len(self._set.spans) + 1}")
        if not places:
            self._say(f'The annotation "{name[:20]}" has no place in the text; it was left out.')
            return
        if not self._matches(one, places):
            places = self._moved(one, places, name)
        label = str(infons.pop("type", "") or infons.pop("label", "") or "annotation")
        span = SpanRecord(name, places, label)
        if not self._matches(one, places):
            span.surface = str(one.get("text"))
        self._rest(span, infons)
        self._set.spans.append(span)
        self._ids.add(name)

    def _moved(self, one: Json, places: Fragments, name: str) -> Fragments:
        """The stored words are trusted over the number, where they stand close by."""
        text = str(one.get("text"))
        start = places[0][0]
        near = [
            at
            for at in (
                self._record.text.rfind(text, 0, max(0, start) + len(text)),
                self._record.text.find(text, max(0, start)),
            )
        ]
        near = [at for at in near if at >= 0 and abs(at - start) < 1_000]
        if len(places) > 1 or not text or not near:
            return places
        at = min(near, key=lambda at: abs(at - start))
        self._say(f'"{name[:20]}" was moved from {start} to {at}, where its words stand.', lost=False)
        return ((at, at + len(text)),)

    def _rest(self, item: SpanRecord | RelationRecord, infons: dict[str, Any]) -> None:
        block = _block(infons)
        item.note = str(infons.pop("note", ""))
        item.attributes = {key: value for key, value in infons.items() if isinstance(value, str | int | float)}
        with suppress(Misshapen):
            exact = shape.plain(block, "attributes")
            item.unsure, item.score = shape.flag(block, "unsure"), shape.number(block, "score")
            item.attributes |= {k: v for k, v in exact.items() if item.attributes.get(k, str(v)) == str(v)}
            item.note = shape.text(block, "note", item.note)

    def _relation(self, one: Json) -> None:
        infons = one.get("infons")
        infons = dict(infons) if isinstance(infons, dict) else {}
        nodes = [(str(node.get("refid", "")), str(node.get("role", ""))) for node in _objects(one, "nodes")]
        known = [node for node in nodes if node[0] in self._ids]
        name = str(one.get("id") or f"r{len(self._set.relations) + 1}")
        if len(known) < 2 or len(known) < len(nodes):
            self._say(f'The relation "{name[:20]}" does not join two annotations; it was left out.')
            return
        known.sort(key=lambda node: (node[1].lower() in _TAILS) - (node[1].lower() in _HEADS))
        label = str(infons.pop("type", "") or infons.pop("relation", "") or "relation")
        (head, role), *others = known
        for number, (tail, other) in enumerate(others):
            tie = RelationRecord(f"{name}/{number}" if number else name, head, tail, label)
            self._rest(tie, dict(infons))
            if (role, other) != ("head", "tail") and role and other and "|" not in role + other:
                tie.attributes[ROLES] = f"{role}|{other}"
            self._set.relations.append(tie)


def _block(infons: dict[str, Any]) -> Json:
    """What our own infon says; it is taken out."""
    with suppress(ValueError, RecursionError):
        value = json.loads(str(infons.pop(BLOCK, "{}")))
        if isinstance(value, dict):
            return value
    return {}
