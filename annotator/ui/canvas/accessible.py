"""The canvas for those who do not see it: paragraphs around the caret with their entities, and what the focus is on.

A painted text has no widgets a screen reader could walk, so the paragraphs are listed as virtual children. There are
never more than `CHILDREN` of them, made once: Qt keeps interfaces it has handed out for as long as it runs.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface, QColor
from PySide6.QtWidgets import QAccessibleWidget

from annotator.ui.canvas import geometry
from annotator.ui.canvas.scene import Scene, ShownSpan, State
from annotator.ui.canvas.view import CanvasView

AROUND = 12  # paragraphs listed on either side of the one with the caret
CHILDREN = 2 * AROUND + 1


class Paragraph(QAccessibleInterface):
    """One place in the list of paragraphs; which paragraph stands there follows the caret."""

    def __init__(self, page: "Page", place: int) -> None:
        super().__init__()
        self._page, self._place = page, place

    def isValid(self) -> bool:
        return self._page.alive and self._page.block_at(self._place) is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._page.interface()

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Paragraph

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.readOnly = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        block = self._page.block_at(self._place)
        if block is None or kind != QAccessible.Text.Name:
            return ""
        return words_of_block(self._page.view, block)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """The text of a document is not to be changed."""

    def rect(self) -> QRect:
        block = self._page.block_at(self._place)
        return QRect() if block is None else self._page.rect_of(block)

    def foregroundColor(self) -> QColor:
        return self._page.view.palette().text().color()

    def backgroundColor(self) -> QColor:
        return self._page.view.palette().base().color()


class Page(QAccessibleWidget):
    """The canvas itself: its paragraphs are its children."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view, QAccessible.Role.Document)
        self.view, self.alive = view, True
        view.destroyed.connect(self._end)
        self._children = [Paragraph(self, place) for place in range(CHILDREN)]
        for child in self._children:
            QAccessible.registerAccessibleInterface(child)

    def _end(self) -> None:
        self.alive = False

    def interface(self) -> QAccessibleInterface | None:
        return QAccessible.queryAccessibleInterface(self.view) if self.alive else None

    def blocks(self) -> list[int]:
        """The blocks listed now, in reading order: those with text, nearest to the caret."""
        sheet = self.view.sheet if self.alive else None
        if sheet is None or not len(sheet.blocks):
            return []
        here = sheet.blocks.at(self.view.shown.caret or 0)
        near = range(max(0, here - 2 * AROUND), min(len(sheet.blocks), here + 2 * AROUND + 1))
        full = [block for block in near if sheet.blocks.paragraph(block)]
        before, after = [b for b in full if b < here], [b for b in full if b >= here]
        return before[-AROUND:] + after[: AROUND + 1]

    def block_at(self, place: int) -> int | None:
        """The block that stands at a place of the list, or None beyond its end."""
        blocks = self.blocks()
        return blocks[place] if place < len(blocks) else None

    def rect_of(self, block: int) -> QRect:
        """Where a block is, on the screen."""
        assert self.view.sheet is not None
        start, end = self.view.sheet.blocks.range_of(block)
        if self.view.frame_now() is None:
            return QRect()
        box = geometry.band_of(self.view, start, max(start, end - 1)).toRect()
        return QRect(self.view.viewport().mapToGlobal(box.topLeft()), box.size())

    def childCount(self) -> int:
        return len(self.blocks())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._children[index] if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((place for place, one in enumerate(self._children) if one is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        point = QPoint(x, y)
        for place, block in enumerate(self.blocks()):
            if self.rect_of(block).contains(point):
                return self._children[place]
        return None


def words_of_block(view: CanvasView, block: int) -> str:
    """A paragraph as it is read out: its text, then its entities."""
    sheet, scene = view.sheet, view.scene
    if sheet is None or scene is None:
        return ""
    start, end = sheet.blocks.range_of(block)
    entities = [words_of_span(view, scene, span) for span in scene.spans_in(start, end) if span.start >= start]
    said = view.tr("Entities: {0}").format("; ".join(entities)) if entities else view.tr("No entities")
    return f"{scene.text[start:end].strip()} — {said}"


def words_of_span(view: CanvasView, scene: Scene, span: ShownSpan) -> str:
    """An entity as it is read out: its text, its label, and what is to be known of it."""
    states = {
        State.SUGGESTION: view.tr("suggested"),
        State.CONFLICT: view.tr("suggestions in conflict"),
        State.REJECTED: view.tr("rejected"),
    }
    said = [" … ".join(scene.text[start:end] for start, end in span.fragments), scene.look(span.label).name]
    said += [states[span.state]] if span.state in states else []
    said += [view.tr("unsure")] if span.unsure else []
    said += [view.tr("problem")] if span.problem else []
    return ", ".join(said)


def words_of_focus(view: CanvasView) -> str:
    """What the focus is on, as it is read out; of a caret alone the word it stands in."""
    scene, shown = view.scene, view.shown
    if scene is None:
        return ""
    span = scene.span(shown.focus_span) if shown.focus_span else None
    if span is not None:
        return words_of_span(view, scene, span)
    relation = scene.relation(shown.focus_relation) if shown.focus_relation else None
    if relation is not None:
        ends = [scene.span(end) for end in (relation.head, relation.tail)]
        head, tail = (scene.text[end.start : end.end] if end is not None else "" for end in ends)
        return view.tr("{0} {1} {2}, relation").format(head, scene.look(relation.label).name, tail)
    if shown.selection is not None:
        return view.tr("Selected: {0}").format(scene.text[slice(*shown.selection)])
    tokens = scene.tokens_in(shown.caret, shown.caret + 1) if shown.caret is not None else []
    return scene.text[slice(*tokens[0])] if tokens else ""


def words_of_linking(view: CanvasView) -> str:
    """What a relation is being made from, or nothing."""
    scene, linking = view.scene, view.shown.linking
    head = scene.span(linking) if scene is not None and linking else None
    return view.tr("Linking from {0}").format(scene.text[head.start : head.end]) if scene and head else ""


class Announcer(QObject):
    """Says what the focus is on whenever that changes."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view, self._last = view, ""
        self._soon = QTimer(self, interval=0, singleShot=True)  # one key may move focus, caret and text
        self._soon.timeout.connect(self._tell)
        view.told.connect(self._soon.start)

    def _tell(self) -> None:
        if not QAccessible.isActive():
            return
        said = " · ".join(filter(None, (words_of_linking(self._view), words_of_focus(self._view))))
        if said and said != self._last:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, said))
        self._last = said


_pages: list[Page] = []  # Qt holds on to what the factory made; Python must too


def _make(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, CanvasView):
        return None
    _pages.append(Page(thing))
    return _pages[-1]


def install() -> Callable[[str, QObject], QAccessibleInterface | None]:
    """From here on canvases are read out. Once for a process."""
    QAccessible.installFactory(_make)
    return _make
