"""Caret, selection and edges by the keyboard keep to written signs, in every script, without a pipeline's tokens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.core.offsets import tokens_in
from annotator.core.people import set_setting
from annotator.core.records import DocumentRecord
from annotator.core.scheme import LabelSpec
from annotator.session import Session
from annotator.session.importing import import_records
from annotator.ui.canvas.graphemes import boundaries
from annotator.ui.desk import Desk
from tests.ui.canvas.test_scripts import TEXTS


@pytest.fixture(params=TEXTS)
def desk(request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """A desk on a text of one script."""
    session = Session.create(tmp_path / "one.annot", person="Ana", labels=[LabelSpec("span", "NAME", key="1")])
    session.do(set_setting(session.people, "pipeline", "none"))
    for _ in import_records(session, [DocumentRecord("one", TEXTS[request.param])], lambda finding: None):
        pass
    desk = Desk()
    desk.set_session(session)
    assert desk.open_first()
    yield desk
    desk.set_session(None)


def test_the_caret_stops_between_signs_only(desk: Desk) -> None:
    assert desk.scene is not None
    text = desk.scene.text
    edges, seen = set(boundaries(text)), []
    desk.move_to(0)
    while desk.caret < len(text):
        desk.move_caret(1)
        seen.append(desk.caret)
    while desk.caret > 0:
        desk.move_caret(-1)
        seen.append(desk.caret)
    assert len(seen) > 2
    assert set(seen) <= edges


def test_selections_hold_whole_signs_and_edges_move_by_them(desk: Desk) -> None:
    assert desk.scene is not None
    assert desk.session is not None
    text, label = desk.scene.text, desk.session.scheme.ordered("span")[0].id
    edges = set(boundaries(text))
    desk.move_to(0)
    desk.move_caret(1, select=True)
    assert {desk.focus.start, desk.focus.end} <= edges
    desk.label_as(label)
    (span,) = desk.view.set.spans
    desk.focus_item(span.id)
    for _ in range(8):
        desk.move_edge("end", 1, by_character=True)
        (span,) = desk.view.set.spans
        assert {span.start, span.end} <= edges
    for _ in range(6):
        desk.move_edge("end", -1, by_character=True)
        (span,) = desk.view.set.spans
        assert {span.start, span.end} <= edges


@pytest.mark.parametrize("name", TEXTS)
def test_tokens_hold_whole_signs_wherever_one_asks(name: str) -> None:
    text = TEXTS[name]
    edges, whole = set(boundaries(text)), list(tokens_in(text, 0, len(text)))
    assert {edge for token in whole for edge in token} <= edges
    for start in range(len(text)):
        assert list(tokens_in(text, start, start + 1)) == [one for one in whole if one[0] <= start < one[1]]
