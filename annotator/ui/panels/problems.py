"""What the checks find wrong, in the document or in the project: gone through, mended, or marked as meant so."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.change import EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.checking import Found, mark_intended, take_intention_back
from annotator.ui.desk import Desk, Focus
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.panels.problem_model import ROW, ProblemDelegate, ProblemModel, key_of
from annotator.ui.parts.filter_row import FilterRow
from annotator.ui.parts.in_view import in_view
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import Elided, rule, tool
from annotator.ui.parts.nothing import Nothing
from annotator.ui.parts.table import ItemTable
from annotator.ui.problem_feed import ProblemFeed

DOCUMENT, PROJECT = "document", "project"
SHOW_MS = 120  # so long after an edit or a step of the focus the document's problems are read again
RUNNING_MS = 400  # while the project is gone through, what is found by now is shown so often


class ProblemsPanel(QWidget):
    """The list of problems, with what can be done about them."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self.desk = desk
        self.feed = ProblemFeed(desk)
        self._memory: Memory | None = None
        self._names: dict[Name, str] = {}
        self._about: list[Found] = []  # what a reason is asked for
        self._asked_about_focus = False
        self.model = ProblemModel(self._detail, self)
        self.table = ItemTable(several=True, height=ROW)
        self.table.show_rows(self.model, ProblemDelegate(self.table))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName(self.tr("Problems"))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._make_head()
        self._make_foot()
        self._lay_out()
        self._connect(looks)
        desk.walker = self.walk

    # ---- parts

    def _make_head(self) -> None:
        self.scopes = QButtonGroup(self)
        self.here = self._scope(self.tr("This document"))
        self.everywhere = self._scope(self.tr("Whole project"))
        self.here.setChecked(True)
        self.meant = tool("seen", self.tr("Show what is meant so"))
        self.meant.setCheckable(True)
        self.again = tool("redo", self.tr("Check the whole project again"))
        self.filter = FilterRow(self.tr("Words, document or kind"))

    def _scope(self, words: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.scopes.addButton(button)
        return button

    def _make_foot(self) -> None:
        self.words = Elided(role="small")
        self.reason = QLineEdit(placeholderText=self.tr("Why is it meant so?  Enter marks it, Esc leaves it"))
        self.reason.setAccessibleName(self.tr("Why it is meant so"))
        self.reason.installEventFilter(self)
        self.reason.hide()
        self.nothing = Nothing("finished", "")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 0)
        head.setSpacing(UNIT)
        for button in (self.here, self.everywhere):
            head.addWidget(button)
        head.addStretch(1)
        for button in (self.meant, self.again):
            head.addWidget(button)
        foot = QVBoxLayout()
        foot.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        foot.setSpacing(2 * UNIT)
        foot.addWidget(self.reason)
        foot.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(rule())
        column.addLayout(foot)
        self.setFocusProxy(self.table)

    def _connect(self, looks: Looks) -> None:
        desk, feed = self.desk, self.feed
        self._soon = QTimer(self, interval=SHOW_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        feed.changed.connect(self.refresh)
        feed.changed.connect(self._answer_about_focus)
        feed.checked.connect(self._tell)
        desk.settled.connect(self._settle)
        self.scopes.buttonClicked.connect(lambda _button: self._switch())
        self.meant.toggled.connect(lambda _on: self.refresh())
        self.again.clicked.connect(self.feed.check_project)
        self.filter.changed.connect(self.refresh)
        self.filter.left.connect(desk.canvas_wanted)
        self.filter.entered.connect(self.table.setFocus)
        self.table.chosen.connect(lambda row: self.go(int(row)))
        self.table.left.connect(desk.canvas_wanted)
        self.table.customContextMenuRequested.connect(self._menu)
        looks.changed.connect(self.table.viewport().update)

    def remember(self, memory: Memory) -> None:
        """What was shown the last time."""
        self._memory = memory
        self.meant.setChecked(memory.text("problems/meant") == "shown")
        self.meant.toggled.connect(lambda on: memory.keep("problems/meant", "shown" if on else "hidden"))

    # ---- what is listed

    @property
    def of_project(self) -> bool:
        """Whether the whole project is listed."""
        return self.everywhere.isChecked()

    def _switch(self) -> None:
        if self.of_project and (self.feed.whole is None or self.feed.stale):
            self.feed.check_project()
        self.refresh()

    def show_project(self) -> None:
        """List the problems of the whole project, checked now where that was not done yet."""
        self.everywhere.setChecked(True)
        self._switch()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.feed.watching = True
        self.feed.catch_up()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.feed.watching = False
        self.desk.unmarked = []

    def refresh(self) -> None:
        """List what is found by now, where anybody looks; the row that was current stays so."""
        self.feed.watching = in_view(self)
        if self.feed.running is not None:
            self._soon.start(RUNNING_MS)
        if not in_view(self):
            self.desk.unmarked = []
            return
        found = self.feed.of_project() if self.of_project else self.feed.of_document()
        listed = [one for one in found if (self.meant.isChecked() or not one.reason) and self._fits(one)]
        self.desk.unmarked = [
            (one.problem.start, one.problem.end)
            for one in ([] if self.of_project else listed)
            if not one.problem.item and one.problem.end and not one.reason
        ]
        row = self.table.currentIndex().row()
        current = self.model.found_at(row)
        self.model.fill(listed)
        if current is not None and self.table.currentIndex().row() < 0:
            again = self.model.row_of(key_of(current))
            self.table.follow(again if again >= 0 else min(row, self.model.rowCount()) - 1, scroll=False)
        self._say(listed)

    def _settle(self) -> None:
        """Problems of the project come from the feed alone: they may be many, and the focus moves often."""
        if not self.of_project:
            self._soon.start(SHOW_MS)

    def _fits(self, one: Found) -> bool:
        wanted = self.filter.text
        kind = self.model.title(one.problem.kind) if wanted else ""
        return not wanted or wanted in f"{one.problem.text}\n{kind}\n{self._detail(one)}".casefold()

    def _detail(self, one: Found) -> str:
        """Where a problem is, and why it is meant so."""
        parts = []
        session = self.desk.session
        if self.of_project and session is not None:
            parts.append(self._name(one.document))
            if one.author != session.actor.id:
                parts.append(session.people.name_of(one.author))
        if one.problem.blocks:
            parts.append(self.tr("to be solved before submitting"))
        if one.reason:
            parts.append(self.tr("meant so: {0}").format(one.reason))
        return " · ".join(parts) or self.model.title(one.problem.kind)

    def _name(self, document: Name) -> str:
        session = self.desk.session
        if document not in self._names and session is not None:
            try:
                self._names[document] = session.glance(document).document.name
            except EditRefused:
                return ""
        return self._names.get(document, "")

    def _say(self, listed: Sequence[Found]) -> None:
        empty = not listed
        self.table.setVisible(not empty)
        self.nothing.setVisible(empty)
        self.again.setVisible(self.of_project)
        job = self.feed.running
        if self.of_project and job is not None:
            words = self.tr("Checking: {0} of {1} documents").format(f"{job.done // 2:,}", f"{job.total // 2:,}")
        else:
            words = self._counted(listed)
        if self.of_project and self.feed.stale and job is None:
            words = self.tr("{0} · not all is checked, check again").format(words)
        self.words.setText(words)
        self.nothing.say(words if job is not None and self.of_project else self._why_nothing())

    def _counted(self, listed: Sequence[Found]) -> str:
        documents = len({one.document for one in listed})
        many = self.tr("1 problem") if len(listed) == 1 else self.tr("{0} problems").format(f"{len(listed):,}")
        return self.tr("{0} in {1} documents").format(many, f"{documents:,}") if self.of_project else many

    def _why_nothing(self) -> str:
        return self.tr("No problem fits this filter") if self.filter.text else self.tr("The checks find no problem.")

    def _tell(self) -> None:
        if self.of_project:
            open_now = [one for one in self.feed.of_project() if not one.reason]
            self.desk.message.emit(self.tr("Checked: {0}").format(self._counted(open_now)), "info")

    # ---- going there

    def go(self, row: int) -> None:
        """Focus what a row is about, in whatever document, or fold a kind."""
        found = self.model.found_at(row)
        if found is None:
            kind = self.model.kind_at(row)
            self._fold(kind, folded=kind not in self.model.folded)
            return
        desk, problem = self.desk, found.problem
        if desk.document != found.document and not desk.show_document(found.document):
            return
        if not (problem.item and desk.focus_item(problem.item)):
            desk.focus_text(problem.start, problem.end)
        desk.canvas_wanted.emit()

    def walk(self, step: int) -> bool:
        """F8 while the project is listed: the next or previous problem of the list. False where that is not so."""
        if not (self.of_project and in_view(self) and self.model.rowCount()):
            return False
        row = self.table.currentIndex().row() + step
        while 0 <= row < self.model.rowCount() and self.model.found_at(row) is None:
            row += step
        if self.model.found_at(row) is None:
            self.desk.message.emit(self.tr("Nothing more to look at in this direction."), "info")
            return True
        self.table.follow(row)
        self.go(row)
        return True

    def _fold(self, kind: str, *, folded: bool) -> None:
        self.model.fold(kind, folded=folded)
        self.table.follow(self.model.row_of_kind(kind))

    # ---- meant so

    def chosen(self) -> list[Found]:
        """The problems that are selected; with a head selected, all of its kind."""
        found: dict[tuple[str, str, str], Found] = {}
        for index in sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row()):
            one = self.model.found_at(index.row())
            some = [one] if one is not None else self.model.of_kind(self.model.kind_at(index.row()))
            found |= {key_of(each): each for each in some}
        return list(found.values())

    def intend(self) -> None:
        """Ask why what is selected is meant so; or take that back, where it was said of all of it."""
        chosen = self.chosen()
        if not chosen:
            self.desk.message.emit(self.tr("Select a problem first."), "refused")
        elif all(one.reason for one in chosen):
            self._try(lambda: take_intention_back(self._session, chosen), self.tr("Listed again"))
        else:
            self._ask_why([one for one in chosen if not one.reason])

    def intend_focused(self) -> None:
        """The same for the problem of what is focused on the canvas, as soon as that is known."""
        self._asked_about_focus = True
        self.feed.watching = True
        self.feed.catch_up()
        if not self.feed.following:
            self._answer_about_focus()

    def _answer_about_focus(self) -> None:
        if not self._asked_about_focus or self.feed.following:
            return
        self._asked_about_focus = False
        focus = self.desk.focus
        here = [one for one in self.feed.of_document() if _is_about(one, focus) and not one.reason]
        if not here:
            self.desk.message.emit(self.tr("There is no problem with what is focused."), "refused")
            return
        self.table.follow(self.model.row_of(key_of(here[0])))
        self._ask_why(here)

    def _ask_why(self, about: list[Found]) -> None:
        self._about = about
        self.reason.show()
        self.reason.setFocus()

    @property
    def _session(self) -> Session:
        assert self.desk.session is not None
        return self.desk.session

    def _give_reason(self) -> None:
        reason, about = self.reason.text(), self._about
        if self._try(lambda: mark_intended(self._session, about, reason), self.tr("Meant so: {0}").format(reason)):
            self._leave_reason()
            self.reason.clear()

    def _leave_reason(self) -> None:
        self.reason.hide()
        self.table.setFocus()

    def _try(self, act: Callable[[], None], said: str) -> bool:
        try:
            act()
        except EditRefused as refusal:
            self.desk.refused(refusal)
            return False
        except WriteFailed as failure:
            self.desk.failed(failure)
            return False
        self.desk.message.emit(said, "info")
        return True

    # ---- keys and menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter gives the reason, Escape leaves it."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._leave_reason()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give_reason()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """I says that it is meant so; the arrows to the sides fold and unfold a kind."""
        kind = self.model.kind_at(self.table.currentIndex().row())
        if event.key() == Qt.Key.Key_I and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.intend()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and kind:
            self._fold(kind, folded=event.key() == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def _menu(self, at: QPoint) -> None:
        menu = self.menu()
        menu.popup(self.table.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with what is selected."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.chosen()
        meant = bool(chosen) and all(one.reason for one in chosen)
        go = menu.addAction(self.tr("Go there"))
        go.triggered.connect(lambda: self.go(self.table.currentIndex().row()))
        said = self.tr("No longer meant so") if meant else self.tr("Meant so, because …")
        menu.addAction(f"{said}\tI").triggered.connect(self.intend)
        copy = menu.addAction(self.tr("Copy"))
        copy.triggered.connect(lambda: QApplication.clipboard().setText("\n".join(one.problem.text for one in chosen)))
        for action in menu.actions():
            action.setEnabled(bool(chosen))
        return menu


def _is_about(found: Found, focus: Focus) -> bool:
    problem = found.problem
    return problem.item == focus.id if focus.id else (problem.start, problem.end) == (focus.start, focus.end)
