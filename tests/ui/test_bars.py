"""Bars: labels one can click, keys of the focus, questions with their answers, the line of states."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from annotator.session import Session
from annotator.ui.bars import KeyLine, LabelBar, QuestionBar, StatusLine, split_keys
from annotator.ui.desk import Answer, Desk
from annotator.ui.empty import EmptyPane
from annotator.ui.job_bar import JobBar
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from tests.end_to_end.project import LABELS, make


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    make(tmp_path / "driving.annot")
    desk = Desk()
    desk.set_session(Session.open(tmp_path / "driving.annot"))
    desk.open_first()
    yield desk
    desk.set_session(None)


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Memory()


def focus(desk: Desk, text: str) -> None:
    desk.focus_item(next(row.id for row in desk.entities() if row.text == text))


def label_bar(desk: Desk, memory: Memory, qtbot: QtBot, width: int = 900) -> LabelBar:
    bar = LabelBar(desk, Looks(memory))
    qtbot.addWidget(bar)
    bar.resize(width, 36)
    bar.show()
    return bar


def test_a_click_on_a_label_is_its_digit(desk: Desk, memory: Memory, qtbot: QtBot) -> None:
    bar = label_bar(desk, memory, qtbot)
    focus(desk, "Utrecht")
    button = next(one for one in bar._buttons if one.entry.name == "ORG")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    row = desk.entity(desk.focus.id)
    assert row is not None
    assert row.label == "ORG"
    assert button.current


def test_labels_without_room_are_behind_the_dots(desk: Desk, memory: Memory, qtbot: QtBot) -> None:
    bar = label_bar(desk, memory, qtbot, width=180)
    shown = [button.isVisible() for button in bar._buttons]
    assert True in shown
    assert False in shown
    assert shown == sorted(shown, reverse=True)
    bar.resize(1200, 36)
    assert all(button.isVisible() for button in bar._buttons)


def test_linking_says_from_where_and_shows_relation_labels(desk: Desk, memory: Memory, qtbot: QtBot) -> None:
    bar = label_bar(desk, memory, qtbot)
    focus(desk, "Mira Voss")
    desk.start_linking()
    desk.settle_now()
    assert bar._linking.text() == "Linking from Mira Voss"
    assert "works for" in [button.entry.name for button in bar._buttons]
    desk.stop_linking()
    desk.settle_now()
    assert not bar._linking.isVisible()


@pytest.mark.parametrize(
    ("part", "keys", "words"),
    [
        ("A S D F edges", ["A", "S", "D", "F"], "edges"),
        ("1–9 relabel", ["1–9"], "relabel"),
        ("? all keys", ["?"], "all keys"),
        ("/ find", ["/"], "find"),
        ("Ctrl+Enter submit", ["Ctrl+Enter"], "submit"),
        ("Letters or a click pick the other end", [], "Letters or a click pick the other end"),
        ("Esc", [], "Esc"),
    ],
)
def test_keys_of_a_part_of_the_line(part: str, keys: list[str], words: str) -> None:
    assert split_keys(part) == (keys, words)


def test_the_key_line_follows_the_focus(desk: Desk, qtbot: QtBot) -> None:
    line = KeyLine(desk)
    qtbot.addWidget(line)
    focus(desk, "Utrecht")
    desk.settle_now()
    assert "accept" in line.accessibleName()
    desk.accept()
    focus(desk, "Utrecht")
    desk.settle_now()
    assert "accept" not in line.accessibleName()


def test_a_question_is_answered_by_a_click(desk: Desk, qtbot: QtBot) -> None:
    bar = QuestionBar(desk)
    qtbot.addWidget(bar)
    answered: list[str] = []
    desk.ask("Really?", Answer("Return", "Yes", lambda: answered.append("yes")), Answer("Escape", "No", lambda: None))
    assert bar.isVisible()
    qtbot.mouseClick(bar._buttons[0], Qt.MouseButton.LeftButton)
    assert answered == ["yes"]
    assert not bar.isVisible()


def test_the_status_line_says_what_undo_takes_back_and_when_it_was_saved(desk: Desk, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    line = StatusLine(window.statusBar(), desk)
    desk.project_changed.emit()
    focus(desk, "Utrecht")
    desk.accept()
    qtbot.waitUntil(lambda: line._undo.text() == 'Undo: Accept "Utrecht"')
    assert line._saved.text().startswith("Saved ")
    assert line._saved.text().count(":") == 2
    qtbot.waitUntil(lambda: line._decided.text().startswith("1 of 10 decided"))


def test_sentences_are_shown_with_their_weight(desk: Desk, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    line = StatusLine(window.statusBar(), desk)
    desk.message.emit("That cannot be.", "error")
    assert line._said.text() == "That cannot be."
    assert line._said.property("role") == "problem"
    assert not line._fade.isActive()
    desk.message.emit("Done.", "info")
    assert line._fade.isActive()


# ---- nothing on screen


def pane(desk: Desk, memory: Memory, qtbot: QtBot) -> EmptyPane:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(800, 600)
    over.show()
    return EmptyPane(desk, memory, over)


def test_no_project_offers_three_ways(memory: Memory, qtbot: QtBot) -> None:
    empty = pane(Desk(), memory, qtbot)
    assert [offer.action for offer in empty.said().offers] == ["new_project", "open_project", "open_sample"]


def test_no_documents_offers_import(memory: Memory, tmp_path: Path, qtbot: QtBot) -> None:
    desk = Desk()
    desk.set_session(Session.create(tmp_path / "bare.annot", person="Ana", labels=LABELS))
    empty = pane(desk, memory, qtbot)
    assert empty.said().title == "No documents yet"
    desk.set_session(None)


def test_all_done_says_how_many_wait(desk: Desk, memory: Memory, qtbot: QtBot) -> None:
    empty = pane(desk, memory, qtbot)
    assert not empty.isVisible()
    for _ in range(3):
        desk.mark_seen(0, 10_000)
        desk.submit()
        if desk.question is not None:
            desk.question.answers[0].act()
    assert desk.document is None
    assert empty.isVisible()
    assert empty.said().title == "All done · 3 wait for review"


def test_work_of_another_process_is_shown_and_cancelled(desk: Desk, qtbot: QtBot) -> None:
    bar = JobBar(desk)
    qtbot.addWidget(bar)
    cancelled: list[bool] = []
    advanced = bar.follow("Suggesting", lambda: cancelled.append(True))
    assert not bar.isVisible()
    advanced(3, 10)
    qtbot.waitUntil(bar.isVisible)
    assert (bar._words.text(), bar._bar.value(), bar._bar.maximum()) == ("Suggesting", 3, 10)
    bar._cancel.click()
    assert cancelled == [True]
    advanced(0, 0)
    assert not bar.isVisible()
