"""Other labels for what a document holds, in everybody's sets at once: what a merge or a split does to it."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from annotator.core.change import Change, Draft, inverse
from annotator.core.digest import digest, short_content
from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.pairs import pairs
from annotator.core.people import People
from annotator.core.review import is_approved
from annotator.core.rows import DocumentLabel, Name, Relation, Span, Verdict

Item = Span | Relation | DocumentLabel
LabelOf = Callable[[Item], Name]
"""The label that an item gets; its own where nothing changes."""

R = TypeVar("R", Relation, DocumentLabel)


def relabelled(
    doc: AnnotatedDocument,
    people: People,
    label_of: LabelOf,
    *,
    stands: Mapping[Name, Name] | None = None,
    carry: bool = False,
    held: bool | None = None,
    reason: str,
) -> list[Change]:
    """The Changes that give items of a document other labels; items that then say the same twice become one.

    `stands` says which label stands for which in keys of rejections (of a merge). An approval that holds is carried
    over where `carry` says so, else it is outdated; either way its verdict keeps `reason`. `held` says whether one
    holds where that is known already.
    """
    held = is_approved(doc, people) if held is None else held
    draft = Draft()
    for one in doc.sets.values():
        _relabel_set(draft, one, label_of)
        _relabel_rejections(draft, one, stands or {})
    if draft.changes:
        touched = {getattr(change.row, "author", "") for change in draft.changes}
        _follow_up(draft, doc, people, held=held, carry=carry, reason=reason, touched=touched)
    return draft.changes


def plainly(spans: Sequence[Span], stands: Mapping[Name, Name]) -> list[Change] | None:
    """The same for a document without final version, from its spans of the old and the new labels alone.

    None where two of them would say the same: then the whole document is needed.
    """
    kept = {(span.author, span.fragments, span.label) for span in spans if span.label not in stands}
    changes = []
    for span in spans:
        if span.label in stands:
            after = span._replace(label=stands[span.label])
            place = (after.author, after.fragments, after.label)
            if place in kept:
                return None
            kept.add(place)
            changes.append(Change(span, after))
    return changes


def _relabel_set(draft: Draft, one: AnnotationSet, label_of: LabelOf) -> None:
    after = {span.id: label_of(span) for span in one.spans}
    moved = [span for span in one.spans.ordered() if after[span.id] != span.label]
    ends = _relabel_spans(draft, one, moved, after) if moved else {}
    _relabel_links(draft, one, label_of, ends)
    seen: set[Name] = {row.label for row in one.labels.values() if label_of(row) == row.label}
    for row in one.labels.values():
        label = label_of(row)
        if label != row.label:
            _replace_or_remove(draft, row, row._replace(label=label), label in seen)
            seen.add(label)


def _relabel_spans(draft: Draft, one: AnnotationSet, moved: list[Span], after: dict[Name, Name]) -> dict[Name, Name]:
    """Relabel spans; returns, for each that goes because another says the same, that other one."""
    kept = {(span.fragments, span.label): span.id for span in one.spans if after[span.id] == span.label}
    ends: dict[Name, Name] = {}
    gone = []
    for span in moved:
        twin = kept.setdefault((span.fragments, after[span.id]), span.id)
        if twin == span.id:
            draft.replace(span, span._replace(label=after[span.id]))
        else:
            ends[span.id] = twin
            gone.append(span)
    for span in gone:
        for relation in one.relations_of(span.id):
            _move(draft, relation, ends)
    for span in gone:
        draft.remove(span)
    return ends


def _move(draft: Draft, relation: Relation, ends: Mapping[Name, Name]) -> None:
    draft.replace(relation, _moved(relation, ends))


def _moved(relation: Relation, ends: Mapping[Name, Name]) -> Relation:
    return relation._replace(head=ends.get(relation.head, relation.head), tail=ends.get(relation.tail, relation.tail))


def _relabel_links(draft: Draft, one: AnnotationSet, label_of: LabelOf, ends: Mapping[Name, Name]) -> None:
    """Relations with other labels or other ends; those that then are there twice, or that joined two twins, go."""

    def place(row: Relation) -> tuple[Name, Name, Name]:
        return (row.head, row.tail, row.label)

    altered = {}
    for row in one.relations.values():
        after = _moved(row, ends)._replace(label=label_of(row))
        if after != row:
            altered[row.id] = after
    seen = {place(row) for row in one.relations.values() if row.id not in altered} if altered else set()
    for name in sorted(altered):
        row, after = one.relations[name], altered[name]
        loop = after.head == after.tail and row.head != row.tail
        _replace_or_remove(draft, row, after, loop or place(after) in seen)
        seen.add(place(after))


def _replace_or_remove(draft: Draft, row: R, after: R, double: bool) -> None:
    if double:
        draft.remove(row)
    else:
        draft.replace(row, after)


def _relabel_rejections(draft: Draft, one: AnnotationSet, stands: Mapping[Name, Name]) -> None:
    if not stands or not one.rejections:
        return
    pattern = re.compile("|".join(rf"(?<![^>]){re.escape(name)}(?=[|>])" for name in stands))
    known = set(one.rejections)
    for row in list(one.rejections.values()):
        key = pattern.sub(lambda found: stands[found[0]], row.key)
        if key in known and key != row.key:
            draft.remove(row)
        else:
            draft.replace(row, row._replace(key=key))
            known.add(key)


def _follow_up(
    draft: Draft,
    doc: AnnotatedDocument,
    people: People,
    *,
    held: bool,
    carry: bool,
    reason: str,
    touched: set[Name],
) -> None:
    """What depends on contents: the approval, and what final version and author were last in step on."""
    gold = people.gold()
    final = doc.sets.get(gold.id) if gold is not None else None
    verdict = doc.last_verdict()
    based = final is not None and final.row is not None and bool(final.row.base)
    changed = {str(change.key) for change in draft.changes}
    before = _Steps(doc, final, changed) if final is not None and based else None
    ours = list(draft.changes)
    for change in ours:
        doc.apply(change)
    try:
        if before is not None and final is not None and final.row is not None:
            draft.replace(final.row, final.row._replace(base=before.base_now(doc, final)))
        counts = held and verdict is not None and bool(touched & {final.author if final else "", *dict(verdict.sets)})
        if counts and verdict is not None:
            draft.replace(verdict, carried(doc, verdict, final, reason) if carry else outdated(verdict, reason))
    finally:
        for change in inverse(ours):
            doc.apply(change)


def carried(doc: AnnotatedDocument, verdict: Verdict, final: AnnotationSet | None, reason: str) -> Verdict:
    """The verdict on what is there now."""
    sets = tuple((author, digest(doc, doc.set_of(author))) for author, _ in verdict.sets)
    gold = digest(doc, final) if final is not None else verdict.gold_digest
    return verdict._replace(gold_digest=gold, sets=sets, reason=reason)


def outdated(verdict: Verdict, reason: str) -> Verdict:
    """The verdict as one that no longer holds."""
    return verdict._replace(gold_digest="", reason=reason)


class _Steps:
    """What author and final version were last in step on, taken along where contents change."""

    def __init__(self, doc: AnnotatedDocument, final: AnnotationSet, changed: set[Name]) -> None:
        self._authors = [author for author in doc.sets if author != final.author]
        found: dict[Name, Name] = {}
        for author in self._authors:
            found |= final.by_origin | pairs(doc.sets[author], final)
        self._owners = {copy: own for own, copy in found.items()}
        self._copies = {own: copy for own, copy in found.items() if copy in changed}
        self._based = {name for name, _ in final.row.base if name in changed} if final.row else set()
        self._own_before = self._own_contents(doc)
        self._copies_before = self._copied_contents(final)

    def _own_contents(self, doc: AnnotatedDocument) -> dict[Name, str]:
        sets = [doc.sets[author] for author in self._authors]
        found = [(one, item) for one in sets for name in self._based if (item := one.item(name)) is not None]
        return {item.id: short_content(one, item) for one, item in found}

    def _copied_contents(self, final: AnnotationSet) -> dict[Name, str]:
        """Contents of the final version's changed items, by the author's item each answers to."""
        found = [(own, item) for own, copy in self._copies.items() if (item := final.item(copy)) is not None]
        return {own: short_content(final, item, owners=self._owners) for own, item in found}

    def base_now(self, doc: AnnotatedDocument, final: AnnotationSet) -> tuple[tuple[Name, str], ...]:
        """The base of a final version, for the document as it has become."""
        own, copies = self._own_contents(doc), self._copied_contents(final)
        found = []
        for name, then in final.row.base if final.row else ():
            if self._own_before.get(name) == then:
                then = own.get(name, "")  # what went because another says the same is in step with nothing
            elif self._copies_before.get(name) == then:
                then = copies.get(name, then)
            if then:
                found.append((name, then))
        return tuple(sorted(found))
