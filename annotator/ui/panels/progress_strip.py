"""How far the work is: done of all, a bar in which every state has its share, the counts in words."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.core.listing import STATES
from annotator.ui.panels.queue_words import tally
from annotator.ui.parts import ink
from annotator.ui.parts.ink import UNIT, tip
from annotator.ui.parts.labels import words
from annotator.ui.theme import Theme

ORDER = ("approved", "in review", "submitted", "sent back", "in progress", "set aside", "to do")
DONE = ("submitted", "in review", "approved")
DONE_BY_REVIEWER = ("approved", "sent back")
HEIGHT = 6


def shade(theme: Theme, state: str) -> QColor:
    """A state's colour in the bar: the further along, the darker; what came back in the colour of problems."""
    return {
        "approved": theme.accent,
        "in review": theme.hover,
        "submitted": theme.arc,
        "sent back": theme.problem,
        "in progress": theme.slider_hover,
        "set aside": theme.slider,
        "to do": theme.rule,
    }[state]


class StateBar(QWidget):
    """A bar divided by states."""

    def __init__(self) -> None:
        super().__init__()
        self._states: dict[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, HEIGHT)

    def show_states(self, states: dict[str, int]) -> None:
        """Show other counts."""
        self._states = states
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = ink.theme_now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), HEIGHT / 2, HEIGHT / 2)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), theme.rule)
        total, x = sum(self._states.values()), 0.0
        for state in ORDER:
            if total and self._states.get(state):
                width = max(2.0, self.width() * self._states[state] / total)
                painter.fillRect(QRectF(x, 0, width, HEIGHT), shade(theme, state))
                x += width
        painter.end()


class ProgressStrip(QWidget):
    """Stands under the queue."""

    def __init__(self) -> None:
        super().__init__()
        self._done, self._share = words(role="heading"), words(role="faint")
        self._bar, self._counts = StateBar(), words(role="small", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self._done)
        head.addWidget(self._share)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 3 * UNIT)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._counts)
        self._counts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(self.tr("Progress"))

    def show_states(self, states: dict[str, int], *, reviewing: bool) -> None:
        """Show how many documents are in each state."""
        total = sum(states.get(state, 0) for state in STATES)
        done = sum(states.get(state, 0) for state in (DONE_BY_REVIEWER if reviewing else DONE))
        self.setVisible(total > 0)
        self._done.setText(f"{done:,} / {total:,}")
        self._share.setText(self.tr("reviewed") if reviewing else self.tr("done"))
        said = tally(states)
        self._counts.setText(said)
        self._bar.setToolTip(tip(said))
        self._bar.show_states(states)
        self.setAccessibleDescription(f"{done} / {total}: {said}")
