"""Who are you? One key; the last one first."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.core.change import EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.people import join
from annotator.core.rows import Author
from annotator.ui.desk import Desk
from annotator.ui.dialogs.matching import ranked
from annotator.ui.dialogs.type_ahead import Choice, TypeAhead
from annotator.ui.greeting import greet
from annotator.ui.keys import digit_of
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory

NEW = "new:"


class Who(TypeAhead):
    """The people of the project in the roles they have; a digit is one of them, a new name is added."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Who are you?"), parent.tr("Who are you? A number, or a new name"))
        self._desk = desk
        looks.changed.connect(self.update)
        self.refill()

    def choices(self, typed: str) -> Sequence[Choice]:
        """People and roles; whoever was here last stands first."""
        session = self._desk.session
        if session is None:
            return []
        found = [choice for author in session.people.active() for choice in self._roles(author)]
        now = f"{'r' if session.reviewing else 'a'}:{session.actor.name}"
        found.sort(key=lambda choice: choice.key != now)
        found = [choice._replace(hint=str(place) if place < 10 else "") for place, choice in enumerate(found, 1)]
        fitting = ranked(found, typed, lambda choice: choice.text)
        name = typed.strip()
        if name and session.people.find(name) is None:
            fitting.append(Choice(NEW + name, name, detail=self.tr("joins this project"), icon="add"))
        return fitting

    def _roles(self, author: Author) -> list[Choice]:
        assert self._desk.session is not None
        roles, found = self._desk.session.people.roles_of(author.id), []
        if roles & {"annotator", "lead"}:
            found.append(Choice(f"a:{author.name}", author.name, detail=self.tr("annotates"), icon="person"))
        if roles & {"reviewer", "lead"}:
            found.append(Choice(f"r:{author.name}", author.name, detail=self.tr("reviews"), icon="in review"))
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit in the empty field is a person."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.field.text():
            digit = digit_of(event)
            chosen = next((choice for choice in self.model.rows if digit and choice.hint == digit), None)
            if chosen is not None:
                self.accept()
                self.take(chosen.key, control=False)
                return True
        return super().eventFilter(watched, event)

    def take(self, key: str, *, control: bool) -> None:
        """Go on as this person."""
        desk = self._desk
        role, _, name = key.partition(":")
        if key.startswith(NEW) and not self._join(name):
            return
        Memory().keep("person", name)
        desk.act_as(name, reviewing=role == "r")
        if not desk.open_first():
            desk.close_document()
        greet(desk)

    def _join(self, name: str) -> bool:
        desk = self._desk
        assert desk.session is not None
        try:
            desk.session.do(join(desk.session.people, name))
        except EditRefused as refusal:
            desk.refused(refusal)
            return False
        except WriteFailed as failure:
            desk.failed(failure)
            return False
        return True
