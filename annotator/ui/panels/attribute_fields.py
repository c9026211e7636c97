"""The attributes that the scheme gives to an item, each with a field of its kind."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDoubleValidator, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from annotator.core.rows import Attribute, Name, Relation, Span
from annotator.ui.desk import Desk
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.parts.tick import Tick


class AttributeFields(QWidget):
    """Fields for one item; what is entered becomes an Edit at once."""

    left = Signal()  # Escape or Enter: back to the canvas

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._item: Name = ""
        self._wanted: tuple[Attribute, ...] = ()
        self._fields: dict[Name, QWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * UNIT)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_item(self, item: Span | Relation) -> None:
        """Show the attributes of an item; fields are made anew only where others are wanted."""
        every = self._desk.view.scheme.attributes.values()
        fitting = (one for one in every if not one.labels or item.label in one.labels)
        wanted = tuple(sorted(fitting, key=lambda one: (one.position, one.id)))
        self._item = item.id
        if wanted != self._wanted:
            self._make(wanted)
        values = dict(item.attributes)
        for attribute in wanted:
            _show(self._fields[attribute.id], attribute, values.get(attribute.id))
        self.setVisible(bool(wanted))

    def begin(self) -> bool:
        """Put the keyboard into the first field. False when there is none."""
        for attribute in self._wanted:
            self._fields[attribute.id].setFocus()
            return True
        return False

    def _make(self, wanted: tuple[Attribute, ...]) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._wanted, self._fields = wanted, {}
        for row, attribute in enumerate(wanted):
            field = self._field(attribute)
            field.setAccessibleName(attribute.name)
            field.installEventFilter(self)
            self._fields[attribute.id] = field
            name = words(attribute.name, "faint")
            name.setBuddy(field)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(field, row, 1)

    def _field(self, attribute: Attribute) -> QWidget:
        keep = self._keeper(attribute)
        if attribute.kind == "flag":
            box = Tick()
            box.clicked.connect(lambda on: keep(True if on else None))
            return box
        if attribute.kind == "choice":
            choice = Combo()
            choice.addItem("–", "")
            for one in attribute.choices:
                choice.addItem(one, one)
            choice.activated.connect(lambda _place: keep(choice.currentData() or None))
            return choice
        field = QLineEdit()
        if attribute.kind == "number":
            field.setValidator(QDoubleValidator(field))
        field.editingFinished.connect(lambda: keep(_typed(attribute, field.text().strip())))
        return field

    def _keeper(self, attribute: Attribute) -> Callable[[Any], None]:
        def keep(value: Any) -> None:
            doc = self._desk.doc
            row = (doc.find_span(self._item) or doc.find_relation(self._item)) if doc is not None else None
            if row is None or dict(row.attributes).get(attribute.id) == value:
                return
            values = {name: held for name, held in row.attributes if name != attribute.id}
            if value is not None:
                values[attribute.id] = value
            self._desk.set_attributes(row.id, sorted(values.items()))

        return keep

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves; Enter in a line does too, with what was typed; Ctrl+Enter is claimed and does nothing."""
        if not isinstance(event, QKeyEvent):
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.type() == QEvent.Type.ShortcutOverride and enter and control:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if enter and control:
            self._desk.message.emit(self.tr("Ctrl+Enter does nothing while you write; Esc goes back."), "info")
            return True
        if event.key() == Qt.Key.Key_Escape or (enter and isinstance(watched, QLineEdit)):
            self.left.emit()
            return True
        return False


def _typed(attribute: Attribute, text: str) -> Any:
    if not text:
        return None
    if attribute.kind != "number":
        return text
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _show(field: QWidget, attribute: Attribute, value: Any) -> None:
    """Show a value, unless somebody is writing in the field right now."""
    if isinstance(field, QCheckBox):
        field.setChecked(bool(value))
    elif isinstance(field, QComboBox):
        field.setCurrentIndex(max(0, field.findData(value or "")))
    elif isinstance(field, QLineEdit) and not field.hasFocus():
        field.setText("" if value is None else str(value))
