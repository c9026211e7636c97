"""Long work in the window: a generator stepped from the event loop, with progress and Cancel, never modal."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

TURN = 0.004  # seconds of work in one turn of the event loop


class Job(QObject):
    """Steps a generator until it ends; cancelling closes it, so that it can take back what it did."""

    stepped = Signal(object)  # what the generator yielded last
    failed = Signal(str)
    ended = Signal(bool)  # finished, or cancelled

    def __init__(self, steps: Iterator[Any], parent: QObject, *, refusals: tuple[type[Exception], ...]) -> None:
        super().__init__(parent)
        self._steps, self._refusals = steps, refusals
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        until = time.perf_counter() + TURN
        try:
            step = next(self._steps)
            while time.perf_counter() < until:
                step = next(self._steps)
        except StopIteration:
            self._end(finished=True)
        except self._refusals as error:
            self.failed.emit(str(error))
            self._end(finished=False)
        else:
            self.stepped.emit(step)

    def cancel(self) -> None:
        """Stop after the present step."""
        close: Callable[[], None] | None = getattr(self._steps, "close", None)
        if close is not None:
            close()
        self._end(finished=False)

    def _end(self, *, finished: bool) -> None:
        self._timer.stop()
        self.ended.emit(finished)
        self.deleteLater()
