"""The find bar in the window: count, wrapping round, faults said, switches remembered."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from annotator.session.finding import MOST, Wanted, find_all
from annotator.ui.find_bar import FindBar
from annotator.ui.main_window import MainWindow
from tests.ui.test_actions import project, window  # noqa: F401  (fixtures)

Opened = Callable[[str], FindBar]


@pytest.fixture
def search(window: MainWindow, project: Path, qtbot: QtBot) -> Opened:  # noqa: F811
    """The bar opened with words in it, when it has looked."""
    window.projects.open(project, person="Ana")
    qtbot.waitUntil(lambda: window.desk.scene is not None)
    bar = window.pane.find_bar

    def look(words: str) -> FindBar:
        bar.open_bar()
        with qtbot.waitSignal(bar.found):
            bar.field.setText(words)
        return bar

    return look


def said(bar: FindBar) -> str:
    """All that stands in the bar beside the field."""
    return " | ".join(label.text() for label in bar.findChildren(QLabel) if label.isVisible() and label.text())


def switch(bar: FindBar, name: str) -> QToolButton:
    return next(one for one in bar.findChildren(QToolButton) if one.accessibleName() == name)


def test_it_says_which_of_how_many_and_goes_round(search: Opened, window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    bar = search("e")
    text, many = window.desk.doc.text if window.desk.doc else "", len(bar.matches)
    assert many == text.lower().count("e") > 1
    assert said(bar) == f"1 of {many}"
    heard: list[str] = []
    window.desk.message.connect(lambda words, _kind: heard.append(words))
    bar.step(-1)
    assert said(bar) == f"{many} of {many}"
    assert heard[-1] == "On from the end."
    bar.step(1)
    assert said(bar) == f"1 of {many}"
    assert heard[-1] == "On from the start."
    assert (window.desk.focus.start, window.desk.focus.end) == bar.matches[0]
    assert window.pane.canvas.shown.matches == bar.matches


def test_a_fault_is_said_with_its_place_and_nothing_is_marked(search: Opened, qtbot: QtBot) -> None:
    bar = search("e")
    switch(bar, "Regular expression").click()
    with qtbot.waitSignal(bar.found):
        bar.field.setText("(e")
    assert said(bar) == "Not a valid expression: missing ), at its character 3."
    assert bar.matches == []


def test_switches_are_remembered(search: Opened, window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    bar = search("e")
    switch(bar, "Match case").click()
    switch(bar, "Whole words").click()
    again = FindBar(window.desk, window.pane.canvas)
    qtbot.addWidget(again)
    again.remember(window.memory)
    names = ("Match case", "Whole words", "Regular expression")
    assert [switch(again, name).isChecked() for name in names] == [True, True, False]


def test_enter_takes_the_match_and_gives_the_keyboard_back(search: Opened, window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    bar = search("e")
    place = bar.matches[0]
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert (window.desk.focus.start, window.desk.focus.end) == place
    assert window.pane.canvas.hasFocus()
    bar.close_bar()
    assert bar.matches == []
    assert window.pane.canvas.shown.matches == []


ENDLESS = "(" + "(a|aa|e|ee)+" * 3 + ")+$"


@pytest.fixture
def endless(search: Opened, window: MainWindow) -> FindBar:  # noqa: F811
    """The bar at work on an expression that would never end."""
    assert window.desk.scene is not None
    bar = search("e")
    bar._searcher.forget()
    bar._options[2].click()
    bar._timer.stop()
    bar._searcher.ask("a" * 50_000 + "?", Wanted(ENDLESS, expression=True))
    assert bar._searcher.searching
    return bar


def test_the_window_lives_while_an_expression_is_at_work(endless: FindBar, qtbot: QtBot) -> None:
    beats: list[float] = []
    heart: QTimer = QTimer(endless, interval=10)
    heart.timeout.connect(lambda: beats.append(time.monotonic()))
    heart.start()
    with qtbot.waitSignal(endless._searcher.answered, timeout=20_000):
        pass
    assert said(endless) == "Stopped after 1 s: this expression takes too long here. Make it simpler."
    assert len(beats) > 20
    assert max(after - before for before, after in pairwise(beats)) < 0.4


def test_the_next_question_is_answered_after_an_endless_one(endless: FindBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(endless._searcher.answered, timeout=20_000):
        endless.field.setText("S[a-z]+n ")
        endless._search()
        assert said(endless) == "searching …"
    assert said(endless).endswith("of 4")


def test_enter_pressed_early_takes_the_match_when_it_is_found(
    endless: FindBar,
    window: MainWindow,  # noqa: F811
    qtbot: QtBot,
) -> None:
    endless.field.setText("hold s[a-z]+")
    endless.take()
    assert window.desk.focus.kind != "text"
    qtbot.waitUntil(lambda: window.desk.focus.kind == "text", timeout=20_000)
    assert window.desk.scene is not None
    assert window.desk.scene.text[window.desk.focus.start : window.desk.focus.end] == "hold shares"


def test_next_match_opens_a_closed_bar_again(search: Opened, window: MainWindow) -> None:  # noqa: F811
    bar = search("Utrecht")
    bar.close_bar()
    bar.step(1)
    assert bar.isVisible()
    assert (window.desk.focus.start, window.desk.focus.end) == bar.matches[0]


def test_very_many_are_counted_up_to_a_number(search: Opened, window: MainWindow) -> None:  # noqa: F811
    bar, heard = search("e"), list[str]()
    bar._take_answer(find_all("e" * (MOST + 5), Wanted("e")))
    assert said(bar) == "1 of 20,000+"
    window.desk.message.connect(lambda words, _kind: heard.append(words))
    bar.step(-1)
    assert heard[-1] == "On from the end. Only the first 20,000 matches are marked."


def test_much_text_is_looked_through_beside(
    search: Opened,
    window: MainWindow,  # noqa: F811
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bar = search("e")
    at_once = bar.matches
    monkeypatch.setattr("annotator.ui.find_bar.MUCH", 10)
    bar._search()
    qtbot.waitUntil(lambda: not bar._searcher.searching)
    assert bar.matches == at_once
    assert said(bar) == f"1 of {len(at_once)}"
