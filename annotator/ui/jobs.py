"""Long work in the window: a generator stepped from the event loop, with progress and Cancel; never modal."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

TURN = 0.004
"""Seconds of work in one turn of the event loop."""

SURE = 1.0
"""Seconds after which the time left is worth telling."""


class Job(QObject):
    """Steps a generator until it ends; cancelling closes it, so that it can take back what it did.

    `count` tells from what a step yields how much is done, of `total`; `refusals` are the world's faults, whose
    sentences `failed` carries. Any other exception ends the job and is raised.
    """

    stepped = Signal(object)  # what the generator yielded last
    failed = Signal(str)
    ended = Signal(bool)  # finished, or cancelled or failed

    def __init__(
        self,
        steps: Iterator[Any],
        parent: QObject,
        *,
        refusals: tuple[type[Exception], ...],
        title: str = "",
        total: int = 0,
        count: Callable[[Any], int] | None = None,
    ) -> None:
        super().__init__(parent)
        self.title, self.total, self.done = title, total, 0
        self.running = True
        self._steps, self._refusals, self._count = steps, refusals, count
        self._began = time.monotonic()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    # ---- working

    def _turn(self) -> None:
        """Some steps; no further one is begun that, as long as the last one, would pass the end of the turn."""
        began = now = time.perf_counter()
        steps: list[Any] = []
        try:
            while True:
                steps[:] = [next(self._steps)]
                took, now = time.perf_counter() - now, time.perf_counter()
                if now - began + took > TURN:
                    break
        except StopIteration:
            self._tell(steps)
            self._end(finished=True)
        except self._refusals as error:
            self._fail(error)
        except BaseException:
            self._end(finished=False)
            raise
        else:
            self._tell(steps)

    def _tell(self, steps: list[Any]) -> None:
        """Say what the last step of a turn was; the very last of all is said, too."""
        for step in steps:
            self.done = self._count(step) if self._count is not None else self.done + 1
            self.stepped.emit(step)

    def cancel(self) -> None:
        """Stop now, and let the generator take back what it did."""
        if not self.running:
            return
        close: Callable[[], None] | None = getattr(self._steps, "close", None)
        try:
            if close is not None:
                close()
        except self._refusals as error:
            self._fail(error)
        else:
            self._end(finished=False)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(str(error))
        self._end(finished=False)

    def _end(self, *, finished: bool) -> None:
        self.running = False
        self._timer.stop()
        self.ended.emit(finished)
        self.deleteLater()

    # ---- how far

    def left(self) -> float | None:
        """Seconds that it will go on, as far as one can tell."""
        return time_left(time.monotonic() - self._began, self.done, self.total)


def time_left(took: float, done: int, total: int) -> float | None:
    """Seconds left after `took` seconds with so much of so much done; None while that is not worth telling."""
    if not (total and 0 < done <= total) or took < SURE:
        return None
    return took * (total - done) / done


class Jobs(QObject):
    """The jobs of a desk, for whoever shows them."""

    changed = Signal()  # one began, stepped or ended

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.running: list[Job] = []

    @staticmethod
    def of(desk: QObject) -> "Jobs":
        """The jobs that belong to a desk."""
        return desk.findChild(Jobs) or Jobs(desk)

    def start(
        self,
        steps: Iterator[Any],
        *,
        title: str,
        refusals: tuple[type[Exception], ...],
        total: int = 0,
        count: Callable[[Any], int] | None = None,
    ) -> Job:
        """Begin a job; it is listed until it ends."""
        job = Job(steps, self, refusals=refusals, title=title, total=total, count=count)
        self.running.append(job)
        job.stepped.connect(lambda _step: self.changed.emit())
        job.ended.connect(lambda _finished: self._forget(job))
        self.changed.emit()
        return job

    def _forget(self, job: Job) -> None:
        self.running.remove(job)
        self.changed.emit()

    def cancel_all(self) -> None:
        """Stop everything, as before a project is closed."""
        for job in tuple(self.running):
            job.cancel()
