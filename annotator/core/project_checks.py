"""Checks across documents: words with different labels, words marked elsewhere and not here, same and empty texts."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from annotator.core.checks import Problem
from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.offsets import TOKEN
from annotator.core.rows import Document, Name, Span
from annotator.core.scheme import Scheme

SHORTEST = 3  # characters of words that are looked for elsewhere
OFTEN = 2  # how often words must be marked before their absence is a problem
PIECE = 2_000  # words that are gone through at a time

Marks = Counter[tuple[str, Name]]
"""What a set marks: how often each (words, label) is there."""


class Marked(NamedTuple):
    """One span as the comparison needs it."""

    item: Name
    start: int
    end: int
    words: str
    label: Name


class Comparison:
    """What is marked in a project, by its words: filled set by set, then asked set by set; sets may change."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._labels: dict[str, Counter[Name]] = {}
        self._by_first: dict[str, set[str]] = {}
        self._texts: dict[str, dict[Name, tuple[int, str]]] = {}

    # ---- filling

    def add(self, doc: AnnotatedDocument, one: AnnotationSet) -> Marks:
        """Take in what a set marks, and return it; spans of several fragments are left out."""
        marks: Marks = Counter((marked.words, marked.label) for marked in _marked(doc, one))
        for (words, label), count in marks.items():
            self._count(words, label, count)
        return marks

    def forget(self, marks: Marks) -> None:
        """What `add` returned does not hold any more."""
        for (words, label), count in marks.items():
            self._count(words, label, -count)

    def _count(self, words: str, label: Name, count: int) -> None:
        labels = self._labels.setdefault(words, Counter())
        labels[label] += count
        if not labels[label]:
            del labels[label]
        if not labels:
            del self._labels[words]
        first = TOKEN.match(words) if len(words) >= SHORTEST else None
        if first is None:
            return
        if len(labels) == 1 and labels.total() >= OFTEN:
            self._by_first.setdefault(first[0], set()).add(words)
        elif words in (others := self._by_first.get(first[0], set())):
            others.remove(words)
            if not others:
                del self._by_first[first[0]]

    def add_text(self, document: Document) -> None:
        """Take in which text a document has."""
        self._texts.setdefault(document.sha256, {})[document.id] = (document.position, document.name)

    def forget_text(self, document: Name) -> None:
        """The document is gone."""
        for documents in self._texts.values():
            documents.pop(document, None)

    # ---- asking

    def problems(self, doc: AnnotatedDocument, one: AnnotationSet) -> Iterator[Problem]:
        """What of a set does not agree with the rest of the project, in no order."""
        yield from self.other_labels(doc, one)
        yield from (problem for problem in self.repeats(doc, one) if problem is not None)

    def other_labels(self, doc: AnnotatedDocument, one: AnnotationSet) -> Iterator[Problem]:
        """Spans whose words have another label elsewhere, as often or more often."""
        for span in _marked(doc, one):
            labels = self._labels[span.words]
            others = [label for label, count in labels.most_common() if label != span.label]
            if others and labels[span.label] <= labels[others[0]]:
                words = ", ".join(f"{self._scheme.name_of(label)} {labels[label]} ×" for label in others)
                text = f'"{_short(span.words)}" is {self._scheme.name_of(span.label)} here, elsewhere {words}.'
                yield Problem("other label elsewhere", text, span.item, span.start, span.end)

    def repeats(self, doc: AnnotatedDocument, one: AnnotationSet) -> Iterator[Problem | None]:
        """Words that are marked elsewhere, always alike, and not here; None between pieces of a long text."""
        firsts, text, after = self._by_first, doc.text, 0
        marked = {span.start for span in one.spans}  # most of what is marked elsewhere is marked here, too
        for number, token in enumerate(TOKEN.finditer(text), 1):
            if number % PIECE == 0:
                yield None
            at = token.start()
            if at < after or token[0] not in firsts or at in marked:
                continue
            fits = [words for words in firsts[token[0]] if text.startswith(words, at)]
            words = max((one for one in fits if _ends(text, at + len(one))), key=len, default="")
            if words and not one.spans.within(at, at + len(words)):
                after = at + len(words)
                label, count = self._labels[words].most_common(1)[0]
                said = f'"{_short(words)}" is not marked here, elsewhere it is {self._scheme.name_of(label)} {count} ×.'
                yield Problem("marked elsewhere", said, "", at, after)

    def same_text(self, document: Document) -> Iterator[Problem]:
        """Whether an earlier document has the same text."""
        same = self._texts.get(document.sha256, {})
        earlier = sorted(known for name, known in same.items() if name != document.id)
        if earlier and earlier[0] < (document.position, document.name):
            yield Problem("same text", f'This is the same text as "{earlier[0][1]}".', "", 0, 0)


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
