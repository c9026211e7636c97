"""Every action has its keys to itself in both presets, and can be run whatever is on screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from annotator.core import edits
from annotator.session import Session
from annotator.ui.actions import ACTIONS, CANVAS, MENUS, PRODIGY
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.main_window import MainWindow
from annotator.ui.memory import Memory
from annotator.ui.menus import clashes, is_bare, keys_of
from annotator.ui.worker_client import WorkerClient
from tests.end_to_end.project import make, place

PRESETS = ("ours", "prodigy")
ENDS = ("open_sample", "quit")  # they leave the project on screen


# ---- the table


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_is_claimed_twice(preset: str) -> None:
    assert clashes(preset) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_every_key_is_one_that_qt_knows(preset: str) -> None:
    for action in ACTIONS:
        for key in keys_of(action, preset):
            portable = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
            assert portable, f"{action.id}: {key}"


def test_names_places_and_words_are_unique_and_there() -> None:
    names = [action.id for action in ACTIONS]
    assert len(set(names)) == len(names)
    words = [action.text for action in ACTIONS]
    assert len(set(words)) == len(words)
    assert {action.menu for action in ACTIONS} == {*MENUS, ""}
    assert set(PRODIGY) <= set(names)


def test_digits_are_left_to_the_labels() -> None:
    for preset in PRESETS:
        taken = {key for action in ACTIONS for key in keys_of(action, preset)}
        assert not taken & {*"1234567890", *(f"Shift+{digit}" for digit in "1234567890")}


def test_in_our_preset_only_the_canvas_has_bare_keys() -> None:
    assert [action.id for action in ACTIONS if action.where != CANVAS and any(map(is_bare, action.keys))] == []


# ---- in a window


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "config"))
    memory = Memory()
    window = MainWindow(Desk(), WorkerClient(), memory, Looks(memory))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.desk.set_session(None)


@pytest.fixture
def project(window: MainWindow, tmp_path: Path) -> Path:
    path = tmp_path / "driving.annot"
    make(path)
    assert window.projects.open(path)
    return path


@pytest.fixture
def no_modal_box(qtbot: QtBot) -> Iterator[None]:
    """File dialogs and questions of the system are left as soon as they are there."""
    timer = QTimer(interval=10)
    timer.timeout.connect(_leave_boxes)
    timer.start()
    yield
    timer.stop()


def _leave_boxes() -> None:
    box = QApplication.activeModalWidget()
    if isinstance(box, QDialog):
        box.reject()


def _on_nothing(window: MainWindow) -> None:
    window.desk.focus_none(caret=0)


def _on_a_suggestion(window: MainWindow) -> None:
    window.desk.first_undecided()


def _on_text(window: MainWindow) -> None:
    window.desk.focus_text(14, 20)


def _on_a_relation(window: MainWindow) -> None:
    desk = window.desk
    if not desk.relations():
        ends = [one.id for one in desk.entities() if one.label == "ORG"]
        desk.link(ends[0], ends[1])
        desk.finish_linking(desk.link_labels()[0].id)
    desk.focus_item(desk.relations()[0].id)


def _run_all(window: MainWindow, qtbot: QtBot, prepare: Callable[[MainWindow], None]) -> list[str]:
    """Run every action, each from the same place; the names of those that raised."""
    failed = []
    for action in ACTIONS:
        if action.id in ENDS:
            continue
        with qtbot.captureExceptions() as errors:
            prepare(window)
            window.actions_by_id[action.id].trigger()
            QApplication.processEvents()
            for one in window.findChildren(QDialog):
                one.close()
            window.pane.escape()
        failed += [f"{action.id}: {error[1]!r}" for error in errors]
    return failed


@pytest.mark.usefixtures("no_modal_box")
def test_every_action_runs_without_a_project(window: MainWindow, qtbot: QtBot) -> None:
    assert _run_all(window, qtbot, lambda _window: None) == []


@pytest.mark.usefixtures("no_modal_box", "project")
@pytest.mark.parametrize("prepare", [_on_nothing, _on_a_suggestion, _on_text, _on_a_relation])
def test_every_action_runs_on_every_kind_of_focus(
    window: MainWindow, qtbot: QtBot, prepare: Callable[[MainWindow], None]
) -> None:
    desk = window.desk
    here = desk.document
    assert here is not None

    def back(window: MainWindow) -> None:
        if desk.document != here:
            desk.open_document(here)
            desk.withdraw()
        desk.take_up()
        prepare(window)

    assert _run_all(window, qtbot, back) == []


@pytest.mark.usefixtures("no_modal_box")
def test_every_action_runs_in_a_review(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "review.annot"
    make(path, people=("Ana", "Rex"))
    assert window.projects.open(path, person="Ana")
    window.desk.mark_seen(0, 10_000)
    window.desk.submit()
    window.desk.act_as("Rex", reviewing=True)
    window.desk.open_first()
    assert window.desk.reviewing
    assert _run_all(window, qtbot, lambda window: window.desk.first_undecided()) == []


@pytest.mark.usefixtures("project")
def test_bare_keys_of_the_other_preset_leave_text_fields_and_panels_alone(window: MainWindow, qtbot: QtBot) -> None:
    window.rebind("prodigy")
    window.activateWindow()
    desk = window.desk
    field = window.queue.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "a b")
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "a "
    assert desk.question is None
    window.pane.canvas.setFocus()
    qtbot.keyClick(window.pane.canvas, Qt.Key.Key_Space)
    asked = desk.question
    assert asked is not None
    assert "aside" in asked.text
    window.rebind("ours")
    desk.settle_question()
    desk.first_undecided()
    before = desk.progress()[0]
    qtbot.keyClick(window.pane.canvas, Qt.Key.Key_Space)
    assert desk.progress()[0] == before + 1


def test_every_menu_has_its_actions_with_their_first_key(window: MainWindow) -> None:
    for action in ACTIONS:
        shown = window.actions_by_id[action.id]
        if action.menu:
            assert shown in window.menus[action.menu].actions()
        if action.keys:
            assert shown.shortcut() == QKeySequence(action.keys[0])


def test_a_session_that_only_reads_refuses_in_words(window: MainWindow, project: Path, qtbot: QtBot) -> None:
    said: list[tuple[str, str]] = []
    window.desk.message.connect(lambda words, kind: said.append((kind, words)))
    window.desk.set_session(Session.open(project, read_only=True))
    window.desk.open_first()
    with qtbot.captureExceptions() as errors:
        window.actions_by_id["accept"].trigger()
        window.actions_by_id["submit"].trigger()
    assert errors == []
    assert said


@pytest.mark.usefixtures("no_modal_box")
def test_a_problem_is_meant_so_from_the_canvas_while_its_panel_is_behind_another(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "meant.annot"
    make(path)
    session = Session.open(path)
    deal = session.documents()[0]
    monday = place(session.text_of(deal), "Monday")
    for label in ("ORG", "GPE"):
        session.do(edits.mark_span(session.view(deal), *monday, session.scheme.named(label).id))
    session.close()
    assert window.projects.open(path)
    window.desk.focus_item(next(row.id for row in window.desk.entities() if row.text == "Monday"))
    window.actions_by_id["intended"].trigger()
    qtbot.waitUntil(window.problems.reason.isVisible)
    window.problems.reason.setText("a newspaper")
    window.problems._give_reason()
    assert window.desk.session is not None
    held = window.desk.session.document(deal).set_of(window.desk.session.actor.id).intended
    assert [row.reason for row in held.values()] == ["a newspaper"]
