"""The verbs on a scheme: each reads it and returns an Edit of its rows, or raises EditRefused. Work is not touched."""

from collections.abc import Iterable, Sequence
from typing import Any

from annotator.core.change import Draft, Edit, EditRefused
from annotator.core.rows import Attribute, Label, Name, RelationRule
from annotator.core.scheme import Scheme, adopt, pairs_of
from annotator.core.scheme_file import FIELDS, HOLDS, KEYS, LabelSpec

ALTERABLE = frozenset(Label._fields) - {"id", "kind", "name", "position", "retired", "merged_into"}


def add_label(scheme: Scheme, spec: LabelSpec) -> Edit:
    """A new label with what a scheme file could say of it; a key that another label has is left out.

    Raises EditRefused when there is one of this kind and name, or when it names labels that are not there.
    """
    other = scheme.find(spec.name, spec.kind)
    if not spec.name.strip():
        raise EditRefused("A label needs a name.")
    if other is not None:
        raise EditRefused(f'"{spec.name}" {"is retired; bring it back" if other.retired else "is there already"}.')
    spans = {row.name for row in scheme.labels.values() if row.kind == "span"} | {"*"}
    for name in (*spec.nests_in, *spec.heads, *spec.tails):
        if name not in spans:
            raise EditRefused(f'The scheme has no entity label "{name}".')
    if spec.parent and scheme.find(spec.parent, spec.kind) is None:
        raise EditRefused(f'The scheme has no {spec.kind} label "{spec.parent}".')
    return adopt(scheme, [spec], title=f"Add {spec.name}")


def free_key(scheme: Scheme, kind: str) -> str:
    """The first key of the bar that no label of a kind has; empty when all are taken."""
    taken = {row.key for row in scheme.ordered(kind)}
    return next((key for key in KEYS if key not in taken), "")


def give_key(scheme: Scheme, label: Name, key: str) -> Edit:
    """A key for a label; the label that had it gets the one this label had."""
    row = scheme.labels[label]
    other = scheme.by_key(key, row.kind) if key else None
    if key not in ("", *KEYS):
        raise EditRefused(f'"{key}" is no key of the bar: 1 … 9, 0, shift+1 … shift+0.')
    draft = Draft()
    if other is not None and other.id != label:
        draft.replace(other, other._replace(key=row.key))
    draft.replace(row, row._replace(key=key))
    return draft.edit(f"{row.name}: key")


def discard(scheme: Scheme, label: Name) -> Edit:
    """A label goes altogether, with its rules and from wherever others name it: for one that nothing has.

    Raises EditRefused when another label was merged into it or stands under it.
    """
    row = scheme.labels[label]
    _check_alone(scheme, row)
    draft = Draft()
    for other in list(scheme.labels.values()):
        inside = tuple(one for one in other.nests_in if one != label)
        parent = row.parent if other.parent == label else other.parent
        draft.replace(other, other._replace(parent=parent, nests_in=inside))
    for rule in list(scheme.rules.values()):
        if label in rule[1:]:
            draft.remove(rule)
    for attribute in list(scheme.attributes.values()):
        draft.replace(attribute, attribute._replace(labels=tuple(one for one in attribute.labels if one != label)))
    draft.remove(row)
    return draft.edit(f"Delete {row.name}")


def _check_alone(scheme: Scheme, row: Label) -> None:
    """Raise EditRefused where something would mean everything, or nothing, without this label."""
    for other in scheme.labels.values():
        pairs = scheme.pairs(other.id)
        if other.merged_into == row.id:
            raise EditRefused(f"{other.name} was merged into {row.name}, which stands for it; retire it instead.")
        if other.id != row.id and pairs and all(row.id in pair for pair in pairs):
            raise EditRefused(f"{other.name} joins nothing without {row.name}; change its rules first.")
    for attribute in scheme.attributes.values():
        if attribute.labels == (row.id,):
            raise EditRefused(f"{row.name} alone carries {attribute.name}; give that to another label first.")


def rename(scheme: Scheme, label: Name, name: str) -> Edit:
    """Another name for a label: work, digests and approvals stay as they are."""
    name, row = name.strip(), scheme.labels[label]
    if not name:
        raise EditRefused("A label needs a name.")
    other = scheme.find(name, row.kind)
    if other is not None and other.id != label:
        what = "was used before and is retired" if other.retired else "is there already"
        raise EditRefused(f'"{name}" {what}; merge the two, or choose another name.')
    draft = Draft()
    draft.replace(row, row._replace(name=name))
    return draft.edit(f"Rename {row.name} to {name}")


