"""Every verb: what it does, what it refuses, and that taking it back leaves nothing behind."""

import pytest

from annotator.core import edits
from annotator.core.change import EditRefused
from tests.core.desk import ANA, DEAL, NEAR, ORG, OWNS, PERSON, PLACE, TEXT, WORKS, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_mark_trims_and_opens_the_set(desk: Desk) -> None:
    changes = desk.do(edits.mark_span(desk.view(), 6, 19, ORG))
    assert desk.marks() == [("of New York", "ORG")]
    assert desk.doc.set_of(ANA).state == "in progress"
    desk.undo(changes)
    assert (desk.marks(), desk.doc.set_of(ANA).state) == ([], "to do")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, len(TEXT) + 1)])
def test_mark_off_the_text_is_refused(desk: Desk, start: int, end: int) -> None:
    with pytest.raises(EditRefused, match=f"There is no text from {start} to {end}"):
        edits.mark_span(desk.view(), start, end, ORG)


def test_mark_of_white_space_is_refused(desk: Desk) -> None:
    with pytest.raises(EditRefused, match="nothing but white space"):
        edits.mark_span(desk.view(), 6, 7, ORG)


def test_mark_twice_is_refused_another_label_is_not(desk: Desk) -> None:
    desk.mark("Pfizer")
    with pytest.raises(EditRefused, match='"Pfizer" already is ORG'):
        desk.mark("Pfizer")
    desk.mark("Pfizer", PERSON)
    assert desk.marks() == [("Pfizer", "ORG"), ("Pfizer", "PERSON")]


def test_overlapping_nested_and_discontinuous_spans(desk: Desk) -> None:
    desk.mark("Pfizer of New York")
    desk.mark("New York", PLACE)
    desk.mark("York buys")
    desk.do(edits.mark_fragments(desk.view(), ((0, 6), (24, 30)), ORG))
    assert desk.marks() == [
        ("Pfizer … Seagen", "ORG"),
        ("Pfizer of New York", "ORG"),
        ("New York", "PLACE"),
        ("York buys", "ORG"),
    ]
    spans = {desk.doc.surface(span): span for span in desk.doc.set_of(ANA).spans}
    found = {desk.doc.surface(one) for one in edits.overlapping(desk.view(), spans["Pfizer … Seagen"])}
    assert found == {"Pfizer of New York"}  # the gap between fragments belongs to nobody


def test_fragments_must_ascend(desk: Desk) -> None:
    with pytest.raises(EditRefused):
        edits.mark_fragments(desk.view(), ((24, 30), (0, 6)), ORG)


def test_mark_where_a_model_suggests_the_same_accepts_it(desk: Desk) -> None:
    name = desk.suggest("Pfizer", ORG)
    desk.mark("Pfizer")
    assert desk.status(name) == "accepted"
    assert desk.doc.set_of(ANA).span(desk.at("Pfizer")).origin == name


def test_mark_again_what_was_accepted_under_another_label(desk: Desk) -> None:
    """The suggestion's own copy was relabelled: marking the first label there is a new span."""
    name = desk.suggest("Pfizer", ORG)
    desk.do(edits.relabel(desk.view(), [name], PERSON))
    desk.mark("Pfizer", ORG)
    assert desk.marks() == [("Pfizer", "PERSON"), ("Pfizer", "ORG")]


def test_relabel_accepts_as_altered(desk: Desk) -> None:
    name = desk.suggest("Pfizer", ORG)
    desk.do(edits.relabel(desk.view(), [name], PERSON))
    assert (desk.marks(), desk.status(name)) == ([("Pfizer", "PERSON")], "accepted")


def test_relabel_says_which_relations_it_would_break(desk: Desk) -> None:
    head, tail = desk.mark("Pfizer"), desk.mark("Seagen")
    desk.do(edits.link(desk.view(), head, tail, OWNS))
    with pytest.raises(EditRefused, match='As PERSON, "Pfizer" may not have a relation: owns') as refused:
        edits.relabel(desk.view(), [head], PERSON)
    assert refused.value.remedy == "broken relations"
    kept = desk.do(edits.relabel(desk.view(), [head], PERSON, broken="keep"))
    assert desk.links() == [("Pfizer", "owns", "Seagen")]
    desk.undo(kept)
    desk.do(edits.relabel(desk.view(), [head], PERSON, broken="delete"))
    assert (desk.links(), desk.marks()[0]) == ([], ("Pfizer", "PERSON"))


def test_relabel_to_what_is_there_is_refused(desk: Desk) -> None:
    desk.mark("Pfizer")
    other = desk.mark("Pfizer", PERSON)
    with pytest.raises(EditRefused, match="already is ORG"):
        edits.relabel(desk.view(), [other], ORG)


