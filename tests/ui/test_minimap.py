"""The map beside the scrollbar: marks stand where their text stands, follow the work, and a click goes there."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core import edits
from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.session import Session
from annotator.session.importing import import_records
from annotator.ui.canvas.minimap import LANES, MarkKind, Minimap
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import dark, light
from benchmarks.documents import news
from tests.ui.test_actions import window  # noqa: F401  (fixture)

MADE = news(5, characters=60_000, entities=400, links=0)
BLANK = MADE.text.index(" the ")
"""Marked from here on, with white space at its edge: a problem."""


@pytest.fixture
def long(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:  # noqa: F811
    """The window on a long article in which a model found entities."""
    path = tmp_path / "long.annot"
    session = Session.create(path, person="Ana")
    model = SetRecord("news", kind="model", state="suggested")
    model.spans = [SpanRecord(str(n), ((e.start, e.end),), e.label) for n, e in enumerate(MADE.entities)]
    own = SetRecord("Ana", spans=[SpanRecord("blank", ((BLANK, BLANK + 4),), "ORG")])
    for _ in import_records(session, [DocumentRecord("long", MADE.text, sets=[own, model])], lambda finding: None):
        pass
    session.close()
    window.resize(1200, 800)
    assert window.projects.open(path, person="Ana")
    qtbot.waitUntil(lambda: len(window.pane.minimap.marks(MarkKind.SUGGESTION)) == len(MADE.entities))
    return window


def test_it_shows_what_the_document_holds(long: MainWindow, qtbot: QtBot) -> None:
    shown = long.pane.minimap.marks(MarkKind.SUGGESTION)
    assert shown.tolist() == sorted(entity.start for entity in MADE.entities)
    places = [long.pane.minimap.y_of(offset) for offset in (0, 20_000, 40_000, len(MADE.text) - 1)]
    assert places == sorted(places)
    assert 0 <= places[0] < 30
    assert places[-1] <= long.pane.minimap.height()


def test_marks_go_as_the_work_goes_on(long: MainWindow, qtbot: QtBot) -> None:
    minimap, desk = long.pane.minimap, long.desk
    first = desk.focus.start
    desk.accept()
    qtbot.waitUntil(lambda: first not in minimap.marks(MarkKind.SUGGESTION))
    assert len(minimap.marks(MarkKind.SUGGESTION)) == len(MADE.entities) - 1
    desk.undo()
    qtbot.waitUntil(lambda: first in minimap.marks(MarkKind.SUGGESTION))
    desk.do(edits.accept_open)
    qtbot.waitUntil(lambda: len(minimap.marks(MarkKind.SUGGESTION)) == 0)


def test_matches_and_problems_are_shown(long: MainWindow, qtbot: QtBot) -> None:
    minimap, desk = long.pane.minimap, long.desk
    long.pane.find_bar.open_bar()
    long.pane.find_bar.field.setText("Berlin")
    qtbot.waitUntil(lambda: len(minimap.marks(MarkKind.MATCH)) == MADE.text.count("Berlin") > 0)
    long.pane.find_bar.close_bar()
    assert len(minimap.marks(MarkKind.MATCH)) == 0
    assert minimap.marks(MarkKind.PROBLEM).tolist() == [BLANK] == [one.start for one in desk.problems()]
    desk.do(lambda view: edits.delete(view, list(view.set.spans.by_name)))
    qtbot.waitUntil(lambda: len(minimap.marks(MarkKind.PROBLEM)) == 0)


def test_a_click_on_a_mark_shows_its_text(long: MainWindow, qtbot: QtBot) -> None:
    minimap, canvas = long.pane.minimap, long.pane.canvas
    for offset in (MADE.entities[300].start, MADE.entities[20].start):
        y = round(minimap.y_of(offset))
        qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(6, y))
        near = np.concatenate(list(minimap.near(y).values()))
        start, end = canvas.visible_range()
        assert any(start <= one <= end for one in near.tolist())
        assert start - 1_500 <= offset <= end + 1_500  # two marks may share a pixel; the text is the same page


def test_dragging_goes_through_the_document(long: MainWindow, qtbot: QtBot) -> None:
    minimap, canvas = long.pane.minimap, long.pane.canvas
    seen = []
    qtbot.mousePress(minimap, Qt.MouseButton.LeftButton, pos=QPoint(10, 5))
    for part in (0.3, 0.6, 1.01):
        qtbot.mouseMove(minimap, QPoint(10, round(minimap.height() * part)))
        seen.append(canvas.visible_range()[0])
    qtbot.mouseRelease(minimap, Qt.MouseButton.LeftButton)
    assert seen == sorted(seen)
    assert canvas.visible_range()[1] >= len(MADE.text) - 1


def test_the_wheel_scrolls_over_it_too(long: MainWindow) -> None:
    canvas, point = long.pane.canvas, QPointF(5, 300)
    before = canvas.verticalScrollBar().value()
    down = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    wheel = QWheelEvent(point, QPointF(long.pane.minimap.mapToGlobal(point)), QPoint(), QPoint(0, -240), *down)
    QApplication.sendEvent(long.pane.minimap, wheel)
    assert canvas.verticalScrollBar().value() > before


def test_kinds_are_told_apart_without_colour(long: MainWindow) -> None:
    """By their place in the strip; matches, which share it, go from edge to edge."""
    lanes = [LANES[kind] for kind in MarkKind if kind is not MarkKind.MATCH]
    assert all(one.right <= other.left for one, other in pairwise(lanes))
    widest = LANES[MarkKind.MATCH]
    assert widest.left < min(lane.left for lane in lanes)
    assert widest.right >= max(lane.right for lane in lanes)


def test_it_says_what_is_under_the_pointer(long: MainWindow) -> None:
    minimap = long.pane.minimap
    words = minimap.words_at(minimap.y_of(MADE.entities[100].start))
    assert words.endswith(("suggestion", "suggestions"))
    long.desk.move_to(MADE.entities[100].start - 1)
    assert minimap.words_at(minimap.y_of(MADE.entities[100].start)).endswith(" · the focus")
    assert minimap.accessibleDescription() == "400 suggestions · 1 problem"


def test_it_can_be_hidden_and_that_is_remembered(long: MainWindow) -> None:
    action = long.actions_by_id["map"]
    assert action.isChecked()
    assert long.pane.minimap.isVisible()
    action.trigger()
    assert not long.pane.minimap.isVisible()
    assert long.memory.text("view/map") == "hidden"


def test_many_marks_on_one_row_of_pixels_are_drawn_once(long: MainWindow) -> None:
    minimap = long.pane.minimap
    minimap.set_marks(MarkKind.MATCH, np.arange(20_000, 20_400))
    minimap.grab()
    assert len(minimap._rows[MarkKind.MATCH]) < 20
    assert sum(count for _, count in minimap._rows[MarkKind.MATCH]) == 400


def colours(minimap: Minimap) -> set[str]:
    picture = minimap.grab().toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_it_follows_the_theme(long: MainWindow) -> None:
    for look in (light(), dark(), light()):
        long.pane.canvas.set_theme(look)
        assert look.background.name() in colours(long.pane.minimap)
        assert look.problem.name() in colours(long.pane.minimap)


def test_with_nothing_to_show_it_stays_quiet(long: MainWindow) -> None:
    long.desk.set_session(None)
    assert len(colours(long.pane.minimap)) == 1


def test_marks_stand_where_the_canvas_goes(long: MainWindow, qtbot: QtBot) -> None:
    """What is in view lies within the visible part of the strip, wherever one goes."""
    minimap, canvas = long.pane.minimap, long.pane.canvas
    for part in (0.2, 0.5, 0.9):
        qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(10, round(minimap.height() * part)))
        start = canvas.visible_range()[0]
        seen = canvas.verticalScrollBar().value() / (canvas.verticalScrollBar().maximum() + canvas.viewport().height())
        assert abs(minimap.y_of(start) / minimap.height() - seen) < 0.01
