"""One thread of comments: what it is about, who said what, and what one may do with it."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.core.rows import Comment
from annotator.ui.icons import icon
from annotator.ui.parts.ink import UNIT, one_line, tip
from annotator.ui.parts.labels import Elided, words
from annotator.ui.parts.nothing import IconLabel
from annotator.ui.parts.when import exactly, when

_STATE_ICONS = {"done": "accept", "closed": "finished"}


class Thread(NamedTuple):
    """What a card shows."""

    first: Comment
    answers: tuple[Comment, ...]
    about: str  # what it is on, in words
    gone: bool  # what it is on is no longer there
    may_close: bool

    @property
    def name(self) -> str:
        """The lasting name of the first comment."""
        return self.first.id


class ThreadCard(QFrame):
    """A thread; takes the keyboard: Enter replies, Shift+Enter marks done, Up and Down go to its neighbours."""

    went = Signal(str)  # to what the thread is about
    replied = Signal(str)
    marked = Signal(str)  # done, or open again
    closed = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, thread: Thread, name_of: Callable[[str], str]) -> None:
        super().__init__()
        self.thread_shown, self._name_of = thread, name_of
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 2 * UNIT, 10, 6)
        column.setSpacing(UNIT)
        if thread.about:
            column.addWidget(Elided(thread.about, "small"))
        column.addWidget(self._said(thread.first, state=thread.first.state))
        for answer in thread.answers:
            column.addWidget(self._answer(answer))
        column.addLayout(self._acts())
        first = thread.first
        said = f"{name_of(first.writer)}: {one_line(first.text)}. {thread.about}. {self._state_words()}"
        self.setAccessibleName(said)

    def _state_words(self) -> str:
        words_of = {"open": self.tr("open"), "done": self.tr("done"), "closed": self.tr("closed")}
        return words_of.get(self.thread_shown.first.state, self.thread_shown.first.state)

    def _said(self, comment: Comment, *, state: str = "open") -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(words(self._name_of(comment.writer), "heading"))
        at = words(when(comment.at), "small")
        at.setToolTip(tip(exactly(comment.at)))
        head.addWidget(at)
        head.addStretch(1)
        if state in _STATE_ICONS:
            head.addWidget(IconLabel(_STATE_ICONS[state], 14))
            head.addWidget(words(self._state_words(), "small"))
        column.addLayout(head)
        text = words(comment.text, "" if state == "open" else "faint", wrap=True)
        column.addWidget(text)
        return box

    def _answer(self, comment: Comment) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(2, UNIT, 0, 0)
        row.setSpacing(2 * UNIT)
        line = QFrame()
        line.setProperty("role", "rule")
        line.setFixedWidth(2)
        row.addWidget(line)
        row.addWidget(self._said(comment), 1)
        return box

    def _acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.setContentsMargins(0, 0, 0, 0)
        state, name = self.thread_shown.first.state, self.thread_shown.name
        row.addWidget(self._button("reply", self.tr("Reply"), lambda: self.replied.emit(name)))
        mark = ("accept", self.tr("Done")) if state == "open" else ("reopen", self.tr("Open again"))
        row.addWidget(self._button(*mark, lambda: self.marked.emit(name)))
        if self.thread_shown.may_close and state != "closed":
            row.addWidget(self._button("finished", self.tr("Close"), lambda: self.closed.emit(name)))
        row.addStretch(1)
        return row

    def _button(self, name: str, said: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon(name, "faint"), said)
        button.setProperty("role", "flat")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the card's own keys do the same
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def show_current(self, *, current: bool) -> None:
        """Show that this is about what is focused."""
        self.setProperty("current", current)
        self.style().polish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.went.emit(self.thread_shown.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name, shift = self.thread_shown.name, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                (self.marked if shift else self.replied).emit(name)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Space:
                self.went.emit(name)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)
