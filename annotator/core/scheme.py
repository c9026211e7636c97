"""The scheme of a project: its labels, their looks and keys, and which relation may join which span labels."""

from collections.abc import Iterable
from typing import Any

from annotator.core.change import Change, Draft, Edit, EditRefused
from annotator.core.rows import Attribute, Label, Name, RelationRule
from annotator.core.scheme_file import KINDS, SCHEME_FORMAT, LabelSpec, SchemeError, read_scheme

__all__ = [
    "KINDS",
    "SCHEME_FORMAT",
    "LabelSpec",
    "Scheme",
    "SchemeError",
    "adopt",
    "read_scheme",
    "specs_of",
]


class Scheme:
    """The labels, rules and attributes of a project, by lasting name; changed by the Session alone."""

    def __init__(self) -> None:
        self.labels: dict[Name, Label] = {}
        self.rules: dict[Name, RelationRule] = {}
        self.attributes: dict[Name, Attribute] = {}
        self._ordered: dict[str, list[Label]] = {}

    def apply(self, change: Change) -> None:
        """Follow a committed Change of a label, rule or attribute."""
        tables: dict[str, dict[Any, Any]]
        tables = {"label": self.labels, "relation_rule": self.rules, "attribute": self.attributes}
        table = tables[change.table]
        if change.after is None:
            del table[change.key]
        else:
            table[change.key] = change.after
        self._ordered.clear()

    def ordered(self, kind: str) -> list[Label]:
        """Labels of a kind that are in use, in the order of the scheme."""
        if kind not in self._ordered:
            chosen = (label for label in self.labels.values() if label.kind == kind and not label.retired)
            self._ordered[kind] = sorted(chosen, key=lambda label: (label.position, label.id))
        return self._ordered[kind]

    def find(self, name: str, kind: str = "span") -> Label | None:
        """The label with this human name."""
        return next((label for label in self.labels.values() if label.kind == kind and label.name == name), None)

    def named(self, name: str, kind: str = "span") -> Label:
        """The label with this human name. Raises EditRefused when there is none."""
        label = self.find(name, kind)
        if label is None:
            raise EditRefused(f'The scheme has no {kind} label "{name}".')
        return label

    def name_of(self, label: Name) -> str:
        """The human name of a label."""
        found = self.labels.get(label)
        return found.name if found else label

    def by_key(self, key: str, kind: str = "span") -> Label | None:
        """The label whose number in the bar this is."""
        return next((label for label in self.ordered(kind) if label.key == key), None)

    def may_join(self, relation: Name, head: Name, tail: Name) -> bool:
        """Whether the rules let this relation label go from a head to a tail of these span labels.

        A relation label without any rule may join everything; a symmetric one counts both ways.
        """
        rules = [rule for rule in self.rules.values() if rule.relation == relation]
        if not rules:
            return True
        pairs = {(rule.head, rule.tail) for rule in rules}
        label = self.labels.get(relation)
        return (head, tail) in pairs or (label is not None and label.symmetric and (tail, head) in pairs)

    def pairs(self, relation: Name) -> list[tuple[Name, Name]]:
        """Pairs (head, tail) of span labels that the rules let a relation label join; none: everything."""
        return [(rule.head, rule.tail) for rule in self.rules.values() if rule.relation == relation]

    def ordered_attributes(self) -> list[Attribute]:
        """The attributes, in the order of the scheme."""
        return sorted(self.attributes.values(), key=lambda row: (row.position, row.id))

    def standing(self, label: Name) -> Name:
        """The label that stands for this one: itself, or what it was merged into."""
        seen = {label}
        while (row := self.labels.get(label)) and row.merged_into and row.merged_into not in seen:
            label = row.merged_into
            seen.add(label)
        return label

    def joining(self, head: Name, tail: Name) -> list[Label]:
        """Relation labels that may go from a span of label `head` to one of label `tail`."""
        return [label for label in self.ordered("relation") if self.may_join(label.id, head, tail)]

    def may_nest(self, inner: Name, outer: Name) -> bool:
        """Whether a span of label `inner` may stand inside one of label `outer`."""
        label = self.labels.get(inner)
        return label is not None and ("*" in label.nests_in or outer in label.nests_in)


