"""All entities of the document in a table."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.session import Happened
from annotator.ui.canvas.scene import LabelLook, State
from annotator.ui.desk import Desk, EntityRow
from annotator.ui.desk.state import changed_ranges
from annotator.ui.looks import Looks
from annotator.ui.panels.item_table import ItemModel, ItemTable

Index = QModelIndex | QPersistentModelIndex
LABEL = 1
BULK = 400  # places changed by one edit above which the whole table is read again


def state_mark(state: State, *, unsure: bool) -> str:
    """A state in a sign: open suggestion, conflict, unsure."""
    marks = {State.SUGGESTION: "?", State.CONFLICT: "!", State.REJECTED: "×"}
    return marks.get(state, "") + ("~" if unsure else "")


class EntityModel(ItemModel[EntityRow]):
    """Words, label, state and source of each span."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._looks = looks
        self.headers = (self.tr("Entity"), self.tr("Label"), "", self.tr("Source"))

    def key(self, row: EntityRow) -> tuple[Any, ...]:
        """Reading order."""
        return (row.start, -row.end, row.id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            mark = state_mark(row.state, unsure=row.unsure) + (" ✎" if row.comments else "")
            return (row.text, row.label, mark, row.source)[index.column()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.text} · {row.label} · {row.state.value}{' · unsure' if row.unsure else ''} · {row.source}"
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 3:
            return self._looks.theme.faint
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None


class ChipDelegate(QStyledItemDelegate):
    """Draws a label as its chip."""

    def __init__(self, desk: Desk, looks: Looks, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._looks = desk, looks

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        words = option.text
        option.text = ""
        super().paint(painter, option, index)
        row = index.data(Qt.ItemDataRole.UserRole)
        look = self._desk.scene.look(row.label_id) if self._desk.scene and row else LabelLook(words, 0)
        colours = self._looks.theme.label(look)
        box: QRect = option.rect.adjusted(2, 4, -4, -4)
        width = min(box.width(), option.fontMetrics.horizontalAdvance(words) + 14)
        box.setWidth(width)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        open_now = row is not None and row.state is not State.OWN
        painter.setBrush(Qt.BrushStyle.NoBrush if open_now else colours.chip)
        painter.setPen(colours.bar if open_now else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._looks.theme.text if open_now else colours.chip_text)
        elided = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, width - 10)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, elided)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(10, 0)


class EntitiesPanel(QWidget):
    """The table of entities."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk = desk
        self.model = EntityModel(desk, looks)
        self.table = ItemTable(desk, self.model, stretch=0, name=self.tr("Entities"))
        self.table.setItemDelegateForColumn(LABEL, ChipDelegate(desk, looks, self.table))
        self.table.setColumnWidth(LABEL, 98)
        self.table.setColumnWidth(2, 26)
        self.table.setColumnWidth(3, 84)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self._later = QTimer(self, interval=0, singleShot=True)  # the text paints first
        self._later.timeout.connect(lambda: self.model.fill(desk.entities()))
        desk.document_changed.connect(self._later.start)
        desk.content_changed.connect(self._follow)
        looks.changed.connect(self.table.viewport().update)

    def _follow(self, happened: Happened) -> None:
        """Read again only what starts near the change."""
        desk = self._desk
        ranges = [place for place in changed_ranges(happened) if place != (0, 0)]
        tables = {change.table for change in happened.changes}
        if desk.scene is None or self._later.isActive():
            return
        if len(ranges) > BULK or tables & {"label", "author", "comment", "annotation_set"} - {"annotation_set"}:
            self._later.start()
            return
        for start, end in ranges:
            near = desk.scene.spans_in(start, end)
            low = min([start, *(span.start for span in near)])
            self.model.take_out(self.model.between(low, end))
            for span in desk.scene.spans_in(low, end + 1):
                row = desk.entity(span.id) if low <= span.start <= end else None
                if row is not None:
                    self.model.put_in(row)
