"""All relations of the document in a list: from, label, to; under them the sentence, the source and the state."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QToolButton, QWidget

from annotator.core.rows import Name
from annotator.session import Happened
from annotator.ui.canvas.scene import State
from annotator.ui.desk import Desk, RelationRow
from annotator.ui.icons import icon, paint_icon
from annotator.ui.item_model import ROW_ROLE, Column, Key
from annotator.ui.looks import Looks
from annotator.ui.panels.following import changed_relations
from annotator.ui.panels.item_panel import ItemPanel
from annotator.ui.panels.state_words import paint_marks, state_rank, state_words
from annotator.ui.parts import ink
from annotator.ui.parts.cells import EDGE, RowDelegate, say
from annotator.ui.parts.chip import UNDECIDED, chip_width, paint_pill
from annotator.ui.parts.filter_row import Choice, FilterRow, Option
from annotator.ui.parts.labels import tool

ROW = 46
GAP = 6


class RelationListing:
    """The relations that the desk shows, by the place of their heads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def keys(self) -> list[Key]:
        """By where the head starts."""
        if self._desk.scene is None:
            return []
        names = [*self._desk.view.shown.relations, *(row.id for row in self._desk.suggestions.open_relations())]
        return sorted(key for name in names if (key := self.key(name)) is not None)

    def key(self, name: Name) -> Key | None:
        """The place of one relation."""
        scene = self._desk.scene
        relation = scene.relation(name) if scene is not None else None
        head = scene.span(relation.head) if scene is not None and relation is not None else None
        return (head.start, name) if head is not None else None

    def row(self, name: Name) -> RelationRow | None:
        """One relation in words."""
        return self._desk.relation_row(name)


