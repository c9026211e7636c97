"""Every text of the interface can be translated: the table's at one place, all others by tr()."""

import ast
from pathlib import Path

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from annotator.ui.actions import ACTIONS, MENUS
from annotator.ui.menus import fill_menu_bar, make_actions

UI = Path(__file__).resolve().parents[2] / "annotator" / "ui"
SPEAKS = {
    "setText",
    "setToolTip",
    "setPlaceholderText",
    "setAccessibleName",
    "setAccessibleDescription",
    "setWindowTitle",
    "addMenu",
}


class Loud(QTranslator):
    """Translates the table of actions by crying."""

    def translate(self, context: str, text: str, note: str | None = None, n: int = -1) -> str:
        return text.upper() if context == "actions" else ""

    def isEmpty(self) -> bool:
        return False


def test_the_table_of_actions_is_translated(qtbot: QtBot, qapp: object) -> None:
    window, loud = QMainWindow(), Loud()
    qtbot.addWidget(window)
    qapp.installTranslator(loud)  # type: ignore[attr-defined]
    try:
        actions = make_actions(window, lambda action: None)
        menus = fill_menu_bar(window.menuBar(), actions)
    finally:
        qapp.removeTranslator(loud)  # type: ignore[attr-defined]
    assert all(actions[one.id].text() == one.text.upper() for one in ACTIONS)
    assert [menus[name].title() for name in MENUS] == ["&" + name.upper() for name in MENUS]


def test_no_words_reach_a_widget_but_through_tr() -> None:
    """A text with a letter in it, given to a widget as it is, cannot be translated; names such as ours may stay."""
    found = []
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SPEAKS:
                found += [
                    f"{path.relative_to(UI)}:{node.lineno} {given.value!r}"
                    for given in node.args
                    if isinstance(given, ast.Constant) and isinstance(given.value, str) and _words(given.value)
                ]
    assert not found


def _words(text: str) -> bool:
    return any(sign.isalpha() for sign in text) and text not in ("Annotator", "me")  # names
