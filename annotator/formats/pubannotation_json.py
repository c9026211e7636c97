"""PubAnnotation's JSON: a document a file, denotations of one or several spans, attributes, relations."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.core.rows import Fragments
from annotator.formats import shape
from annotator.formats.decoding import Report
from annotator.formats.format import Format
from annotator.formats.holds import OURS, YES, Holds
from annotator.formats.json_values import json_objects, keys_of
from annotator.formats.output import FileNames, Part
from annotator.formats.shape import Json

NOTE, UNSURE, LABEL = "annotator:note", "annotator:unsure", "annotator:label"  # attributes that mean more here
_CHAINED, _FRAGMENT = "_lexicallyChainedTo", "_FRAGMENT"
_READ = {"text", "denotations", "blocks", "relations", "attributes", "modifications", "tracks", "annotator_meta"}

# ---- writing


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A file a document."""
    names = FileNames()
    for record in records:
        value = json.dumps(_document(record), ensure_ascii=False, indent=1, allow_nan=False)
        yield Part(value + "\n", f"{names.take(record.name)}.json")


def _document(record: DocumentRecord) -> Json:
    one = record.sets[0] if record.sets else SetRecord()
    ids = {span.id: f"T{number}" for number, span in enumerate(one.spans, 1)}
    ids |= {f"relation {tie.id}": f"R{number}" for number, tie in enumerate(one.relations, 1)}
    value: Json = {key: item for key, item in record.meta.items() if key not in _READ}
    value["text"] = record.text
    value["denotations"] = [{"id": ids[s.id], "span": _span(s.fragments), "obj": s.label} for s in one.spans]
    value["relations"] = [
        {"id": ids[f"relation {t.id}"], "pred": t.label, "subj": ids[t.head], "obj": ids[t.tail]} for t in one.relations
    ]
    said = [pair for span in one.spans for pair in _said(ids[span.id], span)]
    said += [pair for tie in one.relations for pair in _said(ids[f"relation {tie.id}"], tie)]
    value["attributes"] = [
        {"id": f"A{number}", "subj": subject, "pred": name, "obj": item}
        for number, (subject, name, item) in enumerate(said, 1)
    ]
    hidden = {key: item for key, item in record.meta.items() if key in _READ}
    return value | ({"annotator_meta": hidden} if hidden else {})


def _span(fragments: Fragments) -> Any:
    spans = [{"begin": start, "end": end} for start, end in fragments]
    return spans if len(spans) > 1 else spans[0]


def _said(name: str, item: SpanRecord | RelationRecord) -> Iterator[tuple[str, str, Any]]:
    yield from ((name, key, value) for key, value in item.attributes.items())
    if item.note:
        yield name, NOTE, item.note
    if item.unsure:
        yield name, UNSURE, True


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document, or several of a list; each track is an author's. Raises UnreadableFile."""
    several = 0
    for place, value in json_objects(path, report):
        if not isinstance(value.get("text"), str) or not value["text"]:
            report(Finding(place, 'No "text"; it was left out.', lost=True))
            continue
        several += 1
        name = path.stem if several == 1 else f"{path.stem}-{several}"
        record = DocumentRecord(name, value["text"], place=place)
        record.meta = {key: item for key, item in value.items() if key not in _READ}
        hidden = value.get("annotator_meta")
        record.meta |= hidden if isinstance(hidden, dict) else {}
        for author, track in [("", value), *_tracks(value)]:
            one = _Track(record, report, author).read(track)
            if one.spans or one.relations:
                record.sets.append(one)
        yield record


def _tracks(value: Json) -> Iterator[tuple[str, Json]]:
    for number, track in enumerate(value["tracks"] if isinstance(value.get("tracks"), list) else [], 1):
        if isinstance(track, dict):
            yield str(track.get("project") or f"track {number}").rstrip("/").rpartition("/")[2], track


