"""Ctrl+Shift+P: every action by name, with its key; what cannot be done now is dimmed."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtGui import QAction, QKeySequence

from annotator.ui.actions import ACTIONS
from annotator.ui.dialogs.matching import ranked
from annotator.ui.dialogs.type_ahead import Choice, TypeAhead


class HasActions(Protocol):
    """A window with the table of actions."""

    @property
    def actions_by_id(self) -> Mapping[str, QAction]: ...


class Palette(TypeAhead):
    """The table of actions, found by typing. `window` is a QWidget that has `actions_by_id`."""

    def __init__(self, window: "HasActions") -> None:
        super().__init__(window, window.tr("All actions"), window.tr("What do you want to do?"))  # type: ignore[attr-defined, arg-type]
        self._actions = window.actions_by_id
        self._menus = {action.id: action.menu for action in ACTIONS}
        self.refill()

    def choices(self, typed: str) -> Sequence[Choice]:
        """Actions whose names hold the words; those of menus first while nothing is typed."""
        every = [self._choice(name, action) for name, action in self._actions.items()]
        if not typed.strip():
            every.sort(key=lambda choice: not choice.detail)
        return ranked(every, typed, lambda choice: f"{choice.text} {choice.detail}")

    def _choice(self, name: str, action: QAction) -> Choice:
        key = action.shortcut().toString(QKeySequence.SequenceFormat.PortableText)
        text = action.text().replace("&", "").removesuffix(" …")
        return Choice(name, text, key, detail=self._menus.get(name, ""), enabled=action.isEnabled())

    def take(self, key: str, *, control: bool) -> None:
        """Do it."""
        self._actions[key].trigger()
