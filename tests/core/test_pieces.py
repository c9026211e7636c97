"""Fragments added and removed, spans merged and split: relations stay, and taking it back leaves nothing behind."""

import pytest

from annotator.core import edits, pieces
from annotator.core.change import Edit, EditRefused
from tests.core.desk import ANA, GOLD, NEAR, ORG, OWNS, PERSON, PLACE, TEXT, Desk

SEAGEN = TEXT.index("Seagen")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def there_and_back(desk: Desk, edit: Edit) -> None:
    """Store an edit, take it back, see that all is as before, and store it again."""
    before = (desk.marks(), desk.links())
    desk.undo(desk.do(edit))
    assert (desk.marks(), desk.links()) == before
    desk.do(edit)


def test_a_fragment_is_added_and_relations_stay(desk: Desk) -> None:
    head, tail = desk.mark("Pfizer"), desk.mark("York")
    desk.do(edits.link(desk.view(), head, tail, OWNS))
    there_and_back(desk, pieces.add_fragment(desk.view(), head, SEAGEN - 1, SEAGEN + 6))
    assert desk.marks() == [("Pfizer … Seagen", "ORG"), ("York", "ORG")]
    assert desk.links() == [("Pfizer … Seagen", "owns", "York")]


def test_a_fragment_beside_another_grows_it(desk: Desk) -> None:
    name = desk.mark("Pfizer")
    desk.do(pieces.add_fragment(desk.view(), name, 7, 9))
    assert desk.marks() == [("Pfizer of", "ORG")]
    with pytest.raises(EditRefused, match='"Pfizer of" has that already'):
        pieces.add_fragment(desk.view(), name, 0, 6)
    with pytest.raises(EditRefused, match="nothing but white space"):
        pieces.add_fragment(desk.view(), name, 9, 10)


def test_a_fragment_for_a_suggestion_accepts_it_altered(desk: Desk) -> None:
    name = desk.suggest("Pfizer", ORG)
    there_and_back(desk, pieces.add_fragment(desk.view(), name, SEAGEN, SEAGEN + 6))
    assert (desk.marks(), desk.status(name)) == ([("Pfizer … Seagen", "ORG")], "accepted")


def test_a_fragment_that_makes_a_double_is_refused(desk: Desk) -> None:
    desk.do(edits.mark_fragments(desk.view(), ((0, 6), (SEAGEN, SEAGEN + 6)), ORG))
    name = desk.mark("Pfizer")
    with pytest.raises(EditRefused, match='"Pfizer … Seagen" already is ORG'):
        pieces.add_fragment(desk.view(), name, SEAGEN, SEAGEN + 6)


def test_a_fragment_is_removed_the_last_is_not(desk: Desk) -> None:
    desk.do(edits.mark_fragments(desk.view(), ((0, 6), (SEAGEN, SEAGEN + 6)), ORG))
    (span,) = desk.doc.set_of(ANA).spans
    with pytest.raises(EditRefused, match="no piece here"):
        pieces.remove_fragment(desk.view(), span.id, 12)
    there_and_back(desk, pieces.remove_fragment(desk.view(), span.id, SEAGEN + 2))
    assert desk.marks() == [("Pfizer", "ORG")]
    with pytest.raises(EditRefused, match="only piece"):
        pieces.remove_fragment(desk.view(), span.id, 2)


def test_merging_neighbours_makes_one_fragment_and_keeps_relations(desk: Desk) -> None:
    left, right, other = desk.mark("New"), desk.mark("York"), desk.mark("Seagen")
    desk.do(edits.link(desk.view(), other, right, OWNS))
    there_and_back(desk, pieces.merge_spans(desk.view(), left, [right]))
    assert desk.marks() == [("New York", "ORG"), ("Seagen", "ORG")]
    assert desk.links() == [("Seagen", "owns", "New York")]


def test_merging_across_words_makes_fragments(desk: Desk) -> None:
    desk.do(pieces.merge_spans(desk.view(), desk.mark("Pfizer"), [desk.mark("New York")]))
    assert desk.marks() == [("Pfizer … New York", "ORG")]


