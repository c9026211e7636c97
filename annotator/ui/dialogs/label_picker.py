"""L: every label of the scheme, by typing; Ctrl+Enter adds it beside the one that is there."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.ui.desk import Desk
from annotator.ui.dialogs.type_ahead import Choice, TypeAhead, ranked
from annotator.ui.looks import Looks


class LabelPicker(TypeAhead):
    """Labels for spans, or for relations while linking or with one focused."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Label"), parent.tr("Label; Ctrl+Enter adds a second one"))
        self._desk = desk
        self.refill()

    def choices(self, typed: str) -> Sequence[Choice]:
        """Labels that fit what is focused, by name or title."""
        session, desk = self._desk.session, self._desk
        if session is None:
            return []
        if desk.linking is not None:
            labels = desk.link_labels()
        else:
            labels = session.scheme.ordered("relation" if desk.focus.kind == "relation" else "span")
        every = [
            Choice(
                label.id,
                f"{label.name} — {label.title}" if label.title else label.name,
                label.key.replace("shift+", "⇧"),
                label.guideline,
            )
            for label in labels
        ]
        return ranked(every, typed)

    def take(self, key: str, *, control: bool) -> None:
        """Label what is focused."""
        if self._desk.linking is not None:
            self._desk.finish_linking(key)
        else:
            self._desk.label_as(key, again=control)
        self._desk.canvas_wanted.emit()
