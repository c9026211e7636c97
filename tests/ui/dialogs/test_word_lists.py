"""The word list dialog: import, edit, on and off, exceptions; every change undone like any other."""

from operator import attrgetter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.core.rows import WordException
from annotator.core.word_lists import except_text
from annotator.session import Session
from annotator.ui.canvas.scene import State
from annotator.ui.dialogs.word_lists import WordLists
from annotator.ui.main_window import MainWindow
from tests.ui.test_actions import project, window  # noqa: F401  (fixtures)

WORDS = "text,label,case\nhold shares,ORG,exact\nANALYSTS,PERSON,any\nNobody,PERSON\n,ORG\n"


@pytest.fixture
def session(window: MainWindow, project: Path) -> Session:  # noqa: F811
    assert window.desk.session is not None
    assert window.desk.session.people.setting("pipeline") == "none"
    return window.desk.session


@pytest.fixture
def dialog(window: MainWindow, session: Session, qtbot: QtBot) -> WordLists:  # noqa: F811
    made = WordLists(window, window.desk, window.looks)
    made.open()
    qtbot.waitExposed(made)
    return made


def import_words(dialog: WordLists, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(WORDS, encoding="utf-8")
    dialog.add_files([path])


def cells(dialog: WordLists) -> list[tuple[str, ...]]:
    model = dialog.lists._rows
    return [row.cells for row in model._rows]


def shown(window: MainWindow) -> set[tuple[str, State]]:  # noqa: F811
    assert window.desk.scene is not None
    text = window.desk.scene.text
    spans = window.desk.scene.spans_in(0, len(text))
    return {(text[one.start : one.end], one.state) for one in spans}


def test_a_file_is_imported_bad_lines_are_told_and_undo_takes_it_back(
    dialog: WordLists,
    session: Session,
    tmp_path: Path,
) -> None:
    import_words(dialog, tmp_path)
    assert cells(dialog) == [
        ("hold shares", "ORG", "exact"),
        ("ANALYSTS", "PERSON", "any"),
        ("Nobody", "PERSON", "exact"),
    ]
    assert "words.csv, line 5: The text is empty." in dialog.said.text()
    assert dialog.pages.tabText(0) == "Lists (1)"
    dialog.undo.click()
    assert session.people.lists == {}
    assert cells(dialog) == []


def test_entries_are_typed_changed_and_removed(dialog: WordLists, session: Session) -> None:
    page = dialog.lists
    page.text.setText("Ostra")
    page.label.setCurrentText("ORG")
    QTest.keyClick(page.text, Qt.Key.Key_Return)
    page.text.setText('[{"LOWER": "mira"}]')
    page.label.setCurrentText("PERSON")
    page.add_one.click()
    assert cells(dialog) == [("Ostra", "ORG", "exact"), ('[{"LOWER": "mira"}]', "PERSON", "–")]
    page.text.setText('[{"POS": "NOUN"}]')
    page.add_one.click()
    assert "POS needs a pipeline" in dialog.said.text()
    page.entries.follow(0)
    page.any_case.setChecked(True)
    page.change_one.click()
    assert cells(dialog)[0] == ("Ostra", "ORG", "any")
    (one,) = session.people.lists.values()
    page.entries.setFocus()
    page.entries.follow(1)
    QTest.keyClick(page.entries, Qt.Key.Key_Delete)
    assert len(cells(dialog)) == 1
    assert next(iter(session.people.lists.values())).version != one.version
    session.undo()
    assert session.people.lists[one.id] == one


def test_a_list_is_renamed_turned_off_and_removed_by_keys(dialog: WordLists, session: Session, tmp_path: Path) -> None:
    import_words(dialog, tmp_path)
    page = dialog.lists
    page.name.setText("Wires")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    page.lists.setFocus()
    QTest.keyClick(page.lists, Qt.Key.Key_Space)
    (one,) = session.people.lists.values()
    assert (one.name, one.enabled) == ("Wires", False)
    page.remove.click()
    assert session.people.lists == {}
    session.undo()
    assert len(session.word_entries(one.id)) == 3


def test_what_is_exported_is_read_again(dialog: WordLists, session: Session, tmp_path: Path) -> None:
    import_words(dialog, tmp_path)
    before = [entry[:3] for entry in cells(dialog)]
    dialog.lists.write_to(tmp_path / "again.csv")
    dialog.lists.remove.click()
    dialog.add_files([tmp_path / "again.csv"])
    assert cells(dialog) == before


def test_exceptions_are_written_changed_and_taken_away(dialog: WordLists, session: Session) -> None:
    page = dialog.exceptions
    dialog.pages.setCurrentIndex(1)
    page.text.setText("May")
    page.label.setCurrentText("DATE")
    page.before.setText("said")
    QTest.keyClick(page.text, Qt.Key.Key_Return)
    (row,) = page._rows._rows
    assert row.cells == ("May", "DATE", "as in “said May”", "Ana")
    page.table.follow(0)
    page.before.clear()
    page.where.setCurrentIndex(1)
    page.change_one.click()
    (row,) = page._rows._rows
    assert row.cells[2] == "in deal"
    assert dialog.pages.tabText(1) == "Not to suggest (1)"
    page.table.setFocus()
    page.table.follow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert session.people.exceptions == {}
    session.undo()
    assert len(session.people.exceptions) == 1


def test_lists_suggest_without_any_pipeline_and_follow_what_is_changed(
    dialog: WordLists,
    window: MainWindow,  # noqa: F811
    session: Session,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    import_words(dialog, tmp_path)
    hits = {("hold shares", State.SUGGESTION), ("analysts", State.SUGGESTION)}
    qtbot.waitUntil(lambda: hits <= shown(window), timeout=20_000)
    assert "word lists · 2 found" in window.desk.suggesting[1]
    dialog.lists.toggle()
    qtbot.waitUntil(lambda: not hits & shown(window), timeout=20_000)
    dialog.lists.toggle()
    qtbot.waitUntil(lambda: hits <= shown(window), timeout=20_000)
    person = session.scheme.named("PERSON").id
    session.do(except_text(session.people, session.scheme, [WordException("", "analysts", person)]))
    qtbot.waitUntil(lambda: ("analysts", State.SUGGESTION) not in shown(window), timeout=20_000)
    assert ("hold shares", State.SUGGESTION) in shown(window)
    session.undo()
    qtbot.waitUntil(lambda: hits <= shown(window), timeout=20_000)


def test_a_rejection_teaches_only_when_told(
    dialog: WordLists,
    window: MainWindow,  # noqa: F811
    session: Session,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    desk, said = window.desk, list[str]()
    desk.message.connect(lambda words, _kind: said.append(words))
    desk.teach()
    assert "Reject a word list's suggestion first" in said[-1]
    import_words(dialog, tmp_path)
    qtbot.waitUntil(lambda: ("analysts", State.SUGGESTION) in shown(window), timeout=20_000)
    assert desk.scene is not None
    hit = next(one for one in desk.scene.spans_in(0, 400) if desk.scene.text[one.start : one.end] == "analysts")
    desk.focus_item(hit.id)
    desk.reject_or_delete()
    assert session.people.exceptions == {}
    assert "Rejected here: “analysts” PERSON." in said[-1]
    desk.teach()
    assert desk.question is not None
    assert [answer.text for answer in desk.question.answers] == [
        "in no document",
        "not in this document",
        "not as in “told analysts that”",
        "leave it",
    ]
    desk.question.answers[2].act()
    (row,) = session.people.exceptions.values()
    assert (row.text, row.only_in, row.before, row.after) == ("analysts", "", "told", "that")
    assert "no longer suggested (1 exception" in said[-1]
    desk.undo()
    assert session.people.exceptions == {}


@pytest.mark.parametrize("part", ["lists.lists", "lists.entries", "lists.filter.field", "exceptions.table"])
def test_escape_leaves_from_everywhere(part: str, dialog: WordLists, tmp_path: Path) -> None:
    import_words(dialog, tmp_path)
    dialog.pages.setCurrentIndex(1 if part.startswith("exceptions") else 0)
    widget: QWidget = attrgetter(part)(dialog)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