def test_what_merging_cannot_keep_is_said(desk: Desk) -> None:
    left, right, other = desk.mark("New"), desk.mark("York"), desk.mark("Seagen")
    desk.do(edits.link(desk.view(), left, right, OWNS))
    desk.do(edits.link(desk.view(), left, other, NEAR))
    desk.do(edits.link(desk.view(), other, right, NEAR))  # symmetric: the same as the one before, once they are one
    edit = pieces.merge_spans(desk.view(), left, [right])
    assert edit.title == 'Merge "New" and "York" without 2 relations'
    there_and_back(desk, edit)
    assert desk.links() == [("New York", "near", "Seagen")]


def test_a_relation_of_a_span_to_itself_survives_merging(desk: Desk) -> None:
    left, right = desk.mark("New"), desk.mark("York")
    desk.do(edits.link(desk.view(), right, right, OWNS))
    there_and_back(desk, pieces.merge_spans(desk.view(), left, [right]))
    assert desk.links() == [("New York", "owns", "New York")]


def test_many_merge_into_one(desk: Desk) -> None:
    first, second, third = desk.mark("Pfizer"), desk.mark("New"), desk.mark("York")
    desk.do(edits.link(desk.view(), second, third, OWNS))
    edit = pieces.merge_spans(desk.view(), first, [second, third])
    assert edit.title == 'Merge "Pfizer" and 2 more without 1 relation'
    there_and_back(desk, edit)
    assert (desk.marks(), desk.links()) == ([("Pfizer … New York", "ORG")], [])


def test_merging_takes_two(desk: Desk) -> None:
    name = desk.mark("New")
    with pytest.raises(EditRefused, match="takes two"):
        pieces.merge_spans(desk.view(), name, [name])


def test_labels_do_not_mix(desk: Desk) -> None:
    with pytest.raises(EditRefused, match="not ORG and PERSON"):
        pieces.merge_spans(desk.view(), desk.mark("New"), [desk.mark("York", PERSON)])


def test_merging_takes_suggestions_in(desk: Desk) -> None:
    left, right = desk.suggest("New", PLACE), desk.suggest("York", PLACE)
    there_and_back(desk, pieces.merge_spans(desk.view(), left, [right]))
    assert desk.marks() == [("New York", "PLACE")]
    assert (desk.status(left), desk.status(right)) == ("accepted", "superseded")


def test_a_split_keeps_relations_with_the_first_part(desk: Desk) -> None:
    whole, other = desk.mark("New York"), desk.mark("Seagen")
    desk.do(edits.link(desk.view(), other, whole, OWNS))
    there_and_back(desk, pieces.split_span(desk.view(), whole, TEXT.index("York")))
    assert desk.marks() == [("New", "ORG"), ("York", "ORG"), ("Seagen", "ORG")]
    assert desk.links() == [("Seagen", "owns", "New")]


def test_a_split_in_a_gap_parts_the_fragments(desk: Desk) -> None:
    desk.do(edits.mark_fragments(desk.view(), ((0, 6), (SEAGEN, SEAGEN + 6)), ORG))
    (span,) = desk.doc.set_of(ANA).spans
    desk.do(pieces.split_span(desk.view(), span.id, 12))
    assert desk.marks() == [("Pfizer", "ORG"), ("Seagen", "ORG")]


@pytest.mark.parametrize("offset", [0, 6])
def test_a_split_at_an_edge_is_refused(desk: Desk, offset: int) -> None:
    with pytest.raises(EditRefused, match="inside the entity"):
        pieces.split_span(desk.view(), desk.mark("Pfizer"), offset)


def test_a_reviewer_merges_and_splits_in_the_final_version_alone(desk: Desk) -> None:
    left, right = desk.mark("New"), desk.mark("York")
    desk.state("submitted")
    desk.do(pieces.merge_spans(desk.review(), left, [right]))
    assert desk.marks(GOLD) == [("New York", "ORG")]
    assert desk.marks() == [("New", "ORG"), ("York", "ORG")]
    merged = desk.doc.set_of(GOLD).by_origin[left]
    desk.do(pieces.split_span(desk.review(), merged, TEXT.index("York")))
    assert desk.marks(GOLD) == [("New", "ORG"), ("York", "ORG")]