def test_move_edge_keeps_relations(desk: Desk) -> None:
    head, tail = desk.mark("Pfizer"), desk.mark("Seagen")
    desk.do(edits.link(desk.view(), head, tail, OWNS))
    desk.do(edits.move_edge(desk.view(), head, "end", 18))
    assert desk.links() == [("Pfizer of New York", "owns", "Seagen")]
    with pytest.raises(EditRefused, match="at least one character"):
        edits.move_edge(desk.view(), head, "start", 18)
    with pytest.raises(EditRefused, match="There is no text"):
        edits.move_edge(desk.view(), head, "end", 10_000)


def test_move_an_edge_onto_another_span_is_refused(desk: Desk) -> None:
    short = desk.mark("Pfizer")
    desk.mark("Pfizer of New York")
    with pytest.raises(EditRefused, match='"Pfizer of New York" already is ORG'):
        edits.move_edge(desk.view(), short, "end", 18)


def test_delete_takes_relations_and_rejects_what_was_suggested(desk: Desk) -> None:
    name = desk.suggest("Pfizer", ORG)
    desk.do(edits.move_edge(desk.view(), name, "end", 18))
    own, tail = desk.at("Pfizer of New York"), desk.mark("Seagen")
    desk.do(edits.link(desk.view(), own, tail, OWNS))
    edit = edits.delete(desk.view(), [own])
    assert edit.title == 'Delete "Pfizer of New York" and 1 relation'
    changes = desk.do(edit)
    assert (desk.marks(), desk.links()) == ([("Seagen", "ORG")], [])
    assert desk.status(name) == "rejected"  # by the key of the suggestion it came from
    assert f"{ORG}|0-18" in desk.doc.set_of(ANA).rejections  # and by its own
    desk.undo(changes)
    assert desk.status(name) == "accepted"


def test_delete_many_counts_a_relation_once(desk: Desk) -> None:
    head, tail = desk.mark("Pfizer"), desk.mark("Seagen")
    desk.do(edits.link(desk.view(), head, tail, OWNS))
    edit = edits.delete(desk.view(), [head, tail])
    assert edit.title == "Delete 2 items and 1 relation"
    desk.do(edit)
    assert desk.doc.set_of(ANA).is_empty()


def test_link_accepts_its_ends_in_the_same_edit(desk: Desk) -> None:
    head, tail = desk.suggest("Pfizer", ORG), desk.suggest("Seagen", ORG)
    changes = desk.do(edits.link(desk.view(), head, tail, OWNS))
    assert desk.links() == [("Pfizer", "owns", "Seagen")]
    assert desk.status(head) == desk.status(tail) == "accepted"
    desk.undo(changes)
    assert (desk.marks(), desk.status(head)) == ([], "open")


def test_link_against_the_rules_and_twice_is_refused(desk: Desk) -> None:
    org, person = desk.mark("Pfizer"), desk.mark("Albert Bourla", PERSON)
    with pytest.raises(EditRefused, match='"works for" may not go from ORG to PERSON'):
        edits.link(desk.view(), org, person, WORKS)
    desk.do(edits.link(desk.view(), person, org, WORKS))
    with pytest.raises(EditRefused, match='already linked by "works for"'):
        edits.link(desk.view(), person, org, WORKS)


def test_a_symmetric_relation_is_the_same_both_ways(desk: Desk) -> None:
    one, other = desk.mark("Pfizer"), desk.mark("Albert Bourla", PERSON)
    desk.do(edits.link(desk.view(), one, other, NEAR))
    with pytest.raises(EditRefused, match="already linked"):
        edits.link(desk.view(), other, one, NEAR)


def test_link_many_passes_over_what_is_linked(desk: Desk) -> None:
    heads, tail = [desk.mark("Pfizer"), desk.suggest("New York", ORG)], desk.mark("Seagen")
    desk.do(edits.link(desk.view(), heads[0], tail, OWNS))
    edit = edits.link_many(desk.view(), heads, tail, OWNS)
    assert edit.title == 'Link 1 entities owns "Seagen"'
    desk.do(edit)
    assert len(desk.links()) == 2
    with pytest.raises(EditRefused, match="linked so already"):
        edits.link_many(desk.view(), heads, tail, OWNS)


def test_reverse(desk: Desk) -> None:
    head, tail, person = desk.mark("Pfizer"), desk.mark("Seagen"), desk.mark("Albert Bourla", PERSON)
    desk.do(edits.link(desk.view(), head, tail, OWNS))
    relation = next(iter(desk.doc.set_of(ANA).relations))
    desk.do(edits.reverse(desk.view(), [relation]))
    assert desk.links() == [("Seagen", "owns", "Pfizer")]
    desk.do(edits.link(desk.view(), person, head, WORKS))
    with pytest.raises(EditRefused, match="may not go from ORG to PERSON"):
        edits.reverse(desk.view(), [next(n for n in desk.doc.set_of(ANA).relations if n != relation)])


