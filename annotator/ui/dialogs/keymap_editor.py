"""Which key does what: every action can be given other keys, clashes are said at once, sets are kept by name."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from annotator.preferences import Preferences
from annotator.ui.actions import ACTIONS
from annotator.ui.dialogs.keymap_rows import ROW, BoundDelegate, BoundRows
from annotator.ui.dialogs.popup import button
from annotator.ui.keymap import BUILT_IN, Keymap, keep_keymap, keymap_named, keymap_now, portable
from annotator.ui.menus import said
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.filter_row import FilterRow
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.key_field import KeyField
from annotator.ui.parts.labels import tool, words
from annotator.ui.parts.table import ItemTable

_WORDS = {action.id: action.text for action in ACTIONS}


class KeymapEditor(QWidget):
    """The keys of all actions; what is changed here acts at once."""

    left = Signal()  # Esc in the empty field at the top

    def __init__(self, preferences: Preferences, rebind: Callable[[], None]) -> None:
        super().__init__()
        self._preferences, self._rebind = preferences, rebind
        self.keymap = keymap_now(preferences)
        self._action, self._add, self._taking, self._searching = "", False, "", False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3 * UNIT, 0, 0)
        column.setSpacing(2 * UNIT)
        column.addLayout(self._make_sets())
        column.addWidget(self._make_filter())
        column.addWidget(self._make_table(), 1)
        column.addWidget(self._make_field())
        column.addLayout(self._make_buttons())
        self._refill()

    # ---- parts

    def _make_sets(self) -> QHBoxLayout:
        self.preset, self.name = Combo(), QLineEdit(placeholderText=self.tr("A name for these keys"))
        self.preset.setAccessibleName(self.tr("Set of keys"))
        self.name.setAccessibleName(self.tr("A name for these keys"))
        self.save, self.forget = button(self.tr("Save as")), tool("delete", self.tr("Delete this set of keys"))
        self.preset.activated.connect(lambda _row: self._choose(self.preset.currentData()))
        self.name.textChanged.connect(lambda _text: self._enable())
        self.name.returnPressed.connect(self.save_as)
        self.save.clicked.connect(self.save_as)
        self.forget.clicked.connect(self.delete)
        row = QHBoxLayout()
        row.setSpacing(2 * UNIT)
        for widget, stretch in ((self.preset, 1), (self.forget, 0), (self.name, 1), (self.save, 0)):
            row.addWidget(widget, stretch)
        return row

    def _make_filter(self) -> FilterRow:
        self.by_key = tool("keys", self.tr("Find an action by pressing its key"))
        self.by_key.clicked.connect(self.search_by_key)
        self.filter = FilterRow(self.tr("What an action is called"), self.by_key)
        layout = self.filter.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self.filter.changed.connect(lambda: self._model.narrow(self.filter.text))
        self.filter.entered.connect(lambda: self.table.setFocus())
        self.filter.left.connect(self.left)
        return self.filter

    def _make_table(self) -> ItemTable:
        self._model, self.table = BoundRows(self), ItemTable(height=ROW)
        self.table.show_rows(self._model, BoundDelegate(ROW, self.table))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName(self.tr("Actions and their keys"))
        self.table.setProperty("role", "boxed")
        self.table.chosen.connect(lambda _action: self._enable())
        self.table.marked.connect(self._enable)
        self.table.doubleClicked.connect(lambda _index: self.change())
        self.table.left.connect(self.filter.setFocus)
        self.table.installEventFilter(self)
        return self.table

    def _make_field(self) -> KeyField:
        self.field = KeyField()
        self.field.setProperty("role", "question")
        self.field.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        self.field.hide()
        self.field.pressed.connect(self._pressed)
        self.field.digit.connect(lambda: self._wait(self.tr("Digits belong to the labels; another key?")))
        self.field.left.connect(self._leave)
        self.said = words("", "small", wrap=True)
        return self.field

    def _make_buttons(self) -> QHBoxLayout:
        self.buttons = {
            "change": button(self.tr("Change  ⏎")),
            "add": button(self.tr("Add a key  +")),
            "remove": button(self.tr("No key  Del")),
            "reset": button(self.tr("Reset  ⌫")),
            "reset all": button(self.tr("Reset all")),
        }
        acts = (self.change, lambda: self.change(add=True), self.remove, self.reset, self.reset_all)
        row = QHBoxLayout()
        row.setSpacing(2 * UNIT)
        for one, act in zip(self.buttons.values(), acts, strict=True):
            one.clicked.connect(lambda _checked=False, act=act: act())
            row.addWidget(one)
        row.addWidget(self.said, 1)
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in the list: Enter changes, + adds, Del takes all keys away, Backspace resets."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.change()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Insert):
            self.change(add=True)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove()
        elif event.key() == Qt.Key.Key_Backspace:
            self.reset()
        else:
            return False
        return True

    # ---- what is shown

    def _refill(self, *, stay: str = "") -> None:
        now = stay or self.table.name_now()
        self._model.show_keymap(self.keymap)
        self.table.follow(max(0, self._model.place_of(now)) if self._model.rows else -1)
        own = [(name, name) for name in self._preferences.presets]
        self.preset.clear()
        for value, name in [("ours", self.tr("Ours")), ("prodigy", self.tr("As in Prodigy")), *own]:
            self.preset.addItem(name, value)
        self.preset.setCurrentIndex(self.preset.findData(self.keymap.name))
        self._enable()

    def _enable(self) -> None:
        action = self.table.name_now()
        self.buttons["reset"].setEnabled(bool(action) and self.keymap.is_changed(action))
        self.buttons["reset all"].setEnabled(bool(self.keymap.changed))
        for name in ("change", "add"):
            self.buttons[name].setEnabled(bool(action))
        self.buttons["remove"].setEnabled(bool(action) and bool(self.keymap.keys(action)))
        self.forget.setEnabled(self.keymap.name not in BUILT_IN)
        self.save.setEnabled(bool(self.name.text().strip()))

    def _put(self, keymap: Keymap, sentence: str = "") -> None:
        """Keep a set of keys, let it act, and show it."""
        before = self.keymap.name
        self.keymap = keep_keymap(self._preferences, keymap)
        self._rebind()
        if self.keymap.name != before and before in BUILT_IN:
            sentence += self.tr(" Kept as “{0}”.").format(self.keymap.name)
        self.said.setText(sentence.strip())
        self._refill()

    # ---- one action's keys

    def change(self, *, add: bool = False) -> None:
        """Wait for a new key for the action of the current row; `add` keeps those it has."""
        self._action, self._add, self._searching = self.table.name_now(), add, False
        if self._action:
            self._wait(self.tr("Press the new key for “{0}”.").format(self._named(self._action)))

    def _wait(self, sentence: str) -> None:
        self._taking = ""
        self.field.wait(self.tr("{0} Esc leaves it.").format(sentence))

    def _named(self, action: str) -> str:
        return said(_WORDS[action]).removesuffix(" …")

    def _pressed(self, key: str) -> None:
        if self._searching:
            self._found_by(key)
        elif self._taking and key in ("Return", "Enter"):
            self._give(self._taking)
        elif key in map(portable, self.keymap.keys(self._action)) and self._add:
            self._wait(self.tr("{0} is a key of it already; another one?").format(key))
        else:
            self._offer(key)

    def _offer(self, key: str) -> None:
        owner = self.keymap.owner(key)
        if owner in ("", self._action):
            self._give(key)
            return
        clash = self.tr("{0} is the key of “{1}”. Enter takes it from there, or press another key.")
        self._wait(clash.format(key, self._named(owner)))
        self._taking = key

    def _give(self, key: str) -> None:
        held = self.keymap.keys(self._action) if self._add else ()
        owner = self.keymap.owner(key)
        changed = self.keymap.with_keys(self._action, [*held, key])
        sentence = self.tr("{0}: {1}.").format(self._named(self._action), key)
        if owner not in ("", self._action) and not changed.keys(owner):
            sentence += self.tr(" “{0}” has no key now.").format(self._named(owner))
        self._leave()
        self._put(changed, sentence)

    def _leave(self) -> None:
        if self.field.isHidden():
            return
        self._taking, self._searching = "", False
        self.field.hide()
        self.table.setFocus()

    def remove(self) -> None:
        """The action of the current row has no key any more; it is in its menu and in the palette all the same."""
        action = self.table.name_now()
        if action and self.keymap.keys(action):
            self._put(self.keymap.with_keys(action, ()), self.tr("{0}: no key.").format(self._named(action)))

    def reset(self) -> None:
        """The keys that the action has in the set this one is based on."""
        action = self.table.name_now()
        if action and self.keymap.is_changed(action):
            self._put(self.keymap.without(action), self.tr("{0}: as it was.").format(self._named(action)))

    def reset_all(self) -> None:
        """All keys as in the set this one is based on."""
        self._put(self.keymap._replace(changed=()), self.tr("All keys as they were."))

    # ---- finding by key

    def search_by_key(self) -> None:
        """Wait for a key, and show the action that has it."""
        self.filter.field.clear()
        self._searching, self._action, self._taking = True, "", ""
        self.field.wait(self.tr("Press the key whose action you look for. Esc leaves it."))

    def _found_by(self, key: str) -> None:
        self._leave()
        self.filter.field.setText(key)
        self._model.narrow(key=key)
        self.said.setText("" if self._model.rows else self.tr("{0} does nothing.").format(key))
        self.table.follow(0 if self._model.rows else -1)
        self._enable()

    # ---- sets

    def _choose(self, name: str) -> None:
        self._preferences.keep("keys/preset", name)
        self.keymap = keymap_named(self._preferences, name)
        self._rebind()
        self.said.setText("")
        self._refill()

    def save_as(self) -> None:
        """Keep these keys under a name of one's own."""
        name = self.name.text().strip()
        if not name:
            return
        if name in BUILT_IN:
            self.said.setText(self.tr("“{0}” is a set of the program's; another name?").format(name))
            return
        self.name.clear()
        self._put(self.keymap._replace(name=name), self.tr("Kept as “{0}”.").format(name))

    def delete(self) -> None:
        """The set of keys in force goes; the one it is based on is in force then."""
        if self.keymap.name not in BUILT_IN:
            gone, base = self.keymap.name, self.keymap.base
            self._preferences.forget_preset(gone)
            self._choose(base)
            self.said.setText(self.tr("“{0}” is deleted.").format(gone))
