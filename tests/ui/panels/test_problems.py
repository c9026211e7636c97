"""The list of problems: of the document and of the project, gone through, mended, meant so; and the same on a shell."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.cli.checking import check
from annotator.core import edits
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.checking import Found
from annotator.ui.desk import Desk
from annotator.ui.jobs import Jobs
from annotator.ui.looks import Looks
from annotator.ui.panels.problems import ProblemsPanel
from tests.end_to_end.project import make
from tests.session.project import add_documents
from tests.ui.panels.test_relations import link

KEY = Qt.Key


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Ana has marked things that do not agree, in three documents; a fourth is empty, a fifth a copy."""
    path = tmp_path / "problems.annot"
    make(path)
    session = Session.open(path)
    add_documents(session, ("Brno, they said, is large. Friday came, and Friday went.", "… …"))
    _, plant, quiet, article, _ = session.documents()
    for document, words, label in (
        (plant, "Varga Motors", "ORG"),
        (plant, "Brno", "GPE"),
        (article, "Brno,", "GPE"),
        (article, "Friday", "DATE"),
        (plant, "Friday", "GPE"),
        (quiet, "Nothing", "ORG"),
        (quiet, "Nothing", "PERSON"),
    ):
        mark(session, document, words, label)
    session.close()
    return path


def mark(session: Session, document: Name, words: str, label: str, *, nth: int = 0) -> None:
    start = -1
    for _ in range(nth + 1):
        start = session.text_of(document).index(words, start + 1)
    wanted = session.scheme.named(label).id
    session.do(edits.mark_span(session.view(document), start, start + len(words), wanted))


@pytest.fixture
def panel(desk: Desk, looks: Looks, shown: Callable[[QWidget], None]) -> ProblemsPanel:
    panel = ProblemsPanel(desk, looks)
    shown(panel)
    return panel


@pytest.fixture
def of_project(panel: ProblemsPanel, qtbot: QtBot) -> ProblemsPanel:
    with qtbot.waitSignal(panel.feed.checked):
        panel.show_project()
    return panel


def listed(panel: ProblemsPanel) -> list[str]:
    """Kinds as heads, sentences under them."""
    lines = panel.model.lines
    return [one.problem.text if isinstance(one, Found) else panel.model.title(one) for one in lines]


def session_of(desk: Desk) -> Session:
    assert desk.session is not None
    return desk.session


def test_a_problem_of_a_relation_leads_to_it(panel: ProblemsPanel, desk: Desk, qtbot: QtBot) -> None:
    link(desk, "Halden Pharma", "Soren Labs", "acquires")
    assert panel.model.lines == []
    head = desk.relations()[0].head
    desk.relabel_many((head,), next(label.label for label in desk.bar() if label.name == "DATE"), broken="keep")
    qtbot.waitUntil(lambda: "Relations against the rules" in listed(panel))
    row = listed(panel).index("Relations against the rules") + 1
    found = panel.model.found_at(row)
    assert found is not None
    assert found.problem.blocks
    assert "to be solved before submitting" in panel._detail(found)
    panel.go(row)
    assert desk.focus.kind == "relation"


