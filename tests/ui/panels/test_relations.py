"""The list of relations: made, turned, relabelled, sorted, and both ends within reach."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.desk import Desk, RelationRow
from annotator.ui.item_model import ROW_ROLE
from annotator.ui.looks import Looks
from annotator.ui.panels.relations import RelationsPanel, shares
from tests.ui.panels.conftest import name_of


def link(desk: Desk, head: str, tail: str, label: str) -> None:
    desk.link(name_of(desk, head), name_of(desk, tail))
    if desk.linking is not None:
        desk.finish_linking(next(one.id for one in desk.link_labels() if one.name == label))


@pytest.fixture
def panel(desk: Desk, looks: Looks, shown: Callable[[QWidget], None], qtbot: QtBot) -> RelationsPanel:
    link(desk, "Halden Pharma", "Soren Labs", "acquires")
    link(desk, "Mira Voss", "Halden Pharma", "works for")
    panel = RelationsPanel(desk, looks)
    shown(panel)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    return panel


def rows(panel: RelationsPanel) -> list[RelationRow]:
    panel.desk.settle_now()
    return [panel.model.index(row, 0).data(ROW_ROLE) for row in range(panel.model.rowCount())]


def test_what_a_row_says(panel: RelationsPanel) -> None:
    first = rows(panel)[0]
    assert (first.head_text, first.label, first.tail_text) == ("Halden Pharma", "acquires", "Soren Labs")
    said = panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Halden Pharma — acquires → Soren Labs" in said


def test_it_follows_edits_of_relations_and_of_their_ends(panel: RelationsPanel, desk: Desk) -> None:
    link(desk, "Soren Labs", "Utrecht", "based in")
    assert rows(panel) == desk.relations()
    desk.focus_item(rows(panel)[0].id)
    desk.digit("2")
    assert rows(panel) == desk.relations()
    desk.focus_item(name_of(desk, "Soren Labs"))
    desk.reject_or_delete()
    assert rows(panel) == desk.relations()
    desk.undo()
    assert rows(panel) == desk.relations()


def test_both_ends_are_within_reach(panel: RelationsPanel, desk: Desk) -> None:
    panel.table.follow(0)
    panel.go_to_end("tail")
    assert desk.entity(desk.focus.id) is not None
    assert desk.focus.id == rows(panel)[0].tail
    panel.table.follow(0)
    panel.go_to_end("head")
    assert desk.focus.id == rows(panel)[0].head


def test_left_and_right_are_the_ends(panel: RelationsPanel, desk: Desk, qtbot: QtBot) -> None:
    tail = rows(panel)[1].tail
    panel.table.setFocus()
    panel.table.follow(1)
    qtbot.keyClick(panel.table, Qt.Key.Key_Right)
    assert desk.focus.id == tail


def test_sorted_by_menu(panel: RelationsPanel) -> None:
    panel._sort("from")
    heads = [row.head_text.casefold() for row in rows(panel)]
    assert heads == sorted(heads)
    panel._sort("label")
    labels = [row.label for row in rows(panel)]
    assert labels == sorted(labels)
    panel._sort("place")
    starts = [row.start for row in rows(panel)]
    assert starts == sorted(starts)


def test_several_are_deleted_as_one_edit(panel: RelationsPanel, desk: Desk) -> None:
    panel.table.select_rows([0, 1])
    panel.delete()
    assert rows(panel) == []
    desk.undo()
    assert len(rows(panel)) == 2


@pytest.mark.parametrize(
    ("one", "other", "room", "expected"),
    [(30, 40, 100, (30, 40)), (30, 200, 100, (30, 70)), (200, 30, 100, (70, 30)), (200, 300, 100, (50, 50))],
)
def test_the_longer_end_gives_way(one: float, other: float, room: float, expected: tuple[float, float]) -> None:
    assert shares(one, other, room) == expected
