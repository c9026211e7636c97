"""Entities in pieces, by keys and by the mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.core import edits
from annotator.ui.canvas_pane import CanvasPane
from annotator.ui.desk import Desk
from tests.end_to_end.project import DEAL
from tests.ui.desk.conftest import Heard
from tests.ui.desk.test_annotating import focus
from tests.ui.desk.test_linking import links, name_at

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


def words(desk: Desk) -> str:
    """The words of the focused entity."""
    row = desk.entity(desk.focus.id)
    assert row is not None
    return row.text


def point(pane: CanvasPane, text: str) -> QPoint:
    """The middle of the first sign of these words."""
    x, y = pane.canvas.point_at(DEAL.index(text)).toTuple()
    return QPoint(round(x), round(y))


def mark(desk: Desk, text: str) -> None:
    """Mark the first place of these words as ORG."""
    label = next(one.id for one in desk.view.scheme.ordered("span") if one.name == "ORG")
    start = DEAL.index(text)
    desk.do(lambda view: edits.mark_span(view, start, start + len(text), label))


@pytest.fixture
def opened(desk: Desk, pane: CanvasPane) -> CanvasPane:
    desk.open_first()
    return pane


def test_control_and_drag_adds_a_piece_control_and_click_removes_it(desk: Desk, opened: CanvasPane) -> None:
    focus(desk, "Mira Voss")
    viewport = opened.canvas.viewport()
    start, end = point(opened, "told"), point(opened, "analysts")
    QTest.mousePress(viewport, LEFT, CONTROL, start)
    QTest.mouseMove(viewport, end)
    assert opened.canvas.shown.focus_span  # the entity stays the focus while its piece is drawn
    QTest.mouseRelease(viewport, LEFT, CONTROL, end)
    assert words(desk) == "Mira Voss told analysts"
    QTest.mousePress(viewport, LEFT, CONTROL, point(opened, "fits"))
    QTest.mouseRelease(viewport, LEFT, CONTROL, point(opened, "fits"))
    assert words(desk) == "Mira Voss told analysts"  # nothing of it stands there
    desk.undo()
    desk.add_fragment(DEAL.index("analysts"), DEAL.index("analysts") + 8)
    assert words(desk) == "Mira Voss … analysts"
    QTest.mousePress(viewport, LEFT, CONTROL, point(opened, "analysts"))
    QTest.mouseRelease(viewport, LEFT, CONTROL, point(opened, "analysts"))
    assert words(desk) == "Mira Voss"


def test_the_last_piece_goes_by_key(desk: Desk, heard: Heard) -> None:
    focus(desk, "Mira Voss")
    desk.add_fragment(DEAL.index("analysts"), DEAL.index("analysts") + 8)
    desk.remove_fragment()
    assert words(desk) == "Mira Voss"
    desk.remove_fragment()
    assert "only piece" in heard.last


def test_merging_keeps_relations_and_comes_back_with_undo(desk: Desk) -> None:
    mark(desk, "Ostra Fund")
    focus(desk, "Mira Voss")
    desk.start_linking()
    desk.link_to(name_at(desk, "Ostra Fund"))
    focus(desk, "Brix Capital")
    desk.merge()
    assert words(desk) == "Brix Capital … Ostra Fund"
    assert links(desk) == {("Mira Voss", "works for", "Brix Capital … Ostra Fund")}
    desk.undo()
    assert links(desk) == {("Mira Voss", "works for", "Ostra Fund")}


def test_held_entities_merge_into_the_first(desk: Desk) -> None:
    mark(desk, "Ostra Fund")
    first, second = name_at(desk, "Brix Capital"), name_at(desk, "Ostra Fund")
    desk.toggle_held(first)
    desk.toggle_held(second)
    desk.merge()
    assert words(desk) == "Brix Capital … Ostra Fund"
    assert desk.held == ()


def test_nothing_to_merge_with_is_said(desk: Desk, heard: Heard) -> None:
    focus(desk, "Utrecht")
    desk.merge()
    assert "No further entity" in heard.last


def test_two_words_split_between_them(desk: Desk) -> None:
    focus(desk, "Mira Voss")
    desk.split()
    assert words(desk) == "Mira"
    desk.next_span(1)
    assert words(desk) == "Voss"


def test_a_split_at_the_caret_needs_no_focus(desk: Desk) -> None:
    desk.move_to(DEAL.index("Brix Capital") + 5)
    desk.split()
    assert words(desk) == "Brix"


def test_a_click_between_two_words_is_where_k_splits(desk: Desk) -> None:
    name = focus(desk, "Mira Voss")
    start = DEAL.index("Mira Voss")
    desk.click_span(name, start + 3)  # nearer to the end of "Mira" than to its start
    assert (desk.focus.id, desk.caret) == (name, start + 4)
    desk.split()
    assert words(desk) == "Mira"


def test_a_click_inside_a_single_word_is_where_k_splits(desk: Desk) -> None:
    name = focus(desk, "Utrecht")
    desk.click_span(name, DEAL.index("Utrecht") + 1)
    desk.split()
    assert words(desk) == "U"


def test_one_word_is_not_split_without_a_caret_inside(desk: Desk, heard: Heard) -> None:
    focus(desk, "Utrecht")
    desk.split()
    assert "Put the caret inside" in heard.last
