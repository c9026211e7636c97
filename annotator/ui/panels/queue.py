"""The queue: documents with their states, what came back first; a click opens one."""

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.filtering import spoken
from annotator.core.listing import STATES, QueueFilter, QueueRow
from annotator.core.rows import Comment, Name, SetState
from annotator.session import Happened, Session
from annotator.ui.desk import Desk
from annotator.ui.icons import paint_icon
from annotator.ui.looks import Looks
from annotator.ui.panels.filter_menu import FilterMenu
from annotator.ui.panels.filter_words import FilterCompleter
from annotator.ui.panels.progress_strip import ProgressStrip
from annotator.ui.panels.queue_menu import queue_menu
from annotator.ui.panels.queue_model import QueueModel
from annotator.ui.panels.queue_words import facts, state_icon, state_name
from annotator.ui.parts import ink
from annotator.ui.parts.cells import EDGE, RowDelegate, count_mark, say
from annotator.ui.parts.filter_row import Choice, FilterRow, Option
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import rule, words
from annotator.ui.parts.nothing import Nothing
from annotator.ui.parts.table import ItemTable

ROW = 42
FEW = 200  # rows whose names are asked for one by one
OPEN = ("to do", "in progress", "sent back")
_LISTED = (
    "document",
    "batch",
    "person_role",
    "assignment",
    "project",
)  # rows of these tables change who or what is in the queue


