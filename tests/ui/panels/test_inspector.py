"""The inspector shows what is focused, and loses nothing that was typed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.core.change import Draft
from annotator.core.rows import Attribute
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.panels.history import HistoryPanel
from annotator.ui.panels.inspected import inspect
from annotator.ui.panels.inspector import InspectorPanel
from tests.ui.panels.conftest import Wanted, name_of
from tests.ui.panels.test_relations import link


@pytest.fixture
def panel(desk: Desk, looks: Looks, shown: Callable[[QWidget], None]) -> InspectorPanel:
    panel = InspectorPanel(desk, looks)
    shown(panel)
    panel.activateWindow()
    return panel


def test_a_suggestion_in_words(desk: Desk) -> None:
    desk.focus_item(name_of(desk, "Utrecht"))
    shown = inspect(desk)
    assert (shown.words, shown.source) == ("Utrecht", "Suggested by made-up")
    assert shown.place.startswith("Characters ")
    assert "7 long" in shown.place


def test_the_document_in_words(desk: Desk) -> None:
    desk.focus_none()
    shown = inspect(desk)
    assert (shown.title, shown.words) == ("Document", "deal")


def test_enter_keeps_the_note_and_goes_back(panel: InspectorPanel, desk: Desk, wanted: Wanted, qtbot: QtBot) -> None:
    name = name_of(desk, "Utrecht")
    desk.focus_item(name)
    panel.edit_note()
    qtbot.waitUntil(lambda: panel.note.hasFocus())
    qtbot.keyClicks(panel.note, "the city")
    qtbot.keyClick(panel.note, Qt.Key.Key_Return)
    row = desk.view.set.span(name_of(desk, "Utrecht"))
    assert row is not None
    assert row.note == "the city"
    assert wanted.times == 1


def test_leaving_by_any_way_keeps_the_note(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.focus_item(name_of(desk, "Utrecht"))
    desk.accept()
    desk.focus_item(name_of(desk, "Utrecht"))
    panel.edit_note()
    qtbot.waitUntil(lambda: panel.note.hasFocus())
    qtbot.keyClicks(panel.note, "by escape")
    qtbot.keyClick(panel.note, Qt.Key.Key_Escape)
    row = desk.view.set.span(name_of(desk, "Utrecht"))
    assert row is not None
    assert row.note == "by escape"
    panel.note.setPlainText("by a key of the window")
    qtbot.keyClick(panel.note, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    panel.note.clearFocus()
    row = desk.view.set.span(name_of(desk, "Utrecht"))
    assert row is not None
    assert row.note == "by a key of the window"


def test_relations_of_the_entity_and_ends_of_the_relation(panel: InspectorPanel, desk: Desk) -> None:
    link(desk, "Halden Pharma", "Soren Labs", "acquires")
    desk.focus_item(name_of(desk, "Halden Pharma"))
    desk.settle_now()
    assert [(line.icon, line.label, line.text) for line in panel.relations.model.lines] == [
        ("to", "acquires", "Soren Labs")
    ]
    desk.focus_item(panel.relations.model.lines[0].item)
    desk.settle_now()
    assert [line.text for line in panel.relations.model.lines] == ["Halden Pharma", "Soren Labs"]


def test_attributes_of_every_kind(panel: InspectorPanel, desk: Desk, qtbot: QtBot) -> None:
    assert desk.session is not None
    draft = Draft()
    for position, (name, kind, choices) in enumerate(
        (("role", "choice", ("buyer", "target")), ("listed", "flag", ()), ("size", "number", ()), ("alias", "text", ()))
    ):
        draft.add(Attribute("", name, kind, choices, position=position))
    desk.session.do(draft.edit("Attributes"))
    desk.focus_item(name_of(desk, "Utrecht"))
    desk.accept()
    desk.focus_item(name_of(desk, "Utrecht"))
    desk.settle_now()
    role, listed, size, alias = panel.attributes._fields.values()
    assert isinstance(role, QComboBox)
    assert isinstance(listed, QCheckBox)
    assert isinstance(size, QLineEdit)
    assert isinstance(alias, QLineEdit)
    role.setCurrentIndex(2)
    role.activated.emit(2)
    listed.click()
    size.setText("2.5")
    size.editingFinished.emit()
    alias.setText("Stad")
    alias.editingFinished.emit()
    row = desk.view.set.span(name_of(desk, "Utrecht"))
    assert row is not None
    names = {name: one.name for name, one in desk.session.scheme.attributes.items()}
    values = {names[name]: value for name, value in row.attributes}
    assert values == {"role": "target", "listed": True, "size": 2.5, "alias": "Stad"}


def test_history_says_who_what_old_and_new(
    desk: Desk, looks: Looks, shown: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    desk.focus_item(name_of(desk, "Utrecht"))
    desk.digit("1")
    desk.digit("2")
    history = HistoryPanel(desk, looks)
    shown(history)
    assert [entry.info.title for entry in history.steps.entries][:2] == ['Relabel "Utrecht"', 'Relabel "Utrecht"']
    line = history.lines.lines[0]
    assert (line.what, line.old.split()[1], line.new.split()[1]) == ("entity", "ORG", "PERSON")
    desk.undo()
    qtbot.waitUntil(lambda: history.steps.entries[0].info.kind == "undo")
    assert history.steps.entries[1].undone