def alter(scheme: Scheme, label: Name, **fields: Any) -> Edit:
    """Other values for fields of ALTERABLE: title, colour, key, guideline, parent, nests_in, one_per_head …

    Raises EditRefused for a key that another label has, and for a parent that is below the label.
    """
    row = scheme.labels[label]
    assert fields.keys() <= ALTERABLE, fields
    after = row._replace(**fields)
    if after.key and after.key != row.key:
        _check_key(scheme, after)
    if after.parent:
        _check_parent(scheme, after)
    draft = Draft()
    draft.replace(row, after)
    changed = [name.replace("_", " ") for name in fields if getattr(row, name) != fields[name]]
    return draft.edit(f"{row.name}: {', '.join(changed)}")


def _check_key(scheme: Scheme, row: Label) -> None:
    if row.key not in KEYS:
        raise EditRefused(f'"{row.key}" is no key of the bar: 1 … 9, 0, shift+1 … shift+0.')
    other = scheme.by_key(row.key, row.kind)
    if other is not None and other.id != row.id:
        raise EditRefused(f'"{row.key}" is the key of {other.name}.')


def _check_parent(scheme: Scheme, row: Label) -> None:
    at, seen = row.parent, {row.id}
    while at:
        parent = scheme.labels.get(at)
        if at in seen or parent is None or parent.kind != row.kind:
            raise EditRefused(f"{scheme.name_of(row.parent)} cannot be above {row.name}.")
        seen.add(at)
        at = parent.parent


def reorder(scheme: Scheme, labels: Sequence[Name]) -> Edit:
    """Labels of one kind in this order; those not named keep theirs, after them."""
    kind = scheme.labels[labels[0]].kind if labels else "span"
    rest = [row.id for row in scheme.ordered(kind) if row.id not in labels]
    rows = [scheme.labels[name] for name in (*dict.fromkeys(labels), *rest)]
    places = sorted(row.position for row in rows)
    places = places if len(set(places)) == len(places) else list(range(len(places)))
    draft = Draft()
    for row, position in zip(rows, places, strict=True):
        draft.replace(row, row._replace(position=position))
    return draft.edit("Order of labels")


def retire(scheme: Scheme, label: Name) -> Edit:
    """The label is no longer offered; what has it keeps it, and the checks name it."""
    row = scheme.labels[label]
    if row.retired:
        raise EditRefused(f"{row.name} is retired already.")
    draft = Draft()
    draft.replace(row, row._replace(retired=True, key=""))
    return draft.edit(f"Retire {row.name}")


def bring_back(scheme: Scheme, label: Name) -> Edit:
    """A retired label is offered again; one that was merged into another stands for itself again."""
    row = scheme.labels[label]
    if not row.retired:
        raise EditRefused(f"{row.name} is in use.")
    draft = Draft()
    draft.replace(row, row._replace(retired=False, merged_into=""))
    return draft.edit(f"Bring back {row.name}")


def set_pairs(scheme: Scheme, relation: Name, pairs: Iterable[tuple[Name, Name]]) -> Edit:
    """What a relation label may join, as pairs (head, tail) of span labels; no pair at all: everything."""
    draft = Draft()
    _pair(draft, scheme, relation, set(pairs))
    return draft.edit(f"What {scheme.name_of(relation)} may join")


def _pair(draft: Draft, scheme: Scheme, relation: Name, wanted: set[tuple[Name, Name]]) -> None:
    for rule in list(scheme.rules.values()):
        if rule.relation == relation and (rule.head, rule.tail) not in wanted:
            draft.remove(rule)
    for head, tail in sorted(wanted - set(scheme.pairs(relation))):
        draft.add(RelationRule("", relation, head, tail))


