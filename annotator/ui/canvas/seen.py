"""Which text was wholly in the active window's viewport for half a second, so that nothing is accepted unread."""

from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.ui.canvas.state import Range

BEAT = 250
"""Milliseconds between two looks; text counts as seen when it was there at three looks in a row."""

LOOKS = 3


class SeenTracker(QObject):
    """Told the visible text at each change; says `seen(start, end)` in code points. Rests while nothing changes."""

    seen = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._range: Range | None = None
        self._looks: deque[Range | None] = deque(maxlen=LOOKS)
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._look)

    def show(self, visible: Range | None) -> None:
        """The text now wholly in view, or None while the window is not the active one."""
        if visible != self._range:
            self._range = visible
            if visible is None:
                self._looks.clear()
                self._timer.stop()
            elif not self._timer.isActive():
                self._looks.append(visible)
                self._timer.start()

    def _look(self) -> None:
        self._looks.append(self._range)
        looks = [look for look in self._looks if look is not None]
        if len(looks) < LOOKS:
            return
        start, end = max(look[0] for look in looks), min(look[1] for look in looks)
        if start < end:
            self.seen.emit(start, end)
        if len(set(looks)) == 1:
            self._timer.stop()
