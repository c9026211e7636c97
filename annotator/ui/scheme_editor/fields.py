"""Fields that keep what is written when one is done with them, and give way to what the scheme says."""

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_TURNS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def _turns(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and any(event.matches(key) for key in _TURNS)


class Field(QLineEdit):
    """One line. Enter and leaving keep it, Escape takes back what was typed; Ctrl+Z is its own only then."""

    kept = Signal(str)

    def __init__(self, said: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
        if said:
            self.setPlaceholderText(said)
            self.setAccessibleName(said)
        self.editingFinished.connect(self._keep)

    def show_value(self, value: str) -> None:
        """What the scheme says; what one is just typing stays."""
        if value != self._value or not (self.hasFocus() and self.isModified()):
            self._value = value
            if self.text() != value:
                self.setText(value)
            self.setModified(False)

    def _keep(self) -> None:
        if self.isModified() and self.text() != self._value:
            self.setModified(False)
            self.kept.emit(self.text())

    def event(self, event: QEvent) -> bool:
        """Undo is the editor's where nothing was typed."""
        if event.type() == QEvent.Type.ShortcutOverride and _turns(event) and not self.isModified():
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._value)
            self.textEdited.emit(self._value)
            self.setModified(False)
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # not for the dialog's buttons


class LongField(QPlainTextEdit):
    """Several lines; leaving keeps them."""

    kept = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._value = ""
        self.setTabChangesFocus(True)

    def show_value(self, value: str) -> None:
        """What the scheme says; what one is just writing stays."""
        if value != self._value or not (self.hasFocus() and self.document().isModified()):
            self._value = value
            if self.toPlainText() != value:
                with QSignalBlocker(self):
                    self.setPlainText(value)
            self.document().setModified(False)

    def keep(self) -> None:
        """Keep what was written."""
        if self.document().isModified() and self.toPlainText() != self._value:
            self.document().setModified(False)
            self.kept.emit(self.toPlainText())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.keep()

    def event(self, event: QEvent) -> bool:
        """Undo is the editor's where nothing was written."""
        if event.type() == QEvent.Type.ShortcutOverride and _turns(event) and not self.document().isModified():
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.document().isModified():
            self.setPlainText(self._value)
            self.document().setModified(False)
            return
        super().keyPressEvent(event)
