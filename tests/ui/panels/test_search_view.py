"""The search of the whole project: what is listed, ticked, counted, altered and followed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.core import edits, review
from annotator.core.rows import Name
from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.dialogs.word_list import WordList
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.panels.hit_model import DOCUMENT, TICK
from annotator.ui.panels.search_view import SearchView
from tests.end_to_end.project import make
from tests.session.project import add_documents

KEY = Qt.Key


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Four documents; "said" stands in three of them."""
    path = tmp_path / "search.annot"
    make(path)
    session = Session.open(path)
    add_documents(session, ("He said so, and said it again.",))
    session.close()
    return path


@pytest.fixture
def view(desk: Desk, looks: Looks, shown: Callable[[QWidget], None]) -> SearchView:
    view = SearchView(desk, looks)
    shown(view)
    view.resize(1100, 400)
    return view


@pytest.fixture
def look_for(view: SearchView, qtbot: QtBot) -> Callable[..., list[str]]:
    def look(words: str, *, label: str = "") -> list[str]:
        view.fields.label.setCurrentText(f"Entities: {label}" if label else "Any text")
        view.fields.field.setText(words)
        with qtbot.waitSignal(view.search.ended):
            view.fields.ask_now()
        return [one.hit.words for one in view.model.all]

    return look


def act(view: SearchView, verb: str, qtbot: QtBot) -> None:
    view.act(verb)
    qtbot.waitUntil(lambda: view._job is not None and not view._job.running)


def own(desk: Desk, *, document: Name = "") -> int:
    session = desk.session
    assert session is not None
    names = [document] if document else session.documents()
    return sum(len(session.document(name).set_of(session.actor.id).spans) for name in names)


def label(desk: Desk, name: str) -> Name:
    assert desk.session is not None
    return desk.session.scheme.named(name).id


def follow(view: SearchView, qtbot: QtBot) -> None:
    """Until what stands at the hits was seen again."""
    qtbot.waitUntil(lambda: not view.search.searching and not view.search._later.isActive())


def test_hits_come_with_groups_and_counts(view: SearchView, look_for: Callable[..., list[str]]) -> None:
    assert look_for("soren labs") == ["Soren Labs"] * 4
    groups = [(group.words, bool(group.present.suggested), many, ticked) for group, many, ticked in view.model.groups()]
    assert groups == [("Soren Labs", True, 2, 2), ("Soren Labs", False, 2, 2)]
    assert view.bar.words.text() == "4 hits in 1 documents · 4 ticked"
    assert [made.text() for made in view.bar.buttons.values()] == ["Label 4", "Relabel 2", "Unlabel 0", "Reject 2"]
    view.take_label(label(view.desk, "ORG"))
    assert view.bar.buttons["relabel"].text() == "Relabel 0"  # as ORG they are just accepted
    assert look_for("nothing of this") == []
    assert view._nothing.isVisible()


def test_ticked_hits_are_labelled_at_one_step_and_followed(
    view: SearchView, desk: Desk, look_for: Callable[..., list[str]], qtbot: QtBot
) -> None:
    assert look_for("said") == ["said"] * 4
    view.table.setFocus()
    view.table.follow(1)
    qtbot.keyClick(view.table, KEY.Key_Space)
    qtbot.keyClick(view.table, "2")
    assert view.bar.label == label(desk, "PERSON")
    assert view.bar.buttons["label"].text() == "Label 3"
    qtbot.keyClick(view.table, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view._job is not None and not view._job.running)
    assert own(desk) == 3
    follow(view, qtbot)
    assert [bool(one.standing.present.labels) for one in view.model.all] == [True, False, True, True]
    assert [view.model.is_ticked(one) for one in view.model.all] == [True, False, True, True]
    desk.undo()
    assert own(desk) == 0
    follow(view, qtbot)
    assert not any(one.standing.present.labels for one in view.model.all)
    desk.redo()
    assert own(desk) == 3


