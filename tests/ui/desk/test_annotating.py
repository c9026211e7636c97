"""Accepting, rejecting, labelling, edges, holding, undo: what keys do to a real project."""

from annotator.core.rows import Name
from annotator.ui.canvas.scene import State
from annotator.ui.desk import Desk
from tests.end_to_end.project import DEAL, place
from tests.ui.desk.conftest import Heard


def focus(desk: Desk, words: str, nth: int = 0) -> Name:
    """Focus the span on show at these words."""
    start, end = place(DEAL, words, nth)
    assert desk.scene is not None
    span = next(one for one in desk.scene.spans_in(start, end) if (one.start, one.end) == (start, end))
    desk.focus_item(span.id)
    return span.id


def marked(desk: Desk) -> set[tuple[str, str]]:
    """(words, label) of the person's own spans."""
    view = desk.view
    return {(view.doc.surface(span), view.label_name(span.label)) for span in view.set.spans}


def test_a_document_opens_on_its_first_undecided_suggestion(desk: Desk) -> None:
    assert (desk.focus.kind, desk.focus.start) == ("span", 0)


def test_accepting_goes_on_to_the_next_undecided(desk: Desk) -> None:
    desk.accept()
    assert marked(desk) == {("Halden Pharma", "ORG")}
    assert desk.focus.start == place(DEAL, "Soren Labs")[0]


def test_at_the_last_undecided_accepting_stays_and_says_so(desk: Desk, heard: Heard) -> None:
    for _ in range(10):
        desk.accept()
    assert heard.last == "All decided: Ctrl+Enter"
    assert desk.focus.kind == "span"
    assert desk.progress() == (10, 10)


def test_rejecting_goes_on_and_holds(desk: Desk) -> None:
    desk.reject_or_delete()
    assert marked(desk) == set()
    assert desk.progress() == (1, 10)
    assert desk.focus.start == place(DEAL, "Soren Labs")[0]


def test_relabelling_a_suggestion_accepts_it_as_altered_and_stays(desk: Desk) -> None:
    focus(desk, "Utrecht")
    desk.digit("1")
    assert marked(desk) == {("Utrecht", "ORG")}
    assert desk.entity(desk.focus.id).source == "made-up, altered"  # type: ignore[union-attr]


def test_a_number_without_label_is_refused_with_a_sentence(desk: Desk, heard: Heard) -> None:
    desk.digit("9")
    assert heard.messages[-1] == ("refused", "No label has this number.")
    assert marked(desk) == set()


def test_selected_text_becomes_a_span_and_keeps_the_focus(desk: Desk) -> None:
    start, end = place(DEAL, "Ostra Fund")
    desk.focus_text(start, end)
    desk.digit("1")
    assert marked(desk) == {("Ostra Fund", "ORG")}
    assert (desk.focus.kind, desk.focus.start) == ("span", start)


def test_a_selection_equal_to_a_suggestion_is_that_suggestion(desk: Desk) -> None:
    desk.focus_text(*place(DEAL, "Utrecht"))
    assert desk.focus.kind == "span"


def test_an_overlapping_own_span_supersedes_and_its_deletion_brings_the_suggestion_back(desk: Desk) -> None:
    start, end = place(DEAL, "Soren Labs fits")
    desk.focus_text(start, end - len(" fits"))
    desk.digit("1")
    assert ("Soren Labs", "ORG") in marked(desk)
    assert [one.state for one in desk.scene.spans_in(start, end)] == [State.OWN]  # type: ignore[union-attr]
    desk.reject_or_delete()
    assert [one.state for one in desk.scene.spans_in(start, end)] == [State.SUGGESTION]  # type: ignore[union-attr]


def test_edges_move_by_token_and_by_character(desk: Desk) -> None:
    focus(desk, "Utrecht")
    desk.move_edge("start", -1)
    assert ("in Utrecht", "GPE") in marked(desk)
    desk.move_edge("start", 1)
    desk.move_edge("end", -1, by_character=True)
    assert ("Utrech", "GPE") in marked(desk)


def test_an_edge_cannot_pass_the_other(desk: Desk, heard: Heard) -> None:
    focus(desk, "Utrecht")
    desk.accept()
    focus(desk, "Utrecht")
    for _ in range(3):
        desk.move_edge("start", 1)
    assert ("refused", "An entity needs at least one character.") in heard.messages
    assert ("Utrecht", "GPE") in marked(desk)


def test_holding_several_and_labelling_them_is_one_edit(desk: Desk) -> None:
    for words in ("Utrecht", "Brix Capital"):
        focus(desk, words)
        desk.hold()
    desk.digit("2")
    assert marked(desk) == {("Utrecht", "PERSON"), ("Brix Capital", "PERSON")}
    desk.undo()
    assert marked(desk) == set()


def test_same_texts_are_found_with_case_and_whole_words(desk: Desk) -> None:
    focus(desk, "Halden Pharma")
    desk.accept()
    focus(desk, "Halden Pharma")
    assert len(desk.same_texts()) == 2
    assert len(desk.same_texts(whole_word=False, case=False)) == 2
    desk.propagate(desk.same_texts())
    assert (
        sum(words == "Halden Pharma" for words, _ in (((desk.view.doc.surface(s)), 0) for s in desk.view.set.spans))
        == 3
    )


def test_undo_focuses_what_came_back(desk: Desk) -> None:
    name = focus(desk, "Utrecht")
    desk.accept()
    desk.undo()
    assert desk.focus.id == name
    desk.redo()
    assert desk.entity(desk.focus.id).text == "Utrecht"  # type: ignore[union-attr]


def test_undo_outside_this_document_is_named_first_and_wants_a_second_press(desk: Desk, heard: Heard) -> None:
    desk.accept()
    desk.next_document(1)
    assert desk.doc.document.name == "plant"  # type: ignore[union-attr]
    desk.undo()
    question = heard.questions[-1]
    assert question is not None
    assert question.text.startswith('Would undo Accept "Halden Pharma" in deal, ')
    desk.undo()
    assert desk.doc.document.name == "deal"  # type: ignore[union-attr]
    assert marked(desk) == set()


def test_unsure_is_a_flag_that_is_taken_back_by_the_same_key(desk: Desk) -> None:
    focus(desk, "Utrecht")
    desk.set_unsure()
    assert desk.entity(desk.focus.id).unsure  # type: ignore[union-attr]
    desk.set_unsure()
    assert not desk.entity(desk.focus.id).unsure  # type: ignore[union-attr]
