"""Everything that has a label, in its text, each with which of the two labels it will have."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView

from annotator.core.change import EditRefused
from annotator.core.rows import Name
from annotator.core.scheme_preview import Concerned
from annotator.session import Session
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.keys import digit_of
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, say
from annotator.ui.parts.table import ItemTable
from annotator.ui.parts.tick import SIZE, paint_tick

Index = QModelIndex | QPersistentModelIndex
ROW = 28
AROUND = 90  # code points on each side
KEPT_TEXTS = 64
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Cell(NamedTuple):
    """One line: words with what is around them, whose they are, and whether they get the other label."""

    before: str
    words: str
    after: str
    author: str
    moves: bool


class SplitModel(QAbstractTableModel):
    """Items in the order of the project; the rule decides, and by hand one decides otherwise."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.items: list[Concerned] = []
        self.by_rule: frozenset[Name] = frozenset()
        self.by_hand: dict[Name, bool] = {}
        self._text = lru_cache(maxsize=KEPT_TEXTS)(session.text_of)

    def add(self, items: Sequence[Concerned]) -> None:
        """More items were read."""
        first = len(self.items)
        self.beginInsertRows(QModelIndex(), first, first + len(items) - 1)
        self.items.extend(items)
        self.endInsertRows()
        self.changed.emit()

    def moves(self, item: Name) -> bool:
        """Whether an item gets the other label."""
        return self.by_hand.get(item, item in self.by_rule)

    def moving(self) -> frozenset[Name]:
        """All that get the other label."""
        return frozenset(one.item for one in self.items if self.moves(one.item))

    def decide(self, row: int, *, moves: bool, alike: bool) -> None:
        """By hand: one item, or all that have the same words."""
        words = self.items[row].words
        same = [one for one in self.items if one.words == words] if alike else [self.items[row]]
        self.by_hand |= {one.item: moves for one in same}
        self._repaint()

    def take_rule(self, items: frozenset[Name]) -> None:
        """What the rule says now."""
        self.by_rule = items
        self._repaint()

    def _repaint(self) -> None:
        if self.items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.items) - 1, 0))
        self.changed.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == NAME_ROLE:
            return item.item
        if role == ROW_ROLE:
            return self.cell(item)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            cell = self.cell(item)
            moves = self.tr("changes") if cell.moves else self.tr("stays")
            return f"{cell.before}{cell.words}{cell.after}, {cell.author}, {moves}"
        return None

    def cell(self, item: Concerned) -> Cell:
        """What a line says."""
        author, moves = self._session.people.name_of(item.author), self.moves(item.item)
        try:
            text = self._text(item.document)
            if not item.fragments:
                return Cell("", self._relation_words(item), "", author, moves)
        except EditRefused:
            return Cell("", item.words, "", author, moves)
        start, end = item.fragments[0][0], item.fragments[-1][1]
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        return Cell(_flat(before), _flat(item.words), _flat(after), author, moves)

    def _relation_words(self, item: Concerned) -> str:
        doc = self._session.glance(item.document)
        row = doc.find_relation(item.item)
        head, tail = (doc.find_span(row.head), doc.find_span(row.tail)) if row is not None else (None, None)
        return f"{_flat(doc.surface(head))} → {_flat(doc.surface(tail))}" if head and tail else ""


def _flat(text: str) -> str:
    """A stretch of text on one line; blanks at its ends stay, since words follow."""
    return text.translate({ord(sign): " " for sign in "\n\r\t"})


class SplitDelegate(RowDelegate):
    """A tick, the words in their text, whose they are."""

    def paint_cell(self, painter: QPainter, box: QRectF, row: Cell, column: int) -> None:
        """Draw one line."""
        theme, middle = ink.theme_now(), box.center().y()
        paint_tick(painter, QRectF(box.left() + 12, middle - SIZE / 2, SIZE, SIZE), ticked=row.moves)
        left, right = box.left() + 38, box.right() - 12
        width = min(110.0, ink.measure(12).horizontalAdvance(row.author))
        say(painter, QRectF(right - width, box.top(), width, box.height()), row.author, theme.faint, px=12)
        right -= 122
        bold = ink.measure(ink.USUAL, 600).horizontalAdvance(row.words)
        side = max(20.0, (right - left) * 0.42) if row.before else 0.0
        place = QRectF(left, box.top(), side, box.height())
        elide = Qt.TextElideMode.ElideLeft
        say(painter, place, row.before, theme.faint, align=_RIGHT, elide=elide)
        left += side
        bold = min(bold, right - left)
        say(painter, QRectF(left, box.top(), bold + 1, box.height()), row.words, theme.text, weight=600)
        left += bold
        say(painter, QRectF(left, box.top(), max(0.0, right - left), box.height()), row.after, theme.faint)
        painter.setPen(theme.rule)
        painter.drawLine(QPointF(box.left(), box.bottom()), QPointF(box.right(), box.bottom()))


class SplitTable(ItemTable):
    """1 leaves the label, 2 gives the other, with Shift to all of the same words; Space turns it round."""

    def __init__(self, model: SplitModel) -> None:
        super().__init__(height=ROW)
        self._items = model
        model.setParent(self)
        self.show_rows(model, SplitDelegate(ROW, self))
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setProperty("role", "boxed")
        self.chosen.connect(lambda _item: self._decide(None))

    def _decide(self, moves: bool | None, *, alike: bool = False, on: bool = False) -> None:
        row = self.currentIndex().row()
        if row < 0:
            return
        now = self._items.moves(self._items.items[row].item)
        self._items.decide(row, moves=not now if moves is None else moves, alike=alike)
        if on:
            self.follow(min(row + 1, len(self._items.items) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if digit in ("1", "2"):
            alike = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._decide(digit == "2", alike=alike, on=True)
        elif event.key() == Qt.Key.Key_Space:
            self._decide(None)
        else:
            super().keyPressEvent(event)
