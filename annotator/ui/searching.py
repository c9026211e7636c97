"""Looks for an expression in a thread of its own: what takes long never holds up a key."""

from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.session.finding import BadExpression, Found, Wanted, find_all

AT_ONCE = 0.03
"""Seconds waited for an answer: most come within these, and nothing flickers."""

POLL = 15
"""Milliseconds between two looks for an answer that takes longer."""


class Question(NamedTuple):
    """What is looked for, and in what."""

    text: str
    wanted: Wanted


Answer = Found | BadExpression


class Searcher(QObject):
    """Answers the question asked last; one asked meanwhile waits until the one at work has found or used up its time.

    A thread that polls, not a signal across threads: whatever becomes of this object, the thread touches a queue only.
    """

    answered = Signal(object)  # Answer

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked: Question | None = None  # whose answer is still of interest
        self._at_work: Question | None = None
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._timer: QTimer = QTimer(self, interval=POLL)
        self._timer.timeout.connect(self._look_for_answer)

    def ask(self, text: str, wanted: Wanted) -> None:
        """`answered` comes at once or later, and for the last question alone."""
        self._asked = Question(text, wanted)
        if self._at_work is None:
            self._begin(AT_ONCE)

    def forget(self) -> None:
        """The answer is of no interest any more."""
        self._asked = None

    @property
    def searching(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked is not None

    def _begin(self, patience: float) -> None:
        assert self._asked is not None
        self._at_work = self._asked
        Thread(target=_answer, args=(self._at_work, self._answers), daemon=True).start()
        self._timer.start()
        self._look_for_answer(patience)

    def _look_for_answer(self, patience: float = 0.0) -> None:
        try:
            answer = self._answers.get(timeout=patience) if patience else self._answers.get_nowait()
        except Empty:
            return
        self._timer.stop()
        done, self._at_work = self._at_work, None
        if done is self._asked:
            self._asked = None
            self.answered.emit(answer)
        elif self._asked is not None:
            self._begin(0.0)


def _answer(question: Question, answers: "SimpleQueue[Answer]") -> None:
    try:
        answers.put(find_all(question.text, question.wanted))
    except BadExpression as bad:
        answers.put(bad)
