"""Makes QActions of the table, puts them in menus, and gives keys to the canvas or to the window."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.ui.actions import ACTIONS, CANVAS, MENUS, Action
from annotator.ui.keymap import Keymap


def keys_of(action: Action, preset: str | Keymap) -> tuple[str, ...]:
    """Keys of an action in a set of keys, or in one of the program's own by its name: "ours" or "prodigy"."""
    return (Keymap(preset, preset) if isinstance(preset, str) else preset).keys(action.id)


def said(text: str) -> str:
    """A text of the table in the language of the person; the table itself is plain, so that it can be read anywhere."""
    return QCoreApplication.translate("actions", text)


def make_actions(owner: QObject, act: Callable[[Action], object]) -> dict[str, QAction]:
    """A QAction for each row of the table; `give_keys` gives them keys."""
    made = {}
    for action in ACTIONS:
        one = QAction(said(action.text), owner)
        one.setObjectName(action.id)
        one.setCheckable(action.checkable)
        on_canvas = action.where == CANVAS
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut if on_canvas else Qt.ShortcutContext.WindowShortcut
        one.setShortcutContext(context)
        one.setAutoRepeat(action.id not in ("submit", "send_back"))
        one.triggered.connect(lambda _checked=False, action=action: act(action))
        made[action.id] = one
    return made


def give_keys(actions: dict[str, QAction], canvas: QWidget, window: QWidget, *, preset: str | Keymap = "ours") -> None:
    """Hang each action on the widget in which its keys count, with the keys of a preset; may be called again."""
    for old in canvas.findChildren(QShortcut, BARE, Qt.FindChildOption.FindDirectChildrenOnly):
        old.setParent(None)
        old.deleteLater()
    for action in ACTIONS:
        one, keys = actions[action.id], keys_of(action, preset)
        on_canvas = action.where == CANVAS
        one.setShortcuts([QKeySequence(key) for key in keys if on_canvas or not is_bare(key)])
        (canvas if on_canvas else window).addAction(one)
        for key in keys:
            if is_bare(key) and not on_canvas:
                _bare_key(key, canvas, one)


BARE = "bare key"


def is_bare(key: str) -> bool:
    """Whether a key is one that people type: it may act on the canvas alone, or panels could not be used by keys."""
    return "+" not in key[:-1] and not (key[0] == "F" and key[1:].isdigit())


def _bare_key(key: str, canvas: QWidget, action: QAction) -> None:
    context = Qt.ShortcutContext.WidgetWithChildrenShortcut
    shortcut = QShortcut(QKeySequence(key), canvas, context=context)
    shortcut.setObjectName(BARE)
    shortcut.setAutoRepeat(action.autoRepeat())
    shortcut.activated.connect(action.trigger)


def fill_menu_bar(bar: QMenuBar, actions: dict[str, QAction]) -> dict[str, QMenu]:
    """Menus in the order of the table."""
    menus: dict[str, QMenu] = {}
    for title in MENUS:
        menu = bar.addMenu("&" + said(title))
        menus[title] = menu
        for action in ACTIONS:
            if action.menu == title:
                menu.addAction(actions[action.id])
    return menus


def clashes(preset: str | Keymap) -> list[tuple[str, list[str]]]:
    """Keys that two actions claim; with the canvas in use those of the window count too, so there is but one place."""
    taken: dict[str, list[str]] = {}
    for action in ACTIONS:
        for key in keys_of(action, preset):
            taken.setdefault(QKeySequence(key).toString(), []).append(action.id)
    return [(key, names) for key, names in taken.items() if len(names) > 1]
