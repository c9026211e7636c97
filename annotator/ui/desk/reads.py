"""What panels and bars show of the desk: rows of words, made on reading."""

from typing import NamedTuple

from annotator.core.merge3 import both_changed
from annotator.core.pairs import pairs
from annotator.core.rows import Label, Name, Relation, Span
from annotator.ui.canvas.scene import ShownRelation, ShownSpan, State
from annotator.ui.desk.reviewing import Reviewing

KEYS = (*"1234567890", *(f"shift+{digit}" for digit in "1234567890"))


class BarEntry(NamedTuple):
    """One numbered label above the text."""

    key: str
    name: str
    label: Name
    slot: int
    enabled: bool
    guideline: str
    title: str = ""


class EntityRow(NamedTuple):
    """A span as a list shows it; offsets are code points."""

    id: Name
    start: int
    end: int
    text: str
    label: str
    label_id: Name
    slot: int
    state: State
    source: str
    unsure: bool
    comments: int


class RelationRow(NamedTuple):
    """A relation as a list shows it."""

    id: Name
    head: Name
    tail: Name
    head_text: str
    label: str
    label_id: Name
    tail_text: str
    sentence: str
    source: str
    state: State
    start: int
    unsure: bool


class DifferenceRow(NamedTuple):
    """A place where the final version in the making and the author's work differ."""

    kind: str  # missing | extra | boundary | label | attribute | relation
    text: str
    item: Name
    start: int
    end: int


