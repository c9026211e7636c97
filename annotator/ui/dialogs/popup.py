"""The frame of all dialogs: a body, a row of buttons, closed by Esc, never in the way of the window behind."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words

MARGIN = 5 * UNIT


class Popup(QDialog):
    """A dialog that belongs to a window and stops nothing behind it."""

    def __init__(self, parent: QWidget, title: str, *, width: int = 460) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.setMinimumWidth(width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(MARGIN, MARGIN, MARGIN, 4 * UNIT)
        self.column.setSpacing(3 * UNIT)
        outer.addLayout(self.column, 1)
        self._foot: QHBoxLayout | None = None

    def open(self) -> None:
        """Show it; unlike a modal dialog it lets the window behind go on."""
        self.show()
        self.raise_()
        self.activateWindow()

    def say(self, text: str, *, heading: bool = False) -> QLabel:
        """Add a line of words."""
        label = words(text, "heading" if heading else "faint", wrap=True)
        self.column.addWidget(label)
        return label

    def foot(self) -> QHBoxLayout:
        """The row of buttons at the bottom, made when it is first asked for."""
        if self._foot is None:
            strip = QWidget()
            strip.setProperty("role", "buttons")
            strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self._foot = QHBoxLayout(strip)
            self._foot.setContentsMargins(MARGIN, 3 * UNIT, MARGIN, 3 * UNIT)
            self._foot.setSpacing(2 * UNIT)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(strip)
        return self._foot

    def add_buttons(self, *buttons: QPushButton, left: tuple[QWidget, ...] = ()) -> None:
        """Fill the row at the bottom; what `left` names stands apart at the left."""
        foot = self.foot()
        for widget in left:
            foot.addWidget(widget)
        foot.addStretch(1)
        for button in buttons:
            foot.addWidget(button)

    def event(self, event: QEvent) -> bool:
        """Keys of the window behind do nothing while this one has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()
                return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Stand in the upper middle of the window."""
        super().showEvent(event)
        if self.hasHeightForWidth():  # words that wrap need their room, which is known only in their final font
            self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))
        parent = self.parentWidget()
        if parent is not None and not event.spontaneous():
            frame = parent.window().geometry()
            left = frame.left() + (frame.width() - self.width()) // 2
            self.move(max(0, left), max(0, frame.top() + min(120, max(0, (frame.height() - self.height()) // 3))))


def button(text: str, *, main: bool = False) -> QPushButton:
    """A button; `main` is the one that Enter presses."""
    made = QPushButton(text)
    made.setAutoDefault(main)
    made.setDefault(main)
    if main:
        made.setProperty("role", "main")
    return made
