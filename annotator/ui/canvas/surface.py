"""The surface of the canvas: keeps a scene laid out where it is in view, paints, scrolls, zooms; knows no mouse."""

import logging
import sys
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from annotator.ui import theme as themes
from annotator.ui.canvas.frame import ABOVE, BELOW, Frame, Place, build, line_at
from annotator.ui.canvas.items import Line
from annotator.ui.canvas.metrics import LEAD, Metrics
from annotator.ui.canvas.overlay import paint_overlay
from annotator.ui.canvas.paint import FramePainter
from annotator.ui.canvas.scene import Scene
from annotator.ui.canvas.seen import SeenTracker
from annotator.ui.canvas.setting import ArcsMode
from annotator.ui.canvas.sheet import Sheet
from annotator.ui.canvas.state import Presentation, Range
from annotator.ui.theme import Theme

PX = 16
MEASURE = 90
THRESHOLD = 12
STEP = 48
ZOOMS = (0.5, 3.0)
log = logging.getLogger(__name__)


class Surface(QAbstractScrollArea):
    """Shows a scene. Offsets are code points; points are pixels of the viewport."""

    zoom_changed = Signal(float)
    scrolled = Signal()
    seen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = Presentation()
        self._scene: Scene | None = None
        self._sheet: Sheet | None = None
        self._frame: Frame | None = None
        self._place = Place(0, -ABOVE)
        self._value = 0
        self._theme = themes.system_theme()
        self._zoom, self._px, self._measure, self._threshold = 1.0, PX, MEASURE, THRESHOLD
        self._lead, self._family = LEAD, ""
        self._metrics = Metrics(PX)
        self._painter = FramePainter(self._theme, self._metrics, self._number_of)
        self._arcs: ArcsMode = "all"
        self._suggestions = True
        self._failed = False
        self._band = QLabel(self)
        self._seen_tracker = SeenTracker(self)
        self._seen_tracker.seen.connect(self.seen)
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._band.setTextFormat(Qt.TextFormat.PlainText)
        self._band.setFont(themes.inter(13, 600))
        self._band.hide()
        self.set_theme(self._theme)

    # ---- what is shown

    def set_scene(self, scene: Scene | None) -> None:
        """Show another document from its beginning, with nothing focused."""
        if self._sheet is not None:
            self._sheet.let_go()
        self._scene, self._sheet, self._frame = scene, None, None
        self._place = Place(0, -ABOVE)
        self.shown = Presentation(read_only=self.shown.read_only, caret_solid=self.shown.caret_solid)
        self._seen_tracker.show(None)
        self.repaint_all()

    @property
    def scene(self) -> Scene | None:
        return self._scene

    def scene_changed(
        self, ranges: Iterable[Range], span_ids: Iterable[str] = (), relation_ids: Iterable[str] = ()
    ) -> None:
        """The scene changed. `ranges` cover old and new text of spans that came, went or moved, `span_ids` and
        `relation_ids` name everything added, altered or removed."""
        if self._sheet is not None:
            self._sheet.change(ranges, span_ids, relation_ids)
            self.repaint_all()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._painter = FramePainter(theme, self._metrics, self._number_of)
        self.verticalScrollBar().setStyleSheet(themes.scrollbar_style(theme))
        self.viewport().update()

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def metrics(self) -> Metrics:
        return self._metrics

    def set_zoom(self, zoom: float) -> None:
        """1.0 is the font size set; kept between half and three times that."""
        zoom = min(ZOOMS[1], max(ZOOMS[0], zoom))
        if zoom != self._zoom:
            self._zoom = zoom
            self._set_metrics()
            self.zoom_changed.emit(zoom)

    @property
    def zoom(self) -> float:
        return self._zoom

    def set_text_size(self, px: int) -> None:
        """The size of the text at zoom 1, in pixels."""
        self._px = px
        self._set_metrics()

    def set_text_font(self, family: str) -> None:
        """The font of the text; empty for the usual one."""
        self._family = family
        self._set_metrics()

    def set_line_space(self, percent: int) -> None:
        """Free space between lines, in hundredths of the text's size."""
        self._lead = percent
        self._set_metrics()

    def _set_metrics(self) -> None:
        self._metrics = Metrics(max(8, round(self._px * self._zoom)), self._lead, self._family)
        self._painter = FramePainter(self._theme, self._metrics, self._number_of)
        self._reconfigure()

    def set_measure(self, signs: int) -> None:
        """The longest line, in characters."""
        self._measure = signs
        self._reconfigure()

    def set_arcs(self, mode: ArcsMode) -> None:
        self._arcs = mode
        self._reconfigure()

    @property
    def arcs(self) -> ArcsMode:
        return self._arcs

    def set_arc_threshold(self, relations: int) -> None:
        """How many relations a window of text may hold before their arcs shrink to ticks."""
        self._threshold = relations
        self._reconfigure()

    def set_suggestions_visible(self, visible: bool) -> None:
        self._suggestions = visible
        self._reconfigure()

    def set_band(self, words: str, colour: QColor | None = None) -> None:
        """A band along the top edge that says in which role one sits here; empty words remove it."""
        self._band.setText(words)
        self._band.setVisible(bool(words))
        if colour is not None:
            ink = "#ffffff" if colour.lightnessF() < 0.6 else "#101010"
            self._band.setStyleSheet(f"background:{colour.name()};color:{ink};padding-left:12px")
        self.setViewportMargins(0, self._band_height, 0, 0)
        self._place_band()

    @property
    def _band_height(self) -> int:
        return 24 if self._band.text() else 0

    def _place_band(self) -> None:
        self._band.setGeometry(0, 0, self.width(), self._band_height)

    # ---- the column and what is in view

    @property
    def left(self) -> int:
        """Pixels from the edge of the viewport to the text: the column stands in the middle of a wide window."""
        metrics = self._metrics
        room = self.viewport().width() - metrics.margin_left - metrics.margin_right
        return metrics.margin_left + max(0, (room - self._column) // 2)

    @property
    def _column(self) -> int:
        metrics = self._metrics
        room = self.viewport().width() - metrics.margin_left - metrics.margin_right
        return max(160, min(room, metrics.measure(self._measure)))

    @property
    def _window(self) -> int:
        """Code points a full window of plain text shows, in steps: a pixel more or less changes nothing."""
        lines = self.viewport().height() / (self._metrics.pitch + self._metrics.lane)
        return max(500, round(lines * self._column / self._metrics.sign_width / 500) * 500)

    def _number_of(self, block: int) -> int:
        return self._sheet.blocks.number(block) if self._sheet is not None else 0

    @property
    def sheet(self) -> Sheet | None:
        """The laid out document; made when first needed."""
        if self._sheet is None and self._scene is not None:
            self._sheet = Sheet(
                self._scene, self._metrics, self._column, window=self._window, threshold=self._threshold
            )
            self._sheet.show(arcs=self._arcs, suggestions=self._suggestions)
        return self._sheet

    def _reconfigure(self) -> None:
        if self._sheet is not None:
            self._sheet.configure(self._metrics, self._column, self._window, self._threshold)
            self._sheet.show(arcs=self._arcs, suggestions=self._suggestions)
        self.repaint_all()

    def frame_now(self) -> Frame | None:
        """What is in view, laid out."""
        if self._frame is None and self.sheet is not None:
            self._frame = build(self.sheet, self._place, self.viewport().height())
            self._place = self._frame.place
            self._follow()
        return self._frame

    def _follow(self) -> None:
        """Bring the scrollbar to where the text is: heights above may have turned out otherwise than estimated."""
        assert self._frame is not None
        assert self._sheet is not None
        first = self._frame.blocks[0]
        self._value = self._sheet.top(first.laid.index) - first.y + ABOVE
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.blockSignals(True)
        bar.setRange(0, max(0, self._sheet.height + ABOVE + BELOW - height))
        bar.setPageStep(max(STEP, height - 2 * self._metrics.pitch))
        bar.setSingleStep(STEP)
        bar.setValue(self._value)
        bar.blockSignals(False)
        self._tell_seen()

    def visible_range(self) -> Range:
        """From the start of the first line in view to the end of the last."""
        lines = self._frame_lines()
        return (lines[0][0].start, lines[-1][0].end) if lines else (0, 0)

    def _frame_lines(self) -> list[tuple[Line, float]]:
        frame = self.frame_now()
        return frame.visible_lines() if frame is not None else []

    def wholly_visible(self) -> Range | None:
        """The text whose lines are in view from top to bottom."""
        height, low = self.viewport().height(), self._metrics.text_height
        lines = [
            line for line, y in self._frame_lines() if y + line.text_top >= 0 and y + line.text_top + low <= height
        ]
        return (lines[0].start, lines[-1].end) if lines else None

    # ---- scrolling

    def scroll_by(self, pixels: int) -> None:
        self._go(Place(self._place.offset, self._place.hidden + pixels))

    def scroll_to(self, offset: int) -> None:
        """Bring the line of an offset to the top."""
        self._go(Place(offset, -ABOVE))

    @property
    def first_offset(self) -> int:
        """An offset on the first line whose text is in view: what to remember of the scroll position."""
        frame = self.frame_now()
        return frame.place.offset if frame is not None else 0

    def centre_on(self, offset: int) -> None:
        """Scroll so that a place stands in the middle."""
        if self._sheet is not None:
            self._go(Place(offset, -self.viewport().height() // 2))

    def _go(self, place: Place) -> None:
        before, self._frame, self._place = self._frame, None, place
        now = self.frame_now()
        self._shift(before, now)
        self.scrolled.emit()

    def _shift(self, before: Frame | None, now: Frame | None) -> None:
        """Move the pixels that stay in view and paint the strip laid bare."""
        if before is not None and now is not None:
            height = self.viewport().height()
            for placed in before.blocks:
                again = now.of_block(placed.laid.index)
                if again is not None and again.laid is placed.laid and abs(again.y - placed.y) < height:
                    shift = again.y - placed.y
                    if shift and _keeps_rails(before, now, shift):
                        self.viewport().scroll(0, shift)
                    elif shift:
                        break
                    return
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        sheet, value = self.sheet, self.verticalScrollBar().value()
        if sheet is None:
            return
        if abs(value - self._value) < 2 * self.viewport().height():
            self.scroll_by(value - self._value)
            return
        block = sheet.block_at(value - ABOVE)
        into = value - ABOVE - sheet.top(block)
        laid = sheet.laid(block)
        line = laid.lines[min(len(laid.lines) - 1, line_at(laid, into))]
        self._go(Place(line.start, max(0, int(min(into, laid.height - 1) - line.top))))

    def repaint_all(self) -> None:
        self._frame = None
        self.viewport().update()

    # ---- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_band()
        self._reconfigure()

    def sizeHint(self) -> QSize:
        return QSize(900, 700)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        try:
            self._paint(painter, event.rect())
        except Exception:
            # Raised through Qt, it would leave the painter open and end the process; said once, not at every frame.
            if not self._failed:
                self._failed = True
                log.exception("The canvas could not be painted")
                sys.excepthook(*sys.exc_info())
        finally:
            painter.end()

    def _paint(self, painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect, self._theme.background)
        frame = self.frame_now()
        if frame is None or self._scene is None:
            return
        self.shown.caret_solid = self.hasFocus()
        painter.setClipRect(rect)
        painter.translate(self.left, 0)
        clip = QRectF(rect.translated(-self.left, 0))
        self._painter.paint(painter, frame, clip, self._scene, self.shown)
        paint_overlay(painter, frame, self._theme, self._metrics, self.shown)
        self._tell_seen()  # a frame may have been laid out before its window was the active one

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.set_zoom(round(self._zoom + 0.1 * steps, 2))
            event.accept()
            return
        super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._tell_seen()

    def _tell_seen(self) -> None:
        self._seen_tracker.show(self.wholly_visible() if self.isActiveWindow() and self._frame is not None else None)


def _keeps_rails(before: Frame, now: Frame, shift: int) -> bool:
    """Whether every rail that would still be in view is: one may end where its other end turns out to have no lane."""
    kept = {rail.relation for rail in now.rails}
    return all(
        rail.relation in kept or rail.bottom + shift <= 0 or rail.top + shift >= now.height for rail in before.rails
    )
