"""The labels of one kind as rows: parents before their children, with counts; children of folded ones are left out."""

from collections.abc import Collection
from typing import NamedTuple

from annotator.core.rows import Label, Name
from annotator.core.scheme import Scheme


class LabelRow(NamedTuple):
    """One row: how deep it stands, whether something is folded under it, and how many items have the label."""

    label: Label
    slot: int  # place in the palette
    depth: int
    children: int
    items: int
    folded: bool


def label_rows(
    scheme: Scheme, kind: str, counts: dict[Name, int], *, folded: Collection[Name] = (), words: str = ""
) -> list[LabelRow]:
    """Rows of the labels in use, then of the retired ones; with `words`, of those whose name or title has them."""
    ordered = scheme.ordered(kind)
    slots = {label.id: slot for slot, label in enumerate(ordered)}
    retired = [row for row in scheme.labels.values() if row.kind == kind and row.retired]
    if words:
        found = [row for row in (*ordered, *retired) if words.lower() in f"{row.name} {row.title}".lower()]
        return [LabelRow(row, slots.get(row.id, row.position), 0, 0, counts.get(row.id, 0), False) for row in found]
    below: dict[Name, list[Label]] = {}
    for row in ordered:
        below.setdefault(row.parent if row.parent in slots else "", []).append(row)
    rows: list[LabelRow] = []

    def add(parent: Name, depth: int) -> None:
        for row in below.get(parent, ()):
            many = len(below.get(row.id, ()))
            rows.append(LabelRow(row, slots[row.id], depth, many, counts.get(row.id, 0), row.id in folded))
            if row.id not in folded:
                add(row.id, depth + 1)

    add("", 0)
    rows += [LabelRow(row, row.position, 0, 0, counts.get(row.id, 0), False) for row in retired]
    return rows