def add_attribute(
    scheme: Scheme, name: str, holds: str = "text", *, choices: Sequence[str] = (), labels: Sequence[Name] = ()
) -> Edit:
    """A new attribute; `labels` are those that carry it, none for all."""
    name = name.strip()
    if not name or any(row.name == name for row in scheme.attributes.values()):
        raise EditRefused(f'There is an attribute "{name}" already.' if name else "An attribute needs a name.")
    row = Attribute("", name, holds, tuple(choices), tuple(labels))
    row = row._replace(position=max((one.position for one in scheme.attributes.values()), default=-1) + 1)
    _check_attribute(row)
    draft = Draft()
    draft.add(row)
    return draft.edit(f"Add attribute {name}")


def alter_attribute(scheme: Scheme, attribute: Name, **fields: Any) -> Edit:
    """Another name, kind, choices or labels for an attribute; values that items have are kept."""
    row = scheme.attributes[attribute]
    after = row._replace(**fields)
    if any(one.name == after.name and one.id != attribute for one in scheme.attributes.values()):
        raise EditRefused(f'There is an attribute "{after.name}" already.')
    _check_attribute(after)
    draft = Draft()
    draft.replace(row, after)
    return draft.edit(f"Attribute {row.name}")


def _check_attribute(row: Attribute) -> None:
    if row.kind not in HOLDS:
        raise EditRefused(f"An attribute holds one of {', '.join(HOLDS)}.")
    if (row.kind == "choice") != bool(row.choices):
        raise EditRefused("Choices belong to an attribute that holds one of them, and it needs some.")


def revise(scheme: Scheme, specs: Sequence[LabelSpec], *, title: str = "Change the scheme") -> Edit:
    """An Edit that brings the scheme to what a file says of labels and attributes, found by kind and name.

    New ones are added at the end, retired ones brought back; among themselves they stand as in the file. What the file
    does not name stays as it is. Raises EditRefused when nothing would change.
    """
    specs = list(specs)
    missing = [spec for spec in specs if not _is_there(scheme, spec)]
    draft = Draft()
    if missing:
        draft.changes.extend(adopt(scheme, missing).changes)
    added = {(c.after.kind, c.after.name): c.after for c in draft.changes if isinstance(c.after, Label)}
    known = {(row.kind, row.name): row for row in scheme.labels.values()} | added
    labels = [spec for spec in specs if spec.kind != "attribute"]
    places = sorted(known[spec.kind, spec.name].position for spec in labels)
    for spec in specs:
        if spec.kind == "attribute":
            _revise_attribute(draft, scheme, known, spec)
    for place, spec in zip(places, labels, strict=True):
        _revise_label(draft, scheme, known, spec, place)
    return draft.edit(title)


def _is_there(scheme: Scheme, spec: LabelSpec) -> bool:
    if spec.kind == "attribute":
        return any(row.name == spec.name for row in scheme.attributes.values())
    return scheme.find(spec.name, spec.kind) is not None


def _revise_label(
    draft: Draft, scheme: Scheme, known: dict[tuple[str, str], Label], spec: LabelSpec, place: int
) -> None:
    row = known[spec.kind, spec.name]
    parent = known.get((spec.kind, spec.parent))
    plain = {name: getattr(spec, name) for name in FIELDS[spec.kind] if name in Label._fields}
    plain |= {"nests_in": tuple("*" if one == "*" else known["span", one].id for one in spec.nests_in)}
    after = row._replace(**plain, position=place)._replace(parent=parent.id if parent else "")
    if row.id in scheme.labels:
        draft.replace(row, after._replace(retired=False, merged_into=""))
        if spec.kind == "relation":
            spans = [name for kind, name in known if kind == "span"]
            pairs = {(known["span", h].id, known["span", t].id) for h, t in pairs_of(spec, spans)}
            _pair(draft, scheme, row.id, pairs)
    else:
        draft.replace(row, after)


def _revise_attribute(draft: Draft, scheme: Scheme, known: dict[tuple[str, str], Label], spec: LabelSpec) -> None:
    row = next((one for one in scheme.attributes.values() if one.name == spec.name), None)
    if row is not None:
        places = [(kind, name) for name in spec.labels for kind in ("span", "relation")]
        labels = tuple(known[one].id for one in places if one in known)
        draft.replace(row, row._replace(kind=spec.holds, choices=spec.choices, labels=labels))


