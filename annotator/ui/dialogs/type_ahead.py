"""A field and a list under it: typing narrows the list, arrows move in it while one types, Enter takes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from annotator.ui.dialogs.popup import Popup


class Choice(NamedTuple):
    """One line of the list."""

    key: str
    text: str
    hint: str = ""  # such as the key of an action, at the right
    tip: str = ""


class TypeAhead(Popup):
    """Picks one of many by typing parts of its words."""

    def __init__(self, parent: QWidget, title: str, prompt: str) -> None:
        super().__init__(parent, title, width=520)
        self.field = QLineEdit(placeholderText=prompt)
        self.field.setAccessibleName(prompt)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(320)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self.field)
        self.column.addWidget(self.list)
        self.field.textChanged.connect(self.refill)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda item: self._take(item, control=False))

    def choices(self, typed: str) -> Sequence[Choice]:
        """What fits the words typed, best first."""
        raise NotImplementedError

    def take(self, key: str, *, control: bool) -> None:
        """One was chosen; `control` says that Ctrl was held."""
        raise NotImplementedError

    def refill(self) -> None:
        """Show what fits."""
        self.list.clear()
        for choice in self.choices(self.field.text()):
            item = QListWidgetItem(f"{choice.text}    {choice.hint}" if choice.hint else choice.text)
            item.setData(Qt.ItemDataRole.UserRole, choice.key)
            item.setToolTip(choice.tip or choice.text)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list, Enter takes."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}.get(
            Qt.Key(event.key())
        )
        if step is not None:
            last = self.list.count() - 1
            self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._take(self.list.currentItem(), control=control)
            return True
        return False

    def _take(self, item: QListWidgetItem | None, *, control: bool) -> None:
        if item is not None:
            key = item.data(Qt.ItemDataRole.UserRole)
            self.accept()
            self.take(key, control=control)


def fits(text: str, typed: str) -> bool:
    """Whether every word typed is somewhere in the text."""
    folded = text.casefold()
    return all(word in folded for word in typed.casefold().split())


def ranked(
    choices: Sequence[Choice], typed: str, words: Callable[[Choice], str] = lambda choice: choice.text
) -> list[Choice]:
    """Those that fit; what begins with the words typed stands first."""
    found = [choice for choice in choices if fits(words(choice), typed)]
    return sorted(found, key=lambda choice: not words(choice).casefold().startswith(typed.casefold()))
