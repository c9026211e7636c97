"""The find bar in the window: count, wrapping round, faults said, switches remembered."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

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
    (label,) = bar.findChildren(QLabel)
    return label.text()


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
    assert said(bar) == "Not a valid expression: missing ), at its character 3"
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
