"""The middle of the window: the canvas with what stands above and under it, and keys that depend on where one is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCursor, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from annotator.ui.canvas.hit import Hit
from annotator.ui.canvas.minimap import Minimap
from annotator.ui.canvas.setting import ArcsMode
from annotator.ui.canvas.snapshot import TooTall, snapshot
from annotator.ui.canvas.view import CanvasView
from annotator.ui.canvas_link import CanvasLink
from annotator.ui.desk import Desk
from annotator.ui.find_bar import FindBar
from annotator.ui.hinting import Hinting
from annotator.ui.keys import CanvasKeys
from annotator.ui.map_feed import MapFeed

ARCS: tuple[ArcsMode, ...] = ("all", "focus", "none")


class CanvasPane(QWidget):
    """Canvas, find bar, hints and keys; bars of others are put above and under it with `add`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.canvas = CanvasView()
        self.link = CanvasLink(desk, self.canvas)
        self.hinting = Hinting(desk, self.canvas)
        self.find_bar = FindBar(desk, self.canvas)
        self.keys = CanvasKeys(desk, self.canvas, self.hinting)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.find_bar)
        self._column.addLayout(self._beside_map(), 1)
        desk.canvas_wanted.connect(self.canvas.setFocus)
        self.canvas.context_requested.connect(self._show_menu)

    def _beside_map(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        self.minimap = Minimap(self.canvas)
        self._map_feed = MapFeed(self.desk, self.minimap, self.find_bar)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.minimap)
        return row

    def add_above(self, widget: QWidget) -> None:
        """Put a bar above the find bar."""
        self._column.insertWidget(self._column.indexOf(self.find_bar), widget)

    def add_below(self, widget: QWidget) -> None:
        """Put a bar under the text."""
        self._column.addWidget(widget)

    # ---- keys that depend on where one is

    def tab(self, step: int) -> None:
        """Next span; while linking, next legal end."""
        if self.desk.linking is None or self.desk.linking.target:
            self.desk.next_span(step)
            return
        linking = self.desk.linking
        found = self.desk.find_span(step, lambda span: self.desk.is_legal_end(span.id))
        if found is None:
            self.desk.message.emit(self.tr("No further entity may be the other end."), "info")
            return
        self.desk.focus_item(found.id)
        self.canvas.set_linking(linking.heads[-1], self.desk.is_legal_end)

    def enter(self) -> None:
        """Accept; while linking, pick the focused end; on a relation that is walked, go to its other end."""
        desk = self.desk
        if desk.linking is not None:
            if desk.focus.kind == "span" and desk.focus.id not in desk.linking.heads:
                desk.link_to(desk.focus.id)
        elif desk.walking:
            desk.to_other_end()
        else:
            desk.accept()

    def escape(self) -> None:
        """One step back: question, hints, linking, find, walking, held items, selection."""
        desk = self.desk
        if desk.question is not None:
            desk.settle_question()
        elif desk.linking is not None:
            self.hinting.stop()
            desk.stop_linking()
        elif self.hinting.active:
            self.hinting.stop()
        elif self.find_bar.isVisible():
            self.find_bar.close_bar()
        elif desk.walking:
            desk.stop_walking()
        elif desk.held:
            desk.held = ()
            desk.focus_changed.emit()
        elif desk.focus.kind != "none":
            desk.focus_none(caret=desk.caret)

    def hold(self) -> None:
        """Hold what is focused and go on to the next span."""
        self.desk.hold()
        if self.desk.focus.kind == "span":
            self.desk.next_span(1)

    def vertical(self, step: int, *, select: bool = False) -> None:
        """Outward or inward in a nest; else the caret a line up or down."""
        if self.desk.scene is None:
            return
        if not select and self.desk.nest(-step):
            return
        self.desk.move_to(self.canvas.offset_on_line(self.desk.caret, step), select=select)

    def page(self, step: int) -> None:
        """A window of text on or back."""
        height = self.canvas.viewport().height() - 2 * self.canvas.metrics.pitch
        self.canvas.scroll_by(step * height)
        start, end = self.canvas.visible_range()
        self.desk.focus_none(caret=start if step < 0 else max(start, min(end, self.desk.caret)))

    def to_end(self) -> None:
        """The end of the document."""
        if self.desk.scene is not None:
            self.desk.move_to(len(self.desk.scene.text))

    def cycle_arcs(self) -> None:
        """Arcs: all, those of the focus, none."""
        mode = ARCS[(ARCS.index(self.canvas.arcs) + 1) % len(ARCS)]
        self.canvas.set_arcs(mode)
        words = {"all": self.tr("All arcs"), "focus": self.tr("Arcs of the focus"), "none": self.tr("No arcs")}
        self.desk.message.emit(words[mode], "info")

    def zoom(self, step: int) -> None:
        """Larger, smaller, or the usual size (0)."""
        self.canvas.set_zoom(round(self.canvas.zoom + 0.1 * step, 2) if step else 1.0)

    def copy_picture(self) -> None:
        """Put the lines of the selection, else what is in view, on the clipboard as a picture for slides and papers."""
        focus, say = self.desk.focus, self.desk.message.emit
        selected = focus.kind == "text"
        try:
            made = snapshot(self.canvas, (focus.start, focus.end) if selected else None)
        except TooTall:
            say(self.tr("This is too much for one picture: File, Save as picture draws pages."), "refused")
            return
        if made is None:
            say(self.tr("There is no document to copy."), "info")
            return
        QGuiApplication.clipboard().setMimeData(made.mime_data)
        what = self.tr("The lines selected are") if selected else self.tr("What is in view is")
        say(self.tr("{0} on the clipboard, as an image and as SVG.").format(what), "info")

    def toggle_rejected(self) -> None:
        """Show rejected suggestions struck out, or hide them."""
        desk = self.desk
        desk.show_rejected = not desk.show_rejected
        if desk.scene is not None:
            desk.scene.show_rejected = desk.show_rejected
            self.link.refresh()

    # ---- the menu under the right button

    def menu_actions(self, actions: dict[str, QAction]) -> None:
        """Actions that the menu offers."""
        self._actions = actions

    def _show_menu(self, hit: Hit, _point: object) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names: tuple[str | None, ...]
        if hit.is_span:
            self.desk.focus_item(hit.id)
            names = ("accept", "reject", "label", None, "relation", "propagate", "unsure", "note", "comment")
        elif hit.is_relation:
            self.desk.focus_item(hit.id)
            names = ("reverse", "label", "reject", None, "unsure", "note", "comment")
        else:
            names = ("label", "copy", None, "find", "next_look", None, "submit")
        for name in names:
            if name is None:
                menu.addSeparator()
            elif name in self._actions:
                menu.addAction(self._actions[name])
        menu.popup(QCursor.pos())
