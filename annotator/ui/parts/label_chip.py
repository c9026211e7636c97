"""A label's chip as a widget."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.canvas.scene import LabelLook, State
from annotator.ui.parts.chip import HEIGHT, chip_width, paint_chip, paint_pill


class LabelChip(QWidget):
    """Shows a label as it looks on the canvas; `pill` is for relation labels."""

    def __init__(self, look: LabelLook | None = None, *, pill: bool = False) -> None:
        super().__init__()
        self._look, self._pill, self._state = look, pill, State.OWN
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_label(self, look: LabelLook, state: State, *, pill: bool = False) -> None:
        """Show another label."""
        self._look, self._pill, self._state = look, pill, state
        self.setAccessibleName(look.name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = chip_width(self._look.name) + (4 if self._pill else 0) if self._look is not None else 0
        return QSize(round(width) + 1, HEIGHT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._look is None:
            return
        painter, at = QPainter(self), QPointF(0, self.height() / 2)
        if self._pill:
            paint_pill(painter, at, self.width(), self._look.name, self._state)
        else:
            paint_chip(painter, at, self.width(), self._look, self._state)
        painter.end()
