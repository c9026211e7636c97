"""Reading Label Studio's tasks: regions with attributes and notes, relations with direction, drafts left aside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.listing import STATES
from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.beside import try_beside
from annotator.formats.decoding import Report
from annotator.formats.json_values import json_objects
from annotator.formats.label_studio_writing import BI, BLOCK, valued
from annotator.formats.shape import Json, Misshapen
from annotator.formats.units import Utf16

_KINDS = ("person", "model", "gold")
_VALUES = ("choices", "textarea", "text", "number", "rating", "taxonomy", "datetime")


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document for each task with a text. Raises UnreadableFile."""
    for number, (place, task) in enumerate(json_objects(path, report), 1):
        data = task.get("data") if isinstance(task.get("data"), dict) else {"text": task.get("text")}
        assert isinstance(data, dict)
        key = "text" if isinstance(data.get("text"), str) else _longest(data)
        if not key or not data[key]:
            report(Finding(place, "This task has no text (it may be about a picture); it was left out.", lost=True))
            continue
        name = data.get("document")
        record = DocumentRecord(name if isinstance(name, str) and name else f"{path.stem}-{number}", data[key])
        record.place = place
        record.meta = {name: value for name, value in data.items() if name not in (key, "document", BLOCK)}
        hidden = data.get(BLOCK)
        if isinstance(hidden, dict) and isinstance(hidden.get("meta"), dict):
            record.meta |= hidden["meta"]
        for kind, found in (
            ("person", _listed(task, "annotations", "completions")),
            ("model", _listed(task, "predictions")),
        ):
            record.sets += [_Annotation(record, value, kind, report).read() for value in found]
        yield record


def _longest(data: Json) -> str:
    """The key of the longest text that is no address: projects name theirs as they like."""
    texts = {key: value for key, value in data.items() if isinstance(value, str) and "://" not in value[:12]}
    return max(texts, key=lambda key: len(texts[key]), default="")


def _listed(task: Json, *keys: str) -> list[Json]:
    found: list[Any] = next((task[key] for key in keys if isinstance(task.get(key), list)), [])
    return [value for value in found if isinstance(value, dict)]


