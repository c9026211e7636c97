"""Assignments in a project file: one step of undo however many, a queue of one's own, the log says the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core import edits, review
from annotator.core.change import EditRefused
from annotator.core.people import set_roles
from annotator.core.records import DocumentRecord
from annotator.session import Session
from annotator.session import assigning as module
from annotator.session.assigning import all_of, assigning, planned, rows_of, shares, taking_away, unassigned
from annotator.session.importing import import_all
from annotator.store.doctor import examine
from tests.session.history import folded, rows_of_file
from tests.session.project import label, small_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.annot"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    session = small_project(path)
    import_all(session, (DocumentRecord(f"d{n}", f"Text {n}.") for n in range(8)), lambda finding: None)
    yield session
    assert rows_of_file(session.store) == folded(session.store)
    session.close()
    assert list(examine(path)) == []


def named(session: Session, *names: str) -> list[str]:
    return [session.people.named(name).id for name in names]


def deal(session: Session, *names: str, overlap: float = 0.0) -> None:
    plan = planned(session, session.documents(), named(session, *names), how="turn", overlap=overlap, seed=0)
    all_of(assigning(session, plan.pairs))


def queue(session: Session, text: str = "") -> list[str]:
    return [row.name for row in session.queue(session.queue_filter(text=text))]


def test_everybody_sees_their_own(session: Session) -> None:
    deal(session, "Ana", "Ben")
    assert queue(session) == ["article 1", "d0", "d2", "d4", "d6"]
    session.act_as("Ben")
    assert queue(session) == ["article 2", "d1", "d3", "d5", "d7"]
    assert queue(session, "assigned:Ana") == []
    session.show_all = True
    assert len(queue(session)) == 10
    assert queue(session, "assigned:Ana") == ["article 1", "d0", "d2", "d4", "d6"]
    session.act_as("Rita", reviewing=True)
    session.show_all = False
    assert len(queue(session)) == 10
    session.act_as("Rita")
    assert queue(session) == []


def test_undo_and_redo(session: Session) -> None:
    deal(session, "Ana", "Ben", overlap=0.2)
    before = rows_of(session, session.documents())
    assert len(before) == 12
    session.undo()
    assert rows_of(session, session.documents()) == []
    assert not session.has_assignments()
    session.redo()
    assert rows_of(session, session.documents()) == before


def test_many_are_one_step(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 3)
    deal(session, "Ana", "Ben")
    assert {one.assigned for one in shares(session).values()} == {5}
    session.undo()
    assert shares(session) == {}
    session.redo()
    assert len(unassigned(session)) == 0
    session.undo()
    steps = assigning(session, [(name, session.actor.id) for name in session.documents()])
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert shares(session) == {}
    assert session.unfinished() == []


def test_what_is_done_counts(session: Session) -> None:
    deal(session, "Ana", "Ben")
    first = session.documents()[0]
    session.do(edits.mark_span(session.view(first), 0, 6, label(session, "ORG")))
    session.do(review.submit(session.view(first)))
    assert shares(session)[session.actor.id] == (5, 1)


def test_taking_away_leaves_the_work(session: Session) -> None:
    deal(session, "Ana", "Ben")
    first = session.documents()[0]
    session.do(edits.mark_span(session.view(first), 0, 6, label(session, "ORG")))
    all_of(taking_away(session, rows_of(session, session.documents(), named(session, "Ana"))))
    assert set(shares(session)) == set(named(session, "Ben"))
    assert len(session.document(first).set_of(session.actor.id).spans) == 1
    assert len(unassigned(session)) == 5
    with pytest.raises(EditRefused, match="None of these"):
        taking_away(session, [])


def test_only_a_lead_assigns_to_who_annotates(session: Session) -> None:
    rita, ben = named(session, "Rita", "Ben")
    session.do(set_roles(session.people, session.actor.id, rita, ["reviewer"]))
    with pytest.raises(EditRefused, match="does not annotate"):
        all_of(assigning(session, [(session.documents()[0], rita)]))
    deal(session, "Ben")
    assert len(queue(session)) == 10  # a lead sees everything
    session.act_as("Ben")
    with pytest.raises(EditRefused, match="Only a lead"):
        all_of(assigning(session, [(session.documents()[0], ben)]))


def test_a_document_that_goes_is_in_nobodys_way(session: Session) -> None:
    import_all(session, [DocumentRecord("late", "A walrus.")], lambda finding: None)
    deal(session, "Ben")
    session.undo()
    session.undo()
    assert len(session.documents()) == 10
    session.redo()
    session.redo()
    assert queue(session, "person:Ben walrus") == []
    assert [row.document for row in rows_of(session, session.documents())] == session.documents()