def test_the_document_alone_is_compared_with_itself(panel: ProblemsPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.show_document(session_of(desk).documents()[2])
    qtbot.waitUntil(lambda: len(panel.model.lines) == 3)
    assert listed(panel) == [
        "Same words, different labels",
        '"Nothing" is ORG here, elsewhere PERSON 1 ×.',
        '"Nothing" is PERSON here, elsewhere ORG 1 ×.',
    ]


def test_f8_stops_at_words_left_unmarked_in_the_document(panel: ProblemsPanel, desk: Desk, qtbot: QtBot) -> None:
    session, words = session_of(desk), "Halden Pharma"
    deal = session.documents()[0]
    for nth in (0, 1):
        mark(session, deal, words, "ORG", nth=nth)
    qtbot.waitUntil(lambda: bool(desk.unmarked))
    place = desk.unmarked[0]
    assert session.text_of(deal)[slice(*place)] == words
    desk.move_to(place[0] - 1)
    desk.next_to_look_at(1)
    assert (desk.focus.kind, desk.focus.start, desk.focus.end) == ("text", *place)
    desk.next_to_look_at(-1)
    assert desk.focus.start < place[0]


def test_the_project_is_checked_as_a_job_grouped_and_counted(of_project: ProblemsPanel) -> None:
    panel = of_project
    assert listed(panel) == [
        "Same words, different labels",
        '"Friday" is GPE here, elsewhere DATE 1 ×.',
        '"Nothing" is ORG here, elsewhere PERSON 1 ×.',
        '"Nothing" is PERSON here, elsewhere ORG 1 ×.',
        '"Friday" is DATE here, elsewhere GPE 1 ×.',
        "Punctuation at an edge",
        '"Brno," ends with ",".',
        "Empty documents",
        "The text has no word.",
    ]
    assert panel.words.text() == "6 problems in 4 documents"
    panel.filter.field.setText("plant")
    panel.refresh()
    assert listed(panel) == ["Same words, different labels", '"Friday" is GPE here, elsewhere DATE 1 ×.']
    panel.filter.field.setText("no such thing")
    panel.refresh()
    assert panel.nothing.isVisible()


def test_the_command_line_prints_the_same(
    of_project: ProblemsPanel, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    session = session_of(desk)
    mine = [(one.document, one.problem.kind, one.problem.text, one.problem.key) for one in of_project.feed.of_project()]
    assert check(session.path, as_json=True) == 1
    names = {session.document(name).document.name: name for name in session.documents()}
    said = json.loads(capsys.readouterr().out)
    assert [(names[one["document"]], one["kind"], one["text"], one["key"]) for one in said] == mine


def test_cancelled_it_says_that_not_all_is_checked(panel: ProblemsPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.show_project()
    Jobs.of(desk).cancel_all()
    assert "check again" in panel.words.text()
    with qtbot.waitSignal(panel.feed.checked):
        panel.again.click()
    assert "check again" not in panel.words.text()


def test_kinds_fold_by_key_and_click(of_project: ProblemsPanel, qtbot: QtBot) -> None:
    panel = of_project
    panel.table.setFocus()
    panel.table.follow(2)
    qtbot.keyClick(panel.table, KEY.Key_Left)
    assert len(panel.model.lines) == 5
    assert panel.table.currentIndex().row() == 0
    qtbot.keyClick(panel.table, KEY.Key_Return)
    assert len(panel.model.lines) == 9


def test_f8_goes_through_the_project(of_project: ProblemsPanel, desk: Desk) -> None:
    session = session_of(desk)
    visited = []
    for _ in range(6):
        desk.next_to_look_at(1)
        visited.append((session.documents().index(desk.document or ""), desk.focus.start))
    assert visited[:5] == [(1, 39), (2, 0), (2, 0), (3, 27), (3, 0)]
    assert visited[5][0] == 4
    desk.next_to_look_at(-1)
    assert session.documents().index(desk.document or "") == 3


def test_edits_are_followed_in_the_project(of_project: ProblemsPanel, desk: Desk, qtbot: QtBot) -> None:
    panel, session = of_project, session_of(desk)
    desk.next_to_look_at(1)  # Friday, GPE
    desk.label_as(session.scheme.named("DATE").id)
    qtbot.waitUntil(lambda: panel.words.text() == "5 problems in 3 documents")  # the second Friday of the article
    assert listed(panel)[3:5] == ["Words left unmarked", '"Friday" is not marked here, elsewhere it is DATE 2 ×.']
    desk.undo()
    qtbot.waitUntil(lambda: panel.words.text() == "6 problems in 4 documents")


def test_problems_are_meant_so_with_a_reason_and_taken_back(
    of_project: ProblemsPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel = of_project
    panel.table.setFocus()
    panel.table.follow(0)  # the head: all of its kind
    qtbot.keyClick(panel.table, KEY.Key_I)
    assert panel.reason.isVisible()
    qtbot.keyClick(panel.reason, KEY.Key_Return)
    assert len(panel.chosen()) == 4  # without a reason nothing is done
    qtbot.keyClicks(panel.reason, "as agreed")
    qtbot.keyClick(panel.reason, KEY.Key_Return)
    qtbot.waitUntil(lambda: panel.words.text() == "2 problems in 2 documents")
    assert not panel.reason.isVisible()
    panel.meant.setChecked(True)
    assert panel.words.text() == "6 problems in 4 documents"
    found = panel.model.found_at(1)
    assert found is not None
    assert panel._detail(found) == "plant · meant so: as agreed"
    panel.table.follow(1)
    assert [action.text() for action in panel.menu().actions()] == ["Go there", "No longer meant so\tI", "Copy"]
    qtbot.keyClick(panel.table, KEY.Key_I)
    panel.meant.setChecked(False)
    qtbot.waitUntil(lambda: panel.words.text() == "3 problems in 3 documents")
    for _ in range(2):
        session_of(desk).undo()
    qtbot.waitUntil(lambda: panel.words.text() == "6 problems in 4 documents")


def test_the_focused_entity_is_meant_so_from_the_canvas(panel: ProblemsPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.show_document(session_of(desk).documents()[2])
    qtbot.waitUntil(lambda: len(panel.model.lines) == 3)
    desk.focus_none()
    panel.intend_focused()
    assert not panel.reason.isVisible()
    found = panel.model.found_at(1)
    assert found is not None
    desk.focus_item(found.problem.item)
    panel.intend_focused()
    assert panel.reason.isVisible()
    qtbot.keyClick(panel.reason, KEY.Key_Escape)
    assert not panel.reason.isVisible()


def test_another_project_starts_empty(of_project: ProblemsPanel, desk: Desk, tmp_path: Path) -> None:
    make(tmp_path / "other.annot")
    desk.set_session(Session.open(tmp_path / "other.annot"))
    of_project.refresh()
    assert of_project.model.lines == []
