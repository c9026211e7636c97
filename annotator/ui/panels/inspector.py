"""The focused item closely: words, label with its guideline, place, source, note, attributes, relations."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.rows import Name, Relation, Span
from annotator.ui.canvas.scene import State
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.panels.attribute_fields import AttributeFields
from annotator.ui.panels.inspected import Inspected, inspect
from annotator.ui.panels.inspected_relations import InspectedRelations
from annotator.ui.parts.column import ScrollColumn
from annotator.ui.parts.in_view import in_view
from annotator.ui.parts.ink import UNIT, tip
from annotator.ui.parts.label_chip import LabelChip
from annotator.ui.parts.labels import Elided, rule, words
from annotator.ui.parts.tick import Tick
from annotator.ui.parts.writing import WritingBox

LONG = 400  # characters of a span that are shown


class InspectorPanel(QWidget):
    """Shows and edits what is focused; with nothing focused it tells of the document."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self.desk = desk
        self._item: Name = ""
        self._stale = True
        self._scroll = ScrollColumn()
        self._chip, self._title = LabelChip(), Elided(role="faint")
        self._words, self._place = words(role="title", wrap=True), words(role="small", wrap=True)
        self._guideline, self._source = words(role="faint", wrap=True), words(role="small", wrap=True)
        self.unsure = Tick(self.tr("Unsure (U)"))
        self.note = WritingBox(least=2, most=6)
        self.note.setPlaceholderText(self.tr("Note (N), exported with the item"))
        self.note.setAccessibleName(self.tr("Note"))
        self.attributes = AttributeFields(desk)
        self.relations = InspectedRelations(desk)
        self._editing = QWidget()
        self._lay_out()
        self._connect(looks)
        self.setAccessibleName(self.tr("Inspector"))

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        head = QHBoxLayout()
        head.setSpacing(2 * UNIT)
        head.addWidget(self._chip)
        head.addWidget(self._title, 1)
        column = self._scroll.column
        column.addLayout(head)
        for label in (self._words, self._place, self._guideline, self._source):
            column.addWidget(label)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner = QVBoxLayout(self._editing)
        inner.setContentsMargins(0, UNIT, 0, 0)
        inner.setSpacing(2 * UNIT)
        inner.addWidget(rule())
        inner.addWidget(self.unsure)
        inner.addWidget(self.note)
        inner.addWidget(self.attributes)
        inner.addWidget(self.relations)
        column.addWidget(self._editing)
        column.addStretch(1)
        self.setFocusProxy(self.note)

    def _connect(self, looks: Looks) -> None:
        desk, note = self.desk, self.note
        note.leaving.connect(self._keep_note)
        note.done.connect(self._note_done)
        note.left.connect(desk.canvas_wanted)
        note.refused_key.connect(lambda sentence: desk.message.emit(sentence, "info"))
        self.unsure.clicked.connect(lambda _on: self._toggle_unsure())
        self.attributes.left.connect(desk.canvas_wanted)
        desk.document_changed.connect(self.refresh)
        desk.settled.connect(self.refresh)
        looks.changed.connect(self.update)

    # ---- showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Show what is focused."""
        self._stale = not in_view(self)
        if self._stale:
            return
        shown = inspect(self.desk)
        if shown.item is None:
            self._item = ""
        self._show_words(shown)
        self._editing.setVisible(shown.item is not None)
        if shown.item is not None:
            self._show_editing(shown.item, suggested=shown.state is not State.OWN)

    def _show_words(self, shown: Inspected) -> None:
        self._chip.setVisible(shown.look is not None)
        if shown.look is not None:
            self._chip.show_label(shown.look, shown.state, pill=isinstance(shown.item, Relation))
        self._title.setText(shown.title)
        self._words.setText(shown.words if len(shown.words) <= LONG else shown.words[:LONG] + "…")
        for label, text in (
            (self._place, shown.place),
            (self._guideline, shown.guideline),
            (self._source, shown.source),
        ):
            label.setText(text)
            label.setVisible(bool(text))

    def _show_editing(self, item: Span | Relation, *, suggested: bool) -> None:
        if item.id != self._item or not self.note.hasFocus():
            self._item = item.id
            if self.note.toPlainText() != item.note:
                self.note.setPlainText(item.note)
        self.unsure.setChecked(item.unsure)
        writable = bool(self.desk.session) and not self.desk.session.read_only  # type: ignore[union-attr]
        for field in (self.unsure, self.note, self.attributes):
            field.setEnabled(writable)
        accepts = self.tr("Editing this accepts the suggestion")
        self.note.setToolTip(tip(accepts if suggested else ""))
        self.attributes.show_item(item)
        self.relations.show_item(item)

    # ---- editing

    def edit_note(self) -> None:
        """Put the keyboard into the note of the focused item."""
        self.desk.settle_now()
        if self._stale:
            self.refresh()
        if self._item:
            self._scroll.ensureWidgetVisible(self.note)
            self.note.setFocus()
            self.note.selectAll()
        else:
            self.desk.message.emit(self.tr("Focus an entity or a relation first."), "refused")

    def edit_attributes(self) -> None:
        """Put the keyboard into the first attribute."""
        self.refresh()
        if not self.attributes.begin():
            self.desk.message.emit(self.tr("The scheme has no attributes for this."), "info")

    def _row(self) -> Span | Relation | None:
        doc = self.desk.doc
        if doc is None or not self._item:
            return None
        return doc.find_span(self._item) or doc.find_relation(self._item)

    def _keep_note(self) -> None:
        row = self._row()
        text = self.note.toPlainText().strip()
        if row is not None and text != row.note:
            self.desk.set_note(row.id, text)

    def _note_done(self) -> None:
        self._keep_note()
        self.desk.canvas_wanted.emit()

    def _toggle_unsure(self) -> None:
        if self.desk.focus.id == self._item:
            self.desk.set_unsure()
        self.refresh()
