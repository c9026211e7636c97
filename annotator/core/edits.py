"""The verbs: each reads a View and returns an Edit, or raises EditRefused with the reason."""

from collections.abc import Iterable, Sequence

from annotator.core.change import Edit, EditRefused
from annotator.core.offsets import trim
from annotator.core.rows import Attributes, DocumentLabel, Fragments, Name, Relation, Span, shares_character
from annotator.core.set_draft import SetDraft
from annotator.core.suggestion import Suggestions, key_of
from annotator.core.view import View


def mark_span(view: View, start: int, end: int, label: Name) -> Edit:
    """Mark [start, end) with a label; a suggestion of the same place and label is accepted by it."""
    return mark_fragments(view, ((start, end),), label)


def mark_fragments(view: View, fragments: Fragments, label: Name) -> Edit:
    """Mark a span of one or more fragments, in ascending order, not overlapping."""
    fragments = checked(view, fragments)
    draft = SetDraft(view)
    span = mark_in(draft, fragments, label)
    return draft.edit(f'Mark "{view.surface(span)}" {view.label_name(label)}')


def mark_in(draft: SetDraft, fragments: Fragments, label: Name) -> Span:
    """Mark fragments in a draft; a suggestion of the same place and label is accepted. Raises EditRefused."""
    view = draft.view
    new = Span("", view.doc.id, view.author, fragments, label)
    near = view.shown.spans.within(new.start, new.end)
    if any(key_of(one) == key_of(new) for one in near):
        raise EditRefused(f'"{view.surface(new)}" already is {view.label_name(label)}.')
    for model in view.models():
        for one in model.spans.within(new.start, new.end):
            if key_of(one) == key_of(new) and one.id not in draft.set.by_origin:  # else its copy was altered since
                return draft.own_span(one.id)
    row = draft.add(new)
    return row


def checked(view: View, fragments: Fragments) -> Fragments:
    """The fragments without white space at their edges. Raises EditRefused when they cannot be a span."""
    text = view.doc.text
    last = 0
    trimmed = []
    for start, end in fragments:
        if not (last <= start < end <= len(text)):
            raise EditRefused(f"There is no text from {start} to {end} in a document of {len(text)} characters.")
        last = end
        start, end = trim(text, start, end)
        if start == end:
            raise EditRefused("There is nothing but white space here.")
        trimmed.append((start, end))
    return tuple(trimmed)


def relabel(view: View, names: Sequence[Name], label: Name, *, broken: str = "refuse") -> Edit:
    """Give spans, or relations, another label; a suggestion is accepted as altered.

    `broken` says what happens to relations that the new label may not have: refuse | keep | delete.
    """
    draft = SetDraft(view)
    kind = view.scheme.labels[label].kind
    for name in names:
        if kind == "relation":
            _relabel_relation(draft, name, label)
        else:
            _relabel_span(draft, name, label, broken)
    return draft.edit(_title(view, "Relabel", names))


def _relabel_span(draft: SetDraft, name: Name, label: Name, broken: str) -> None:
    view = draft.view
    span = draft.own_span(name)
    after = span._replace(label=label)
    near = draft.set.spans.within(span.start, span.end)
    if any(key_of(one) == key_of(after) and one.id != span.id for one in near):
        raise EditRefused(f'"{view.surface(span)}" already is {view.label_name(label)}.')
    wrong = broken_relations(draft, span, label)
    if wrong and broken == "refuse":
        raise EditRefused(_broken_words(view, wrong, span, label), remedy="broken relations")
    if broken == "delete":
        for relation in wrong:
            draft.drop(relation)
    draft.change_span(span, after)


def broken_relations(draft: SetDraft, span: Span, label: Name) -> list[Relation]:
    """Relations of the span that the rules would not allow once it has this label, but allow now."""
    scheme = draft.view.scheme
    wrong = []
    for relation in draft.relations_of(span):
        head, tail = draft.own_span(relation.head), draft.own_span(relation.tail)
        head_label = label if head.id == span.id else head.label
        tail_label = label if tail.id == span.id else tail.label
        now = scheme.may_join(relation.label, head.label, tail.label)
        if now and not scheme.may_join(relation.label, head_label, tail_label):
            wrong.append(relation)
    return wrong


def _broken_words(view: View, wrong: list[Relation], span: Span, label: Name) -> str:
    names = ", ".join(sorted({view.label_name(one.label) for one in wrong}))
    many = "a relation" if len(wrong) == 1 else f"{len(wrong)} relations"
    return f'As {view.label_name(label)}, "{view.surface(span)}" may not have {many}: {names}.'


def _relabel_relation(draft: SetDraft, name: Name, label: Name) -> None:
    relation = draft.own_relation(name)
    head, tail = draft.own_span(relation.head), draft.own_span(relation.tail)
    _check_join(draft.view, head, tail, label)
    _check_double(draft, relation._replace(label=label))
    draft.change_relation(relation, relation._replace(label=label))


