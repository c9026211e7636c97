"""Rows of the word list dialog: lists, entries, exceptions, each as words in columns, some with a tick."""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from annotator.ui.canvas.scene import LabelLook
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.parts import ink
from annotator.ui.parts.cells import EDGE, RowDelegate, say
from annotator.ui.parts.chip import paint_chip
from annotator.ui.parts.tick import paint_tick

Index = QModelIndex | QPersistentModelIndex
ROW = 28


class WordRow(NamedTuple):
    """A row: what it is, its cells, whether it is ticked (None for no tick), the label its second cell names."""

    id: str
    cells: tuple[str, ...]
    ticked: bool | None = None
    look: LabelLook | None = None


class WordRows(QAbstractTableModel):
    """A table of such rows; the first column may be narrowed by what is typed."""

    def __init__(self, titles: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self.titles = titles
        self._every: list[WordRow] = []
        self._rows: list[WordRow] = []
        self._typed = ""

    def fill(self, rows: list[WordRow]) -> None:
        """Show these rows."""
        self._every = rows
        self.narrow(self._typed)

    def narrow(self, typed: str) -> None:
        """Only rows in which all that is typed stands somewhere."""
        self._typed = typed
        parts = typed.split()
        self.beginResetModel()
        self._rows = [row for row in self._every if all(part in " ".join(row.cells).casefold() for part in parts)]
        self.endResetModel()

    def place_of(self, name: str) -> int:
        """The row of this name, or -1."""
        return next((place for place, row in enumerate(self._rows) if row.id == name), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.titles)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == NAME_ROLE:
            return row.id
        if role == Qt.ItemDataRole.CheckStateRole and row.ticked is not None and not index.column():
            return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            off = self.tr(" (off)") if row.ticked is False else ""
            return row.cells[index.column()] + (off if not index.column() else "")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None


class WordDelegate(RowDelegate):
    """A tick where there is one, then the words; later columns are fainter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: WordRow, column: int) -> None:
        """Draw one cell."""
        theme = ink.theme_now()
        left = box.left() + (EDGE if not column else 0)
        if not column and row.ticked is not None:
            paint_tick(painter, QRectF(left, box.center().y() - 8, 16, 16), ticked=row.ticked)
            left += 26
        room = box.right() - left - 8
        if column == 1 and row.look is not None:
            paint_chip(painter, QPointF(left, box.center().y()), room, row.look)
            return
        colour = theme.text if not column and row.ticked is not False else theme.faint
        say(painter, QRectF(left, box.top(), room, box.height()), row.cells[column], colour)