class Reading(Reviewing):
    """The desk with everything that panels read."""

    def bar(self) -> list[BarEntry]:
        """What digits do now, in the order of the keys."""
        if self.session is None:
            return []
        linking = self.linking is not None
        kind = "relation" if linking or self.focus.kind == "relation" else "span"
        fitting = {label.id for label in self.link_labels()} if linking else self._fitting_focus()
        ordered = self.session.scheme.ordered(kind)
        keyed = sorted((label for label in ordered if label.key in KEYS), key=lambda label: KEYS.index(label.key))
        return [self._bar_entry(label, ordered, fitting) for label in keyed]

    def _bar_entry(self, label: Label, ordered: list[Label], fitting: set[Name] | None) -> BarEntry:
        enabled = fitting is None or label.id in fitting
        return BarEntry(label.key, label.name, label.id, ordered.index(label), enabled, label.guideline, label.title)

    def _fitting_focus(self) -> set[Name] | None:
        """Relation labels that fit the ends of the focused relation; None when spans are labelled."""
        relation = self.scene.relation(self.focus.id) if self.scene and self.focus.kind == "relation" else None
        if relation is None or self.scene is None or self.session is None:
            return None
        head, tail = self.scene.span(relation.head), self.scene.span(relation.tail)
        return {label.id for label in self.session.scheme.joining(head.label, tail.label)} if head and tail else set()

    # ---- entities

    def entities(self) -> list[EntityRow]:
        """All spans on show, in reading order."""
        if self.scene is None:
            return []
        return [self._entity_row(span) for span in self.scene.spans_in(0, len(self.scene.text) + 1)]

    def entity(self, name: Name) -> EntityRow | None:
        """One span on show."""
        span = self.scene.span(name) if self.scene else None
        return self._entity_row(span) if span else None

    def _entity_row(self, span: ShownSpan) -> EntityRow:
        assert self.scene is not None
        look = self.scene.look(span.label)
        text = " ".join(" … ".join(self.scene.text[a:b] for a, b in span.fragments).split())
        place = (span.id, span.start, span.end, text, look.name, span.label, look.slot, span.state)
        return EntityRow(*place, self.source_of(span.id), span.unsure, span.comments)

    def source_of(self, name: Name) -> str:
        """Who made an item, in words."""
        if self.session is None or self.doc is None:
            return ""
        row: Span | Relation | None = self.doc.find_span(name) or self.doc.find_relation(name)
        if row is None:
            return ""
        people = self.session.people
        author = people.authors[row.author]
        if author.kind == "model":
            return author.name
        origin = self.doc.find_span(row.origin) or self.doc.find_relation(row.origin) if row.origin else None
        maker = people.authors[origin.author] if origin is not None else author
        if maker.kind == "gold":
            return self.tr("final version")
        name = self.tr("you") if maker.id == self.session.actor.id else maker.name
        altered = isinstance(row, Span) and isinstance(origin, Span) and row[3:5] != origin[3:5]
        return self.tr("{0}, altered").format(name) if altered else name

    # ---- relations

    def relations(self) -> list[RelationRow]:
        """All relations on show, by the place of their heads."""
        if self.scene is None:
            return []
        shown = [self.scene.relation(name) for name in self.view.shown.relations]
        shown += [self.scene.relation(row.id) for row in self.suggestions.open_relations()]
        rows = [self._relation_row(one) for one in shown if one is not None]
        return sorted((row for row in rows if row is not None), key=lambda row: (row.start, row.id))

    def relation_row(self, name: Name) -> RelationRow | None:
        """One relation on show."""
        relation = self.scene.relation(name) if self.scene else None
        return self._relation_row(relation) if relation else None

    def _relation_row(self, relation: ShownRelation) -> RelationRow | None:
        assert self.scene is not None
        head, tail = self.scene.span(relation.head), self.scene.span(relation.tail)
        if head is None or tail is None:
            return None
        label = self.scene.look(relation.label).name
        ends = (relation.id, head.id, tail.id, self._words(head), label, relation.label, self._words(tail))
        sentence = self.sentence_at(head.start)
        return RelationRow(*ends, sentence, self.source_of(relation.id), relation.state, head.start, relation.unsure)

    def _words(self, span: ShownSpan) -> str:
        assert self.scene is not None
        return " ".join(" … ".join(self.scene.text[a:b] for a, b in span.fragments).split())

    def sentence_at(self, offset: int, reach: int = 200) -> str:
        """The sentence around an offset, as far as full stops and line breaks tell; at most about 2 × reach long."""
        assert self.scene is not None
        text = self.scene.text
        low, high = max(0, offset - reach), min(len(text), offset + reach)
        start = max(
            [text.rfind(mark, low, offset) + len(mark) for mark in (". ", "\n") if text.rfind(mark, low, offset) >= 0]
            or [low]
        )
        ends = [place + 1 for mark in (". ", "\n") if (place := text.find(mark, offset, high)) >= 0]
        return " ".join(text[start : min(ends, default=high)].split())

    # ---- review

    def differences(self) -> list[DifferenceRow]:
        """Where the reviewer's draft and the author's work differ; for the author, where the final version does."""
        gold = self.session.people.gold() if self.session and self.document else None
        if gold is None or self.doc is None or gold.id not in self.doc.sets:
            return []
        theirs = self.doc.set_of(self.reviewed or self.view.author)
        draft = self.doc.sets[gold.id]
        copies = pairs(theirs, draft)
        answered = set(copies.values())
        found = []
        for span in theirs.spans:
            found += self._span_difference(span, draft.span(copies.get(span.id, "")))
        found += [self._extra(span) for span in draft.spans if span.id not in answered]
        found += self._relation_differences(theirs.relations, draft.relations, copies)
        return sorted(found, key=lambda row: (row.start, row.end, row.kind))

    def _span_difference(self, own: Span, copy: Span | None) -> list[DifferenceRow]:
        words, name = self.view.surface(own), self.view.label_name
        item = copy.id if copy is not None and self.reviewing else own.id
        place = (item, own.start, own.end)
        if copy is None:
            return [
                DifferenceRow(
                    "missing", self.tr('"{0}" {1} is not in the final version').format(words, name(own.label)), *place
                )
            ]
        found = []
        if copy.fragments != own.fragments:
            text = self.tr('"{0}" becomes "{1}"').format(words, self.view.surface(copy))
            found.append(DifferenceRow("boundary", text, *place))
        if copy.label != own.label:
            text = self.tr('"{0}": {1} becomes {2}').format(words, name(own.label), name(copy.label))
            found.append(DifferenceRow("label", text, *place))
        if (copy.attributes, copy.note) != (own.attributes, own.note):
            found.append(DifferenceRow("attribute", self.tr('Attributes or note of "{0}"').format(words), *place))
        return found

    def _extra(self, span: Span) -> DifferenceRow:
        text = self.tr('"{0}" {1} was added').format(self.view.surface(span), self.view.label_name(span.label))
        return DifferenceRow("extra", text, span.id, span.start, span.end)

    def _relation_differences(
        self, own: dict[Name, Relation], draft: dict[Name, Relation], copies: dict[Name, Name]
    ) -> list[DifferenceRow]:
        found = []
        for row in own.values():
            copy = draft.get(copies.get(row.id, ""))
            if copy is None:
                found.append(self._relation_difference(row, self.tr("{0} is not in the final version")))
            elif copy.label != row.label:
                words = self.tr("{0} becomes {1}").format("{0}", self.view.label_name(copy.label))
                found.append(self._relation_difference(row, words))
            elif copies.get(row.head) == copy.tail and copies.get(row.tail) == copy.head:
                found.append(self._relation_difference(row, self.tr("{0} is turned round")))
        answered = set(copies.values())
        added = [row for row in draft.values() if row.id not in answered]
        found += [self._relation_difference(row, self.tr("{0} was added")) for row in added]
        return found

    def _relation_difference(self, row: Relation, words: str) -> DifferenceRow:
        head, tail = self.view.span(row.head), self.view.span(row.tail)
        text = f'"{self.view.surface(head)}" {self.view.label_name(row.label)} "{self.view.surface(tail)}"'
        return DifferenceRow("relation", words.format(text), row.id, head.start, head.end)

    def both_changed(self) -> int:
        """How many items author and reviewer changed differently since they were last in step."""
        gold = self.session.people.gold() if self.session and self.reviewed else None
        if gold is None or self.doc is None or gold.id not in self.doc.sets:
            return 0
        return len(both_changed(self.doc.set_of(self.reviewed), self.doc.sets[gold.id]))

    # ---- lines of words

    def progress(self) -> tuple[int, int]:
        """Suggestions decided, of how many."""
        if self.scene is None:
            return (0, 0)
        tally = self.suggestions.tally()
        return (tally.decided, tally.total)

    def key_line(self) -> str:
        """The keys of the present focus."""
        if self.question is not None:
            return ""
        if self.linking is not None:
            return self._linking_line()
        if self.focus.kind == "relation":
            return self.tr("1–9 relabel · V turn round · X delete · W next relation · Enter other end · Esc back")
        if self.focus.kind == "text":
            return self.tr("1–9 label · L all labels · Shift+arrows extend · Esc drop")
        if self.focus.kind == "span":
            shown = self.scene.span(self.focus.id) if self.scene else None
            if shown is not None and shown.state in (State.SUGGESTION, State.CONFLICT):
                return self.tr("Space accept · X reject · 1–9 relabel · A S D F edges · R relation · ? all keys")
            return self.tr("1–9 relabel · A S D F edges · R relation · W walk · P same texts · X delete · ? all keys")
        return self.tr(
            "Tab next entity · arrows move · Shift+arrows select · / find · G hints · Ctrl+Enter submit · ? all keys"
        )

    def _linking_line(self) -> str:
        assert self.linking is not None
        if self.linking.target:
            return self.tr("1–9 label of the relation · L all labels · Esc back")
        return self.tr("Letters or a click pick the other end · Tab and Enter · / find · Esc back")
