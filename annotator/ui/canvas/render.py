"""A document as a picture: PNG at any scale, or SVG, whole or down to a height, without a window."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from annotator.ui.canvas.frame import ABOVE, BELOW, Frame, Place, build
from annotator.ui.canvas.metrics import Metrics
from annotator.ui.canvas.overlay import paint_overlay
from annotator.ui.canvas.paint import FramePainter
from annotator.ui.canvas.scene import Scene
from annotator.ui.canvas.setting import ArcsMode
from annotator.ui.canvas.sheet import Sheet
from annotator.ui.canvas.state import Presentation
from annotator.ui.theme import Theme

TALLEST = 32_000
"""Pixels of the picture itself beyond which Qt's images and most viewers give up."""


class Picture:
    """A scene laid out from its beginning, `width` pixels wide, ready to be painted at any scale."""

    def __init__(
        self,
        scene: Scene,
        theme: Theme,
        *,
        width: int = 1000,
        px: int = 16,
        height_limit: int | None = None,
        arcs: ArcsMode = "all",
        arc_threshold: int = 1_000_000,
        shown: Presentation | None = None,
    ) -> None:
        metrics = Metrics(px)
        self._scene, self._theme, self._metrics, self._width = scene, theme, metrics, width
        self._shown = shown or Presentation()
        column = max(160, width - metrics.margin_left - metrics.margin_right)
        sheet = Sheet(scene, metrics, column, threshold=arc_threshold)
        sheet.show(arcs=arcs, suggestions=True)
        focus = frozenset(filter(None, (self._shown.focus_span, self._shown.focus_relation)))
        sheet.draw_in_full(focus)
        self._frame, self._height = _frame(sheet, height_limit)
        self._painter = FramePainter(theme, metrics, sheet.blocks.number)

    @property
    def size(self) -> QSize:
        """Pixels at scale 1."""
        return QSize(self._width, self._height)

    def paint_to(self, painter: QPainter, rect: QRectF | None = None) -> None:
        """Paint the part in `rect`, all of it without; the painter's origin is the corner of the picture."""
        rect = rect or QRectF(0, 0, self._width, self._height)
        painter.fillRect(rect, self._theme.background)
        left = self._metrics.margin_left
        painter.save()
        painter.setClipRect(rect)
        painter.translate(left, 0)
        clip = rect.translated(-left, 0)
        self._painter.paint(painter, self._frame, clip, self._scene, self._shown)
        paint_overlay(painter, self._frame, self._theme, self._metrics, self._shown)
        painter.restore()

    def image(self, scale: float = 1.0) -> QImage:
        """The picture with `scale` pixels to one. Raises ValueError where that is too tall for an image."""
        if self._height * scale > TALLEST:
            raise ValueError(
                f"The picture would be {round(self._height * scale)} pixels tall, more than {TALLEST}: "
                "give a height limit, a smaller scale, or write SVG."
            )
        image = QImage(self.size * scale, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        try:
            painter.scale(scale, scale)
            self.paint_to(painter)
        finally:
            painter.end()
        return image

    def save_svg(self, path: Path, title: str = "") -> None:
        """Write the picture as SVG. Raises OSError where the file cannot be written."""
        with path.open("wb"):
            pass  # Qt would only log what is wrong with a path
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(self.size)
        generator.setViewBox(QRectF(0, 0, self._width, self._height))
        generator.setTitle(title)
        generator.setDescription(QCoreApplication.translate("Canvas", "Text with its annotations"))
        painter = QPainter()
        if not painter.begin(generator):
            raise OSError(f"{path} cannot be written")
        try:
            self.paint_to(painter)
        finally:
            painter.end()


def _frame(sheet: Sheet, limit: int | None) -> tuple[Frame, int]:
    """Everything from the beginning, or as much as fits, and its height."""
    most, height = limit or TALLEST * 100, ABOVE
    for block in range(len(sheet.blocks)):
        height += sheet.laid(block).height
        if height + BELOW >= most:
            break
    height = min(height + BELOW, most)
    return build(sheet, Place(0, -ABOVE), height), height