def test_relabel_unlabel_and_reject_by_keys(
    view: SearchView, desk: Desk, look_for: Callable[..., list[str]], qtbot: QtBot
) -> None:
    assert look_for("", label="DATE") == ["Monday", "Friday"]
    view.take_label(label(desk, "GPE"))
    for key in (KEY.Key_R, KEY.Key_Delete):
        qtbot.keyClick(view.table, key)
        qtbot.waitUntil(lambda: view._job is not None and not view._job.running)
        follow(view, qtbot)
        if key == KEY.Key_R:
            assert own(desk) == 2
            assert look_for("", label="GPE") == ["Monday", "Utrecht", "Brno", "Friday"]
    assert own(desk) == 0
    assert [one.hit.words for one in view.model.all] == ["Utrecht", "Brno"]
    qtbot.keyClick(view.table, KEY.Key_X)
    qtbot.waitUntil(lambda: not view.model.all)


def test_a_group_is_shown_and_ticked_off_by_key_and_mouse(
    view: SearchView, look_for: Callable[..., list[str]], qtbot: QtBot
) -> None:
    look_for("soren labs")
    view.groups.setFocus()
    qtbot.keyClick(view.groups, KEY.Key_Down)
    assert view.model.rowCount() == 2
    qtbot.keyClick(view.groups, KEY.Key_Space)
    assert len(view.model.chosen()) == 2
    box = view.groups.visualRect(view.groups.groups.index(0, 0))
    qtbot.mouseClick(view.groups.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(18, 12))
    assert len(view.model.chosen()) == 4
    assert view.model.rowCount() == 2
    first = view.table.visualRect(view.model.index(0, TICK)).center()
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert len(view.model.chosen()) == 3
    qtbot.keyClick(view.table, KEY.Key_A)
    assert len(view.model.chosen()) == 4


def test_what_is_submitted_stays_and_is_told(
    view: SearchView, desk: Desk, look_for: Callable[..., list[str]], qtbot: QtBot
) -> None:
    assert desk.session is not None
    plant = desk.session.documents()[1]
    desk.session.do(edits.accept_open(desk.session.view(plant)))
    desk.session.do(review.submit(desk.session.view(plant)))
    look_for("said")
    assert view.bar.words.text() == "4 hits in 3 documents · 3 ticked · 1 submitted: they stay"
    view.model.toggle(view.model.all)
    view.model.toggle(view.model.all)
    view.take_label(label(desk, "PERSON"))
    before = own(desk, document=plant)
    act(view, "label", qtbot)
    assert own(desk, document=plant) == before


def test_enter_opens_the_place(view: SearchView, desk: Desk, look_for: Callable[..., list[str]], qtbot: QtBot) -> None:
    look_for("said")
    view.table.setFocus()
    view.table.follow(3)
    qtbot.keyClick(view.table, KEY.Key_Return)
    assert desk.session is not None
    assert desk.document == desk.session.documents()[3]
    assert (desk.focus.kind, desk.focus.start, desk.focus.end) == ("text", 16, 20)


def test_rows_are_sorted_by_what_stands_around(view: SearchView, look_for: Callable[..., list[str]]) -> None:
    look_for("said")
    view.table.sortByColumn(DOCUMENT, Qt.SortOrder.DescendingOrder)
    assert [view.model.at(row).standing.document for row in range(4)] == ["plant", "deal", "article 4", "article 4"]
    view.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    after = [view.model.at(row).hit.after.split()[0] for row in range(4)]
    assert after == sorted(after, key=str.casefold)


def test_the_queue_alone_is_searched(view: SearchView, desk: Desk, look_for: Callable[..., list[str]]) -> None:
    desk.set_queue_filter((), "pla")
    view.fields.scope.setCurrentIndex(1)
    assert look_for("said") == ["said"]
    view.fields.scope.setCurrentIndex(0)
    assert len(look_for("said")) == 4


