"""A document as pictures: PNG at any scale, SVG and PDF with real text; whole, or page by page, without a window."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter

from annotator.ui.canvas.frame import ABOVE, BELOW, Frame, Place, build
from annotator.ui.canvas.metrics import Metrics
from annotator.ui.canvas.overlay import paint_overlay
from annotator.ui.canvas.paint import FramePainter
from annotator.ui.canvas.scene import Scene
from annotator.ui.canvas.setting import ArcsMode
from annotator.ui.canvas.sheet import Sheet
from annotator.ui.canvas.state import Presentation
from annotator.ui.canvas.svg import DOTS, svg_of
from annotator.ui.theme import Theme

TALLEST = 32_000
"""Pixels of the picture itself beyond which Qt's images and most viewers give up."""

A4 = math.sqrt(2)
"""Height of a page to its width."""


@dataclass(frozen=True)
class Page:
    """Whole lines of a document, `height` pixels with what stays free above and below; `start` is a code point."""

    start: int
    top: int
    bottom: int
    height: int


class Laid:
    """A sheet as pages `width` pixels wide, ready to be painted at any scale; `height_limit` cuts the whole off."""

    def __init__(
        self,
        sheet: Sheet,
        scene: Scene,
        theme: Theme,
        metrics: Metrics,
        *,
        width: int,
        height_limit: int | None = None,
        shown: Presentation | None = None,
    ) -> None:
        self._sheet, self._scene, self._theme, self._metrics = sheet, scene, theme, metrics
        self._width, self._limit, self._shown = width, height_limit, shown or Presentation()
        self._painter = FramePainter(theme, metrics, sheet.blocks.number)

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

    def svg(self, title: str = "", page: Page | None = None) -> bytes:
        """A page, or the whole, as SVG with real text."""
        page = page or self.whole
        return svg_of(self.size_of(page), lambda painter: self.paint_to(painter, page=page), title=title)

    def pdf(self, device: QIODevice, pages: Iterable[Page], title: str = "") -> Iterator[Page]:
        """Write pages as a PDF with real text, one a step; the page written is handed on. Raises OSError."""
        writer, painter = QPdfWriter(device), QPainter()
        writer.setTitle(title)
        writer.setResolution(DOTS)
        try:
            for page in pages:
                size = QSizeF(self._width * 72 / DOTS, page.height * 72 / DOTS)
                writer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
                writer.setPageMargins(QMarginsF(0, 0, 0, 0))
                if not (writer.newPage() if painter.isActive() else painter.begin(writer)):
                    raise OSError(device.errorString())
                self.paint_to(painter, page=page)
                yield page
        finally:
            painter.end()


class Picture(Laid):
    """A scene laid out for its pictures alone."""

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
        sheet = Sheet(
            scene, metrics, max(160, width - metrics.margin_left - metrics.margin_right), threshold=arc_threshold
        )
        sheet.show(arcs=arcs, suggestions=True)
        if shown is not None:
            sheet.draw_in_full(frozenset(filter(None, (shown.focus_span, shown.focus_relation))))
        super().__init__(sheet, scene, theme, metrics, width=width, height_limit=height_limit, shown=shown)
