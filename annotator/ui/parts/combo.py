"""A box to choose one of several, with the arrow of the icon set."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from annotator.ui.icons import paint_icon
from annotator.ui.parts import ink


class Combo(QComboBox):
    """A style sheet cannot draw an arrow from a font, so it is painted over the box."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter = ink.theme_now(), QPainter(self)
        box = QRectF(self.width() - 22, (self.height() - 12) / 2, 12, 12)
        paint_icon(painter, box, "down", theme.faint if self.isEnabled() else theme.slider_hover)
        painter.end()