def move_edge(view: View, name: Name, side: str, offset: int) -> Edit:
    """Move the start or the end of a span to an offset in code points; relations keep to it.

    `side` is "start" or "end". A suggestion is accepted as altered.
    """
    span = view.span(name)
    fragments = list(span.fragments)
    if side == "start":
        fragments[0] = (offset, fragments[0][1])
    else:
        fragments[-1] = (fragments[-1][0], offset)
    if fragments[0][0] >= fragments[0][1] or fragments[-1][0] >= fragments[-1][1]:
        raise EditRefused("An entity needs at least one character.")
    return set_fragments(view, name, tuple(fragments))


def set_fragments(view: View, name: Name, fragments: Fragments) -> Edit:
    """Give a span other fragments."""
    fragments = checked(view, fragments)
    draft = SetDraft(view)
    span = draft.own_span(name)
    after = span._replace(fragments=fragments)
    near = draft.set.spans.within(after.start, after.end)
    if any(key_of(one) == key_of(after) and one.id != span.id for one in near):
        raise EditRefused(f'"{view.surface(after)}" already is {view.label_name(span.label)}.')
    draft.change_span(span, after)
    return draft.edit(f'Move edge of "{view.surface(span)}"')


def delete(view: View, names: Iterable[Name]) -> Edit:
    """Delete own items, spans with their relations; what a model suggested there is rejected in the same Edit."""
    draft = SetDraft(view)
    names = list(names)
    relations = 0
    for name in names:
        relations += drop_item(draft, _item(draft, name))
    return draft.edit(_title(view, "Delete", names) + _and_relations(relations))


def drop_item(draft: SetDraft, row: Span | Relation) -> int:
    """Remove an item of the draft's set, a span with its relations; how many went with it."""
    with_it = draft.relations_of(row) if isinstance(row, Span) else []
    for relation in with_it:
        _drop(draft, relation)
    _drop(draft, row)
    return len(with_it)


def _item(draft: SetDraft, name: Name) -> Span | Relation:
    span = draft.view.doc.find_span(name)
    return draft.own_span(name) if span else draft.own_relation(name)


def _drop(draft: SetDraft, row: Span | Relation) -> None:
    draft.drop(row)
    if not draft.view.reviewed and not row.id.startswith("+"):
        source = draft.view.doc.find_span(row.origin) or draft.view.doc.find_relation(row.origin)
        draft.refuse(draft.key(row), draft.key(source) if source else "")


def _and_relations(count: int) -> str:
    return "" if not count else " and 1 relation" if count == 1 else f" and {count} relations"


def link(view: View, head: Name, tail: Name, label: Name) -> Edit:
    """Add a relation; ends that are suggestions are accepted in the same Edit."""
    draft = SetDraft(view)
    head_span, tail_span = draft.own_span(head), draft.own_span(tail)
    _check_join(view, head_span, tail_span, label)
    relation = Relation("", view.doc.id, view.author, head_span.id, tail_span.id, label)
    _check_double(draft, relation)
    draft.link(relation)
    words = f'"{view.surface(head_span)}" {view.label_name(label)} "{view.surface(tail_span)}"'
    return draft.edit(f"Link {words}")


def link_many(view: View, heads: Iterable[Name], tail: Name, label: Name) -> Edit:
    """Link several heads to one tail in one Edit; those already linked so are passed over."""
    draft = SetDraft(view)
    tail_span = draft.own_span(tail)
    linked = 0
    for head in heads:
        head_span = draft.own_span(head)
        _check_join(view, head_span, tail_span, label)
        relation = Relation("", view.doc.id, view.author, head_span.id, tail_span.id, label)
        if not _double(draft, relation):
            draft.link(relation)
            linked += 1
    if not linked:
        raise EditRefused("They are linked so already.")
    return draft.edit(f'Link {linked} entities {view.label_name(label)} "{view.surface(tail_span)}"')


def _check_join(view: View, head: Span, tail: Span, label: Name) -> None:
    if not view.scheme.may_join(label, head.label, tail.label):
        pair = f"{view.label_name(head.label)} to {view.label_name(tail.label)}"
        raise EditRefused(f'"{view.label_name(label)}" may not go from {pair}.')


def _double(draft: SetDraft, relation: Relation) -> bool:
    label = draft.view.scheme.labels[relation.label]
    ends = {(relation.head, relation.tail)}
    if label.symmetric:
        ends.add((relation.tail, relation.head))
    head = draft.own_span(relation.head)
    others = (one for one in draft.relations_of(head) if one.id != relation.id)
    return any(one.label == relation.label and (one.head, one.tail) in ends for one in others)


def _check_double(draft: SetDraft, relation: Relation) -> None:
    if _double(draft, relation):
        raise EditRefused(f'They are already linked by "{draft.view.label_name(relation.label)}".')
    if draft.view.scheme.labels[relation.label].one_per_head:
        head = draft.own_span(relation.head)
        others = (one for one in draft.relations_of(head) if one.id != relation.id)
        if any((one.head, one.label) == (head.id, relation.label) for one in others):
            raise EditRefused(
                f'"{draft.view.surface(head)}" has one "{draft.view.label_name(relation.label)}" already.'
            )


