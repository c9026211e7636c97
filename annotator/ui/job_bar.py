"""A job in the status bar: what it is, how far, how long it will go on, and Cancel."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from annotator.ui.desk import Desk
from annotator.ui.jobs import Job, Jobs
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import tool, words

REDRAW_MS = 100


class JobBar(QWidget):
    """Shows the job that began last; hidden while there is none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._jobs = Jobs.of(desk)
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

    def _follow(self) -> None:
        """Steps come by the hundred a second; the bar follows ten times a second."""
        if not self._jobs.running:
            self._show()
        elif not self._redraw.isActive():
            self._redraw.start()

    def _show(self) -> None:
        running = self._jobs.running
        self.setVisible(bool(running))
        if not running:
            return
        job = running[-1]
        more = f" (+{len(running) - 1})" if len(running) > 1 else ""
        self._words.setText(f"{job.title}{more}")
        self._bar.setRange(0, job.total)
        self._bar.setValue(min(job.done, job.total))
        self._left.setText(self._how_long(job))

    def _how_long(self, job: Job) -> str:
        left = job.left()
        if left is None:
            return f"{job.done:,}" if job.done else ""
        if left < 60:
            return self.tr("{0} s left").format(max(1, round(left)))
        return self.tr("{0} min left").format(round(left / 60))

    def _stop(self) -> None:
        if self._jobs.running:
            self._jobs.running[-1].cancel()
