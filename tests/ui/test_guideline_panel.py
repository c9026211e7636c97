"""The guideline beside the text: of the label in focus, of the one pointed at, else of all; words and nothing else."""

import pytest
from pytestqt.qtbot import QtBot

from annotator.core import scheme_edits
from annotator.session.scheming import do_edit
from annotator.ui.main_window import MainWindow
from annotator.ui.panels.guideline import GuidelinePanel
from tests.ui.test_actions import project, window  # noqa: F401  (fixtures)


@pytest.fixture
def panel(window: MainWindow) -> GuidelinePanel:  # noqa: F811
    """The panel in view; ORG and "works for" have guidelines."""
    session = window.desk.session
    assert session is not None
    for name, kind in (("ORG", "span"), ("works for", "relation")):
        text = f"**{name}** <b>plain</b> ![x](file:///etc/hostname)"
        do_edit(session, scheme_edits.alter(session.scheme, session.scheme.named(name, kind).id, guideline=text))
    assert not window.guideline.isVisible()
    window.actions_by_id["guideline"].trigger()
    return window.guideline


@pytest.mark.usefixtures("project")
def test_it_follows_the_label_in_focus_and_the_one_pointed_at(
    window: MainWindow,  # noqa: F811
    panel: GuidelinePanel,
    qtbot: QtBot,
) -> None:
    desk, session = window.desk, window.desk.session
    assert session is not None
    qtbot.waitUntil(panel.isVisible)
    desk.focus_none(caret=0)
    desk.settle_now()
    panel.refresh()
    assert "works for" in panel.text.toPlainText()  # nothing in hand: all of them
    desk.first_undecided()
    desk.settle_now()
    assert panel.chip.accessibleName() == "ORG"
    assert panel.text.toPlainText().startswith("ORG <b>plain</b>")
    desk.focus_none(caret=0)
    window.labels.pointed.emit(session.scheme.named("works for", "relation").id)
    assert panel.chip.accessibleName() == "works for"
    assert panel.facts.text() == "from PERSON to ORG"
    window.labels.pointed.emit(session.scheme.named("DATE").id)
    assert panel._nothing.isVisible()
