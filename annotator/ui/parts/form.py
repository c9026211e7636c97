"""Forms: a quiet name at the left, a field at the right, a hint under it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QWidget

from annotator.ui.parts.combo import Combo
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words


class Form(QGridLayout):
    """Rows of name and field."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(4 * UNIT)
        self.setVerticalSpacing(2 * UNIT)
        self.setColumnStretch(1, 1)
        self.setColumnMinimumWidth(0, 184)
        self._rows: dict[QWidget, list[QWidget]] = {}

    def add(self, name: str, field: QWidget, *beside: QWidget, hint: str = "") -> None:
        """Add a row; `beside` stands at the right of the field, `hint` under it."""
        row = self.rowCount()
        said = words(name, "faint")
        said.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        self.addWidget(said, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if beside:
            self.addLayout(_side_by_side(field, *beside), row, 1)
        else:
            self.addWidget(field, row, 1)
        self._rows[field] = [said, field, *beside]
        if hint:
            under = words(hint, "small", wrap=True)
            self.addWidget(under, row + 1, 1)
            self._rows[field].append(under)

    def show_row(self, field: QWidget, shown: bool) -> None:
        """Show or hide a field with its name and all that stands beside and under it."""
        for widget in self._rows[field]:
            widget.setVisible(shown)


def _side_by_side(*widgets: QWidget) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(2 * UNIT)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 0 if place else 1)
    return row


def choice(options: list[tuple[str, str]], now: str) -> Combo:
    """A box to choose one of (value, words); `currentData` is the value."""
    box = Combo()
    for value, said in options:
        box.addItem(said, value)
    box.setCurrentIndex(max(0, box.findData(now)))
    return box
