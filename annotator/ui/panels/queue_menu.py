"""The menu of documents in the queue: to whom they are assigned, and what is known of them."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, Qt, SignalInstance
from PySide6.QtWidgets import QMenu, QWidget

from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.assigning import assigning, planned, rows_of, taking_away
from annotator.ui.desk import Desk
from annotator.ui.doing import Doing


def _tr(text: str) -> str:
    return QCoreApplication.translate("queue", text)


def queue_menu(parent: QWidget, desk: Desk, documents: Sequence[Name], asked: SignalInstance) -> QMenu | None:
    """The menu of the selected documents; None where there are none."""
    session = desk.session
    if session is None or not documents:
        return None
    menu, doing = QMenu(parent), Doing(desk, parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if len(documents) == 1:
        menu.addAction(_tr("Open")).triggered.connect(lambda: desk.open_document(documents[0]))
    leads = "lead" in session.people.roles_of(session.actor.id) and not session.read_only
    _add_people(menu, session, doing, documents, enabled=leads)
    menu.addSeparator()
    menu.addAction(_tr("People and assignments …")).triggered.connect(lambda: asked.emit("people"))
    if len(documents) == 1:
        menu.addAction(_tr("About this document …")).triggered.connect(lambda: _about(desk, documents[0], asked))
    return menu


def _add_people(menu: QMenu, session: Session, doing: Doing, documents: Sequence[Name], *, enabled: bool) -> None:
    give = menu.addMenu(_tr("Assign to"))
    for author in session.people.active():
        if session.people.roles_of(author.id) & {"annotator", "lead"}:
            action = give.addAction(author.name.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, person=author.id: _assign(doing, documents, person))
    give.setEnabled(enabled)
    take = menu.addMenu(_tr("Take away from"))
    held = {row.author for row in rows_of(session, documents)}
    for person in held:
        action = take.addAction(session.people.name_of(person).replace("&", "&&"))
        action.triggered.connect(lambda _on=False, person=person: _take_away(doing, documents, person))
    take.setEnabled(enabled and bool(held))


def _assign(doing: Doing, documents: Sequence[Name], person: Name) -> None:
    def make(session: Session) -> Iterator[int]:
        plan = planned(session, documents, [person], how="each", overlap=0.0, seed=0)
        return assigning(session, plan.pairs)

    doing.steps(make, total=len(documents), title=_tr("Assigning documents"))


def _take_away(doing: Doing, documents: Sequence[Name], person: Name) -> None:
    doing.steps(
        lambda session: taking_away(session, rows_of(session, documents, [person])),
        total=len(documents),
        title=_tr("Taking documents away"),
    )


def _about(desk: Desk, document: Name, asked: SignalInstance) -> None:
    if desk.document != document:
        desk.open_document(document)
    asked.emit("about_document")
