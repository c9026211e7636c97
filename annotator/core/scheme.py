"""The scheme of a project: its labels, their looks and keys, and which relation may join which span labels."""

import tomllib
from collections.abc import Iterable
from typing import Any, NamedTuple

from annotator.core.change import Change, Draft, Edit, EditRefused
from annotator.core.rows import Attribute, Label, Name, RelationRule

SCHEME_FORMAT = "annotator-scheme/1"
KINDS = ("span", "relation", "document")


class LabelSpec(NamedTuple):
    """A label as a scheme file gives it: everything by human name."""

    kind: str
    name: str
    title: str = ""
    colour: str = ""
    key: str = ""
    guideline: str = ""
    symmetric: bool = False
    nests_in: tuple[str, ...] = ()
    parent: str = ""
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()


class SchemeError(ValueError):
    """A scheme file that cannot be read; the text says what, where and what to do."""


def read_scheme(text: str) -> list[LabelSpec]:
    """Read a scheme file (TOML). Raises SchemeError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"The scheme is not valid TOML: {error}.") from error
    if data.get("format") != SCHEME_FORMAT:
        raise SchemeError(f'The scheme must say format = "{SCHEME_FORMAT}" in its first lines.')
    specs = [_label_spec(kind, entry) for kind in KINDS for entry in data.get(kind, ())]
    _check_specs(specs)
    return specs


def _label_spec(kind: str, entry: Any) -> LabelSpec:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise SchemeError(f"Each [[{kind}]] needs a name.")
    known: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in entry.items() if k in LabelSpec._fields
    }
    unknown = sorted(entry.keys() - known.keys())
    if unknown:
        raise SchemeError(f'[[{kind}]] "{entry["name"]}" has fields nobody reads: {", ".join(unknown)}.')
    for field, value in known.items():
        wanted = type(LabelSpec._field_defaults.get(field, ""))
        if not isinstance(value, wanted):
            raise SchemeError(f'[[{kind}]] "{entry["name"]}": {field} must be a {_IN_WORDS[wanted]}.')
    known["kind"] = kind
    return LabelSpec(**known)


_IN_WORDS = {str: "text in quotes", bool: "true or false", tuple: "list"}


def _check_specs(specs: list[LabelSpec]) -> None:
    names = {kind: [spec.name for spec in specs if spec.kind == kind] for kind in KINDS}
    for kind, listed in names.items():
        for name in listed:
            if listed.count(name) > 1:
                raise SchemeError(f'The {kind} label "{name}" is there twice.')
    spans = set(names["span"]) | {"*"}
    for spec in specs:
        for other in (*spec.heads, *spec.tails, *spec.nests_in):
            if other not in spans:
                raise SchemeError(f'"{spec.name}" names "{other}", which is no span label of this scheme.')


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

    def joining(self, head: Name, tail: Name) -> list[Label]:
        """Relation labels that may go from a span of label `head` to one of label `tail`."""
        return [label for label in self.ordered("relation") if self.may_join(label.id, head, tail)]

    def may_nest(self, inner: Name, outer: Name) -> bool:
        """Whether a span of label `inner` may stand inside one of label `outer`."""
        label = self.labels.get(inner)
        return label is not None and ("*" in label.nests_in or outer in label.nests_in)


def adopt(scheme: Scheme, specs: Iterable[LabelSpec], *, title: str = "Add labels") -> Edit:
    """An Edit that adds the labels and rules which the scheme does not have yet.

    Raises EditRefused when it has them all.
    """
    draft = Draft()
    specs = list(specs)
    known = {(label.kind, label.name): label for label in scheme.labels.values()}
    position = max((label.position for label in scheme.labels.values()), default=-1) + 1
    taken = {(label.kind, label.key) for label in scheme.labels.values() if label.key}
    for spec in specs:
        if (spec.kind, spec.name) in known:
            continue
        key = "" if (spec.kind, spec.key) in taken else spec.key
        label = Label("", spec.kind, spec.name, spec.title, spec.colour, key, spec.guideline, position, spec.symmetric)
        known[spec.kind, spec.name] = draft.add(label)
        position += 1
    for spec in specs:
        _join(draft, scheme, known, spec)
    return draft.edit(title)


def _join(draft: Draft, scheme: Scheme, known: dict[tuple[str, str], Label], spec: LabelSpec) -> None:
    """Resolve what a new label says of others, once all of them have names."""
    label = known[spec.kind, spec.name]
    if label.id in scheme.labels:
        return
    inside = tuple("*" if name == "*" else known["span", name].id for name in spec.nests_in)
    parent = known[spec.kind, spec.parent].id if (spec.kind, spec.parent) in known else ""
    draft.replace(label, label._replace(nests_in=inside, parent=parent))
    spans = [found.name for (kind, _), found in known.items() if kind == "span"]
    for head in spans if "*" in spec.heads else spec.heads:
        for tail in spans if "*" in spec.tails else spec.tails:
            draft.add(RelationRule("", label.id, known["span", head].id, known["span", tail].id))
