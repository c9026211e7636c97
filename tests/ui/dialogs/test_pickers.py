"""Pickers: typing narrows, arrows move, Enter takes."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.actions import Action
from annotator.ui.desk import Desk
from annotator.ui.dialogs.keys import Keys
from annotator.ui.dialogs.label_picker import LabelPicker
from annotator.ui.dialogs.matching import fit, ranked
from annotator.ui.dialogs.open_document import OpenDocument
from annotator.ui.dialogs.palette import Palette
from annotator.ui.dialogs.same_texts import SameTexts
from annotator.ui.dialogs.who import Who
from annotator.ui.looks import Looks
from annotator.ui.menus import make_actions
from annotator.ui.parts.keycap import caps
from tests.end_to_end.project import DEAL, place
from tests.ui.dialogs.conftest import name_of


class Window(QWidget):
    """A window with the table of actions, which remembers what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.did: list[str] = []
        self.actions_by_id: dict[str, QAction] = make_actions(self, self._act)

    def _act(self, action: Action) -> None:
        self.did.append(action.id)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def opened(qtbot: QtBot) -> Callable[[Any], Any]:
    def show(dialog: Any) -> Any:
        dialog.open()
        return dialog

    return show


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("Export", "exp", True),
        ("Put all panels back", "panels put", True),
        ("Same label on all same texts", "sl", True),
        ("Export", "import", False),
        ("anything", "", True),
    ],
)
def test_what_fits(name: str, typed: str, expected: bool) -> None:
    assert (fit(name, typed) is not None) == expected


def test_beginnings_before_middles() -> None:
    assert ranked(["unlabel", "relabel", "all labels", "label"], "label", str)[:2] == ["label", "all labels"]


def test_the_palette_does_what_was_picked(window: Window, opened: Callable[[Any], Any], qtbot: QtBot) -> None:
    palette = opened(Palette(window))
    qtbot.keyClicks(palette.field, "export")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.did == ["export"]
    assert not palette.isVisible()


def test_what_cannot_be_done_now_is_not_taken(window: Window, opened: Callable[[Any], Any], qtbot: QtBot) -> None:
    window.actions_by_id["export"].setEnabled(False)
    palette = opened(Palette(window))
    qtbot.keyClicks(palette.field, "export")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.did == []
    assert palette.isVisible()


def test_arrows_move_in_the_list_and_turn_at_its_ends(
    window: Window, opened: Callable[[Any], Any], qtbot: QtBot
) -> None:
    palette = opened(Palette(window))
    first = palette.current()
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.current() != first
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.current() == palette.model.rows[-1]


def test_labels_by_name_or_title(
    window: Window, desk: Desk, looks: Looks, opened: Callable[[Any], Any], qtbot: QtBot
) -> None:
    desk.focus_item(name_of(desk, "Utrecht"))
    picker = opened(LabelPicker(window, desk, looks))
    qtbot.keyClicks(picker.field, "pers")
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    row = desk.entity(desk.focus.id)
    assert row is not None
    assert (row.text, row.label) == ("Utrecht", "PERSON")


def test_ctrl_enter_adds_a_second_label(
    window: Window, desk: Desk, looks: Looks, opened: Callable[[Any], Any], qtbot: QtBot
) -> None:
    desk.focus_item(name_of(desk, "Utrecht"))
    desk.digit("3")
    picker = opened(LabelPicker(window, desk, looks))
    qtbot.keyClicks(picker.field, "org")
    qtbot.keyClick(picker.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert {row.label for row in desk.entities() if row.text == "Utrecht"} == {"GPE", "ORG"}


def test_labels_for_others_change_nothing_by_themselves(
    window: Window, desk: Desk, looks: Looks, opened: Callable[[Any], Any], qtbot: QtBot
) -> None:
    picker = opened(LabelPicker(window, desk, looks, kind="relation"))
    before = desk.entities()
    with qtbot.waitSignal(picker.taken) as taken:
        qtbot.keyClicks(picker.field, "acq")
        qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert desk.session is not None
    assert desk.session.scheme.name_of(taken.args[0]) == "acquires"
    assert desk.entities() == before


def test_documents_by_name_and_number(
    window: Window, desk: Desk, looks: Looks, opened: Callable[[Any], Any], qtbot: QtBot
) -> None:
    for typed, expected in (("qui", "quiet"), ("2", "plant")):
        picker = opened(OpenDocument(window, desk, looks))
        qtbot.keyClicks(picker.field, typed)
        qtbot.keyClick(picker.field, Qt.Key.Key_Return)
        assert desk.doc is not None
        assert desk.doc.document.name == expected


def test_who_by_one_key(window: Window, desk: Desk, looks: Looks, opened: Callable[[Any], Any], qtbot: QtBot) -> None:
    who = opened(Who(window, desk, looks))
    assert who.model.rows[0].text == "Ana"
    rita = next(choice for choice in who.model.rows if choice.text == "Rita")
    qtbot.keyClick(who.field, rita.hint)
    assert desk.session is not None
    assert desk.session.actor.name == "Rita"
    assert desk.reviewing


def test_a_new_name_joins(window: Window, desk: Desk, looks: Looks, opened: Callable[[Any], Any], qtbot: QtBot) -> None:
    who = opened(Who(window, desk, looks))
    qtbot.keyClicks(who.field, "Mia")
    qtbot.keyClick(who.field, Qt.Key.Key_Return)
    assert desk.session is not None
    assert desk.session.people.find("Mia") is not None


def test_same_texts_with_a_tick_each(
    window: Window, desk: Desk, looks: Looks, opened: Callable[[Any], Any], qtbot: QtBot
) -> None:
    desk.focus_text(*place(DEAL, "Ostra Fund"))
    desk.digit("1")
    desk.focus_item(name_of(desk, "Soren Labs"))
    desk.accept()
    desk.focus_item(name_of(desk, "Soren Labs"))
    dialog = opened(SameTexts(window, desk, looks))
    found = list(dialog.model.places)
    assert len(found) >= 2
    dialog.model.toggle([0])
    assert dialog.model.chosen() == found[1:]
    dialog.main.click()
    marked = {(span.start, span.end) for span in desk.view.set.spans}
    assert set(found[1:]) <= marked
    assert found[0] not in marked


def test_keys_are_found_by_typing(window: Window, desk: Desk, looks: Looks, opened: Callable[[Any], Any]) -> None:
    keys = opened(Keys(window, desk, looks))
    everything = keys._model.rowCount()
    keys._model.narrow("export")
    said = [keys._model.index(row, 0).data() for row in range(keys._model.rowCount())]
    assert 0 < len(said) < everything
    assert any("Ctrl+E" in line for line in said)


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [("Ctrl+Shift+P", ["Ctrl", "Shift", "P"]), ("Ctrl++", ["Ctrl", "+"]), ("+", ["+"]), ("", []), ("Return", ["⏎"])],
)
def test_caps_of_a_sequence(sequence: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert caps(sequence) == expected
