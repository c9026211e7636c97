"""Annotated documents made at random, with everything a document can hold."""

from typing import Any

from hypothesis import strategies as st

from annotator.core.change import Change
from annotator.core.digest import contents, digest
from annotator.core.document import AnnotatedDocument
from annotator.core.incoming import text_hash
from annotator.core.listing import STATES
from annotator.core.rows import (
    Attribute,
    Author,
    Comment,
    Document,
    DocumentLabel,
    Fragments,
    Intended,
    Label,
    Rejection,
    Relation,
    Row,
    SetState,
    Span,
    Verdict,
    span_key,
)
from tests.core.exchange import Project

AUTHORS = [
    Author("a.1.0", "Ana"),
    Author("a.1.1", "final version", "gold"),
    Author("a.1.2", "Ben Ødegård"),
    Author("a.1.3", "news", "model", "1.0", "abc"),
    Author("a.1.4", "news", "model", "2.0", "def"),
]
ANA, GOLD, BEN, OLD, NEW = (author.id for author in AUTHORS)
LABELS = [
    Label("a.2.0", "span", "ORG"),
    Label("a.2.1", "span", "Größe > 3 | m"),
    Label("a.2.2", "relation", "owns"),
    Label("a.2.3", "relation", "part of"),
    Label("a.2.4", "document", "sport"),
    Label("a.2.5", "document", "deal"),
]
SPAN_LABELS, RELATION_LABELS = ["a.2.0", "a.2.1"], ["a.2.2", "a.2.3"]
ATTRIBUTES = [Attribute("a.2.6", "zone", "text"), Attribute("a.2.7", "certain", "flag")]

signs = st.sampled_from(
    ["a", "B", " ", "\r\n", "\n", "\t", "é", "e\u0301", "😀", "👩‍🚀", "\u2028", "\x85", '"', "\\", "ß", "中", "\x00"]
)
texts = st.lists(signs, min_size=1, max_size=30).map("".join)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.one_of(words, st.booleans(), st.integers(-(2**40), 2**40), st.floats(allow_nan=False, allow_infinity=False))
times = st.sampled_from(["", "2026-01-02T03:04:05+00:00", "2026-05-06T07:08:09+00:00"])


@st.composite
def fragments(draw: st.DrawFn, length: int) -> Fragments:
    """One to three ranges in a text of this length."""
    cuts = sorted(draw(st.sets(st.integers(0, length), min_size=2, max_size=6)))
    return tuple((cuts[i], cuts[i + 1]) for i in range(0, len(cuts) - 1, 2))


