"""Our own lossless format: one document a line, with all its sets, comments and verdicts; see docs/formats.md."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO, TypeVar

from annotator.core.records import (
    CommentRecord,
    DocumentRecord,
    Finding,
    IntendedRecord,
    RelationRecord,
    SetRecord,
    SpanRecord,
    VerdictRecord,
)
from annotator.formats import shape
from annotator.formats.checking import check_offsets, surface_of
from annotator.formats.decoding import Report
from annotator.formats.lines import json_lines
from annotator.formats.shape import Json, Misshapen

FORMAT = "annotator-jsonl/1"
KINDS = ("model", "person", "gold")  # what is copied comes before its copies
R = TypeVar("R")

# ---- writing


def write(records: Iterable[DocumentRecord], out: TextIO, report: Report | None = None) -> None:
    """Write documents; nothing is lost, so nothing is reported. Raises ExportError when a span is not in its text."""
    for record in records:
        check_offsets(record)
        out.write(json.dumps(as_json(record), ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n")


def as_json(record: DocumentRecord) -> Json:
    """A document as this format has it; short ids depend on the content alone, so that equal work is equal bytes."""
    sets = sorted(record.sets, key=_set_order)
    names = _short_names(record, sets)
    value: Json = {"format": FORMAT, "name": record.name, "text": record.text}
    value |= _given(record, "language", "meta")
    value |= _unless_empty("sets", [_set_json(record, one, names) for one in sets])
    value |= _unless_empty("comments", [_comment_json(one, names) for one in record.comments])
    value |= _unless_empty("verdicts", [_verdict_json(one) for one in record.verdicts])
    value |= _given(record, "tokenizer")
    return value | ({} if record.tokens is None else {"tokens": [list(token) for token in record.tokens]})


def _set_order(one: SetRecord) -> tuple[int, str, str, str]:
    place = KINDS.index(one.kind) if one.kind in KINDS else len(KINDS)
    return (place, one.author, one.version, one.meta_hash)


def _short_names(record: DocumentRecord, sets: list[SetRecord]) -> dict[str, str]:
    names = {"": ""}
    for number, one in enumerate(sets, 1):
        names |= {span.id: f"{number}s{place}" for place, span in enumerate(one.spans, 1)}
        names |= {relation.id: f"{number}r{place}" for place, relation in enumerate(one.relations, 1)}
    return names | {comment.id: f"c{place}" for place, comment in enumerate(record.comments, 1)}


def _given(record: Any, *names: str) -> Json:
    """Fields that say something; what readers fill in by themselves is left out, but never a score of 0.0."""
    values = {name: getattr(record, name) for name in names}
    blank: tuple[Any, ...] = ("", [], {})
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value not in blank and (type(value), value) != (int, 0)
    }


def _unless_empty(name: str, items: list[Any]) -> Json:
    return {name: items} if items else {}


def _set_json(record: DocumentRecord, one: SetRecord, names: dict[str, str]) -> Json:
    value: Json = {"author": one.author, "kind": one.kind} | _given(one, "version", "meta_hash")
    value |= {"state": one.state} | _given(one, "reason", "at", "round")
    base = sorted([names[name], content] for name, content in one.base if name in names)
    value |= _unless_empty("base", base)
    value |= _unless_empty("spans", [_span_json(record, span, names) for span in one.spans])
    value |= _unless_empty("relations", [_relation_json(relation, names) for relation in one.relations])
    value |= _given(one, "labels", "rejections")
    return value | _unless_empty("intended", [_intended_json(row, names) for row in one.intended])


def _intended_json(row: IntendedRecord, names: dict[str, str]) -> Json:
    item = names.get(row.item, "")
    about: Json = {"item": item} if item else {"place": list(row.place)} if row.place != (0, 0) else {}
    return {"kind": row.kind} | about | {"reason": row.reason} | _given(row, "writer", "at")


def _span_json(record: DocumentRecord, span: SpanRecord, names: dict[str, str]) -> Json:
    value: Json = {"id": names[span.id], "fragments": [list(fragment) for fragment in span.fragments]}
    return value | {"label": span.label, "text": surface_of(record, span)} | _rest_json(span, names)


def _relation_json(relation: RelationRecord, names: dict[str, str]) -> Json:
    ends = {"head": names.get(relation.head, ""), "tail": names.get(relation.tail, "")}
    return {"id": names[relation.id], **ends, "label": relation.label} | _rest_json(relation, names)


def _rest_json(item: SpanRecord | RelationRecord, names: dict[str, str]) -> Json:
    origin = names.get(item.origin, "")
    value = _given(item, "attributes", "note", "unsure") | ({"origin": origin} if origin else {})
    return value | _given(item, "how", "score")


def _comment_json(one: CommentRecord, names: dict[str, str]) -> Json:
    value: Json = {"id": names[one.id], "about": one.about}
    value |= {key: name for key in ("item", "reply_to") if (name := names.get(getattr(one, key), ""))}
    value |= {"writer": one.writer, "text": one.text, "at": one.at, "state": one.state}
    value |= _given(one, "round", "quote")
    return value | ({"place": list(one.place)} if one.place != (0, 0) else {})


def _verdict_json(one: VerdictRecord) -> Json:
    """Digests of an approval that holds are left out: they are known again where it is imported."""
    value: Json = {"reviewer": one.reviewer, "verdict": one.verdict}
    value |= {} if one.holds else {"gold_digest": one.gold_digest}
    value |= {"sets": [[author, "" if one.holds else digest] for author, digest in one.sets]}
    return value | _given(one, "at", "unseen", "reason", "holds")


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Documents of a file. What cannot be read of one is reported; the rest goes on. Raises UnreadableFile."""
    for place, value in json_lines(path, report):
        try:
            yield _Reader(place, report).document(value)
        except Misshapen as error:
            report(Finding(place, f"Not a document of this format ({error}); it was left out.", lost=True))


