"""Words and sentences for formats that are made of them, and texts put together from words."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.formats.tokens import cut

Range = tuple[int, int]
_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*")
_GOES_ON = re.compile(r"[.!?…,;:)\]”’»%。！？]")  # what never begins a sentence
_NEWLINE = re.compile(r"[\n\r\u2028\x85]")


class Words:
    """The words of a document that are no white space, cut at the edges of spans, and where sentences begin.

    `firsts` has the number of the first word of each sentence.
    """

    def __init__(self, places: list[Range], firsts: list[int]) -> None:
        self.places, self.firsts = places, firsts
        self._starts = {place[0]: number for number, place in enumerate(places)}
        self._ends = {place[1]: number for number, place in enumerate(places)}

    def range_of(self, span: SpanRecord) -> Range:
        """The numbers of the first word of a span and of the one behind its last."""
        return self._starts[span.fragments[0][0]], self._ends[span.fragments[-1][1]] + 1

    def sentence_of(self, word: int) -> int:
        """The number of the sentence that a word is in."""
        return bisect_right(self.firsts, word) - 1

    def sentences(self) -> list[range]:
        """The numbers of the words of each sentence."""
        ends = [*self.firsts[1:], len(self.places)]
        return [range(first, end) for first, end in zip(self.firsts, ends, strict=True) if first < end]


def words_of(record: DocumentRecord, sets: Iterable[SetRecord], *, joined: Iterable[Range] = ()) -> Words:
    """Words of a text, cut where spans of these sets begin or end.

    A sentence ends at a line end, and behind a stop unless what follows goes on in lower case; never inside a span
    or one of the ranges `joined`.
    """
    text = record.text
    spans = {place for one in sets for span in one.spans for place in span.fragments}
    places = [(t.start, t.end) for t in cut(text, record.tokens, spans) if not text[t.start : t.end].isspace()]
    places = [piece for place in places for piece in _unspaced(text, *place)]
    closed = _covered([*spans, *joined])
    firsts = [0] if places else []
    for number in range(1, len(places)):
        before, here = places[number - 1], places[number]
        word = text[here[0] : here[1]]
        stops = _END.fullmatch(text[before[0] : before[1]]) and not _GOES_ON.match(word) and not word[0].islower()
        if (stops or _NEWLINE.search(text, before[1], here[0])) and not _inside(closed, before[1], here[0]):
            firsts.append(number)
    return Words(places, firsts)


def _unspaced(text: str, start: int, end: int) -> list[Range]:
    """A token without white space inside: a pipeline may have tokens with some."""
    return [(start + match.start(), start + match.end()) for match in re.finditer(r"\S+", text[start:end])]


def _covered(ranges: Iterable[Range]) -> list[Range]:
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _inside(closed: Sequence[Range], start: int, end: int) -> bool:
    """Whether a gap lies inside one of the ranges; they do not overlap and ascend."""
    low, high = 0, len(closed)
    while low < high:
        middle = (low + high) // 2
        if closed[middle][1] <= start:
            low = middle + 1
        else:
            high = middle
    return low < len(closed) and closed[low][0] < end


class Joined:
    """A text put together from words, one blank between them, and one line end between sentences."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.places: list[Range] = []

    def add(self, word: str, *, before: str = " ") -> Range:
        """Add a word behind what is there; `before` parts it from that."""
        gap = before if self.places else ""
        start = self._length + len(gap)
        self._parts += [gap, word]
        self._length = start + len(word)
        self.places.append((start, self._length))
        return self.places[-1]

    def lead(self, text: str) -> None:
        """White space before the first word, or between words."""
        self._parts.append(text)
        self._length += len(text)

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)


def aligned(text: str, words: Iterable[str]) -> list[Range] | None:
    """Where the words stand in a text whose other signs are white space alone; None where they do not fit it."""
    found = []
    at = 0
    for word in words:
        while at < len(text) and text[at].isspace():
            at += 1
        if not word or not text.startswith(word, at):
            return None
        found.append((at, at + len(word)))
        at += len(word)
    return None if text[at:].strip() else found
