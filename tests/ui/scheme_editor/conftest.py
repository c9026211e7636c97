"""The editor of a project that Ana leads, with work of hers that Rita has partly approved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.core import edits, review
from annotator.core.rows import Name
from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.scheme_editor.editor import SchemeEditor
from tests.session.project import label, place, small_project, suggest


def mark(session: Session, document: Name, words: str, name: str) -> None:
    session.do(edits.mark_span(session.view(document), *place(session, document, words), label(session, name)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    session = small_project(tmp_path / "work.annot")
    first, second = session.documents()
    suggest(session, first, "news", [(((0, 6),), "ORG"), (((10, 18),), "PLACE")])
    for words, name in (("Pfizer", "ORG"), ("Seagen", "ORG"), ("New York", "PLACE"), ("Albert Bourla", "PERSON")):
        mark(session, first, words, name)
    ends = {session.document(first).surface(span): span.id for span in session.view(first).shown.spans}
    boss = session.view(first)
    session.do(edits.link(boss, ends["Albert Bourla"], ends["Pfizer"], label(session, "works for", "relation")))
    mark(session, second, "Nordbank", "ORG")
    mark(session, second, "Oslo", "PLACE")
    session.do(review.submit(session.view(first)))
    session.act_as("Rita", reviewing=True)
    session.do(review.approve(session.view(first, reviewed=session.people.named("Ana").id)))
    session.act_as("Ana")
    session.close()
    return tmp_path / "work.annot"


@pytest.fixture
def desk(path: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk()
    desk.set_session(Session.open(path, person="Ana"))
    yield desk
    desk.set_session(None)


@pytest.fixture
def editor(desk: Desk, qtbot: QtBot) -> Iterator[SchemeEditor]:
    memory = Memory()
    window = QWidget()
    qtbot.addWidget(window)
    editor = SchemeEditor(window, desk, Looks(memory), memory)
    window.show()
    editor.open()
    qtbot.waitExposed(editor)
    yield editor
    window.close()