def pairs_of(spec: LabelSpec, spans: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs (head, tail) of human names that a relation label may join; "*" stands for each of `spans`."""
    spans = list(spans)

    def named(*names: str) -> list[str]:
        return spans if "*" in names else list(names)

    listed = [(head, tail) for head in named(*spec.heads) for tail in named(*spec.tails)]
    listed += [(head, tail) for one, other in spec.joins for head in named(one) for tail in named(other)]
    return list(dict.fromkeys(listed))


def specs_of(scheme: Scheme) -> list[LabelSpec]:
    """The labels in use and the attributes as a scheme file has them."""
    return [
        *(_as_spec(scheme, label) for kind in KINDS for label in scheme.ordered(kind)),
        *(_attribute_spec(scheme, row) for row in scheme.ordered_attributes()),
    ]


def _as_spec(scheme: Scheme, label: Label) -> LabelSpec:
    def shown(name: Name) -> bool:
        return name == "*" or (name in scheme.labels and not scheme.labels[name].retired)

    pairs = [pair for pair in scheme.pairs(label.id) if shown(pair[0]) and shown(pair[1])]
    heads, tails = (tuple(dict.fromkeys(scheme.name_of(pair[side]) for pair in pairs)) for side in (0, 1))
    whole = len(set(pairs)) == len(heads) * len(tails)
    named = tuple((scheme.name_of(head), scheme.name_of(tail)) for head, tail in pairs)
    return LabelSpec(
        *(label.kind, label.name, label.title, label.colour, label.key, label.guideline, label.symmetric),
        nests_in=tuple("*" if one == "*" else scheme.name_of(one) for one in label.nests_in if shown(one)),
        parent=scheme.name_of(label.parent) if label.parent and shown(label.parent) else "",
        heads=heads if whole else (),
        tails=tails if whole else (),
        joins=() if whole else named,
        one_per_head=label.one_per_head,
        same_sentence=label.same_sentence,
    )


def _attribute_spec(scheme: Scheme, row: Attribute) -> LabelSpec:
    labels = tuple(dict.fromkeys(scheme.name_of(one) for one in row.labels if one in scheme.labels))
    return LabelSpec("attribute", row.name, holds=row.kind, choices=row.choices, labels=labels)


def adopt(scheme: Scheme, specs: Iterable[LabelSpec], *, title: str = "Add labels") -> Edit:
    """An Edit that adds the labels, rules and attributes which the scheme does not have yet.

    Raises EditRefused when it has them all.
    """
    draft = Draft()
    specs = list(specs)
    known = {(label.kind, label.name): label for label in scheme.labels.values()}
    position = max((label.position for label in scheme.labels.values()), default=-1) + 1
    taken = {(label.kind, label.key) for label in scheme.labels.values() if label.key}
    for spec in specs:
        if spec.kind == "attribute" or (spec.kind, spec.name) in known:
            continue
        key = "" if (spec.kind, spec.key) in taken else spec.key
        label = Label("", spec.kind, spec.name, spec.title, spec.colour, key, spec.guideline, position, spec.symmetric)
        label = label._replace(one_per_head=spec.one_per_head, same_sentence=spec.same_sentence)
        known[spec.kind, spec.name] = draft.add(label)
        position += 1
    for spec in specs:
        if spec.kind == "attribute":
            _add_attribute(draft, scheme, known, spec)
        else:
            _join(draft, scheme, known, spec)
    return draft.edit(title)


def _add_attribute(draft: Draft, scheme: Scheme, known: dict[tuple[str, str], Label], spec: LabelSpec) -> None:
    rows = [*scheme.attributes.values(), *(c.after for c in draft.changes if isinstance(c.after, Attribute))]
    if any(row.name == spec.name for row in rows):
        return
    places = [(kind, name) for name in spec.labels for kind in ("span", "relation")]
    labels = tuple(known[place].id for place in places if place in known)
    position = max((row.position for row in rows), default=-1) + 1
    draft.add(Attribute("", spec.name, spec.holds, spec.choices, labels, position))


def _join(draft: Draft, scheme: Scheme, known: dict[tuple[str, str], Label], spec: LabelSpec) -> None:
    """Resolve what a new label says of others, once all of them have names."""
    label = known[spec.kind, spec.name]
    if label.id in scheme.labels:
        return
    inside = tuple("*" if name == "*" else known["span", name].id for name in spec.nests_in)
    parent = known[spec.kind, spec.parent].id if (spec.kind, spec.parent) in known else ""
    draft.replace(label, label._replace(nests_in=inside, parent=parent))
    for head, tail in pairs_of(spec, [name for kind, name in known if kind == "span"]):
        draft.add(RelationRule("", label.id, known["span", head].id, known["span", tail].id))
