"""A field for one whole number, such as a seed."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

MOST = 999_999


class NumberField(QLineEdit):
    """Takes digits alone; empty is 0."""

    changed = Signal(int)

    def __init__(self, said: str) -> None:
        super().__init__("0")
        self.setAccessibleName(said)
        self.setValidator(QIntValidator(0, MOST, self))
        self.textEdited.connect(lambda _text: self.changed.emit(self.value()))

    def value(self) -> int:
        """The number that stands there."""
        return int(self.text() or 0)

    def show_value(self, number: int) -> None:
        """Show a number, unless one is being written."""
        if not self.hasFocus():
            self.setText(str(number))
