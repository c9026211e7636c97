"""Collects garbage when nobody waits: in the middle of an edit it made the worst ones five times as long."""

import gc
import time

from PySide6.QtCore import QObject, QTimer

from annotator.ui.desk import Desk

EVERY_MS = 10_000
QUIET_MS = 1_500
"""So long after the last change of content or focus nobody is taken to be waiting."""

LATEST_MS = 600_000
"""So late at the latest, for a person who never rests."""


class IdleCollector(QObject):
    """Takes over from Python's own collector until it is stopped."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        gc.collect()
        gc.freeze()
        gc.disable()
        self._active = self._collected = _now()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        desk.settled.connect(self._note)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def _note(self) -> None:
        self._active = _now()

    def _look(self) -> None:
        now = _now()
        if now - self._active < QUIET_MS and now - self._collected < LATEST_MS:
            self._timer.start(QUIET_MS)
            return
        gc.collect(1)
        self._collected = now
        self._timer.start(EVERY_MS)


def _now() -> float:
    return time.monotonic() * 1000
