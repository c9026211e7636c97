"""Dealing documents out: equal shares, the overlap asked for, nothing twice; people, roles and who leads."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.assigning import plan
from annotator.core.change import EditRefused
from annotator.core.people import People, bring_back, check_lead, rename, retire, set_order, set_roles
from annotator.session import Session
from tests.session.project import small_project

DOCUMENTS = [f"d{number}" for number in range(50)]


@given(
    documents=st.integers(1, 60),
    persons=st.integers(2, 7),
    how=st.sampled_from(["turn", "random"]),
    overlap=st.floats(0, 1),
    seed=st.integers(0, 5),
)
def test_shares_are_equal_and_the_overlap_is_as_asked(
    documents: int, persons: int, how: str, overlap: float, seed: int
) -> None:
    names, people = DOCUMENTS[:documents], [f"p{number}" for number in range(persons)]
    made = plan(names * 1, people, how=how, overlap=overlap, seed=seed)
    assert len(set(made.pairs)) == len(made.pairs)
    assert {document for document, _ in made.pairs} == set(names)
    assert made.shared == round(overlap * len(names)) == len(made.pairs) - len(names)
    gains = made.gains()
    counts = [gains[person] for person in people]
    assert max(counts) - min(counts) <= 1


def test_in_turn_goes_one_after_the_other() -> None:
    made = plan(DOCUMENTS[:4], ["a", "b"])
    assert made.pairs == (("d0", "a"), ("d1", "b"), ("d2", "a"), ("d3", "b"))


def test_at_random_is_the_same_for_the_same_seed() -> None:
    one, same, other = (plan(DOCUMENTS, ["a", "b"], how="random", seed=seed) for seed in (1, 1, 2))
    assert one == same != other


def test_to_everybody_and_nothing_twice() -> None:
    made = plan(DOCUMENTS[:2], ["a", "b"], how="each", given={("d0", "a")})
    assert made.pairs == (("d0", "b"), ("d1", "a"), ("d1", "b"))
    assert made.shared == 2


@pytest.mark.parametrize(
    ("documents", "persons", "how", "overlap", "words"),
    [
        ([], ["a"], "turn", 0.0, "no documents"),
        (["d"], [], "turn", 0.0, "who is to get"),
        (["d"], ["a"], "turn", 0.2, "needs two people"),
        (["d"], ["a", "b"], "turn", 1.2, "between 0 and 100"),
        (["d"], ["a"], "dice", 0.0, "there are turn"),
    ],
)
def test_what_cannot_be_dealt_out(
    documents: list[str], persons: list[str], how: str, overlap: float, words: str
) -> None:
    with pytest.raises(EditRefused, match=words):
        plan(documents, persons, how=how, overlap=overlap)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return small_project(tmp_path / "p.annot")


def roles(people: People) -> dict[str, set[str]]:
    return {one.name: people.roles_of(one.id) for one in people.active()}


def test_the_first_role_makes_the_actor_a_lead(session: Session) -> None:
    people = session.people
    session.do(set_roles(people, session.actor.id, people.named("Rita").id, ["reviewer"]))
    assert roles(people) == {"Ana": {"annotator", "lead"}, "Ben": {"annotator"}, "Rita": {"reviewer"}}
    session.do(set_roles(people, session.actor.id, people.named("Rita").id, ["reviewer", "annotator"]))
    assert roles(people)["Rita"] == {"annotator", "reviewer"}
    session.undo()
    session.undo()
    assert not people.roles
    session.close()


def test_somebody_leads_always(session: Session) -> None:
    people, ana, ben = session.people, session.actor.id, session.people.named("Ben").id
    session.do(set_roles(people, ana, ben, ["annotator"]))
    check_lead(people, ana)
    with pytest.raises(EditRefused, match="in this project that is Ana"):
        check_lead(people, ben)
    with pytest.raises(EditRefused, match="has to lead"):
        set_roles(people, ana, ana, ["annotator"])
    with pytest.raises(EditRefused, match="only lead"):
        retire(people, ana)
    with pytest.raises(EditRefused, match="needs a role"):
        set_roles(people, ana, ben, [])
    session.close()


def test_who_left_no_longer_works_here(session: Session) -> None:
    people, ben = session.people, session.people.named("Ben").id
    session.do(retire(people, ben))
    assert [one.name for one in people.active()] == ["Ana", "Rita"]
    assert [one.name for one in people.persons()] == ["Ana", "Ben", "Rita"]
    with pytest.raises(EditRefused, match="no longer works"):
        session.act_as("Ben")
    session.do(bring_back(people, ben))
    session.act_as("Ben")
    session.close()


def test_a_new_name_is_the_actors_at_once(session: Session) -> None:
    people = session.people
    session.do(rename(people, session.actor.id, "Anna"))
    assert session.actor.name == "Anna"
    with pytest.raises(EditRefused, match="already there"):
        rename(people, session.actor.id, "Ben")
    session.undo()
    assert session.actor.name == "Ana"
    session.close()


def test_the_order_of_the_queue(session: Session) -> None:
    session.do(set_order(session.people, "random", 4))
    assert session.people.setting("order") == {"kind": "random", "seed": 4}
    for kind, words in (("random", "already"), ("sideways", "no order")):
        with pytest.raises(EditRefused, match=words):
            set_order(session.people, kind, 4)
    session.close()