def test_accept_a_relation_brings_its_ends(desk: Desk) -> None:
    head, tail = desk.suggest("Albert Bourla", PERSON), desk.suggest("Pfizer", ORG)
    relation = desk.suggest_link(head, tail, WORKS)
    desk.do(edits.accept(desk.view(), [relation]))
    assert desk.links() == [("Albert Bourla", "works for", "Pfizer")]
    assert {span.how for span in desk.doc.set_of(ANA).spans} == {"one by one"}
    with pytest.raises(EditRefused, match="decided already"):
        edits.accept(desk.view(), [relation])


def test_accept_open_leaves_conflicts_and_the_rejected(desk: Desk) -> None:
    plain, gone = desk.suggest("Seagen", ORG), desk.suggest("Albert Bourla", PERSON)
    desk.suggest("New York", PLACE)
    desk.suggest("York", PLACE, model="p.1.4")
    desk.do(edits.reject(desk.view(), [gone]))
    desk.do(edits.accept_open(desk.view()))
    assert desk.marks() == [("Seagen", "ORG")]
    assert desk.doc.set_of(ANA).span(desk.at("Seagen")).how == "with the rest"
    assert desk.status(plain) == "accepted"
    with pytest.raises(EditRefused, match="No suggestion is open"):
        edits.accept_open(desk.view())


def test_accept_open_of_one_label(desk: Desk) -> None:
    desk.suggest("Seagen", ORG)
    desk.suggest("Albert Bourla", PERSON)
    desk.do(edits.accept_open(desk.view(), label=PERSON))
    assert desk.marks() == [("Albert Bourla", "PERSON")]


def test_reject_an_end_rejects_its_relations(desk: Desk) -> None:
    head, tail = desk.suggest("Albert Bourla", PERSON), desk.suggest("Pfizer", ORG)
    relation = desk.suggest_link(head, tail, WORKS)
    desk.do(edits.reject(desk.view(), [tail]))
    assert (desk.status(tail), desk.status(relation), desk.status(head)) == ("rejected", "rejected", "open")


def test_propagate_marks_the_rest_as_one_edit(desk: Desk) -> None:
    desk.mark("Pfizer")
    second = TEXT.rindex("Pfizer")
    edit = edits.propagate(desk.view(), ORG, [(0, 6), (second, second + 6)])
    assert edit.title == 'Mark 1 × "Pfizer" ORG'
    changes = desk.do(edit)
    assert desk.marks() == [("Pfizer", "ORG"), ("Pfizer", "ORG")]
    desk.undo(changes)
    assert desk.marks() == [("Pfizer", "ORG")]


def test_notes_flags_and_attributes(desk: Desk) -> None:
    name = desk.suggest("Pfizer", ORG)
    desk.do(edits.set_note(desk.view(), name, "the company"))
    desk.do(edits.set_unsure(desk.view(), [desk.at("Pfizer")], unsure=True))
    desk.do(edits.set_attributes(desk.view(), desk.at("Pfizer"), (("zone", 3), ("a", True))))
    span = desk.doc.set_of(ANA).span(desk.at("Pfizer"))
    assert span is not None
    assert (span.note, span.unsure, span.attributes) == ("the company", True, (("a", True), ("zone", 3)))
    with pytest.raises(EditRefused, match="Nothing to change"):
        edits.set_unsure(desk.view(), [span.id], unsure=True)


def test_label_the_document(desk: Desk) -> None:
    desk.do(edits.label_document(desk.view(), DEAL, wanted=True))
    with pytest.raises(EditRefused, match='The document already has "deal"'):
        edits.label_document(desk.view(), DEAL, wanted=True)
    desk.do(edits.label_document(desk.view(), DEAL, wanted=False))
    assert not desk.doc.set_of(ANA).labels


@pytest.mark.parametrize(
    ("state", "sentence", "remedy"),
    [
        ("submitted", "Submitted 03:04 UTC. Withdraw to edit?", "withdraw"),
        ("in review", "A reviewer is looking at this. Withdraw to edit?", "withdraw"),
        ("approved", "Approved 03:04 UTC. Withdraw to edit?", "withdraw"),
        ("set aside", "Set aside: later. Take it up again to edit?", "take up"),
    ],
)
def test_closed_sets_refuse_every_verb(desk: Desk, state: str, sentence: str, remedy: str) -> None:
    own, open_one = desk.mark("Seagen"), desk.suggest("Pfizer", ORG)
    desk.state(state)
    view = desk.view()
    verbs = [
        lambda: edits.mark_span(view, 0, 6, ORG),
        lambda: edits.relabel(view, [own], PERSON),
        lambda: edits.move_edge(view, own, "end", 29),
        lambda: edits.delete(view, [own]),
        lambda: edits.link(view, own, open_one, NEAR),
        lambda: edits.accept(view, [open_one]),
        lambda: edits.reject(view, [open_one]),
        lambda: edits.set_note(view, own, "x"),
        lambda: edits.label_document(view, DEAL, wanted=True),
    ]
    for verb in verbs:
        with pytest.raises(EditRefused) as refused:
            verb()
        assert (str(refused.value), refused.value.remedy) == (sentence, remedy)
