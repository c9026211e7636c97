"""Ctrl+Shift+P: every action by name, with its key."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.ui.dialogs.type_ahead import Choice, TypeAhead, ranked

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Palette(TypeAhead):
    """The table of actions, found by typing."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window, window.tr("All actions"), window.tr("What do you want to do?"))
        self._actions = window.actions_by_id
        self.refill()

    def choices(self, typed: str) -> Sequence[Choice]:
        """Actions whose names hold the words."""
        every = [
            Choice(name, action.text().replace("&", ""), action.shortcut().toString())
            for name, action in self._actions.items()
        ]
        return ranked(every, typed)

    def take(self, key: str, *, control: bool) -> None:
        """Do it."""
        self._actions[key].trigger()
