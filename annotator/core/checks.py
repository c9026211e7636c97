"""Rules on spans, relations and the scheme: each check yields Problems, each with a place."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.core.document import AnnotationSet
from annotator.core.rows import Fragments, Name, Relation, Span, by_place
from annotator.core.sentences import same_sentence
from annotator.core.view import View


class Problem(NamedTuple):
    """Something a check found wrong. `start` and `end` are code points; `blocks` keeps the set from being submitted."""

    kind: str
    text: str
    item: Name
    start: int
    end: int
    blocks: bool = False

    @property
    def key(self) -> str:
        """What an `Intended` row calls it: the kind and the item, or the place where there is none."""
        return f"{self.kind}|{self.item or f'{self.start}-{self.end}'}"


def check_set(view: View, one: AnnotationSet) -> list[Problem]:
    """The problems of a set that are not intended, in reading order."""
    return [problem for problem in check_whole_set(view, one) if problem.key not in one.intended]


def check_whole_set(view: View, one: AnnotationSet) -> list[Problem]:
    """All problems of a set, intended or not, in reading order."""
    text, used = view.doc.text, {label.id for label in view.scheme.labels.values() if not label.retired}
    odd = (span for span in one.spans if span.label not in used or not _is_plain(text, span.fragments))
    found = [problem for span in odd for problem in check_span(view, span)]
    found += [problem for row in one.relations.values() for problem in check_relation(view, one, row)]
    found += check_doubles(view, one, one.spans, one.relations.values())
    return sorted(found, key=lambda problem: (problem.start, problem.end, problem.kind))


def _is_plain(text: str, fragments: Fragments) -> bool:
    """Whether an entity begins and ends with letters or digits, as nearly all do: then nothing about it can be odd."""
    if len(fragments) > 1:
        return False
    start, end = fragments[0]
    return 0 <= start < end <= len(text) and text[start].isalnum() and text[end - 1].isalnum()


def check_span(view: View, span: Span) -> Iterator[Problem]:
    """Problems of one span by itself."""
    text = view.doc.text
    place = (span.start, span.end)
    if not all(0 <= start < end <= len(text) for start, end in span.fragments):
        yield Problem(
            "off the text", f"An entity stands at {span.start}–{span.end}, off the text.", span.id, *place, True
        )
        return
    words = f'"{view.surface(span)}"'
    for start, end in span.fragments:
        part = text[start:end]
        if part != part.strip():
            yield Problem("white space at an edge", f"{words} has white space at its edge.", span.id, *place)
            break
    if fault := punctuation(view.doc.surface(span)):
        yield Problem("punctuation at an edge", f"{words} {fault}.", span.id, *place)
    label = view.scheme.labels.get(span.label)
    if label is None or label.retired:
        yield Problem("label not in use", f"{words} has a label that is not in use.", span.id, *place, label is None)


_OPENING, _CLOSING = "([{«“‘„", ")]}»”"
_PAIRS = dict(zip("([{«“", ")]}»”", strict=True))


def punctuation(words: str) -> str:
    """What is wrong with the signs at the edges of an entity's words; empty for nothing."""
    words = words.strip()
    if len(words) < 2:
        return ""
    if words[0] in ",;:!?" + _CLOSING:
        return f'begins with "{words[0]}"'
    if words[-1] in ",;:" + _OPENING:
        return f'ends with "{words[-1]}"'
    for opening, closing in _PAIRS.items():
        if words[0] == opening and closing not in words:
            return f'begins with "{opening}" and has no "{closing}"'
        if words[-1] == closing and opening not in words:
            return f'ends with "{closing}" and has no "{opening}"'
    return ""


def check_relation(view: View, one: AnnotationSet, relation: Relation) -> Iterator[Problem]:
    """Problems of one relation by itself."""
    head, tail = one.span(relation.head), one.span(relation.tail)
    name = view.label_name(relation.label)
    if head is None or tail is None:
        yield Problem("end missing", f'"{name}" has lost one of its ends.', relation.id, 0, 0, True)
        return
    if not view.scheme.may_join(relation.label, head.label, tail.label):
        pair = f"{view.label_name(head.label)} to {view.label_name(tail.label)}"
        text = f'"{name}" may not go from {pair} ({view.surface(head)} → {view.surface(tail)}).'
        yield Problem("against the rules", text, relation.id, head.start, head.end, True)
    yield from _check_limits(view, one, relation, head, tail)


def _check_limits(view: View, one: AnnotationSet, relation: Relation, head: Span, tail: Span) -> Iterator[Problem]:
    label = view.scheme.labels.get(relation.label)
    if label is None:
        return
    if label.one_per_head:
        alike = [row.id for row in one.relations_of(head.id) if (row.head, row.label) == (head.id, label.id)]
        if relation.id != min(alike):
            text = f'"{view.surface(head)}" has more than one "{label.name}".'
            yield Problem("more than one", text, relation.id, head.start, head.end, True)
    if label.same_sentence and not same_sentence(view.doc.text, *sorted((head.start, tail.start))):
        text = f'"{label.name}" goes from one sentence to another ({view.surface(head)} → {view.surface(tail)}).'
        yield Problem("across sentences", text, relation.id, head.start, head.end)


def check_doubles(
    view: View, one: AnnotationSet, spans: Iterable[Span], relations: Iterable[Relation]
) -> Iterator[Problem]:
    """Among these items of a set, those that say what an earlier one says already; the earliest is no problem."""
    seen: set[tuple[object, ...]] = set()
    for span in sorted(spans, key=by_place):
        key = (span.fragments, span.label)
        if key in seen:
            yield Problem("twice", f'"{view.surface(span)}" is marked twice.', span.id, span.start, span.end)
        seen.add(key)
    joined: set[tuple[object, ...]] = set()
    for relation in sorted(relations, key=lambda row: row.id):
        ends = (relation.head, relation.tail, relation.label)
        head = one.span(relation.head)
        if ends in joined and head is not None:
            text = f'"{view.label_name(relation.label)}" from "{view.surface(head)}" is there twice.'
            yield Problem("twice", text, relation.id, head.start, head.end)
        joined.add(ends)
