"""Where things are in a view, and what is at a point: from frames, in pixels of the viewport."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from annotator.ui.canvas import hit as hits
from annotator.ui.canvas.drawn import rectangle
from annotator.ui.canvas.frame import ABOVE, Frame, Placed, line_at
from annotator.ui.canvas.hit import Hit, Upright
from annotator.ui.canvas.items import Box, Line
from annotator.ui.canvas.overlay import handles

if TYPE_CHECKING:
    from annotator.ui.canvas.view import CanvasView


def hit(view: "CanvasView", point: QPointF) -> Hit:
    frame = view.frame_now()
    if frame is None:
        return Hit("text")
    x, placed = point.x() - view.left, frame.block_at(point.y())
    y = point.y() - placed.y
    number = line_at(placed.laid, y)
    line = placed.laid.lines[number]
    grips = []
    if view.shown.focus_span and not view.shown.read_only:
        grips = [
            grip._replace(box=grip.box.moved(0, -placed.y))
            for grip in handles(frame, view.shown.focus_span, metrics=view.metrics)
        ]
    uprights = _uprights(frame, placed.y)
    return hits.find(line, x, y, placed.laid.shaped.offset_at(number, x), handles=grips, uprights=uprights)


def _uprights(frame: Frame, y: float) -> tuple[Upright, ...]:
    return tuple(Upright(rail.relation, rail.x, rail.top - y, rail.bottom - y) for rail in frame.rails)


def offset_at(view: "CanvasView", point: QPointF) -> int:
    found = _line_under(view, point)
    return found[0].laid.shaped.offset_at(found[1], point.x() - view.left) if found else 0


def edge_at(view: "CanvasView", point: QPointF) -> int:
    found = _line_under(view, point)
    return found[0].laid.shaped.edge_at(found[1], point.x() - view.left) if found else 0


def _line_under(view: "CanvasView", point: QPointF) -> tuple[Placed, int] | None:
    frame = view.frame_now()
    if frame is None:
        return None
    placed = frame.block_at(point.y())
    return placed, line_at(placed.laid, point.y() - placed.y)


def placed(view: "CanvasView", offset: int) -> Placed | None:
    """The block of an offset where it stands, or would stand, in the viewport."""
    sheet, frame = view.sheet, view.frame_now()
    if sheet is None or frame is None:
        return None
    block = sheet.blocks.at(offset)
    known = frame.of_block(block)
    if known is not None:
        return known
    laid = sheet.laid(block)
    first = frame.blocks[0]
    return Placed(laid, first.y + sheet.top(block) - sheet.top(first.laid.index))


def point_at(view: "CanvasView", offset: int) -> QPointF:
    found = placed(view, offset)
    if found is None:
        return QPointF(view.left, ABOVE)
    shaped = found.laid.shaped
    number = shaped.line_of(offset)
    middle = found.y + found.laid.lines[number].text_top + view.metrics.text_height / 2
    return QPointF(view.left + shaped.middle_x(offset, number), middle)


def offset_on_line(view: "CanvasView", offset: int, step: int) -> int:
    found = placed(view, offset)
    if found is None or view.sheet is None:
        return offset
    shaped = found.laid.shaped
    number = shaped.line_of(offset)
    x, number = shaped.x(offset, number), number + step
    block = shaped.index
    while not 0 <= number < len(shaped) or view.sheet.blocks.is_empty(block):
        block += step
        if not 0 <= block < len(view.sheet.blocks):
            return offset
        shaped = view.sheet.laid(block).shaped
        number = 0 if step > 0 else len(shaped) - 1
    return shaped.edge_at(number, x)


def band_of(view: "CanvasView", start: int, end: int) -> QRectF:
    """The lines of a range, from the top of their arcs to below the text."""
    first, last = placed(view, start), placed(view, end)
    if first is None or last is None:
        return QRectF()
    top = first.y + first.laid.lines[first.laid.shaped.line_of(start)].top
    bottom = last.y + last.laid.lines[last.laid.shaped.line_of(end)].bottom
    return QRectF(view.left, top, 1, max(1.0, bottom - top))


def rect_of_span(view: "CanvasView", span_id: str) -> QRectF | None:
    return _rect(view, span_id, lambda line: [(fill.span, fill.box) for fill in line.fills if fill.opens])


def rect_of_chip(view: "CanvasView", span_id: str) -> QRectF | None:
    return _rect(view, span_id, lambda line: [(chip.span, chip.box) for chip in line.chips if chip.kind != "continued"])


def rect_of_relation_label(view: "CanvasView", relation_id: str) -> QRectF | None:
    frame = view.frame_now()
    for line, y in frame.visible_lines() if frame is not None else ():
        for tag in line.tags:
            if tag.relation == relation_id and tag.kind != "more":
                return rectangle(tag.box.moved(view.left, y))
    return None


def _rect(view: "CanvasView", span_id: str, boxes: Callable[[Line], list[tuple[str, Box]]]) -> QRectF | None:
    span = view.scene.span(span_id) if view.scene is not None else None
    found = placed(view, span.start) if span is not None else None
    if span is None or found is None:
        return None
    line = found.laid.lines[found.laid.shaped.line_of(span.start)]
    box = next((box for name, box in boxes(line) if name == span_id), None)
    return rectangle(box.moved(view.left, found.y)) if box is not None else None
