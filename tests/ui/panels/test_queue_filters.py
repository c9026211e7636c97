"""The queue's filter: simple words, completed as one writes, built by a menu, kept by name."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.core.filtering import saved
from annotator.core.listing import QueueRow
from annotator.ui.desk import Desk
from annotator.ui.item_model import ROW_ROLE
from annotator.ui.looks import Looks
from annotator.ui.panels.filter_words import completions, last_word
from annotator.ui.panels.queue import QueuePanel


@pytest.fixture
def panel(desk: Desk, looks: Looks, shown: Callable[[QWidget], None]) -> QueuePanel:
    panel = QueuePanel(desk, looks)
    shown(panel)
    return panel


def names(panel: QueuePanel) -> list[str]:
    rows: list[QueueRow] = [panel.model.index(row, 0).data(ROW_ROLE) for row in range(panel.model.rowCount())]
    return [row.name for row in rows]


def entries(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if action.text()}


def filled(panel: QueuePanel) -> dict[str, QAction]:
    menu = panel.menu.menu()
    menu.aboutToShow.emit()
    return entries(menu)


def test_words_of_the_text_and_a_state(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.filter.field, "state:to-do hire")
    qtbot.waitUntil(lambda: names(panel) == ["plant"])
    panel.filter.field.clear()
    qtbot.waitUntil(lambda: len(names(panel)) == 3)


def test_what_is_no_filter_is_said_and_changes_nothing(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    said: list[str] = []
    desk.message.connect(lambda sentence, _kind: said.append(sentence))
    qtbot.keyClicks(panel.filter.field, "label:FIRM")
    qtbot.waitUntil(lambda: bool(said))
    assert 'There is no label "FIRM"' in said[0]
    assert len(names(panel)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s", []),
        ("st", ["state:"]),
        ("-lab", ["-label:"]),
        ("merger state:sub", ["state:submitted"]),
        ("state:sent", ['state:"sent back"']),
        ('state:"sent b', ['state:"sent back"']),
        ("label:er", ["label:PERSON"]),
        ("person:r", ["person:Rita"]),
        ("meta.none:x", []),
    ],
)
def test_completions(panel: QueuePanel, desk: Desk, text: str, expected: list[str]) -> None:
    assert desk.session is not None
    found = completions(desk.session, text)
    assert [one for one in found if one in expected] == expected
    assert bool(found) == bool(expected)


def test_the_last_word_may_be_quoted() -> None:
    assert last_word('a "b c') == ("a ", '"b c')
    assert last_word("a ") == ("a ", "")


def test_the_list_under_the_field_is_taken_by_keys(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    field = panel.filter.field
    field.setFocus()
    qtbot.keyClicks(field, "label:OR")
    popup = field.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "label:ORG "


def test_the_menu_adds_a_condition_once(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    for _ in range(2):
        state = filled(panel)["State"].menu()
        assert isinstance(state, QMenu)
        entries(state)["to do"].trigger()
    assert panel.filter.field.text() == 'state:"to do"'
    assert desk.queue_filter.text == 'state:"to do"'


def test_a_filter_is_saved_used_and_forgotten(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    session = desk.session
    assert session is not None
    panel.filter.field.setText("hire")
    panel.filter.changed.emit()
    panel.menu.save_as("People wanted", panel.menu.words)
    assert saved(session.people) == {"People wanted": "hire"}
    panel.filter.field.clear()
    panel.filter.changed.emit()
    filled(panel)["People wanted"].trigger()
    assert names(panel) == ["plant"]
    forget = filled(panel)["Forget a filter"].menu()
    assert isinstance(forget, QMenu)
    entries(forget)["People wanted"].trigger()
    assert saved(session.people) == {}
    session.undo()
    assert saved(session.people) == {"People wanted": "hire"}
