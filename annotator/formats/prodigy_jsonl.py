"""Prodigy's JSON Lines: text, tokens, spans, relations by token, an answer; offsets are code points."""

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TextIO

from annotator.core.offsets import TOKEN
from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats.checking import check_offsets
from annotator.formats.decoding import Report, json_lines

Token = tuple[int, int]

# States of ours that are whole work in the eyes of a trainer, and those that are not.
_ANSWERS = {"set aside": "ignore"}


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Documents of a file; consecutive lines of the same text are one document with a set for each session."""
    held: DocumentRecord | None = None
    for number, (place, value) in enumerate(json_lines(path, report), 1):
        text = value.get("text")
        if not isinstance(text, str) or not text:
            report(Finding(place, 'No "text"; this line was left out.', lost=True))
            continue
        one = _set_of(value, place, report)
        if held is not None and held.text == text:
            _join(held, one)
            continue
        if held is not None:
            yield held
        given = value.get("meta")
        meta: dict[str, Any] = given if isinstance(given, dict) else {}
        name = str(meta.get("document") or meta.get("title") or f"{path.stem}-{number}")
        held = DocumentRecord(name, text, str(meta.get("language", "")), dict(meta), place=place)
        held.tokens = [(token["start"], token["end"]) for token in _tokens(value)] or None
        held.tokenizer = "prodigy" if held.tokens else ""
        held.sets = [one] if one is not None else []
    if held is not None:
        yield held


def _join(held: DocumentRecord, one: SetRecord | None) -> None:
    """Another line of the same text: another author's set, or more of the same author's (binary answers)."""
    if one is None:
        return
    same = next((other for other in held.sets if other.author == one.author), None)
    if same is None:
        held.sets.append(one)
        return
    ids = {span.id: f"{len(same.spans)}-{span.id}" for span in one.spans}
    for span in one.spans:
        span.id = ids[span.id]
    for relation in one.relations:
        relation.id = f"{len(same.relations)}-{relation.id}"
        relation.head, relation.tail = ids[relation.head], ids[relation.tail]
    same.spans += one.spans
    same.relations += one.relations
    same.rejections += one.rejections


def _tokens(value: dict[str, Any]) -> list[dict[str, Any]]:
    tokens = value.get("tokens")
    good = isinstance(tokens, list) and all(isinstance(t, dict) and _is_range(t) for t in tokens)
    return tokens if good and tokens else []


def _is_range(value: dict[str, Any]) -> bool:
    return all(isinstance(value.get(key), int) for key in ("start", "end"))


def _set_of(value: dict[str, Any], place: str, report: Report) -> SetRecord | None:
    answer = value.get("answer")
    spans = [one for one in value.get("spans") or () if isinstance(one, dict)]
    if answer is None and not spans and not value.get("relations"):
        return None
    author = str(value.get("_annotator_id") or value.get("_session_id") or "")
    one = SetRecord(author, state="submitted" if answer == "accept" else "in progress")
    if answer == "ignore":
        one.state, one.reason = "set aside", "other: ignored"
    elif answer == "reject" and not _is_binary(value):
        one.state, one.reason = "set aside", "broken text"
    _read_spans(one, spans, value, place, report)
    _read_relations(one, value, place, report)
    return one


def _is_binary(value: dict[str, Any]) -> bool:
    """Whether the answer is about the one thing suggested, not about the example."""
    return bool(value.get("_is_binary")) or isinstance(value.get("label"), str)


def _read_spans(one: SetRecord, spans: list[dict[str, Any]], value: dict[str, Any], place: str, report: Report) -> None:
    for number, span in enumerate(spans):
        if not _is_range(span) or not isinstance(span.get("label", value.get("label")), str):
            report(Finding(place, f"Span {number + 1} lacks start, end or label; it was left out.", lost=True))
            continue
        label = span.get("label") or value.get("label")
        answer = span.get("answer") or (value.get("answer") if _is_binary(value) else "accept")
        fragments = ((span["start"], span["end"]),)
        if answer == "reject":
            one.rejections.append(f"{label}|{span['start']}-{span['end']}")
        elif answer != "ignore":
            score = span.get("score") if isinstance(span.get("score"), float) else None
            one.spans.append(SpanRecord(f"s{number}", fragments, str(label), score=score))
        surface = span.get("text")
        if isinstance(surface, str) and value["text"][span["start"] : span["end"]] != surface:
            report(Finding(place, f'Span {number + 1} is not "{surface[:40]}" at its offsets; the offsets were kept.'))


def _read_relations(one: SetRecord, value: dict[str, Any], place: str, report: Report) -> None:
    tokens = _tokens(value)
    for number, relation in enumerate(value.get("relations") or ()):
        head = _end(one, relation, "head", tokens) if isinstance(relation, dict) else None
        tail = _end(one, relation, "child", tokens) if isinstance(relation, dict) else None
        if head is None or tail is None or not relation.get("label"):
            report(Finding(place, f"Relation {number + 1} joins no spans of this line; it was left out.", lost=True))
        else:
            one.relations.append(RelationRecord(f"r{number}", head, tail, str(relation["label"])))


def _end(one: SetRecord, relation: dict[str, Any], side: str, tokens: list[dict[str, Any]]) -> str | None:
    """The span at one end: by its place, else by the token that is its last."""
    given = relation.get(f"{side}_span")
    if isinstance(given, dict) and _is_range(given):
        place = (given["start"], given["end"])
        same = [span for span in one.spans if span.fragments == (place,)]
        labelled = [span for span in same if span.label == given.get("label")]
        if labelled or same:
            return (labelled or same)[0].id
    index = relation.get(side)
    if not isinstance(index, int) or not 0 <= index < len(tokens):
        return None
    end = tokens[index]["end"]
    ending = [span for span in one.spans if span.fragments[-1][1] == end]
    around = [
        span for span in one.spans if span.fragments[0][0] <= tokens[index]["start"] and end <= span.fragments[-1][1]
    ]
    found = sorted(ending or around, key=lambda span: span.fragments[-1][1] - span.fragments[0][0])
    return found[0].id if found else None


# ---- writing


def write(records: Iterable[DocumentRecord], out: TextIO, *, report: Report | None = None) -> None:
    """Write one line a set. Raises ExportError when a span does not fit its text."""
    for record in records:
        check_offsets(record)
        for one in record.sets or [SetRecord()]:
            line = _line(record, one, report or (lambda finding: None))
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def _line(record: DocumentRecord, one: SetRecord, report: Report) -> dict[str, Any]:
    hulls = {span.id: (span.fragments[0][0], span.fragments[-1][1]) for span in one.spans}
    tokens = cut(record.text, record.tokens, hulls.values())
    firsts = {start: number for number, (start, _) in enumerate(tokens)}
    lasts = {end: number for number, (_, end) in enumerate(tokens)}

    def span_of(span: SpanRecord) -> dict[str, Any]:
        start, end = hulls[span.id]
        place = {"start": start, "end": end, "token_start": firsts[start], "token_end": lasts[end]}
        return place | {"label": span.label}

    spans = [span_of(span) | _extra(record, span) for span in one.spans]
    plain = {span.id: span_of(span) for span in one.spans}
    meta = _meta(record, one)
    split = [span for span in one.spans if len(span.fragments) > 1]
    if split:
        meta["simplified"] = "spans of several fragments are written from their first to their last character"
        report(
            Finding(record.name, f"{len(split)} spans of several fragments were written from first to last character.")
        )
    answer = _ANSWERS.get(one.state, "accept")
    return {
        "text": record.text,
        "meta": meta,
        "_input_hash": _hash(record.text),
        "_task_hash": _hash(record.text + json.dumps(spans, ensure_ascii=False) + one.author),
        "tokens": _as_tokens(record.text, tokens),
        "spans": spans,
        "relations": [_relation(relation, plain) for relation in one.relations],
        "_view_id": "relations",
        "_session_id": one.author or None,
        "answer": answer,
    }


def _extra(record: DocumentRecord, span: SpanRecord) -> dict[str, Any]:
    start, end = span.fragments[0][0], span.fragments[-1][1]
    extra: dict[str, Any] = {"text": record.text[start:end]}
    if len(span.fragments) > 1:
        extra["fragments"] = [list(fragment) for fragment in span.fragments]
    values = {"attributes": span.attributes, "note": span.note, "unsure": span.unsure, "score": span.score}
    return extra | {key: value for key, value in values.items() if value}


def _relation(relation: RelationRecord, spans: dict[str, dict[str, Any]]) -> dict[str, Any]:
    head, tail = spans[relation.head], spans[relation.tail]
    ends = {"head": head["token_end"], "child": tail["token_end"], "head_span": head, "child_span": tail}
    values = {"attributes": relation.attributes, "note": relation.note, "unsure": relation.unsure}
    return {**ends, "label": relation.label} | {key: value for key, value in values.items() if value}


def _meta(record: DocumentRecord, one: SetRecord) -> dict[str, Any]:
    meta = dict(record.meta) | {"document": record.name, "author": one.author, "state": one.state}
    if record.language:
        meta["language"] = record.language
    if record.tokenizer:
        meta["tokenizer"] = record.tokenizer
    return meta


def _as_tokens(text: str, tokens: list[Token]) -> list[dict[str, Any]]:
    followers = [start for start, _ in tokens[1:]] + [len(text)]
    return [
        {
            "text": text[start:end],
            "start": start,
            "end": end,
            "id": number,
            "ws": text[end : end + 1] == " " and follower == end + 1,
        }
        for number, ((start, end), follower) in enumerate(zip(tokens, followers, strict=True))
    ]


def cut(text: str, tokens: list[Token] | None, spans: Iterable[Token]) -> list[Token]:
    """Tokens that cover the text but for single blanks between them, cut at every edge of a span."""
    spans = set(spans)
    known = tokens if tokens is not None else [match.span() for match in TOKEN.finditer(text)]
    edges = {0, len(text)} | {edge for token in known for edge in token}
    wanted = {start for start, _ in spans} | {end - 1 for _, end in spans}  # blanks that a span begins or ends with
    ordered = sorted(edges | {edge for span in spans for edge in span})
    return [
        (start, end)
        for start, end in pairwise(ordered)
        if text[start:end] != " " or start in wanted or start == 0 or text[start - 1].isspace()
    ]


def _hash(text: str) -> int:
    """32 bits with a sign, the same on every machine."""
    value = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    return value - (1 << 32) if value >= 1 << 31 else value


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    first = start.lstrip().partition("\n")[0]
    if not first.startswith("{") or '"text"' not in first:
        return ""
    marks = [mark for mark in ('"_input_hash"', '"answer"', '"tokens"', '"spans"', '"_task_hash"') if mark in start]
    return f"it has {', '.join(marks)}" if marks else 'its lines are objects with "text"'
