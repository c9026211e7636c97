"""The relations of the focused entity, or both ends of the focused relation: a click goes there."""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from annotator.core.rows import Name, Relation, Span
from annotator.ui.canvas.scene import LabelLook, ShownRelation, State
from annotator.ui.desk import Desk
from annotator.ui.icons import paint_icon
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, say
from annotator.ui.parts.chip import chip_width, paint_chip, paint_pill
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.parts.table import ItemTable

Index = QModelIndex | QPersistentModelIndex
ROW = 26
MOST_ROWS = 6  # before it scrolls


class Line(NamedTuple):
    """A relation seen from one of its ends, or an end seen from its relation."""

    item: Name
    icon: str
    label: str  # of the relation; empty for an end
    look: LabelLook | None  # of the span at the other end
    text: str
    state: State


class Lines(QAbstractTableModel):
    """A few lines."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def fill(self, lines: list[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self.lines[index.row()]
        if role == ROW_ROLE:
            return line
        if role == NAME_ROLE:
            return line.item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            arrow = {"to": "→", "from": "←", "both": "↔"}.get(line.icon, "")
            return " ".join(filter(None, (arrow, line.label, line.text)))
        return None


class LineDelegate(RowDelegate):
    """An arrow, the relation's label, the words at the other end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: Line, column: int) -> None:
        """Draw one line."""
        theme, middle = ink.theme_now(), box.center().y()
        paint_icon(painter, QRectF(box.left() + 2, middle - 7, 14, 14), row.icon, theme.faint)
        x = box.left() + 22
        if row.label:
            room = box.width() * 0.5
            paint_pill(painter, QPointF(x, middle), room, row.label, row.state)
            x += min(room, chip_width(row.label) + 4) + 8
        elif row.look is not None:
            x += paint_chip(painter, QPointF(x, middle), box.width() * 0.4, row.look, row.state) + 8
        say(painter, QRectF(x, box.top(), box.right() - x - 4, box.height()), row.text, theme.text)


class InspectedRelations(QWidget):
    """A short list under the note."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._title = words(role="section")
        self.model = Lines(self)
        self.table = ItemTable(height=ROW)
        self.table.show_rows(self.model, LineDelegate(self.table))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, UNIT, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(self._title)
        column.addWidget(self.table)
        self.table.setAccessibleName(self.tr("Relations"))
        self.table.chosen.connect(self._go)
        self.table.left.connect(desk.canvas_wanted)

    def show_item(self, item: Span | Relation) -> None:
        """Show what hangs on an item."""
        lines = self._of_span(item) if isinstance(item, Span) else self._of_relation(item)
        title = self.tr("Ends") if isinstance(item, Relation) else self.tr("Relations")
        self._title.setText(title if isinstance(item, Relation) else f"{title} · {len(lines)}")
        self.table.setAccessibleName(title)
        if lines != self.model.lines:
            self.model.fill(lines)
        self.table.setFixedHeight(max(1, min(MOST_ROWS, len(lines))) * ROW)
        self.setVisible(bool(lines))

    def _of_span(self, item: Span) -> list[Line]:
        scene = self._desk.scene
        shown = scene.relations_of(item.id) if scene is not None else []
        lines = [line for relation in shown if (line := self._seen_from(relation, item.id)) is not None]
        return sorted(lines, key=lambda line: (line.icon, line.label, line.text))

    def _seen_from(self, relation: ShownRelation, here: Name) -> Line | None:
        scene = self._desk.scene
        assert scene is not None
        look = scene.look(relation.label)
        outward = relation.head == here
        other = scene.span(relation.tail if outward else relation.head)
        if other is None:
            return None
        arrow = "both" if look.symmetric else "to" if outward else "from"
        text = ink.one_line(scene.text[other.start : other.end])
        return Line(relation.id, arrow, look.name, scene.look(other.label), text, relation.state)

    def _of_relation(self, item: Relation) -> list[Line]:
        scene = self._desk.scene
        relation = scene.relation(item.id) if scene is not None else None
        if scene is None or relation is None:
            return []
        lines = []
        for icon, name in (("head", relation.head), ("tail", relation.tail)):
            span = scene.span(name)
            if span is not None:
                text = ink.one_line(scene.text[span.start : span.end])
                lines.append(Line(name, icon, "", scene.look(span.label), text, span.state))
        return lines

    def _go(self, name: Name) -> None:
        self._desk.focus_item(name)
        self._desk.canvas_wanted.emit()
