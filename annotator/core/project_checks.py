"""Checks across documents: same words with different labels, words marked elsewhere and not here, empty documents."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from annotator.core.checks import Problem
from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.offsets import TOKEN
from annotator.core.rows import Name, Span
from annotator.core.scheme import Scheme

SHORTEST = 3  # characters of words that are looked for elsewhere
OFTEN = 2  # how often words must be marked before their absence is a problem


class Marked(NamedTuple):
    """One span as the comparison needs it."""

    item: Name
    start: int
    end: int
    words: str
    label: Name


class Comparison:
    """What is marked in a project, by its words: filled set by set, then asked set by set."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._labels: dict[str, Counter[Name]] = {}
        self._by_first: dict[str, set[str]] | None = None

    def add(self, doc: AnnotatedDocument, one: AnnotationSet) -> None:
        """Take in what a set marks; spans of several fragments are left out."""
        for marked in _marked(doc, one):
            self._labels.setdefault(marked.words, Counter())[marked.label] += 1
        self._by_first = None

    def problems(self, doc: AnnotatedDocument, one: AnnotationSet) -> Iterator[Problem]:
        """What of a set does not agree with the rest of the project, in no order."""
        marked = list(_marked(doc, one))
        for span in marked:
            labels = self._labels[span.words]
            others = [label for label, count in labels.most_common() if label != span.label]
            if others and labels[span.label] <= labels[others[0]]:
                words = ", ".join(f"{self._scheme.name_of(label)} {labels[label]} ×" for label in others)
                text = f'"{_short(span.words)}" is {self._scheme.name_of(span.label)} here, elsewhere {words}.'
                yield Problem("other label elsewhere", text, span.item, span.start, span.end)
        yield from self._repeats(doc, one)

    def _repeats(self, doc: AnnotatedDocument, one: AnnotationSet) -> Iterator[Problem]:
        firsts, text, after = self._firsts(), doc.text, 0
        for token in TOKEN.finditer(text):
            start = token.start()
            if start < after or token[0] not in firsts:
                continue
            fits = [words for words in firsts[token[0]] if text.startswith(words, start)]
            words = max((one for one in fits if _ends(text, start + len(one))), key=len, default="")
            if words and not one.spans.within(start, start + len(words)):
                after = start + len(words)
                label, count = self._labels[words].most_common(1)[0]
                said = f'"{_short(words)}" is not marked here, elsewhere it is {self._scheme.name_of(label)} {count} ×.'
                yield Problem("marked elsewhere", said, "", start, after)

    def _firsts(self) -> dict[str, set[str]]:
        """Words that are marked often and always alike, by their first token."""
        if self._by_first is None:
            self._by_first = {}
            for words, labels in self._labels.items():
                first = TOKEN.match(words)
                if first and len(words) >= SHORTEST and len(labels) == 1 and labels.total() >= OFTEN:
                    self._by_first.setdefault(first[0], set()).add(words)
        return self._by_first


def _marked(doc: AnnotatedDocument, one: AnnotationSet) -> Iterator[Marked]:
    for span in one.spans:
        if len(span.fragments) == 1:
            yield Marked(span.id, span.start, span.end, _words(doc, span), span.label)


def _words(doc: AnnotatedDocument, span: Span) -> str:
    return doc.text[span.start : span.end]


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else words[:39] + "…"


def _ends(text: str, offset: int) -> bool:
    """Whether a word ends at an offset."""
    return offset >= len(text) or not (text[offset].isalnum() and text[offset - 1].isalnum())


def check_emptiness(doc: AnnotatedDocument, one: AnnotationSet) -> Iterator[Problem]:
    """A text without any word, and work that was handed in with nothing marked."""
    if not any(sign.isalnum() for sign in doc.text):
        yield Problem("empty document", "The text has no word.", "", 0, 0)
    elif one.is_empty() and one.state in ("submitted", "in review", "approved"):
        yield Problem("empty document", f"This is {one.state} and nothing is marked in it.", "", 0, 0)
