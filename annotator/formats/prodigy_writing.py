"""Writing Prodigy's JSON Lines: one line a set, tokens cut at the edges of all spans, what does not fit beside it."""

import json
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats.checking import check_offsets
from annotator.formats.decoding import Report
from annotator.formats.shape import Json
from annotator.formats.tokens import Token, cut, joined
from annotator.formats.writing import ExportError

BLOCK = "annotator"  # our own fields on each line, which Prodigy passes through
SHOWN = ("document", "author", "state")  # of these, what Prodigy shows beside the text
UNNAMED = "prodigy"  # tokenizer of tokens that a file has without saying whose they are
_DONE = ("submitted", "in review", "approved", "final")
_SIMPLIFIED = "spans of several fragments are written from their first to their last character"


def write(records: Iterable[DocumentRecord], out: TextIO, report: Report | None = None) -> None:
    """Write one line a set. Raises ExportError when a span does not fit its text."""
    for record in records:
        check_offsets(record)
        for one in record.sets or [SetRecord(state="to do")]:
            line = _line(record, one)
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n")


def answer_of(state: str, reason: str = "") -> str | None:
    """Prodigy's answer for a state of ours; None for work that is not finished, or not begun."""
    if state in _DONE:
        return "accept"
    return "ignore" if state == "set aside" and not reason.startswith("later") else None


def _line(record: DocumentRecord, one: SetRecord) -> Json:
    hulls = [(span.fragments[0][0], span.fragments[-1][1]) for other in record.sets for span in other.spans]
    tokens = cut(record.text, record.tokens, set(hulls))
    spans = _placed(record, one, tokens)
    answer = answer_of(one.state, one.reason)
    line: Json = {"text": record.text}
    line |= _beside(record, one)
    line["_input_hash"] = _hash(record.text)
    line["_task_hash"] = _hash(json.dumps([record.text, one.author, list(spans.values())], ensure_ascii=False))
    line["tokens"] = [
        {"text": record.text[t.start : t.end], "start": t.start, "end": t.end, "id": number, "ws": t.ws}
        for number, t in enumerate(tokens)
    ]
    if answer or one.spans or one.kind == "model":  # no spans at all says that nobody has looked yet
        line["spans"] = [{"text": record.text[s["start"] : s["end"]]} | s for s in _with_rest(one, spans)]
        line["relations"] = [_relation(relation, spans) for relation in one.relations]
    line["_view_id"] = "relations" if one.relations else "spans_manual"
    line["_session_id"] = one.author if one.author and one.kind == "person" else None
    stamp = _timestamp(one.at)
    line |= {} if stamp is None else {"_timestamp": stamp}
    return line | ({"answer": answer} if answer else {})


def _placed(record: DocumentRecord, one: SetRecord, tokens: list[Token]) -> dict[str, Json]:
    """Spans by id with their places in text and tokens. Raises ExportError when these do not agree."""
    if joined(record.text, tokens) != record.text:
        raise ExportError(f"{record.name}: its tokens do not give its text; nothing was exported.")
    firsts = {token.start: number for number, token in enumerate(tokens)}
    lasts = {token.end: number for number, token in enumerate(tokens)}
    placed: dict[str, Json] = {}
    for span in one.spans:
        start, end = span.fragments[0][0], span.fragments[-1][1]
        if start not in firsts or end not in lasts:
            where = f"{record.name}, {one.author}, {span.label} at {start}–{end}"
            raise ExportError(f"{where}: no token begins or ends there; nothing was exported.")
        place = {"start": start, "end": end, "token_start": firsts[start], "token_end": lasts[end]}
        placed[span.id] = {**place, "label": span.label}
        if len(span.fragments) > 1:
            placed[span.id]["fragments"] = [list(fragment) for fragment in span.fragments]
    return placed


def _with_rest(one: SetRecord, spans: dict[str, Json]) -> Iterable[Json]:
    for span in one.spans:
        value = dict(spans[span.id])
        if span.score is not None:
            value["score"] = span.score
        yield value | _rest(span)


def _rest(item: SpanRecord | RelationRecord) -> Json:
    values: Json = {"attributes": item.attributes, "note": item.note, "unsure": item.unsure}
    return {key: value for key, value in values.items() if value}


def _relation(relation: RelationRecord, spans: dict[str, Json]) -> Json:
    head, tail = spans[relation.head], spans[relation.tail]
    ends = {"head": head["token_end"], "child": tail["token_end"], "head_span": head, "child_span": tail}
    return {**ends, "label": relation.label} | _rest(relation)


def _beside(record: DocumentRecord, one: SetRecord) -> Json:
    """`meta` as Prodigy shows it, and our own block, which says what of `meta` is ours."""
    ours: Json = {"document": record.name, "author": one.author, "state": one.state}
    shown = {key: ours[key] for key in SHOWN if ours[key] and key not in record.meta}
    more: Json = {"kind": one.kind if one.kind != "person" else "", "version": one.version, "reason": one.reason}
    more |= {"language": record.language, "tokenizer": _tokenizer(record), "labels": one.labels}
    if any(len(span.fragments) > 1 for span in one.spans):
        shown |= {} if "simplified" in record.meta else {"simplified": _SIMPLIFIED}
    block = ours | {key: value for key, value in more.items() if value} | {"shown": list(shown)}
    return {"meta": record.meta | shown, BLOCK: block}


def _tokenizer(record: DocumentRecord) -> str:
    """Whose tokens these are; what the tokens of a file without this name are called here is not written."""
    return record.tokenizer if record.tokenizer != UNNAMED else ""


def _timestamp(at: str) -> int | None:
    """Seconds of the epoch of a moment in ISO 8601."""
    try:
        moment = datetime.fromisoformat(at)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except ValueError:
        return None


def _hash(text: str) -> int:
    """32 bits with a sign, the same on every machine."""
    value = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    return value - (1 << 32) if value >= 1 << 31 else value
