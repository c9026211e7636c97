"""Text counts as seen after half a second wholly in view of the active window."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from annotator.ui.canvas.seen import SeenTracker
from annotator.ui.canvas.view import CanvasView
from tests.ui.canvas.sample import news


def test_what_stays_is_seen_once(qtbot: QtBot) -> None:
    parent = QObject()
    tracker = SeenTracker(parent)
    told: list[tuple[int, int]] = []
    tracker.seen.connect(lambda start, end: told.append((start, end)))
    tracker.show((0, 500))
    qtbot.waitUntil(lambda: bool(told), timeout=3000)
    tracker.show((0, 500))
    assert told == [(0, 500)]


def test_only_what_was_there_all_along_is_seen(qtbot: QtBot) -> None:
    parent = QObject()
    tracker = SeenTracker(parent)
    tracker.show((0, 500))
    with qtbot.waitSignal(tracker.seen) as told:
        tracker.show((300, 800))
    assert told.args == [300, 500]
    with qtbot.waitSignal(tracker.seen) as told:
        pass
    assert told.args == [300, 800]


def test_nothing_is_seen_while_the_window_is_not_the_active_one(qtbot: QtBot) -> None:
    parent = QObject()
    tracker = SeenTracker(parent)
    told: list[int] = []
    tracker.seen.connect(lambda start, end: told.append(start))
    tracker.show((0, 500))
    tracker.show(None)
    other = SeenTracker(parent)
    with qtbot.waitSignal(other.seen):
        other.show((1, 2))
    assert told == []


def test_an_active_view_tells_what_was_seen(show: Callable[..., CanvasView], qtbot: QtBot) -> None:
    view = show(news())
    with qtbot.waitSignal(view.seen, timeout=5000) as told:
        view.activateWindow()
        view.viewport().repaint()
    start, end = told.args
    whole = view.wholly_visible()
    assert whole is not None
    assert (start, end) == whole
    assert start == 0
    assert view.scene is not None
    assert end < len(view.scene.text)
