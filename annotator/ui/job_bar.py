"""A job in the status bar: what it is, how far, how long it will go on, and Cancel."""

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from annotator.ui.desk import Desk
from annotator.ui.jobs import Jobs, time_left
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import tool, words

REDRAW_MS = 100


class Shown(Protocol):
    """What the bar shows: a Job, or work of another process."""

    title: str
    done: int
    total: int

    def left(self) -> float | None: ...
    def cancel(self) -> None: ...


class Elsewhere:
    """Work that another process does, told of by numbers."""

    def __init__(self, title: str, cancel: Callable[[], object]) -> None:
        self.title, self.done, self.total = title, 0, 0
        self._cancel, self._began = cancel, 0.0

    def advance(self, done: int, total: int) -> None:
        """So much of so much is done; 0 of 0 is nothing."""
        if not self.total:
            self._began = time.monotonic()
        self.done, self.total = done, total

    def left(self) -> float | None:
        """Seconds that it will go on, as far as one can tell."""
        return time_left(time.monotonic() - self._began, self.done, self.total)

    def cancel(self) -> None:
        """Stop it."""
        self._cancel()


class JobBar(QWidget):
    """Shows the job that began last; hidden while there is none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._jobs = Jobs.of(desk)
        self._elsewhere: list[Elsewhere] = []
        self._words, self._left = words(), words(role="faint")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(90)
        self._bar.setAccessibleName(self.tr("Progress of the job"))
        self._cancel = tool("close", self.tr("Cancel the job"))
        self._cancel.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * UNIT)
        for widget in (self._words, self._bar, self._left, self._cancel):
            row.addWidget(widget)
        self._redraw = QTimer(self, interval=REDRAW_MS, singleShot=True)
        self._redraw.timeout.connect(self._show)
        self._jobs.changed.connect(self._follow)
        self._show()

    def follow(self, title: str, cancel: Callable[[], object]) -> Callable[[int, int], None]:
        """Show work of another process too; what is returned is told how much of how much is done."""
        work = Elsewhere(title, cancel)
        self._elsewhere.append(work)

        def advanced(done: int, total: int) -> None:
            work.advance(done, total)
            self._follow()

        return advanced

    def _running(self) -> list[Shown]:
        return [*(work for work in self._elsewhere if work.total), *self._jobs.running]

    def _follow(self) -> None:
        """Steps come by the hundred a second; the bar follows ten times a second."""
        if not self._running():
            self._show()
        elif not self._redraw.isActive():
            self._redraw.start()

    def _show(self) -> None:
        running = self._running()
        self.setVisible(bool(running))
        if not running:
            return
        job = running[-1]
        more = f" (+{len(running) - 1})" if len(running) > 1 else ""
        self._words.setText(f"{job.title}{more}")
        self._bar.setRange(0, job.total)
        self._bar.setValue(min(job.done, job.total))
        self._left.setText(self._how_long(job))

    def _how_long(self, job: Shown) -> str:
        left = job.left()
        if left is None:
            return f"{job.done:,}" if job.done else ""
        if left < 60:
            return self.tr("{0} s left").format(max(1, round(left)))
        return self.tr("{0} min left").format(round(left / 60))

    def _stop(self) -> None:
        running = self._running()
        if running:
            running[-1].cancel()
