"""People and assignments in the window: every change is an edit, counts stand before what they are about."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from annotator.core.people import set_roles
from annotator.core.records import DocumentRecord
from annotator.session.assigning import shares, unassigned
from annotator.session.importing import import_all
from annotator.ui.desk import Desk
from annotator.ui.dialogs.about_document import AboutDocument
from annotator.ui.dialogs.people import People
from annotator.ui.looks import Looks
from annotator.ui.panels.queue import QueuePanel
from annotator.ui.panels.queue_menu import queue_menu


class Window(QMainWindow):
    """A window with a queue in it."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self.queue = QueuePanel(desk, looks)
        self.setCentralWidget(self.queue)


@pytest.fixture
def window(desk: Desk, looks: Looks, qtbot: QtBot) -> Window:
    window = Window(desk, looks)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def dialog(desk: Desk, looks: Looks, window: Window) -> Iterator[People]:
    assert desk.session is not None
    desk.session.do(set_roles(desk.session.people, desk.session.actor.id, desk.session.actor.id, ["annotator", "lead"]))
    made = People(window, desk, looks)  # type: ignore[arg-type]
    made.open()
    yield made
    if made.isVisible():
        made.reject()


def roles(desk: Desk) -> dict[str, set[str]]:
    assert desk.session is not None
    people = desk.session.people
    return {one.name: people.roles_of(one.id) for one in people.active()}


def person(desk: Desk, name: str) -> str:
    assert desk.session is not None
    return desk.session.people.named(name).id


def test_somebody_new_in_a_role_who_leaves(dialog: People, desk: Desk, qtbot: QtBot) -> None:
    page = dialog.people
    qtbot.keyClicks(page.new, "Zoe")
    qtbot.keyClick(page.new, Qt.Key.Key_Return)
    zoe = person(desk, "Zoe")
    assert page.new.text() == ""
    page.roles[zoe, "annotator"].click()
    assert roles(desk)["Zoe"] == {"annotator"}
    page.names[zoe].setText("Zoë")
    page.names[zoe].editingFinished.emit()
    assert "Zoë" in roles(desk)
    page.leaving[zoe].click()
    assert "Zoë" not in roles(desk)
    page.leaving[zoe].click()
    assert "Zoë" in roles(desk)


def test_what_may_not_be_is_said_and_not_shown(dialog: People, desk: Desk) -> None:
    said: list[str] = []
    desk.message.connect(lambda sentence, _kind: said.append(sentence))
    ana = person(desk, "Ana")
    dialog.people.roles[ana, "lead"].click()
    assert "lead" in said[-1]
    assert dialog.people.roles[ana, "lead"].isChecked()


def test_counts_come_before_and_one_undo_takes_all_back(dialog: People, desk: Desk, qtbot: QtBot) -> None:
    session = desk.session
    assert session is not None
    import_all(session, (DocumentRecord(f"d{n}", f"Text {n}.") for n in range(7)), lambda finding: None)
    dialog.refresh()
    dialog.people.new.setText("Ben")
    dialog.people.add()
    ben = person(desk, "Ben")
    dialog.people.roles[ben, "annotator"].click()
    page = dialog.assign
    assert not page.assign_button.isEnabled()
    for name in ("Ana", "Ben"):
        page.people[person(desk, name)].setChecked(True)
    page.overlap.setCurrentIndex(page.overlap.findData("20"))
    page.show_plan()
    assert page._said.text() == "10 documents, 2 of them with more than one person"
    assert shares(session) == {}
    page.assign_button.click()
    assert {one.assigned for one in shares(session).values()} == {6}
    assert unassigned(session) == []
    session.undo()
    assert shares(session) == {}


def test_taking_away(dialog: People, desk: Desk) -> None:
    session = desk.session
    assert session is not None
    page, ana = dialog.assign, person(desk, "Ana")
    page.people[ana].setChecked(True)
    page.show_plan()
    page.assign()
    page.which.setCurrentIndex(page.which.findData("all"))
    page.show_plan()
    assert page.take_button.isEnabled()
    page.take_button.click()
    assert shares(session) == {}


def test_the_order(dialog: People, desk: Desk) -> None:
    assert desk.session is not None
    order = dialog.order
    order.kind.setCurrentIndex(order.kind.findData("random"))
    order.kind.activated.emit(order.kind.currentIndex())
    order.seed.setText("5")
    order.seed.editingFinished.emit()
    assert desk.session.people.setting("order") == {"kind": "random", "seed": 5}
    assert desk.queue_filter.order == "random"


def test_who_does_not_lead_only_looks(dialog: People, desk: Desk) -> None:
    assert desk.session is not None
    desk.session.act_as("Rita", reviewing=True)
    dialog.refresh()
    assert not dialog.people.body.isEnabled()
    assert not dialog.order.isEnabled()


def entries(menu: QMenu) -> dict[str, QMenu | None]:
    return {action.text(): action.menu() for action in menu.actions() if action.text()}  # type: ignore[misc]


def test_the_menu_of_the_queue_assigns_what_is_selected(dialog: People, desk: Desk, window: Window) -> None:
    session = desk.session
    assert session is not None
    window.queue.table.select_rows([0, 2])
    chosen = window.queue.selected_documents()
    assert len(chosen) == 2
    menu = queue_menu(window.queue, desk, chosen, window.queue.asked)
    assert menu is not None
    give = entries(menu)["Assign to"]
    assert give is not None
    give.actions()[0].trigger()
    assert shares(session)[session.actor.id].assigned == 2
    dialog.refresh()
    assert dialog.assign.which.findData("selected") >= 0
    assert entries(menu)["Take away from"] is not None


def test_only_ones_own_and_those_of_others_too(dialog: People, desk: Desk, window: Window, qtbot: QtBot) -> None:
    session = desk.session
    assert session is not None
    dialog.people.new.setText("Ben")
    dialog.people.add()
    ben = person(desk, "Ben")
    dialog.people.roles[ben, "annotator"].click()
    dialog.assign.people[ben].setChecked(True)
    window.queue.table.select_rows([1, 2])
    dialog.refresh()
    dialog.assign.which.setCurrentIndex(dialog.assign.which.findData("selected"))
    dialog.assign.show_plan()
    dialog.assign.assign()
    desk.act_as("Ben", reviewing=False)
    assert window.queue.model.rowCount() == 2
    assert "assigned to you" in window.queue.summary.text()
    desk.show_all(True)
    assert window.queue.model.rowCount() == 3


def test_about_a_document(desk: Desk, looks: Looks, window: Window, qtbot: QtBot) -> None:
    session = desk.session
    assert session is not None
    meta = {"source": "Big Wire", "url": "https://example.org/a", "tags": ["x", "y"], "odd name": "z"}
    import_all(session, [DocumentRecord("told", "A text.", meta=meta)], lambda finding: None)
    desk.open_document(session.documents()[-1])
    about = AboutDocument(window, desk, looks)
    about.open()
    about.copy()
    assert QApplication.clipboard().text().splitlines() == [
        "source\tBig Wire",
        "url\thttps://example.org/a",
        'tags\t["x", "y"]',
        "odd name\tz",
    ]
    about.filter_by('meta.source:"Big Wire"')
    assert window.queue.model.rowCount() == 1
    assert not about.isVisible()
