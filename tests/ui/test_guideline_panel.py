"""The guideline beside the text follows the focus, and stays while nothing is focused."""

import pytest

from annotator.ui.main_window import MainWindow
from annotator.ui.panels.guideline import GuidelinePanel
from tests.ui.test_actions import project, window  # noqa: F401  (fixtures)


@pytest.mark.usefixtures("project")
def test_it_follows_the_label_in_focus(window: MainWindow) -> None:  # noqa: F811
    desk, session = window.desk, window.desk.session
    assert session is not None
    panel = window.findChild(GuidelinePanel)
    assert panel is not None
    assert not panel.isVisible()
    window.actions_by_id["guideline"].trigger()
    assert panel.isVisible()
    desk.first_undecided()
    desk.accept()
    span = desk.view.set.spans.ordered()[0]
    desk.focus_item(span.id)
    desk.settle_now()
    row = session.scheme.labels[span.label]
    assert panel.chip.accessibleName() == row.name
    shown = panel.text.toPlainText()
    assert shown.startswith(row.guideline.split(".")[0][:10]) if row.guideline else "No guideline yet" in shown
    desk.focus_text(0, 0)
    desk.settle_now()
    assert panel.chip.accessibleName() == row.name
