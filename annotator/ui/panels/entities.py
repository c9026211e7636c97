"""All entities of the document in a list: words, label, state, source."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from annotator.core.rows import Name
from annotator.session import Happened
from annotator.ui.canvas.scene import State
from annotator.ui.desk import Desk, EntityRow
from annotator.ui.item_model import Column, Key
from annotator.ui.looks import Looks
from annotator.ui.panels.following import changed_spans
from annotator.ui.panels.item_panel import ItemPanel
from annotator.ui.panels.state_words import paint_marks, state_rank, state_words
from annotator.ui.parts import ink
from annotator.ui.parts.cells import EDGE, RowDelegate, say
from annotator.ui.parts.chip import UNDECIDED, paint_chip
from annotator.ui.parts.filter_row import Choice, FilterRow, Option

TEXT, LABEL, STATE, SOURCE = range(4)
ROW = 26


class EntityListing:
    """The entities that the desk shows, in reading order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def keys(self) -> list[Key]:
        """By start, outer before inner."""
        scene = self._desk.scene
        return [(span.start, -span.end, span.id) for span in scene.spans_in(0, len(scene.text) + 1)] if scene else []

    def key(self, name: Name) -> Key | None:
        """The place of one entity."""
        span = self._desk.scene.span(name) if self._desk.scene else None
        return (span.start, -span.end, span.id) if span is not None else None

    def row(self, name: Name) -> EntityRow | None:
        """One entity in words."""
        return self._desk.entity(name)


class EntityDelegate(RowDelegate):
    """Words, chip, marks, source."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(ROW, parent)
        self._desk = desk

    def paint_cell(self, painter: QPainter, box: QRectF, row: EntityRow, column: int) -> None:
        """Draw one cell of an entity."""
        theme = ink.theme_now()
        if column == TEXT:
            own = row.state is State.OWN
            say(painter, box.adjusted(EDGE, 0, -6, 0), row.text, theme.text if own else theme.arc_text)
        elif column == LABEL and self._desk.scene is not None:
            at = QPointF(box.left(), box.center().y())
            paint_chip(painter, at, box.width() - 6, self._desk.scene.look(row.label_id), row.state)
        elif column == STATE:
            paint_marks(painter, box, row.state, unsure=row.unsure, comments=row.comments)
        elif column == SOURCE:
            say(painter, box.adjusted(0, 0, -8, 0), row.source, theme.faint, px=ink.SMALL)


class EntitiesPanel(ItemPanel):
    """The list of entities; a click focuses one on the canvas."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        columns = (
            Column("text", desk.tr("Entity"), lambda row: row.text, lambda row: row.text.casefold()),
            Column("label", desk.tr("Label"), lambda row: row.label, lambda row: row.label.casefold()),
            Column("state", desk.tr("State"), state_words, state_rank),
            Column("source", desk.tr("Source"), lambda row: row.source, lambda row: row.source.casefold()),
        )
        super().__init__(desk, looks, EntityListing(desk), columns)
        self.table.setAccessibleName(self.tr("Entities"))
        head = self.table.horizontalHeader()
        head.show()
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setSortingEnabled(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)

    def row_height(self) -> int:
        """Height of a row in pixels."""
        return ROW

    def delegate(self) -> RowDelegate:
        """What paints the rows."""
        return EntityDelegate(self.desk, self.table)

    def filter_row(self) -> FilterRow:
        """A field for words and labels, and a menu of states."""
        options = (
            Option("all", self.tr("All")),
            Option("undecided", self.tr("To decide")),
            Option("own", self.tr("Decided")),
            Option("conflict", self.tr("In conflict")),
            Option("unsure", self.tr("Unsure")),
            Option("commented", self.tr("With open comments")),
        )
        self.states = Choice("filter", self.tr("Show"), options)
        self.states.chosen.connect(lambda _which: self.apply_filter())
        return FilterRow(self.tr("Words or label"), self.states)

    def narrows(self) -> bool:
        """Whether the menu of states narrows the list."""
        return self.states.current != "all"

    def wanted(self, row: EntityRow, text: str) -> bool:
        """Whether words, label or source hold the text, and the state is asked for."""
        states = {
            "all": True,
            "undecided": row.state in UNDECIDED,
            "own": row.state is State.OWN,
            "conflict": row.state is State.CONFLICT,
            "unsure": row.unsure,
            "commented": row.comments > 0,
        }
        return states[self.states.current] and text in f"{row.text}\n{row.label}\n{row.source}".casefold()

    def touched(self, happened: Happened) -> set[Name] | None:
        """Entities that a revision may have altered."""
        return changed_spans(self.desk, happened)

    def count_words(self, shown: int) -> str:
        """How many entities there are."""
        if self.filter.text or self.narrows():
            return self.tr("{0} shown").format(f"{shown:,}")
        return self.tr("1 entity") if shown == 1 else self.tr("{0} entities").format(f"{shown:,}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words get what the other columns leave; a narrow list goes without sources."""
        super().resizeEvent(event)
        width = self.width()
        self.table.setColumnHidden(SOURCE, width < 260)
        self.table.setColumnWidth(LABEL, max(72, min(120, int(width * 0.26))))
        self.table.setColumnWidth(STATE, 44)
        self.table.setColumnWidth(SOURCE, max(64, min(150, int(width * 0.2))))
