"""What the desk holds shows on the canvas, and a drag on the canvas becomes a verb of the desk."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.core import edits
from annotator.ui.canvas.items import Box
from annotator.ui.canvas.view import CanvasView
from annotator.ui.canvas_pane import CanvasPane
from annotator.ui.desk import Desk
from tests.ui.desk.test_annotating import focus
from tests.ui.desk.test_linking import links, name_at


@pytest.fixture(autouse=True)
def _opened(desk: Desk, pane: CanvasPane) -> None:
    """The pane was made after the desk opened its document: open it once more."""
    desk.open_first()


LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def chip(canvas: CanvasView, span: str) -> QPoint:
    """The middle of the chip of a span, in pixels of the viewport."""
    frame = canvas.frame_now()
    assert frame is not None
    for placed in frame.blocks:
        for line in placed.laid.lines:
            for one in line.chips:
                if one.span == span and one.kind == "chip":
                    return _middle(one.box, canvas.left, placed.y)
    raise AssertionError(f"no chip of {span} in view")


def _middle(box: Box, left: int, top: float) -> QPoint:
    return QPoint(round(left + (box.left + box.right) / 2), round(top + (box.top + box.bottom) / 2))


def drag(canvas: CanvasView, start: QPoint, end: QPoint, *, release: bool = True) -> None:
    """Press, move in two steps, let go."""
    viewport = canvas.viewport()
    QTest.mousePress(viewport, LEFT, NONE, start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    if release:
        QTest.mouseRelease(viewport, LEFT, NONE, end)


def broken_relation(desk: Desk) -> tuple[str, str]:
    """Links two entities, then relabels one so that the scheme no longer allows it: the span, the relation."""
    head, tail = name_at(desk, "Mira Voss"), name_at(desk, "Brix Capital")
    works = next(label.id for label in desk.view.scheme.ordered("relation") if label.name == "works for")
    place = next(label.id for label in desk.view.scheme.ordered("span") if label.name == "GPE")
    desk.do(lambda view: edits.link(view, head, tail, works))
    own = desk.view.set.by_origin[head]
    desk.do(lambda view: edits.relabel(view, [own], place, broken="keep"))
    return own, next(iter(desk.view.set.relations))


def test_problems_are_marked_after_the_change_is_painted(desk: Desk, pane: CanvasPane, qtbot: QtBot) -> None:
    _, relation = broken_relation(desk)
    assert desk.scene is not None
    assert relation not in desk.scene.problems  # not on the way from the key to the paint
    with qtbot.waitSignal(desk.settled):
        pass
    shown = desk.scene.relation(relation)
    assert shown is not None
    assert shown.problem
    frame = pane.canvas.frame_now()
    assert frame is not None
    tags = [tag for placed in frame.blocks for line in placed.laid.lines for tag in line.tags]
    assert [tag.problem for tag in tags if tag.relation == relation] == [True]


def test_a_problem_solved_loses_its_mark(desk: Desk, pane: CanvasPane, qtbot: QtBot) -> None:
    broken_relation(desk)
    desk.settle_now()
    assert desk.scene is not None
    assert desk.scene.problems
    desk.undo()
    desk.settle_now()
    assert not desk.scene.problems


def test_problems_are_marked_when_a_document_opens(desk: Desk, pane: CanvasPane, qtbot: QtBot) -> None:
    _, relation = broken_relation(desk)
    document = desk.document
    assert document is not None
    desk.close_document()
    desk.show_document(document)
    qtbot.waitUntil(lambda: desk.scene is not None and relation in desk.scene.problems)


def test_a_drag_from_a_chip_dims_ends_the_scheme_does_not_allow(desk: Desk, pane: CanvasPane) -> None:
    head, place = name_at(desk, "Mira Voss"), name_at(desk, "Utrecht")
    canvas = pane.canvas
    drag(canvas, chip(canvas, head), chip(canvas, place), release=False)
    assert canvas.shown.is_dimmed(place)
    assert not canvas.shown.is_dimmed(name_at(desk, "Brix Capital"))
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, chip(canvas, place))
    assert links(desk) == set()


def test_a_drag_from_chip_to_chip_links(desk: Desk, pane: CanvasPane) -> None:
    head, tail = name_at(desk, "Mira Voss"), name_at(desk, "Brix Capital")
    drag(pane.canvas, chip(pane.canvas, head), chip(pane.canvas, tail))
    assert links(desk) == {("Mira Voss", "works for", "Brix Capital")}
    assert desk.linking is None
    assert not pane.canvas.shown.linking


def test_a_drag_let_go_over_nothing_links_nothing(desk: Desk, pane: CanvasPane) -> None:
    head, canvas = name_at(desk, "Mira Voss"), pane.canvas
    drag(canvas, chip(canvas, head), QPoint(canvas.viewport().width() // 2, canvas.viewport().height() - 4))
    assert desk.linking is None
    assert not canvas.shown.linking
    focus(desk, "Brix Capital")
    assert links(desk) == set()
