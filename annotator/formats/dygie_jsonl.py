"""JSON Lines of SciERC and DyGIE++: sentences of words, entities and relations by numbers of words in the document."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding, SpanRecord
from annotator.formats import shape
from annotator.formats.decoding import Report
from annotator.formats.format import Format
from annotator.formats.holds import NO, Holds
from annotator.formats.json_values import json_objects, keys_of, line_of
from annotator.formats.output import Part
from annotator.formats.pieces import TOGETHER, Gathered, Piece, pieces, words_in
from annotator.formats.shape import Json

Ends = dict[tuple[int, int], SpanRecord]


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A document a line; fields of ours begin with "_", which its tools pass over."""
    for record in records:
        parts = list(pieces(record))
        line: Json = {"doc_key": record.name, "sentences": [piece.tokens for piece in parts]}
        line["ner"] = [[[p.first + a, p.first + b - 1, span.label] for a, b, span in p.spans] for p in parts]
        line["relations"] = [[[*_numbers(p, head, tail), tie.label] for head, tail, tie in p.relations] for p in parts]
        line["_text"] = [piece.text for piece in parts]
        line["_ends"] = [[[head, tail] for head, tail, _ in piece.relations] for piece in parts]
        yield Part(line_of(line))


def _numbers(piece: Piece, *ends: int) -> list[Any]:
    """The first and the last word of each end, counted in the document."""
    places = [piece.spans[end] for end in ends]
    return [piece.first + edge for start, end, _ in places for edge in (start, end - 1)]


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document a line. Raises UnreadableFile."""
    for number, (place, value) in enumerate(json_objects(path, report), 1):
        name = value.get("doc_key")
        gathered = Gathered(name if isinstance(name, str) and name else f"{path.stem}-{number}", place, report)
        sentences = value.get("sentences")
        words = [words_in(sentence) for sentence in sentences] if isinstance(sentences, list) else []
        if not words or None in words:
            report(Finding(place, "It has no sentences of words; it was left out.", lost=True))
            continue
        texts = _per_sentence(value, "_text")
        for place_in, tokens in enumerate(words):
            gathered.add(tokens or [], texts[place_in] if place_in < len(texts) else None)
        if gathered:
            _entities(gathered, value)
            yield gathered.record("dygie")


def _per_sentence(value: Json, key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _entities(gathered: Gathered, value: Json) -> None:
    ends: Ends = {}
    ours = _per_sentence(value, "_ends")
    relations = _per_sentence(value, "relations")
    for number, found in enumerate(_per_sentence(value, "ner")):
        found = found if isinstance(found, list) else []
        spans = [_span(gathered, one) for one in found]
        for span, one in zip(spans, found, strict=False):
            if span is not None:
                ends.setdefault((one[0], one[1]), span)
        exact = ours[number] if number < len(ours) and isinstance(ours[number], list) else []
        ties = relations[number] if number < len(relations) and isinstance(relations[number], list) else []
        for place, tie in enumerate(ties):
            _relation(gathered, ends, tie, _exactly(spans, exact[place] if place < len(exact) else None))
    for key, what in (("events", "events"),):
        if any(_per_sentence(value, key)):
            gathered.say(f"Its {what} are not read.")
    _clusters(gathered, ends, _per_sentence(value, "clusters"))


def _span(gathered: Gathered, one: Any) -> SpanRecord | None:
    start, end, label = (*one, None, None, None)[:3] if isinstance(one, list) else (None, None, None)
    return gathered.span(0, end + 1 if shape.is_whole(end) else None, label, start)


def _exactly(spans: list[SpanRecord | None], pair: Any) -> list[SpanRecord | None]:
    """The ends of a relation as a file of ours names them: two entities may be on the same words."""
    if not isinstance(pair, list) or len(pair) != 2:
        return []
    return [spans[one] if shape.is_whole(one) and 0 <= one < len(spans) else None for one in pair]


def _relation(gathered: Gathered, ends: Ends, tie: Any, exact: list[SpanRecord | None]) -> None:
    if not isinstance(tie, list) or len(tie) < 5 or not all(shape.is_whole(one) for one in tie[:4]):
        gathered.say("A relation is no list of four numbers of words and a label; it was left out.")
        return
    head, tail = ends.get((tie[0], tie[1])), ends.get((tie[2], tie[3]))
    if len(exact) == 2 and None not in exact:
        head, tail = exact
    gathered.relation(head, tail, tie[4])


def _clusters(gathered: Gathered, ends: Ends, clusters: list[Any]) -> None:
    """Mentions of one thing are joined one to the next, as far as they are entities."""
    left = 0
    for cluster in clusters:
        pairs = [tuple(one[:2]) for one in (cluster if isinstance(cluster, list) else []) if isinstance(one, list)]
        found = [ends[pair] for pair in pairs if len(pair) == 2 and _hashable(pair) and pair in ends]
        left += len(pairs) - len(found)
        for head, tail in pairwise(found):
            gathered.relation(head, tail, TOGETHER)
    if left:
        gathered.say(f"{left} mentions of its clusters are no entities of it; they were left out.", lost=False)


def _hashable(pair: tuple[Any, ...]) -> bool:
    return all(shape.is_whole(one) for one in pair)


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    keys = keys_of(start)
    if "doc_key" in keys:
        return "its first line has a doc_key"
    return "its first line has sentences" if "sentences" in keys and '"sentences": [["' in start else ""


ROW = Format(
    "dygie_jsonl", "DyGIE++, SciERC", (".jsonl", ".json"), read, write, sniff, Holds(off_tokens=NO, white_space=NO)
)
