"""P: the same label on all same texts of the document, ticked one by one, as one Edit."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QWidget

from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.looks import Looks
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, say
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.label_chip import LabelChip
from annotator.ui.parts.labels import words
from annotator.ui.parts.nothing import Nothing
from annotator.ui.parts.table import ItemTable
from annotator.ui.parts.tick import Tick, paint_tick

Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, int]
ROW = 30
AROUND = 60  # characters shown before and after


class Places(QAbstractTableModel):
    """Places with a tick each."""

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.text = ""
        self.places: list[Place] = []
        self.left_out: set[Place] = set()

    def fill(self, text: str, places: list[Place]) -> None:
        """Show other places; what was left out before stays so."""
        self.beginResetModel()
        self.text, self.places = text, places
        self.endResetModel()
        self.ticked.emit()

    def chosen(self) -> list[Place]:
        """The places that are ticked."""
        return [place for place in self.places if place not in self.left_out]

    def toggle(self, rows: list[int]) -> None:
        """Tick these, or, when all of them are, none."""
        places = {self.places[row] for row in rows}
        self.left_out = self.left_out - places if places & self.left_out else self.left_out | places
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.places) - 1, 0))
        self.ticked.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.places)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        place = self.places[index.row()]
        if role == ROW_ROLE:
            return self.around(place)
        if role == NAME_ROLE:
            return str(index.row())
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if place in self.left_out else Qt.CheckState.Checked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            before, here, after, ticked = self.around(place)
            return f"{before}{here}{after}" + ("" if ticked else f" ({self.tr('left out')})")
        return None

    def around(self, place: Place) -> tuple[str, str, str, bool]:
        """The words before, at, and after a place, and whether it is ticked."""
        start, end = place
        before, after = self.text[max(0, start - AROUND) : start], self.text[end : end + AROUND]
        flat = [" ".join(f"·{part}·".split())[1:-1] for part in (before, self.text[start:end], after)]
        return (*flat, place not in self.left_out)  # type: ignore[return-value]


class PlaceDelegate(RowDelegate):
    """A tick, and the line of text with the place in the middle of the column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: tuple[str, str, str, bool], column: int) -> None:
        """Draw one place."""
        theme = ink.theme_now()
        before, here, after, ticked = row
        paint_tick(painter, QRectF(box.left() + 12, box.center().y() - 8, 16, 16), ticked=ticked)
        painter.setOpacity(1.0 if ticked else 0.5)
        left, width = box.left() + 40, box.width() - 52
        word = min(width * 0.5, ink.measure(ink.USUAL, 600).horizontalAdvance(here))
        first = (width - word) * 0.45
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        side = QRectF(left, box.top(), first, box.height())
        say(painter, side, before, theme.faint, align=align, elide=Qt.TextElideMode.ElideLeft)
        middle = QRectF(left + first, box.top(), word + 1, box.height())
        say(painter, middle, here, theme.text, weight=600)
        rest = left + first + word
        say(painter, QRectF(rest, box.top(), box.right() - 12 - rest, box.height()), after, theme.faint)


class SameTexts(Popup):
    """The places, each with a tick and the words around it."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Same label on all same texts"), width=720)
        self._desk = desk
        self._add_head()
        self.case, self.whole = Tick(self.tr("Match case")), Tick(self.tr("Whole words"))
        self.model = Places(self)
        self.list = ItemTable(several=True, height=ROW)
        self.list.setProperty("role", "boxed")
        self.list.show_rows(self.model, PlaceDelegate(self.list))
        self.list.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.setAccessibleName(self.tr("Places with the same text"))
        self.list.setMinimumHeight(8 * ROW)
        self._nothing = Nothing("find", self.tr("No other place has these words"))
        self._lay_out()
        self.list.chosen.connect(lambda row: self.model.toggle([int(row)]))
        self.list.left.connect(self.reject)
        self.model.ticked.connect(self._count)
        looks.changed.connect(self.list.viewport().update)
        self.refill()
        self.main.setFocus()

    def _add_head(self) -> None:
        row = self._desk.entity(self._desk.focus.id)
        head = QHBoxLayout()
        head.setSpacing(2 * UNIT)
        if row is not None and self._desk.scene is not None:
            head.addWidget(LabelChip(self._desk.scene.look(row.label_id)))
            head.addWidget(words(row.text, "title"))
        head.addStretch(1)
        self.column.addLayout(head)

    def _lay_out(self) -> None:
        options = QHBoxLayout()
        options.setSpacing(4 * UNIT)
        for box in (self.case, self.whole):
            box.setChecked(True)
            box.toggled.connect(self.refill)
            options.addWidget(box)
        options.addStretch(1)
        self.every = button(self.tr("All or none"))
        self.every.setProperty("role", "flat")
        self.every.clicked.connect(lambda: self.model.toggle(list(range(len(self.model.places)))))
        options.addWidget(self.every)
        self.column.addLayout(options)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self._nothing, 1)
        self.main, cancel = button("", main=True), button(self.tr("Cancel"))
        self.main.clicked.connect(self._do)
        cancel.clicked.connect(self.reject)
        self.add_buttons(cancel, self.main)

    def refill(self) -> None:
        """Find the places again."""
        scene = self._desk.scene
        places = self._desk.same_texts(case=self.case.isChecked(), whole_word=self.whole.isChecked())
        self.model.fill(scene.text if scene is not None else "", places)
        self.list.setVisible(bool(places))
        self._nothing.setVisible(not places)

    def _count(self) -> None:
        chosen, total = len(self.model.chosen()), len(self.model.places)
        some = self.tr("Mark {0} of {1}").format(chosen, total)
        self.main.setText(self.tr("Mark {0}").format(chosen) if chosen == total else some)
        self.main.setEnabled(chosen > 0)

    def _do(self) -> None:
        places = self.model.chosen()
        self.accept()
        self._desk.propagate(places)
        self._desk.canvas_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.list.hasFocus():
            self.model.toggle(sorted(index.row() for index in self.list.selectionModel().selectedRows()))
        else:
            super().keyPressEvent(event)
