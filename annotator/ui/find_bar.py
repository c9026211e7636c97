"""Find in the document: a bar above the text; Enter selects the match and gives the keyboard back to the canvas."""

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.session.finding import LONGEST, MOST, BadExpression, Found, Wanted, find_all
from annotator.ui.canvas.view import CanvasView
from annotator.ui.desk import Desk
from annotator.ui.memory import Memory
from annotator.ui.parts import labels
from annotator.ui.searching import Searcher

MUCH = 1_000_000
"""Code points from which on even plain words take longer than a frame."""

OPTIONS = ("case", "word", "expression")
"""The switches from left to right, as they are remembered."""


class FindBar(QWidget):
    """The bar; hidden until asked for."""

    found = Signal()
    """What is marked has changed."""

    def __init__(self, desk: Desk, canvas: CanvasView) -> None:
        super().__init__()
        self._desk, self._canvas = desk, canvas
        self._found = Found()
        self._memory: Memory | None = None
        self._current = -1
        self._then: Callable[[], None] | None = None  # what was asked for while an expression is looked for
        self._searcher = Searcher(self)
        self._searcher.answered.connect(self._take_answer)
        self._timer: QTimer = QTimer(self, interval=80, singleShot=True)
        self._timer.timeout.connect(self._search)
        self.field = QLineEdit(placeholderText=self.tr("Find in this document"))
        self.field.setAccessibleName(self.tr("Find in this document"))
        self.field.setClearButtonEnabled(True)
        labels.name_icons(self.field, clear=self.tr("Empty the field"))
        self.field.textChanged.connect(lambda: self._timer.start())
        self.field.installEventFilter(self)
        self._count, self._fault = labels.words(), labels.words(role="problem", wrap=True)
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
        button.toggled.connect(self._switched)
        return button

    def _switched(self) -> None:
        if self._memory is not None:
            chosen = [name for name, button in zip(OPTIONS, self._options, strict=True) if button.isChecked()]
            self._memory.keep("find/options", " ".join(chosen))
        self._timer.start()

    def remember(self, memory: Memory) -> None:
        """Switches as they were left, and keep them from now on."""
        chosen = memory.text("find/options").split()
        for name, button in zip(OPTIONS, self._options, strict=True):
            button.setChecked(name in chosen)
        self._memory = memory

    @property
    def matches(self) -> list[tuple[int, int]]:
        """What is marked: places in code points, ascending."""
        return self._found.places if self.isVisible() else []

    def _lay_out(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(4)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        for button in self._options:
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._count)
        close = _button("✕", self.tr("Close find (Esc)"))
        close.clicked.connect(self.close_bar)
        row.addWidget(close)
        column.addLayout(row)
        column.addWidget(self._fault)
        self._fault.hide()

    def open_bar(self) -> None:
        """Show the bar with what was looked for last, ready to type."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar and its marks; the keyboard goes back to the canvas."""
        self.hide()
        self._canvas.set_matches([])
        self.found.emit()
        self._canvas.setFocus()

    def _forget(self) -> None:
        self._found, self._current = Found(), -1
        if self.isVisible():
            self._search()

    def _search(self) -> None:
        """Look for plain words at once; in much text, or for an expression, which may take long, in a thread."""
        self._timer.stop()
        self._searcher.forget()
        scene, words = self._desk.scene, self.field.text()
        self._found, self._current, self._then = Found(), -1, None
        case, whole_word, expression = (button.isChecked() for button in self._options)
        wanted = Wanted(words, case, whole_word, expression)
        if scene is None or not words:
            self._show()
        elif not wanted.expression and len(scene.text) < MUCH:
            self._take_answer(find_all(scene.text, wanted))
        else:
            self._searcher.ask(scene.text, wanted)
            if self._searcher.searching:
                self._show()

    def _take_answer(self, answer: Found | BadExpression) -> None:
        fault = ""
        if isinstance(answer, BadExpression):
            fault = self.tr("Not a valid expression: {0}, at its character {1}.").format(answer.reason, answer.place)
        else:
            self._found = answer
        places = self._found.places
        if places:
            self._current = bisect_left(places, (self._desk.caret, 0)) % len(places)
            self._canvas.ensure_visible(*places[self._current])
        self._show(fault)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _show(self, fault: str = "") -> None:
        self._canvas.set_matches(self._found.places, self._current)
        if self._found.out_of_time:
            fault = self.tr("Stopped after {0} s: this expression takes too long here. Make it simpler.").format(
                f"{LONGEST:g}"
            )
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self._count.setText(self._counted() if self.field.text() and (self._found.places or not fault) else "")
        self.found.emit()

    def _counted(self) -> str:
        """How many there are and which one this is."""
        if self._searcher.searching:
            return self.tr("searching …")
        count = len(self._found.places)
        if not count:
            return self.tr("no match")
        more = "+" if self._found.more or self._found.out_of_time else ""
        return self.tr("{0} of {1}").format(f"{self._current + 1:,}", f"{count:,}{more}")

    def step(self, step: int) -> None:
        """Select the next or previous match."""
        self._when_found(lambda: self._step(step))

    def take(self) -> None:
        """Select the current match and go back to the canvas."""
        self._when_found(self._take)

    def _when_found(self, then: Callable[[], None]) -> None:
        """Do something with what is found, now or when it is."""
        if self._timer.isActive() or not self.isVisible():
            self.show()
            self._search()
        if self._searcher.searching:
            self._then = then
        else:
            then()

    def _step(self, step: int) -> None:
        places = self._found.places
        if not places:
            self._desk.message.emit(self.tr("Nothing found."), "info")
            return
        place = self._current + step
        if not 0 <= place < len(places):
            self._desk.message.emit(self._around(step), "info")
        self._current = place % len(places)
        self._show()
        self._desk.focus_text(*places[self._current])

    def _around(self, step: int) -> str:
        words = self.tr("On from the start.") if step > 0 else self.tr("On from the end.")
        if self._found.more:
            words += " " + self.tr("Only the first {0} matches are marked.").format(f"{MOST:,}")
        return words

    def _take(self) -> None:
        if self._found.places:
            self._desk.focus_text(*self._found.places[self._current])
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