def reverse(view: View, names: Sequence[Name]) -> Edit:
    """Turn relations round."""
    draft = SetDraft(view)
    for name in names:
        relation = draft.own_relation(name)
        after = relation._replace(head=relation.tail, tail=relation.head)
        head, tail = draft.own_span(after.head), draft.own_span(after.tail)
        _check_join(view, head, tail, after.label)
        _check_double(draft, after)
        draft.change_relation(relation, after)
    return draft.edit(_title(view, "Reverse", names))


def accept(view: View, names: Sequence[Name], *, how: str = "one by one") -> Edit:
    """Accept suggestions; a relation brings its ends. `how` is kept: "one by one" or "with the rest"."""
    draft = SetDraft(view, how=how)
    for name in names:
        _item(draft, name)
    title = _title(view, "Accept", names)
    if not any(isinstance(change.after, (Span, Relation)) for change in draft.changes):
        raise EditRefused("That is decided already.")
    return draft.edit(title)


def accept_open(view: View, *, label: Name = "") -> Edit:
    """Accept all open suggestions, of one label if given, that are not in conflict. Raises EditRefused for none."""
    open_now = Suggestions(view)
    spans = [one for one in open_now.open_spans() if open_now.status(one).value == "open"]
    relations = open_now.open_relations()
    found: list[Span | Relation] = [*spans, *relations]
    names = [one.id for one in found if not label or one.label == label]
    if not names:
        raise EditRefused("No suggestion is open here.")
    return accept(view, names, how="with the rest")


def reject(view: View, names: Sequence[Name]) -> Edit:
    """Reject suggestions; relations suggested at a rejected span go with it."""
    draft = SetDraft(view)
    for name in names:
        row = view.doc.find_span(name) or view.relation(name)
        draft.refuse(draft.key(row))
    return draft.edit(_title(view, "Reject", names))


def propagate(view: View, label: Name, places: Sequence[tuple[int, int]]) -> Edit:
    """Mark all these ranges with one label, as one Edit; places marked so already are passed over."""
    draft = SetDraft(view)
    marked = 0
    words = ""
    for start, end in places:
        fragments = checked(view, ((start, end),))
        new = Span("", view.doc.id, view.author, fragments, label)
        if not any(key_of(one) == key_of(new) for one in view.shown.spans.within(start, end)):
            words = view.surface(mark_in(draft, fragments, label))
            marked += 1
    if not marked:
        raise EditRefused("All of these are marked already.")
    return draft.edit(f'Mark {marked} × "{words}" {view.label_name(label)}')


def set_note(view: View, name: Name, note: str) -> Edit:
    """Write the note of a span or relation; empty takes it away."""
    return _altered(view, [name], "Note on", note=note)


def set_unsure(view: View, names: Sequence[Name], *, unsure: bool) -> Edit:
    """Flag items as unsure, or clear the flag."""
    return _altered(view, names, "Unsure about" if unsure else "Sure about", unsure=unsure)


def set_attributes(view: View, name: Name, attributes: Attributes) -> Edit:
    """Give an item its attributes."""
    return _altered(view, [name], "Attributes of", attributes=tuple(sorted(attributes)))


def _altered(view: View, names: Sequence[Name], verb: str, **fields: object) -> Edit:
    draft = SetDraft(view)
    for name in names:
        row = _item(draft, name)
        if isinstance(row, Span):
            draft.change_span(row, row._replace(**fields))  # type: ignore[arg-type]
        else:
            draft.change_relation(row, row._replace(**fields))  # type: ignore[arg-type]
    return draft.edit(_title(view, verb, names))


def label_document(view: View, label: Name, *, wanted: bool) -> Edit:
    """Give the document a label, or take it away."""
    draft = SetDraft(view)
    held = [row for row in view.shown.labels.values() if row.label == label]
    if wanted == bool(held):
        raise EditRefused(f'The document {"already" if wanted else "no longer"} has "{view.label_name(label)}".')
    if wanted:
        draft.add(DocumentLabel("", view.doc.id, view.author, label))
    for row in [] if wanted else held:
        draft.remove(view.set.labels.get(row.id, row))
    return draft.edit(f"{'Label' if wanted else 'Unlabel'} the document {view.label_name(label)}")


def _title(view: View, verb: str, names: Sequence[Name]) -> str:
    if len(names) != 1:
        return f"{verb} {len(names)} items"
    span = view.doc.find_span(names[0])
    if span is not None:
        return f'{verb} "{view.surface(span)}"'
    relation = view.doc.find_relation(names[0])
    return f'{verb} "{view.label_name(relation.label)}"' if relation else verb


def overlapping(view: View, span: Span) -> list[Span]:
    """Other spans of the set that share a character with this one."""
    near = view.shown.spans.within(span.start, span.end)
    return [one for one in near if one.id != span.id and shares_character(one.fragments, span.fragments)]
