"""The frame of all small dialogs: a heading, a body, closed by Esc, the keyboard given back to the canvas."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from annotator.ui.bars import plain_label


class Popup(QDialog):
    """A dialog that belongs to a window and stops nothing behind it."""

    def __init__(self, parent: QWidget, title: str, *, width: int = 460) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(10)

    def say(self, text: str, *, heading: bool = False) -> None:
        """Add a line of words."""
        label = plain_label(text, "heading" if heading else "faint")
        label.setWordWrap(True)
        self.column.addWidget(label)
