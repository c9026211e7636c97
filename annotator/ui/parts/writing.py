"""A box to write in: Enter is done, Shift+Enter breaks the line, Escape leaves with the draft kept."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHORTCUTS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class WritingBox(QPlainTextEdit):
    """Plain text of a few lines; grows with what is written up to `most` lines."""

    done = Signal()  # Enter
    done_with_shift = Signal()  # Shift+Enter in an empty box, where there is no line to break
    left = Signal()  # Escape
    leaving = Signal()  # the keyboard goes, or a key of the window is about to act
    refused_key = Signal(str)  # Ctrl+Enter does nothing here, said as a sentence

    def __init__(self, *, least: int = 1, most: int = 8) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def _fit(self) -> None:
        lines = max(self._least, min(self._most, round(self.document().size().height())))
        around = self.height() - self.viewport().height() if self.isVisible() else 12
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 4 + max(8, around))

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+Enter, so that no shortcut submits the document from here; say that keys of others follow."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in _ENTER and event.modifiers() & _SHORTCUTS:
                event.accept()
                return True
            taken = super().event(event)
            if not event.isAccepted() and (event.modifiers() & _SHORTCUTS or event.key() >= Qt.Key.Key_F1):
                self.leaving.emit()
            return taken
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter, modifiers = event.key() in _ENTER, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.leaving.emit()
            self.left.emit()
        elif enter and modifiers & _SHORTCUTS:
            self.refused_key.emit(self.tr("Ctrl+Enter does nothing while you write; Enter is done, Esc goes back."))
        elif enter and modifiers == Qt.KeyboardModifier.NoModifier:
            self.done.emit()
        elif enter and not self.toPlainText():
            self.done_with_shift.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.leaving.emit()
