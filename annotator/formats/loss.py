"""What a format cannot hold of a document: found before anything is written, counted, with places."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from annotator.core.records import Finding

OnLoss = Literal["stop", "simplify", "drop"]
ON_LOSS: tuple[OnLoss, ...] = ("stop", "simplify", "drop")
MOST_PLACES = 100  # kept of each kind; the count has them all


class Unheld(NamedTuple):
    """One thing that a format cannot hold, and where it is; offsets are code points."""

    kind: str
    document: str
    author: str = ""
    item: str = ""  # id of the span or relation
    start: int = 0
    end: int = 0
    ours: bool = False  # kept in fields of our own: other tools do not see it


class Rule(NamedTuple):
    """A kind of loss in words: one of it, many of it, what becomes of it when simplified, and when dropped."""

    one: str
    many: str
    simplified: str
    dropped: str = "left out"
    soft: bool = False  # no annotation is touched: it is said, and stops nothing


RULES: dict[str, Rule] = {
    "authors": Rule(
        "document by several authors",
        "documents by several authors",
        "each author's work became a document of its own",
        "only the final version was kept, or else the first author's work",
    ),
    "states": Rule(
        "unfinished work",
        "unfinished works",
        "written as if finished, the file cannot say otherwise",
    ),
    "discontinuous": Rule(
        "span of several fragments", "spans of several fragments", "written from first to last fragment"
    ),
    "white_space": Rule(
        "span with white space at its edges", "spans with white space at their edges", "written without it"
    ),
    "blank": Rule("span of white space alone", "spans of white space alone", "left out"),
    "off_tokens": Rule(
        "span that begins or ends inside a word", "spans that begin or end inside a word", "the word was cut there"
    ),
    "nested": Rule(
        "span that shares text with another",
        "spans that share text with another",
        "the longer was kept, this left out",
        "the longer was kept, this left out",
    ),
    "identical": Rule(
        "span that was made equal to another", "spans that were made equal to another", "kept once", "kept once"
    ),
    "relations": Rule("relation", "relations", "left out"),
    "relation_ends": Rule("relation without one of its ends", "relations without one of their ends", "left out"),
    "attributes": Rule("item with attributes", "items with attributes", "attributes left out", "attributes left out"),
    "notes": Rule("note", "notes", "left out"),
    "unsure": Rule("item marked as unsure", "items marked as unsure", "mark left out", "mark left out"),
    "labels": Rule("label of a document", "labels of documents", "left out"),
    "comments": Rule("comment", "comments", "left out"),
    "verdicts": Rule("decision of a reviewer", "decisions of reviewers", "left out", soft=True),
    "rejections": Rule("refused suggestion", "refused suggestions", "left out", soft=True),
    "intended": Rule("problem that is meant to be so", "problems that are meant to be so", "left out", soft=True),
    "label_names": Rule(
        "item whose label has signs with no place in it",
        "items whose labels have signs with no place in them",
        "the signs became _",
        "the signs became _",
    ),
    "signs": Rule(
        "sign that the file cannot hold", "signs that the file cannot hold", "replaced by U+FFFD", "replaced by U+FFFD"
    ),
    "paragraphs": Rule(
        "line end more than the file can hold",
        "line ends more than the file can hold",
        "replaced by a blank",
        "replaced by a blank",
    ),
    "text": Rule(
        "text with other white space",
        "texts with other white space",
        "one blank or line end parts words",
        "one blank or line end parts words",
        soft=True,
    ),
    "meta": Rule("document with metadata", "documents with metadata", "left out", soft=True),
}
"""Every kind of loss there is, in the order in which it is dealt with."""


class Losses:
    """What an export could not hold: counts and first places of each kind; findings a document and kind."""

    def __init__(self, on_loss: OnLoss = "simplify") -> None:
        self.on_loss = on_loss
        self.counts: Counter[str] = Counter()
        self.places: dict[str, list[Unheld]] = {}
        self.ours: set[str] = set()  # kinds that are kept in fields of our own

    def add(self, found: Iterable[Unheld]) -> list[Finding]:
        """Count these, all of one document; what there is to say of it."""
        here: dict[str, list[Unheld]] = {}
        for one in found:
            here.setdefault(one.kind, []).append(one)
        for kind, some in here.items():
            self.counts[kind] += len(some)
            kept = self.places.setdefault(kind, [])
            kept += some[: MOST_PLACES - len(kept)]
            self.ours |= {kind} if some[0].ours else set()
        return [
            Finding(some[0].document, f"{self._words(kind, len(some))}.", self.is_lost(kind))
            for kind, some in here.items()
        ]

    def add_all(self, other: "Losses") -> None:
        """Count what others counted, too."""
        self.counts.update(other.counts)
        for kind, some in other.places.items():
            kept = self.places.setdefault(kind, [])
            kept += some[: MOST_PLACES - len(kept)]
        self.ours |= other.ours

    @property
    def stops(self) -> bool:
        """Whether an export that stops at losses stops here."""
        return any(not RULES[kind].soft for kind in self.counts)

    def is_lost(self, kind: str) -> bool:
        """Whether this kind of loss takes something away, rather than changing its form."""
        return not RULES[kind].soft and kind not in self.ours and self._rule(kind).endswith("left out")

    def _rule(self, kind: str) -> str:
        return RULES[kind].dropped if self.on_loss == "drop" else RULES[kind].simplified

    def _words(self, kind: str, count: int) -> str:
        rule = RULES[kind]
        kept = " (this program reads it back from fields of its own)" if kind in self.ours else ""
        return f"{count:,} {rule.one if count == 1 else rule.many}: {self._rule(kind)}{kept}"

    def sentences(self) -> list[str]:
        """What is lost in all, a sentence for each kind."""
        return [finding.text for finding in self.findings("")]

    def findings(self, place: str) -> list[Finding]:
        """The sentences as findings of this place."""
        kinds = [kind for kind in RULES if self.counts[kind]]
        return [Finding(place, f"{self._words(kind, self.counts[kind])}.", self.is_lost(kind)) for kind in kinds]

    def as_json(self) -> list[dict[str, Any]]:
        """Kinds with counts, what becomes of them, and the first places of each."""
        return [
            {
                "kind": kind,
                "count": self.counts[kind],
                "becomes": self._rule(kind),
                "kept_beside": kind in self.ours,
                "places": [
                    {
                        "document": one.document,
                        "author": one.author,
                        "item": one.item,
                        "start": one.start,
                        "end": one.end,
                    }
                    for one in self.places[kind]
                ],
            }
            for kind in RULES
            if self.counts[kind]
        ]
