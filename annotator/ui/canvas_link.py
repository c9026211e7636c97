"""Joins the desk and the canvas: what the desk holds is shown, what the mouse does becomes a verb."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from annotator.core.checks import Problem
from annotator.core.rows import Relation, Span
from annotator.session import Happened
from annotator.ui.canvas.view import CanvasView
from annotator.ui.desk import Desk
from annotator.ui.desk.state import BULK, Linking

AFTER_PAINT = 0
"""Milliseconds: a timer of none fires when the events at hand, the first paint of a document among them, are done."""


class CanvasLink(QObject):
    """Follows the desk's signals with a canvas, and the canvas's with the desk."""

    def __init__(self, desk: Desk, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._desk, self._canvas = desk, canvas
        self._marked: list[Problem] | None = None  # the list whose problems the scene shows
        self._marking = QTimer(self, interval=AFTER_PAINT, singleShot=True)
        self._marking.timeout.connect(self._mark_problems)
        desk.settled.connect(self._mark_problems)
        desk.document_changed.connect(self._show_document)
        desk.content_changed.connect(self._follow)
        desk.focus_changed.connect(self._show_focus)
        desk.mode_changed.connect(self._show_mode)
        desk.show_requested.connect(self._show_place)
        canvas.span_clicked.connect(self._span_clicked)
        canvas.piece_clicked.connect(desk.remove_fragment)
        canvas.piece_drawn.connect(desk.add_fragment)
        canvas.relation_clicked.connect(desk.focus_item)
        canvas.selection_changed.connect(self._selected)
        canvas.word_double_clicked.connect(desk.focus_text)
        canvas.caret_moved.connect(self._caret_moved)
        canvas.hold_clicked.connect(desk.toggle_held)
        canvas.link_started.connect(self._link_started)
        canvas.link_requested.connect(desk.link)
        canvas.link_abandoned.connect(self._link_abandoned)
        canvas.edge_dragged.connect(desk.edge_to)
        canvas.pill_clicked.connect(self._to_far_end)
        canvas.seen.connect(desk.mark_seen)

    def _show_document(self) -> None:
        self._canvas.set_scene(self._desk.scene)
        self._canvas.set_read_only(bool(self._desk.session and self._desk.session.read_only))
        self._show_mode()
        self._marking.start()

    def _mark_problems(self) -> None:
        """Mark what the checks found, once for each finding; only items that gained or lost a problem are drawn anew.

        The checks read the whole set, so they wait until the change itself is painted.
        """
        scene, found = self._desk.scene, self._desk.problems()
        if scene is None or found is self._marked:
            return
        self._marked = found
        wrong = frozenset(problem.item for problem in found)
        altered = wrong ^ scene.problems
        scene.problems = wrong
        if altered:
            self._canvas.scene_changed((), [name for name in altered if scene.span(name)], altered)

    def _follow(self, happened: Happened) -> None:
        """Tell the canvas just what a revision touched, suggestions around it included."""
        scene, document = self._desk.scene, self._desk.document
        if scene is None:
            return
        if len(happened.changes) > BULK:
            self.refresh()
            return
        rows = [row for change in happened.changes if change.document == document for row in change]
        spans = [row.id for row in rows if isinstance(row, Span)]
        relations = [row.id for row in rows if isinstance(row, Relation)]
        ranges = [place for place in self._desk.changed_ranges(happened) if place != (0, 0)]
        for row in rows:
            if isinstance(row, Relation):
                ends = (scene.span(row.head), scene.span(row.tail))
                ranges += [(end.start, end.end) for end in ends if end is not None]
        for model in scene.suggestions.models:
            near = [span for start, end in ranges for span in model.spans.within(start, end)]
            ranges += [(span.start, span.end) for span in near]
            spans += [span.id for span in near]
        tables = {change.table for change in happened.changes}
        if tables & {"label", "relation_rule", "word_list"} or len(ranges) > 2000:
            ranges, spans, relations = [(0, len(scene.text))], [], []
        if tables & {"comment"}:
            ranges += [change.row.place for change in happened.changes if change.table == "comment"]  # type: ignore[union-attr]
        if ranges or spans or relations:
            self._canvas.scene_changed(ranges, spans, relations)

    def refresh(self) -> None:
        """Draw everything anew: what counts as shown has changed."""
        if self._desk.scene is not None:
            self._canvas.scene_changed([(0, len(self._desk.scene.text))])

    # ---- focus

    def _show_focus(self) -> None:
        focus, canvas = self._desk.focus, self._canvas
        match focus.kind:
            case "span":
                canvas.set_focus_span(focus.id)
            case "relation":
                canvas.set_focus_relation(focus.id)
            case "difference" if focus.id:
                self._show_difference(focus.id)
            case "text" | "difference":
                canvas.set_selection(focus.start, focus.end)
            case _:
                canvas.clear_focus()
        canvas.set_caret(self._desk.caret if self._desk.document is not None else None)
        canvas.set_held(self._desk.held)

    def _show_difference(self, item: str) -> None:
        if self._desk.scene is not None and self._desk.scene.span(item) is not None:
            self._canvas.set_focus_span(item)
        else:
            self._canvas.set_focus_relation(item)

    def _show_mode(self) -> None:
        linking = self._desk.linking
        legal = self._desk.is_legal_end if linking is not None else None
        self._canvas.set_linking(linking.heads[-1] if linking else "", legal)
        self._canvas.shown.target = linking.target if linking else ""
        self._show_focus()

    def _show_place(self, start: int, end: int) -> None:
        if self._canvas.scene is not None:
            self._canvas.ensure_visible(start, end)

    # ---- the mouse

    def _span_clicked(self, name: str, modifiers: Qt.KeyboardModifier, border: int) -> None:
        linking = self._desk.linking
        if linking is not None and not linking.target:
            self._desk.link_to(name)
        elif border >= 0:
            self._desk.click_span(name, border)
        else:
            self._desk.focus_item(name)

    def _selected(self, start: int, end: int) -> None:
        self._desk.focus_text(start, end)

    def _caret_moved(self, offset: int) -> None:
        self._desk.focus_none(caret=offset)

    def _link_started(self, head: str) -> None:
        """A drag from a chip: where it may not end is dimmed. No mode is announced, so that no hints cover the ends."""
        desk = self._desk
        desk.linking = Linking((head,))
        self._canvas.set_linking(head, desk.is_legal_end)

    def _link_abandoned(self) -> None:
        self._desk.linking = None

    def _to_far_end(self, relation: str, end: str) -> None:
        shown = self._desk.scene.relation(relation) if self._desk.scene else None
        if shown is not None:
            self._desk.focus_item(shown.head if end == "head" else shown.tail)

    def copy(self) -> None:
        """Put the words of the focus on the clipboard."""
        desk = self._desk
        if desk.scene is not None and desk.focus.kind in ("text", "span"):
            QApplication.clipboard().setText(desk.scene.text[desk.focus.start : desk.focus.end])
