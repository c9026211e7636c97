"""Who are you? One key; the last one first."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.core.change import EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.people import join
from annotator.ui.desk import Desk
from annotator.ui.dialogs.type_ahead import Choice, TypeAhead, ranked
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory

NEW = "new:"


class Who(TypeAhead):
    """The people of the project in the roles they have; a new name is added."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Who are you?"), parent.tr("Your name"))
        self._desk = desk
        self.list.setMinimumHeight(160)
        self.refill()

    def choices(self, typed: str) -> Sequence[Choice]:
        """People and roles; whoever is here now stands first."""
        session = self._desk.session
        if session is None:
            return []
        found = []
        for author in session.people.persons():
            roles = session.people.roles_of(author.id)
            if roles & {"annotator", "lead"}:
                found.append(Choice(f"a:{author.name}", self.tr("{0} · annotating").format(author.name)))
            if roles & {"reviewer", "lead"}:
                found.append(Choice(f"r:{author.name}", self.tr("{0} · reviewing").format(author.name)))
        now = f"{'r' if session.reviewing else 'a'}:{session.actor.name}"
        found.sort(key=lambda choice: choice.key != now)
        fitting = ranked(found, typed)
        if typed.strip() and session.people.find(typed.strip()) is None:
            fitting.append(Choice(NEW + typed.strip(), self.tr("Add {0}").format(typed.strip())))
        return fitting

    def take(self, key: str, *, control: bool) -> None:
        """Go on as this person."""
        desk = self._desk
        role, _, name = key.partition(":")
        if key.startswith(NEW):
            name = key.removeprefix(NEW)
            try:
                assert desk.session is not None
                desk.session.do(join(desk.session.people, name))
            except EditRefused as refusal:
                desk.refused(refusal)
                return
            except WriteFailed as failure:
                desk.failed(failure)
                return
        Memory().keep("person", name)
        desk.act_as(name, reviewing=role == "r")
        if not desk.open_first():
            desk.close_document()
