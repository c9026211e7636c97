"""Collects garbage when nobody waits: in the middle of an edit it made the worst ones five times as long."""

import ctypes
import gc
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from annotator.ui.desk import Desk

EVERY_MS = 10_000
QUIET_MS = 1_500
"""So long after the last change of content or focus nobody is taken to be waiting."""

LONG_QUIET_MS = 6_000
WHOLE_EVERY_MS = 60_000
"""A whole collection looks at all there is (4 ms with a megabyte open): after a longer rest, and not at each one."""

LATEST_MS = 600_000
"""So late at the latest, for a person who never rests."""


class IdleCollector(QObject):
    """Takes over from Python's own collector until it is stopped."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        gc.collect()
        gc.freeze()
        gc.disable()
        self._active = self._collected = self._whole = _now()
        self._trim = _allocators_trim()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        desk.settled.connect(self._note)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def collect(self, *, whole: bool = True) -> None:
        """Do it now; as a whole, old garbage too, and what is free goes back to the system."""
        gc.collect(2 if whole else 1)
        if whole:
            self._whole = _now()
            if self._trim is not None:
                self._trim(0)

    def _note(self) -> None:
        self._active = _now()

    def _look(self) -> None:
        now = _now()
        if now - self._active < QUIET_MS and now - self._collected < LATEST_MS:
            self._timer.start(QUIET_MS)
            return
        rested = now - self._active >= LONG_QUIET_MS or now - self._collected >= LATEST_MS
        self.collect(whole=rested and now - self._whole >= WHOLE_EVERY_MS)
        self._collected = now
        self._timer.start(EVERY_MS)


def _allocators_trim() -> Callable[[int], int] | None:
    """That of glibc, which otherwise keeps what small pieces have left free; other allocators give back by themselves.

    An hour of strokes left 20 MB behind without it, 10 to 15 with it (`benchmarks.soak`).
    """
    if not sys.platform.startswith("linux"):
        return None
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim if trim is None or callable(trim) else None


def _now() -> float:
    return time.monotonic() * 1000
