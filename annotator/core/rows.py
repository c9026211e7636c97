"""The rows a project is made of: immutable values, named by lasting names; offsets are code points, half-open."""

import json
from typing import Any, NamedTuple

Name = str
"""A lasting name, `origin.sequence.index` of the Change that added the row; `+index` until the Edit is stored."""

Fragments = tuple[tuple[int, int], ...]
"""Ranges [start, end) in code points, ascending, not overlapping, at least one."""

Attributes = tuple[tuple[Name, Any], ...]
"""Pairs (attribute's lasting name, value: text, number or flag), sorted by name."""


class Author(NamedTuple):
    """Who made annotations: a person, a model, or gold (the final version)."""

    id: Name
    name: str
    kind: str = "person"  # person | model | gold
    version: str = ""  # models: version of the pipeline
    meta_hash: str = ""  # models: hash of meta.json, so that a rebuilt pipeline is another author
    retired: bool = False  # people: works here no longer; what they made stays theirs


class PersonRole(NamedTuple):
    """What a person may do in this project."""

    id: Name
    author: Name
    role: str  # annotator | reviewer | lead


class Assignment(NamedTuple):
    """A document that a person is to annotate."""

    id: Name
    document: Name
    author: Name


class Setting(NamedTuple):
    """One setting of the project, by name; the value is JSON."""

    id: str
    value: str


class Batch(NamedTuple):
    """Work written in several revisions that is one step; its documents are listed once it is done."""

    id: Name
    name: str
    kind: str  # import | suggest | bulk
    state: str  # open | done


class Document(NamedTuple):
    """A text with a name and metadata; the text never changes, `sha256` (of UTF-8, hexadecimal) stands for it."""

    id: Name
    name: str
    sha256: str
    length: int  # code points
    position: int  # place in the project, from 0
    language: str = ""
    meta_json: str = "{}"
    batch: Name = ""

    @property
    def meta(self) -> dict[str, Any]:
        """The document's metadata as it was imported."""
        meta: dict[str, Any] = json.loads(self.meta_json)
        return meta


class Label(NamedTuple):
    """One entry of the scheme: for spans, for relations, or for whole documents."""

    id: Name
    kind: str  # span | relation | document
    name: str
    title: str = ""
    colour: str = ""  # "#rrggbb", or empty for the theme's choice
    key: str = ""  # "1" … "9", "0", "shift+1" … "shift+0", or empty
    guideline: str = ""  # Markdown
    position: int = 0
    symmetric: bool = False
    nests_in: tuple[str, ...] = ()  # lasting names of span labels it may stand inside; ("*",) for any
    parent: Name = ""
    retired: bool = False
    one_per_head: bool = False  # of a relation label: a head has one such relation at most
    same_sentence: bool = False  # of a relation label: both ends stand in one sentence
    merged_into: Name = ""  # the label that took this one's place; files and models that say this mean that


class RelationRule(NamedTuple):
    """A relation label may join a head of this label to a tail of that label."""

    id: Name
    relation: Name
    head: Name
    tail: Name


class Attribute(NamedTuple):
    """A property that spans or relations of some labels carry."""

    id: Name
    name: str
    kind: str  # what it holds: text | number | flag | choice
    choices: tuple[str, ...] = ()
    labels: tuple[Name, ...] = ()  # empty: all
    position: int = 0


class SetState(NamedTuple):
    """The review state of one author's annotations of one document; no row means "to do"."""

    document: Name
    author: Name
    state: str
    reason: str = ""  # set aside, withdrawn, reopened: why
    at: str = ""  # when it came into this state, ISO 8601, UTC
    round: int = 0  # how often it was submitted
    base: tuple[tuple[Name, str], ...] = ()  # of a final version: (author's item, content) when both were last in step

    @property
    def id(self) -> tuple[Name, Name]:
        """A set is named by its document and author."""
        return (self.document, self.author)


class Span(NamedTuple):
    """A labelled stretch of text, of one or more fragments."""

    id: Name
    document: Name
    author: Name
    fragments: Fragments
    label: Name
    attributes: Attributes = ()
    note: str = ""
    unsure: bool = False
    origin: Name = ""  # the suggestion accepted, or the author's item that gold copied
    how: str = ""  # "" made by hand · "one by one" · "with the rest"
    score: float | None = None

    @property
    def start(self) -> int:
        """First code point."""
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        """One after the last code point."""
        return self.fragments[-1][1]


class Relation(NamedTuple):
    """A labelled link from a head span to a tail span of the same set."""

    id: Name
    document: Name
    author: Name
    head: Name
    tail: Name
    label: Name
    attributes: Attributes = ()
    note: str = ""
    unsure: bool = False
    origin: Name = ""
    how: str = ""
    score: float | None = None


class DocumentLabel(NamedTuple):
    """A label of a whole document, in one author's set."""

    id: Name
    document: Name
    author: Name
    label: Name


class Comment(NamedTuple):
    """Talk about a span, a relation or the document; stays at its text when the item is gone."""

    id: Name
    document: Name
    author: Name  # whose set it is about
    item: Name  # span or relation, or empty for the document
    writer: Name
    text: str
    at: str  # ISO 8601, UTC
    reply_to: Name = ""
    state: str = "open"  # open | done | closed
    round: int = 0
    place: tuple[int, int] = (0, 0)  # where the item stood
    quote: str = ""  # what the item was, such as "Seagen ORG"


