"""In the window: a project that cannot be written, opened or found; nothing is lost, and every case is a sentence."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from annotator.app import report
from annotator.core.errors import ReadFailed
from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.main_window import MainWindow
from annotator.ui.memory import Memory
from annotator.ui.worker_client import WorkerClient
from tests.end_to_end.project import make
from tests.ui.desk.conftest import Heard
from tests.ui.desk.test_annotating import focus


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
def project(tmp_path: Path) -> Path:
    path = tmp_path / "driving.annot"
    make(path)
    return path


def test_a_write_that_fails_is_named_in_a_red_bar_and_goes_through_later(
    window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    """Another program holds the file for writing; what fails is SQLite itself, as it does on a full disk."""
    assert window.projects.open(project)
    desk = window.desk
    blocker = sqlite3.connect(project, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    focus(desk, "Utrecht")
    desk.accept()
    qtbot.waitUntil(lambda: window.statusBar().property("role") == "failing", timeout=15_000)
    assert window.status.copy.isVisible()
    heard = Heard(desk)
    focus(desk, "Monday")
    desk.accept()
    assert "is not saved yet" in heard.last
    blocker.execute("ROLLBACK")
    blocker.close()
    qtbot.waitUntil(lambda: window.statusBar().property("role") != "failing", timeout=15_000)
    assert not window.status.copy.isVisible()
    again = Session.open(project, read_only=True)
    document = again.find_document("deal")
    assert document is not None
    assert [span.start for span in again.view(document).set.spans] == [desk.scene.text.index("Utrecht")]  # type: ignore[union-attr]
    again.close()


def test_a_project_deleted_while_open_is_said_and_saved_as_a_copy(
    window: MainWindow, project: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    assert window.projects.open(project)
    desk = window.desk
    project.unlink()
    focus(desk, "Utrecht")
    desk.accept()
    qtbot.waitUntil(lambda: window.statusBar().property("role") == "failing", timeout=15_000)
    assert desk.session is not None
    desk.session.save_copy(tmp_path / "copy.annot")
    desk.saved_changed.emit()
    qtbot.waitUntil(lambda: window.statusBar().property("role") != "failing", timeout=15_000)
    assert len(desk.view.set.spans) == 1


@pytest.mark.parametrize("content", [b"", b"plain words", b"SQLite format 3\0" + b"\xff" * 600])
def test_what_is_no_project_is_refused_and_what_is_open_stays(
    window: MainWindow, project: Path, tmp_path: Path, content: bytes
) -> None:
    assert window.projects.open(project)
    bad = tmp_path / "bad.annot"
    bad.write_bytes(content)
    heard = Heard(window.desk)
    assert not window.projects.open(bad)
    assert heard.messages[-1][0] == "error"
    assert "bad.annot" in heard.last
    assert heard.last.endswith(".")
    assert window.desk.session is not None
    assert window.desk.session.path == project


def test_a_missing_project_is_refused(window: MainWindow, tmp_path: Path) -> None:
    heard = Heard(window.desk)
    assert not window.projects.open(tmp_path / "gone.annot")
    assert "gone.annot" in heard.last


def test_a_newer_and_a_write_protected_project_are_read_and_not_written(window: MainWindow, project: Path) -> None:
    with sqlite3.connect(project) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    heard = Heard(window.desk)
    assert window.projects.open(project)
    assert heard.messages
    assert window.desk.session is not None
    assert "newer" in window.desk.session.read_only
    focus(window.desk, "Utrecht")
    window.desk.accept()
    assert heard.last == window.desk.session.read_only


@pytest.mark.skipif(os.name == "nt", reason="locks are told otherwise there")
def test_a_project_open_elsewhere_is_read_only(window: MainWindow, project: Path) -> None:
    other = Session.open(project)
    heard = Heard(window.desk)
    assert window.projects.open(project)
    assert any("you can look and copy" in text for _, text in heard.messages)
    other.close()


def test_a_read_that_fails_below_a_list_is_a_sentence_and_no_crash(window: MainWindow, tmp_path: Path) -> None:
    heard = Heard(window.desk)
    sentence = "Another program is busy with news.annot; try again in a moment."
    caught = ReadFailed(f"Error calling Python override of QAbstractTableModel::data(): {sentence}")
    report(window, tmp_path / "log", ReadFailed, caught, None)
    assert heard.messages == [("error", sentence)]
    assert not (tmp_path / "log").exists()


def test_labelling_everywhere_that_cannot_be_written_is_said_and_taken_back_as_one_step(
    window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    assert window.projects.open(project)
    desk, view = window.desk, window.search
    session = desk.session
    assert session is not None
    window.dialogs.search()
    view.fields.field.setText("said")
    with qtbot.waitSignal(view.search.ended):
        view.fields.ask_now()
    view.take_label(session.scheme.named("ORG").id)
    blocker = sqlite3.connect(project, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    view.act("label")
    qtbot.waitUntil(lambda: window.statusBar().property("role") == "failing", timeout=15_000)
    assert session.pending is not None
    blocker.execute("ROLLBACK")
    blocker.close()
    qtbot.waitUntil(lambda: window.statusBar().property("role") != "failing", timeout=15_000)
    view.act("label")
    qtbot.waitUntil(lambda: view._job is not None and not view._job.running)
    assert sum(len(session.document(name).set_of(session.actor.id).spans) for name in session.documents()) == 2
    desk.undo()
    assert sum(len(session.document(name).set_of(session.actor.id).spans) for name in session.documents()) == 0