class RelationDelegate(RowDelegate):
    """Two lines: from → label → to, and where that stands."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: RelationRow, column: int) -> None:
        """Draw a relation."""
        top = QRectF(box.left() + EDGE, box.top() + 4, box.width() - 2 * EDGE, 20)
        low = QRectF(top.left(), box.top() + 25, top.width(), 16)
        self._paint_ends(painter, top, row)
        theme = ink.theme_now()
        marks = 32 if row.state is not State.OWN or row.unsure else 0
        source = min(low.width() * 0.4, ink.measure(ink.SMALL).horizontalAdvance(row.source))
        say(painter, low.adjusted(0, 0, -source - marks - 12, 0), row.sentence, theme.faint, px=ink.SMALL)
        end = low.right() - marks
        say(painter, QRectF(end - source, low.top(), source + 1, low.height()), row.source, theme.faint, px=ink.SMALL)
        if marks:
            paint_marks(painter, QRectF(end + 6, low.top(), marks, low.height()), row.state, unsure=row.unsure)

    def _paint_ends(self, painter: QPainter, box: QRectF, row: RelationRow) -> None:
        theme, measure = ink.theme_now(), ink.measure()
        colour = theme.text if row.state is State.OWN else theme.arc_text
        pill = min(chip_width(row.label) + 4, box.width() * 0.4)
        arrow = 16.0
        room = box.width() - pill - arrow - 3 * GAP
        head, tail = shares(measure.horizontalAdvance(row.head_text), measure.horizontalAdvance(row.tail_text), room)
        x, middle = box.left(), box.center().y()
        say(painter, QRectF(x, box.top(), head + 1, box.height()), row.head_text, colour)
        x += head + GAP
        paint_pill(painter, QPointF(x, middle), pill, row.label, row.state)
        x += pill + GAP / 2
        paint_icon(painter, QRectF(x, middle - 7, arrow, 14), "to", theme.arc)
        x += arrow + GAP / 2
        say(painter, QRectF(x, box.top(), tail + 1, box.height()), row.tail_text, colour)


def shares(one: float, other: float, room: float) -> tuple[float, float]:
    """How much of a room two texts get: what they need where there is enough, else the longer one gives way."""
    if one + other <= room:
        return one, other
    half = room / 2
    if one <= half:
        return one, room - one
    if other <= half:
        return room - other, other
    return half, half


class RelationsPanel(ItemPanel):
    """The list of relations; sorted and narrowed by menus, several edited at once."""

    kind = "relation"

    def __init__(self, desk: Desk, looks: Looks) -> None:
        columns = (
            Column("from", desk.tr("From"), sentence_of, lambda row: row.head_text.casefold()),
            Column("label", desk.tr("Label"), lambda row: row.label, lambda row: row.label.casefold()),
            Column("to", desk.tr("To"), lambda row: row.tail_text, lambda row: row.tail_text.casefold()),
            Column("sentence", desk.tr("Sentence"), lambda row: row.sentence, lambda row: row.sentence.casefold()),
            Column("source", desk.tr("Source"), lambda row: row.source, lambda row: row.source.casefold()),
            Column("state", desk.tr("State"), state_words, state_rank),
        )
        super().__init__(desk, looks, RelationListing(desk), columns)
        self.table.setAccessibleName(self.tr("Relations"))
        for column in range(1, len(columns)):
            self.table.setColumnHidden(column, True)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def row_height(self) -> int:
        """Height of a row in pixels."""
        return ROW

    def delegate(self) -> RowDelegate:
        """What paints the rows."""
        return RelationDelegate(self.table)

    def filter_row(self) -> FilterRow:
        """A field, a menu of states, a menu of orders."""
        self.states = Choice(
            "filter",
            self.tr("Show"),
            (
                Option("all", self.tr("All")),
                Option("undecided", self.tr("To decide")),
                Option("own", self.tr("Decided")),
                Option("unsure", self.tr("Unsure")),
            ),
        )
        self.orders = Choice(
            "order",
            self.tr("Sort"),
            (
                Option("place", self.tr("As in the text")),
                *(Option(column.id, column.title) for column in self.model.columns),
            ),
        )
        self.states.chosen.connect(lambda _which: self.apply_filter())
        self.orders.chosen.connect(self._sort)
        return FilterRow(self.tr("Words, label or source"), self.states, self.orders, *self._jumps())

    def _jumps(self) -> tuple[QToolButton, QToolButton]:
        start, end = tool("head", self.tr("Go to where it starts")), tool("tail", self.tr("Go to where it ends"))
        start.clicked.connect(lambda: self.go_to_end("head"))
        end.clicked.connect(lambda: self.go_to_end("tail"))
        return start, end

    def _sort(self, order: str) -> None:
        ids = [column.id for column in self.model.columns]
        self.model.sort(ids.index(order) if order in ids else -1)
        self._follow_focus()

    def narrows(self) -> bool:
        """Whether the menu of states narrows the list."""
        return self.states.current != "all"

    def wanted(self, row: RelationRow, text: str) -> bool:
        """Whether its words hold the text and the state is asked for."""
        states = {
            "all": True,
            "undecided": row.state in UNDECIDED,
            "own": row.state is State.OWN,
            "unsure": row.unsure,
        }
        words = f"{row.head_text}\n{row.label}\n{row.tail_text}\n{row.sentence}\n{row.source}"
        return states[self.states.current] and text in words.casefold()

    def touched(self, happened: Happened) -> set[Name] | None:
        """Relations that a revision may have altered."""
        return changed_relations(self.desk, happened)

    def count_words(self, shown: int) -> str:
        """How many relations there are."""
        if self.filter.text or self.narrows():
            return self.tr("{0} shown").format(f"{shown:,}")
        return self.tr("1 relation") if shown == 1 else self.tr("{0} relations").format(f"{shown:,}")

    # ---- the ends

    def go_to_end(self, end: str) -> None:
        """Focus the head or the tail of the current relation."""
        index: QModelIndex | QPersistentModelIndex = self.table.currentIndex()
        row = index.data(ROW_ROLE) if index.isValid() else None
        if isinstance(row, RelationRow):
            self.go(row.head if end == "head" else row.tail)

    def fill_menu(self, menu: QMenu) -> None:
        """What the menu of a row offers: its ends too."""
        menu.addAction(icon("head"), self.tr("Go to where it starts"), lambda: self.go_to_end("head"))
        menu.addAction(icon("tail"), self.tr("Go to where it ends"), lambda: self.go_to_end("tail"))
        super().fill_menu(menu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.table.hasFocus():
            self.go_to_end("head" if event.key() == Qt.Key.Key_Left else "tail")
        else:
            super().keyPressEvent(event)


def sentence_of(row: RelationRow) -> str:
    """A relation in one sentence: what a tooltip and a screen reader say."""
    said = f"{row.head_text} — {row.label} → {row.tail_text} · {state_words(row)} · {row.source}"
    return f"{said}\n{row.sentence}" if row.sentence else said