class Maker:
    """Draws the rows of one document; names are in no order, as after much work by several people."""

    def __init__(self, draw: st.DrawFn, project: Project) -> None:
        self._draw = draw
        self.project = project
        text = draw(texts)
        meta = draw(st.sampled_from(["{}", '{"n": 0, "empty": "", "no": null, "ok": false, "in": {"a": [1]}}']))
        language = draw(st.sampled_from(["", "en"]))
        self.document = Document("a.3.0", "the document", text_hash(text), len(text), 0, language, meta)
        self.doc = AnnotatedDocument(self.document, text)
        self._free = draw(st.permutations(range(200)))
        self._used = 0

    def name(self) -> str:
        """A lasting name that is free."""
        self._used += 1
        number = self._free[self._used]
        return f"{'ab'[number % 2]}.{number % 7 + 4}.{number}"

    def add(self, row: Row) -> None:
        """Take a row in."""
        self.doc.apply(Change(None, row))

    def rest(self, origins: list[str]) -> dict[str, Any]:
        """What spans and relations have in common."""
        draw = self._draw
        attributes = draw(st.dictionaries(st.sampled_from(["a.2.6", "a.2.7", "loose"]), values, max_size=2))
        return {
            "attributes": tuple(sorted(attributes.items(), key=lambda pair: pair[0])),
            "note": draw(words),
            "unsure": draw(st.booleans()),
            "origin": draw(st.sampled_from(["", *origins])),
            "how": draw(st.sampled_from(["", "one by one", "with the rest"])),
            "score": draw(st.one_of(st.none(), st.sampled_from([0.0, 0.25, 1.0]))),
        }

    def set_of(self, author: str, state: str, origins: list[tuple[str, str]]) -> None:
        """One author's set. `origins` are (kind, name) of items of other sets."""
        draw, doc = self._draw, self.document.id
        known = sorted(
            draw(st.sets(st.tuples(fragments(self.document.length), st.sampled_from(SPAN_LABELS)), max_size=4))
        )
        spans = [name for kind, name in origins if kind == "span"]
        for places, label in known:
            self.add(Span(self.name(), doc, author, places, label, **self.rest(spans)))
        names = list(self.doc.set_of(author).spans.by_name)
        ends = st.tuples(
            st.sampled_from(RELATION_LABELS), st.sampled_from(names or [""]), st.sampled_from(names or [""])
        )
        for label, head, tail in sorted(draw(st.sets(ends, max_size=3))) if names else []:
            links = [name for kind, name in origins if kind == "relation"]
            self.add(Relation(self.name(), doc, author, head, tail, label, **self.rest(links)))
        self.add(SetState(doc, author, state, draw(words), draw(times), draw(st.integers(0, 3))))
        if author not in (OLD, NEW):
            self.extras(author)

    def extras(self, author: str) -> None:
        """Labels of the document and rejections."""
        draw, doc = self._draw, self.document.id
        for label in sorted(draw(st.sets(st.sampled_from(["a.2.4", "a.2.5"])))):
            self.add(DocumentLabel(self.name(), doc, author, label))
        keys = draw(
            st.sets(st.builds(span_key, fragments(self.document.length), st.sampled_from(SPAN_LABELS)), max_size=2)
        )
        for key in sorted(keys):
            self.add(Rejection(self.name(), doc, author, key))
            if draw(st.booleans()):
                self.add(Rejection(self.name(), doc, author, f"a.2.3>{key}>{key}"))
        about = [name for _, name in self.items(author)]
        about += [f"{start}-{start + 1}" for start in range(min(2, self.document.length - 1))] + ["0-0"]
        for what in sorted(draw(st.sets(st.sampled_from(about), max_size=2))):
            kind, writer = draw(st.sampled_from(["twice", "marked elsewhere"])), draw(st.sampled_from([ANA, BEN]))
            self.add(Intended(self.name(), doc, author, f"{kind}|{what}", draw(words), writer, draw(times)))

    def items(self, *authors: str) -> list[tuple[str, str]]:
        """(kind, name) of all items of these authors."""
        sets = [self.doc.sets[author] for author in authors if author in self.doc.sets]
        found = [("span", name) for one in sets for name in one.spans.by_name]
        return found + [("relation", name) for one in sets for name in one.relations]

    def comments(self) -> None:
        """A few comments, some of them answers."""
        draw = self._draw
        told: list[str] = [""]
        for _ in range(draw(st.integers(0, 3))):
            about = draw(st.sampled_from([author for author in (ANA, BEN) if author in self.doc.sets] or [ANA]))
            item = draw(st.sampled_from(["", *(name for _, name in self.items(about, GOLD))]))
            row = Comment(
                self.name(), self.document.id, about, item, draw(st.sampled_from([ANA, BEN])), draw(words), "t"
            )
            row = row._replace(
                reply_to=draw(st.sampled_from(told)), state=draw(st.sampled_from(["open", "done", "closed"]))
            )
            self.add(
                row._replace(round=draw(st.integers(0, 2)), place=draw(st.sampled_from([(0, 0), (0, 1)])), quote="q")
            )
            told.append(row.id)

    def gold(self) -> None:
        """A final version with what it had in common with Ana's work, and decisions."""
        draw, doc = self._draw, self.document.id
        self.set_of(GOLD, draw(st.sampled_from(["draft", "final"])), self.items(ANA))
        now = contents(self.doc.set_of(ANA))
        base = [(name, content if draw(st.booleans()) else "0123456789abcdef") for name, content in now.items()]
        row = self.doc.sets[GOLD].row
        assert row is not None
        self.doc.apply(Change(row, row._replace(base=tuple(sorted(base)))))
        if draw(st.booleans()):
            self.add(
                Verdict(self.name(), doc, BEN, "send back", "f" * 64, ((ANA, "e" * 64),), draw(times), reason="why")
            )
        if draw(st.booleans()):
            self.approve()

    def approve(self) -> None:
        """An approval that holds."""
        row = self.doc.set_of(ANA).row
        if row is not None:
            self.doc.apply(Change(row, row._replace(state="approved")))
            gold, ana = (digest(self.doc, self.doc.set_of(author)) for author in (GOLD, ANA))
            self.add(
                Verdict(
                    self.name(), self.document.id, BEN, "approve", gold, ((ANA, ana),), unseen=self._draw(st.booleans())
                )
            )


@st.composite
def annotated(draw: st.DrawFn) -> tuple[Project, AnnotatedDocument]:
    """A project and a document of it."""
    project = Project()
    for author in AUTHORS:
        project.people.apply(Change(None, author))
    for row in (*LABELS, *ATTRIBUTES):
        project.scheme.apply(Change(None, row))
    maker = Maker(draw, project)
    for model in (OLD, NEW):
        if draw(st.booleans()):
            maker.set_of(model, "suggested", [])
    for person in (ANA, BEN):
        if draw(st.booleans()):
            maker.set_of(person, draw(st.sampled_from(STATES)), maker.items(OLD, NEW))
    if draw(st.booleans()):
        maker.gold()
    maker.comments()
    return project, maker.doc
