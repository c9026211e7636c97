"""Relations by the keyboard: legal ends, labels, turning, walking, several heads."""

from annotator.ui.desk import Desk
from tests.end_to_end.project import DEAL, place
from tests.ui.desk.conftest import Heard
from tests.ui.desk.test_annotating import focus


def links(desk: Desk) -> set[tuple[str, str, str]]:
    """(from, label, to) of the relations on show."""
    return {(row.head_text, row.label, row.tail_text) for row in desk.relations()}


def test_one_fitting_label_links_at_once_and_accepts_both_ends(desk: Desk) -> None:
    focus(desk, "Mira Voss")
    desk.start_linking()
    desk.link_to(name_at(desk, "Brix Capital"))
    assert links(desk) == {("Mira Voss", "works for", "Brix Capital")}
    assert len(desk.view.set.spans) == 2
    assert desk.entity(desk.focus.id).text == "Mira Voss"  # type: ignore[union-attr]
    desk.undo()
    assert len(desk.view.set.spans) == 0


def name_at(desk: Desk, words: str, nth: int = 0) -> str:
    """The span on show at these words, without moving the focus."""
    start, end = place(DEAL, words, nth)
    assert desk.scene is not None
    return next(one.id for one in desk.scene.spans_in(start, end) if (one.start, one.end) == (start, end))


def test_several_fitting_labels_are_asked_for_by_number(desk: Desk) -> None:
    focus(desk, "Halden Pharma", 1)
    desk.start_linking()
    desk.link_to(name_at(desk, "Brix Capital"))
    assert [(entry.key, entry.name) for entry in desk.bar() if entry.enabled] == [("1", "acquires"), ("2", "supplies")]
    desk.link_label("2", shift=False)
    assert links(desk) == {("Halden Pharma", "supplies", "Brix Capital")}


def test_where_only_the_reverse_is_legal_the_link_is_turned(desk: Desk) -> None:
    focus(desk, "Brix Capital")
    desk.start_linking()
    desk.link_to(name_at(desk, "Mira Voss"))
    assert links(desk) == {("Mira Voss", "works for", "Brix Capital")}


def test_illegal_ends_are_refused(desk: Desk, heard: Heard) -> None:
    focus(desk, "Mira Voss")
    desk.start_linking()
    assert not desk.is_legal_end(name_at(desk, "Utrecht"))
    desk.link_to(name_at(desk, "Utrecht"))
    assert heard.messages[-1][0] == "refused"
    assert desk.linking is not None


def test_a_label_no_rule_joins_says_what_may_be_joined(desk: Desk, heard: Heard) -> None:
    focus(desk, "Monday")
    desk.start_linking()
    assert desk.linking is None
    assert "PERSON → ORG" in heard.last


def test_the_same_label_from_several_heads_is_one_edit(desk: Desk) -> None:
    for nth in (0, 1):
        focus(desk, "Halden Pharma", nth)
        desk.hold()
    desk.start_linking()
    desk.link_to(name_at(desk, "Brix Capital"))
    desk.link_label("1", shift=False)
    assert len(desk.relations()) == 2
    desk.undo()
    assert desk.relations() == []


def test_same_again_keeps_the_label(desk: Desk) -> None:
    test_several_fitting_labels_are_asked_for_by_number(desk)
    focus(desk, "Soren Labs", 1)
    desk.again()
    desk.link_to(name_at(desk, "Brix Capital"))
    assert ("Soren Labs", "supplies", "Brix Capital") in links(desk)


def test_walking_turns_relabels_and_returns(desk: Desk) -> None:
    test_several_fitting_labels_are_asked_for_by_number(desk)
    desk.walk(1)
    assert desk.focus.kind == "relation"
    desk.reverse()
    assert links(desk) == {("Brix Capital", "supplies", "Halden Pharma")}
    desk.digit("1")
    assert links(desk) == {("Brix Capital", "acquires", "Halden Pharma")}
    desk.to_other_end()
    assert desk.entity(desk.focus.id).text == "Brix Capital"  # type: ignore[union-attr]


def test_relabelling_says_which_relations_it_would_break(desk: Desk, heard: Heard) -> None:
    test_one_fitting_label_links_at_once_and_accepts_both_ends_again(desk)
    focus(desk, "Mira Voss")
    desk.digit("3")
    question = heard.questions[-1]
    assert question is not None
    assert "works for" in question.text
    question.answers[0].act()
    assert desk.relations() == []
    assert desk.entity(desk.focus.id).label == "GPE"  # type: ignore[union-attr]


def test_one_fitting_label_links_at_once_and_accepts_both_ends_again(desk: Desk) -> None:
    focus(desk, "Mira Voss")
    desk.link(desk.focus.id, name_at(desk, "Brix Capital"))
    assert links(desk) == {("Mira Voss", "works for", "Brix Capital")}


def test_escape_from_linking_returns_to_the_head(desk: Desk) -> None:
    head = focus(desk, "Mira Voss")
    desk.start_linking()
    desk.stop_linking()
    assert (desk.linking, desk.focus.id) == (None, head)


def test_problems_are_those_of_the_present_state(desk: Desk) -> None:
    assert desk.problems() == []
    first, second = focus(desk, "Soren Labs"), focus(desk, "Brix Capital")
    desk.link(first, second)
    desk.finish_linking(desk.link_labels()[0].id)
    assert desk.problems() == []
    desk.focus_item(next(row.id for row in desk.entities() if row.text == "Brix Capital"))
    person = next(label.id for label in desk.session.scheme.ordered("span") if label.name == "PERSON")  # type: ignore[union-attr]
    desk.relabel_many((desk.focus.id,), person, broken="keep")
    assert [problem.item for problem in desk.problems()] == [desk.relations()[0].id]
    desk.focus_none(caret=0)
    desk.next_to_look_at(-1)
    while desk.focus.kind != "relation":
        before = desk.focus
        desk.next_to_look_at(1)
        assert desk.focus != before
    assert desk.focus.id == desk.relations()[0].id
    desk.undo()
    assert desk.problems() == []


def test_a_relation_may_lead_back_to_its_own_entity(desk: Desk) -> None:
    name = focus(desk, "Soren Labs")
    desk.start_linking()
    assert desk.is_legal_end(name)
    desk.link_to(name)
    desk.finish_linking(desk.link_labels()[0].id)
    (row,) = desk.view.set.relations.values()
    assert row.head == row.tail
    desk.undo()
    assert not desk.view.set.relations


def test_of_several_heads_none_is_its_own_other_end(desk: Desk) -> None:
    for words in ("Halden Pharma", "Soren Labs"):
        desk.toggle_held(focus(desk, words))
    desk.start_linking()
    assert desk.linking is not None
    assert not any(desk.is_legal_end(head) for head in desk.linking.heads)
