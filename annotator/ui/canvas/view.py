"""The canvas: a surface with focus and marks, that says what the mouse did to it and answers where things are."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.canvas import geometry
from annotator.ui.canvas.frame import Place
from annotator.ui.canvas.hit import Hit
from annotator.ui.canvas.mouse import Mouse
from annotator.ui.canvas.scene import Scene
from annotator.ui.canvas.state import EdgePreview, Range
from annotator.ui.canvas.surface import Surface


class CanvasView(Surface):
    """A surface one can work on. Handles no keys: a table of actions in the window does."""

    selection_changed = Signal(int, int)
    span_clicked = Signal(str, object, int)  # id, modifiers, the nearest border between signs or -1 on a chip
    piece_clicked = Signal(int)  # with Ctrl: a place whose piece of the focused span is to go
    piece_drawn = Signal(int, int)  # with Ctrl: one more piece for the focused span
    relation_clicked = Signal(str)
    pill_clicked = Signal(str, str)
    link_started = Signal(str)
    link_requested = Signal(str, str)
    link_abandoned = Signal()
    edge_dragged = Signal(str, str, int)
    word_double_clicked = Signal(int, int)
    hold_clicked = Signal(str)
    context_requested = Signal(object, QPoint)
    caret_moved = Signal(int)
    told = Signal()  # what the focus is on, or what is known of it, may be another now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mouse = Mouse(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(self.tr("Text with its annotations"))

    def set_scene(self, scene: Scene | None) -> None:
        """Show another document from its beginning, with nothing focused and no drag under way."""
        self._mouse.abandon()
        super().set_scene(scene)

    def scene_changed(
        self, ranges: Iterable[Range], span_ids: Iterable[str] = (), relation_ids: Iterable[str] = ()
    ) -> None:
        """As the surface's; what the focus is on may be called otherwise now."""
        super().scene_changed(ranges, span_ids, relation_ids)
        self.told.emit()

    # ---- focus, caret and the other marks: these repaint and move nothing

    def set_focus_span(self, span_id: str) -> None:
        self.shown.focus_span, self.shown.focus_relation, self.shown.selection = span_id, "", None
        self._focus_changed()

    def set_focus_relation(self, relation_id: str) -> None:
        self.shown.focus_span, self.shown.focus_relation, self.shown.selection = "", relation_id, None
        self._focus_changed()

    def set_selection(self, start: int, end: int) -> None:
        self.shown.focus_span, self.shown.focus_relation, self.shown.selection = "", "", (start, end)
        self._focus_changed()

    def set_piece(self, piece: Range | None) -> None:
        """Text that is being drawn as one more piece of the focused span; the focus stays."""
        self.shown.selection = piece
        self.viewport().update()

    def clear_focus(self) -> None:
        self.shown.focus_span, self.shown.focus_relation, self.shown.selection = "", "", None
        self._focus_changed()

    def _focus_changed(self) -> None:
        if self._sheet is not None:
            items = frozenset(filter(None, (self.shown.focus_span, self.shown.focus_relation, self.shown.linking)))
            if self._sheet.draw_in_full(items):
                self._frame = None
        self.viewport().update()

    def set_read_only(self, read_only: bool) -> None:
        self.shown.read_only = read_only
        self.viewport().update()

    def set_caret(self, offset: int | None) -> None:
        self.shown.caret = offset
        self.viewport().update()
        self.told.emit()

    def set_held(self, ids: Sequence[str]) -> None:
        """Items held for an action on all of them, in the order of their numbers."""
        self.shown.held = tuple(ids)
        self.viewport().update()

    def set_linking(self, head: str, legal: Callable[[str], bool] | None = None) -> None:
        """A relation is being made from `head`; spans not `legal` as its other end are dimmed. Empty ends it."""
        self.shown.linking, self.shown.legal = head, legal
        if not head:
            self.shown.target, self.shown.link_to = "", None
        self._focus_changed()
        self.told.emit()

    def set_hints(self, hints: Mapping[str | int, str]) -> None:
        """Letters to show at spans (by id) or words (by the offset of their start)."""
        self.shown.hints = dict(hints)
        self.viewport().update()

    def set_matches(self, matches: Sequence[Range], current: int = -1) -> None:
        """Ranges a search found, ascending, and which of them is the current one."""
        self.shown.matches, self.shown.match = list(matches), current
        self.viewport().update()

    def set_preview(self, preview: EdgePreview | None) -> None:
        self.shown.preview = preview
        self.viewport().update()

    # ---- geometry

    def hit(self, point: QPointF | QPoint) -> Hit:
        """What is under a point."""
        return geometry.hit(self, QPointF(point))

    def offset_at(self, point: QPointF | QPoint) -> int:
        """The start of the sign under a point, or nearest to it."""
        return geometry.offset_at(self, QPointF(point))

    def edge_at(self, point: QPointF | QPoint) -> int:
        """The border between two signs nearest to a point."""
        return geometry.edge_at(self, QPointF(point))

    def point_at(self, offset: int) -> QPointF:
        """The middle of the sign at an offset; beyond the viewport where it is not in view."""
        return geometry.point_at(self, offset)

    def rect_of_span(self, span_id: str) -> QRectF | None:
        """The first stretch of a span's text, or None if there is no such span."""
        return geometry.rect_of_span(self, span_id)

    def rect_of_chip(self, span_id: str) -> QRectF | None:
        return geometry.rect_of_chip(self, span_id)

    def rect_of_relation_label(self, relation_id: str) -> QRectF | None:
        """The words of a relation where they are in view, else None."""
        return geometry.rect_of_relation_label(self, relation_id)

    def offset_on_line(self, offset: int, step: int) -> int:
        """The offset above (-1) or below (1) another, one line on."""
        return geometry.offset_on_line(self, offset, step)

    def ensure_visible(self, start: int, end: int | None = None, margin: int = 60) -> None:
        """Scroll as little as shows the lines of a range and `margin` pixels; from far, to a third from the top."""
        frame = self.frame_now()
        if frame is None:
            return
        box = geometry.band_of(self, start, start if end is None else max(start, end - 1))
        height = self.viewport().height()
        margin = min(margin, max(0, int(height - box.height()) // 2))
        if box.top() < -height or box.bottom() > 2 * height:
            self._go(Place(start, -height // 3))
        elif box.top() < margin:
            self.scroll_by(round(box.top() - margin))
        elif box.bottom() > height - margin:
            self.scroll_by(round(min(box.bottom() - height + margin, box.top() - margin)))

    # ---- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # a table of actions in the window knows the keys; the scroll area's own would get in its way

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse and self._scene is not None:
            self.context_requested.emit(self.hit(QPointF(event.pos())), event.globalPos())
            event.accept()
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse.leave()
        super().leaveEvent(event)
