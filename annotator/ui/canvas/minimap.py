"""A strip beside the scrollbar: where suggestions, problems, differences and matches are; a click jumps.

Kinds are told apart by their place in the strip and by shape, not by colour alone.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from annotator.ui.canvas.blocks import Ints
from annotator.ui.canvas.frame import ABOVE, BELOW
from annotator.ui.canvas.surface import Surface
from annotator.ui.theme import Theme

WIDTH = 20
NEAR = 4
"""Pixels of the strip within which a click or the pointer means a mark."""

FOCUS_SIZE = 4.0
LEAST = 4
"""Pixels: the stroke of a single suggestion; each doubling of their number on a row makes it one longer."""

END = 2.0


class MarkKind(StrEnum):
    """What the strip shows, from left to right."""

    SUGGESTION = "suggestion"
    DIFFERENCE = "difference"
    PROBLEM = "problem"
    MATCH = "match"


class Lane(NamedTuple):
    """Where a kind stands in the strip, in pixels from its left, and how high one mark is."""

    left: float
    right: float
    height: float


LANES = {
    MarkKind.MATCH: Lane(1, WIDTH - 1, 2),
    MarkKind.SUGGESTION: Lane(2, 8, 2),
    MarkKind.DIFFERENCE: Lane(9, 13, 4),
    MarkKind.PROBLEM: Lane(14, 18, 4),
}
Rows = list[tuple[int, int]]
"""Rows of pixels, ascending, and how many marks stand on each."""

NOTHING: Ints = np.zeros(0, dtype=np.int64)


class Minimap(QWidget):
    """Shows marks by offset (code points); draws the visible part and the focus anew with each scroll."""

    def __init__(self, surface: Surface) -> None:
        super().__init__()
        self._surface = surface
        self._marks: dict[MarkKind, Ints] = {}
        self._rows: dict[MarkKind, Rows] = {}
        self._focus: int | None = None
        self._tall = 0  # the document's height when the picture was drawn: it becomes exact as one scrolls
        self._picture: QPixmap | None = None
        self._dress: Theme | None = None  # that of the picture
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self.update)
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Map of the document"))
        surface.scrolled.connect(self._later.start)
        surface.zoom_changed.connect(lambda _zoom: self.rebuild())

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 200)

    # ---- what is shown

    def set_marks(self, kind: MarkKind, offsets: Ints) -> None:
        """Show a kind at these offsets, ascending."""
        if not np.array_equal(self._marks.get(kind, NOTHING), offsets):
            self._marks[kind] = offsets
            if not len(offsets):
                del self._marks[kind]
            self.setAccessibleDescription(" · ".join(self._counted(self._marks)))
            self.rebuild()

    def marks(self, kind: MarkKind) -> Ints:
        """The offsets at which a kind is shown."""
        return self._marks.get(kind, NOTHING)

    def set_focus(self, offset: int | None) -> None:
        self._focus = offset
        self.update()

    def rebuild(self) -> None:
        """Heights, marks or colours changed."""
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rebuild()

    # ---- geometry

    def y_of(self, offset: int) -> float:
        """Where an offset stands in the strip, in pixels."""
        sheet = self._surface.sheet
        return float(self._scaled(sheet.ys(np.array([offset])))[0]) if sheet is not None else 0.0

    def _scaled(self, ys: Ints) -> npt.NDArray[np.float64]:
        return np.asarray((ys + ABOVE) * (self.height() / self._whole), dtype=np.float64)

    @property
    def _whole(self) -> int:
        """Pixels from end to end of what the scrollbar goes through: the strip is a picture of that."""
        sheet, view = self._surface.sheet, self._surface.viewport().height()
        return max(1, view, sheet.height + ABOVE + BELOW if sheet is not None else 0)

    def _place(self) -> None:
        """The pixel rows on which marks stand, with their number: nothing that follows grows with the document."""
        sheet = self._surface.sheet
        self._rows = {}
        for kind, offsets in self._marks.items():
            if sheet is not None and len(offsets):
                counts = np.bincount(self._scaled(sheet.ys(offsets)).astype(np.int64))
                rows = np.flatnonzero(counts)
                self._rows[kind] = list(zip(rows.tolist(), counts[rows].tolist(), strict=True))

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._surface.theme
        if self._picture is None or self._is_stale():
            self._picture = self._drawn(theme)
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), theme.background)
            self._paint_view(painter, theme)
            painter.drawPixmap(0, 0, self._picture)
            self._paint_focus(painter, theme)
        finally:
            painter.end()

    def _is_stale(self) -> bool:
        """Whether the picture was drawn for another screen or theme, or marks would now stand two pixels elsewhere."""
        sheet, picture = self._surface.sheet, self._picture
        if picture is None or picture.devicePixelRatio() != self.devicePixelRatio():
            return True
        if self._dress is not self._surface.theme:
            return True
        tall = sheet.height if sheet is not None else 0
        return abs(tall - self._tall) * self.height() > 2 * max(1, tall)

    def _drawn(self, theme: Theme) -> QPixmap:
        self._place()
        self._tall = self._surface.sheet.height if self._surface.sheet is not None else 0
        ratio = self.devicePixelRatio()
        picture = QPixmap(round(self.width() * ratio), max(1, round(self.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for kind in LANES:
            painter.setBrush(_colour(theme, kind))
            _draw_marks(painter, kind, self._rows.get(kind, []), theme)
        painter.end()
        self._dress = theme
        return picture

    def _paint_view(self, painter: QPainter, theme: Theme) -> None:
        """The part of the document that is in view; none where all of it is."""
        sheet = self._surface.sheet
        if sheet is None or self._whole <= self._surface.viewport().height():
            return
        scale, view = self.height() / self._whole, self._surface.viewport().height()
        top = self._surface.verticalScrollBar().value() * scale
        box = QRectF(0.5, top + 0.5, WIDTH - 1, max(6.0, view * scale - 1))
        painter.setPen(QPen(theme.slider_hover, 1.0))
        painter.setBrush(theme.rule)
        painter.drawRoundedRect(box, 2, 2)

    def _paint_focus(self, painter: QPainter, theme: Theme) -> None:
        """A line with an arrow head at the left edge."""
        if self._focus is None or self._surface.sheet is None:
            return
        y = round(self.y_of(self._focus)) + 0.5
        painter.setPen(QPen(theme.accent, 1.0))
        painter.drawLine(QPointF(0, y), QPointF(WIDTH, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        corners = [QPointF(0, y - FOCUS_SIZE), QPointF(FOCUS_SIZE + 1, y), QPointF(0, y + FOCUS_SIZE)]
        painter.drawPolygon(QPolygonF(corners))

    # ---- the mouse

    def near(self, y: float) -> dict[MarkKind, Ints]:
        """The offsets of the marks within a few pixels of a height."""
        sheet, found = self._surface.sheet, {}
        for kind, offsets in self._marks.items():
            if sheet is not None and len(offsets):
                places = self._scaled(sheet.ys(offsets))
                first, last = np.searchsorted(places, (y - NEAR, y + NEAR))
                if last > first:
                    found[kind] = offsets[first:last]
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._jump(event.position().y(), to_mark=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._jump(event.position().y(), to_mark=False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """As over the scrollbar."""
        QApplication.sendEvent(self._surface.verticalScrollBar(), event)

    def _jump(self, y: float, *, to_mark: bool) -> None:
        """Show the mark at a height, else the text there."""
        sheet = self._surface.sheet
        if sheet is None:
            return
        marks = self.near(y) if to_mark else {}
        if marks:
            offsets = np.concatenate(list(marks.values()))
            away = np.abs(self._scaled(sheet.ys(offsets)) - y)
            offset = int(offsets[int(np.argmin(away))])
        else:
            offset = sheet.offset_at(y / max(1, self.height()) * self._whole - ABOVE)
        self._surface.centre_on(offset)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words_at(event.pos().y()), self, QRect())
            return True
        return super().event(event)

    def words_at(self, y: float) -> str:
        """What is marked at a height, in words."""
        said = self._counted(self.near(y))
        if self._focus is not None and abs(self.y_of(self._focus) - y) <= NEAR:
            said.append(self.tr("the focus"))
        return " · ".join(said) or self.tr("Click to go there")

    def _counted(self, marks: dict[MarkKind, Ints]) -> list[str]:
        return [f"{len(marks[kind]):,} {self._word(kind, len(marks[kind]))}" for kind in MarkKind if kind in marks]

    def _word(self, kind: MarkKind, count: int) -> str:
        words = {
            MarkKind.SUGGESTION: (self.tr("suggestion"), self.tr("suggestions")),
            MarkKind.DIFFERENCE: (self.tr("difference"), self.tr("differences")),
            MarkKind.PROBLEM: (self.tr("problem"), self.tr("problems")),
            MarkKind.MATCH: (self.tr("match"), self.tr("matches")),
        }
        return words[kind][count != 1]


def _colour(theme: Theme, kind: MarkKind) -> QColor:
    colours = {
        MarkKind.SUGGESTION: theme.arc,
        MarkKind.DIFFERENCE: theme.accent,
        MarkKind.PROBLEM: theme.problem,
        MarkKind.MATCH: theme.match_current,
    }
    return colours[kind]


def _draw_marks(painter: QPainter, kind: MarkKind, rows: Rows, theme: Theme) -> None:
    """Suggestions are strokes, longer where there are many; matches have ends that show on any ground."""
    lane = LANES[kind]
    wide, high = lane.right - lane.left, lane.height
    if kind is MarkKind.SUGGESTION:
        lengths = [(row, min(wide, LEAST + count.bit_length() - 1)) for row, count in rows]
        painter.drawRects([QRectF(lane.left, row, length, high) for row, length in lengths])
        return
    boxes = [QRectF(lane.left, row - (high - 1) / 2, wide, high) for row, _ in rows]
    if kind is MarkKind.MATCH:
        painter.drawRects(boxes)
        painter.setBrush(theme.hover)
        for left in (lane.left, lane.right - END):
            painter.drawRects([QRectF(left, box.top(), END, high) for box in boxes])
        return
    for box in _apart(boxes):
        if kind is MarkKind.PROBLEM:
            painter.drawEllipse(box)
        else:
            painter.drawPolygon(_diamond(box))


def _apart(boxes: list[QRectF]) -> Iterator[QRectF]:
    """Those that do not hide the shape of the one before."""
    bottom = -1.0
    for box in boxes:
        if box.top() >= bottom - 1:
            bottom = box.bottom()
            yield box


def _diamond(box: QRectF) -> QPolygonF:
    middle = box.center()
    corners = [
        QPointF(middle.x(), box.top()),
        QPointF(box.right(), middle.y()),
        QPointF(middle.x(), box.bottom()),
        QPointF(box.left(), middle.y()),
    ]
    return QPolygonF(corners)
