"""Writes what is on screen, and where, to a file that a test or a script outside the program reads.

Off unless the variable ANNOTATOR_PROBE names a file. It only tells; nothing can be done through it.
"""

import json
import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRectF, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from annotator.ui.canvas.minimap import Minimap
from annotator.ui.canvas.view import CanvasView
from annotator.ui.desk import Desk
from annotator.ui.panels.queue import QueuePanel

VARIABLE = "ANNOTATOR_PROBE"


class Probe(QObject):
    """Follows the desk and the canvas, and writes once the event loop is idle again."""

    def __init__(self, desk: Desk, canvas: CanvasView, path: Path) -> None:
        super().__init__(canvas)
        self._desk, self._canvas, self._path = desk, canvas, path
        self._serial = 0
        self._message = ("", "")
        self._written = ""
        self._timer = QTimer(self, interval=30)
        self._timer.timeout.connect(self._write)
        self._timer.start()
        desk.message.connect(self._hear)

    def _hear(self, sentence: str, kind: str) -> None:
        self._message = (sentence, kind)
        self._serial += 1

    def _write(self) -> None:
        text = json.dumps(self._state(), ensure_ascii=False)
        if text != self._written:
            self._written = text
            partial = self._path.with_suffix(".part")
            partial.write_text(text, encoding="utf-8")
            os.replace(partial, self._path)

    def _state(self) -> dict[str, Any]:
        desk, canvas = self._desk, self._canvas
        state: dict[str, Any] = {
            "message": self._message[0],
            "messages": self._serial,
            "document": desk.doc.document.name if desk.doc else "",
            "person": desk.session.actor.name if desk.session else "",
            "reviewing": desk.reviewing,
            "project": str(desk.session.path) if desk.session else "",
            "focus": desk.focus._asdict(),
            "caret": desk.caret,
            "held": len(desk.held),
            "linking": desk.linking is not None,
            "target": desk.linking.target if desk.linking else "",
            "question": desk.question.text if desk.question else "",
            "pending": bool(desk.session and desk.session.pending),
            "suggesting": desk.suggesting[0],
            "canvas_has_keyboard": canvas.hasFocus(),
            "focus_widget": _name(QApplication.focusWidget()),
            "window": self._box(QRectF(canvas.window().rect()), canvas.window()),
            "canvas": self._box(QRectF(canvas.viewport().rect()), canvas.viewport()),
            "zoom": canvas.zoom,
            "visible": canvas.visible_range(),
            "matches": len(canvas.shown.matches),
            "queue": self._queue(),
            "map": self._map(),
        }
        if desk.scene is not None:
            state["set"] = desk.view.doc.set_of(desk.reviewed or desk.view.author).state
            state["spans"] = self._spans()
            state["unseen"] = desk.unseen()
            state["hints"] = {hint: self._hinted(key) for key, hint in canvas.shown.hints.items()}
        return state

    def _spans(self) -> list[dict[str, Any]]:
        desk, canvas = self._desk, self._canvas
        assert desk.scene is not None
        found = []
        for span in desk.scene.spans_in(*canvas.visible_range()):
            words = " … ".join(desk.scene.text[a:b] for a, b in span.fragments)
            one = {"id": span.id, "text": words, "start": span.start, "end": span.end, "state": span.state.value}
            one["label"] = desk.scene.look(span.label).name
            for name, rect in (("text_at", canvas.rect_of_span(span.id)), ("chip_at", canvas.rect_of_chip(span.id))):
                one[name] = self._box(rect, canvas.viewport()) if rect is not None else None
            found.append(one)
        return found

    def _queue(self) -> dict[str, Any]:
        """What the queue lists: how many documents, by which filter, only what is assigned or not."""
        panel = self._canvas.window().findChild(QueuePanel)
        wanted = self._desk.queue_filter
        count = panel.model.rowCount() if panel is not None else 0
        return {"documents": count, "filter": wanted.text, "assigned": bool(wanted.assigned), "order": wanted.order}

    def _map(self) -> list[int]:
        """The map beside the scrollbar; nothing where it is hidden."""
        for one in self._canvas.window().findChildren(Minimap):
            if one.isVisible():
                return self._box(QRectF(one.rect()), one)
        return []

    def _hinted(self, key: str | int) -> str:
        scene = self._desk.scene
        assert scene is not None
        if isinstance(key, int):
            token = next(iter(scene.tokens_in(key, key + 1)), (key, key + 1))
            return scene.text[token[0] : token[1]]
        span = scene.span(key)
        return scene.text[span.start : span.end] if span else ""

    def _box(self, rect: QRectF, widget: QWidget) -> list[int]:
        """Left, top, width, height in pixels of the screen."""
        corner = widget.mapToGlobal(QPoint(0, 0))
        return [corner.x() + round(rect.x()), corner.y() + round(rect.y()), round(rect.width()), round(rect.height())]


def _name(widget: QWidget | None) -> str:
    if widget is None:
        return ""
    said = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or said or type(widget).__name__


def start_if_wanted(desk: Desk, canvas: CanvasView) -> Probe | None:
    """A probe, when the environment asks for one."""
    path = os.environ.get(VARIABLE)
    return Probe(desk, canvas, Path(path)) if path else None
