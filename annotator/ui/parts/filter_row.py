"""The row above a list: a field that narrows it, and menus that choose what is in it and in which order."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from annotator.ui.icons import icon
from annotator.ui.parts.ink import UNIT, tip
from annotator.ui.parts.labels import name_icons, tool

TYPING_MS = 120  # the list follows so long after the last letter


class Option(NamedTuple):
    """One entry of a menu of which one is in force."""

    id: str
    words: str


class Choice(QToolButton):
    """A button with a menu of which one entry is in force; it shows that it narrows something."""

    chosen = Signal(str)

    def __init__(self, name: str, said: str, options: tuple[Option, ...]) -> None:
        super().__init__()
        self._name, self._said, self.options = name, said, options
        plain = tool(name, said)
        self.setIconSize(plain.iconSize())
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._group = QActionGroup(menu)
        for option in options:
            action = menu.addAction(option.words)
            action.setCheckable(True)
            action.setData(option.id)
            self._group.addAction(action)
        self._group.triggered.connect(self._take)
        self.setMenu(menu)
        self.choose(options[0].id)

    @property
    def current(self) -> str:
        """The entry in force."""
        action = self._group.checkedAction()
        return str(action.data()) if action is not None else self.options[0].id

    def choose(self, option: str) -> None:
        """Put an entry in force without saying so."""
        for action in self._group.actions():
            action.setChecked(action.data() == option)
        narrows = option != self.options[0].id
        words = next(one.words for one in self.options if one.id == option)
        self.setIcon(icon(self._name, "text" if narrows else "faint"))
        self.setProperty("narrows", narrows)
        self.style().polish(self)
        self.setToolTip(tip(f"{self._said}: {words}"))
        self.setAccessibleName(f"{self._said}: {words}")

    def _take(self, action: QAction) -> None:
        self.choose(str(action.data()))
        self.chosen.emit(self.current)


class FilterRow(QWidget):
    """A field and what stands beside it. Escape empties the field, then leaves."""

    changed = Signal()
    left = Signal()
    entered = Signal()  # Enter or Down: to the list

    def __init__(self, said: str, *beside: QWidget) -> None:
        super().__init__()
        self.field = QLineEdit(placeholderText=said)
        self.field.setAccessibleName(said)
        self.field.setClearButtonEnabled(True)
        self.field.addAction(icon("find", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        name_icons(self.field, clear=self.tr("Empty the field"))
        self.field.installEventFilter(self)
        self._timer = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._timer.timeout.connect(self.changed)
        self.field.textEdited.connect(lambda _text: self._timer.start())
        self.field.textChanged.connect(lambda text: None if text else self._timer.start())
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        row.setSpacing(UNIT)
        row.addWidget(self.field, 1)
        for widget in beside:
            row.addWidget(widget)
        self.setFocusProxy(self.field)

    @property
    def text(self) -> str:
        """What was typed, folded for comparing."""
        return self.field.text().strip().casefold()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape, Enter and Down leave the field."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            if self.field.text():
                self.field.clear()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            if self._timer.isActive():
                self._timer.stop()
                self.changed.emit()
            self.entered.emit()
        else:
            return False
        return True
