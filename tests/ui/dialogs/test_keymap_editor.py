"""The keymap editor by keys: rebinding, clashes, finding by key, sets of one's own, and the next start."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.ui.desk import Desk
from annotator.ui.dialogs.keymap_editor import KeymapEditor
from annotator.ui.dialogs.settings import Settings
from annotator.ui.main_window import MainWindow
from annotator.ui.memory import Memory
from annotator.ui.parts.key_field import KeyField
from annotator.ui.worker_client import WorkerClient
from tests.ui.test_actions import project, window  # noqa: F401  (fixtures)

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def settings(window: MainWindow, project: Path, qtbot: QtBot) -> Settings:  # noqa: F811
    dialog = Settings(window, window.desk, window.looks)
    dialog.open()
    dialog.pages.setCurrentIndex(1)
    qtbot.waitExposed(dialog)
    return dialog


@pytest.fixture
def editor(settings: Settings) -> KeymapEditor:
    return settings.keymap


def go_to(editor: KeymapEditor, action: str) -> None:
    editor.table.setFocus()
    editor.table.follow(editor._model.place_of(action))


def press(editor: KeymapEditor, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(editor.field if editor.field.isVisible() else editor.table, key, modifiers)


def test_enter_then_a_key_rebinds_at_once_and_for_the_next_start(
    editor: KeymapEditor,
    window: MainWindow,  # noqa: F811
    qtbot: QtBot,
) -> None:
    go_to(editor, "hints")
    press(editor, Qt.Key.Key_Return)
    assert "Hints on entities" in editor.field.text()
    press(editor, Qt.Key.Key_J, CTRL)
    assert editor.field.isHidden()
    assert window.actions_by_id["hints"].shortcut() == QKeySequence("Ctrl+J")
    assert editor.preset.currentData() == "My keys"
    again = MainWindow(Desk(), WorkerClient(), Memory(), window.looks)
    qtbot.addWidget(again)
    assert again.actions_by_id["hints"].shortcut() == QKeySequence("Ctrl+J")


def test_a_clash_is_said_at_once_and_taken_only_with_enter(editor: KeymapEditor, window: MainWindow) -> None:  # noqa: F811
    go_to(editor, "hints")
    press(editor, Qt.Key.Key_Return)
    press(editor, Qt.Key.Key_L)
    assert "L is the key of “All labels”" in editor.field.text()
    press(editor, Qt.Key.Key_Escape)
    assert window.actions_by_id["label"].shortcut() == QKeySequence("L")
    press(editor, Qt.Key.Key_Return)
    press(editor, Qt.Key.Key_L)
    press(editor, Qt.Key.Key_Return)
    assert window.actions_by_id["hints"].shortcut() == QKeySequence("L")
    assert window.actions_by_id["label"].shortcuts() == []
    assert "“All labels” has no key now" in editor.said.text()


def test_digits_are_refused_tab_and_signs_are_keys(editor: KeymapEditor) -> None:
    go_to(editor, "hints")
    press(editor, Qt.Key.Key_Plus)
    press(editor, Qt.Key.Key_3)
    assert "Digits belong to the labels" in editor.field.text()
    QTest.keyClick(editor.field, Qt.Key.Key_Backtab, SHIFT)
    assert "Shift+Tab is the key of “Previous entity”" in editor.field.text()
    QTest.keyClick(editor.field, Qt.Key.Key_Exclam, SHIFT)
    assert editor.keymap.keys("hints") == ("G", "!")


def test_keys_are_taken_away_and_reset(editor: KeymapEditor) -> None:
    go_to(editor, "hints")
    press(editor, Qt.Key.Key_Delete)
    assert editor.keymap.keys("hints") == ()
    press(editor, Qt.Key.Key_Backspace)
    assert editor.keymap.keys("hints") == ("G",)
    go_to(editor, "accept")
    press(editor, Qt.Key.Key_Delete)
    assert editor.buttons["reset all"].isEnabled()
    editor.buttons["reset all"].click()
    assert editor.keymap.keys("accept") == ("Space", "Return", "Enter")
    assert not editor.buttons["reset all"].isEnabled()


def test_an_action_is_found_by_its_name_and_by_its_key(editor: KeymapEditor, qtbot: QtBot) -> None:
    editor.filter.field.setFocus()
    QTest.keyClicks(editor.filter.field, "relation from")
    qtbot.waitUntil(lambda: [row.action for row in editor._model.rows] == ["relation"])
    editor.by_key.click()
    QTest.keyClick(editor.field, Qt.Key.Key_Z, CTRL)
    assert [row.action for row in editor._model.rows] == ["undo"]
    editor.by_key.click()
    QTest.keyClick(editor.field, Qt.Key.Key_F12)
    assert editor._model.rows == []
    assert editor.said.text() == "F12 does nothing."
    editor.filter.field.clear()
    qtbot.waitUntil(lambda: len(editor._model.rows) > 80)


def test_sets_are_kept_by_name_chosen_and_deleted(editor: KeymapEditor, window: MainWindow) -> None:  # noqa: F811
    editor.name.setText("Left hand")
    editor.save.click()
    go_to(editor, "hints")
    press(editor, Qt.Key.Key_Return)
    press(editor, Qt.Key.Key_J, CTRL)
    assert [editor.preset.itemData(row) for row in range(editor.preset.count())] == ["ours", "prodigy", "Left hand"]
    editor.preset.setCurrentIndex(0)
    editor.preset.activated.emit(0)
    assert window.actions_by_id["hints"].shortcut() == QKeySequence("G")
    editor.preset.setCurrentIndex(2)
    editor.preset.activated.emit(2)
    assert window.actions_by_id["hints"].shortcut() == QKeySequence("Ctrl+J")
    editor.forget.click()
    assert window.actions_by_id["hints"].shortcut() == QKeySequence("G")
    assert editor.preset.count() == 2
    editor.name.setText("ours")
    editor.save.click()
    assert "is a set of the program's" in editor.said.text()


def test_settings_of_an_earlier_version_move_over_once(window: MainWindow) -> None:  # noqa: F811
    memory = window.memory
    memory._settings.setValue("text/size", "22")
    memory._settings.setValue("keys/preset", "prodigy")
    moved = Memory()
    assert (moved.number("text/size", 16), moved.text("keys/preset")) == (22, "prodigy")
    assert not moved._settings.contains("text/size")
    assert "size = 22" in moved.preferences.path.read_text("utf-8")


def test_what_waits_for_a_key_says_so_to_a_screen_reader(qtbot: QtBot) -> None:
    field = KeyField()
    qtbot.addWidget(field)
    field.wait("Press the key.")
    assert field.accessibleName() == "Press the key."
