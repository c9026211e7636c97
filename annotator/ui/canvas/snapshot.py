"""What is in view as a picture for other programs: an image with twice the pixels, and SVG with real text."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from annotator.ui.canvas.paint import FramePainter
from annotator.ui.canvas.state import Presentation
from annotator.ui.canvas.surface import Surface

SCALE = 2.0
SVG = "image/svg+xml"


def snapshot(surface: Surface) -> QMimeData:
    """The annotated text in view without focus, caret or matches. Empty where nothing is open."""
    data = QMimeData()
    if surface.frame_now() is not None:
        data.setImageData(image(surface))
        data.setData(SVG, svg(surface))
    return data


def image(surface: Surface, scale: float = SCALE) -> QImage:
    """`scale` pixels to one of the window."""
    made = QImage(surface.viewport().size() * scale, QImage.Format.Format_RGB32)
    painter = QPainter(made)
    try:
        painter.scale(scale, scale)
        _paint(surface, painter)
    finally:
        painter.end()
    return made


def svg(surface: Surface) -> QByteArray:
    """The same as SVG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(surface.viewport().size())
    generator.setViewBox(QRectF(surface.viewport().rect()))
    painter = QPainter(generator)
    try:
        _paint(surface, painter)
    finally:
        painter.end()
    return buffer.data()


def _paint(surface: Surface, painter: QPainter) -> None:
    frame, scene, sheet = surface.frame_now(), surface.scene, surface.sheet
    page = QRectF(surface.viewport().rect())
    painter.fillRect(page, surface.theme.background)
    if frame is None or scene is None or sheet is None:
        return
    painter.setClipRect(page)
    painter.translate(surface.left, 0)
    words = FramePainter(surface.theme, surface.metrics, sheet.blocks.number)
    words.paint(painter, frame, page.translated(-surface.left, 0), scene, Presentation())