def absorb(scheme: Scheme, sources: Sequence[Name], target: Name) -> Edit:
    """The scheme's part of a merge: the target takes over rules, nesting, attributes and children of the sources.

    Raises EditRefused for labels of two kinds, one that is retired, or one that is its own target.
    """
    into = scheme.labels[target]
    for name in sources:
        row = scheme.labels[name]
        if row.kind != into.kind:
            raise EditRefused(f"{row.name} is a {row.kind} label, {into.name} a {into.kind} label.")
        if row.id == target:
            raise EditRefused(f"{row.name} cannot be merged into itself.")
    if into.retired:
        raise EditRefused(f"{into.name} is retired.")
    if not sources:
        raise EditRefused("Merging takes two labels.")
    draft = Draft()
    stands = dict.fromkeys(sources, target)
    _absorb_labels(draft, scheme, stands)
    _absorb_rules(draft, scheme, stands)
    for attribute in scheme.attributes.values():
        draft.replace(attribute, attribute._replace(labels=_standing(attribute.labels, stands)))
    names = ", ".join(scheme.name_of(name) for name in sources)
    return draft.edit(f"Merge {names} into {into.name}")


def _standing(names: Iterable[Name], stands: dict[Name, Name]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(stands.get(name, name) for name in names))


def _absorb_labels(draft: Draft, scheme: Scheme, stands: dict[Name, Name]) -> None:
    target = next(iter(stands.values()))
    allowed = [one for name in (target, *stands) for one in scheme.labels[name].nests_in]
    above = scheme.labels[target].parent
    while above in stands:
        above = scheme.labels[above].parent
    for row in list(scheme.labels.values()):
        if row.id in stands:
            after = row._replace(retired=True, key="", merged_into=target)
        else:
            parent = stands.get(row.parent, row.parent)
            inside = allowed if row.id == target else row.nests_in
            after = row._replace(parent=above if row.id == target else parent, nests_in=_standing(inside, stands))
        draft.replace(row, after)


def _absorb_rules(draft: Draft, scheme: Scheme, stands: dict[Name, Name]) -> None:
    """Rules name the target in the place of a source; a relation label without rules joins everything, and stays so."""
    free = {name for name in {*stands, *stands.values()} if not scheme.pairs(name)}
    wanted: dict[tuple[Name, Name, Name], RelationRule | None] = {}
    for rule in list(scheme.rules.values()):
        pair = tuple(stands.get(name, name) for name in rule[1:])
        relation, head, tail = pair
        target_is_free = relation in stands.values() and bool(free & {*stands, relation})
        if pair != rule[1:] or target_is_free:
            draft.remove(rule)
        if not target_is_free:
            wanted[relation, head, tail] = wanted.get((relation, head, tail)) or (rule if pair == rule[1:] else None)
    for (relation, head, tail), kept in wanted.items():
        if kept is None:
            draft.add(RelationRule("", relation, head, tail))


def branch(scheme: Scheme, label: Name, name: str) -> Edit:
    """The scheme's part of a split: a new label with the rules, nesting and attributes of the one it is split from."""
    row, name = scheme.labels[label], name.strip()
    if not name or scheme.find(name, row.kind) is not None:
        raise EditRefused(f'"{name}" is there already.' if name else "A label needs a name.")
    draft = Draft()
    last = max(one.position for one in scheme.labels.values())
    made = draft.add(row._replace(id="", name=name, title="", key="", colour="", position=last + 1, retired=False))
    if row.kind == "relation":
        for head, tail in scheme.pairs(label):
            draft.add(RelationRule("", made.id, head, tail))
    for rule in list(scheme.rules.values()) if row.kind == "span" else ():
        for pair in _branched(rule, label, made.id):
            draft.add(RelationRule("", rule.relation, *pair))
    for other in scheme.labels.values():
        if label in other.nests_in and row.kind == "span":
            draft.replace(other, other._replace(nests_in=(*other.nests_in, made.id)))
    for attribute in scheme.attributes.values():
        if label in attribute.labels:
            draft.replace(attribute, attribute._replace(labels=(*attribute.labels, made.id)))
    return draft.edit(f"Add {name} beside {row.name}")


def _branched(rule: RelationRule, label: Name, made: Name) -> list[tuple[Name, Name]]:
    heads = [rule.head, made] if rule.head == label else [rule.head]
    tails = [rule.tail, made] if rule.tail == label else [rule.tail]
    return [(head, tail) for head in heads for tail in tails if (head, tail) != (rule.head, rule.tail)]
