"""DocRED's JSON: sentences of words, things with their mentions, relations between things."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SpanRecord
from annotator.formats.decoding import Report
from annotator.formats.format import Format
from annotator.formats.holds import NO, Holds
from annotator.formats.json_values import json_objects, keys_of, listed
from annotator.formats.output import Part
from annotator.formats.pieces import TOGETHER, Gathered, Piece, pieces, words_in
from annotator.formats.shape import Json


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A list of documents; spans that relations called "coreference" join are mentions of one thing."""
    first = True
    for record in records:
        yield Part(listed(first, _document(record, list(pieces(record, related=False)))))
        first = False
    yield Part("[]\n" if first else "\n]\n")


def _document(record: DocumentRecord, parts: list[Piece]) -> Json:
    ties = [tie for one in record.sets for tie in one.relations]
    mentions = {
        span.id: {"name": " ".join(p.tokens[a:b]), "sent_id": n, "pos": [a, b], "type": span.label}
        for n, p in enumerate(parts)
        for a, b, span in p.spans
    }
    things = _things(list(mentions), ties)
    number = {name: place for place, thing in enumerate(things) for name in thing}
    labels = [
        {"h": number[tie.head], "t": number[tie.tail], "r": tie.label, "evidence": []}
        | {"ends": [things[number[tie.head]].index(tie.head), things[number[tie.tail]].index(tie.tail)]}
        for tie in ties
        if not _joins(tie)
    ]
    pairs = [[[number[end], things[number[end]].index(end)] for end in (t.head, t.tail)] for t in ties if _joins(t)]
    value: Json = {"title": record.name, "sents": [piece.tokens for piece in parts]}
    value |= {"vertexSet": [[mentions[name] for name in thing] for thing in things], "labels": labels}
    return value | {"text": record.text} | ({"coreference": pairs} if pairs else {})


def _joins(tie: RelationRecord) -> bool:
    return tie.label == TOGETHER


def _things(mentions: list[str], ties: list[RelationRecord]) -> list[list[str]]:
    """Mentions in groups, each where its first stands."""
    group = {name: [name] for name in mentions}
    for tie in filter(_joins, ties):
        one, other = group[tie.head], group[tie.tail]
        if one is not other:
            one += other
            group |= dict.fromkeys(other, one)
    order = {name: place for place, name in enumerate(mentions)}
    unique = {id(thing): sorted(thing, key=order.__getitem__) for thing in group.values()}
    return list(unique.values())


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document for each item. Raises UnreadableFile."""
    for number, (place, value) in enumerate(json_objects(path, report), 1):
        sents = value.get("sents")
        words = [words_in(sentence) for sentence in sents] if isinstance(sents, list) else []
        if not words or None in words:
            report(Finding(place, "It has no sentences of words; it was left out.", lost=True))
            continue
        title = value.get("title")
        gathered = Gathered(title if isinstance(title, str) and title else f"{path.stem}-{number}", place, report)
        firsts = _sentences(gathered, [tokens or [] for tokens in words], value.get("text"))
        if gathered:
            _Things(gathered, firsts, value).read()
            yield gathered.record("docred")


def _sentences(gathered: Gathered, words: list[list[str]], text: Any) -> list[int]:
    """Numbers of the first words of the sentences."""
    if isinstance(text, str):
        gathered.add([word for tokens in words for word in tokens], text)
    firsts = []
    total = 0
    for tokens in words:
        firsts.append(total)
        total += len(tokens)
        if not isinstance(text, str):
            gathered.add(tokens)
    return firsts


class _Things:
    """Mentions and relations of one document."""

    def __init__(self, gathered: Gathered, firsts: list[int], value: Json) -> None:
        self._gathered, self._firsts, self._value = gathered, firsts, value
        self._mentions: dict[tuple[int, int], SpanRecord | None] = {}

    def read(self) -> None:
        """Mentions in the order of the text, then relations."""
        found = [
            (thing, place, one)
            for thing, mentions in enumerate(self._list("vertexSet"))
            for place, one in enumerate(mentions if isinstance(mentions, list) else [])
        ]
        for thing, place, one in found:
            self._mentions[thing, place] = self._mention(one if isinstance(one, dict) else {})
        for label in self._list("labels"):
            one = label if isinstance(label, dict) else {}
            ends = one.get("ends")
            head, tail = ends if isinstance(ends, list) and len(ends) == 2 else (0, 0)
            self._gathered.relation(self._at(one.get("h"), head), self._at(one.get("t"), tail), one.get("r"))
        self._coreference()

    def _list(self, key: str) -> list[Any]:
        found = self._value.get(key)
        return found if isinstance(found, list) else []

    def _at(self, thing: Any, place: Any) -> SpanRecord | None:
        return self._mentions.get((thing, place)) if isinstance(thing, int) and isinstance(place, int) else None

    def _mention(self, one: Json) -> SpanRecord | None:
        sentence, pos = one.get("sent_id"), one.get("pos")
        if not isinstance(sentence, int) or not 0 <= sentence < len(self._firsts):
            self._gathered.say("A mention names no sentence; it was left out.")
            return None
        start, end = pos if isinstance(pos, list) and len(pos) == 2 else (None, None)
        return self._gathered.span(self._firsts[sentence], end, one.get("type"), start)

    def _coreference(self) -> None:
        """Pairs as a file of ours names them, else each mention to the next of the same thing."""
        exact = self._value.get("coreference")
        if isinstance(exact, list):
            for pair in exact:
                found = pair if isinstance(pair, list) and len(pair) == 2 else [None, None]
                head, tail = (self._at(*one) if isinstance(one, list) and len(one) == 2 else None for one in found)
                self._gathered.relation(head, tail, TOGETHER)
            return
        for thing, place in self._mentions:
            after = self._mentions.get((thing, place + 1))
            if after is not None and self._mentions[thing, place] is not None:
                self._gathered.relation(self._mentions[thing, place], after, TOGETHER)


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    keys = keys_of(start)
    return "its documents have sents and a vertexSet" if {"vertexSet", "sents"} & keys and "title" in keys else ""


ROW = Format("docred_json", "DocRED", (".json",), read, write, sniff, Holds(off_tokens=NO, white_space=NO))
