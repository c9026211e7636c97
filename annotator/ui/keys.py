"""Keys that no table of actions can hold: digits by their place on the keyboard, and letters while hints are shown."""

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.desk import Desk
from annotator.ui.hinting import Hinting

DIGITS = "1234567890"
_MAC = (18, 19, 20, 21, 23, 22, 26, 28, 25, 29)

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


def digit_of(event: QKeyEvent) -> str:
    """The digit whose key this is, wherever the layout puts its signs (AZERTY has them on Shift); else empty."""
    code = event.nativeScanCode()
    if sys.platform == "darwin":
        code = event.nativeVirtualKey() if event.nativeVirtualKey() in _MAC else 0
        return DIGITS[_MAC.index(code)] if code else _by_sign(event)
    first = 2 if sys.platform == "win32" else 10  # of the row of digits: PC set 1, and X11's keycodes
    if code:
        return DIGITS[code - first] if first <= code < first + 10 else _keypad(event)
    return _by_sign(event)


def _keypad(event: QKeyEvent) -> str:
    return _by_sign(event) if event.modifiers() & Qt.KeyboardModifier.KeypadModifier else ""


def _by_sign(event: QKeyEvent) -> str:
    return chr(event.key()) if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9 else ""


class CanvasKeys(QObject):
    """Watches the canvas's keys before the table of actions does."""

    def __init__(self, desk: Desk, canvas: QWidget, hinting: Hinting) -> None:
        super().__init__(canvas)
        self._desk, self._hinting = desk, hinting
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim digits and hint letters, so that no shortcut takes them, then act on them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._wants(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._wants(event):
            self._act(event)
            return True
        return False

    def _wants(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers not in _PLAIN:
            return False
        question = self._desk.question
        if question is not None and self._name(event) in {answer.key for answer in question.answers}:
            return True
        if digit_of(event):
            return True
        return self._hinting.active and event.text().isalpha() and modifiers == Qt.KeyboardModifier.NoModifier

    def _name(self, event: QKeyEvent) -> str:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return "Return"
        return "Escape" if event.key() == Qt.Key.Key_Escape else digit_of(event)

    def _act(self, event: QKeyEvent) -> None:
        question = self._desk.question
        if question is not None:
            for answer in question.answers:
                if answer.key == self._name(event):
                    self._desk.settle_question()
                    answer.act()
                    return
        digit = digit_of(event)
        if not digit:
            self._hinting.type(event.text())
        elif self._desk.linking is not None:
            self._desk.link_label(digit, shift=self._shifted(event))
        else:
            self._desk.digit(digit, shift=self._shifted(event))

    def _shifted(self, event: QKeyEvent) -> bool:
        return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