class _Reader:
    """Reads one document; an item that is broken is left out and said."""

    def __init__(self, place: str, report: Report) -> None:
        self._place, self._report = place, report

    def document(self, value: Json) -> DocumentRecord:
        if value.get("format") != FORMAT:
            raise Misshapen(f'"format" is not "{FORMAT}"')
        name, text = shape.text(value, "name", None), shape.text(value, "text", None)
        record = DocumentRecord(name, text, shape.text(value, "language"), shape.table(value, "meta"))
        record.place = self._place
        record.sets = self._each(value, "sets", self._set)
        record.comments = self._each(value, "comments", _comment)
        record.verdicts = self._each(value, "verdicts", _verdict)
        record.tokenizer = shape.text(value, "tokenizer")
        record.tokens = list(shape.ranges(value, "tokens")) if "tokens" in value else None
        return record

    def _each(self, value: Json, key: str, read_one: Callable[[Json], R]) -> list[R]:
        found = []
        for number, item in enumerate(shape.objects(value, key), 1):
            try:
                if not isinstance(item, dict):
                    raise Misshapen("no object")
                found.append(read_one(item))
            except Misshapen as error:
                self._report(
                    Finding(self._place, f"Number {number} of {key} is broken ({error}); left out.", lost=True)
                )
        return found

    def _set(self, value: Json) -> SetRecord:
        one = SetRecord(shape.text(value, "author"), shape.text(value, "kind", "person"))
        if one.kind not in KINDS:
            raise Misshapen(f'"kind" is none of {", ".join(KINDS)}')
        one.version, one.meta_hash = shape.text(value, "version"), shape.text(value, "meta_hash")
        one.state, one.reason = shape.text(value, "state", "in progress"), shape.text(value, "reason")
        one.at, one.round = shape.text(value, "at"), shape.whole(value, "round", 0)
        one.base = shape.pairs(value, "base")
        one.spans = self._each(value, "spans", _span)
        one.relations = self._each(value, "relations", _relation)
        one.labels, one.rejections = shape.texts(value, "labels"), shape.texts(value, "rejections")
        one.intended = self._each(value, "intended", _intended)
        return one


def _intended(value: Json) -> IntendedRecord:
    kind, reason = shape.text(value, "kind", None), shape.text(value, "reason", None)
    row = IntendedRecord(kind, shape.text(value, "item"), reason, shape.text(value, "writer"), shape.text(value, "at"))
    if not row.item:
        row.place = _place(value)
    return row


def _place(value: Json) -> tuple[int, int]:
    ((start, end),) = shape.ranges({"place": [value["place"]]}, "place") if "place" in value else ((0, 0),)
    return start, end


def _span(value: Json) -> SpanRecord:
    fragments = shape.ranges(value, "fragments")
    if not fragments:
        raise Misshapen('"fragments" is empty')
    span = SpanRecord(shape.text(value, "id"), fragments, shape.text(value, "label", None))
    span.surface = shape.text(value, "text")
    _read_rest(span, value)
    return span


def _relation(value: Json) -> RelationRecord:
    head, tail = shape.text(value, "head", None), shape.text(value, "tail", None)
    relation = RelationRecord(shape.text(value, "id"), head, tail, shape.text(value, "label", None))
    _read_rest(relation, value)
    return relation


def _read_rest(item: SpanRecord | RelationRecord, value: Json) -> None:
    item.attributes, item.note = shape.plain(value, "attributes"), shape.text(value, "note")
    item.unsure, item.origin = shape.flag(value, "unsure"), shape.text(value, "origin")
    item.how, item.score = shape.text(value, "how"), shape.number(value, "score")


def _comment(value: Json) -> CommentRecord:
    about, item = shape.text(value, "about"), shape.text(value, "item")
    writer, text, at = (shape.text(value, key, None) for key in ("writer", "text", "at"))
    comment = CommentRecord(shape.text(value, "id"), about, item, writer, text, at, shape.text(value, "reply_to"))
    comment.state, comment.round = shape.text(value, "state", "open"), shape.whole(value, "round", 0)
    comment.quote = shape.text(value, "quote")
    comment.place = _place(value)
    return comment


def _verdict(value: Json) -> VerdictRecord:
    reviewer, verdict = shape.text(value, "reviewer", None), shape.text(value, "verdict", None)
    one = VerdictRecord(reviewer, verdict, shape.text(value, "gold_digest"), shape.pairs(value, "sets"))
    one.at, one.reason = shape.text(value, "at"), shape.text(value, "reason")
    one.unseen, one.holds = shape.flag(value, "unseen"), shape.flag(value, "holds")
    return one


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    return f'its first line says "{FORMAT}"' if f'"{FORMAT}"' in start[:200] else ""
