"""The view: points and offsets, scrolling, changes, looks."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui import theme
from annotator.ui.canvas.scene import ShownRelation, ShownSpan
from annotator.ui.canvas.view import CanvasView
from benchmarks.canvas import scene_of
from benchmarks.documents import crowded, one_paragraph
from benchmarks.documents import news as make_news
from benchmarks.memory_scene import MemoryScene
from tests.ui.canvas.sample import news
from tests.ui.canvas.test_view import NONE, click, move_to, picture

Show = Callable[..., CanvasView]

# ---- geometry


def test_points_and_offsets_there_and_back(show: Show) -> None:
    view = show(news())
    assert view.scene is not None
    start, end = view.visible_range()
    text = view.scene.text
    wanted = [offset for offset in range(start, end) if not text[offset].isspace()]
    assert len(wanted) > 300
    assert [view.offset_at(view.point_at(offset)) for offset in wanted] == wanted


def test_leftward_text_there_and_back_with_chips_at_its_logical_start(show: Show) -> None:
    text = "חברת נורדהבן הודיעה ביום שישי כי תרכוש את לומן."
    view = show(MemoryScene(text, [ShownSpan("a", ((5, 12),), "ORG")]))
    assert [view.offset_at(view.point_at(at)) for at in range(len(text))] == list(range(len(text)))
    span, chip = view.rect_of_span("a"), view.rect_of_chip("a")
    assert span is not None
    assert chip is not None
    assert chip.right() == pytest.approx(span.right(), abs=4)
    assert view.hit(view.point_at(6)).id == "a"


def test_astral_signs_and_marks_there_and_back(show: Show) -> None:
    text = "Good 😀 news 👩‍👩‍👧‍👦 e\u0301 end"
    view = show(MemoryScene(text, [ShownSpan("a", ((text.index("e\u0301"), text.index("e\u0301") + 2),), "ORG")]))
    for words in ("Good", "😀", "news", "👩", "e\u0301", "end"):
        at = text.index(words)
        assert view.offset_at(view.point_at(at)) == at
    assert view.hit(view.point_at(text.index("e\u0301"))).id == "a"


def test_a_line_up_and_down(show: Show) -> None:
    view = show(news())
    assert view.scene is not None
    at = view.scene.text.index("told reporters")
    below = view.offset_on_line(at, 1)
    assert view.point_at(below).y() > view.point_at(at).y()
    assert abs(view.point_at(below).x() - view.point_at(at).x()) < 20
    assert abs(view.offset_on_line(below, -1) - at) <= 2
    assert view.offset_on_line(0, -1) == 0


# ---- scrolling


def long_scene() -> MemoryScene:
    return scene_of(make_news(21, characters=60_000, entities=900, links=480))


def test_what_is_asked_for_comes_into_view(show: Show) -> None:
    view = show(long_scene())
    for offset in (30_000, 30_400, 59_000, 0, 200):
        view.ensure_visible(offset)
        assert 0 < view.point_at(offset).y() < view.viewport().height()
        start, end = view.visible_range()
        assert start <= offset <= end


def test_what_is_in_view_already_does_not_move(show: Show) -> None:
    view = show(long_scene())
    view.scroll_to(20_000)
    start, end = view.visible_range()
    view.ensure_visible((start + end) // 2)
    assert view.visible_range() == (start, end)


def test_the_first_visible_line_stays_put_while_heights_above_become_exact(show: Show) -> None:
    view = show(long_scene())
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place, y = view.first_offset, view.point_at(view.first_offset).y()
    sheet = view.sheet
    assert sheet is not None
    for block in range(0, sheet.blocks.at(place), 3):
        sheet.laid(block)
    view.repaint_all()
    assert view.first_offset == place
    assert view.point_at(place).y() == y


def test_scrolling_a_step_moves_the_text_by_that_step(show: Show) -> None:
    view = show(long_scene())
    bar = view.verticalScrollBar()
    view.scroll_to(30_000)
    for way in (1, 1, -1, -1, -1):
        offset = (sum(view.visible_range())) // 2
        before = view.point_at(offset).y()
        bar.setValue(bar.value() + way * 48)
        assert view.point_at(offset).y() == before - way * 48


def test_the_scrolled_picture_is_the_painted_picture(show: Show, qtbot: QtBot) -> None:
    view = show(long_scene())
    view.scroll_to(25_000)
    QApplication.processEvents()
    bar = view.verticalScrollBar()
    for step in (48, 48, -96, 300, 7, -48):
        bar.setValue(bar.value() + step)
        QApplication.processEvents()
    shown = view.viewport().grab().toImage()
    view.viewport().repaint()
    assert view.viewport().grab().toImage() == shown


def test_the_scrolled_picture_is_the_painted_picture_in_a_crowd_of_arcs(show: Show) -> None:
    view = show(scene_of(crowded(300)))
    view.scroll_to(9_000)
    QApplication.processEvents()
    bar = view.verticalScrollBar()
    for step in (48, 96, 300, 300, -200, 48, 400, -500):
        bar.setValue(bar.value() + step)
        QApplication.processEvents()
        shown = view.grab().toImage()
        view.viewport().repaint()
        assert view.grab().toImage() == shown


def test_a_jump_lays_out_few_blocks(show: Show) -> None:
    view = show(long_scene())
    sheet, bar = view.sheet, view.verticalScrollBar()
    assert sheet is not None
    before = sheet.laid_out
    bar.setValue(bar.maximum() // 2)
    assert sheet.laid_out - before <= 10


def test_the_pointer_lights_up_what_it_is_on(show: Show) -> None:
    view = show(news())
    rect = view.rect_of_relation_label("r0")
    assert rect is not None
    place = QPoint(round(rect.left() + 3), round(rect.center().y()))
    plain = picture(view).pixelColor(place)
    move_to(view, rect.center(), NONE)
    assert view.shown.hover == "r0"
    assert picture(view).pixelColor(place) != plain
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.shown.hover == ""


def test_the_end_of_the_document_can_be_reached(show: Show) -> None:
    view = show(long_scene())
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert view.scene is not None
    assert view.visible_range()[1] == len(view.scene.text)
    assert bar.value() == bar.maximum()
    bar.setValue(0)
    assert view.visible_range()[0] == 0


def test_resize_and_zoom_keep_the_text_one_reads(show: Show, qtbot: QtBot) -> None:
    view = show(long_scene())
    view.scroll_to(30_000)
    place = view.first_offset
    view.resize(700, 600)
    assert view.visible_range()[0] <= place <= view.visible_range()[0] + 120
    with qtbot.waitSignal(view.zoom_changed) as told:
        view.set_zoom(1.5)
    assert told.args == [1.5]
    assert view.metrics.px == 24
    assert view.visible_range()[0] <= place <= view.visible_range()[0] + 120


def test_control_and_wheel_zoom(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    point = QPointF(300, 300)
    wheel = QWheelEvent(
        point,
        point,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(view.zoom_changed):
        QApplication.sendEvent(view.viewport(), wheel)
    assert view.zoom == pytest.approx(1.1)


def test_one_endless_paragraph_scrolls_too(show: Show) -> None:
    document = one_paragraph(make_news(22, characters=80_000, entities=1_000, links=500))
    view = show(scene_of(document))
    view.ensure_visible(79_000)
    start, end = view.visible_range()
    assert start <= 79_000 <= end
    assert end - start < 4_000


# ---- changes, looks


def test_an_edit_lays_out_few_blocks(show: Show) -> None:
    scene = long_scene()
    view = show(scene)
    view.scroll_to(30_000)
    sheet = view.sheet
    assert sheet is not None
    view.frame_now()
    before = sheet.laid_out
    span = scene.span_near(view.first_offset)
    scene.put_span(span._replace(label="LOC"))
    view.scene_changed([(span.start, span.end)], [span.id])
    view.frame_now()
    assert 1 <= sheet.laid_out - before <= 4


def test_focus_is_a_ring_around_the_text(show: Show) -> None:
    view = show(news())
    rect = view.rect_of_span("lu3")
    assert rect is not None
    edge = QPoint(round(rect.center().x()), round(rect.top() - 1.5))
    assert picture(view).pixelColor(edge) != theme.light().accent
    view.set_focus_span("lu3")
    around = [picture(view).pixelColor(edge + QPoint(0, dy)) for dy in (-1, 0, 1)]
    assert theme.light().accent in around


def test_focus_alone_moves_no_text(show: Show) -> None:
    view = show(news())
    before = [view.point_at(offset) for offset in (10, 200, 500)]
    for span in ("nh", "mei", "lu"):
        view.set_focus_span(span)
    view.set_hints({"nh": "AB"})
    view.set_held(["nh", "mei"])
    view.set_matches([(0, 5)], 0)
    assert [view.point_at(offset) for offset in (10, 200, 500)] == before


def test_both_themes_paint_their_ground(show: Show) -> None:
    view = show(news())
    for look in (theme.light(), theme.dark()):
        view.set_theme(look)
        image = picture(view)
        assert image.pixelColor(3, 3).name() == look.background.name()
        assert image.pixelColor(3, image.height() - 3).name() == look.background.name()


def test_the_band_names_the_role(show: Show) -> None:
    view = show(news())
    top = view.viewport().y()
    view.set_band("Reviewing as Ana", QColor("#123456"))
    assert view.viewport().y() == top + 24
    assert view.grab().toImage().pixelColor(view.width() // 2, 5).name() == "#123456"
    view.set_band("")
    assert view.viewport().y() == top


def test_keys_go_on_to_the_window(show: Show, qtbot: QtBot) -> None:
    view = show(news())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_A, Qt.Key.Key_Space):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, NONE)
        event.accept()
        view.keyPressEvent(event)
        assert not event.isAccepted()
    assert view.verticalScrollBar().value() == 0


def test_a_fault_while_painting_is_told_once_and_ends_nothing(
    show: Show, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(MemoryScene):
        def look(self, label: str) -> object:  # type: ignore[override]
            raise RuntimeError("no such label")

    told: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda *fault: told.append(fault[1]))
    view = show(Broken("First words", [ShownSpan("a", ((0, 5),), "ORG")]))
    view.viewport().repaint()
    view.viewport().repaint()
    assert [str(fault) for fault in told] == ["no such label"]
    assert "could not be painted" in caplog.text


def test_no_scene_is_an_empty_page(show: Show) -> None:
    view = show(news())
    view.set_scene(None)
    assert view.visible_range() == (0, 0)
    assert view.hit(QPointF(50, 50)).kind == "text"
    assert view.offset_at(QPointF(50, 50)) == 0
    assert view.rect_of_span("nh") is None
    view.viewport().repaint()


def test_an_empty_document_can_be_shown_and_clicked(show: Show, qtbot: QtBot) -> None:
    view = show(MemoryScene(""))
    with qtbot.waitSignal(view.caret_moved) as told:
        click(view, QPointF(400, 300))
    assert told.args == [0]


def test_a_new_relation_is_drawn_and_taken_away(show: Show) -> None:
    scene = news()
    view = show(scene)
    assert view.rect_of_relation_label("new") is None
    scene.put_relation(ShownRelation("new", "ingrid", "chief", "holds"))
    view.scene_changed([], [], ["new"])
    assert view.rect_of_relation_label("new") is not None
    scene.drop_relation("new")
    view.scene_changed([], [], ["new"])
    assert view.rect_of_relation_label("new") is None


def test_more_space_between_lines_is_room_and_nothing_else(show: Show) -> None:
    view = show(news())

    def lines() -> list[tuple[float, int]]:
        frame = view.frame_now()
        assert frame is not None
        return [(y + line.text_top, line.start) for line, y in frame.visible_lines()]

    view.set_line_space(25)
    narrow = lines()
    view.set_line_space(120)
    wide = lines()
    assert [start for _, start in wide] == [start for _, start in narrow][: len(wide)], "lines break where they did"
    steps = [
        (b - a) - (d - c) for (a, _), (b, _), (c, _), (d, _) in zip(wide, wide[1:], narrow, narrow[1:], strict=False)
    ]
    assert set(steps) == {0, round(0.95 * view.metrics.px)}, "within paragraphs, and nothing between them"
    assert view.metrics.lead > view.metrics.px
