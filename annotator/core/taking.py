"""The author takes over what the reviewer changed: each item becomes what the final version has in its place."""

from collections.abc import Sequence
from typing import TypeVar

from annotator.core.change import Edit, EditRefused
from annotator.core.document import AnnotationSet
from annotator.core.edits import drop_item
from annotator.core.pairs import pairs
from annotator.core.rows import Name, Relation, Span
from annotator.core.set_draft import SetDraft
from annotator.core.suggestion import key_of
from annotator.core.view import View

Item = TypeVar("Item", Span, Relation)


def take(view: View, names: Sequence[Name]) -> Edit:
    """Make these items what they are in the final version; names are those of own items, or of items only it has.

    What the final version lacks is deleted. Raises EditRefused where there is nothing to take.
    """
    author = view.people.gold()
    gold = view.doc.sets.get(author.id) if author is not None else None
    if gold is None or view.reviewed:
        raise EditRefused("There is no final version to take from.")
    found = pairs(view.set, gold)
    owners = {copy: own for own, copy in found.items()}
    draft = SetDraft(view, how="")
    draft.pair(owners)
    for name in names:
        own = view.set.item(owners.get(name, name))
        copy = gold.item(found.get(own.id, "") if own is not None else name)
        _take(draft, own, copy)
    if not any(isinstance(change.row, Span | Relation) for change in draft.changes):
        raise EditRefused("That is as in the final version already.")
    return draft.edit(_title(view, gold, names))


def _take(draft: SetDraft, own: Span | Relation | None, copy: Span | Relation | None) -> None:
    match own, copy:
        case (None, Span()):
            draft.own_span(copy.id)
        case (None, Relation()):
            draft.own_relation(copy.id)
        case (Span() | Relation(), None):
            drop_item(draft, own)
        case (Span(), Span()):
            _take_span(draft, own, copy)
        case (Relation(), Relation()):
            head, tail = draft.own_span(copy.head).id, draft.own_span(copy.tail).id
            draft.change_relation(own, _valued(own._replace(head=head, tail=tail), copy))
        case _:
            raise EditRefused("That is no longer there.")


def _take_span(draft: SetDraft, own: Span, copy: Span) -> None:
    after = _valued(own._replace(fragments=copy.fragments), copy)
    near = draft.set.spans.within(after.start, after.end)
    if any(key_of(one) == key_of(after) and one.id != own.id for one in near):
        raise EditRefused(f'"{draft.view.surface(after)}" is marked so already; delete one of the two.')
    draft.change_span(own, after)


def _valued(own: Item, copy: Item) -> Item:
    return own._replace(label=copy.label, attributes=copy.attributes, note=copy.note, unsure=copy.unsure)


def _title(view: View, gold: AnnotationSet, names: Sequence[Name]) -> str:
    if len(names) != 1:
        return f"Take {len(names)} changes of the final version"
    item = view.set.item(names[0]) or gold.item(names[0])
    if isinstance(item, Span):
        return f'Take "{view.surface(item)}" from the final version'
    return f'Take "{view.label_name(item.label)}" from the final version' if item is not None else "Take"