class _Track:
    """Reads the annotations of a document, or of one track; what is broken is said and left out."""

    def __init__(self, record: DocumentRecord, report: Report, author: str) -> None:
        self._record, self._report = record, report
        self._set = SetRecord(author)
        self._items: dict[str, SpanRecord | RelationRecord] = {}

    def _left(self, what: str) -> None:
        self._report(Finding(self._record.place, f"{what}; it was left out.", lost=True))

    def read(self, value: Json) -> SetRecord:
        """Denotations and blocks, fragments joined, then relations and attributes."""
        for key in ("denotations", "blocks"):
            for number, one in enumerate(self._list(value, key), 1):
                self._denotation(one, number, key)
        ties = self._list(value, "relations")
        for one in ties:
            if one.get("pred") == _CHAINED:
                self._join(one)
        for number, one in enumerate(ties, 1):
            if one.get("pred") != _CHAINED:
                self._relation(one, number)
        for one in self._list(value, "attributes"):
            self._attribute(one.get("subj"), one.get("pred"), one.get("obj"))
        for one in self._list(value, "modifications"):
            self._attribute(one.get("obj"), one.get("pred"), True)
        return self._set

    def _list(self, value: Json, key: str) -> list[Json]:
        found = value.get(key)
        if found is not None and not isinstance(found, list):
            self._left(f'"{key}" is no list')
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def _denotation(self, one: Json, number: int, kind: str) -> None:
        found = one.get("span")
        places = [_place(span) for span in (found if isinstance(found, list) else [found])]
        name = str(one.get("id") or f"{kind} {number}")
        if not places or None in places:
            self._left(f'The span of "{name[:20]}" is no two whole numbers')
            return
        fragments = tuple(sorted(place for place in places if place is not None))
        label = one.get("obj")
        span = SpanRecord(name, fragments, label if isinstance(label, str) else str(label))
        self._set.spans.append(span)
        self._items.setdefault(name, span)

    def _join(self, one: Json) -> None:
        """A fragment is part of the span it is chained to."""
        part, whole = self._items.get(str(one.get("subj"))), self._items.get(str(one.get("obj")))
        if isinstance(part, SpanRecord) and isinstance(whole, SpanRecord) and part is not whole:
            if part.label != _FRAGMENT and whole.label == _FRAGMENT:
                part, whole = whole, part
            whole.fragments = tuple(sorted({*whole.fragments, *part.fragments}))
            self._set.spans = [span for span in self._set.spans if span is not part]
            self._items[part.id] = whole
        else:
            self._left("A fragment is chained to no denotation")

    def _relation(self, one: Json, number: int) -> None:
        head, tail = self._items.get(str(one.get("subj"))), self._items.get(str(one.get("obj")))
        if not isinstance(head, SpanRecord) or not isinstance(tail, SpanRecord):
            self._left(f'A relation "{str(one.get("pred"))[:20]}" does not join two denotations')
            return
        tie = RelationRecord(str(one.get("id") or f"relation {number}"), head.id, tail.id, str(one.get("pred")))
        self._set.relations.append(tie)
        self._items.setdefault(tie.id, tie)

    def _attribute(self, subject: Any, name: Any, value: Any) -> None:
        item = self._items.get(str(subject))
        if item is None or not isinstance(name, str):
            self._left("An attribute is about nothing that is here")
        elif name == NOTE and isinstance(value, str):
            item.note = value
        elif name == UNSURE and value is True:
            item.unsure = True
        else:
            plain = isinstance(value, str | bool | int | float)
            item.attributes[name] = value if plain else json.dumps(value, ensure_ascii=False)


def _place(span: Any) -> tuple[int, int] | None:
    if isinstance(span, dict) and shape.is_whole(span.get("begin")) and shape.is_whole(span.get("end")):
        return span["begin"], span["end"]
    return None


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    keys = keys_of(start)
    if {"denotations", "tracks", "blocks"} & keys:
        return "it has denotations"
    return "it names its source as PubAnnotation does" if {"sourcedb", "sourceid"} <= keys else ""


ROW = Format(
    "pubannotation_json",
    "PubAnnotation",
    (".json",),
    read,
    write,
    sniff,
    Holds(discontinuous=YES, attributes=YES, notes=OURS, unsure=OURS, meta=YES),
    folder=True,
)
