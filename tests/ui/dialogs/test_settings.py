"""Settings: each acts at once, and is as it was at the next start."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QKeySequence
from pytestqt.qtbot import QtBot

from annotator.core import edits
from annotator.ui.canvas.metrics import Metrics, Voice
from annotator.ui.canvas.view import CanvasView
from annotator.ui.desk import Desk
from annotator.ui.dialogs.settings import Settings, fonts
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.combo import Combo
from annotator.ui.theme import font_family
from annotator.ui.worker_client import WorkerClient
from tests.ui.test_actions import project, window  # noqa: F401  (fixtures)


@pytest.fixture
def settings(window: MainWindow, project: Path, qtbot: QtBot) -> Settings:  # noqa: F811
    """The dialog over a window on a document."""
    dialog = Settings(window, window.desk, window.looks)
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


def choose(box: Combo, value: str) -> None:
    """As a person does from the list."""
    place = box.findData(value)
    assert place >= 0, f"{value} is not offered"
    box.setCurrentIndex(place)
    box.activated.emit(place)


def started_again(window: MainWindow, qtbot: QtBot) -> CanvasView:  # noqa: F811
    """The canvas of a window that opens with what is remembered."""
    again = MainWindow(Desk(), WorkerClient(), window.memory, window.looks)
    qtbot.addWidget(again)
    return again.pane.canvas


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("text/size", "22", lambda canvas: canvas.metrics.px),
        ("text/measure", "60", lambda canvas: canvas._measure),
        ("text/space", "120", lambda canvas: round(100 * canvas.metrics.lead / canvas.metrics.px)),
        ("arcs/threshold", "4", lambda canvas: canvas._threshold),
    ],
)
def test_numbers_act_at_once_and_are_remembered(
    key: str,
    value: str,
    read: object,
    settings: Settings,
    window: MainWindow,  # noqa: F811
    qtbot: QtBot,
) -> None:
    assert callable(read)
    canvas = window.pane.canvas
    before = read(canvas)
    choose(settings.numbers[key], value)
    assert read(canvas) == pytest.approx(int(value), abs=2) != before
    assert read(started_again(window, qtbot)) == read(canvas)


def test_line_space_and_measure_change_what_is_laid_out(settings: Settings, window: MainWindow) -> None:  # noqa: F811
    canvas = window.pane.canvas
    assert canvas.sheet is not None
    pitch, lines = canvas.metrics.pitch, len(canvas.sheet.laid(2).lines)
    choose(settings.numbers["text/space"], "120")
    assert canvas.metrics.pitch > pitch + 5
    choose(settings.numbers["text/measure"], "60")
    assert len(canvas.sheet.laid(2).lines) > lines


def test_a_font_is_for_the_text_alone_and_remembered(settings: Settings, window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    offered = [family for family, _ in fonts()]
    assert offered[0] == ""
    assert font_family() not in offered
    if len(offered) == 1:
        pytest.skip("no other font here")
    canvas, family = window.pane.canvas, "DejaVu Serif" if "DejaVu Serif" in offered else offered[1]
    width = canvas.metrics.sign_width
    choose(settings.text_font, family)
    assert canvas.metrics.fonts[Voice.TEXT].families()[0] == family
    assert canvas.metrics.fonts[Voice.CHIP].family() == font_family()
    assert canvas.metrics.sign_width != width
    again = started_again(window, qtbot)
    assert again.metrics.fonts[Voice.TEXT].families() == [family, font_family()]
    choose(settings.text_font, "")
    assert canvas.metrics.sign_width == width


def test_a_font_that_is_gone_gives_way_to_the_usual_one(qtbot: QtBot) -> None:
    gone = Metrics(16, family="No Such Font Anywhere")
    assert QFontInfo(gone.fonts[Voice.TEXT]).family() == font_family()
    assert gone.text_height == Metrics(16).text_height


def test_settings_of_the_project_are_edits_and_follow_undo(settings: Settings, window: MainWindow) -> None:  # noqa: F811
    session = window.desk.session
    assert session is not None
    choose(settings.shared["on_submit"], "ask")
    assert session.people.setting("on_submit") == "ask"
    session.undo()
    assert settings.shared["on_submit"].currentData() == "accept"


def test_another_pipeline_acts_at_once_and_undo_takes_it_back(
    settings: Settings,
    window: MainWindow,  # noqa: F811
    qtbot: QtBot,
) -> None:
    assert window.suggester.chosen == ""
    choose(settings.shared["pipeline"], "")
    with qtbot.waitSignal(window.client.installed, timeout=30_000):
        pass
    assert window.suggester.chosen
    assert window.desk.session is not None
    window.desk.session.undo()
    assert window.suggester.chosen == ""


def test_backups_are_the_persons_and_remembered(settings: Settings, window: MainWindow, tmp_path: Path) -> None:  # noqa: F811
    window.projects.with_backups = True
    settings.folder.setText(str(tmp_path / "kept"))
    settings.folder.editingFinished.emit()
    choose(settings.often, "0")
    session = window.desk.session
    assert session is not None
    assert session.backups is None
    choose(settings.often, "15")
    assert session.backups is not None
    assert session.backups.every.total_seconds() == 15 * 60
    assert session.backups.folder.parent == tmp_path / "kept"
    assert 'folder = "' + str(tmp_path / "kept") in window.memory.preferences.path.read_text("utf-8")


# ---- many arcs


def drawn(canvas: CanvasView) -> tuple[set[str], set[str]]:
    """Relations in view that are drawn as arcs, and those that are ticks."""
    frame = canvas.frame_now()
    assert frame is not None
    lines = [line for placed in frame.blocks for line in placed.laid.lines]
    arcs = {stroke.relation for line in lines for stroke in line.strokes}
    return arcs, {name for line in lines for ticks in line.ticks for name in ticks.relations}


def test_above_the_threshold_arcs_are_of_the_focus_and_h_switches(settings: Settings, window: MainWindow) -> None:  # noqa: F811
    desk, canvas = window.desk, window.pane.canvas
    desk.do(edits.accept_open)
    firms = [row for row in desk.entities() if row.label == "ORG"]
    acquires = next(one.id for one in desk.view.scheme.ordered("relation") if one.name == "acquires")
    for tail in firms[1:]:
        desk.do(lambda view, tail=tail: edits.link(view, firms[0].id, tail.id, acquires))  # type: ignore[misc]
    everything = {row.id for row in desk.relations()}
    assert len(everything) == 5
    desk.focus_none(caret=0)
    choose(settings.numbers["arcs/threshold"], "12")
    assert drawn(canvas) == (everything, set())
    choose(settings.numbers["arcs/threshold"], "4")
    assert drawn(canvas) == (set(), everything)
    one = desk.relations()[-1]
    desk.focus_item(one.tail)
    assert drawn(canvas) == ({one.id}, everything - {one.id})
    action, seen = window.actions_by_id["arcs"], []
    assert action.shortcut() == QKeySequence("H")
    for _ in range(3):
        action.trigger()
        seen.append((canvas.arcs, *drawn(canvas)))
    assert seen == [
        ("focus", {one.id}, set()),
        ("none", set(), set()),
        ("all", {one.id}, everything - {one.id}),
    ]
