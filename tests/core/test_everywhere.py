"""Label everywhere on one document: what each verb does at each kind of place, and what it leaves alone."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import edits
from annotator.core.change import Edit, EditRefused, joined, with_names
from annotator.core.everywhere import (
    VERBS,
    Outcome,
    Place,
    Present,
    label_places,
    present,
    reject_places,
    relabel_places,
    unlabel_places,
)
from annotator.core.rows import Name, Span
from annotator.core.suggestion import Suggestions
from tests.core.desk import ANA, BEN, ORG, OWNS, PERSON, PLACE, RULES, TEXT, WORKS, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def at(words: str, nth: int = 0) -> Place:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Place(((start, start + len(words)),))


def there(desk: Desk, place: Place) -> Present:
    return present(desk.view(), Suggestions(desk.view()), place)


def do(desk: Desk, outcome: Outcome) -> None:
    assert outcome.edit is not None
    changes = desk.do(outcome.edit)
    desk.undo(changes)
    desk.doc.set_of(ANA)
    for change in changes:
        desk.doc.apply(change)


def test_what_stands_at_a_place(desk: Desk) -> None:
    desk.mark("Pfizer of New York")
    desk.mark("New York", PLACE)
    desk.suggest("Pfizer", ORG)
    desk.suggest("Seagen", ORG)
    desk.suggest("Seagen", ORG, model=RULES)
    desk.suggest("Albert Bourla", PERSON)
    desk.do(edits.reject(desk.view(), [desk.suggest("runs", ORG)]))
    assert there(desk, at("New York")) == Present((PLACE,), (ORG,), ())
    assert there(desk, at("Pfizer")) == Present((), (ORG,), ())  # what an own entity overlaps is asked no more
    assert there(desk, at("Seagen")) == Present((), (), (ORG,))
    assert there(desk, at("Albert")) == Present()
    assert there(desk, at("runs")) == Present()


def test_label_marks_what_has_no_label_and_accepts_what_is_suggested_so(desk: Desk) -> None:
    suggested = desk.suggest("Seagen", ORG)
    desk.mark("Pfizer")
    desk.mark("New York", PLACE)
    outcome = label_places(desk.view(), [at("Pfizer"), at("Pfizer", 1), at("Seagen"), at("New York")], ORG)
    assert (outcome.done, outcome.left) == (2, Counter({"has this label already": 1, "has another label": 1}))
    do(desk, outcome)
    assert desk.marks() == [("Pfizer", "ORG"), ("New York", "PLACE"), ("Seagen", "ORG"), ("Pfizer", "ORG")]
    (accepted,) = [span for span in desk.doc.set_of(ANA).spans if span.origin == suggested]
    assert accepted.how == "with the rest"  # precision counts only what was looked at one by one


def test_relabel_takes_own_entities_and_suggestions_and_leaves_those_with_relations(desk: Desk) -> None:
    desk.mark("Pfizer")
    desk.mark("Seagen")
    desk.mark("Albert Bourla", PERSON)
    desk.suggest("New York", PERSON)
    desk.do(edits.link(desk.view(), desk.at("Pfizer"), desk.at("Seagen"), OWNS))
    places = [at("Pfizer"), at("Albert Bourla"), at("New York"), at("runs")]
    outcome = relabel_places(desk.view(), places, PLACE)
    assert outcome.left == Counter({"may not have its relations then": 1, "has no label": 1})
    do(desk, outcome)
    assert desk.marks() == [("Pfizer", "ORG"), ("New York", "PLACE"), ("Seagen", "ORG"), ("Albert Bourla", "PLACE")]
    assert desk.links() == [("Pfizer", "owns", "Seagen")]


def test_unlabel_deletes_with_relations_once(desk: Desk) -> None:
    for words in ("Pfizer", "Seagen"):
        desk.mark(words)
    desk.mark("Seagen", PERSON)
    desk.do(edits.link(desk.view(), desk.at("Pfizer"), desk.at("Seagen"), OWNS))
    outcome = unlabel_places(desk.view(), [at("Pfizer"), at("Seagen"), at("New York")])
    assert (outcome.done, outcome.relations, outcome.left) == (2, 1, Counter({"has no label": 1}))
    do(desk, outcome)
    assert (desk.marks(), desk.links()) == ([], [])


def test_an_entity_that_was_searched_by_its_label_alone_is_meant(desk: Desk) -> None:
    desk.mark("Seagen")
    desk.mark("Seagen", PERSON)
    one = next(span for span in desk.doc.set_of(ANA).spans if span.label == PERSON)
    place = Place(one.fragments, one.id)
    assert there(desk, place).labels == (PERSON,)
    do(desk, unlabel_places(desk.view(), [place]))
    assert desk.marks() == [("Seagen", "ORG")]
    assert unlabel_places(desk.view(), [place]).left == Counter({"is gone": 1})


def test_reject_takes_suggestions_that_are_open(desk: Desk) -> None:
    seagen = desk.suggest("Seagen", ORG)
    twin = desk.suggest("Seagen", ORG, model=RULES)
    desk.mark("Pfizer")
    outcome = reject_places(desk.view(), [at("Seagen"), at("Pfizer")])
    assert (outcome.done, outcome.left) == (1, Counter({"nothing is suggested": 1}))
    do(desk, outcome)
    assert {desk.status(name) for name in (seagen, twin)} == {"rejected"}
    assert len(desk.doc.set_of(ANA).rejections) == 1


@pytest.mark.parametrize("state", ["submitted", "in review", "approved", "set aside"])
@pytest.mark.parametrize("verb", list(VERBS))
def test_a_set_that_is_not_open_stays_as_it_is(desk: Desk, verb: str, state: str) -> None:
    desk.mark("Pfizer")
    desk.suggest("Seagen", ORG)
    desk.state(state)
    assert VERBS[verb](desk.view(), [at("Pfizer"), at("Seagen")], PERSON) == Outcome(None, 0, Counter({state: 2}))


@pytest.mark.parametrize("verb", list(VERBS))
def test_another_ones_work_is_not_touched(desk: Desk, verb: str) -> None:
    with pytest.raises(EditRefused, match="own sets"):
        VERBS[verb](desk.review(of=ANA, by=BEN), [at("Pfizer")], ORG)


@pytest.mark.parametrize("verb", ["relabel", "unlabel", "reject"])
def test_where_nothing_is_done_the_document_is_not_begun(desk: Desk, verb: str) -> None:
    assert VERBS[verb](desk.view(), [at("Pfizer")], ORG).edit is None
    assert desk.doc.set_of(ANA).row is None


starts = st.integers(0, len(TEXT) - 2)
marks = st.lists(st.tuples(starts, st.integers(1, 12), st.sampled_from([ORG, PERSON, PLACE])), max_size=8)


@given(marks, marks, st.lists(st.tuples(starts, st.integers(1, 12)), max_size=12), st.data())
def test_whatever_is_done_comes_back_whole(
    own: list[tuple[int, int, Name]],
    suggested: list[tuple[int, int, Name]],
    sought: list[tuple[int, int]],
    data: st.DataObject,
) -> None:
    desk = Desk()
    for start, length, label in own:
        if not TEXT[start : start + length].isspace():
            desk.put(ANA, ((start, min(len(TEXT), start + length)),), label)
    for start, length, label in suggested:
        desk.put(data.draw(st.sampled_from([RULES, "p.1.3"])), ((start, min(len(TEXT), start + length)),), label)
    spans = desk.doc.set_of(ANA).spans.ordered()
    for head, tail in data.draw(
        st.lists(st.tuples(st.sampled_from(spans), st.sampled_from(spans)), max_size=3) if spans else st.just([])
    ):
        if head != tail:
            _link(desk, head, tail)
    places = [Place(((start, min(len(TEXT), start + length)),)) for start, length in dict.fromkeys(sought)]
    places = [place for place in places if TEXT[slice(*place.fragments[0])].strip() == TEXT[slice(*place.fragments[0])]]
    verb, label = data.draw(st.sampled_from(list(VERBS))), data.draw(st.sampled_from([ORG, PERSON, PLACE]))
    before = _everything(desk)
    outcome = VERBS[verb](desk.view(), places, label)
    assert outcome.done + outcome.left.total() == len(places)
    if outcome.edit is not None:
        changes = desk.do(outcome.edit)
        _check(desk, verb, label, places, outcome.done)
        desk.undo(changes)
    assert _everything(desk) == before


def _link(desk: Desk, head: Span, tail: Span) -> None:
    if desk.scheme.may_join(WORKS, head.label, tail.label):
        try:
            desk.do(edits.link(desk.view(), head.id, tail.id, WORKS))
        except EditRefused:
            return  # they are linked so already


def _check(desk: Desk, verb: str, label: Name, places: list[Place], done: int) -> None:
    now = [there(desk, place) for place in places]
    if verb in ("label", "relabel"):
        assert sum(label in one.labels for one in now) >= done
    elif verb == "unlabel":
        assert not any(one.labels for one in now)
    else:
        assert not any(one.suggested for one in now)
    for row in desk.doc.set_of(ANA).relations.values():
        assert {row.head, row.tail} <= set(desk.doc.set_of(ANA).spans.by_name)


def _everything(desk: Desk) -> object:
    one = desk.doc.set_of(ANA)
    rows = (dict(one.spans.by_name), dict(one.relations), set(one.rejections), dict(one.by_origin))
    return rows, one.state, len(desk.doc.set_of(RULES).spans)


def test_edits_of_several_documents_become_one() -> None:
    found = []
    for _ in range(2):
        desk = Desk()
        desk.suggest("Seagen", ORG)
        found.append(label_places(desk.view(), [at("Pfizer"), at("Seagen")], ORG).edit)
    whole = joined([edit for edit in found if edit is not None], "both")
    assert isinstance(whole, Edit)
    named = with_names(whole.changes, "e.1")
    assert [change.key for change in named if isinstance(change.row, Span)] == ["e.1.1", "e.1.2", "e.1.4", "e.1.5"]
