"""A short list of places in the text, each with an icon and a sentence: problems, differences."""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from annotator.ui.desk import Desk
from annotator.ui.icons import paint_icon
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.looks import Looks
from annotator.ui.parts import ink
from annotator.ui.parts.cells import EDGE, RowDelegate, say
from annotator.ui.parts.in_view import in_view
from annotator.ui.parts.nothing import Nothing
from annotator.ui.parts.table import ItemTable

Index = QModelIndex | QPersistentModelIndex
ROW = 40
READ_MS = 200  # so long after the last edit the list is read again


class Place(NamedTuple):
    """One line: `item` is focused when it is chosen, else [start, end) is shown."""

    icon: str
    tone: str  # a colour of the theme
    text: str
    detail: str
    item: str
    start: int
    end: int


class Places(QAbstractTableModel):
    """The lines."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.places: list[Place] = []

    def fill(self, places: list[Place]) -> None:
        """Show other places."""
        if places != self.places:
            self.beginResetModel()
            self.places = places
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.places)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        place = self.places[index.row()]
        if role == ROW_ROLE:
            return place
        if role == NAME_ROLE:
            return str(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{place.text} ({place.detail})"
        return None


class PlaceDelegate(RowDelegate):
    """An icon, the sentence, and under it of which kind it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: Place, column: int) -> None:
        """Draw one place."""
        theme = ink.theme_now()
        paint_icon(painter, QRectF(box.left() + EDGE, box.top() + 4, 17, 17), row.icon, getattr(theme, row.tone))
        left, right = box.left() + EDGE + 26, box.right() - EDGE
        say(painter, QRectF(left, box.top() + 3, right - left, 19), row.text, theme.text)
        say(painter, QRectF(left, box.top() + 21, right - left, 16), row.detail, theme.faint, px=ink.SMALL)


class PlacesPanel(QWidget):
    """The list; read again a moment after an edit, and only while it is in view."""

    def __init__(self, desk: Desk, looks: Looks, *, icon: str, name: str, nothing: str) -> None:
        super().__init__()
        self.desk = desk
        self.model = Places(self)
        self.table = ItemTable(height=ROW)
        self.table.show_rows(self.model, PlaceDelegate(self.table))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName(name)
        self._nothing = Nothing(icon, nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self._nothing, 1)
        self.setFocusProxy(self.table)
        self._later = QTimer(self, interval=READ_MS, singleShot=True)
        self._later.timeout.connect(self.refresh)
        self.table.chosen.connect(lambda row: self.go(int(row)))
        self.table.left.connect(desk.canvas_wanted)
        desk.document_changed.connect(self._later.start)
        desk.content_changed.connect(lambda _happened: self._later.start())
        looks.changed.connect(self.table.viewport().update)

    def places(self) -> list[Place]:
        """What there is to list."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read the places again, where anybody looks."""
        if in_view(self):
            self.model.fill(self.places() if self.desk.document is not None else [])
            self.table.setVisible(bool(self.model.places))
            self._nothing.setVisible(not self.model.places)

    def go(self, row: int) -> None:
        """Focus what a line is about, or show where it is."""
        place = self.model.places[row]
        if not (place.item and self.desk.focus_item(place.item)):
            self.desk.show_place(place.start, place.end)
        self.desk.canvas_wanted.emit()
