"""People and assignments: who works here and as what, who gets which documents, in which order the queue goes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from annotator.core.people import ORDERS, set_order
from annotator.session import Happened, Session
from annotator.ui.desk import Desk
from annotator.ui.dialogs.assign import AssignPage
from annotator.ui.dialogs.people_list import PeoplePage
from annotator.ui.dialogs.popup import MARGIN, Popup, button
from annotator.ui.doing import Doing
from annotator.ui.looks import Looks
from annotator.ui.parts.form import Form, choice
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.parts.number_field import NumberField

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

LATER_MS = 150
_CONCERNS = frozenset({"author", "person_role", "assignment", "project", "document", "annotation_set"})


class OrderPage(QWidget):
    """In which order everybody's queue goes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._doing = Doing(desk, self)
        self._desk = desk
        self.kind = choice(list(zip(ORDERS, self._said(), strict=True)), "given")
        self.seed = NumberField(self.tr("Seed"))
        form = Form()
        form.add(self.tr("Order of the queue"), self.kind)
        form.add(self.tr("Seed"), self.seed, hint=self.tr("The same seed is the same order, for everybody and always."))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(3 * UNIT)
        column.addLayout(form)
        what = self.tr(
            "It holds for everybody in the project. What was sent back always stands first, what was set aside for "
            "later last. It is a step of undo, and nothing is renumbered."
        )
        column.addWidget(words(what, "faint", wrap=True))
        column.addStretch(1)
        self.kind.activated.connect(lambda _row: self._set())
        self.seed.editingFinished.connect(self._set)

    def _said(self) -> tuple[str, ...]:
        return (self.tr("As the documents came in"), self.tr("At random"), self.tr("Shortest first"))

    def refresh(self, session: Session) -> None:
        """Show what is in force."""
        now = session.people.setting("order")
        self.kind.setCurrentIndex(self.kind.findData(now["kind"]))
        self.seed.show_value(now["seed"])
        self.seed.setEnabled(now["kind"] == "random")

    def _set(self) -> None:
        session = self._desk.session
        kind = self.kind.currentData()
        wanted = {"kind": kind, "seed": self.seed.value() if kind == "random" else 0}
        if session is None or session.people.setting("order") == wanted:
            return
        self._doing.edit(lambda one: set_order(one.people, kind, self.seed.value()), lead=True)
        self.refresh(session)


class People(Popup):
    """Three pages; each acts at once or after a preview, and everything is a step of undo."""

    def __init__(self, window: "MainWindow", desk: Desk, looks: Looks, *, page: int = 0) -> None:
        super().__init__(window, window.tr("People and assignments"), width=700)
        self._desk = desk
        self.column.setContentsMargins(0, 0, 0, 0)
        self.people, self.assign, self.order = PeoplePage(desk), AssignPage(desk, window), OrderPage(desk)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.setAccessibleName(self.windowTitle())
        self.pages.tabBar().setAccessibleName(self.tr("Pages"))
        for one, said in (
            (self.people, self.tr("People")),
            (self.assign, self.tr("Assign documents")),
            (self.order, self.tr("Order of the queue")),
        ):
            self.pages.addTab(one, said)
        self.column.addWidget(self.pages)
        close = button(self.tr("Close"))  # Enter in a field is not meant for it
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        self.pages.setCurrentIndex(page)
        self._later = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(self.refresh)
        self._stop = desk.session.listen(self._hear) if desk.session is not None else None
        looks.changed.connect(self.update)
        desk.project_changed.connect(self.reject)
        self.finished.connect(self._leave)
        self.refresh()

    def refresh(self) -> None:
        """Show how things stand; what only a lead may do is greyed for others."""
        session = self._desk.session
        if session is None:
            return
        self.people.refresh(session)
        self.assign.refresh(session)
        self.order.refresh(session)
        leads = "lead" in session.people.roles_of(session.actor.id) and not session.read_only
        for page in (self.people.body, self.assign.body, self.order):
            page.setEnabled(leads)

    def _hear(self, happened: Happened) -> None:
        if happened.info.part_of:
            self._later.start()  # one of many steps: counting all documents after each would take longer than they do
        elif any(change.table in _CONCERNS for change in happened.changes):
            self.refresh()

    def _leave(self) -> None:
        if self._stop is not None and self._desk.session is not None:
            self._stop()
        self._stop = None
