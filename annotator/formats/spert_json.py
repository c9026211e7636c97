"""SpERT's JSON: sentences of words, entities by numbers of words, relations by numbers of entities."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.records import DocumentRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.decoding import Report
from annotator.formats.format import Format
from annotator.formats.holds import NO, Holds
from annotator.formats.json_values import json_objects, keys_of, listed
from annotator.formats.output import Part
from annotator.formats.pieces import Gathered, Piece, pieces, words_in
from annotator.formats.shape import Json


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A list of sentences, and beside it the types they need."""
    first = True
    entities: set[str] = set()
    relations: set[str] = set()
    for record in records:
        for piece in pieces(record):
            entities |= {span.label for _, _, span in piece.spans}
            relations |= {tie.label for _, _, tie in piece.relations}
            yield Part(listed(first, row(piece) | {"orig_id": record.name, "text": piece.text}))
            first = False
    yield Part("[]\n" if first else "\n]\n")
    types: Json = {"entities": {name: {"short": name, "verbose": name} for name in sorted(entities)}}
    types["relations"] = {name: {"short": name, "verbose": name, "symmetric": False} for name in sorted(relations)}
    yield Part(json.dumps(types, ensure_ascii=False, indent=2) + "\n", "types.json")


def row(piece: Piece) -> Json:
    """Words, entities and relations of a sentence."""
    return {
        "tokens": piece.tokens,
        "entities": [{"type": span.label, "start": start, "end": end} for start, end, span in piece.spans],
        "relations": [{"type": tie.label, "head": head, "tail": tail} for head, tail, tie in piece.relations],
    }


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Sentences that name the same document are one. Raises UnreadableFile."""
    gathered: Gathered | None = None
    last = object()
    for number, (place, value) in enumerate(json_objects(path, report), 1):
        name = value.get("orig_id", value.get("document"))
        name = str(name) if isinstance(name, str | int) else ""
        if gathered is None or not name or name != last:
            if gathered:
                yield gathered.record("spert")
            gathered = Gathered(name or f"{path.stem}-{number}", place, report)
        last = name
        take(gathered, value)
    if gathered:
        yield gathered.record("spert")


def take(gathered: Gathered, value: Json) -> None:
    """Add a sentence with its entities and relations."""
    tokens = words_in(value.get("tokens"))
    if tokens is None:
        gathered.say("It has no words; it was left out.")
        return
    first = gathered.add(tokens, value.get("text"))
    spans = []
    for entity in value["entities"] if isinstance(value.get("entities"), list) else []:
        one = entity if isinstance(entity, dict) else {}
        end = one.get("end")
        spans.append(gathered.span(first, end if _fits(end, tokens) else None, one.get("type"), one.get("start")))
    for relation in value["relations"] if isinstance(value.get("relations"), list) else []:
        one = relation if isinstance(relation, dict) else {}
        head, tail = _span(spans, one.get("head")), _span(spans, one.get("tail"))
        gathered.relation(head, tail, one.get("type"))


def _fits(end: object, tokens: list[str]) -> bool:
    return isinstance(end, int) and end <= len(tokens)


def _span(spans: list[SpanRecord | None], number: object) -> SpanRecord | None:
    return spans[number] if shape.is_whole(number) and 0 <= number < len(spans) else None


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    keys = keys_of(start)
    fits = {"tokens", "entities"} <= keys and not {"document", "ner_tags", "text.text"} & keys
    return "its sentences have tokens and entities" if fits else ""


ROW = Format("spert_json", "SpERT", (".json",), read, write, sniff, Holds(off_tokens=NO, white_space=NO))
