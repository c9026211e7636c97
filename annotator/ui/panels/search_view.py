"""Ctrl+Shift+F: words, expressions, lists and labels in the whole project, in context, and one act on all hits."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.rows import Name
from annotator.session.everywhere import Done, doing, title_of
from annotator.session.finding import LONGEST, MOST, BadExpression
from annotator.ui.desk import Desk
from annotator.ui.desk.annotating import bar_key
from annotator.ui.dialogs.label_picker import LabelPicker
from annotator.ui.dialogs.word_list import WordList
from annotator.ui.jobs import Job, Jobs
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.panels.hit_cells import ROW, TICK_WIDTH, HitDelegate
from annotator.ui.panels.hit_groups import GroupTable
from annotator.ui.panels.hit_model import AFTER, BEFORE, DOCUMENT, LABELS, TICK, WORDS, HitModel
from annotator.ui.panels.search_actions import SearchActions, alterable
from annotator.ui.panels.search_fields import SearchFields
from annotator.ui.parts.ink import measure, one_line
from annotator.ui.parts.labels import rule
from annotator.ui.parts.nothing import Nothing
from annotator.ui.parts.table import ItemTable
from annotator.ui.project_search import Group, ProjectSearch

MEASURED = 300  # hits of which the widest makes the column


class HitTable(ItemTable):
    """The hits; a click on a tick ticks, elsewhere it opens the place."""

    toggled = Signal(int)
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK and event.button() == Qt.MouseButton.LeftButton:
            self.toggled.emit(index.row())
        else:
            super().mousePressEvent(event)


class SearchView(QWidget):
    """The search of the whole project."""

    closed = Signal()  # nobody wants to see it any more

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self.desk, self._looks = desk, looks
        self.search = ProjectSearch(desk)
        self.model = HitModel(self._name_of, self)
        self.fields, self.bar = SearchFields(desk), SearchActions(desk)
        self.table = HitTable(several=True, height=ROW)
        self.table.show_rows(self.model, HitDelegate(desk, self.table))
        self.table.setAccessibleName(self.tr("Hits"))
        self.groups = GroupTable(desk, self.model)
        self._job: Job | None = None
        self._fault = ""
        self._to_table = False
        self._set_head()
        self._lay_out()
        self._connect(looks)
        self._show()

    def _name_of(self, label: Name) -> str:
        return self.desk.session.scheme.name_of(label) if self.desk.session is not None else label

    def _set_head(self) -> None:
        head = self.table.horizontalHeader()
        head.show()
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setSortingEnabled(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(BEFORE, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(AFTER, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        self._nothing = Nothing("find", "")
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.groups)
        self.split.addWidget(self.table)
        self.split.setSizes([230, 900])
        self.split.setStretchFactor(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.split)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.fields)
        column.addWidget(rule())
        column.addWidget(self._stack, 1)
        column.addWidget(rule())
        column.addWidget(self.bar)
        self.setFocusProxy(self.fields)
        self.setMinimumHeight(170)

    def _connect(self, looks: Looks) -> None:
        desk, search, fields = self.desk, self.search, self.fields
        fields.asked.connect(self.ask)
        fields.left.connect(desk.canvas_wanted)
        fields.close_tool.clicked.connect(self.closed)
        self.closed.connect(desk.canvas_wanted)
        fields.entered.connect(self._enter_table)
        fields.list_wanted.connect(self._ask_for_list)
        search.changed.connect(self._show)
        search.ended.connect(self._arrive)
        search.failed.connect(self._fail)
        self.model.ticked.connect(self._count)
        self.table.chosen.connect(lambda row: self.open_hit(int(row)))
        self.table.toggled.connect(lambda row: self.model.toggle_rows([row]))
        for table in (self.table, self.groups):
            table.left.connect(desk.canvas_wanted)
        self.table.resized.connect(self._share_width)
        self.groups.wanted.connect(self._show_group)
        self.groups.chosen.connect(lambda _row: self._enter_table())
        self.bar.wanted.connect(self.act)
        self.bar.label_wanted.connect(lambda: self._choose_label(""))
        desk.project_changed.connect(self._take_project)
        desk.mode_changed.connect(self._count)
        desk.content_changed.connect(lambda happened: self._follow({one.table for one in happened.changes}))
        looks.changed.connect(self._dress)

    def _dress(self) -> None:
        for table in (self.table, self.groups):
            table.viewport().update()

    def remember(self, memory: Memory) -> None:
        """Switches as they were left."""
        self.fields.remember(memory)

    def _take_project(self) -> None:
        self.fields.fill_labels()
        self.fields.use_list((), ask=False)
        self.bar.give("")
        self.model.begin()
        self._show()

    def _follow(self, tables: set[str]) -> None:
        if "label" in tables:
            self.fields.fill_labels()
            self._count()

    # ---- looking

    def begin(self, words: str = "", label: Name = "") -> None:
        """Ready to type; or look for these words at once, to be given a label."""
        if words:
            self.bar.give(label)
            self.fields.look_for(words, case=bool(label), whole=True)
        self.fields.setFocus()
        self.fields.field.selectAll()

    def ask(self) -> None:
        """Look for what the fields say."""
        self._fault = ""
        self.model.begin()
        session = self.desk.session
        documents = None
        if session is not None and self.fields.scope_is_queue:
            documents = session.queue_documents(self.desk.queue_filter)
        self.search.ask(self.fields.query(), documents)
        if self.search.query.label and not self.bar.label:
            self._count()

    def _fail(self, bad: BadExpression) -> None:
        self._fault = self.tr("Not a valid expression: {0}, at its character {1}.").format(bad.reason, bad.place)

    def _ask_for_list(self) -> None:
        popup = WordList(self.window(), self.fields.words)
        popup.taken.connect(self.fields.use_list)
        popup.open()

    def _show(self) -> None:
        """Show what is found by now; the row that was current stays so."""
        row = self.table.currentIndex().row()
        here = self.model.at(row).key if 0 <= row < self.model.rowCount() else None
        self.model.fill(self.search.rows)
        self._fit_words()
        if here is not None:
            self.table.follow(self.model.row_of(here), scroll=False)
        empty = not self.model.all
        self._stack.setCurrentWidget(self._nothing if empty else self.split)
        self._nothing.say(self._why_nothing())

    def _why_nothing(self) -> str:
        if self._fault:
            return self._fault
        if self.search.searching:
            return self.tr("Searching …")
        if self.search.query.is_empty:
            return self.tr("Type words to find them in all documents, or choose a label to see its entities")
        return self.tr("Nothing found") if not self.search.out_of_time else self._too_long()

    def _too_long(self) -> str:
        return self.tr("Stopped: this expression takes more than {0} s in a text. Make it simpler.").format(
            f"{LONGEST:g}"
        )

    def _arrive(self) -> None:
        self._show()
        if self._to_table:
            self._to_table = False
            self._enter_table()

    def to_hits(self) -> None:
        """Give the keyboard to the hits, once there are any."""
        self._enter_table()

    def _enter_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
        else:
            self._to_table = self.search.searching

    def _show_group(self, group: Group | None) -> None:
        self.model.show_group(group)
        self.table.scrollToTop()

    def _count(self) -> None:
        self.groups.refill()
        chosen = self.model.chosen()
        self.bar.show_chosen(chosen, self._counted(len(chosen)))

    def _counted(self, ticked: int) -> str:
        found = self.model.all
        if not found:
            return ""
        documents = len({one.hit.document for one in found})
        more = "+" if self.search.more or self.search.searching else ""
        words = self.tr("{0} hits in {1} documents").format(f"{len(found):,}{more}", f"{documents:,}{more}")
        parts = [words, self.tr("{0} ticked").format(f"{ticked:,}")]
        closed = Counter(one.standing.closed for one in found if one.standing.closed)
        parts += [self.tr("{0} {1}: they stay").format(f"{count:,}", state) for state, count in closed.most_common()]
        if self.search.more:
            parts.append(self.tr("only the first {0} are listed").format(f"{MOST:,}"))
        if self.search.out_of_time:
            parts.append(self._too_long())
        if self.desk.reviewing:
            parts.append(self.tr("while reviewing nothing can be labelled here"))
        return " · ".join(parts)

    # ---- doing

    def open_hit(self, row: int) -> None:
        """Put a hit on screen and give the keyboard to the canvas."""
        one, desk = self.model.at(row), self.desk
        if desk.document != one.hit.document and not desk.show_document(one.hit.document):
            return
        item = one.hit.place.item
        if not (item and desk.focus_item(desk.view.set.by_origin.get(item, item))):
            desk.focus_text(one.hit.start, one.hit.end)
        desk.canvas_wanted.emit()

    def act(self, verb: str) -> None:
        """Do something to all hits that are ticked, as a job and one step of undo."""
        session, label = self.desk.session, self.bar.label
        if session is None or (self._job is not None and self._job.running):
            return
        if verb in ("label", "relabel") and not label:
            self._choose_label(verb)
            return
        if verb not in ("label", "relabel"):
            label = ""
        chosen = [one.hit for one in alterable(verb, self.model.chosen(), label)]
        if not chosen:
            self.desk.message.emit(self.tr("None of what is ticked can be altered so."), "refused")
            return
        steps = doing(session, verb, chosen, label, title=title_of(session, verb, chosen, label))
        total = len({hit.document for hit in chosen})
        title = self.bar.buttons[verb].text()
        refusals = (EditRefused, ProjectError)
        self._job = Jobs.of(self.desk).start(
            steps, title=title, refusals=refusals, total=total, count=lambda done: done.documents
        )
        last: list[Done] = []
        self._job.stepped.connect(lambda done: last.__setitem__(slice(None), [done]))
        self._job.failed.connect(self._refused)
        self._job.ended.connect(lambda finished: self._say(last, title) if finished and last else None)

    def _refused(self, reason: str) -> None:
        session = self.desk.session
        if session is not None and session.pending is not None:
            self.desk.failed(ProjectError(reason))
        else:
            self.desk.message.emit(reason, "refused")

    def _say(self, last: Sequence[Done], title: str) -> None:
        done = last[-1]
        words = self.tr("{0}: {1} places in {2} documents altered")
        said = words.format(title.split()[0], f"{done.altered:,}", f"{done.touched:,}")
        if done.relations:
            said += self.tr(", {0} relations deleted with them").format(f"{done.relations:,}")
        said += "".join(f" · {count:,} {reason}" for reason, count in done.left.most_common())
        self.desk.message.emit(said, "info")

    def _choose_label(self, then: str) -> None:
        """Choose the label to give; then go on with a verb, if there is one."""
        picker = LabelPicker(self.window(), self.desk, self._looks, kind="span")

        def take(label: Name) -> None:
            self.take_label(label)
            if then:
                self.act(then)

        picker.taken.connect(take)
        picker.open()

    def take_label(self, label: Name) -> None:
        """The label to give from now on."""
        self.bar.give(label)
        self._count()
        self.table.setFocus()

    # ---- keys

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter labels here: it must not submit the document behind."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, A all or none, L R Del X act, digits choose the label."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.act("label")
        elif control or not self._bare(event):
            super().keyPressEvent(event)

    def _bare(self, event: QKeyEvent) -> bool:
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Space: self._toggle,
            Qt.Key.Key_A: lambda: self.model.toggle(self.model.all),
            Qt.Key.Key_L: lambda: self._choose_label(""),
            Qt.Key.Key_R: lambda: self.act("relabel"),
            Qt.Key.Key_Delete: lambda: self.act("unlabel"),
            Qt.Key.Key_Backspace: lambda: self.act("unlabel"),
            Qt.Key.Key_X: lambda: self.act("reject"),
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None:
            act()
            return True
        return self._digit(event)

    def _digit(self, event: QKeyEvent) -> bool:
        """A digit chooses the label that has it."""
        session = self.desk.session
        digit = event.text() if event.text() in "1234567890" and event.text() else ""
        label = session.scheme.by_key(bar_key(digit, shift=False), "span") if session is not None and digit else None
        if label is not None:
            self.take_label(label.id)
        return label is not None

    def _toggle(self) -> None:
        if self.groups.hasFocus():
            self.groups.toggle()
        else:
            self.model.toggle_rows(sorted(index.row() for index in self.table.selectionModel().selectedRows()))

    def _share_width(self) -> None:
        """Room for words, chips and names; what is around gets the rest."""
        width = self.table.width()
        for column, least, most, share in ((LABELS, 80, 200, 0.14), (DOCUMENT, 80, 220, 0.17)):
            self.table.setColumnWidth(column, max(least, min(most, int(width * share))))
        self.table.setColumnWidth(TICK, TICK_WIDTH)
        self._fit_words()

    def _fit_words(self) -> None:
        """What is found stands between what is around it without a gap, where it is short."""
        said = {one_line(one.hit.words) for one in self.model.all[:MEASURED]}
        widest = max((measure(weight=600).horizontalAdvance(words) for words in said), default=0)
        most = max(90, int(self.table.width() * 0.22))
        self.table.setColumnWidth(WORDS, max(44, min(most, math.ceil(widest) + 2)))

    def sizeHint(self) -> QSize:
        return QSize(900, 300)
