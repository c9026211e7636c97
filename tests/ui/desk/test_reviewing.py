"""Submit, review, send back, approve: the way of one document between two people on one desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.core.records import DocumentRecord
from annotator.core.review import is_approved
from annotator.session import Session
from annotator.session.importing import import_records
from annotator.ui.desk import Desk
from tests.end_to_end.project import DEAL, make, place
from tests.ui.desk.conftest import Heard
from tests.ui.desk.test_annotating import focus, marked


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "two.annot"
    make(path, people=("Ana", "Rita"))
    return path


@pytest.fixture
def desk(project: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk()
    desk.set_session(Session.open(project, person="Ana"))
    desk.open_first()
    yield desk
    desk.set_session(None)


@pytest.fixture
def heard(desk: Desk) -> Heard:
    return Heard(desk)


def see_all(desk: Desk) -> None:
    desk.mark_seen(0, len(DEAL))


def submitted(desk: Desk) -> None:
    """Ana has submitted "deal"; Rita has it on screen."""
    see_all(desk)
    desk.submit()
    desk.act_as("Rita", reviewing=True)
    desk.open_first()
    assert desk.doc is not None
    assert desk.doc.document.name == "deal"


def state(desk: Desk) -> str:
    """The state of Ana's set of "deal"."""
    assert desk.session is not None
    document = desk.session.find_document("deal")
    assert document is not None
    return desk.session.document(document).set_of(desk.session.people.named("Ana").id).state


def test_submitting_asks_first_when_text_was_never_on_screen(desk: Desk, heard: Heard) -> None:
    desk.submit()
    question = heard.questions[-1]
    assert question is not None
    assert "never on screen" in question.text
    assert state(desk) == "to do"
    question.answers[0].act()
    assert state(desk) == "submitted"


def test_submitting_accepts_the_rest_and_opens_the_next(desk: Desk) -> None:
    see_all(desk)
    desk.submit()
    assert state(desk) == "submitted"
    assert desk.doc is not None
    assert desk.doc.document.name == "plant"


def test_submitted_work_is_edited_only_after_withdrawing(desk: Desk, heard: Heard) -> None:
    see_all(desk)
    desk.submit()
    desk.next_document(-1)
    desk.next_span(1)
    desk.digit("2")
    question = heard.questions[-1]
    assert question is not None
    assert question.text.startswith("Submitted")
    question.answers[0].act()
    assert state(desk) == "in progress"


def test_an_empty_document_is_asked_about(desk: Desk, heard: Heard) -> None:
    desk.next_document(1)
    desk.next_document(1)
    desk.mark_seen(0, 100)
    desk.submit()
    question = heard.questions[-1]
    assert question is not None
    assert question.text == "Nothing belongs here?"


def test_opening_for_review_changes_nothing(desk: Desk) -> None:
    submitted(desk)
    assert state(desk) == "submitted"
    assert desk.differences() == []


def test_approving_makes_the_final_version(desk: Desk) -> None:
    submitted(desk)
    document = desk.document
    assert document is not None
    see_all(desk)
    desk.approve()
    assert desk.session is not None
    assert is_approved(desk.session.document(document), desk.session.people)


def test_the_reviewers_correction_goes_to_the_final_version_alone(desk: Desk) -> None:
    submitted(desk)
    document = desk.document
    assert document is not None
    before = {span.fragments for span in desk.view.doc.set_of(desk.reviewed).spans}
    focus(desk, "Utrecht")
    desk.digit("1")
    assert state(desk) == "in review"
    assert ("Utrecht", "ORG") in marked(desk)
    assert [(row.kind, row.text) for row in desk.differences()] == [("label", '"Utrecht": GPE becomes ORG')]
    assert {span.fragments for span in desk.view.doc.set_of(desk.reviewed).spans} == before
    desk.undo()
    assert state(desk) == "submitted"


def test_sending_back_needs_a_comment_and_the_author_opens_on_it(desk: Desk, heard: Heard) -> None:
    submitted(desk)
    desk.send_back()
    assert heard.messages[-1] == ("refused", "Sending back needs a comment that says why.")
    name = focus(desk, "Utrecht")
    assert desk.comment("Is this the city?", item=name)
    desk.send_back()
    assert state(desk) == "sent back"
    desk.act_as("Ana", reviewing=False)
    desk.open_first()
    assert desk.doc is not None
    assert desk.doc.document.name == "deal"
    assert desk.focus.start == place(DEAL, "Utrecht")[0]


def test_a_resubmission_brings_only_what_is_new(desk: Desk) -> None:
    submitted(desk)
    focus(desk, "Utrecht")
    desk.digit("1")
    desk.comment("See my change.")
    desk.send_back()
    desk.act_as("Ana", reviewing=False)
    desk.open_first()
    desk.focus_text(*place(DEAL, "Ostra Fund"))
    desk.digit("1")
    see_all(desk)
    desk.submit()
    desk.act_as("Rita", reviewing=True)
    desk.open_first()
    assert {("Ostra Fund", "ORG"), ("Utrecht", "ORG")} <= {
        (desk.view.doc.surface(span), desk.view.label_name(span.label)) for span in desk.view.shown.spans
    }
    assert [row.kind for row in desk.differences()] == ["label"]


