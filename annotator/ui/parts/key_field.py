"""A place where a key is pressed to be named, instead of doing what it does."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from annotator.ui.keys import digit_of

_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
)
_SHIFT, _PAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier


def key_of(event: QKeyEvent) -> str:
    """The key of an event as actions name theirs; empty for one that only goes with others, or a digit's.

    Signs that need Shift on this keyboard, such as "?", are named without it, as shortcuts are matched.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~_PAD
    if key in _MODIFIERS:
        return ""
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    sign = event.text()
    if modifiers == _SHIFT and sign.isprintable() and not sign.isalnum() and not sign.isspace() and sign:
        modifiers = Qt.KeyboardModifier.NoModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)


def is_digit(event: QKeyEvent) -> bool:
    """Whether this key belongs to the labels: digits do, by their place, alone and with Shift."""
    return bool(digit_of(event)) and not event.modifiers() & ~(_SHIFT | _PAD)


class KeyField(QLabel):
    """Says what it waits for; while it has the keyboard every key is told to `pressed`, and Esc leaves it."""

    pressed = Signal(str)
    digit = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWordWrap(True)

    def wait(self, words: str) -> None:
        """Take the keyboard and say what for."""
        self.setText(words)
        self.setAccessibleName(words)
        self.show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Tab and shortcuts are keys like others here."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif is_digit(event):
            self.digit.emit()
        elif key := key_of(event):
            self.pressed.emit(key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went elsewhere in this window: nothing is waited for."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()