def test_an_expression_that_is_none_says_where(
    view: SearchView, desk: Desk, look_for: Callable[..., list[str]]
) -> None:
    view.fields.expression.setChecked(True)
    look_for("(a")
    assert "at its character 3" in view._why_nothing()
    assert len(look_for(r"\bs\w+d\b")) == 4


def test_lists_are_pasted_or_read_and_left_again(
    view: SearchView, look_for: Callable[..., list[str]], qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "words.txt"
    path.write_text("Brno\nUtrecht\n\nBrno\n", encoding="utf-8")
    popup = WordList(view)
    qtbot.addWidget(popup)
    popup.taken.connect(view.fields.use_list)
    popup.read(tmp_path / "missing.txt")
    assert "missing.txt could not be read: No such file" in popup.fault.text()
    (tmp_path / "latin.txt").write_bytes(b"Z\xfcrich")
    popup.read(tmp_path / "latin.txt")
    assert "no text in UTF-8" in popup.fault.text()
    popup.read(path)
    assert popup.go.text() == "Find 2 words"
    with qtbot.waitSignal(view.search.ended):
        popup.go.click()
    assert [one.hit.words for one in view.model.all] == ["Utrecht", "Brno"]
    assert (view.fields.list.isChecked(), view.fields.field.isEnabled()) == (True, False)
    view.fields.use_list(())
    assert look_for("Brno") == ["Brno"]


def test_switches_are_remembered(view: SearchView, desk: Desk, looks: Looks) -> None:
    memory = Memory()
    view.remember(memory)
    assert view.fields.whole.isChecked()
    view.fields.whole.setChecked(False)
    view.fields.case.setChecked(True)
    other = SearchView(desk, looks)
    other.remember(memory)
    assert (other.fields.case.isChecked(), other.fields.whole.isChecked()) == (True, False)


def test_nothing_is_labelled_while_reviewing(view: SearchView, desk: Desk, look_for: Callable[..., list[str]]) -> None:
    desk.act_as("Ana", reviewing=True)
    look_for("said")
    view.take_label(label(desk, "ORG"))
    assert not any(made.isEnabled() for made in view.bar.buttons.values())
    assert "while reviewing" in view.bar.words.text()


def test_another_project_forgets_what_was_found(
    view: SearchView, desk: Desk, look_for: Callable[..., list[str]], tmp_path: Path
) -> None:
    look_for("said")
    make(tmp_path / "other.annot")
    desk.set_session(Session.open(tmp_path / "other.annot"))
    assert view.model.all == []
    assert not view.search.searching


def test_ctrl_enter_in_the_field_is_nobodys_key(
    view: SearchView, desk: Desk, look_for: Callable[..., list[str]], qtbot: QtBot
) -> None:
    look_for("said")
    view.take_label(label(desk, "ORG"))
    view.fields.field.setFocus()
    override = QKeyEvent(QEvent.Type.ShortcutOverride, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    override.ignore()
    QApplication.sendEvent(view.fields.field, override)
    assert override.isAccepted()  # so that no shortcut of the window submits the document behind
    qtbot.keyClick(view.fields.field, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert view._job is None


def test_an_expression_that_would_never_end_is_given_up(
    view: SearchView, desk: Desk, look_for: Callable[..., list[str]]
) -> None:
    add_documents(session_of(desk), tuple("a" * 5_000 + f"? {number}" for number in range(5)))
    view.fields.expression.setChecked(True)
    view.fields.whole.setChecked(False)
    assert look_for(r"(a+)+$") == []
    assert "takes more than" in view._why_nothing()


def test_new_documents_and_what_is_taken_back_are_followed(
    view: SearchView, desk: Desk, look_for: Callable[..., list[str]], qtbot: QtBot
) -> None:
    look_for("said")
    with qtbot.waitSignal(view.search.ended):
        add_documents(session_of(desk), ("They said nothing.",))
    assert len(view.model.all) == 5
    with qtbot.waitSignal(view.search.ended):
        session_of(desk).undo()
    assert len(view.model.all) == 4


def session_of(desk: Desk) -> Session:
    assert desk.session is not None
    return desk.session