class _Annotation:
    """Reads one annotation or prediction; what is broken is said and left out."""

    def __init__(self, record: DocumentRecord, value: Json, kind: str, report: Report) -> None:
        self._record, self._value, self._kind, self._report = record, value, kind, report
        self._results = _listed(value, "result")
        self._units = Utf16(record.text) if self._counts_utf16() else None
        self._regions: dict[str, list[SpanRecord]] = {}
        self._flags = {str(one.get("id")): found for one in self._results if (found := _flags(one))}
        block = value.get(BLOCK)
        self._block: Json = block if isinstance(block, dict) else {}

    def _counts_utf16(self) -> bool:
        """Whether stored words fit where UTF-16 units point and not where code points do, as in older exports."""
        units = Utf16(self._record.text)
        if not units.differs:
            return False
        text = self._record.text
        points = others = 0
        for result in self._results:
            value = result.get("value")
            place = _place(value) if isinstance(value, dict) else None
            if place and isinstance(value, dict) and isinstance(value.get("text"), str):
                moved = units.range_back(*place)
                points += text[slice(*place)] == value["text"]
                others += bool(moved) and text[slice(*(moved or (0, 0)))] == value["text"]
        return others > points

    def read(self) -> SetRecord:
        """The set of one person or model."""
        one = self._set()
        for result in self._results:
            self._try(self._region, one, result)
        for result in self._results:
            self._try(self._about, one, result)
        return one

    def _try(self, take: Any, one: SetRecord, result: Json) -> None:
        try:
            take(one, result)
        except Misshapen as error:
            words = f'Result "{str(result.get("id", ""))[:20]}" was left out: {error}.'
            self._report(Finding(self._record.place, words, lost=True))

    def _set(self) -> SetRecord:
        value, block = self._value, self._block
        kind = block.get("kind") if block.get("kind") in _KINDS else self._kind
        author = block.get("author") if isinstance(block.get("author"), str) else self._author()
        one = SetRecord(str(author), str(kind), str(block.get("version", "")))
        one.state = "set aside" if value.get("was_cancelled") is True else "submitted"
        one.reason = "other: skipped" if one.state == "set aside" else ""
        if kind == "model":
            one.state = "suggested"
        elif block.get("state") in (*STATES, "draft", "final") and (one.state == "set aside") == (
            block["state"] == "set aside"
        ):
            one.state, one.reason = block["state"], str(block.get("reason", ""))
        at = value.get("created_at")
        one.at = at if isinstance(at, str) else ""
        return one

    def _author(self) -> str:
        if self._kind == "model":
            return str(self._value.get("model_version") or "prediction")
        who = self._value.get("completed_by")
        if isinstance(who, dict):
            named = " ".join(str(who.get(key) or "") for key in ("first_name", "last_name")).strip()
            return named or str(who.get("email") or who.get("id") or "")
        return f"user {who}" if shape.is_whole(who) else ""

    def _region(self, one: SetRecord, result: Json) -> None:
        value, kind = result.get("value"), result.get("type")
        if kind in (*_VALUES, "relation") or not isinstance(value, dict) or (not isinstance(kind, str)):
            return
        place = _place(value)
        labels = value.get(kind, value.get("labels", []))
        if place is None:
            raise Misshapen(f'it has no place in a text ("{kind[:20]}")')
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            raise Misshapen("its labels are no list of texts")
        name = str(result.get("id", ""))
        for label in labels or [""]:
            span = SpanRecord(f"{len(one.spans) + 1}", (self._moved(place),), label)
            self._rest(span, value, result)
            one.spans.append(span)
            self._regions.setdefault(name, []).append(span)

    def _moved(self, place: tuple[int, int]) -> tuple[int, int]:
        return (self._units.range_back(*place) if self._units else None) or place

    def _rest(self, span: SpanRecord, value: Json, result: Json) -> None:
        if isinstance(value.get("text"), str):
            span.surface = value["text"]
        block = result.get(BLOCK)
        if isinstance(block, dict) and try_beside(span, {"unsure": block.get("unsure", False)}):
            parts = shape.ranges(block, "fragments")
            if parts and (parts[0][0], parts[-1][1]) == span.fragments[0]:
                span.fragments, span.surface = parts, ""
        meta = result.get("meta")
        notes = meta.get("text") if isinstance(meta, dict) else None
        if isinstance(notes, list):
            span.note = "\n".join(str(note) for note in notes)
        span.score = shape.number(result, "score")

    def _about(self, one: SetRecord, result: Json) -> None:
        kind, value = result.get("type"), result.get("value")
        if kind == "relation":
            self._relation(one, result)
        elif kind in _VALUES and isinstance(value, dict):
            said = value.get("text" if kind == "textarea" else str(kind))
            spans = self._regions.get(str(result.get("id", "")), [])
            if spans:
                for span in spans:
                    span.attributes[str(result.get("from_name", kind))] = self._plain(said, result)
            elif kind in ("choices", "taxonomy"):
                one.labels += [label for label in _texts(said) if label not in one.labels]

    def _plain(self, said: Any, result: Json) -> Any:
        if isinstance(said, int | float):
            return said
        words = "; ".join(_texts(said))
        flag = self._flags.get(str(result.get("id")), {}).get(str(result.get("from_name")))
        return flag if isinstance(flag, bool) and valued(flag)[1] == [words] else words

    def _relation(self, one: SetRecord, result: Json) -> None:
        heads, tails = (self._regions.get(str(result.get(key, "")), []) for key in ("from_id", "to_id"))
        if not heads or not tails:
            raise Misshapen("one end of the relation is no region of this annotation")
        head, tail = heads[0].id, tails[0].id
        if result.get("direction") == "left":
            head, tail = tail, head
        labels = _texts(result.get("labels"))
        if not labels:
            self._report(Finding(self._record.place, 'A relation without a label was called "related".'))
        for label in labels or ["related"]:
            tie = RelationRecord(f"r{len(one.relations) + 1}", head, tail, label)
            block = result.get(BLOCK)
            if isinstance(block, dict):
                try_beside(tie, block)
            if result.get("direction") == "bi":
                tie.attributes = dict([BI])
            one.relations.append(tie)


def _flags(result: Json) -> Json:
    """Attributes that are true or false, which the region they are about names as such."""
    block = result.get(BLOCK)
    found = block.get("attributes") if isinstance(block, dict) else None
    return found if isinstance(found, dict) else {}


def _place(value: Json) -> tuple[int, int] | None:
    start, end = value.get("start"), value.get("end")
    return (start, end) if shape.is_whole(start) and shape.is_whole(end) else None


def _texts(value: Any) -> list[str]:
    """Texts of a list, of which taxonomies have lists again."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        return []
    return [" > ".join(map(str, item)) if isinstance(item, list) else str(item) for item in value]
