"""Between Qt's mouse and gestures: turns points into hits, outcomes into the view's signals, and scrolls drags."""

from functools import singledispatchmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent

from annotator.ui.canvas import pointer
from annotator.ui.canvas.pointer import At, Gesture, Text
from annotator.ui.canvas.state import EdgePreview

if TYPE_CHECKING:
    from annotator.ui.canvas.view import CanvasView

BEAT = 30
"""Milliseconds between two scrolls while a drag is held beyond the edge."""

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Mouse:
    """The mouse of one view."""

    def __init__(self, view: "CanvasView") -> None:
        self._view = view
        self._gesture: Gesture | None = None
        self._last = QPointF()
        self._modifiers = NO_MODIFIER
        self._timer = QTimer(view)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._scroll)

    # ---- events

    def press(self, event: QMouseEvent) -> None:
        scene, shown = self._view.scene, self._view.shown
        if event.button() != Qt.MouseButton.LeftButton or scene is None:
            return
        self._last, self._modifiers = event.position(), event.modifiers()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._gesture = Gesture(
            self._at(event.position()),
            Text(scene.text, scene.tokens_in),
            shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier),
            pieces=control and bool(shown.focus_span) and not shown.read_only,
            read_only=shown.read_only,
            anchor=shown.caret,
        )

    def move(self, event: QMouseEvent) -> None:
        self._last, self._modifiers = event.position(), event.modifiers()
        if self._gesture is None:
            self._hover(event.position())
            return
        self._drag()
        outside = not self._view.viewport().rect().contains(event.position().toPoint())
        if outside and self._gesture.dragging:
            self._timer.start()
        else:
            self._timer.stop()

    def release(self, event: QMouseEvent) -> None:
        self._timer.stop()
        gesture, self._gesture = self._gesture, None
        if gesture is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._modifiers = event.modifiers()
        self._view.set_preview(None)
        for outcome in gesture.release(self._at(event.position()), exact=self._exact):
            self._tell(outcome)

    def abandon(self) -> None:
        """Another document came under the pointer: what was begun on the one before is not to be finished here."""
        self._timer.stop()
        self._gesture = None

    def double_click(self, event: QMouseEvent) -> None:
        scene = self._view.scene
        if event.button() != Qt.MouseButton.LeftButton or scene is None:
            return
        at = self._at(event.position())
        if at.hit.kind in ("text", "span"):
            start, end = Text(scene.text, scene.tokens_in).snapped(at.sign, at.sign)
            if start < end:
                self._view.set_selection(start, end)
                self._view.word_double_clicked.emit(start, end)

    def leave(self) -> None:
        if self._view.shown.hover:
            self._view.shown.hover = ""
            self._view.viewport().update()

    # ---- in between

    @property
    def _exact(self) -> bool:
        return bool(self._modifiers & Qt.KeyboardModifier.AltModifier)

    def _at(self, point: QPointF) -> At:
        view = self._view
        return At(view.hit(point), view.offset_at(point), view.edge_at(point), point.x(), point.y())

    def _drag(self) -> None:
        if self._gesture is not None:
            for outcome in self._gesture.move(self._at(self._last), exact=self._exact):
                self._tell(outcome)

    def _scroll(self) -> None:
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._timer.stop()
            return
        y, height = self._last.y(), self._view.viewport().height()
        away = y if y < 0 else max(0.0, y - height)
        self._view.scroll_by(round(max(-60.0, min(60.0, away))))
        self._drag()

    def _hover(self, point: QPointF) -> None:
        view = self._view
        if view.scene is None:
            return
        hit = view.hit(point)
        shapes = {"handle": Qt.CursorShape.SizeHorCursor, "text": Qt.CursorShape.IBeamCursor}
        shape = shapes.get(hit.kind, Qt.CursorShape.PointingHandCursor)
        shape = Qt.CursorShape.IBeamCursor if hit.kind == "span" else shape
        if view.viewport().cursor().shape() != shape:
            view.viewport().setCursor(shape)
        name = hit.id if hit.kind != "handle" else ""
        if name != view.shown.hover:
            view.shown.hover = name
            view.viewport().update()

    # ---- outcomes

    @singledispatchmethod
    def _tell(self, outcome: pointer.Outcome) -> None:
        raise TypeError(f"no signal for {outcome!r}")

    @_tell.register
    def _(self, outcome: pointer.SpanClicked) -> None:
        border = -1 if outcome.border is None else outcome.border
        self._view.span_clicked.emit(outcome.span, self._modifiers, border)

    @_tell.register
    def _(self, outcome: pointer.PieceClicked) -> None:
        self._view.piece_clicked.emit(outcome.offset)

    @_tell.register
    def _(self, outcome: pointer.PieceDrawing) -> None:
        self._view.set_piece(outcome.selection)

    @_tell.register
    def _(self, outcome: pointer.PieceDrawn) -> None:
        self._view.set_piece(None)
        if outcome.selection[0] < outcome.selection[1]:
            self._view.piece_drawn.emit(*outcome.selection)

    @_tell.register
    def _(self, outcome: pointer.RelationClicked) -> None:
        self._view.relation_clicked.emit(outcome.relation)

    @_tell.register
    def _(self, outcome: pointer.StubClicked) -> None:
        self._view.pill_clicked.emit(outcome.relation, outcome.leads_to)

    @_tell.register
    def _(self, outcome: pointer.HoldClicked) -> None:
        self._view.hold_clicked.emit(outcome.item)

    @_tell.register
    def _(self, outcome: pointer.CaretMoved) -> None:
        self._view.set_caret(outcome.offset)
        self._view.caret_moved.emit(outcome.offset)

    @_tell.register
    def _(self, outcome: pointer.Selecting) -> None:
        if outcome.selection is None:
            self._view.clear_focus()
        else:
            self._view.set_selection(*outcome.selection)

    @_tell.register
    def _(self, outcome: pointer.Selected) -> None:
        self._view.set_selection(*outcome.selection)
        self._view.selection_changed.emit(*outcome.selection)

    @_tell.register
    def _(self, outcome: pointer.Linking) -> None:
        view = self._view
        if view.shown.linking != outcome.head:
            view.set_linking(outcome.head)
            view.link_started.emit(outcome.head)
        view.shown.target, view.shown.link_to = outcome.target, (outcome.x - view.left, outcome.y)
        view.viewport().update()

    @_tell.register
    def _(self, outcome: pointer.Linked) -> None:
        self._view.set_linking("")
        if outcome.tail:
            self._view.link_requested.emit(outcome.head, outcome.tail)
        else:
            self._view.link_abandoned.emit()

    @_tell.register
    def _(self, outcome: pointer.EdgeMoving) -> None:
        span = self._view.scene.span(outcome.span) if self._view.scene is not None else None
        if span is not None:
            start = outcome.offset if outcome.edge == "start" else span.start
            end = outcome.offset if outcome.edge == "end" else span.end
            self._view.set_preview(EdgePreview(span.id, min(start, end), max(start, end)))

    @_tell.register
    def _(self, outcome: pointer.EdgeMoved) -> None:
        self._view.edge_dragged.emit(outcome.span, outcome.edge, outcome.offset)
