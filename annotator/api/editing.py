"""Writing from scripts: the same verbs as in the window, several of them one step of undo."""

from collections.abc import Callable
from typing import Any, TypeVar

from annotator.api.documents import Document, Reader, Relation, Span
from annotator.core import edits, rows
from annotator.core.change import Change, Edit
from annotator.core.document import AnnotatedDocument
from annotator.core.rows import Fragments, Name
from annotator.core.view import View
from annotator.session import Session
from annotator.session.composition import Composition

R = TypeVar("R", rows.Span, rows.Relation)
Item = Span | Relation


class Editing:
    """What `with project.edit(author) as e` gives; nothing is stored if the block ends in an exception."""

    def __init__(
        self, session: Session, composition: Composition, find: Callable[[Document | str | int], Name]
    ) -> None:
        self._session, self._composition, self._find = session, composition, find
        self._held: dict[Name, AnnotatedDocument] = {}  # so that each stays the object that follows the edits

    def mark_span(self, document: Document | str | int, start: int, end: int, label: str) -> Span:
        """Mark `text[start:end]`, code points; white space at the edges is left out. Raises EditRefused."""
        return self.mark_fragments(document, ((start, end),), label)

    def mark_fragments(self, document: Document | str | int, fragments: Fragments, label: str) -> Span:
        """Mark a span of several fragments, ascending. Raises EditRefused."""
        view = self._view(self._find(document))
        changes = self._composition.add(edits.mark_fragments(view, fragments, self._label(label)))
        return self._reader(view).span(_last(changes, rows.Span))

    def link(self, head: Span, tail: Span, label: str) -> Relation:
        """Link two spans of one document; suggestions are accepted with it. Raises EditRefused."""
        view = self._view(head.document)
        changes = self._composition.add(edits.link(view, head.id, tail.id, self._label(label, "relation")))
        row, reader = _last(changes, rows.Relation), self._reader(view)
        return reader.relation(row, reader.span(view.span(row.head)), reader.span(view.span(row.tail)))

    def relabel(self, item: Item, label: str) -> None:
        """Give a span or a relation another label. Raises EditRefused."""
        kind = "span" if isinstance(item, Span) else "relation"
        self._do(item, lambda view: edits.relabel(view, [item.id], self._label(label, kind)))

    def move(self, span: Span, start: int, end: int) -> None:
        """Put a span elsewhere; its relations stay with it. Raises EditRefused."""
        self._do(span, lambda view: edits.set_fragments(view, span.id, ((start, end),)))

    def delete(self, item: Item) -> None:
        """Delete a span with its relations, or a relation; what was suggested there counts as rejected."""
        self._do(item, lambda view: edits.delete(view, [item.id]))

    def accept(self, suggestion: Item) -> None:
        """Accept a suggestion. Raises EditRefused when it was decided before."""
        self._do(suggestion, lambda view: edits.accept(view, [suggestion.id]))

    def accept_open(self, document: Document | str | int, label: str = "") -> None:
        """Accept all open suggestions without conflict, of one label if given. Raises EditRefused for none."""
        wanted = self._label(label) if label else ""
        self._composition.add(edits.accept_open(self._view(self._find(document)), label=wanted))

    def reject(self, suggestion: Item) -> None:
        """Reject a suggestion."""
        self._do(suggestion, lambda view: edits.reject(view, [suggestion.id]))

    def set_note(self, item: Item, note: str) -> None:
        """Write the note of a span or relation."""
        self._do(item, lambda view: edits.set_note(view, item.id, note))

    def set_unsure(self, item: Item, unsure: bool = True) -> None:
        """Flag a span or relation as unsure, or clear the flag."""
        self._do(item, lambda view: edits.set_unsure(view, [item.id], unsure=unsure))

    def set_attributes(self, item: Item, **attributes: Any) -> None:
        """Give a span or relation its attributes, by their names in the scheme or new ones."""
        names = {row.name: name for name, row in self._session.scheme.attributes.items()}
        values = tuple((names.get(name, name), value) for name, value in attributes.items())
        self._do(item, lambda view: edits.set_attributes(view, item.id, values))

    def label_document(self, document: Document | str | int, label: str, *, wanted: bool = True) -> None:
        """Give the whole document a label, or take it away. Raises EditRefused."""
        view = self._view(self._find(document))
        self._composition.add(edits.label_document(view, self._label(label, "document"), wanted=wanted))

    def _do(self, item: Item, make: Callable[[View], Edit]) -> None:
        self._composition.add(make(self._view(item.document)))

    def _view(self, name: Name) -> View:
        view = self._session.view(name)
        self._held[name] = view.doc
        return view

    def _reader(self, view: View) -> Reader:
        return Reader(view.doc, view.scheme, view.people, "")

    def _label(self, name: str, kind: str = "span") -> Name:
        return self._session.scheme.named(name, kind).id


def _last(changes: tuple[Change, ...], kind: type[R]) -> R:
    return next(change.after for change in reversed(changes) if isinstance(change.after, kind))
