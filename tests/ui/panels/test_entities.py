"""The list of entities follows edits row by row, and a click gives the keyboard back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.canvas.scene import State
from annotator.ui.desk import Desk, EntityRow
from annotator.ui.item_model import ROW_ROLE
from annotator.ui.looks import Looks
from annotator.ui.panels.entities import LABEL, EntitiesPanel
from tests.end_to_end.project import DEAL, place
from tests.ui.panels.conftest import Wanted, name_of


@pytest.fixture
def panel(desk: Desk, looks: Looks, shown: Callable[[QWidget], None], qtbot: QtBot) -> EntitiesPanel:
    panel = EntitiesPanel(desk, looks)
    shown(panel)
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0)
    return panel


def rows(panel: EntitiesPanel) -> list[EntityRow]:
    panel.desk.settle_now()
    model = panel.model
    return [model.index(row, 0).data(ROW_ROLE) for row in range(model.rowCount())]


def agrees(panel: EntitiesPanel) -> bool:
    """Whether the list says what reading everything anew would say."""
    return rows(panel) == panel.desk.entities()


class Signals:
    """What a model told its view."""

    def __init__(self, panel: EntitiesPanel) -> None:
        self.resets = self.inserted = self.removed = 0
        panel.model.modelReset.connect(self._reset)
        panel.model.rowsInserted.connect(self._insert)
        panel.model.rowsRemoved.connect(self._remove)

    def _reset(self) -> None:
        self.resets += 1

    def _insert(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.inserted += last - first + 1

    def _remove(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.removed += last - first + 1


def test_all_entities_in_reading_order(panel: EntitiesPanel) -> None:
    assert agrees(panel)
    assert rows(panel)[0].text == "Halden Pharma"


def test_an_edit_touches_its_rows_only(panel: EntitiesPanel, desk: Desk) -> None:
    signals = Signals(panel)
    desk.focus_item(name_of(desk, "Monday"))
    desk.accept()
    desk.settle_now()
    assert signals.resets == 0
    assert (signals.inserted, signals.removed) == (1, 1)  # the suggestion went, the own span came
    assert agrees(panel)
    desk.focus_text(*place(DEAL, "Ostra Fund"))
    desk.digit("1")
    desk.undo()
    desk.undo()
    desk.settle_now()
    assert signals.resets == 0
    assert agrees(panel)


def test_moving_an_edge_over_others_shows_what_it_supersedes(panel: EntitiesPanel, desk: Desk) -> None:
    desk.focus_item(name_of(desk, "Mira Voss"))
    desk.accept()
    desk.focus_item(name_of(desk, "Mira Voss"))
    for _ in range(3):
        desk.move_edge("end", 1)
    assert agrees(panel)
    desk.reject_or_delete()
    assert agrees(panel)


def test_a_click_focuses_and_gives_the_keyboard_back(
    panel: EntitiesPanel, desk: Desk, wanted: Wanted, qtbot: QtBot
) -> None:
    row = next(number for number, one in enumerate(rows(panel)) if one.text == "Utrecht")
    at = panel.table.visualRect(panel.model.index(row, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert desk.focus.id == name_of(desk, "Utrecht")
    assert wanted.times == 1


def test_ctrl_click_selects_several_and_keeps_the_keyboard(panel: EntitiesPanel, wanted: Wanted, qtbot: QtBot) -> None:
    for row in (1, 3):
        at = panel.table.visualRect(panel.model.index(row, 0)).center()
        modifier = Qt.KeyboardModifier.ControlModifier
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, modifier, at)
    assert len(panel.table.names()) >= 2
    assert wanted.times == 0
    assert panel.delete_button.isVisible()


def test_the_focus_of_the_canvas_is_selected_here(panel: EntitiesPanel, desk: Desk) -> None:
    desk.focus_item(name_of(desk, "Utrecht"))
    desk.settle_now()
    assert panel.table.names() == [desk.focus.id]
    desk.focus_none()
    desk.settle_now()
    assert panel.table.names() == []


def test_escape_goes_back_and_enter_focuses(panel: EntitiesPanel, desk: Desk, wanted: Wanted, qtbot: QtBot) -> None:
    panel.table.setFocus()
    panel.table.follow(2)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert desk.focus.id == rows(panel)[2].id
    qtbot.keyClick(panel.table, Qt.Key.Key_Escape)
    assert wanted.times == 2


def test_the_filter_narrows_by_words_and_by_label(panel: EntitiesPanel) -> None:
    panel.filter.field.setText("gpe")
    panel.apply_filter()
    assert [row.text for row in rows(panel)] == ["Utrecht"]
    panel.filter.field.setText("halden")
    panel.apply_filter()
    assert {row.text for row in rows(panel)} == {"Halden Pharma"}


def test_what_is_filtered_follows_edits(panel: EntitiesPanel, desk: Desk) -> None:
    panel.states.choose("undecided")
    panel.apply_filter()
    before = len(rows(panel))
    desk.focus_item(name_of(desk, "Monday"))
    desk.accept()
    assert len(rows(panel)) == before - 1
    assert all(row.state is State.SUGGESTION for row in rows(panel))


@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
def test_sorted_by_label_also_after_an_edit(panel: EntitiesPanel, desk: Desk, order: Qt.SortOrder) -> None:
    panel.model.sort(LABEL, order)
    desk.focus_item(name_of(desk, "Utrecht"))
    desk.digit("1")
    labels = [row.label for row in rows(panel)]
    assert labels == sorted(labels, reverse=order == Qt.SortOrder.DescendingOrder)
    assert len(labels) == len(desk.entities())


def test_delete_rejects_and_deletes_what_is_selected(panel: EntitiesPanel, desk: Desk, qtbot: QtBot) -> None:
    names = [rows(panel)[1].id, rows(panel)[3].id]
    panel.table.select_rows([1, 3])
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert not set(names) & {row.id for row in desk.entities()}
    assert agrees(panel)


def test_out_of_sight_it_waits_and_fills_when_seen(desk: Desk, looks: Looks, qtbot: QtBot) -> None:
    panel = EntitiesPanel(desk, looks)
    qtbot.addWidget(panel)
    desk.focus_item(name_of(desk, "Monday"))
    desk.accept()
    assert panel.model.rowCount() == 0
    panel.show()
    qtbot.waitUntil(lambda: panel.model.rowCount() == len(desk.entities()))
    assert agrees(panel)


def test_a_reviewers_first_correction_lists_the_final_version_alone(panel: EntitiesPanel, qtbot: QtBot) -> None:
    desk = panel.desk
    desk.mark_seen(0, len(DEAL))
    desk.submit()
    desk.act_as("Rita", reviewing=True)
    desk.open_first()
    qtbot.waitUntil(lambda: agrees(panel))
    desk.focus_item(name_of(desk, "Utrecht"))
    desk.digit("1")
    qtbot.waitUntil(lambda: agrees(panel))
    desk.undo()
    qtbot.waitUntil(lambda: agrees(panel))
