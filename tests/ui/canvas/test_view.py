"""The canvas as a widget: mouse in, signals out; geometry there and back; scrolling that keeps the text still."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.canvas.view import CanvasView
from tests.ui.canvas.sample import news

Show = Callable[..., CanvasView]

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def drag(view: CanvasView, start: QPointF, end: QPointF, modifiers: Qt.KeyboardModifier = NONE) -> None:
    port = view.viewport()
    QTest.mousePress(port, LEFT, modifiers, start.toPoint())
    # Qt's test mouse moves carry neither button nor modifiers: real events do.
    for part in (0.3, 0.7, 1.0):
        move_to(view, start + (end - start) * part, modifiers)
    QTest.mouseRelease(port, LEFT, modifiers, end.toPoint())


def move_to(view: CanvasView, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
    port = view.viewport()
    whole = port.mapToGlobal(point.toPoint()).toPointF()
    moved = QMouseEvent(QEvent.Type.MouseMove, point, whole, Qt.MouseButton.NoButton, LEFT, modifiers)
    QApplication.sendEvent(port, moved)


def click(view: CanvasView, point: QPointF, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view.viewport(), LEFT, modifiers, point.toPoint())


def chip_of(view: CanvasView, span: str) -> QPointF:
    rect = view.rect_of_chip(span)
    assert rect is not None
    return rect.center()


def text_of(view: CanvasView, words: str) -> tuple[QPointF, QPointF]:
    """The middles of the first and last sign of some words."""
    assert view.scene is not None
    start = view.scene.text.index(words)
    return view.point_at(start), view.point_at(start + len(words) - 1)


def picture(view: CanvasView) -> QImage:
    return view.viewport().grab().toImage()


# ---- selecting


def test_a_drag_selects_whole_tokens(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    start, end = text_of(view, "ees to b")
    with qtbot.waitSignal(view.selection_changed) as told:
        drag(view, start, end)
    assert view.scene is not None
    assert view.scene.text[slice(*told.args)] == "agrees to buy"
    assert view.shown.selection == tuple(told.args)


def test_with_alt_exact_signs_are_selected(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    start, end = text_of(view, "ees to b")
    with qtbot.waitSignal(view.selection_changed) as told:
        drag(view, start - QPointF(2, 0), end + QPointF(2, 0), ALT)
    assert view.scene is not None
    assert view.scene.text[slice(*told.args)] == "ees to b"


def test_a_drag_from_inside_a_span_selects_text(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    with qtbot.waitSignal(view.selection_changed) as told, qtbot.assertNotEmitted(view.link_requested):
        drag(view, *text_of(view, "Lumen Diagnostics for"))
    assert view.scene is not None
    assert view.scene.text[slice(*told.args)] == "Lumen Diagnostics for"


def test_a_double_click_selects_the_word(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    point = text_of(view, "agrees")[0].toPoint()
    with qtbot.waitSignal(view.word_double_clicked) as told:
        QTest.mouseDClick(view.viewport(), LEFT, NONE, point)
    assert view.scene is not None
    assert view.scene.text[slice(*told.args)] == "agrees"


def test_a_click_on_plain_text_moves_the_caret_and_drops_the_selection(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    view.set_selection(20, 26)
    assert view.scene is not None
    start = view.scene.text.index("agrees")
    with qtbot.waitSignal(view.caret_moved) as told:
        click(view, view.point_at(start) - QPointF(3, 0))
    assert told.args == [start]
    assert view.shown.caret == start
    assert view.shown.selection is None


# ---- clicking


def test_a_click_focuses_the_innermost_span(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    for words, span in (("Boston", "bos"), ("maker of", "maker")):
        with qtbot.waitSignal(view.span_clicked) as told:
            click(view, text_of(view, words)[0])
        assert told.args[0] == span


def test_a_click_on_a_chip_focuses_its_span_even_over_a_nest(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    for span in ("maker", "bos", "nh2", "chief"):
        with qtbot.waitSignal(view.span_clicked) as told:
            click(view, chip_of(view, span))
        assert told.args[0] == span


def test_a_click_on_an_arc_or_its_words_focuses_the_relation(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    rect = view.rect_of_relation_label("r0")
    assert rect is not None
    for point in (rect.center(), QPointF(rect.right() + 20, rect.center().y())):
        with qtbot.waitSignal(view.relation_clicked) as told:
            click(view, point)
        assert told.args == ["r0"]


def test_a_click_on_a_stub_asks_for_the_other_end(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    rect = view.rect_of_relation_label("r18")
    assert rect is not None
    with qtbot.waitSignal(view.pill_clicked) as told:
        click(view, rect.center())
    assert told.args == ["r18", "head"]


def test_shift_and_click_holds(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    with qtbot.waitSignal(view.hold_clicked) as told:
        click(view, chip_of(view, "lu"), SHIFT)
    assert told.args == ["lu"]


def test_a_right_click_asks_for_a_menu_of_what_is_there(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    point = chip_of(view, "lu").toPoint()
    with qtbot.waitSignal(view.context_requested) as told:
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, point, view.viewport().mapToGlobal(point)))
    hit, place = told.args
    assert (hit.kind, hit.id) == ("chip", "lu")
    assert place == view.viewport().mapToGlobal(point)


# ---- linking and edges


def test_a_drag_from_chip_to_span_requests_a_relation(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    started: list[str] = []
    view.link_started.connect(started.append)
    with qtbot.waitSignal(view.link_requested) as told:
        drag(view, chip_of(view, "ingrid"), text_of(view, "Nordhaven since")[0])
    assert told.args == ["ingrid", "nh2"]
    assert started == ["ingrid"]
    assert view.shown.linking == ""


def test_a_drag_from_a_chip_to_nowhere_is_abandoned(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    with qtbot.waitSignal(view.link_abandoned), qtbot.assertNotEmitted(view.link_requested):
        drag(view, chip_of(view, "ingrid"), text_of(view, "told reporters")[0])


def test_illegal_ends_are_dimmed_while_linking(show: Show) -> None:
    view = show(news())
    spans = {}
    for name in ("mass", "nh2"):
        rect = view.rect_of_span(name)
        assert rect is not None
        spans[name] = QPoint(round(rect.center().x()), round(rect.bottom() - 1))
    before = picture(view)
    view.set_linking("ingrid", lambda span: span == "nh2")
    after = picture(view)
    lightness = {
        name: (before.pixelColor(at).lightness(), after.pixelColor(at).lightness()) for name, at in spans.items()
    }
    assert lightness["mass"][1] > lightness["mass"][0] + 40
    assert lightness["nh2"][1] == lightness["nh2"][0]


@pytest.mark.parametrize(("edge", "words", "expected"), [("end", "wedge", "on"), ("start", "x", "said")])
def test_handles_exist_on_the_focused_span_only_and_drag_its_edges(
    show: Show, qtbot: QtBot, edge: str, words: str, expected: str
) -> None:
    view = show(news())
    assert view.scene is not None
    text = view.scene.text
    rect = view.rect_of_span("nh")
    assert rect is not None
    grip = QPointF(rect.right(), rect.center().y()) if edge == "end" else QPointF(rect.left(), rect.center().y())
    assert view.hit(grip).kind != "handle"
    view.set_focus_span("nh")
    assert (view.hit(grip).kind, view.hit(grip).edge) == ("handle", edge)
    assert view.hit(rect.center()).kind == "span"
    place = text.index("said on Friday") if edge == "end" else text.index("March")
    with qtbot.waitSignal(view.edge_dragged) as told:
        drag(view, grip, view.point_at(place + 1))
    wanted = place + len("said") if edge == "end" else place
    assert told.args == ["nh", edge, wanted]
    assert view.shown.preview is None


def test_a_reader_only_has_no_handles_and_draws_no_relations(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    view.set_read_only(True)
    view.set_focus_span("nh")
    rect = view.rect_of_span("nh")
    assert rect is not None
    assert view.hit(QPointF(rect.right(), rect.center().y())).kind != "handle"
    with qtbot.assertNotEmitted(view.link_requested, wait=0):
        drag(view, chip_of(view, "ingrid"), text_of(view, "Nordhaven since")[0])
