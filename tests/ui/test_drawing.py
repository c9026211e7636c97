"""File, Save as picture: one file, pages of a long text, what is there already, and work that goes on meanwhile."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from annotator.ui.jobs import Jobs
from annotator.ui.main_window import MainWindow
from tests.ui.test_actions import project, window  # noqa: F401  (fixtures)

pytestmark = pytest.mark.usefixtures("project")


def heard(window: MainWindow) -> list[str]:  # noqa: F811
    words: list[str] = []
    window.desk.message.connect(lambda sentence, _kind: words.append(sentence))
    return words


def drawn(window: MainWindow, qtbot: QtBot, path: Path) -> None:  # noqa: F811
    window.drawing.draw(path)
    qtbot.waitUntil(lambda: not Jobs.of(window.desk).running)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_document_on_screen_is_drawn(window: MainWindow, qtbot: QtBot, tmp_path: Path, suffix: str) -> None:  # noqa: F811
    window.looks.choose("dark")
    said, path = heard(window), tmp_path / f"one{suffix}"
    drawn(window, qtbot, path)
    assert said == [f"Drew one{suffix}."]
    if suffix == ".png":
        assert QImage(str(path)).pixelColor(2, 2) == window.looks.theme.background
    if suffix == ".svg":
        assert "Halden Pharma" in path.read_text(encoding="utf-8")
    drawn(window, qtbot, path)  # the file dialog has asked
    assert len(said) == 2


def test_a_long_text_becomes_pages_and_replaces_none(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:  # noqa: F811
    window.projects.add_text("A line of words that is written again and again.\n\n" * 400)
    said, path = heard(window), tmp_path / "long.png"
    drawn(window, qtbot, path)
    assert said == ["Drew long-001.png … long-002.png."]
    drawn(window, qtbot, path)
    assert said[1:] == [f"{tmp_path / 'long-001.png'} is already there; choose another name."]


def test_work_goes_on_and_ends_a_picture_that_is_half_drawn(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:  # noqa: F811
    window.desk.first_undecided()
    said, path = heard(window), tmp_path / "one.pdf"
    window.drawing.draw(path)
    window.desk.accept()
    qtbot.waitUntil(lambda: not Jobs.of(window.desk).running)
    assert any("changed while it was drawn" in words for words in said)
    assert not path.exists()


def test_a_folder_that_is_not_there_is_named(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:  # noqa: F811
    said = heard(window)
    drawn(window, qtbot, tmp_path / "no" / "where.png")
    assert said == [f"{tmp_path / 'no' / 'where.png'} could not be written: there is no folder {tmp_path / 'no'}."]
