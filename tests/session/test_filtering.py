"""Filters of the queue find the documents they name, alone and together."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core import comments, edits, review
from annotator.core.change import EditRefused
from annotator.core.people import join, set_setting
from annotator.core.records import DocumentRecord
from annotator.session import Session
from annotator.session.checking import ProjectCheck, documents_with_problems
from annotator.session.importing import import_all
from tests.session.project import LABELS, label

RECORDS = (
    DocumentRecord("deal", "Nordbank buys Oslo Bank.", meta={"source": "Reuters", "year": 2021, "tags": ["a", "b c"]}),
    DocumentRecord("plant", "A plant opens in Oslo.", meta={"source": "AFP", "year": 1999, "group": "north"}),
    DocumentRecord("quiet", "Nothing of note happened today.", meta={"source": "reuters wire"}),
    DocumentRecord("empty 4", "Oslo,", meta={}),
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session.create(tmp_path / "q.annot", person="Ana", labels=LABELS)
    session.do(join(session.people, "Ben"))
    import_all(session, RECORDS, lambda finding: None)
    deal, plant, quiet, _ = session.documents()
    session.do(edits.mark_span(session.view(deal), 0, 8, label(session, "ORG")))
    session.do(edits.mark_span(session.view(plant), 17, 21, label(session, "PLACE")))
    place = session.document(plant).set_of(session.actor.id).spans.ordered()[0].id
    session.do(edits.set_unsure(session.view(plant), [place], unsure=True))
    session.do(review.submit(session.view(plant)))
    session.do(review.set_aside(session.view(quiet), "off topic"))
    session.do(comments.comment(session.view(deal), "Really?"))
    session.act_as("Ben")
    session.do(edits.mark_span(session.view(deal), 14, 23, label(session, "ORG")))
    session.act_as("Ana")
    yield session
    session.close()


def listed(session: Session, text: str) -> list[str]:
    wanted = session.queue_filter(text=text)
    rows = session.queue(wanted)
    assert sum(session.queue_states(wanted).values()) == len(rows)
    for place, row in enumerate(rows):
        assert session.queue_place(wanted, row.document) == place
    return [row.name for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["deal", "plant", "quiet", "empty 4"]),
        ("oslo", ["deal", "plant", "empty 4"]),
        ("oslo plant", ["plant"]),
        ("-oslo", ["quiet"]),
        ("lan", ["plant"]),
        ("name:oslo", []),
        ("text:nothing", ["quiet"]),
        ('"buys oslo"', ["deal"]),
        ("state:submitted", ["plant"]),
        ("state:submitted state:to-do", ["plant", "empty 4"]),
        ("-state:submitted", ["deal", "quiet", "empty 4"]),
        ("state:open oslo", ["deal", "empty 4"]),
        ("person:Ben", ["deal"]),
        ("person:me", ["deal", "plant", "quiet"]),
        ("person:Ana person:Ben", ["deal", "plant", "quiet"]),
        ("-person:Ben -person:Ana", ["empty 4"]),
        ("person:Ben state:submitted", []),
        ("label:ORG", ["deal"]),
        ("label:org label:PLACE", ["deal", "plant"]),
        ("label:PLACE person:Ben", []),
        ("-label:ORG oslo", ["plant", "empty 4"]),
        ("meta.source:reuters", ["deal"]),
        ("meta.source:reuters*", ["deal", "quiet"]),
        ("meta.source:afp meta.source:reuters", ["deal", "plant"]),
        ('meta.tags:"b c"', ["deal"]),
        ("meta.year:>2000", ["deal"]),
        ("meta.year:<=1999", ["plant"]),
        ("meta.year:2021", ["deal"]),
        ("group:north", ["plant"]),
        ("-group:north oslo", ["deal", "empty 4"]),
        ("problem:comment", ["deal"]),
        ("problem:unsure", ["plant"]),
        ("date:today", ["deal", "plant", "quiet"]),
        ("date:<2020", []),
        ("reuters", ["deal", "quiet"]),
    ],
)
def test_what_a_filter_lists(session: Session, text: str, expected: list[str]) -> None:
    assert listed(session, text) == expected


def test_what_the_checks_found(session: Session) -> None:
    with pytest.raises(EditRefused, match="not checked yet"):
        session.queue_filter(text="problem:checked")
    name = session.documents()[1]
    session.do(edits.mark_span(session.view(session.documents()[3]), 0, 5, label(session, "ORG")))
    check = ProjectCheck(session)
    for _ in check.steps():
        pass
    found = documents_with_problems(check.found)
    assert found
    session.checked = lambda: {*found, name}
    expected = [row.name for row in session.queue(session.queue_filter()) if row.document in {*found, name}]
    assert listed(session, "problem:checked") == expected
    assert not set(listed(session, "-problem:checked")) & set(expected)


def test_states_are_those_of_the_person_named(session: Session) -> None:
    (row,) = session.queue(session.queue_filter(text="person:Ben"))
    assert session.people.name_of(row.author) == "Ben"


def test_a_reviewer_sees_everybodys(session: Session) -> None:
    session.act_as("Ben", reviewing=True)
    assert listed(session, "state:submitted") == ["plant"]
    assert listed(session, "label:PLACE") == ["plant"]


@pytest.mark.parametrize("kind", ["given", "shortest", "random"])
def test_the_leads_order(session: Session, kind: str) -> None:
    session.do(set_setting(session.people, "order", {"kind": kind, "seed": 3}))
    names = listed(session, "")
    if kind == "shortest":
        assert names == ["empty 4", "plant", "deal", "quiet"]
    assert sorted(names) == ["deal", "empty 4", "plant", "quiet"]
    assert listed(session, "") == names


def test_a_random_order_mixes_well_and_by_its_seed(tmp_path: Path) -> None:
    session = Session.create(tmp_path / "many.annot", person="Ana")
    import_all(session, (DocumentRecord(f"d{n}", f"text {n}") for n in range(400)), lambda finding: None)

    def order(seed: int) -> list[int]:
        session.do(set_setting(session.people, "order", {"kind": "random", "seed": seed}))
        return [row.number - 1 for row in session.queue(session.queue_filter(), limit=400)]

    one, other = order(1), order(2)
    session.close()
    assert sorted(one) == list(range(400))
    assert one != other
    for found in (one, other):
        rises = sum(a < b for a, b in itertools.pairwise(found))
        assert 170 < rises < 230
        steps = {b - a for a, b in itertools.pairwise(found)}
        assert len(steps) > 250  # no fixed stride
