"""A box to tick, drawn so that it is seen in every theme."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from annotator.ui.icons import paint_icon
from annotator.ui.parts import ink
from annotator.ui.parts.cells import say

SIZE = 16
GAP = 8


def paint_tick(painter: QPainter, box: QRectF, *, ticked: bool) -> None:
    """A box with or without a tick."""
    theme = ink.theme_now()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.accent if ticked else theme.slider_hover, 1.2))
    painter.setBrush(theme.accent if ticked else theme.background)
    painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 3.5, 3.5)
    if ticked:
        paint_icon(painter, box.adjusted(1.5, 1.5, -1.5, -1.5), "accept", theme.on_accent)
    painter.restore()


class Tick(QCheckBox):
    """A check box."""

    def sizeHint(self) -> QSize:
        words = ink.measure().horizontalAdvance(self.text())
        return QSize(round(SIZE + GAP + words) + 6, SIZE + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = ink.theme_now(), QPainter(self)
        painter.setOpacity(1.0 if self.isEnabled() else 0.5)
        box = QRectF(1, (self.height() - SIZE) / 2, SIZE, SIZE)
        paint_tick(painter, box, ticked=self.isChecked())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.hover, 1.2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6), 5, 5)
        left = SIZE + GAP
        say(painter, QRectF(left, 0, self.width() - left + 1, self.height()), self.text(), theme.text)
        painter.end()