class QueueDelegate(RowDelegate):
    """An icon, the name, and under it number, state and length."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(ROW, parent)
        self._desk = desk

    def paint_cell(self, painter: QPainter, box: QRectF, row: QueueRow, column: int) -> None:
        """Draw a document."""
        theme = ink.theme_now()
        here = row.document == self._desk.document
        returned = row.state == "sent back"
        quiet = row.state in ("approved", "submitted", "in review", "set aside") and not here
        colour = theme.problem if returned else theme.faint if row.state == "to do" else theme.arc_text
        paint_icon(painter, QRectF(box.left() + EDGE, box.top() + 4, 17, 17), state_icon(row), colour)
        right = box.right() - EDGE
        if row.comments:
            width = count_mark(painter, right, box.top() + 13, "comment", row.comments, theme.text)
            right -= width + 6
        left = box.left() + EDGE + 26
        name = QRectF(left, box.top() + 3, right - left, 20)
        ink_of_name = theme.arc_text if quiet else theme.text
        say(painter, name, row.name, ink_of_name, weight=600 if here or returned else 400)
        low = QRectF(left, box.top() + 22, box.right() - EDGE - left, 16)
        say(painter, low, facts(row), theme.problem if returned else theme.faint, px=ink.SMALL)
        if here:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.accent)


class QueuePanel(QWidget):
    """The queue with its filter and how far the work is."""

    asked = Signal(str)  # the action that the context menu wants

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self.desk = desk
        self.model = QueueModel(self)
        self.table = ItemTable(several=True, height=ROW)
        self.table.show_rows(self.model, QueueDelegate(desk, self.table))
        self.table.setAccessibleName(self.tr("Documents"))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.states = Choice("filter", self.tr("Show"), self._options())
        self.menu = FilterMenu(desk)
        self.filter = FilterRow(self.tr("Words, or state: label: person: …"), self.states, self.menu)
        FilterCompleter(self.filter.field, lambda: desk.session)
        self.progress = ProgressStrip()
        self._shown: tuple[Session | None, QueueFilter] = (None, QueueFilter())
        self._heard = True
        self._lay_out()
        self._connect(looks)

    def _options(self) -> tuple[Option, ...]:
        states = tuple(Option(state, state_name(state)) for state in STATES)
        return (Option("all", self.tr("all states")), Option("open", self.tr("open")), *states)

    def _lay_out(self) -> None:
        self._nothing = Nothing("empty", "")
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter)
        self.summary = words(role="small", wrap=True)
        self.summary.setContentsMargins(EDGE, 0, EDGE, 2 * UNIT)
        self.summary.hide()
        column.addWidget(self.summary)
        column.addWidget(self._list, 1)
        column.addWidget(rule())
        column.addWidget(self.progress)
        self.setFocusProxy(self.table)

    def _connect(self, looks: Looks) -> None:
        desk, table = self.desk, self.table
        table.chosen.connect(desk.open_document)
        table.left.connect(desk.canvas_wanted)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_menu)
        self.states.chosen.connect(lambda _which: self._narrow())
        self.filter.changed.connect(self._narrow)
        self.filter.left.connect(desk.canvas_wanted)
        self.menu.added.connect(self._add)
        self.menu.chosen.connect(self._replace)
        self.filter.entered.connect(table.setFocus)
        self._follow = QTimer(self, interval=0, singleShot=True)
        self._follow.timeout.connect(self.show_here)
        desk.project_changed.connect(self._take_session)
        desk.queue_changed.connect(self.refresh)
        desk.document_changed.connect(self._follow.start)
        looks.changed.connect(table.viewport().update)
        self._take_session()

    # ---- following

    def _take_session(self) -> None:
        self._heard = True
        if self.desk.session is not None:
            self.desk.session.listen(self._hear)  # until the session is closed
        self.filter.field.clear()
        self.states.choose("all")
        self.refresh()

    def _hear(self, happened: Happened) -> None:
        """Most edits leave the queue as it is; only those that do not make it worth reading again."""
        if any(self._concerns(change.row, change.table) for change in happened.changes):
            self._heard = True

    def _concerns(self, row: object, table: str) -> bool:
        if table in _LISTED or isinstance(row, Comment):
            return True
        session = self.desk.session
        if not isinstance(row, SetState) or session is None:
            return False
        author = session.people.authors.get(row.author)
        return author is not None and author.kind != "model"

    def refresh(self) -> None:
        """Read the queue again where something in it has changed."""
        now = (self.desk.session, self.desk.queue_filter)
        if now != self._shown:
            self._shown = now
            self.model.show(*now)
        elif self._heard:
            self.model.reread()
        else:
            return
        self._heard = False
        reviewing = self.desk.reviewing
        self.progress.show_states(self.model.states, reviewing=reviewing)
        self._say_nothing()
        self._say_filter()
        self._follow.start()

    def _say_nothing(self) -> None:
        empty = self.model.rowCount() == 0
        narrowed = bool(self.filter.field.text()) or self.states.current != "all"
        self._nothing.say(self.tr("No document fits this filter") if narrowed else self.tr("No documents yet"))
        self._list.setCurrentWidget(self._nothing if empty else self.table)

    def _say_filter(self) -> None:
        """The field is narrow: the whole filter stands under it, with how many documents fit."""
        wanted = self.desk.queue_filter
        count = self.model.rowCount()
        fitting = self.tr("1 document") if count == 1 else self.tr("{0} documents").format(f"{count:,}")
        scope = self.tr("assigned to you") if wanted.assigned else ""
        self.summary.setText(" · ".join(filter(None, (fitting, scope, wanted.text))))
        self.summary.setVisible(bool(wanted.text or wanted.assigned))

    def show_here(self) -> None:
        """Bring the document on screen into view."""
        if len(self.table.selectionModel().selectedRows()) > 1:
            self.table.viewport().update()
            return  # several are selected, for something that is to be done with them
        here = self.desk.document
        row = self.model.place_of(here) if here is not None else -1
        self.table.follow(row)
        self.table.viewport().update()

    # ---- several documents

    def selected_documents(self) -> list[Name]:
        """The documents that are selected, in the order of the queue."""
        session = self.desk.session
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        if session is None or not rows:
            return []
        if len(rows) <= FEW:
            return self.table.names()
        every = session.queue_documents(self.desk.queue_filter)
        return [every[row] for row in rows if row < len(every)]

    def _show_menu(self, at: QPoint) -> None:
        menu = queue_menu(self, self.desk, self.selected_documents(), self.asked)
        if menu is not None:
            menu.popup(self.table.viewport().mapToGlobal(at))

    # ---- doing

    def narrow_to(self, words: str) -> None:
        """Filter by something that was found elsewhere."""
        self.states.choose("all")
        self._replace(words)

    def _narrow(self) -> None:
        which = self.states.current
        states = {"all": (), "open": OPEN}.get(which, (which,))
        self.menu.words = self.filter.field.text().strip()
        self.desk.set_queue_filter(states, self.menu.words)

    def _add(self, condition: str) -> None:
        """One condition more; the same twice is no more than once."""
        field = self.filter.field
        if not set(spoken(condition)) <= set(spoken(field.text())):
            self._replace(f"{field.text().strip()} {condition}".strip())

    def _replace(self, words: str) -> None:
        self.filter.field.setText(words)
        self.filter.field.setFocus()
        self._narrow()
