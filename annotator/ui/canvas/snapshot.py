"""What is in view, or lines selected, as a picture: an image with twice the pixels, and SVG with real text."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from annotator.ui.canvas.paint import FramePainter
from annotator.ui.canvas.render import TALLEST, Laid
from annotator.ui.canvas.state import Presentation, Range
from annotator.ui.canvas.surface import Surface
from annotator.ui.canvas.svg import svg_of

SCALE = 2.0
"""Pixels of the image for one of the window."""

SVG = "image/svg+xml"


MOST = 40_000
"""Code points of a selection beyond which nobody wants one picture; more is not even laid out."""


class TooTall(Exception):
    """The selection does not fit on one picture."""


class Snapshot(NamedTuple):
    """A picture in the making: its size in pixels of the window, and what paints it."""

    size: QSize
    paint: Callable[[QPainter], None]

    @property
    def image(self) -> QImage:
        """With twice the pixels."""
        made = QImage(self.size * SCALE, QImage.Format.Format_RGB32)
        painter = QPainter(made)
        try:
            painter.scale(SCALE, SCALE)
            self.paint(painter)
        finally:
            painter.end()
        return made

    @property
    def svg(self) -> bytes:
        return svg_of(self.size, self.paint)

    @property
    def mime_data(self) -> QMimeData:
        """For the clipboard."""
        data = QMimeData()
        data.setImageData(self.image)
        data.setData(SVG, self.svg)
        return data


def snapshot(surface: Surface, selection: Range | None = None) -> Snapshot | None:
    """The lines of a selection, else what is in view; without focus, caret or matches. None where nothing is open.

    Raises TooTall.
    """
    sheet, scene = surface.sheet, surface.scene
    if sheet is None or scene is None:
        return None
    if selection is None:
        return Snapshot(surface.viewport().size(), lambda painter: _paint_view(surface, painter))
    if selection[1] - selection[0] > MOST:
        raise TooTall
    metrics = surface.metrics
    width = metrics.margin_left + sheet.setting.width + metrics.margin_right
    laid = Laid(sheet, scene, surface.theme, metrics, width=width)
    page = laid.part(*selection)
    if page.height * SCALE > TALLEST:
        raise TooTall
    return Snapshot(laid.size_of(page), lambda painter: laid.paint_to(painter, page=page))


def _paint_view(surface: Surface, painter: QPainter) -> None:
    frame, scene, sheet = surface.frame_now(), surface.scene, surface.sheet
    page = QRectF(surface.viewport().rect())
    painter.fillRect(page, surface.theme.background)
    if frame is None or scene is None or sheet is None:
        return
    painter.setClipRect(page)
    painter.translate(surface.left, 0)
    words = FramePainter(surface.theme, surface.metrics, sheet.blocks.number)
    words.paint(painter, frame, page.translated(-surface.left, 0), scene, Presentation())
