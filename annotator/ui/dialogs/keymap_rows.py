"""The list of all actions with their keys, as the keymap editor shows it."""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from annotator.ui.actions import ACTIONS
from annotator.ui.dialogs.matching import fit
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.keymap import Keymap, portable
from annotator.ui.menus import said
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, dot, say
from annotator.ui.parts.keycap import keycap_width, paint_keycap

Index = QModelIndex | QPersistentModelIndex
ROW = 28
KEYS_WIDTH = 230.0
MENU_WIDTH = 84.0


class Bound(NamedTuple):
    """An action and its keys."""

    action: str
    words: str
    menu: str
    keys: tuple[str, ...]
    changed: bool


class BoundRows(QAbstractTableModel):
    """All actions in the order of the menus, narrowed by words or by a key."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._every: list[Bound] = []
        self.rows: list[Bound] = []
        self._typed = self._key = ""

    def show_keymap(self, keymap: Keymap) -> None:
        """Show a set of keys."""
        self._every = [
            Bound(
                action.id,
                said(action.text).removesuffix(" …"),
                said(action.menu) if action.menu else "",
                keymap.keys(action.id),
                keymap.is_changed(action.id),
            )
            for action in ACTIONS
        ]
        self._narrow()

    def narrow(self, typed: str = "", *, key: str = "") -> None:
        """Only actions that fit what is typed, or those that have a key."""
        self._typed, self._key = typed, portable(key)
        self._narrow()

    def _narrow(self) -> None:
        self.beginResetModel()
        self.rows = [row for row in self._every if self._fits(row)]
        self.endResetModel()

    def _fits(self, row: Bound) -> bool:
        if self._key:
            return self._key in map(portable, row.keys)
        return fit(f"{row.words} {row.menu} {' '.join(row.keys)}", self._typed) is not None

    def place_of(self, action: str) -> int:
        """The row of an action, or -1."""
        return next((place for place, row in enumerate(self.rows) if row.action == action), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == NAME_ROLE:
            return row.action
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            keys = ", ".join(row.keys) or self.tr("no key")
            changed = self.tr(" (changed)") if row.changed else ""
            return f"{row.words}: {keys}{changed}"
        return None


class BoundDelegate(RowDelegate):
    """Words at the left, a dot where a key was changed, the menu, caps at the right."""

    def paint_cell(self, painter: QPainter, box: QRectF, row: Bound, column: int) -> None:
        """Draw an action."""
        theme = ink.theme_now()
        left, right = box.left() + 22, box.right() - 14
        if row.changed:
            dot(painter, QPointF(box.left() + 12, box.center().y()), 3, theme.accent)
        caps = right - KEYS_WIDTH
        say(painter, QRectF(left, box.top(), caps - MENU_WIDTH - left, box.height()), row.words, theme.text)
        menu = QRectF(caps - MENU_WIDTH, box.top(), MENU_WIDTH, box.height())
        say(painter, menu, row.menu, theme.faint, px=ink.SMALL)
        if not row.keys:
            mark = QRectF(caps, box.top(), KEYS_WIDTH, box.height())
            say(painter, mark, "–", theme.faint, align=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        x = right
        for number, key in enumerate(reversed(row.keys)):
            x -= keycap_width(key) + (12 if number else 0)
            paint_keycap(painter, QPointF(x, box.center().y()), key)
