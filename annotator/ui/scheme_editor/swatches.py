"""A palette of colours to choose from, by mouse or by arrows and Space."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.colour import Oklch
from annotator.ui.parts import ink
from annotator.ui.theme import LIGHT_STEPS, SLOTS

SIZE, GAP = 20, 4
COLUMNS = 9


def palette() -> tuple[str, ...]:
    """The nine hues that stay furthest apart, in three strengths."""
    hues = sorted(hue for hue, _ in SLOTS)
    return tuple(Oklch(step.lightness, step.chroma, hue).rgb().hex for step in LIGHT_STEPS.bar for hue in hues)


class Swatches(QWidget):
    """The palette; the colour in force has a ring."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.colours = palette()
        self._now, self._cursor = "", 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Palette; arrows and Space choose"))

    def sizeHint(self) -> QSize:
        rows = len(self.colours) // COLUMNS
        return QSize(COLUMNS * (SIZE + GAP) + GAP, rows * (SIZE + GAP) + GAP)

    def show_colour(self, colour: str) -> None:
        """The colour in force."""
        self._now = colour
        if colour in self.colours:
            self._cursor = self.colours.index(colour)
        self.setAccessibleDescription(colour)
        self.update()

    def _box(self, place: int) -> QRectF:
        row, column = divmod(place, COLUMNS)
        return QRectF(GAP + column * (SIZE + GAP), GAP + row * (SIZE + GAP), SIZE, SIZE)

    def _at(self, point: QPointF) -> int:
        return next((place for place in range(len(self.colours)) if self._box(place).contains(point)), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._cursor + step < len(self.colours):
            self._cursor += step
            self.setAccessibleDescription(self.colours[self._cursor])
            self.update()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit(self.colours[self._cursor])
        elif step is None:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place >= 0 and self.isEnabled():
            self._cursor = place
            self.picked.emit(self.colours[place])

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = ink.theme_now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.35)
        for place, colour in enumerate(self.colours):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            box = self._box(place)
            painter.drawRoundedRect(box, 4, 4)
            if colour == self._now or (place == self._cursor and self.hasFocus()):
                painter.setPen(QPen(theme.accent, 2.0 if colour == self._now else 1.2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 5, 5)
        painter.end()
