"""Our own lossless format: one document a line, with all its sets, comments and verdicts."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, TextIO, TypeVar

from annotator.core.records import (
    CommentRecord,
    DocumentRecord,
    Finding,
    RelationRecord,
    SetRecord,
    SpanRecord,
    VerdictRecord,
)
from annotator.formats.checking import check_offsets
from annotator.formats.decoding import Report, json_lines

FORMAT = "annotator-jsonl/1"
R = TypeVar("R")


def write(records: Iterable[DocumentRecord], out: TextIO) -> None:
    """Write documents. Raises ExportError when a span does not fit its text."""
    for record in records:
        check_offsets(record)
        out.write(json.dumps(as_json(record), ensure_ascii=False, separators=(",", ":")) + "\n")


def as_json(record: DocumentRecord) -> dict[str, Any]:
    """A document as this format has it."""
    value = {"format": FORMAT, **_slim(asdict(_renumbered(record)))}
    value.pop("place", None)
    for one in value.get("sets", ()):
        for span in one.get("spans", ()):
            span["text"] = " … ".join(record.text[start:end] for start, end in span["fragments"])
    return value


def _renumbered(record: DocumentRecord) -> DocumentRecord:
    """The record with short ids that depend on its content alone, so that a second export is the same bytes."""
    order = {"model": 0, "person": 1, "gold": 2}
    sets = sorted(record.sets, key=lambda one: (order.get(one.kind, 3), one.author, one.version, one.meta_hash))
    names: dict[str, str] = {}
    for number, one in enumerate(sets, 1):
        names |= {span.id: f"{number}s{place}" for place, span in enumerate(one.spans, 1)}
        names |= {relation.id: f"{number}r{place}" for place, relation in enumerate(one.relations, 1)}
    names |= {comment.id: f"c{place}" for place, comment in enumerate(record.comments, 1)}
    return replace(
        record,
        sets=[_renamed_set(one, names) for one in sets],
        comments=[
            replace(c, id=names[c.id], item=names.get(c.item, ""), reply_to=names.get(c.reply_to, ""))
            for c in record.comments
        ],
    )


def _renamed_set(one: SetRecord, names: dict[str, str]) -> SetRecord:
    spans = [replace(span, id=names[span.id], origin=names.get(span.origin, "")) for span in one.spans]
    relations = [
        replace(r, id=names[r.id], head=names[r.head], tail=names[r.tail], origin=names.get(r.origin, ""))
        for r in one.relations
    ]
    base = sorted((names[name], content) for name, content in one.base if name in names)
    return replace(one, spans=spans, relations=relations, base=base)


def _slim(value: Any) -> Any:
    """Without what is empty: readers fill it in."""
    if isinstance(value, dict):
        return {key: _slim(item) for key, item in value.items() if item not in ("", None, False, [], {}, ())}
    return [_slim(item) for item in value] if isinstance(value, list | tuple) else value


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Documents of a file. What cannot be read of one is reported; the rest goes on."""
    for place, value in json_lines(path, report):
        try:
            yield record_of(value, place)
        except (KeyError, TypeError, ValueError) as error:
            what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            report(Finding(place, f"Not a document of this format ({what}); it was left out.", lost=True))


def record_of(value: dict[str, Any], place: str) -> DocumentRecord:
    """A document of its JSON. Raises KeyError, TypeError or ValueError for anything else."""
    if value.get("format") != FORMAT:
        raise ValueError(f'"format" is not "{FORMAT}"')
    known = {key: item for key, item in value.items() if key not in ("format", "sets", "comments", "verdicts")}
    record = _made(DocumentRecord, known | {"place": place})
    if not isinstance(record.text, str) or not isinstance(record.name, str):
        raise TypeError("name and text must be texts")
    record.sets = [_set_of(one) for one in value.get("sets", ())]
    record.comments = [_made(CommentRecord, one) for one in value.get("comments", ())]
    record.verdicts = [_made(VerdictRecord, one) for one in value.get("verdicts", ())]
    for comment in record.comments:
        comment.place = (int(comment.place[0]), int(comment.place[1]))
    for verdict in record.verdicts:
        verdict.sets = [(str(author), str(digest)) for author, digest in verdict.sets]
    if record.tokens is not None:
        record.tokens = [(int(start), int(end)) for start, end in record.tokens]
    return record


def _set_of(value: dict[str, Any]) -> SetRecord:
    inner = {key: item for key, item in value.items() if key not in ("spans", "relations")}
    one = _made(SetRecord, inner)
    one.base = [(str(name), str(content)) for name, content in one.base]
    one.spans = [_span_of(span) for span in value.get("spans", ())]
    one.relations = [_made(RelationRecord, relation) for relation in value.get("relations", ())]
    return one


def _span_of(value: dict[str, Any]) -> SpanRecord:
    inner = {key: item for key, item in value.items() if key not in ("text", "fragments")}
    fragments = tuple((int(start), int(end)) for start, end in value["fragments"])
    if not fragments:
        raise ValueError("a span without fragments")
    return _made(SpanRecord, inner | {"fragments": fragments})


def _made(kind: type[R], value: dict[str, Any]) -> R:
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{key: item for key, item in value.items() if key in names})


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    return f'its first line says "{FORMAT}"' if f'"{FORMAT}"' in start[:200] else ""
