"""A desk on a project made for driving, and what panels need beside it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from tests.end_to_end.project import make


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "two.annot"
    make(path, people=("Ana", "Rita"))
    return path


@pytest.fixture
def desk(project: Path, qtbot: QtBot) -> Iterator[Desk]:
    """Ana annotates; Rita reviews; "deal" is on screen."""
    desk = Desk()
    desk.set_session(Session.open(project, person="Ana"))
    desk.open_first()
    yield desk
    desk.set_session(None)


@pytest.fixture
def looks(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Looks:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Looks(Memory())


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QWidget], None]:
    """Puts a panel on the screen."""

    def show(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.resize(340, 400)
        with qtbot.waitExposed(widget):
            widget.show()

    return show


class Wanted:
    """How often the canvas was to have the keyboard again."""

    def __init__(self, desk: Desk) -> None:
        self.times = 0
        desk.canvas_wanted.connect(self._count)

    def _count(self) -> None:
        self.times += 1


@pytest.fixture
def wanted(desk: Desk) -> Wanted:
    return Wanted(desk)


def name_of(desk: Desk, text: str, nth: int = 0) -> str:
    """The lasting name of the nth entity with these words."""
    return [row.id for row in desk.entities() if row.text == text][nth]
