"""All relations of the document in a table, sorted and filtered."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.session import Happened
from annotator.ui.desk import Desk, RelationRow
from annotator.ui.looks import Looks
from annotator.ui.panels.entities import state_mark
from annotator.ui.panels.item_table import ItemModel, ItemTable

Index = QModelIndex | QPersistentModelIndex
FOLLOW_MS = 60  # relations are read again this long after an edit


class RelationModel(ItemModel[RelationRow]):
    """From, label, to, state, source of each relation; the sentence is the tooltip."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self._looks = looks
        self._everything: list[RelationRow] = []
        self._sorted_by, self._order, self._wanted = -1, Qt.SortOrder.AscendingOrder, ""
        self.headers = (self.tr("From"), self.tr("Relation"), self.tr("To"), "", self.tr("Source"))

    def show_rows(self, rows: list[RelationRow]) -> None:
        """Show these, as sorted and filtered."""
        self._everything = rows
        self._arrange()

    def filter(self, text: str) -> None:
        """Show only rows with this text."""
        self._wanted = text.casefold()
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by, self._order = column, order
        self._arrange()

    def _arrange(self) -> None:
        rows = [row for row in self._everything if self._wanted in " ".join(self._words(row)).casefold()]
        if self._sorted_by >= 0:
            down = self._order == Qt.SortOrder.DescendingOrder
            rows.sort(key=lambda row: self._words(row)[self._sorted_by].casefold(), reverse=down)
        self.fill(rows)

    def _words(self, row: RelationRow) -> tuple[str, ...]:
        return (row.head_text, row.label, row.tail_text, state_mark(row.state, unsure=row.unsure), row.source)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.sentence
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.head_text} {row.label} {row.tail_text}"
        if role == Qt.ItemDataRole.ForegroundRole and index.column() in (1, 4):
            return self._looks.theme.faint
        return None


class RelationsPanel(QWidget):
    """The table of relations, with a filter and ways to either end."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk = desk
        self.model = RelationModel(looks)
        self.table = ItemTable(desk, self.model, stretch=2, name=self.tr("Relations"))
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for column, width in enumerate((84, 72, 84, 20, 48)):
            self.table.setColumnWidth(column, width)
        self._lay_out()
        self._later = QTimer(self, interval=FOLLOW_MS, singleShot=True)
        self._later.timeout.connect(lambda: self.model.show_rows(desk.relations()))
        desk.document_changed.connect(self._later.start)
        desk.content_changed.connect(self._follow)
        looks.changed.connect(self.table.viewport().update)

    def _lay_out(self) -> None:
        field = QLineEdit(placeholderText=self.tr("Filter"))
        field.setAccessibleName(self.tr("Show relations with this text"))
        field.setClearButtonEnabled(True)
        field.textChanged.connect(self.model.filter)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.addWidget(field, 1)
        for words, name, end in (
            ("⇤", self.tr("Go to where it starts"), "head"),
            ("⇥", self.tr("Go to where it ends"), "tail"),
        ):
            button = QToolButton()
            button.setText(words)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, end=end: self._go(end))
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def _go(self, end: str) -> None:
        chosen = self.table.chosen()
        row = self._desk.relation_row(chosen[0]) if chosen else None
        if row is not None:
            self._desk.focus_item(row.head if end == "head" else row.tail)
            self._desk.canvas_wanted.emit()

    def _follow(self, happened: Happened) -> None:
        if {change.table for change in happened.changes} & {"span", "relation", "rejection", "label"}:
            self._later.start()
