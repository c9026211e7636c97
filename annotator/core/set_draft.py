"""The draft of an edit to one set: opens it, takes over suggestions, copies an author's work into a final version."""

from collections.abc import Mapping
from typing import NamedTuple

from annotator.core.change import Change, Draft, EditRefused, placeholder
from annotator.core.digest import contents
from annotator.core.document import AnnotationSet
from annotator.core.rows import Name, Rejection, Relation, SetState, Span
from annotator.core.suggestion import key_of, key_of_relation
from annotator.core.view import View

OPEN_STATES = ("to do", "in progress", "sent back")


class _Refusal(NamedTuple):
    reason: str
    remedy: str


_CLOSED = {
    "submitted": _Refusal("Submitted{at}. Withdraw to edit?", "withdraw"),
    "in review": _Refusal("A reviewer is looking at this. Withdraw to edit?", "withdraw"),
    "approved": _Refusal("Approved{at}. Withdraw to edit?", "withdraw"),
    "set aside": _Refusal("Set aside: {reason}. Take it up again to edit?", "take up"),
}


def check_open(one: AnnotationSet) -> None:
    """Raise EditRefused unless the author may edit the set now."""
    if one.row is None or one.state in OPEN_STATES:
        return
    refusal = _CLOSED[one.state]
    at = f" {one.row.at[11:16]} UTC" if one.row.at else ""
    raise EditRefused(refusal.reason.format(at=at, reason=one.row.reason), remedy=refusal.remedy)


class SetDraft(Draft):
    """Collects the Changes of an Edit on the view's set."""

    def __init__(self, view: View, *, how: str = "one by one", opening: bool = True) -> None:
        super().__init__()
        self.view, self.how = view, how
        self.set = view.set
        self._rows: dict[Name, Span | Relation] = {}  # current value of what this draft touched, by name
        self._copies: dict[Name, Name] = {}  # item of another set → its row here
        self._gone: set[Name] = set()
        if opening and view.reviewed:
            self._open_final()
        elif opening:
            check_open(self.set)
            if self.set.row is None:
                self.add(SetState(view.doc.id, view.author, "in progress", at=view.now))

    def _open_final(self) -> None:
        """A reviewer's first correction puts the author's work in review and copies it into the final version."""
        theirs = self.view.doc.set_of(self.view.reviewed)
        if theirs.row is None or theirs.state not in ("submitted", "in review"):
            remedy = "reopen" if theirs.state == "approved" else ""
            raise EditRefused(f"This is {theirs.state}; only submitted work can be corrected.", remedy=remedy)
        if theirs.state == "submitted":
            self.replace(theirs.row, theirs.row._replace(state="in review", reason="", at=self.view.now))
        self.begin_final("draft")

    def begin_final(self, state: str) -> None:
        """Copy the author's work into the final version, if that was not done yet."""
        view = self.view
        if self.set.row is None:
            theirs = view.doc.set_of(view.reviewed)
            base = tuple(sorted(contents(theirs).items()))
            rounds = theirs.row.round if theirs.row else 0
            self.add(SetState(view.doc.id, view.author, state, at=view.now, round=rounds, base=base))
            self.copy(theirs)

    def copy(self, theirs: AnnotationSet) -> None:
        """Copy a set's items, each pointing at what it was copied from."""
        for span in theirs.spans.ordered():
            self._adopt(span)
        for relation in theirs.relations.values():
            self._adopt_relation(relation)
        for label in theirs.labels.values():
            self.add(label._replace(id="", author=self.view.author))

    def pair(self, copies: Mapping[Name, Name]) -> None:
        """Let items of another set stand for these items of this one."""
        self._copies |= copies

    def _adopt(self, span: Span) -> Span:
        how = "" if self.view.reviewed else self.how
        name = placeholder(len(self.changes))  # here, not in `add`: one copy of the row less, with 15,000 to accept
        row = self.add(span._replace(id=name, author=self.view.author, origin=span.id, how=how))
        self._copies[span.id] = row.id
        self._rows[row.id] = row
        return row

    def _adopt_relation(self, relation: Relation) -> Relation:
        source = self.view.doc.set_of(relation.author)
        head, tail = (self._end(source, end) for end in (relation.head, relation.tail))
        how = "" if self.view.reviewed else self.how
        mine = relation._replace(id="", author=self.view.author, origin=relation.id, how=how)
        row = self.add(mine._replace(head=head.id, tail=tail.id))
        self._copies[relation.id] = row.id
        self._rows[row.id] = row
        return row

    def _end(self, source: AnnotationSet, end: Name) -> Span:
        span = source.span(end)
        if span is None:
            raise EditRefused("One end of that relation is no longer there.")
        return self.own_span(end)

    def own_span(self, name: Name) -> Span:
        """The span of this set: itself, the copy of it, or, for a suggestion, the row that accepts it."""
        found = self._own(name)
        if isinstance(found, Span):
            return found
        span = self.view.span(name)
        same = [one for one in self.set.spans.within(span.start, span.end) if key_of(one) == key_of(span)]
        same = [one for one in same if one.id not in self._gone]
        return same[0] if same else self._adopt(span)

    def own_relation(self, name: Name) -> Relation:
        """The relation of this set, as `own_span`; accepting it accepts its ends."""
        found = self._own(name)
        return found if isinstance(found, Relation) else self._adopt_relation(self.view.relation(name))

    def _own(self, name: Name) -> Span | Relation | None:
        name = self._copies.get(name) or self.set.by_origin.get(name) or name
        if name in self._gone:
            return None
        return self._rows.get(name) or self.set.item(name)

    def change_span(self, before: Span, after: Span) -> Span:
        """Replace a span of this set."""
        row = self.replace(before, after)
        self._rows[row.id] = row
        return row

    def change_relation(self, before: Relation, after: Relation) -> Relation:
        """Replace a relation of this set."""
        row = self.replace(before, after)
        self._rows[row.id] = row
        return row

    def link(self, relation: Relation) -> Relation:
        """Add a relation between spans of this set."""
        row = self.add(relation)
        self._rows[row.id] = row
        return row

    def relations_of(self, span: Span) -> list[Relation]:
        """Relations of a span of this set as they stand in this draft."""
        stored = {one.id: one for one in self.set.relations_of(span.id)}
        stored |= {name: row for name, row in self._rows.items() if isinstance(row, Relation)}
        return [one for one in stored.values() if span.id in (one.head, one.tail) and one.id not in self._gone]

    def drop(self, row: Span | Relation) -> None:
        """Remove an item of this set; a span must have lost its relations."""
        if row.id not in self._gone:
            self._gone.add(row.id)
            self.remove(row)

    def projected(self, one: AnnotationSet) -> AnnotationSet:
        """The set as it will be once this draft is stored; new rows carry placeholder names."""
        after = AnnotationSet(one.document, one.author)
        for row in (*one.spans, *one.relations.values()):
            after.apply(Change(None, row))
        for change in self.changes:
            if isinstance(change.row, Span | Relation) and change.row.author == one.author:
                after.apply(change)
        return after

    def refuse(self, *keys: str) -> None:
        """Remember that these suggestions are not wanted."""
        for key in keys:
            known = key in self.set.rejections
            if key and not known and not self._refused(key):
                self.add(Rejection("", self.view.doc.id, self.view.author, key))

    def _refused(self, key: str) -> bool:
        return any(isinstance(c.after, Rejection) and c.after.key == key for c in self.changes[-200:])

    def key(self, row: Span | Relation) -> str:
        """The key of an item of any set."""
        return key_of(row) if isinstance(row, Span) else key_of_relation(self.view, row)
