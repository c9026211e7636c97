"""A desk on a project made for driving, with a canvas pane in a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.session import Session
from annotator.ui.canvas_pane import CanvasPane
from annotator.ui.desk import Desk, Question
from tests.end_to_end.project import make


class Heard:
    """What the desk said."""

    def __init__(self, desk: Desk) -> None:
        self.messages: list[tuple[str, str]] = []
        self.questions: list[Question | None] = []
        desk.message.connect(lambda text, kind: self.messages.append((kind, text)))
        desk.asked.connect(self.questions.append)

    @property
    def last(self) -> str:
        """The last sentence."""
        return self.messages[-1][1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "driving.annot"
    make(path)
    return path


@pytest.fixture
def desk(project: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk()
    desk.set_session(Session.open(project))
    desk.open_first()
    yield desk
    desk.set_session(None)


@pytest.fixture
def heard(desk: Desk) -> Heard:
    return Heard(desk)


@pytest.fixture
def pane(desk: Desk, qtbot: QtBot) -> CanvasPane:
    pane = CanvasPane(desk)
    qtbot.addWidget(pane)
    pane.resize(1000, 700)
    pane.show()
    qtbot.waitExposed(pane)
    return pane
