"""Find in the document: a bar above the text; Enter selects the match and gives the keyboard back to the canvas."""

import re
from bisect import bisect_left

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from annotator.ui.canvas.view import CanvasView
from annotator.ui.desk import Desk

MOST = 20_000  # matches marked; more are counted as "more"


def find_all(text: str, wanted: str, *, case: bool, whole_word: bool, expression: bool) -> list[tuple[int, int]]:
    """Where a text holds what is wanted, at most MOST places. Raises re.error for a bad expression."""
    pattern = wanted if expression else re.escape(wanted)
    if whole_word:
        pattern = rf"(?<!\w)(?:{pattern})(?!\w)"
    found = []
    for match in re.finditer(pattern, text, 0 if case else re.IGNORECASE):
        if match.end() > match.start():
            found.append(match.span())
        if len(found) == MOST:
            break
    return found


class FindBar(QWidget):
    """The bar; hidden until asked for."""

    def __init__(self, desk: Desk, canvas: CanvasView) -> None:
        super().__init__()
        self._desk, self._canvas = desk, canvas
        self._matches: list[tuple[int, int]] = []
        self._current = -1
        self._timer: QTimer = QTimer(self, interval=80, singleShot=True)
        self._timer.timeout.connect(self._search)
        self.field = QLineEdit(placeholderText=self.tr("Find in this document"))
        self.field.setAccessibleName(self.tr("Find in this document"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda: self._timer.start())
        self.field.installEventFilter(self)
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._options = [
            self._option("Aa", self.tr("Match case")),
            self._option("W", self.tr("Whole words")),
            self._option(".*", self.tr("Regular expression")),
        ]
        self._lay_out()
        self.hide()
        desk.document_changed.connect(self._forget)

    def _option(self, words: str, name: str) -> QToolButton:
        button = _button(words, name)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.toggled.connect(lambda: self._timer.start())
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        for button in self._options:
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._count)
        close = _button("✕", self.tr("Close find (Esc)"))
        close.clicked.connect(self.close_bar)
        row.addWidget(close)

    def open_bar(self) -> None:
        """Show the bar with the words of the focus, ready to type."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar and its marks; the keyboard goes back to the canvas."""
        self.hide()
        self._canvas.set_matches([])
        self._canvas.setFocus()

    def _forget(self) -> None:
        self._matches, self._current = [], -1
        if self.isVisible():
            self._search()

    def _search(self) -> None:
        scene, wanted = self._desk.scene, self.field.text()
        case, whole, expression = (button.isChecked() for button in self._options)
        self._matches, self._current = [], -1
        problem = ""
        if scene is not None and wanted:
            try:
                self._matches = find_all(scene.text, wanted, case=case, whole_word=whole, expression=expression)
            except re.error as error:
                problem = self.tr("Not a valid expression: {0}").format(error.msg)
        if self._matches:
            self._current = bisect_left(self._matches, (self._desk.caret, 0)) % len(self._matches)
            self._canvas.ensure_visible(*self._matches[self._current])
        self._show(problem)

    def _show(self, problem: str = "") -> None:
        self._canvas.set_matches(self._matches, self._current)
        if problem or not self.field.text():
            self._count.setText(problem)
        elif not self._matches:
            self._count.setText(self.tr("no match"))
        else:
            more = "+" if len(self._matches) == MOST else ""
            self._count.setText(f"{self._current + 1} / {len(self._matches)}{more}")

    def step(self, step: int) -> None:
        """Select the next or previous match."""
        if self._timer.isActive():
            self._timer.stop()
            self._search()
        if not self._matches:
            self._desk.message.emit(self.tr("Nothing found."), "info")
            return
        self._current = (self._current + step) % len(self._matches)
        self._show()
        self._desk.focus_text(*self._matches[self._current])

    def take(self) -> None:
        """Select the current match and go back to the canvas."""
        if self._timer.isActive():
            self._timer.stop()
            self._search()
        if self._matches:
            self._desk.focus_text(*self._matches[self._current])
            self._canvas.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the match, Esc closes, the rest is typing."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if event.modifiers() == Qt.KeyboardModifier.NoModifier:
                    self.take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)


def _button(words: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setAutoRaise(True)
    return button
