"""Who gets which documents: chosen, dealt out in turn or at random, with a share for two people; counts come first."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.assigning import Plan
from annotator.core.change import EditRefused
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.assigning import Share, assigning, planned, rows_of, shares, taking_away, unassigned
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import MARGIN, button
from annotator.ui.doing import Doing
from annotator.ui.panels.queue import QueuePanel
from annotator.ui.parts.column import clear
from annotator.ui.parts.form import Form, choice
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.parts.number_field import NumberField
from annotator.ui.parts.tick import Tick

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

PREVIEW_MS = 60
SHARES = (0, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100)  # percent


class AssignPage(QWidget):
    """What is asked for at the top, what would come of it under it, a button that does it."""

    def __init__(self, desk: Desk, window: "MainWindow") -> None:
        super().__init__()
        self._desk, self._window, self._doing = desk, window, Doing(desk, self)
        self._plan: Plan | None = None
        self.people: dict[Name, Tick] = {}
        self._preview = QTimer(self, interval=PREVIEW_MS, singleShot=True)
        self._preview.timeout.connect(self.show_plan)
        self._make_fields()
        self._lay_out()

    def _make_fields(self) -> None:
        self.which = choice([], "")
        ways = [
            ("turn", self.tr("In turn")),
            ("random", self.tr("At random")),
            ("each", self.tr("All to each of them")),
        ]
        self.how = choice(ways, "turn")
        self.overlap = choice([(str(share), f"{share} %") for share in SHARES], "0")
        self.seed = NumberField(self.tr("Seed"))
        for signal in (self.which.activated, self.how.activated, self.overlap.activated, self.seed.changed):
            signal.connect(lambda _value: self._preview.start())
        self._said = words(role="heading", wrap=True)
        self.assign_button, self.take_button = button(self.tr("Assign")), button(self.tr("Take away from them"))
        self.assign_button.setProperty("role", "main")
        self.assign_button.setAccessibleName(self.assign_button.text())
        self.take_button.setAccessibleName(self.take_button.text())
        self.assign_button.clicked.connect(self.assign)
        self.take_button.clicked.connect(self.take_away)

    def _lay_out(self) -> None:
        self.body = QWidget()
        self._to_box = QWidget()
        self._to = QHBoxLayout(self._to_box)
        self._to.setContentsMargins(0, 0, 0, 0)
        self._to.setSpacing(4 * UNIT)
        self._to_box.setAccessibleName(self.tr("To"))
        form = Form()
        form.add(self.tr("Documents"), self.which)
        form.add(self.tr("To"), self._to_box)
        form.add(self.tr("How"), self.how)
        form.add(
            self.tr("Share for two people"),
            self.overlap,
            hint=self.tr("What two people annotate shows how far they agree."),
        )
        form.add(self.tr("Seed"), self.seed)
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(6 * UNIT)
        self._counts.setVerticalSpacing(UNIT)
        row = QHBoxLayout()
        row.setSpacing(2 * UNIT)
        row.addStretch(1)
        row.addWidget(self.take_button)
        row.addWidget(self.assign_button)
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 4 * UNIT)
        inner.setSpacing(3 * UNIT)
        inner.addLayout(form)
        inner.addWidget(self._said)
        inner.addLayout(self._counts)
        inner.addStretch(1)
        inner.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)

    # ---- showing

    def refresh(self, session: Session) -> None:
        """Show who could get what, and keep what was chosen."""
        self._fill_which(session)
        ticked = {person for person, tick in self.people.items() if tick.isChecked()}
        clear(self._to)
        self.people.clear()
        for author in session.people.active():
            if session.people.roles_of(author.id) & {"annotator", "lead"}:
                tick = self.people[author.id] = Tick(author.name)
                tick.setAccessibleName(author.name)
                tick.setChecked(author.id in ticked)
                tick.toggled.connect(lambda _on: self._preview.start())
                self._to.addWidget(tick)
        self._to.addStretch(1)
        self.show_plan()

    def _fill_which(self, session: Session) -> None:
        now = self.which.currentData() or ""
        self.which.clear()
        selected = self._selected()
        options = [
            ("selected", self.tr("Selected in the queue"), len(selected)),
            ("unassigned", self.tr("Those that nobody has"), len(unassigned(session))),
            ("listed", self.tr("Listed in the queue now"), sum(session.queue_states(self._desk.queue_filter).values())),
            ("all", self.tr("All"), len(session.documents())),
        ]
        for value, said, count in options:
            if count or value == "unassigned":
                self.which.addItem(f"{said} ({count:,})", value)
        wanted = now or ("selected" if len(selected) > 1 else "unassigned")
        self.which.setCurrentIndex(max(0, self.which.findData(wanted)))

    def _selected(self) -> list[Name]:
        panel = self._window.findChild(QueuePanel)
        return panel.selected_documents() if panel is not None else []

    def documents(self) -> list[Name]:
        """The documents that were chosen, in the order of the project or of the queue."""
        session = self._desk.session
        if session is None:
            return []
        sources: dict[str, Callable[[], list[Name]]] = {
            "selected": self._selected,
            "unassigned": lambda: unassigned(session),
            "listed": lambda: session.queue_documents(self._desk.queue_filter),
            "all": session.documents,
        }
        return sources.get(self.which.currentData(), list)()

    def chosen(self) -> list[Name]:
        """The people who were ticked."""
        return [person for person, tick in self.people.items() if tick.isChecked()]

    def show_plan(self) -> None:
        """What would come of it, or why nothing can."""
        session = self._desk.session
        if session is None:
            return
        self.overlap.setEnabled(self.how.currentData() != "each")
        self.seed.setEnabled(self.how.currentData() == "random")
        documents, people = self.documents(), self.chosen()
        self._plan, why = None, ""
        try:
            share = int(self.overlap.currentData()) / 100 if self.how.currentData() != "each" else 0.0
            how, seed = self.how.currentData(), self.seed.value()
            self._plan = planned(session, documents, people, how=how, overlap=share, seed=seed)
        except EditRefused as refusal:
            why = refusal.reason
        self._show_counts(session, why)
        self.assign_button.setEnabled(bool(self._plan and self._plan.pairs))
        self.take_button.setEnabled(bool(people and documents and rows_of(session, documents, people)))

    def _show_counts(self, session: Session, why: str) -> None:
        clear(self._counts)
        self._said.setText(self._summary() if self._plan is not None else why)
        if self._plan is None:
            return
        gains, held = self._plan.gains(), shares(session)
        for row, person in enumerate(self.chosen()):
            now = held.get(person, Share(0, 0)).assigned
            line = self.tr("{0} now, {1} more: {2}").format(
                f"{now:,}", f"{gains[person]:,}", f"{now + gains[person]:,}"
            )
            self._counts.addWidget(words(session.people.name_of(person)), row, 0)
            self._counts.addWidget(words(line, "faint"), row, 1)
        self._counts.setColumnStretch(1, 1)

    def _summary(self) -> str:
        assert self._plan is not None
        count = self._plan.documents
        said = self.tr("1 document") if count == 1 else self.tr("{0} documents").format(f"{count:,}")
        if not self._plan.pairs:
            return self.tr("{0}: they have them already.").format(said)
        if self._plan.shared:
            return self.tr("{0}, {1} of them with more than one person").format(said, f"{self._plan.shared:,}")
        return said

    # ---- doing

    def assign(self) -> None:
        """Assign as previewed, as one step of undo."""
        plan = self._plan
        if plan is None or not plan.pairs:
            return
        title = self.tr("Assigning documents")
        if self._doing.steps(lambda session: assigning(session, plan.pairs), total=len(plan.pairs), title=title):
            self._desk.message.emit(self.tr("{0} documents assigned.").format(f"{plan.documents:,}"), "info")

    def take_away(self) -> None:
        """Take the chosen documents from the people ticked; what they annotated stays."""
        session = self._desk.session
        if session is None:
            return
        rows = rows_of(session, self.documents(), self.chosen())
        title = self.tr("Taking documents away")
        self._doing.steps(lambda one: taking_away(one, rows), total=len(rows), title=title)
