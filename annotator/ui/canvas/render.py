"""A document as pictures: PNG at any scale, SVG and PDF with real text; whole, or page by page, without a window."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
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

A4 = math.sqrt(2)
"""Height of a page to its width."""

DOTS = 96
"""Pixels an inch by which a page of a PDF is measured."""

FAMILY = re.compile('font-family="([^"]+)"')


@dataclass(frozen=True)
class Page:
    """Whole lines of a document, `height` pixels with what stays free above and below; `start` is a code point."""

    start: int
    top: int
    bottom: int
    height: int


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
        self._shown, self._limit = shown or Presentation(), height_limit
        column = max(160, width - metrics.margin_left - metrics.margin_right)
        self._sheet = Sheet(scene, metrics, column, threshold=arc_threshold)
        self._sheet.show(arcs=arcs, suggestions=True)
        focus = frozenset(filter(None, (self._shown.focus_span, self._shown.focus_relation)))
        self._sheet.draw_in_full(focus)
        self._painter = FramePainter(theme, metrics, self._sheet.blocks.number)

    @property
    def width(self) -> int:
        """Pixels at scale 1."""
        return self._width

    # ---- what there is

    def fits(self, height: int) -> bool:
        """Whether all of the document is at most so many pixels tall; lays out no more than that."""
        return self._height_up_to(height + 1) <= height

    @cached_property
    def whole(self) -> Page:
        """All of it, or down to the height limit, as one page."""
        height = self._height_up_to(self._limit or TALLEST * 100)
        return Page(0, 0, height, height)

    def _height_up_to(self, most: int) -> int:
        height = ABOVE
        for block in range(len(self._sheet.blocks)):
            height += self._sheet.laid(block).height
            if height + BELOW >= most:
                break
        return min(height + BELOW, most)

    def pages(self, height: int) -> Iterator[Page]:
        """Pages of this height, one after the other as they are laid out; a line stands whole on one of them.

        A line taller than a page has one to itself, and that is as tall as it needs to be.
        """
        room = max(1, height - ABOVE - BELOW)
        start, filled = 0, 0
        for block in range(len(self._sheet.blocks)):
            laid = self._sheet.laid(block)
            for place, line in enumerate(laid.lines):
                last = place == len(laid.lines) - 1
                tall = math.ceil((laid.height if last else line.bottom) - line.top)
                needed = math.ceil(line.bottom - line.top)
                if filled and filled + needed > room:
                    yield self._page(start, filled, height)
                    start, filled = line.start, 0
                filled += tall
        yield self._page(start, filled, height)

    def part(self, start: int, end: int) -> Page:
        """The lines from one offset to another as a page as tall as they are."""
        sheet, filled = self._sheet, 0
        for block in sheet.blocks.touched(start, max(start, end - 1)):
            lines = [line for line in sheet.laid(block).lines if line.end > start and line.start < end]
            filled += math.ceil(sum(line.bottom - line.top for line in lines))
        return self._page(start, filled, 0)

    def _page(self, start: int, filled: int, height: int) -> Page:
        height = max(height, ABOVE + filled + BELOW)
        return Page(start, ABOVE if start else 0, ABOVE + filled, height)

    @property
    def size(self) -> QSize:
        """Pixels at scale 1 of the whole."""
        return self.size_of(self.whole)

    def size_of(self, page: Page) -> QSize:
        """Pixels at scale 1."""
        return QSize(self._width, page.height)

    # ---- painting

    def paint_to(self, painter: QPainter, rect: QRectF | None = None, *, page: Page | None = None) -> None:
        """Paint the part in `rect`, all of it without; the painter's origin is the corner of the page."""
        page = page or self.whole
        rect = rect or QRectF(0, 0, self._width, page.height)
        painter.fillRect(rect, self._theme.background)
        left = self._metrics.margin_left
        clip = rect.intersected(QRectF(0, page.top, self._width, page.bottom - page.top))
        painter.save()
        painter.setClipRect(clip)
        painter.translate(left, 0)
        frame = self._frame(page)
        self._painter.paint(painter, frame, clip.translated(-left, 0), self._scene, self._shown)
        paint_overlay(painter, frame, self._theme, self._metrics, self._shown)
        painter.restore()

    def _frame(self, page: Page) -> Frame:
        # At the end of the document nothing must be pushed down to fill the page: it is built as tall as it is full.
        return build(self._sheet, Place(page.start, -ABOVE), page.bottom + BELOW if page.start else page.height)

    def image(self, scale: float = 1.0, page: Page | None = None) -> QImage:
        """A page, or the whole, with `scale` pixels to one. Raises ValueError where it is too tall for an image."""
        page = page or self.whole
        if page.height * scale > TALLEST:
            raise ValueError(
                f"The picture would be {round(page.height * scale)} pixels tall, more than {TALLEST}: "
                "give a height limit, a smaller scale, or write SVG."
            )
        image = QImage(self.size_of(page) * scale, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        try:
            painter.scale(scale, scale)
            self.paint_to(painter, page=page)
        finally:
            painter.end()
        return image

    def save_svg(self, path: Path, title: str = "", page: Page | None = None) -> None:
        """Write a page, or the whole, as SVG with real text. Raises OSError where the file cannot be written."""
        with path.open("wb"):
            pass  # Qt would only log what is wrong with a path
        page = page or self.whole
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(self.size_of(page))
        generator.setViewBox(QRectF(0, 0, self._width, page.height))
        generator.setTitle(title)
        generator.setDescription(QCoreApplication.translate("Canvas", "Text with its annotations"))
        painter = QPainter()
        if not painter.begin(generator):
            raise OSError(f"{path} cannot be written")
        try:
            self.paint_to(painter, page=page)
        finally:
            painter.end()
        drawn = path.read_text(encoding="utf-8")
        path.write_text(FAMILY.sub(r'font-family="\1, Inter, sans-serif"', drawn), encoding="utf-8")

    def save_pdf(self, path: Path, pages: Iterable[Page], title: str = "") -> None:
        """Write pages into one PDF with real text. Raises OSError where the file cannot be written."""
        with path.open("wb"):
            pass
        writer, painter = QPdfWriter(str(path)), QPainter()
        writer.setTitle(title)
        writer.setResolution(DOTS)
        for page in pages:
            size = QSizeF(self._width * 72 / DOTS, page.height * 72 / DOTS)
            writer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
            writer.setPageMargins(QMarginsF(0, 0, 0, 0))
            if not (writer.newPage() if painter.isActive() else painter.begin(writer)):
                raise OSError(f"{path} cannot be written")
            self.paint_to(painter, page=page)
        painter.end()
