"""Panels behind a tab do nothing for nobody, and show what is so when they come to the front."""

import pytest
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from annotator.ui.main_window import MainWindow
from annotator.ui.panels.history import HistoryPanel
from annotator.ui.parts.in_view import in_view
from tests.ui.test_actions import project, window  # noqa: F401  (fixtures)


@pytest.mark.usefixtures("project")
def test_a_panel_behind_a_tab_rests_until_it_is_raised(window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    panel = window.findChild(HistoryPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: not in_view(panel))
    before = len(panel.steps.entries)
    window.desk.accept()
    window.desk.settle_now()
    assert len(panel.steps.entries) == before
    window.docks.reveal("history")
    qtbot.waitUntil(lambda: in_view(panel))
    qtbot.waitUntil(lambda: len(panel.steps.entries) > before)
    window.docks.reveal("inspector")
    qtbot.waitUntil(lambda: not in_view(panel))


def test_the_docks_keep_their_usual_widths(window: MainWindow) -> None:  # noqa: F811
    widths = {dock.objectName(): dock.width() for dock in window.findChildren(QDockWidget)}
    assert widths["entities"] >= 360
    assert widths["queue"] >= 240


def test_what_is_behind_a_tab_is_found_by_its_menu(window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    window.actions_by_id["history"].trigger()
    panel = window.findChild(HistoryPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: in_view(panel))


@pytest.mark.usefixtures("project")
def test_the_search_is_out_of_sight_until_it_is_asked_for(window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    height = window.minimumSizeHint().height()
    assert not window.search.isVisible()
    window.actions_by_id["search"].trigger()
    assert window.search.isVisible()
    assert window.search.fields.field.hasFocus()
    assert window.minimumSizeHint().height() <= max(height, 720)  # fits a small screen
    window.search.fields.close_tool.click()
    assert not window.search.isVisible()
    assert window.pane.canvas.hasFocus()
    window.docks.restore()
    assert not window.search.isVisible()
