"""What becomes of a suggestion, case by case: derived from what is there, and back again when that goes."""

import pytest

from annotator.core import edits
from annotator.core.suggestion import Suggestions
from tests.core.desk import NEAR, ORG, PERSON, PLACE, RULES, WORKS, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_open_until_decided(desk: Desk) -> None:
    name = desk.suggest("Pfizer", ORG)
    assert desk.status(name) == "open"
    desk.mark("Seagen")
    assert desk.status(name) == "open"


def test_accepted_by_key_or_by_origin(desk: Desk) -> None:
    by_key, by_origin = desk.suggest("Pfizer", ORG), desk.suggest("Seagen", ORG)
    desk.mark("Pfizer")
    desk.do(edits.relabel(desk.view(), [by_origin], PERSON))
    assert desk.status(by_key) == desk.status(by_origin) == "accepted"


def test_a_rejection_holds_for_a_later_run(desk: Desk) -> None:
    desk.do(edits.reject(desk.view(), [desk.suggest("Pfizer", ORG)]))
    again = desk.suggest("Pfizer", ORG)
    assert desk.status(again) == "rejected"
    assert desk.status(desk.suggest("Pfizer", PERSON)) == "open"


def test_marking_what_was_rejected_accepts_it(desk: Desk) -> None:
    name = desk.suggest("Pfizer", ORG)
    desk.do(edits.reject(desk.view(), [name]))
    desk.mark("Pfizer")
    assert desk.status(name) == "accepted"


def test_superseded_by_what_overlaps_and_back(desk: Desk) -> None:
    name = desk.suggest("Pfizer of", ORG)
    changes = desk.do(edits.mark_span(desk.view(), 0, 18, ORG))
    assert desk.status(name) == "superseded"
    desk.undo(changes)
    assert desk.status(name) == "open"


@pytest.mark.parametrize(("label", "status"), [(PLACE, "open"), (PERSON, "superseded")])
def test_what_may_nest_is_not_superseded(desk: Desk, label: str, status: str) -> None:
    """A PLACE may stand inside an ORG; a PERSON may not."""
    name = desk.suggest("New York", label)
    desk.mark("Pfizer of New York")
    assert desk.status(name) == status


def test_equal_fragments_never_nest(desk: Desk) -> None:
    name = desk.suggest("Pfizer", PLACE)
    desk.mark("Pfizer")
    assert desk.status(name) == "superseded"


def test_only_shared_characters_supersede(desk: Desk) -> None:
    """A span in the gap between two fragments shares none."""
    name = desk.suggest("New York", PERSON)
    desk.do(edits.mark_fragments(desk.view(), ((0, 6), (24, 30)), ORG))
    assert desk.status(name) == "open"


def test_an_unaltered_copy_of_the_same_model_supersedes_nothing(desk: Desk) -> None:
    outer, inner = desk.suggest("Pfizer of New York", PERSON), desk.suggest("York", PERSON)
    desk.do(edits.accept(desk.view(), [outer]))
    assert desk.status(inner) == "open"
    desk.do(edits.move_edge(desk.view(), outer, "end", 16))
    assert desk.status(inner) == "superseded"


def test_models_that_disagree_are_in_conflict(desk: Desk) -> None:
    one, other = desk.suggest("New York", PLACE), desk.suggest("York", PLACE, model=RULES)
    assert desk.status(one) == desk.status(other) == "conflict"
    desk.do(edits.reject(desk.view(), [other]))
    assert desk.status(one) == "open"


def test_the_same_from_several_models_is_one(desk: Desk) -> None:
    desk.suggest("Pfizer", ORG)
    double = desk.suggest("Pfizer", ORG, model=RULES)
    assert desk.status(double) == "double"
    assert Suggestions(desk.view()).tally() == (1, 0, 0)
    desk.mark("Pfizer")
    assert Suggestions(desk.view()).tally().decided == Suggestions(desk.view()).tally().total


def test_relations_follow_their_ends(desk: Desk) -> None:
    head, tail = desk.suggest("Albert Bourla", PERSON), desk.suggest("Seagen", ORG)
    relation = desk.suggest_link(head, tail, WORKS)
    assert desk.status(relation) == "open"
    changes = desk.do(edits.mark_span(desk.view(), 24, 28, ORG))
    assert (desk.status(tail), desk.status(relation)) == ("superseded", "superseded")
    desk.undo(changes)
    own = [desk.mark("Albert Bourla", PERSON), desk.mark("Seagen")]
    assert desk.status(relation) == "open"
    desk.do(edits.link(desk.view(), *own, WORKS))
    assert desk.status(relation) == "accepted"


def test_a_rejected_relation_leaves_its_ends(desk: Desk) -> None:
    head, tail = desk.suggest("Pfizer", ORG), desk.suggest("Seagen", ORG)
    relation = desk.suggest_link(head, tail, NEAR)
    desk.do(edits.reject(desk.view(), [relation]))
    assert (desk.status(relation), desk.status(head)) == ("rejected", "open")


def test_what_is_kept_is_what_is_derived_anew(desk: Desk) -> None:
    """After `forget`, kept statuses equal those of a fresh reading."""
    names = [desk.suggest(words, ORG) for words in ("Pfizer", "Seagen", "New York")]
    names += [desk.suggest("York", ORG, model=RULES)]
    kept = Suggestions(desk.view())
    spans = [desk.doc.find_span(name) for name in names]
    for start, end in ((0, 6), (13, 18), (24, 28)):
        assert [kept.status(span) for span in spans if span]
        desk.do(edits.mark_span(desk.view(), start, end, PERSON))
        kept.forget(start, end)
        fresh = Suggestions(desk.view())
        assert [kept.status(span) for span in spans if span] == [fresh.status(span) for span in spans if span]
