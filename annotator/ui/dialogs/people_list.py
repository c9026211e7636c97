"""The people of a project: names, roles, how much each has to do; adding, renaming, leaving, coming back."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.core.people import ROLES, bring_back, join, rename, retire, set_roles
from annotator.core.rows import Author, Name
from annotator.session import Session
from annotator.session.assigning import Share, shares
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import MARGIN, button
from annotator.ui.doing import Doing
from annotator.ui.parts.column import ScrollColumn, clear
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.parts.tick import Tick

HIGH = 260  # pixels of the list


class PeoplePage(QWidget):
    """A row a person; every change acts at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._doing = desk, Doing(desk, self)
        self.roles: dict[tuple[Name, str], Tick] = {}
        self.names: dict[Name, QLineEdit] = {}
        self.leaving: dict[Name, QPushButton] = {}
        self.body = QWidget()
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(3 * UNIT)
        self._grid_box = QWidget()
        self._grid = QGridLayout(self._grid_box)
        self._grid.setContentsMargins(0, 0, 2 * UNIT, 0)
        self._grid.setHorizontalSpacing(4 * UNIT)
        self._grid.setVerticalSpacing(2 * UNIT)
        self._grid.setColumnStretch(0, 1)
        scroll = ScrollColumn()
        scroll.column.setContentsMargins(0, 0, 0, 0)
        scroll.column.addWidget(self._grid_box)
        scroll.setAccessibleName(self.tr("People"))
        scroll.setMinimumHeight(HIGH)
        inner.addWidget(scroll, 1)
        inner.addLayout(self._adding())
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 4 * UNIT)
        column.setSpacing(3 * UNIT)
        column.addWidget(self.body, 1)
        column.addWidget(words(self._what_each_may(), "faint", wrap=True))

    def _what_each_may(self) -> str:
        return self.tr(
            "Who annotates marks and submits. Who reviews corrects in the final version, approves and sends back. "
            "Who leads does both, and changes labels, people, assignments and the order. Until the first role is given "
            "everybody may do everything. What somebody who left has made stays theirs."
        )

    def _adding(self) -> QHBoxLayout:
        self.new = QLineEdit(placeholderText=self.tr("Name of somebody new"))
        self.new.setAccessibleName(self.tr("Name of somebody new"))
        self.add_button = button(self.tr("Add"))
        self.add_button.clicked.connect(self.add)
        self.new.returnPressed.connect(self.add)
        row = QHBoxLayout()
        row.setSpacing(2 * UNIT)
        row.addWidget(self.new, 1)
        row.addWidget(self.add_button)
        return row

    # ---- showing

    def refresh(self, session: Session) -> None:
        """A row a person, those who left last; the keyboard stays where it is."""
        at = next((key for key, tick in self.roles.items() if tick.hasFocus()), None)
        clear(self._grid)
        self.roles.clear()
        self.names.clear()
        self.leaving.clear()
        heads = (self.tr("Name"), self.tr("Annotates"), self.tr("Reviews"), self.tr("Leads"), self.tr("Assigned"), "")
        for column, said in enumerate(heads):
            self._grid.addWidget(words(said, "section"), 0, column)
        held = shares(session)
        people = sorted(session.people.persons(), key=lambda one: one.retired)
        for row, author in enumerate(people, 1):
            self._add_person(row, session, author, held.get(author.id, Share(0, 0)))
        self._grid.setRowStretch(len(people) + 1, 1)
        if at in self.roles:
            self.roles[at].setFocus()

    def _add_person(self, row: int, session: Session, author: Author, share: Share) -> None:
        name = self.names[author.id] = QLineEdit(author.name)
        name.setAccessibleName(self.tr("Name of {0}").format(author.name))
        name.setEnabled(not author.retired)
        name.editingFinished.connect(lambda: self._rename(author, name))
        self._grid.addWidget(name, row, 0)
        held = session.people.roles_of(author.id)
        for column, (role, said) in enumerate(zip(ROLES, self._roles(), strict=True), 1):
            tick = self.roles[author.id, role] = Tick("")
            tick.setAccessibleName(f"{author.name}: {said}")
            tick.setChecked(role in held and not author.retired)
            tick.setEnabled(not author.retired)
            tick.clicked.connect(lambda _on=False, person=author.id: self._set_roles(person))
            self._grid.addWidget(tick, row, column)
        counts = self.tr("{0} of {1} done").format(f"{share.done:,}", f"{share.assigned:,}") if share.assigned else "–"
        self._grid.addWidget(words(counts, "faint"), row, 4)
        leave = self.leaving[author.id] = button(self.tr("Back") if author.retired else self.tr("Leaves"))
        leave.setAccessibleName(f"{leave.text()}: {author.name}")
        leave.clicked.connect(lambda: self._leave(author))
        self._grid.addWidget(leave, row, 5)

    def _roles(self) -> tuple[str, ...]:
        return (self.tr("annotates"), self.tr("reviews"), self.tr("leads"))

    # ---- doing

    def add(self) -> None:
        """Add the person whose name was written."""
        if self._doing.edit(lambda session: join(session.people, self.new.text()), lead=True):
            self.new.clear()

    def _rename(self, author: Author, field: QLineEdit) -> None:
        name = " ".join(field.text().split())
        if name == author.name or not self._doing.edit(
            lambda session: rename(session.people, author.id, name), lead=True
        ):
            field.setText(author.name)

    def _set_roles(self, person: Name) -> None:
        wanted = [role for role in ROLES if self.roles[person, role].isChecked()]
        made = self._doing.edit(lambda session: set_roles(session.people, session.actor.id, person, wanted), lead=True)
        if not made and self._desk.session is not None:
            held = self._desk.session.people.roles_of(person)
            for role in ROLES:
                self.roles[person, role].setChecked(role in held)

    def _leave(self, author: Author) -> None:
        verb = bring_back if author.retired else retire
        self._doing.edit(lambda session: verb(session.people, author.id), lead=True)
