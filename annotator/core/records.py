"""A document as files carry it: plain values with human names; formats know nothing of projects."""

from dataclasses import dataclass, field
from typing import Any

from annotator.core.rows import Fragments

UNCHANGED = "="
"""In `SetRecord.base`: the author's item still is as it was when final version and author were last in step."""


@dataclass(slots=True)
class SpanRecord:
    """A span; `id` names it inside its set, as text; offsets are code points."""

    id: str
    fragments: Fragments
    label: str
    attributes: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    unsure: bool = False
    origin: str = ""  # id of the item, in another set of this document, that it was accepted or copied from
    how: str = ""
    score: float | None = None
    surface: str = ""  # its words as the file has them, fragments joined by " … "; empty where it has none


@dataclass(slots=True)
class RelationRecord:
    """A relation between spans of the same set, by their ids."""

    id: str
    head: str
    tail: str
    label: str
    attributes: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    unsure: bool = False
    origin: str = ""
    how: str = ""
    score: float | None = None


@dataclass(slots=True)
class IntendedRecord:
    """A problem of a set that is meant to be so: of an item, or of a place where there is none."""

    kind: str
    item: str
    reason: str
    writer: str = ""  # name of who said so
    at: str = ""
    place: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class SetRecord:
    """One author's annotations; a format that knows no authors leaves `author` empty and the import names it."""

    author: str = ""
    kind: str = "person"  # person | model | gold
    version: str = ""  # of a model
    meta_hash: str = ""  # of a model
    state: str = "in progress"
    reason: str = ""
    at: str = ""
    round: int = 0
    base: list[tuple[str, str]] = field(
        default_factory=list
    )  # of gold: (author's item, content then; UNCHANGED: as now)
    spans: list[SpanRecord] = field(default_factory=list)
    relations: list[RelationRecord] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # of the whole document
    rejections: list[str] = field(default_factory=list)  # keys, with human label names
    intended: list[IntendedRecord] = field(default_factory=list)


@dataclass(slots=True)
class CommentRecord:
    """A comment on an item of an author's set, or on the document."""

    id: str
    about: str  # name of the author whose set it is about
    item: str
    writer: str
    text: str
    at: str
    reply_to: str = ""
    state: str = "open"
    round: int = 0
    place: tuple[int, int] = (0, 0)
    quote: str = ""


@dataclass(slots=True)
class VerdictRecord:
    """A reviewer's decision."""

    reviewer: str
    verdict: str
    gold_digest: str  # digests mean something in their project only; empty in an approval that holds
    sets: list[tuple[str, str]]  # (author's name, digest)
    at: str = ""
    unseen: bool = False
    reason: str = ""
    holds: bool = False  # an approval whose final version and sets were unchanged when this was written


@dataclass(slots=True)
class DocumentRecord:
    """A document with everything that is known of it."""

    name: str
    text: str
    language: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    sets: list[SetRecord] = field(default_factory=list)
    comments: list[CommentRecord] = field(default_factory=list)
    verdicts: list[VerdictRecord] = field(default_factory=list)
    tokens: list[tuple[int, int]] | None = None  # as the pipeline cut them, ascending
    tokenizer: str = ""
    place: str = ""  # where it was read, such as "news.jsonl, line 12"
    left_out: list[str] = field(default_factory=list)  # passages of the file that are not in the text: menus, headers
    named: bool = True  # False: the name was made up where it was read
    known_by_text: bool = False  # does not come in again where its text is in the project under another name


@dataclass(slots=True)
class Finding:
    """Something an import or an export has to say: what, where, what was done or is to be done, in one sentence."""

    place: str
    text: str
    lost: bool = False  # something of the input was refused; False: repaired, or only noted
