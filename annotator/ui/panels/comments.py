"""Comments: threads on the document and its items, written, answered, marked done, closed."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.rows import Comment, Name
from annotator.session import Happened
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.panels.comment_box import CommentBox, Target
from annotator.ui.panels.thread_card import Thread, ThreadCard
from annotator.ui.parts.column import ScrollColumn, clear
from annotator.ui.parts.filter_row import Choice, Option
from annotator.ui.parts.in_view import in_view
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import Elided, rule
from annotator.ui.parts.nothing import Nothing

SHOWN = 200  # threads that get a card


class CommentsPanel(QWidget):
    """Threads above, the box to write in below."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self.desk = desk
        self._stale = True
        self._cards: list[ThreadCard] = []
        self._count = Elided(role="small")
        options = (Option("open", self.tr("Open threads")), Option("all", self.tr("All threads")))
        self.which = Choice("filter", self.tr("Show"), options)
        self._scroll = ScrollColumn()
        self._nothing = Nothing("comment", self.tr("No comments. C writes one."))
        self.box = CommentBox(desk)
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        self._connect(looks)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(3 * UNIT, UNIT, 2 * UNIT, 0)
        head.addWidget(self._count, 1)
        head.addWidget(self.which)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._nothing, 1)
        column.addWidget(rule())
        column.addWidget(self.box)
        self._scroll.column.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        self._scroll.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.box)

    def _connect(self, looks: Looks) -> None:
        desk = self.desk
        self.which.chosen.connect(lambda _which: self.refresh())
        self.box.left.connect(desk.canvas_wanted)
        self.box.sent.connect(self._sent)
        desk.document_changed.connect(self._restart)
        desk.content_changed.connect(self._follow)
        desk.focus_changed.connect(self._follow_focus)
        desk.mode_changed.connect(self._later.start)
        looks.changed.connect(self.update)

    # ---- following

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _restart(self) -> None:
        self._aim_at_focus()
        self._later.start()

    def _follow(self, happened: Happened) -> None:
        """Read again where comments changed, or what they are on."""
        about = {card.thread_shown.first.item for card in self._cards} - {""}
        rows = [change.row for change in happened.changes]
        if any(isinstance(row, Comment) or row.id in about for row in rows):
            self._later.start()

    def _follow_focus(self) -> None:
        if not self.box.text.hasFocus():
            self._aim_at_focus()
        for card in self._cards:
            item = card.thread_shown.first.item
            card.show_current(current=bool(item) and item == self.desk.focus.id)
        current = next((card for card in self._cards if card.property("current")), None)
        if current is not None and not self._has_keyboard():
            self._scroll.ensureWidgetVisible(current, 0, UNIT)

    def _has_keyboard(self) -> bool:
        return any(card.hasFocus() for card in self._cards)

    # ---- threads

    def refresh(self) -> None:
        """Show the threads: open ones first, each by its place in the text."""
        self._stale = not in_view(self)
        if self._stale:
            return
        held = next((card.thread_shown.name for card in self._cards if card.hasFocus()), "")
        threads = self._threads()
        shown = [one for one in threads if self.which.current == "all" or one.first.state == "open"]
        clear(self._scroll.column)
        self._cards = [self._card(thread) for thread in shown[:SHOWN]]
        for card in self._cards:
            self._scroll.column.addWidget(card)
            if card.thread_shown.name == held:
                card.setFocus()
        self._say_count(threads, len(shown))
        self._follow_focus()

    def _say_count(self, threads: list[Thread], shown: int) -> None:
        still_open = sum(thread.first.state == "open" for thread in threads)
        settled = len(threads) - still_open
        said = [self.tr("{0} open").format(still_open)] if threads else []
        said += [self.tr("{0} settled").format(settled)] if settled else []
        said += [self.tr("the first {0} shown").format(SHOWN)] if shown > SHOWN else []
        self._count.setText(" · ".join(said))
        self._scroll.setVisible(shown > 0)
        self._nothing.setVisible(shown == 0)
        only_settled = self.tr("All threads are settled.")
        self._nothing.say(only_settled if settled else self.tr("No comments. C writes one."))
        self.box.setVisible(self.desk.document is not None and not self._read_only())

    def _read_only(self) -> bool:
        return self.desk.session is None or bool(self.desk.session.read_only)

    def _threads(self) -> list[Thread]:
        comments = self.desk.comments()
        firsts = [one for one in comments if not one.reply_to]
        firsts.sort(key=lambda one: (one.state != "open", one.place, one.at, one.id))
        answers: dict[Name, list[Comment]] = {}
        for one in comments:
            answers.setdefault(one.reply_to, []).append(one)
        return [self._thread(one, answers.get(one.id, [])) for one in firsts]

    def _thread(self, first: Comment, answers: list[Comment]) -> Thread:
        gone = bool(first.item) and not self._is_there(first.item)
        if not first.item:
            about = self.tr("On the document")
        elif gone:
            about = self.tr("On a deleted item: {0}").format(first.quote)
        else:
            about = self.tr("On {0}").format(first.quote)
        ordered = tuple(sorted(answers, key=lambda one: (one.at, one.id)))
        return Thread(first, ordered, about, gone, self.desk.reviewing)

    def _is_there(self, item: Name) -> bool:
        doc = self.desk.doc
        return doc is not None and (doc.find_span(item) is not None or doc.find_relation(item) is not None)

    def _card(self, thread: Thread) -> ThreadCard:
        session = self.desk.session
        card = ThreadCard(thread, session.people.name_of if session is not None else str)
        card.went.connect(self.go)
        card.replied.connect(self.reply)
        card.marked.connect(self._mark)
        card.closed.connect(self.desk.comment_close)
        card.stepped.connect(lambda step: self._step(card, step))
        card.left.connect(self.desk.canvas_wanted)
        return card

    def _step(self, card: ThreadCard, step: int) -> None:
        place = self._cards.index(card) + step
        if 0 <= place < len(self._cards):
            self._cards[place].setFocus()
            self._scroll.ensureWidgetVisible(self._cards[place], 0, UNIT)

    # ---- doing

    def _first(self, name: Name) -> Comment | None:
        return next((one for one in self.desk.comments() if one.id == name), None)

    def go(self, name: Name) -> None:
        """Focus what a thread is about, or show where it stood."""
        first = self._first(name)
        if first is not None:
            if not (first.item and self.desk.focus_item(first.item)) and first.place != (0, 0):
                self.desk.show_place(*first.place)
            self.desk.canvas_wanted.emit()

    def _mark(self, name: Name) -> None:
        first = self._first(name)
        if first is not None:
            (self.desk.comment_done if first.state == "open" else self.desk.comment_reopen)(name)

    def reply(self, name: Name) -> None:
        """Write an answer to a thread."""
        first, session = self._first(name), self.desk.session
        if first is not None and session is not None:
            about = self.tr("Reply to {0}").format(session.people.name_of(first.writer))
            self.box.aim(Target(first.document, first.item, first.id), about=about)
            self.box.text.setFocus()

    def begin(self) -> None:
        """Write on what is focused, or on the document."""
        self.refresh()
        self._aim_at_focus()
        self.box.text.setFocus()

    def _aim_at_focus(self) -> None:
        desk = self.desk
        entity = desk.entity(desk.focus.id) if desk.focus.kind == "span" else None
        relation = desk.relation_row(desk.focus.id) if desk.focus.kind == "relation" else None
        item, about = "", self.tr("On the document")
        if entity is not None:
            item, about = entity.id, self.tr("On {0} {1}").format(entity.text, entity.label)
        elif relation is not None:
            ends = f"{relation.head_text} {relation.label} {relation.tail_text}"
            item, about = relation.id, self.tr("On {0}").format(ends)
        self.box.aim(Target(desk.document or "", item), about=about)

    def _sent(self) -> None:
        self.desk.message.emit(self.tr("Comment sent."), "info")
        self.desk.canvas_wanted.emit()
        self._aim_at_focus()
