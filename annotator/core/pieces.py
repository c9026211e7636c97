"""Verbs on the pieces of a span: add and remove a fragment, merge with another span, split in two."""

from collections.abc import Sequence

from annotator.core.change import Edit, EditRefused
from annotator.core.edits import checked
from annotator.core.rows import Fragments, Name, Relation, Span
from annotator.core.set_draft import SetDraft
from annotator.core.suggestion import key_of
from annotator.core.view import View


def add_fragment(view: View, name: Name, start: int, end: int) -> Edit:
    """Add [start, end) to a span; fragments with nothing but white space between become one.

    A suggestion is accepted as altered. Raises EditRefused when the text is part of the span already.
    """
    (place,) = checked(view, ((start, end),))
    span = view.span(name)
    fragments = united(view.doc.text, (*span.fragments, place))
    if fragments == span.fragments:
        raise EditRefused(f'"{view.surface(span)}" has that already.')
    return _reshaped(view, name, fragments, "Add a piece to")


def remove_fragment(view: View, name: Name, offset: int) -> Edit:
    """Remove the fragment of a span that stands at an offset in code points, its end included."""
    span = view.span(name)
    here = [place for place in span.fragments if place[0] <= offset <= place[1]]
    if not here:
        raise EditRefused(f'"{view.surface(span)}" has no piece here.')
    if len(span.fragments) == 1:
        raise EditRefused("It is the only piece of the entity: X deletes the entity.")
    return _reshaped(view, name, tuple(one for one in span.fragments if one != here[0]), "Remove a piece of")


def united(text: str, fragments: Fragments) -> Fragments:
    """Fragments in order; those that overlap or have nothing but white space between them become one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(fragments):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _reshaped(view: View, name: Name, fragments: Fragments, verb: str) -> Edit:
    draft = SetDraft(view)
    span = draft.own_span(name)
    after = span._replace(fragments=fragments)
    _check_double(draft, after)
    draft.change_span(span, after)
    return draft.edit(f'{verb} "{view.surface(span)}"')


def merge_spans(view: View, name: Name, others: Sequence[Name]) -> Edit:
    """Merge other spans of the same label into the span `name`; relations of all are kept.

    A relation among them, and one that two had alike, cannot be kept: the title says how many.
    """
    kept, gone = view.span(name), [view.span(other) for other in others]
    _check_mergeable(view, kept, gone)
    draft = SetDraft(view)
    span, lost = draft.own_span(name), 0
    for one in gone:
        if not any(
            model.span(one.id) for model in view.models()
        ):  # else it stays a suggestion, superseded by the whole
            absorbed = draft.own_span(one.id)
            lost += _pass_on(draft, absorbed, span)
            draft.drop(absorbed)
    places = [place for one in (kept, *gone) for place in one.fragments]
    after = span._replace(fragments=united(view.doc.text, tuple(places)))
    _check_double(draft, after, besides=others)
    draft.change_span(span, after)
    them = f'"{view.surface(gone[0])}"' if len(gone) == 1 else f"{len(gone)} more"
    words = "" if not lost else " without 1 relation" if lost == 1 else f" without {lost} relations"
    return draft.edit(f'Merge "{view.surface(kept)}" and {them}{words}')


def _check_mergeable(view: View, kept: Span, gone: Sequence[Span]) -> None:
    if not gone or any(one.id == kept.id for one in gone):
        raise EditRefused("Merging takes two entities.")
    other = next((one for one in gone if one.label != kept.label), None)
    if other is not None:
        pair = f"{view.label_name(kept.label)} and {view.label_name(other.label)}"
        raise EditRefused(f"Only entities of one label merge, not {pair}.")


def _pass_on(draft: SetDraft, source: Span, target: Span) -> int:
    """Give the relations of one span to another. Returns how many could not be given."""
    lost = 0
    alike = {(one.head, one.tail, one.label) for one in draft.relations_of(target)}
    for relation in draft.relations_of(source):
        head, tail = (target.id if end == source.id else end for end in (relation.head, relation.tail))
        own_loop = relation.head == relation.tail
        if (head == tail and not own_loop) or _known(draft, alike, head, tail, relation):
            draft.drop(relation)
            lost += 1
        else:
            draft.change_relation(relation, relation._replace(head=head, tail=tail))
            alike.add((head, tail, relation.label))
    return lost


def _known(draft: SetDraft, alike: set[tuple[Name, Name, Name]], head: Name, tail: Name, relation: Relation) -> bool:
    symmetric = draft.view.scheme.labels[relation.label].symmetric
    return (head, tail, relation.label) in alike or (symmetric and (tail, head, relation.label) in alike)


def split_span(view: View, name: Name, offset: int) -> Edit:
    """Split a span in two at an offset in code points; relations and the note stay with the first part.

    A suggestion is accepted as altered. Raises EditRefused when one part would be empty.
    """
    before, after = _cut(view, view.span(name).fragments, offset)
    draft = SetDraft(view)
    span = draft.own_span(name)
    first = span._replace(fragments=before)
    second = span._replace(id="", fragments=after, note="", origin="", how="", score=None)
    for part in (first, second):
        _check_double(draft, part, besides=(span.id,))
    draft.change_span(span, first)
    draft.add(second)
    return draft.edit(f'Split "{view.surface(span)}"')


def _cut(view: View, fragments: Fragments, offset: int) -> tuple[Fragments, Fragments]:
    before = tuple((start, min(end, offset)) for start, end in fragments if start < offset)
    after = tuple((max(start, offset), end) for start, end in fragments if end > offset)
    if not before or not after:
        raise EditRefused("Put the caret inside the entity, where it is to be split.")
    return checked(view, before), checked(view, after)


def _check_double(draft: SetDraft, span: Span, *, besides: Sequence[Name] = ()) -> None:
    view = draft.view
    near = draft.set.spans.within(span.start, span.end)
    if any(key_of(one) == key_of(span) and one.id not in (span.id, *besides) for one in near):
        raise EditRefused(f'"{view.surface(span)}" already is {view.label_name(span.label)}.')
