"""What answers to what between author and final version, taking it over, and that resubmission doubles nothing."""

import pytest

from annotator.core import comments, edits, review
from annotator.core.change import Change, EditRefused
from annotator.core.merge3 import both_changed
from annotator.core.pairs import pairs
from annotator.core.rows import Name, PersonRole, Span
from annotator.core.taking import take
from tests.core.desk import ANA, BEN, GOLD, ORG, OWNS, PERSON, TEXT, Desk


def place(words: str, nth: int = 0) -> tuple[int, int]:
    """Where words stand in the text."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def item(desk: Desk, author: Name, words: str, nth: int = 0) -> Span:
    """The span of an author at these words."""
    (found,) = [one for one in desk.doc.set_of(author).spans if (one.start, one.end) == place(words, nth)]
    return found


def words_of(desk: Desk, author: Name) -> list[tuple[str, str]]:
    """(words, label) of an author's spans in reading order."""
    return [(desk.doc.surface(one), desk.scheme.name_of(one.label)) for one in desk.doc.set_of(author).spans.ordered()]


@pytest.fixture
def desk() -> Desk:
    """Ana has submitted Pfizer, Seagen and that the one owns the other; Ben may review."""
    desk = Desk()
    people = desk.people
    people.apply(Change(None, PersonRole("r.1.0", BEN, "reviewer")))
    for words in ("Pfizer", "Seagen"):
        desk.do(edits.mark_span(desk.view(), *place(words), ORG))
    desk.do(edits.link(desk.view(), item(desk, ANA, "Pfizer").id, item(desk, ANA, "Seagen").id, OWNS))
    desk.do(review.submit(desk.view()))
    return desk


def send_back(desk: Desk) -> None:
    """Ben sends the work back."""
    desk.do(comments.comment(desk.review(), "Look again."))
    desk.do(review.send_back(desk.review()))


def test_a_changed_span_is_taken_whole(desk: Desk) -> None:
    own = item(desk, ANA, "Pfizer")
    desk.do(edits.set_fragments(desk.review(), own.id, (place("Pfizer of New York"),)))
    gold = item(desk, GOLD, "Pfizer of New York")
    desk.do(edits.set_note(desk.review(), gold.id, "whole name"))
    send_back(desk)
    desk.do(take(desk.view(), [own.id]))
    taken = item(desk, ANA, "Pfizer of New York")
    assert (taken.id, taken.note) == (own.id, "whole name")


def test_taking_may_be_asked_by_the_name_in_the_final_version_too(desk: Desk) -> None:
    desk.do(edits.relabel(desk.review(), [item(desk, ANA, "Seagen").id], PERSON, broken="delete"))
    gold = item(desk, GOLD, "Seagen")
    send_back(desk)
    desk.do(take(desk.view(), [gold.id]))
    assert ("Seagen", "PERSON") in words_of(desk, ANA)


def test_what_was_taken_out_goes_with_its_relations(desk: Desk) -> None:
    own = item(desk, ANA, "Seagen")
    desk.do(edits.delete(desk.review(), [own.id]))
    send_back(desk)
    desk.do(take(desk.view(), [own.id]))
    assert words_of(desk, ANA) == [("Pfizer", "ORG")]
    assert desk.doc.set_of(ANA).relations == {}


def test_a_turned_relation_is_turned(desk: Desk) -> None:
    (own,) = desk.doc.set_of(ANA).relations.values()
    desk.do(edits.reverse(desk.review(), [own.id]))
    send_back(desk)
    desk.do(take(desk.view(), [own.id]))
    (after,) = desk.doc.set_of(ANA).relations.values()
    assert (after.id, after.head, after.tail) == (own.id, own.tail, own.head)


def test_an_added_relation_brings_its_added_end(desk: Desk) -> None:
    desk.do(edits.mark_span(desk.review(), *place("Pfizer", 1), ORG))
    ends = item(desk, GOLD, "Seagen").id, item(desk, GOLD, "Pfizer", 1).id
    desk.do(edits.link(desk.review(), *ends, OWNS))
    send_back(desk)
    added = [row for row in desk.doc.set_of(GOLD).relations.values() if row.tail == ends[1]]
    desk.do(take(desk.view(), [added[0].id]))
    assert words_of(desk, ANA) == words_of(desk, GOLD)
    assert len(desk.doc.set_of(ANA).relations) == 2


@pytest.mark.parametrize("taken", [True, False])
def test_resubmission_makes_one_of_what_both_have(desk: Desk, taken: bool) -> None:
    desk.do(edits.mark_span(desk.review(), *place("Albert Bourla"), PERSON))
    send_back(desk)
    if taken:
        desk.do(take(desk.view(), [item(desk, GOLD, "Albert Bourla").id]))
    else:
        desk.do(edits.mark_span(desk.view(), *place("Albert Bourla"), PERSON))
    desk.do(review.submit(desk.view()))
    own, gold = desk.doc.set_of(ANA), desk.doc.set_of(GOLD)
    assert words_of(desk, GOLD) == words_of(desk, ANA)
    assert gold.by_origin[item(desk, ANA, "Albert Bourla").id] == item(desk, GOLD, "Albert Bourla").id
    assert both_changed(own, gold) == []


def test_what_the_author_made_of_an_addition_is_for_the_reviewer_to_decide(desk: Desk) -> None:
    desk.do(edits.mark_span(desk.review(), *place("Albert Bourla"), PERSON))
    send_back(desk)
    desk.do(take(desk.view(), [item(desk, GOLD, "Albert Bourla").id]))
    own = item(desk, ANA, "Albert Bourla")
    desk.do(edits.relabel(desk.view(), [own.id], ORG))
    desk.do(review.submit(desk.view()))
    assert both_changed(desk.doc.set_of(ANA), desk.doc.set_of(GOLD)) == [own.id]
    assert ("Albert Bourla", "PERSON") in words_of(desk, GOLD)


def test_each_item_answers_to_one_alone(desk: Desk) -> None:
    desk.do(edits.mark_span(desk.review(), *place("Albert Bourla"), PERSON))
    send_back(desk)
    desk.do(edits.mark_span(desk.view(), *place("Albert Bourla"), PERSON))
    found = pairs(desk.doc.set_of(ANA), desk.doc.set_of(GOLD))
    assert len(found) == len(set(found.values())) == 4


def test_nothing_is_taken_where_nothing_differs_or_there_is_no_final_version(desk: Desk) -> None:
    own = item(desk, ANA, "Pfizer").id
    with pytest.raises(EditRefused, match="no final version"):
        take(desk.view(), [own])
    desk.do(edits.mark_span(desk.review(), *place("Albert Bourla"), PERSON))
    send_back(desk)
    with pytest.raises(EditRefused, match="already"):
        take(desk.view(), [own])
    with pytest.raises(EditRefused, match="no longer there"):
        take(desk.view(), ["x.9.9"])


def test_what_is_taken_is_taken_back_by_undo(desk: Desk) -> None:
    own = item(desk, ANA, "Pfizer")
    desk.do(edits.relabel(desk.review(), [own.id], PERSON, broken="delete"))
    send_back(desk)
    before = words_of(desk, ANA)
    changes = desk.do(take(desk.view(), [own.id]))
    assert words_of(desk, ANA) != before
    desk.undo(changes)
    assert words_of(desk, ANA) == before
