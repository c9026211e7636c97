"""Following changes one by one finds the same problems as checking everything anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.change import Change, EditRefused
from annotator.core.checks import Problem, check_set
from annotator.core.intentions import intend, no_longer_intended
from annotator.core.problem_index import ProblemIndex
from annotator.core.rows import Relation, Row, Span
from tests.core.desk import ANA, NEAR, ORG, OWNS, PERSON, TEXT, WORKS, Desk

PLACES = ((0, 6), (0, 7), (24, 30), (32, 45), (51, 57))  # the second has white space at its end
SPANS = [f"x.1.{number}" for number in range(6)]
RELATIONS = [f"x.2.{number}" for number in range(6)]

spans = st.builds(
    lambda name, place, label: Span(name, "d.1.0", ANA, (place,), label),
    st.sampled_from(SPANS),
    st.sampled_from(PLACES),
    st.sampled_from([ORG, PERSON, "s.9.9"]),
)
relations = st.builds(
    lambda name, head, tail, label: Relation(name, "d.1.0", ANA, head, tail, label),
    st.sampled_from(RELATIONS),
    st.sampled_from(SPANS),
    st.sampled_from(SPANS),
    st.sampled_from([OWNS, WORKS, NEAR]),
)


def as_sets(problems: list[Problem]) -> list[Problem]:
    return sorted(problems)


@given(st.lists(st.one_of(spans, relations, st.sampled_from([*SPANS, *RELATIONS])), max_size=40))
def test_following_is_checking_anew(steps: list[Span | Relation | str]) -> None:
    """Rows are put, replaced and taken out at will, whatever the rules say of them, then all is taken back."""
    desk = Desk(TEXT)
    near = desk.scheme.labels[NEAR]
    desk.scheme.apply(Change(near, near._replace(one_per_head=True, same_sentence=True)))
    index, done = ProblemIndex(desk.view()), list[Change]()
    for step in steps:
        name = step if isinstance(step, str) else step.id
        before: Row | None = desk.doc.set_of(ANA).item(name)
        after: Row | None = None if isinstance(step, str) else step
        if before != after:
            done.append(Change(before, after))
            _apply(desk, index, done[-1])
    for before, after in reversed(done):
        _apply(desk, index, Change(after, before))
    assert index.all() == []


def _apply(desk: Desk, index: ProblemIndex, change: Change) -> None:
    earlier = as_sets(index.all())
    desk.doc.apply(change)
    changed = index.follow(desk.view(), [change])
    assert as_sets(index.all()) == as_sets(check_set(desk.view(), desk.doc.set_of(ANA)))
    assert changed == (as_sets(index.all()) != earlier)


def test_what_is_intended_is_out_of_the_list_until_it_is_no_longer() -> None:
    desk = Desk(TEXT)
    desk.put(ANA, ((0, 7),), ORG)
    index = ProblemIndex(desk.view())
    (problem,) = index.all()
    done = desk.do(intend(desk.view(), problem, "a trailing sign of the source"))
    assert index.follow(desk.view(), done)
    assert index.all() == check_set(desk.view(), desk.doc.set_of(ANA)) == ProblemIndex(desk.view()).all() == []
    with pytest.raises(EditRefused, match="marked as intended already"):
        intend(desk.view(), problem, "again")
    done = desk.do(no_longer_intended(desk.view(), problem.key))
    assert index.follow(desk.view(), done)
    assert index.all() == [problem]
    with pytest.raises(EditRefused, match="not marked as intended"):
        no_longer_intended(desk.view(), problem.key)
    with pytest.raises(EditRefused, match="A reason is needed"):
        intend(desk.view(), problem, " ")
    with pytest.raises(EditRefused, match="cannot be meant so"):
        intend(desk.view(), problem._replace(kind="off the text"), "no")


def test_another_authors_work_is_no_concern_of_it() -> None:
    desk = Desk(TEXT)
    index = ProblemIndex(desk.view())
    name = desk.put("p.1.1", ((0, 7),), ORG)
    row = desk.doc.set_of("p.1.1").span(name)
    assert not index.follow(desk.view(), [Change(None, row)])
    assert index.all() == []
