"""The focused item closely: words, label with its guideline, place, source, note, attributes."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from annotator.core.rows import Attribute, Relation, Span
from annotator.ui.bars import plain_label
from annotator.ui.desk import Desk
from annotator.ui.guideline import plain_words
from annotator.ui.looks import Looks


class InspectorPanel(QScrollArea):
    """Shows and edits what is focused."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk, self._looks = desk, looks
        self._item = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(self.tr("Inspector"))
        body = QWidget()
        self.setWidget(body)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(12, 10, 12, 12)
        self._column.setSpacing(6)
        self._words, self._label = plain_label(name="heading"), plain_label()
        self._guideline, self._where = plain_label(name="faint"), plain_label(name="faint")
        self._note = QLineEdit(placeholderText=self.tr("Note (N)"))
        self._note.setAccessibleName(self.tr("Note"))
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        for label in (self._words, self._label, self._guideline, self._where):
            label.setWordWrap(True)
            self._column.addWidget(label)
        self._column.addWidget(self._note)
        self._column.addLayout(self._form)
        self._column.addStretch(1)
        self._note.editingFinished.connect(self._keep_note)
        self._note.installEventFilter(self)
        desk.focus_changed.connect(self.refresh)
        desk.content_changed.connect(lambda _happened: self.refresh())
        desk.document_changed.connect(self.refresh)
        self.refresh()

    # ---- showing

    def refresh(self) -> None:
        """Show what is focused."""
        row = self._row()
        self._item = row.id if row is not None else ""
        self._note.setVisible(row is not None)
        if row is None:
            self._show_nothing()
            return
        if not self._note.hasFocus():
            self._note.setText(row.note)
        self._show_row(row)
        self._show_attributes(row)

    def _row(self) -> Span | Relation | None:
        desk = self._desk
        if desk.doc is None or not desk.focus.id:
            return None
        return desk.doc.find_span(desk.focus.id) or desk.doc.find_relation(desk.focus.id)

    def _show_nothing(self) -> None:
        self._words.setText("")
        self._label.setText("")
        self._guideline.setText(self.tr("Focus an entity or a relation to see it closely."))
        self._where.setText("")
        self._clear_form()

    def _show_row(self, row: Span | Relation) -> None:
        view = self._desk.view
        label = view.scheme.labels.get(row.label)
        title = f" — {label.title}" if label and label.title else ""
        self._label.setText((label.name if label else row.label) + title)
        self._guideline.setText(plain_words(label.guideline) if label else "")
        self._guideline.setVisible(bool(label and label.guideline))
        if isinstance(row, Span):
            self._words.setText(view.doc.surface(row))
            place = self.tr("characters {0} to {1}").format(row.start + 1, row.end)
        else:
            head, tail = view.doc.find_span(row.head), view.doc.find_span(row.tail)
            ends = [view.doc.surface(end) if end else "?" for end in (head, tail)]
            self._words.setText(" → ".join(ends))
            place = ""
        source = self._desk.source_of(row.id)
        how = {"one by one": self.tr("accepted by itself"), "with the rest": self.tr("accepted with the rest")}
        facts = [place, source, how.get(row.how, ""), self.tr("unsure") if row.unsure else ""]
        if row.score is not None:
            facts.append(self.tr("score {0:.2f}").format(row.score))
        self._where.setText(" · ".join(filter(None, facts)))

    # ---- note

    def edit_note(self) -> None:
        """Put the keyboard into the note of the focused item."""
        if self._item:
            self._note.setFocus()
            self._note.selectAll()

    def _keep_note(self) -> None:
        row = self._row()
        if row is not None and row.id == self._item and self._note.text() != row.note:
            self._desk.set_note(row.id, self._note.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps the note and goes back, Esc leaves it as it was; Ctrl+Enter does nothing and says so."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_submit(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if _is_submit(event):
                self._desk.message.emit(self.tr("Esc first: Ctrl+Enter submits from the text."), "info")
                return True
            if event.key() == Qt.Key.Key_Escape:
                row = self._row()
                self._note.setText(row.note if row else "")
                self._desk.canvas_wanted.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._keep_note()
                self._desk.canvas_wanted.emit()
                return True
        return False

    # ---- attributes

    def edit_attributes(self) -> None:
        """Put the keyboard into the first attribute."""
        if self._form.rowCount():
            item = self._form.itemAt(0, QFormLayout.ItemRole.FieldRole)
            field = item.widget() if item is not None else None
            if field is not None:
                field.setFocus()
        else:
            self._desk.message.emit(self.tr("The scheme has no attributes for this."), "info")

    def _clear_form(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)

    def _show_attributes(self, row: Span | Relation) -> None:
        self._clear_form()
        wanted = self._desk.view.scheme.attributes.values()
        values = dict(row.attributes)
        for attribute in sorted(wanted, key=lambda one: one.position):
            if not attribute.labels or row.label in attribute.labels:
                self._form.addRow(attribute.name, self._field(attribute, values.get(attribute.id)))

    def _field(self, attribute: Attribute, value: Any) -> QWidget:
        if attribute.kind == "flag":
            box = QCheckBox()
            box.setChecked(bool(value))
            box.toggled.connect(lambda on: self._keep(attribute, on or None))
            return box
        if attribute.kind == "choice":
            choice = QComboBox()
            choice.addItems(["", *attribute.choices])
            choice.setCurrentText(str(value or ""))
            choice.activated.connect(lambda _=0: self._keep(attribute, choice.currentText() or None))
            return choice
        field = QLineEdit(str(value or ""))
        field.editingFinished.connect(lambda: self._keep(attribute, field.text() or None))
        return field

    def _keep(self, attribute: Attribute, value: Any) -> None:
        row = self._row()
        if row is None:
            return
        values = {name: held for name, held in row.attributes if name != attribute.id}
        if value is not None:
            values[attribute.id] = value
        self._desk.set_attributes(row.id, values.items())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.edit_note()


def _is_submit(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
