"""L: every label of the scheme, by typing; Ctrl+Enter adds it beside the one that is there."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.core.rows import Label
from annotator.ui.desk import Desk
from annotator.ui.dialogs.matching import ranked
from annotator.ui.dialogs.type_ahead import Choice, TypeAhead
from annotator.ui.guideline import plain_words
from annotator.ui.looks import Looks
from annotator.ui.parts.label_look import label_look


class LabelPicker(TypeAhead):
    """Labels for spans, or for relations while linking or with one focused; `kind` asks for one of them for others,
    `without` one of them."""

    taken = Signal(str)  # the label, where `kind` was given: nothing is labelled then

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks, *, kind: str = "", without: str = "") -> None:
        prompt = parent.tr("Label for all that are selected") if kind else parent.tr("Label; Ctrl+Enter adds a second")
        super().__init__(parent, parent.tr("Label"), prompt, explains=True)
        self._desk, self._kind, self._without = desk, kind, without
        looks.changed.connect(self.update)
        self.refill()

    def choices(self, typed: str) -> Sequence[Choice]:
        """Labels that fit what is focused, by name or title."""
        found = ranked(self._labels(), typed, lambda label: f"{label.name} {label.title}")
        return [self._choice(label) for label in found]

    def _labels(self) -> list[Label]:
        session, desk = self._desk.session, self._desk
        if session is None:
            return []
        if self._kind:
            return [label for label in session.scheme.ordered(self._kind) if label.id != self._without]
        if desk.linking is not None:
            return desk.link_labels()
        return session.scheme.ordered("relation" if desk.focus.kind == "relation" else "span")

    def _choice(self, label: Label) -> Choice:
        look = label_look(self._desk, label.id)
        hint = label.key.replace("shift+", "⇧")
        text = label.title if label.title and label.title != label.name else ""
        return Choice(label.id, text, hint, plain_words(label.guideline), look=look, pill=label.kind == "relation")

    def take(self, key: str, *, control: bool) -> None:
        """Label what is focused."""
        if self._kind:
            self.taken.emit(key)
        elif self._desk.linking is not None:
            self._desk.finish_linking(key)
        else:
            self._desk.label_as(key, again=control)
        self._desk.canvas_wanted.emit()
