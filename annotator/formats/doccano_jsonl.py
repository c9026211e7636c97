"""doccano's JSON Lines: entities with relations, or lists of [start, end, label]; offsets are UTF-16 units."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.decoding import Report
from annotator.formats.format import Format
from annotator.formats.holds import YES, Holds
from annotator.formats.json_values import json_objects, keys_of, line_of
from annotator.formats.output import Part
from annotator.formats.shape import Json, Misshapen
from annotator.formats.units import Utf16

_TEXTS, _SPANS = ("text", "data", "column_data"), ("entities", "label", "labels", "annotations", "column_label")
_OURS = {"id", "text", "document", "entities", "label", "relations", "cats", "annotator_meta"}
_OURS |= {*_TEXTS, *_SPANS}

# ---- writing


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """Entities and relations where there is any relation, else the shorter shape of doccano's sequence labelling."""
    held = []
    related = False
    for record in records:
        held.append(record)
        related = related or any(one.relations for one in record.sets)
        yield Part("")
    for number, record in enumerate(held, 1):
        one = record.sets[0] if record.sets else SetRecord()
        yield Part(line_of(_line(record, one, number, related=related)))


def _line(record: DocumentRecord, one: SetRecord, number: int, *, related: bool) -> Json:
    units = Utf16(record.text)
    places = [(units.to(span.fragments[0][0]), units.to(span.fragments[-1][1]), span.label) for span in one.spans]
    line: Json = {"id": number, "text": record.text}
    if related:
        ids = {span.id: place for place, span in enumerate(one.spans, 1)}
        line["entities"] = [
            {"id": place, "label": label, "start_offset": start, "end_offset": end}
            for place, (start, end, label) in enumerate(places, 1)
        ]
        line["relations"] = [
            {"id": place, "from_id": ids[tie.head], "to_id": ids[tie.tail], "type": tie.label}
            for place, tie in enumerate(one.relations, 1)
        ]
    else:
        line["label"] = [list(place) for place in places]
    line |= {"cats": one.labels} if one.labels else {}
    hidden = {key: value for key, value in record.meta.items() if key in _OURS}
    shown = {key: value for key, value in record.meta.items() if key not in _OURS}
    return line | {"document": record.name} | shown | ({"annotator_meta": hidden} if hidden else {})


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document a line, or of a list. Raises UnreadableFile."""
    for number, (place, value) in enumerate(json_objects(path, report), 1):
        text = next((value[key] for key in _TEXTS if isinstance(value.get(key), str)), "")
        if not text:
            report(Finding(place, 'No "text"; it was left out.', lost=True))
            continue
        name = value.get("document")
        record = DocumentRecord(name if isinstance(name, str) and name else f"{path.stem}-{number}", text, place=place)
        _Reader(record, value, report).read()
        yield record


class _Reader:
    """Reads one document; what is broken is said and left out."""

    def __init__(self, record: DocumentRecord, value: Json, report: Report) -> None:
        self._record, self._value, self._report = record, value, report
        self._units = Utf16(record.text)

    def read(self) -> None:
        """Entities, relations, labels of the document, and everything else as metadata."""
        record, value = self._record, self._value
        one = SetRecord()
        key = next((key for key in _SPANS if isinstance(value.get(key), list)), "")
        found = [span for span in self._each(value.get(key) or [], "Entity", self._span) if span]
        one.labels = [label for label in self._texts("cats") if label]
        if key in ("label", "labels") and value[key] and all(isinstance(item, str) for item in value[key]):
            one.labels += value[key]
        one.spans = self._placed(found)
        ties = value.get("relations") if isinstance(value.get("relations"), list) else []
        one.relations = self._each(ties, "Relation", _relation)
        if one.spans or one.relations or one.labels:
            record.sets.append(one)
        record.meta = {name: item for name, item in value.items() if name not in _OURS}
        hidden = value.get("annotator_meta")
        record.meta |= hidden if isinstance(hidden, dict) else {}
        if not record.meta.get("Comments", True):
            del record.meta["Comments"]

    def _texts(self, key: str) -> list[str]:
        found = self._value.get(key)
        return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def _each(self, items: Any, kind: str, read_one: Any) -> list[Any]:
        found = []
        for number, item in enumerate(items, 1):
            if isinstance(item, str):
                continue  # a label of the document
            try:
                found.append(read_one(item, number))
            except Misshapen as error:
                words = f"{kind} {number} was left out: {error}."
                self._report(Finding(self._record.place, words, lost=True))
        return found

    def _span(self, item: Any, number: int) -> SpanRecord:
        if isinstance(item, dict):
            start, end, label = item.get("start_offset"), item.get("end_offset"), item.get("label")
            name = str(item.get("id", f"s{number}"))
        elif isinstance(item, list) and len(item) == 3:
            start, end, label = item
            name = f"s{number}"
        else:
            raise Misshapen("it is neither an object nor [start, end, label]")
        if not shape.is_whole(start) or not shape.is_whole(end):
            raise Misshapen("its offsets are no whole numbers")
        return SpanRecord(name, ((start, end),), str(label) if shape.is_whole(label) else _text(label))

    def _placed(self, spans: list[SpanRecord]) -> list[SpanRecord]:
        """The spans with code points: doccano counts UTF-16 units, unless these do not fit the text."""
        if not self._units.differs or not spans:
            return spans
        places = [self._units.range_back(*span.fragments[0]) for span in spans]
        if None in places:
            words = "Offsets were taken for code points: as UTF-16 units, which doccano counts, they do not fit."
        else:
            words = "Offsets were taken for UTF-16 units, as doccano counts; some signs are two. Check it."
            for span, place in zip(spans, places, strict=True):
                span.fragments = (place or (0, 0),)
        self._report(Finding(self._record.place, words))
        return spans


def _text(label: Any) -> str:
    if not isinstance(label, str):
        raise Misshapen("its label is no text")
    return label


def _relation(item: Any, number: int) -> RelationRecord:
    if not isinstance(item, dict) or not isinstance(item.get("type"), str):
        raise Misshapen("it has no type")
    return RelationRecord(f"r{number}", str(item.get("from_id")), str(item.get("to_id")), item["type"])


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    keys = keys_of(start)
    if {"entities.start_offset", "entities.end_offset"} <= keys or "annotations.start_offset" in keys:
        return "its entities have start_offset and end_offset"
    if {"text", "entities", "relations"} <= keys and not {"tokens", "sentences"} & keys:
        return "its first line has a text, entities and relations"
    if {"text", "label"} <= keys or {"data", "label"} <= keys or {"column_data", "column_label"} <= keys:
        lists = '"label": [' in start.replace('"label":[', '"label": [') or '"column_label"' in start
        return "its first line has a text and a list of labels" if lists and "spans" not in keys else ""
    return "its first line has a text and cats" if {"text", "cats"} <= keys else ""


ROW = Format("doccano_jsonl", "doccano", (".jsonl",), read, write, sniff, Holds(labels=YES, meta=YES))
