"""Makes QActions of the table, puts them in menus, and gives keys to the canvas or to the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.ui.actions import ACTIONS, CANVAS, MENUS, PRODIGY, Action


def keys_of(action: Action, preset: str) -> tuple[str, ...]:
    """Keys of an action in a preset: "ours" or "prodigy"; a key that another action took there is left out."""
    if preset != "prodigy":
        return action.keys
    if action.id in PRODIGY:
        return PRODIGY[action.id]
    taken = {key for keys in PRODIGY.values() for key in keys}
    return tuple(key for key in action.keys if key not in taken)


def make_actions(owner: QObject, act: Callable[[Action], object], *, preset: str = "ours") -> dict[str, QAction]:
    """A QAction for each row of the table; single keys act only while the canvas has the keyboard."""
    made = {}
    for action in ACTIONS:
        one = QAction(action.text, owner)
        one.setObjectName(action.id)
        one.setCheckable(action.checkable)
        one.setShortcuts([QKeySequence(key) for key in keys_of(action, preset)])
        on_canvas = action.where == CANVAS
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut if on_canvas else Qt.ShortcutContext.WindowShortcut
        one.setShortcutContext(context)
        one.setAutoRepeat(action.id not in ("submit", "send_back"))
        one.triggered.connect(lambda _checked=False, action=action: act(action))
        made[action.id] = one
    return made


def give_keys(actions: dict[str, QAction], canvas: QWidget, window: QWidget) -> None:
    """Hang each action on the widget in which its keys count."""
    for action in ACTIONS:
        (canvas if action.where == CANVAS else window).addAction(actions[action.id])


def fill_menu_bar(bar: QMenuBar, actions: dict[str, QAction]) -> dict[str, QMenu]:
    """Menus in the order of the table."""
    menus: dict[str, QMenu] = {}
    for title in MENUS:
        menu = bar.addMenu("&" + title)
        menus[title] = menu
        for action in ACTIONS:
            if action.menu == title:
                menu.addAction(actions[action.id])
    return menus


def clashes(preset: str) -> list[tuple[str, list[str]]]:
    """Keys that two actions claim in the same place."""
    taken: dict[str, list[str]] = {}
    for action in ACTIONS:
        for key in keys_of(action, preset):
            taken.setdefault(QKeySequence(key).toString(), []).append(action.id)
    return [(key, names) for key, names in taken.items() if len(names) > 1]
