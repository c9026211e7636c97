"""What is painted over a frame and changes from key to key: rings, handles, caret, hints, a new relation."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from annotator.ui.canvas.drawn import arrow_head, rectangle
from annotator.ui.canvas.frame import Frame
from annotator.ui.canvas.hints import place_hints
from annotator.ui.canvas.hit import Handle
from annotator.ui.canvas.items import Box, Fill, Line
from annotator.ui.canvas.metrics import Metrics, Voice
from annotator.ui.canvas.state import Presentation
from annotator.ui.theme import Theme

GRIP = 3.5


def span_boxes(frame: Frame, span: str, *, chips: bool = True) -> list[Box]:
    """Where a span's text (and chip) stands, in pixels of the viewport from the left edge of the text.

    Tight at the sides: a comma that follows must stay readable beside a ring.
    """
    found = []
    for line, y in frame.visible_lines():
        for fill in line.fills:
            if fill.span == span:
                box, inset = fill.box.moved(0, y), 2 + 1.5 * fill.depth
                found.append(Box(box.left + inset, box.top, box.right - inset, box.bottom))
        if chips:
            found += [chip.box.moved(0, y) for chip in line.chips if chip.span == span and chip.kind == "chip"]
    return found


def handles(frame: Frame, span: str, *, metrics: Metrics) -> list[Handle]:
    """The grips of a span, outside its text, where its edges are in view."""
    found = []
    for line, y in frame.visible_lines():
        leftwards = _reads_leftwards(frame, line)
        for fill in line.fills:
            if fill.span == span:
                found += _grips(fill, line, y, leftwards=leftwards, height=metrics.text_height)
    return found


def _grips(fill: Fill, line: Line, y: float, *, leftwards: bool, height: int) -> list[Handle]:
    top, bottom = y + line.text_top - 3, y + line.text_top + height + 4
    # Beyond the text, and wide enough to catch.
    left, right = fill.box.left + 2 + 1.5 * fill.depth, fill.box.right - 2 - 1.5 * fill.depth
    before = Box(left - 2 * GRIP, top, left, bottom)
    after = Box(right, top, right + 2 * GRIP, bottom)
    found = []
    if fill.opens:
        found.append(Handle(fill.span, "start", after if leftwards else before))
    if fill.closes:
        found.append(Handle(fill.span, "end", before if leftwards else after))
    return found


def _reads_leftwards(frame: Frame, line: Line) -> bool:
    return any(line is own and placed.laid.shaped.leftwards for placed in frame.blocks for own in placed.laid.lines)


def paint_overlay(painter: QPainter, frame: Frame, theme: Theme, metrics: Metrics, shown: Presentation) -> None:
    """Paint the overlay of a frame, the left edge of the text at 0."""
    for number, held in enumerate(shown.held, start=1):
        _paint_held(painter, span_boxes(frame, held), number, theme, metrics)
    for span in filter(None, (shown.linking, shown.target)):
        _paint_ring(painter, span_boxes(frame, span, chips=False), theme, 1.5)
    if shown.focus_span:
        _paint_ring(painter, span_boxes(frame, shown.focus_span), theme, 2.0)
        if not shown.read_only:
            for handle in handles(frame, shown.focus_span, metrics=metrics):
                _paint_handle(painter, handle, theme)
    if shown.preview is not None:
        _paint_preview(painter, frame, theme, metrics, shown)
    if shown.caret is not None and not shown.focus_span:
        _paint_caret(painter, frame, theme, metrics, shown)
    if shown.link_to is not None and shown.linking:
        _paint_link(painter, frame, theme, shown)
    if shown.hints:
        _paint_hints(painter, frame, theme, metrics, shown)


def _paint_ring(painter: QPainter, boxes: list[Box], theme: Theme, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.accent, width))
    for box in boxes:
        painter.drawRoundedRect(rectangle(box).adjusted(-1.6, -1.5, 0.9, 1.5), 3.5, 3.5)


def _paint_held(painter: QPainter, boxes: list[Box], number: int, theme: Theme, metrics: Metrics) -> None:
    """A thin ring, and the number of the item in the order of holding at the corner of its topmost box, the chip."""
    if not boxes:
        return
    _paint_ring(painter, boxes, theme, 1.2)
    size, first = metrics.chip_height - 1.0, min(boxes, key=lambda box: box.top)
    badge = QRectF(first.left - size * 0.7, first.top - size * 0.25, size, size)
    painter.setPen(QPen(theme.background, 2.0))
    painter.setBrush(theme.accent)
    painter.drawEllipse(badge)
    painter.setPen(theme.on_accent)
    painter.setFont(metrics.fonts[Voice.CHIP])
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(number))


def _paint_handle(painter: QPainter, handle: Handle, theme: Theme) -> None:
    """A knob at a corner of the ring, above or below all letters."""
    box = handle.box
    x = (box.left + box.right) / 2
    knob = QPointF(x, box.top + 1.5 if handle.edge == "start" else box.bottom - 1.5)
    painter.setPen(QPen(theme.background, 1.2))
    painter.setBrush(theme.handle)
    painter.drawEllipse(knob, GRIP + 0.6, GRIP + 0.6)


def _paint_preview(painter: QPainter, frame: Frame, theme: Theme, metrics: Metrics, shown: Presentation) -> None:
    """The outline a span would have if the edge were let go here."""
    assert shown.preview is not None
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.accent, 1.4, Qt.PenStyle.DashLine))
    for box in range_boxes(frame, shown.preview.start, shown.preview.end, metrics):
        painter.drawRoundedRect(rectangle(box).adjusted(-2, -2, 2, 3), 4, 4)


def range_boxes(frame: Frame, start: int, end: int, metrics: Metrics) -> list[Box]:
    """Where a range of text stands among the visible lines."""
    found = []
    for placed in frame.blocks:
        for number, line in enumerate(placed.laid.lines):
            low, high = max(start, line.start), min(end, line.end)
            if low < high and placed.y + line.bottom > 0 and placed.y + line.top < frame.height:
                top = placed.y + line.text_top
                stretches = placed.laid.shaped.stretches(low, high, number)
                found += [Box(left, top, right, top + metrics.text_height) for left, right in stretches]
    return found


def _paint_caret(painter: QPainter, frame: Frame, theme: Theme, metrics: Metrics, shown: Presentation) -> None:
    assert shown.caret is not None
    placed = next((p for p in frame.blocks if p.laid.shaped.start <= shown.caret <= p.laid.shaped.end), None)
    if placed is None:
        return
    shaped = placed.laid.shaped
    number = shaped.line_of(shown.caret)
    line, x = placed.laid.lines[number], round(shaped.x(shown.caret, number)) + 0.5
    top = placed.y + line.text_top
    painter.setPen(QPen(theme.accent if shown.caret_solid else theme.arc, 1.6 if shown.caret_solid else 1.0))
    painter.drawLine(QLineF(x, top, x, top + min(metrics.text_height, line.bottom - line.text_top)))


def _paint_link(painter: QPainter, frame: Frame, theme: Theme, shown: Presentation) -> None:
    chip = next(
        (c.box.moved(0, y) for line, y in frame.visible_lines() for c in line.chips if c.span == shown.linking), None
    )
    if chip is None or shown.link_to is None:
        return
    start, (x, y) = QPointF((chip.left + chip.right) / 2, chip.top), shown.link_to
    lift = min(start.y(), y) - 36
    path = QPainterPath(start)
    path.cubicTo(start.x(), lift, x, lift, x, y - 5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.accent, 2.0))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.accent)
    painter.drawPath(arrow_head(x, y - 1))


def _paint_hints(painter: QPainter, frame: Frame, theme: Theme, metrics: Metrics, shown: Presentation) -> None:
    painter.setFont(metrics.fonts[Voice.CHIP])
    for key, box in place_hints(frame, shown.hints, metrics).items():
        area = rectangle(box)
        painter.setPen(QPen(theme.background, 1.5))
        painter.setBrush(theme.hint)
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(theme.on_hint)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown.hints[key])
