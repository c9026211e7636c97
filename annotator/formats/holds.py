"""What a format can carry: as its own tools know it, in fields of ours beside, or not at all."""

from typing import Literal, NamedTuple

Hold = Literal["yes", "ours", ""]
"""`yes`: other tools read it · `ours`: in fields of our own, it comes back here · empty: no place for it."""

YES: Hold = "yes"
OURS: Hold = "ours"
NO: Hold = ""


class Holds(NamedTuple):
    """What a format can carry, feature by feature."""

    nested: Hold = YES  # spans that share text: inside each other, crossing, on the same place
    discontinuous: Hold = NO  # spans of several fragments
    off_tokens: Hold = YES  # spans that begin or end inside a word
    white_space: Hold = YES  # spans that begin or end with white space
    relations: Hold = YES
    attributes: Hold = NO
    notes: Hold = NO
    unsure: Hold = NO
    labels: Hold = NO  # of the whole document
    authors: Hold = NO  # several people's work on one document, and their names
    states: Hold = NO  # not looked at, in progress, truly empty, set aside
    comments: Hold = NO
    meta: Hold = NO  # the document's metadata
    text_exact: Hold = YES  # the text comes back to the last sign
    keeps: tuple[str, ...] = ()  # of the metadata what it holds all the same
    paragraphs: int = 0  # how many lines its text may have; 0: any number
    not_in_text: str = ""  # regular expression: signs that its text cannot hold
    not_in_labels: str = ""  # regular expression: signs that its labels cannot hold


EVERYTHING = Holds(YES, YES, YES, YES, YES, YES, YES, YES, YES, YES, YES, YES, YES, YES)
NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
SHOWN = tuple(name for name in Holds._fields if name not in ("keeps", "paragraphs") and not name.startswith("not_in"))
TITLES = {
    "nested": "nested",
    "discontinuous": "discontinuous",
    "off_tokens": "inside words",
    "white_space": "white space at edges",
    "relations": "relations",
    "attributes": "attributes",
    "notes": "notes",
    "unsure": "unsure",
    "labels": "document labels",
    "authors": "authors",
    "states": "states",
    "comments": "comments",
    "meta": "metadata",
    "text_exact": "exact text",
}
"""Features in words, as tables and lists name them."""
