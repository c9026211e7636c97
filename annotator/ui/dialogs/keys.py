"""?: all keys, as they are in the preset in force, found by typing."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from annotator.ui.actions import ACTIONS, MENUS
from annotator.ui.desk import Desk
from annotator.ui.dialogs.matching import fit
from annotator.ui.dialogs.popup import Popup
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.keymap import Keymap, keymap_now
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.menus import keys_of, said
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, say
from annotator.ui.parts.filter_row import FilterRow
from annotator.ui.parts.keycap import keycap_width, paint_keycap
from annotator.ui.parts.table import ItemTable

Index = QModelIndex | QPersistentModelIndex
ROW = 28
KEYS_WIDTH = 250.0


class Line(NamedTuple):
    """A key, or the title of a group of them when it has none."""

    words: str
    keys: tuple[str, ...] = ()
    menu: str = ""


class KeyLines(QAbstractTableModel):
    """Groups and their keys."""

    def __init__(self, lines: list[Line], parent: QObject) -> None:
        super().__init__(parent)
        self._every = lines
        self._lines = lines

    def narrow(self, typed: str) -> None:
        """Only keys that fit what is typed, and the titles of their groups."""
        self.beginResetModel()
        kept = [
            line for line in self._every if line.keys and fit(f"{line.words} {' '.join(line.keys)}", typed) is not None
        ]
        groups = {line.menu for line in kept}
        self._lines = [line for line in self._every if line in kept or (not line.keys and line.menu in groups)]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self._lines[index.row()]
        if role == ROW_ROLE:
            return line
        if role == NAME_ROLE:
            return line.words
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.words}: {', '.join(line.keys)}" if line.keys else line.words
        return None


class KeyDelegate(RowDelegate):
    """Words at the left, caps at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: Line, column: int) -> None:
        """Draw a key or a title."""
        theme = ink.theme_now()
        left, right = box.left() + 20, box.right() - 20
        if not row.keys:
            say(painter, box.adjusted(20, 6, -20, 0), row.words, theme.faint, px=ink.SMALL, weight=600)
            painter.fillRect(QRectF(left, box.bottom() - 1, right - left, 1), theme.rule)
            return
        say(painter, QRectF(left, box.top(), right - left - KEYS_WIDTH, box.height()), row.words, theme.text)
        x = right
        for number, key in enumerate(reversed(row.keys)):
            x -= keycap_width(key) if not number else keycap_width(key) + 12
            paint_keycap(painter, QPointF(x, box.center().y()), key)


class Keys(Popup):
    """A list of what each key does, by menu."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        preset = keymap_now(Memory().preferences)
        own = parent.tr("Keys: {0}").format(preset.name)
        titles = {"ours": parent.tr("Keys"), "prodigy": parent.tr("Keys, as in Prodigy")}
        super().__init__(parent, titles.get(preset.name, own), width=620)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._model = KeyLines(list(self._lines(preset)), self)
        self._filter = FilterRow(self.tr("What a key does, or a key"))
        self._filter.setContentsMargins(12, 4, 12, 0)
        table = self.table = ItemTable(height=ROW)
        table.show_rows(self._model, KeyDelegate(table))
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setAccessibleName(self.tr("Keys"))
        table.left.connect(self.reject)
        self._filter.changed.connect(lambda: self._model.narrow(self._filter.text))
        self._filter.left.connect(self.reject)
        self._filter.entered.connect(table.setFocus)
        looks.changed.connect(table.viewport().update)
        self.column.addWidget(self._filter)
        self.column.addWidget(table, 1)
        self.resize(620, 680)
        self._filter.setFocus()

    def _lines(self, preset: Keymap) -> Iterable[Line]:
        digits = self.tr("Digits, by their place on the keyboard")
        yield Line(digits, menu=digits)
        yield Line(self.tr("The label with this number in the bar"), ("1", "…", "0"), digits)
        yield Line(self.tr("Labels 11 to 20"), ("Shift+1", "…", "Shift+0"), digits)
        for menu in (*MENUS, ""):
            title = said(menu) if menu else self.tr("Moving about")
            yield Line(title, menu=title)
            for action in ACTIONS:
                keys = keys_of(action, preset)
                if action.menu == menu and keys:
                    yield Line(said(action.text).removesuffix(" …"), keys, title)