def test_setting_aside_takes_the_reason_by_digit(desk: Desk, heard: Heard) -> None:
    desk.ask_to_set_aside()
    question = heard.questions[-1]
    assert question is not None
    assert [answer.text for answer in question.answers[:2]] == ["broken text", "wrong language"]
    question.answers[1].act()
    assert state(desk) == "set aside"


def test_a_transition_is_undone_while_nobody_acted_on_it(desk: Desk, heard: Heard) -> None:
    see_all(desk)
    desk.submit()
    desk.undo()
    desk.undo()
    assert state(desk) == "to do"


def test_a_submit_on_which_a_reviewer_acted_stays(desk: Desk, heard: Heard) -> None:
    submitted(desk)
    focus(desk, "Utrecht")
    desk.digit("1")
    desk.act_as("Ana", reviewing=False)
    desk.undo()
    desk.undo()
    assert state(desk) == "in review"
    assert "Rita has changed it since" in heard.last


def test_taking_back_an_import_closes_what_it_brought_and_opens_something_else(desk: Desk, heard: Heard) -> None:
    session = desk.session
    assert session is not None
    for _ in import_records(session, [DocumentRecord("late", "Late news.")], lambda _finding: None):
        pass
    desk.open_document(session.documents()[-1])
    desk.mark_seen(0, 10)
    desk.undo()
    assert [kind for kind, _ in heard.messages if kind == "error"] == []
    assert desk.doc is not None
    assert desk.doc.document.name == "deal"


def corrected(desk: Desk) -> None:
    """Rita has relabelled, taken out, moved and added; Ana has it back."""
    submitted(desk)
    focus(desk, "Utrecht")
    desk.digit("1")
    focus(desk, "Monday")
    desk.reject_or_delete()
    desk.focus_text(*place(DEAL, "Ostra Fund"))
    desk.digit("1")
    desk.link(focus(desk, "Brix Capital"), focus(desk, "Ostra Fund"))
    desk.finish_linking(desk.link_labels()[0].id)
    desk.comment("See my changes.")
    desk.send_back()
    desk.act_as("Ana", reviewing=False)
    desk.open_first()
    assert state(desk) == "sent back"


def test_the_author_takes_each_difference_and_none_is_left(desk: Desk) -> None:
    corrected(desk)
    assert sorted(row.kind for row in desk.differences()) == ["extra", "label", "missing", "relation"]
    taken = 0
    while rows := desk.differences():
        desk.focus_difference(rows[0])
        desk.accept()
        taken += 1
    assert taken == 3  # the relation brought its new end with it
    assert ("Utrecht", "ORG") in marked(desk)
    assert ("Ostra Fund", "ORG") in marked(desk)
    assert "Monday" not in [words for words, _ in marked(desk)]
    assert [row.tail_text for row in desk.relations()] == ["Ostra Fund"]


def test_what_both_added_is_one_item_of_the_final_version(desk: Desk) -> None:
    corrected(desk)
    desk.focus_text(*place(DEAL, "Ostra Fund"))
    desk.digit("1")
    assert "extra" not in [row.kind for row in desk.differences()]
    see_all(desk)
    desk.submit()
    desk.act_as("Rita", reviewing=True)
    desk.open_first()
    assert [row.text for row in desk.entities()].count("Ostra Fund") == 1
    assert "extra" not in [row.kind for row in desk.differences()]
    assert desk.problems() == []


def test_taking_everything_ends_in_an_approval_without_decisions(desk: Desk) -> None:
    corrected(desk)
    while desk.differences():
        desk.focus_difference(desk.differences()[0])
        desk.accept()
    see_all(desk)
    desk.submit()
    desk.act_as("Rita", reviewing=True)
    desk.open_first()
    assert desk.both_changed() == 0
    assert desk.differences() == []


def test_f8_goes_through_differences_too(desk: Desk) -> None:
    corrected(desk)
    seen = set()
    desk.focus_none(caret=0)
    for _ in range(12):
        desk.next_to_look_at(1)
        seen.add(desk.focus.start)
    assert {row.start for row in desk.differences()} <= seen


def test_f8_in_a_first_review_goes_through_what_was_not_just_accepted(desk: Desk) -> None:
    focus(desk, "Utrecht")
    desk.accept()  # as it was suggested
    focus(desk, "Mira Voss")
    desk.accept()
    focus(desk, "Mira Voss")
    desk.move_edge("end", 1)
    desk.focus_text(*place(DEAL, "Ostra Fund"))
    desk.digit("1")
    submitted(desk)
    stops = set()
    desk.focus_none(caret=0)
    for _ in range(12):
        desk.next_to_look_at(1)
        stops.add(desk.focus.start)
    assert {DEAL.index("Mira Voss"), DEAL.index("Ostra Fund")} <= stops
    assert DEAL.index("Utrecht") not in stops
