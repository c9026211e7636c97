"""The queue: pages read as they are seen, states that follow, a click that opens."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.core.listing import QueueRow
from annotator.core.records import DocumentRecord
from annotator.session import Session
from annotator.session.importing import import_records
from annotator.ui.desk import Desk
from annotator.ui.item_model import ROW_ROLE
from annotator.ui.looks import Looks
from annotator.ui.panels.queue import QueuePanel
from annotator.ui.panels.queue_model import PAGE, PAGES
from annotator.ui.panels.queue_words import facts, tally
from tests.end_to_end.project import LABELS
from tests.ui.panels.conftest import name_of


@pytest.fixture
def panel(desk: Desk, looks: Looks, shown: Callable[[QWidget], None]) -> QueuePanel:
    panel = QueuePanel(desk, looks)
    shown(panel)
    return panel


def rows(panel: QueuePanel) -> list[QueueRow]:
    return [panel.model.index(row, 0).data(ROW_ROLE) for row in range(panel.model.rowCount())]


def test_documents_in_the_order_of_the_project(panel: QueuePanel) -> None:
    assert [row.name for row in rows(panel)] == ["deal", "plant", "quiet"]
    assert {row.state for row in rows(panel)} == {"to do"}


def test_the_first_edit_shows_as_in_progress(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    desk.focus_item(name_of(desk, "Monday"))
    desk.accept()
    qtbot.waitUntil(lambda: rows(panel)[0].state == "in progress")


def test_an_edit_that_changes_no_state_reads_nothing(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    desk.focus_item(name_of(desk, "Monday"))
    desk.accept()
    qtbot.waitUntil(lambda: rows(panel)[0].state == "in progress")
    told: list[int] = []
    panel.model.dataChanged.connect(lambda *_: told.append(1))
    desk.focus_item(name_of(desk, "Utrecht"))
    with qtbot.waitSignal(desk.queue_changed):
        desk.accept()
    assert told == []


def test_a_click_opens(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    at = panel.table.visualRect(panel.model.index(1, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert desk.doc is not None
    assert desk.doc.document.name == "plant"


def test_the_filter_by_text_and_by_state(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    panel.filter.field.setText("pla")
    panel.filter.changed.emit()
    assert [row.name for row in rows(panel)] == ["plant"]
    panel.filter.field.clear()
    panel.filter.changed.emit()
    panel.states.choose("submitted")
    panel.states.chosen.emit("submitted")
    assert rows(panel) == []
    assert panel._nothing.isVisible()


def test_sent_back_stands_first_with_its_open_comments(panel: QueuePanel, desk: Desk, qtbot: QtBot) -> None:
    desk.next_document(1)
    desk.mark_seen(0, 10_000)
    desk.submit()
    desk.act_as("Rita", reviewing=True)
    desk.open_first()
    desk.comment("Why?")
    desk.send_back()
    desk.act_as("Ana", reviewing=False)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3 and rows(panel)[0].state == "sent back")
    assert (rows(panel)[0].name, rows(panel)[0].comments) == ("plant", 1)


def test_words_under_a_name() -> None:
    row = QueueRow("d", 7, "deal", 1234, "set aside", reason="broken text")
    assert facts(row) == "7 · set aside: broken text · 1,234 characters"
    assert facts(row._replace(state="approved", outdated=True)).startswith("7 · approved, changed since")
    assert tally({"to do": 3, "approved": 1200}) == "1,200 approved · 3 to do"


# ---- many documents


@pytest.fixture
def long_desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    session = Session.create(tmp_path / "long.annot", person="Ana", labels=LABELS)
    records = (DocumentRecord(f"text {number:05}", f"Text {number}.") for number in range(PAGE * (PAGES + 6)))
    for _ in import_records(session, records, lambda finding: None, turn_ms=1000):
        pass
    desk = Desk()
    desk.set_session(session)
    yield desk
    desk.set_session(None)


def test_only_pages_in_view_are_read(long_desk: Desk, looks: Looks, shown: Callable[[QWidget], None]) -> None:
    panel = QueuePanel(long_desk, looks)
    shown(panel)
    assert panel.model.rowCount() == PAGE * (PAGES + 6)
    assert len(panel.model._pages) <= 2
    for number in range(PAGES + 6):
        row = panel.model._read(number)[0]
        assert row.number == number * PAGE + 1
    assert len(panel.model._pages) == PAGES


def test_the_last_row_is_found_and_shown(
    long_desk: Desk, looks: Looks, shown: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    panel = QueuePanel(long_desk, looks)
    shown(panel)
    last = PAGE * (PAGES + 6)
    found = long_desk.session.find_document(str(last)) if long_desk.session is not None else None
    assert found is not None
    long_desk.open_document(found)
    qtbot.waitUntil(lambda: panel.table.currentIndex().row() == last - 1)
    qtbot.waitUntil(lambda: panel.table.currentIndex().data(ROW_ROLE) is not None)
    assert panel.table.currentIndex().data(ROW_ROLE).document == found
