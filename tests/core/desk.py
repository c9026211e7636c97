"""One document and its people in memory: verbs are stored at once, as a session would, without a file."""

from annotator.core.change import Change, Edit, with_names
from annotator.core.document import AnnotatedDocument
from annotator.core.edits import mark_span
from annotator.core.people import People
from annotator.core.rows import (
    Author,
    Document,
    Fragments,
    Label,
    Name,
    PersonRole,
    Relation,
    RelationRule,
    SetState,
    Setting,
    Span,
)
from annotator.core.scheme import Scheme
from annotator.core.suggestion import Suggestions
from annotator.core.view import View

TEXT = "Pfizer of New York buys Seagen. Albert Bourla runs Pfizer."
ANA, BEN, GOLD, NEWS, RULES = "p.1.0", "p.1.1", "p.1.2", "p.1.3", "p.1.4"
ORG, PERSON, PLACE, OWNS, WORKS, NEAR, DEAL = (f"s.1.{number}" for number in range(7))
NOW = "2026-01-02T03:04:05+00:00"


class Desk:
    """Applies edits to one document; rows it makes are named as a store names them."""

    def __init__(self, text: str = TEXT) -> None:
        self.scheme, self.people = Scheme(), People()
        self.doc = AnnotatedDocument(Document("d.1.0", "article", "0" * 64, len(text), 0), text)
        self._seq = 0
        people = ((ANA, "Ana", "person"), (BEN, "Ben", "person"), (GOLD, "final version", "gold"))
        for name, human, kind in (*people, (NEWS, "news", "model"), (RULES, "rules", "model")):
            self.people.apply(Change(None, Author(name, human, kind)))
        for name, kind, human in ((ORG, "span", "ORG"), (PERSON, "span", "PERSON"), (PLACE, "span", "PLACE")):
            self.scheme.apply(Change(None, Label(name, kind, human, nests_in=(ORG,) if name == PLACE else ())))
        self.scheme.apply(Change(None, Label(OWNS, "relation", "owns")))
        self.scheme.apply(Change(None, Label(WORKS, "relation", "works for")))
        self.scheme.apply(Change(None, Label(NEAR, "relation", "near", symmetric=True)))
        self.scheme.apply(Change(None, Label(DEAL, "document", "deal")))
        self.scheme.apply(Change(None, RelationRule("s.2.0", OWNS, ORG, ORG)))
        self.scheme.apply(Change(None, RelationRule("s.2.1", WORKS, PERSON, ORG)))

    def view(self, author: Name = ANA) -> View:
        """What Ana, or Ben, is given for the own set."""
        return View(self.doc, author, author, self.scheme, self.people, NOW)

    def review(self, *, of: Name = ANA, by: Name = BEN) -> View:
        """What a reviewer is given."""
        return View(self.doc, GOLD, by, self.scheme, self.people, NOW, of)

    def do(self, edit: Edit) -> list[Change]:
        """Store an edit."""
        self._seq += 1
        changes = list(with_names(edit.changes, f"e.{self._seq}"))
        for change in changes:
            self.doc.apply(change)
        return changes

    def undo(self, changes: list[Change]) -> None:
        """Take an edit back."""
        for before, after in reversed(changes):
            self.doc.apply(Change(after, before))

    def suggest(self, words: str, label: Name, *, model: Name = NEWS) -> Name:
        """A model's suggestion at the first place of these words."""
        start = self.doc.text.index(words)
        return self.put(model, ((start, start + len(words)),), label)

    def put(self, author: Name, fragments: Fragments, label: Name) -> Name:
        """A span in any set."""
        self._seq += 1
        span = Span(f"m.{self._seq}.0", self.doc.id, author, fragments, label)
        self.doc.apply(Change(None, span))
        return span.id

    def suggest_link(self, head: Name, tail: Name, label: Name) -> Name:
        """A model's suggestion of a relation."""
        self._seq += 1
        row = Relation(f"m.{self._seq}.0", self.doc.id, NEWS, head, tail, label)
        self.doc.apply(Change(None, row))
        return row.id

    def setting(self, name: str, json: str) -> None:
        """Set a setting of the project."""
        self.people.apply(Change(None, Setting(name, json)))

    def role(self, author: Name, role: str) -> None:
        """Give a role."""
        self.people.apply(Change(None, PersonRole(f"r.{author}.{role}", author, role)))

    def state(self, state: str, *, author: Name = ANA, round: int = 1) -> None:
        """Put a set into a state."""
        before = self.doc.set_of(author).row
        self.doc.apply(Change(before, SetState(self.doc.id, author, state, reason="later", at=NOW, round=round)))

    def status(self, name: Name) -> str:
        """What has become of a suggestion, for Ana."""
        found, span = Suggestions(self.view()), self.doc.find_span(name)
        return found.status(span) if span else found.relation_status(self.doc.find_relation(name))  # type: ignore[arg-type]

    def marks(self, author: Name = ANA) -> list[tuple[str, str]]:
        """(words, label) of an author's spans in reading order."""
        one = self.doc.set_of(author)
        return [(self.doc.surface(span), self.scheme.name_of(span.label)) for span in one.spans.ordered()]

    def links(self, author: Name = ANA) -> list[tuple[str, str, str]]:
        """(from, label, to) of an author's relations."""
        one = self.doc.set_of(author)
        ends = {span.id: self.doc.surface(span) for span in one.spans}
        return sorted((ends[r.head], self.scheme.name_of(r.label), ends[r.tail]) for r in one.relations.values())

    def at(self, words: str, *, author: Name = ANA) -> Name:
        """The span of an author's set at these words."""
        return next(s.id for s in self.doc.set_of(author).spans.ordered() if self.doc.surface(s) == words)

    def mark(self, words: str, label: Name = ORG, *, author: Name = ANA) -> Name:
        """Mark the first place of these words."""
        start = self.doc.text.index(words)
        changes = self.do(mark_span(self.view(author), start, start + len(words), label))
        return str(changes[-1].key)
