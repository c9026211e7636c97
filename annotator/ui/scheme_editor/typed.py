"""A line typed to add a label: its name, the label it stands under, and what a relation label joins."""

import re

from annotator.core.scheme_file import LabelSpec


def read_line(kind: str, line: str) -> LabelSpec:
    """A label from a line: `NAME`, `PARENT > NAME`, and for relations `NAME: FROM, FROM -> TO, TO`.

    "*" stands for any label. What is no rule stays part of the name.
    """
    line = " ".join(line.split())
    heads, tails = tuple[str, ...](), tuple[str, ...]()
    if kind == "relation" and (found := re.fullmatch(r"(.+?)\s*:\s*(.+?)\s*(?:->|→)\s*(.+)", line)):
        line, heads, tails = found[1], _names(found[2]), _names(found[3])
    parent, above, name = line.rpartition(" > ")
    return LabelSpec(kind, name.strip(), parent=parent.strip() if above else "", heads=heads, tails=tails)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in listed.split(",") if name.strip()))
