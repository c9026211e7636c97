"""Documents as sentences of words with entities and relations by number, and put together from such again."""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.decoding import Report
from annotator.formats.sentences import Joined, aligned, words_of

TOGETHER = "coreference"  # label of relations that only say that two spans are one thing


class Piece(NamedTuple):
    """A sentence: its text with the white space behind it, its words, and what is in it by numbers of words."""

    text: str
    tokens: list[str]
    first: int  # number of its first word in the document
    spans: list[tuple[int, int, SpanRecord]]  # first word and the one behind the last, as numbers in the sentence
    relations: list[tuple[int, int, RelationRecord]]  # numbers of their ends in `spans`


def pieces(record: DocumentRecord, *, related: bool = True) -> Iterator[Piece]:
    """The sentences of a document; where `related`, none ends between the ends of a relation."""
    one = record.sets[0] if record.sets else SetRecord()
    hulls = {span.id: (span.fragments[0][0], span.fragments[-1][1]) for span in one.spans}
    joined = [_around(hulls[tie.head], hulls[tie.tail]) for tie in one.relations if related]
    words = words_of(record, [one], joined=joined)
    places = {span.id: words.range_of(span) for span in one.spans}
    sentences = words.sentences()
    inside: dict[int, list[SpanRecord]] = {}
    for span in one.spans:
        inside.setdefault(words.sentence_of(places[span.id][0]), []).append(span)
    ids = {span.id: (number, place) for number, some in inside.items() for place, span in enumerate(some)}
    ties: dict[int, list[tuple[int, int, RelationRecord]]] = {}
    for tie in one.relations:
        (number, head), (other, tail) = ids[tie.head], ids[tie.tail]
        if number == other:
            ties.setdefault(number, []).append((head, tail, tie))
    for number, sentence in enumerate(sentences):
        start = words.places[sentence.start][0] if number else 0
        end = words.places[sentence.stop][0] if sentence.stop < len(words.places) else len(record.text)
        here = inside.get(number, [])
        spans = [(places[s.id][0] - sentence.start, places[s.id][1] - sentence.start, s) for s in here]
        tokens = [record.text[slice(*words.places[word])] for word in sentence]
        yield Piece(record.text[start:end], tokens, sentence.start, spans, ties.get(number, []))


def _around(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), max(one[1], other[1])


class Gathered:
    """A document put together from sentences; what is broken is said and left out."""

    def __init__(self, name: str, place: str, report: Report) -> None:
        self._name, self._place, self._report = name, place, report
        self._joined = Joined()
        self._set = SetRecord()

    def __bool__(self) -> bool:
        return bool(self._joined.places)

    def add(self, tokens: list[str], text: object = None) -> int:
        """Add a sentence; the number of its first word. `text` is used where the words stand in it."""
        first = len(self._joined.places)
        places = aligned(text, tokens) if isinstance(text, str) else None
        if places is None:
            for number, token in enumerate(tokens):
                self._joined.add(token, before=" " if number else "\n")
            return first
        assert isinstance(text, str)
        last = 0
        for (start, end), token in zip(places, tokens, strict=True):
            self._joined.lead(text[last:start])
            self._joined.add(token, before="")
            last = end
        self._joined.lead(text[last:])
        return first

    def span(self, first: int, end: object, label: object, start: object) -> SpanRecord | None:
        """Add an entity of the words from `first + start` to before `first + end`; None where that is none."""
        if not shape.is_whole(start) or not shape.is_whole(end) or not isinstance(label, str):
            self.say("An entity has no numbers of words and a type; it was left out.")
            return None
        low, high = first + start, first + end
        if not 0 <= low < high <= len(self._joined.places):
            self.say(f"{label} at words {start}–{end} lies off its sentence; it was left out.")
            return None
        place = (self._joined.places[low][0], self._joined.places[high - 1][1])
        span = SpanRecord(f"s{len(self._set.spans) + 1}", (place,), label)
        self._set.spans.append(span)
        return span

    def relation(self, head: SpanRecord | None, tail: SpanRecord | None, label: object) -> None:
        """Add a relation."""
        if head is None or tail is None or not isinstance(label, str):
            self.say("A relation has no type, or one of its ends is no entity; it was left out.")
            return
        ties = self._set.relations
        ties.append(RelationRecord(f"r{len(ties) + 1}", head.id, tail.id, label))

    def say(self, text: str, *, lost: bool = True) -> None:
        """Report something of this document."""
        self._report(Finding(self._place, text, lost=lost))

    def record(self, tokenizer: str) -> DocumentRecord:
        """The document."""
        record = DocumentRecord(self._name, self._joined.text, place=self._place)
        record.tokens, record.tokenizer = self._joined.places, tokenizer
        if self._set.spans:
            record.sets.append(self._set)
        return record


def words_in(value: object) -> list[str] | None:
    """A list of words; None where it is none. Words of nothing but white space are none."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        return None
    return list(value) if all(word and not word.isspace() for word in value) else None
