"""Keys of rejected suggestions with the human names of labels, as files have them, and back."""

import re
from collections.abc import Callable

from annotator.core.rows import Name
from annotator.core.scheme import Scheme

_PLACES = r"\d+-\d+(?:,\d+-\d+)*"
_SPAN = re.compile(rf"(?P<label>.+)\|(?P<places>{_PLACES})", re.DOTALL)
_RELATION = re.compile(rf"(?P<label>.+?)>(?P<head>.+?\|{_PLACES})>(?P<tail>.+\|{_PLACES})", re.DOTALL)

LabelOf = Callable[[str, str], Name | None]
"""(kind, human name) → the label's lasting name, or None where the scheme lacks it."""


def human_key(key: str, scheme: Scheme) -> str:
    """A rejection's key with human names of labels."""
    parts = []
    for part in key.split(">"):
        label, bar, places = part.rpartition("|")
        parts.append(f"{scheme.name_of(label)}|{places}" if bar else scheme.name_of(part))
    return ">".join(parts)


def labels_in(key: str) -> list[tuple[str, str]]:
    """(kind, human name) of the labels that a key names; empty for what is no key."""
    if joined := _RELATION.fullmatch(key):
        return [("relation", joined["label"]), *labels_in(joined["head"]), *labels_in(joined["tail"])]
    alone = _SPAN.fullmatch(key)
    return [("span", alone["label"])] if alone else []


def lasting_key(key: str, label_of: LabelOf) -> str:
    """The key with lasting names of labels; empty where a label is unknown or this is no key."""
    alone = _SPAN.fullmatch(key)
    if alone and (label := label_of("span", alone["label"])):
        return f"{label}|{alone['places']}"
    joined = _RELATION.fullmatch(key)
    label = label_of("relation", joined["label"]) if joined else None
    if not joined or not label:
        return ""
    ends = [lasting_key(joined["head"], label_of), lasting_key(joined["tail"], label_of)]
    return ">".join((label, *ends)) if all(ends) else ""
