"""Threads, drafts and keys of the comment box."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.panels.comments import CommentsPanel
from tests.ui.panels.conftest import Wanted, name_of


@pytest.fixture
def panel(desk: Desk, looks: Looks, shown: Callable[[QWidget], None]) -> CommentsPanel:
    panel = CommentsPanel(desk, looks)
    shown(panel)
    panel.activateWindow()
    return panel


def begin(panel: CommentsPanel, qtbot: QtBot) -> None:
    panel.begin()
    qtbot.waitUntil(lambda: panel.box.text.hasFocus())


def test_enter_sends_on_what_is_focused(panel: CommentsPanel, desk: Desk, wanted: Wanted, qtbot: QtBot) -> None:
    name = name_of(desk, "Utrecht")
    desk.focus_item(name)
    begin(panel, qtbot)
    qtbot.keyClicks(panel.box.text, "City or province?")
    qtbot.keyClick(panel.box.text, Qt.Key.Key_Return)
    assert [(one.item, one.text) for one in desk.comments()] == [(name, "City or province?")]
    assert panel.box.text.toPlainText() == ""
    assert wanted.times == 1
    qtbot.waitUntil(lambda: len(panel._cards) == 1)


def test_shift_enter_breaks_the_line(panel: CommentsPanel, desk: Desk, qtbot: QtBot) -> None:
    begin(panel, qtbot)
    qtbot.keyClicks(panel.box.text, "one")
    qtbot.keyClick(panel.box.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(panel.box.text, "two")
    assert panel.box.text.toPlainText() == "one\ntwo"
    assert desk.comments() == []


def test_escape_keeps_the_draft_for_the_item(panel: CommentsPanel, desk: Desk, wanted: Wanted, qtbot: QtBot) -> None:
    name = name_of(desk, "Utrecht")
    desk.focus_item(name)
    begin(panel, qtbot)
    qtbot.keyClicks(panel.box.text, "half a thou")
    qtbot.keyClick(panel.box.text, Qt.Key.Key_Escape)
    assert wanted.times == 1
    assert desk.comment_draft(name) == "half a thou"
    panel.setFocus()
    panel.box.text.clearFocus()
    desk.focus_item(name_of(desk, "Monday"))
    assert panel.box.text.toPlainText() == ""
    desk.focus_item(name)
    assert panel.box.text.toPlainText() == "half a thou"


def test_ctrl_enter_does_nothing_and_says_so(panel: CommentsPanel, desk: Desk, qtbot: QtBot) -> None:
    said: list[str] = []
    desk.message.connect(lambda text, _kind: said.append(text))
    begin(panel, qtbot)
    qtbot.keyClicks(panel.box.text, "text")
    qtbot.keyClick(panel.box.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.comments() == []
    assert panel.box.text.toPlainText() == "text"
    assert said
    assert "Ctrl+Enter" in said[-1]


def test_a_thread_is_answered_done_and_opened_again(panel: CommentsPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.comment("Look here")
    qtbot.waitUntil(lambda: len(panel._cards) == 1)
    card = panel._cards[0]
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.box.text.hasFocus())
    qtbot.keyClicks(panel.box.text, "I did")
    qtbot.keyClick(panel.box.text, Qt.Key.Key_Return)
    first, answer = sorted(desk.comments(), key=lambda one: bool(one.reply_to))
    assert (answer.reply_to, answer.text) == (first.id, "I did")
    qtbot.waitUntil(lambda: len(panel._cards) == 1 and len(panel._cards[0].thread_shown.answers) == 1)
    qtbot.keyClick(panel._cards[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert next(one for one in desk.comments() if one.id == first.id).state == "done"
    qtbot.waitUntil(lambda: panel._cards == [])
    panel.which.choose("all")
    panel.refresh()
    assert [card.thread_shown.first.state for card in panel._cards] == ["done"]


def test_what_is_gone_stays_at_its_text(panel: CommentsPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.focus_item(name_of(desk, "Utrecht"))
    desk.accept()
    name = name_of(desk, "Utrecht")
    desk.focus_item(name)
    desk.comment("Which one?", item=name)
    qtbot.waitUntil(lambda: len(panel._cards) == 1)
    desk.focus_item(name)
    desk.reject_or_delete()
    qtbot.waitUntil(lambda: panel._cards[0].thread_shown.about == "On a deleted item: Utrecht GPE")


def test_text_is_never_taken_for_markup(panel: CommentsPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.comment("<b>bold</b> & <img src='x'>")
    qtbot.waitUntil(lambda: len(panel._cards) == 1)
    labels = panel._cards[0].findChildren(QLabel)
    assert any(label.text() == "<b>bold</b> & <img src='x'>" for label in labels)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text())
