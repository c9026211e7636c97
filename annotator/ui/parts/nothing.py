"""What stands where a list is empty: an icon and a sentence, quietly."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.ui.icons import icon
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words


class IconLabel(QLabel):
    """An icon by itself; follows the theme."""

    def __init__(self, name: str, size: int, tone: str = "faint") -> None:
        super().__init__()
        self._name, self._size, self._tone = name, size, tone
        self.setFixedSize(QSize(size, size))

    def show_icon(self, name: str, tone: str) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icon(self._name, self._tone).paint(painter, self.rect())
        painter.end()


class Nothing(QWidget):
    """An icon over a sentence, in the middle."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__()
        self.setProperty("role", "body")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = words(sentence, "faint", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * UNIT, 4 * UNIT, 4 * UNIT, 4 * UNIT)
        column.setSpacing(2 * UNIT)
        column.addStretch(1)
        column.addWidget(IconLabel(name, 28), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        column.addStretch(2)

    def say(self, sentence: str) -> None:
        """Another sentence."""
        self._words.setText(sentence)
