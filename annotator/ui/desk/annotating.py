"""Verbs on spans and relations, as keys and panels call them: each is one Edit, a refusal is a message."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.core import edits
from annotator.core.change import EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.rows import Document, Label, Name, Relation, Span
from annotator.session import Happened
from annotator.ui.canvas import motion
from annotator.ui.canvas.scene import State
from annotator.ui.desk.moving import UNDECIDED, Moving
from annotator.ui.desk.state import Answer, Focus
from annotator.ui.desk.teaching import Teaching

DIGITS = tuple("1234567890")


def bar_key(digit: str, *, shift: bool) -> str:
    """How a scheme writes the key of a digit."""
    return f"shift+{digit}" if shift else digit


class Annotating(Moving, Teaching):
    """Accept, reject, mark, relabel, move edges, delete; undo and redo."""

    # ---- decide

    def accept(self) -> None:
        """Accept what is focused and go to the next undecided; on a decided item only move."""
        names = self._undecided_names()
        if names and self.do(lambda view: edits.accept(view, names)) is None:
            return
        self.held = ()
        if not self.next_undecided() and names:
            self._refocus(names[-1])

    def _undecided_names(self) -> list[Name]:
        names = list(self.held) or ([self.focus.id] if self.focus.id else [])
        return [name for name in names if self._state_of(name) in UNDECIDED]

    def _state_of(self, name: Name) -> State | None:
        if self.scene is None:
            return None
        shown = self.scene.span(name) or self.scene.relation(name)
        return shown.state if shown else None

    def _refocus(self, name: Name) -> None:
        """Focus the own item that a suggestion became."""
        own = self.view.set.by_origin.get(name, name)
        if not self.focus_item(own):
            self.focus_none()

    def reject_or_delete(self) -> None:
        """Reject a suggestion and go on; delete an own item with its relations and stay at its place."""
        names = self.held or ((self.focus.id,) if self.focus.id else ())
        if not names:
            self.message.emit(self.tr("Nothing is focused."), "refused")
            return
        suggested = [name for name in names if self._state_of(name) in UNDECIDED]
        own = [name for name in names if name not in suggested]
        caret, lessons = self.focus.start, self.lessons_of(suggested)
        if suggested and self.do(lambda view: edits.reject(view, suggested)) is None:
            return
        self.rejected(lessons)
        if own:
            self.delete_many(own)
        self.held = ()
        if not (suggested and not own and self.next_undecided()):
            self.focus_none(caret=caret)

    def delete_many(self, names: Sequence[Name]) -> None:
        """Delete items, spans with their relations."""
        done = self.do(lambda view: edits.delete(view, names))
        if done is not None:
            self.message.emit(done.info.title, "info")

    # ---- labels

    def label_as(self, label: Name, *, again: bool = False) -> None:
        """Give the label to what is focused or held; selected text becomes a span. `again` adds a second label."""
        if self.session is None or self.scene is None:
            return
        row = self.session.scheme.labels[label]
        if row.kind == "relation":
            self._label_relation(row)
        elif self.focus.kind == "text" or (again and self.focus.kind == "span"):
            start, end = self.focus.start, self.focus.end
            self._focus_new(self.do(lambda view: edits.mark_span(view, start, end, label)))
        elif self.focus.kind == "span":
            self.relabel_many(self.held or (self.focus.id,), label)
        else:
            self.message.emit(self.tr("Select text or an entity first."), "refused")

    def _label_relation(self, label: Label) -> None:
        if self.focus.kind != "relation":
            self.message.emit(self.tr("Focus a relation first."), "refused")
            return
        self.relabel_many(self.held or (self.focus.id,), label.id)

    def relabel_many(self, names: Sequence[Name], label: Name, *, broken: str = "refuse") -> None:
        """Relabel items as one Edit; says beforehand which relations the new label may not have."""
        names = tuple(names)
        try:
            assert self.session is not None
            self._after_relabel(names, self.session.do(edits.relabel(self.view, names, label, broken=broken)))
        except EditRefused as refusal:
            if refusal.remedy == "broken relations":
                self._ask_about_broken(refusal.reason, names, label)
            else:
                self.refused(refusal)
        except WriteFailed as failure:
            self.failed(failure)

    def _after_relabel(self, names: Sequence[Name], happened: Happened) -> None:
        self.held = ()
        self._focus_new(happened, stay=names[-1])

    def _ask_about_broken(self, reason: str, names: Sequence[Name], label: Name) -> None:
        def go() -> None:
            self.relabel_many(names, label, broken="delete")

        self.ask(
            reason,
            Answer("Return", self.tr("Relabel and delete them"), go),
            Answer("Escape", self.tr("Leave it"), self.settle_question),
        )

    def _focus_new(self, happened: Happened | None, *, stay: Name = "") -> None:
        """Focus what an Edit made: its last span, or the item it altered."""
        if happened is None:
            return
        rows = [change.after for change in happened.changes if isinstance(change.after, Span | Relation)]
        names = [row.id for row in rows]
        copies = [row.id for row in rows if stay and row.origin == stay]  # a reviewer's first correction copies all
        target = stay if stay in names else (copies or names or [""])[-1]
        if target:
            self.focus_item(target)

    def digit(self, digit: str, *, shift: bool = False) -> None:
        """What a digit does now: labels, or relation labels while a relation is focused."""
        if self.session is None or self.document is None:
            return
        kind = "relation" if self.focus.kind == "relation" else "span"
        label = self.session.scheme.by_key(bar_key(digit, shift=shift), kind)
        if label is None:
            self.message.emit(self.tr("No label has this number."), "refused")
        else:
            self.label_as(label.id)

    # ---- edges

    def move_edge(self, side: str, step: int, *, by_character: bool = False) -> None:
        """Move an edge of the focused span by a token, or by a character."""
        if self.scene is None or self.focus.kind != "span":
            self.message.emit(self.tr("Focus an entity to move its edges."), "refused")
            return
        span = self.scene.span(self.focus.id)
        if span is None:
            return
        at = span.start if side == "start" else span.end
        text = self.scene.text
        if by_character:
            target = motion.by_sign(text, at, step)
        else:
            target = motion.token_edge(len(text), self._tokens, at, step, edge=side)
        if target != at:
            self.edge_to(span.id, side, target)

    def edge_to(self, name: Name, side: str, offset: int) -> None:
        """Move an edge of a span to an offset, as a handle that was dragged does."""
        self._focus_new(self.do(lambda view: edits.move_edge(view, name, side, offset)), stay=name)

    # ---- flags, notes, attributes

    def set_unsure(self) -> None:
        """Flag what is focused or held as unsure, or clear the flag."""
        names = self.held or ((self.focus.id,) if self.focus.id else ())
        if not names or self.scene is None:
            self.message.emit(self.tr("Nothing is focused."), "refused")
            return
        shown = self.scene.span(names[0]) or self.scene.relation(names[0])
        unsure = not (shown is not None and shown.unsure)
        self._after_flag(names[-1], self.do(lambda view: edits.set_unsure(view, names, unsure=unsure)))

    def _after_flag(self, name: Name, happened: Happened | None) -> None:
        self.held = ()
        self._focus_new(happened, stay=name)

    def set_note(self, name: Name, note: str) -> None:
        """Write the note of an item."""
        self._focus_new(self.do(lambda view: edits.set_note(view, name, note)), stay=name)

    def set_attributes(self, name: Name, attributes: Iterable[tuple[Name, Any]]) -> None:
        """Give an item its attributes."""
        values = tuple(attributes)
        self._focus_new(self.do(lambda view: edits.set_attributes(view, name, values)), stay=name)

    # ---- same label on all same texts

    def same_texts(self, *, case: bool = True, whole_word: bool = True) -> list[tuple[int, int]]:
        """Other places in the document with the words of the focused span that do not carry its label."""
        if self.scene is None or self.focus.kind != "span":
            return []
        span = self.scene.span(self.focus.id)
        if span is None:
            return []
        words = re.escape(self.scene.text[span.start : span.end])
        pattern = rf"(?<!\w){words}(?!\w)" if whole_word else words
        found = re.finditer(pattern, self.scene.text, 0 if case else re.IGNORECASE)
        return [place for match in found if not self._carries(place := match.span(), span.label)]

    def _carries(self, place: tuple[int, int], label: Name) -> bool:
        near = self.view.shown.spans.within(*place)
        return any(one.fragments == (place,) and one.label == label for one in near)

    def propagate(self, places: Sequence[tuple[int, int]]) -> None:
        """Give the label of the focused span to these places, as one Edit."""
        shown = self.scene.span(self.focus.id) if self.scene else None
        if shown is None or not places:
            self.message.emit(self.tr("No other place has these words."), "refused")
            return
        done = self.do(lambda view: edits.propagate(view, shown.label, places))
        if done is not None:
            self.message.emit(done.info.title, "info")
            self.focus_item(shown.id)

    # ---- holding

    def hold(self) -> None:
        """Hold what is focused, or let it go, and keep the focus."""
        if not self.focus.id:
            self.message.emit(self.tr("Focus an entity to hold it."), "refused")
            return
        self.toggle_held(self.focus.id)

    def toggle_held(self, name: Name) -> None:
        """Hold an item or let it go."""
        self.held = tuple(one for one in self.held if one != name) if name in self.held else (*self.held, name)
        self.mode_changed.emit()
        self.focus_changed.emit()

    # ---- undo

    def turn(self, kind: str, *, sure: bool = False) -> None:
        """Undo or redo. What would leave this document or this sitting is named first and wants a second press."""
        session = self.session
        step = (session.undo_step() if kind == "undo" else session.redo_step()) if session else None
        if session is None or step is None:
            self.message.emit(self.tr("Nothing to undo.") if kind == "undo" else self.tr("Nothing to redo."), "info")
            return
        elsewhere = [document for document in step.documents if document and document != self.document]
        if (elsewhere or not step.this_sitting) and not sure:
            self._ask_to_turn(kind, step.info.title, step.info.at, elsewhere)
            return
        self.settle_question()
        try:
            happened = session.undo() if kind == "undo" else session.redo()
        except EditRefused as refusal:
            self.refused(refusal)
        except WriteFailed as failure:
            self.failed(failure)
        else:
            self._show_turned(kind, happened)

    def _ask_to_turn(self, kind: str, title: str, at: str, elsewhere: list[Name]) -> None:
        assert self.session is not None
        words = self.tr("Would undo {0}") if kind == "undo" else self.tr("Would redo {0}")
        where = f" in {self.session.document(elsewhere[0]).document.name}" if elsewhere else ""
        when = f", {at[:10]} {at[11:16]}"
        same = "undo" if kind == "undo" else "redo"
        self.ask(
            words.format(title) + where + when,
            Answer("Return", self.tr("Do it"), lambda: self.turn(same, sure=True)),
            Answer("Escape", self.tr("Leave it"), self.settle_question),
        )

    def _show_turned(self, kind: str, happened: Happened) -> None:
        """Open and focus what came back or went."""
        verb = self.tr("Undone: {0}") if kind == "undo" else self.tr("Redone: {0}")
        self.message.emit(verb.format(happened.info.title), "info")
        gone = {one.before.id for one in happened.changes if isinstance(one.before, Document) and one.after is None}
        documents = [document for document in happened.documents if document and document not in gone]
        if documents and self.document not in documents:
            self.show_document(documents[0])
        for change in happened.changes:
            if isinstance(change.after, Span | Relation) and self.focus_item(change.after.id):
                return
        for before, _ in happened.changes:
            if isinstance(before, Relation) and self.focus_item(before.head):
                return
            if isinstance(before, Span) and not self.focus_item(before.origin):
                self.set_focus(Focus(), caret=before.start)
                self.show_requested.emit(before.start, before.end)
            if isinstance(before, Span):
                return
        if self.focus.id and not self.focus_item(self.focus.id):
            self.focus_none()

    def undo(self) -> None:
        """Take back one's own last step; asked once, a second press does it."""
        self.turn("undo", sure=self._asked_to("undo"))

    def redo(self) -> None:
        """Bring back what was undone last."""
        self.turn("redo", sure=self._asked_to("redo"))

    def _asked_to(self, kind: str) -> bool:
        words = self.tr("Would undo {0}") if kind == "undo" else self.tr("Would redo {0}")
        return self.question is not None and self.question.text.startswith(words.partition("{")[0])
