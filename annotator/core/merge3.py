"""The final version follows the author: a three-way merge, item by item, when work is submitted again."""

from typing import NamedTuple

from annotator.core.change import Draft
from annotator.core.digest import contents, short_content
from annotator.core.document import AnnotationSet
from annotator.core.pairs import pairs
from annotator.core.rows import Name, Relation, Span


class Merge(NamedTuple):
    """What became of the items: names of the author's items, and the base for the next time."""

    follows: list[Name]  # the reviewer had not touched them: the final version took the author's value
    both: list[Name]  # both changed them, differently: the reviewer decides
    base: dict[Name, str]
    pairs: dict[Name, Name]  # author's item → item of the final version


def both_changed(theirs: AnnotationSet, gold: AnnotationSet) -> list[Name]:
    """Author's items that author and reviewer changed differently since they were last in step."""
    return _compare(theirs, gold).both


def _compare(theirs: AnnotationSet, gold: AnnotationSet) -> Merge:
    base = dict(gold.row.base) if gold.row else {}
    now, found = contents(theirs), pairs(theirs, gold)
    owners = {copy: own for own, copy in found.items()}
    merge = Merge([], [], dict(now), found)
    for name in sorted(base.keys() | now.keys()):
        then, own = base.get(name), now.get(name)
        if own == then:
            continue
        if own is None and gold.by_origin.get(name) in owners:
            continue  # deleted and made anew: the copy answers to the new one
        copy = gold.item(found.get(name) or gold.by_origin.get(name, ""))
        draft = short_content(gold, copy, owners=owners) if copy else None
        if draft == then:
            merge.follows.append(name)
        elif draft != own:
            merge.both.append(name)
            merge.base.pop(name, None)
            if then is not None:
                merge.base[name] = then
    return merge


def follow(draft: Draft, theirs: AnnotationSet, gold: AnnotationSet) -> Merge:
    """Add to a draft what lets the final version follow the author where the reviewer changed nothing."""
    merge = _compare(theirs, gold)
    copies = gold.by_origin | merge.pairs
    _point(draft, gold, merge)
    gone: set[Name] = set()
    spans = [name for name in merge.follows if not _is_relation(theirs, gold, name)]
    for name in spans:
        _follow_span(draft, theirs.span(name), gold.span(copies.get(name, "")), gold, copies, gone)
    for name in merge.follows:
        if name not in spans:
            _follow_relation(
                draft, theirs.relations.get(name), gold.relations.get(copies.get(name, "")), copies, gone, gold
            )
    return merge


def _point(draft: Draft, gold: AnnotationSet, merge: Merge) -> None:
    """What the reviewer added and the author took over, or made too, points at the author's item from now on."""
    for name, copy in merge.pairs.items():
        row = gold.item(copy)
        if row is not None and row.origin != name and name not in merge.follows:
            draft.replace(row, row._replace(origin=name))


def _is_relation(theirs: AnnotationSet, gold: AnnotationSet, name: Name) -> bool:
    return name in theirs.relations or gold.by_origin.get(name, "") in gold.relations


def _follow_span(
    draft: Draft, own: Span | None, copy: Span | None, gold: AnnotationSet, copies: dict[Name, Name], gone: set[Name]
) -> None:
    if own is None and copy is not None:
        for relation in gold.relations_of(copy.id):
            if relation.id not in gone:
                gone.add(relation.id)
                draft.remove(relation)
        draft.remove(copy)
    elif own is not None and copy is None:
        copies[own.id] = draft.add(own._replace(id="", author=gold.author, origin=own.id, how="")).id
    elif own is not None and copy is not None:
        draft.replace(copy, own._replace(id=copy.id, author=gold.author, origin=own.id, how=""))


def _follow_relation(
    draft: Draft,
    own: Relation | None,
    copy: Relation | None,
    copies: dict[Name, Name],
    gone: set[Name],
    gold: AnnotationSet,
) -> None:
    if own is None:
        if copy is not None and copy.id not in gone:
            draft.remove(copy)
        return
    head, tail = copies.get(own.head), copies.get(own.tail)
    if head is None or tail is None or (copy is not None and copy.id in gone):
        return
    name = copy.id if copy else ""
    after = own._replace(id=name, author=gold.author, head=head, tail=tail, origin=own.id, how="")
    if copy is None:
        draft.add(after)
    else:
        draft.replace(copy, after)