class Rejection(NamedTuple):
    """A suggestion that the author of a set refused; `key` is `span_key` or `relation_key`."""

    id: Name
    document: Name
    author: Name
    key: str


class Intended(NamedTuple):
    """A problem of a set that is meant to be so, with the reason; `key` is that of the Problem."""

    id: Name
    document: Name
    author: Name
    key: str
    reason: str
    writer: Name = ""
    at: str = ""  # ISO 8601, UTC

    @property
    def problem(self) -> str:
        """The kind of the problem."""
        return self.key.partition("|")[0]

    @property
    def about(self) -> Name:
        """The item it is about; where there is none, the place as "start-end"."""
        return self.key.partition("|")[2]

    @property
    def where(self) -> tuple[int, int] | None:
        """The place it is about, in code points; None where it is about an item."""
        start, _, end = self.about.partition("-")
        return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


class WordList(NamedTuple):
    """A list of words and patterns that suggests; `version` is the hash of its entries."""

    id: Name
    name: str
    version: str = ""
    enabled: bool = True


class WordEntry(NamedTuple):
    """An entry of a word list: words, or a token pattern as JSON. `label` is empty while the scheme lacks it."""

    id: Name
    word_list: Name
    label: Name
    label_name: str  # as it was written
    pattern: str
    tokens: bool = False  # the pattern is a list of tokens, as spaCy's matchers take it
    any_case: bool = False  # of words: capitals do not count
    tag: str = ""  # the pattern's "id" in its file


class WordException(NamedTuple):
    """A text that no word list suggests under this label: everywhere, in one document, or between these words."""

    id: Name
    text: str
    label: Name
    only_in: Name = ""  # a document
    before: str = ""  # the word before it, where that counts
    after: str = ""  # the word after it, where that counts
    writer: Name = ""
    at: str = ""  # ISO 8601, UTC


class Verdict(NamedTuple):
    """A reviewer's decision on a document, with the digests of what it was about.

    An approval whose `gold_digest` is empty no longer holds, `reason` says why: the scheme changed under it.
    """

    id: Name
    document: Name
    reviewer: Name
    verdict: str  # approve | send back
    gold_digest: str
    sets: tuple[tuple[Name, str], ...]  # (author, digest) of each set decided on
    at: str = ""
    unseen: bool = False  # given without having been shown the digest
    reason: str = ""


Row = (
    Author
    | PersonRole
    | Assignment
    | Setting
    | Batch
    | Document
    | Label
    | RelationRule
    | Attribute
    | SetState
    | Span
    | Relation
    | DocumentLabel
    | Comment
    | Rejection
    | Intended
    | WordList
    | WordEntry
    | WordException
    | Verdict
)
Key = str | tuple[Name, Name]

TABLES: dict[type, str] = {
    Author: "author",
    PersonRole: "person_role",
    Assignment: "assignment",
    Setting: "project",
    Batch: "batch",
    Document: "document",
    Label: "label",
    RelationRule: "relation_rule",
    Attribute: "attribute",
    SetState: "annotation_set",
    Span: "span",
    Relation: "relation",
    DocumentLabel: "document_label",
    Comment: "comment",
    Rejection: "rejection",
    Intended: "intended",
    WordList: "word_list",
    WordEntry: "word_entry",
    WordException: "word_exception",
    Verdict: "verdict",
}
ROW_TYPES: dict[str, type] = {table: row for row, table in TABLES.items()}

REFERENCES: dict[type, tuple[str, ...]] = {
    PersonRole: ("author",),
    Assignment: ("document", "author"),
    Document: ("batch",),
    Label: ("parent", "merged_into"),
    RelationRule: ("relation", "head", "tail"),
    SetState: ("document", "author"),
    Span: ("document", "author", "label", "origin"),
    Relation: ("document", "author", "head", "tail", "label", "origin"),
    DocumentLabel: ("document", "author", "label"),
    Comment: ("document", "author", "item", "writer", "reply_to"),
    Rejection: ("document", "author"),
    Intended: ("document", "author", "writer"),
    WordEntry: ("word_list", "label"),
    WordException: ("label", "only_in", "writer"),
    Verdict: ("document", "reviewer"),
}
"""Fields that hold another row's lasting name."""


def span_key(fragments: Fragments, label: Name) -> str:
    """What makes two spans the same suggestion: their fragments and their label."""
    return label + "|" + ",".join(f"{start}-{end}" for start, end in fragments)


def relation_key(label: Name, head_key: str, tail_key: str) -> str:
    """What makes two relations the same suggestion: the label and the keys of both ends."""
    return f"{label}>{head_key}>{tail_key}"


def shares_character(one: Fragments, other: Fragments) -> bool:
    """Whether two spans have a code point in common; an empty fragment has none."""
    return any(max(a, c) < min(b, d) for a, b in one for c, d in other)


def by_place(span: Span) -> tuple[int, int, str]:
    """Reading order: by start, outer before inner, then by name so that the order is total."""
    return (span.fragments[0][0], -span.fragments[-1][1], span.id)
