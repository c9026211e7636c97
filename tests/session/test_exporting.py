"""Which documents go out, as what, and the sentence about the rest."""

import pytest

from annotator.core import edits, review
from annotator.core.change import EditRefused
from annotator.core.people import set_setting
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.exporting import Selection
from tests.session.project import add_documents


def submit(session: Session, person: str, document: Name) -> None:
    """Somebody marks the first six characters and submits."""
    session.act_as(person)
    session.do(edits.mark_span(session.view(document), 0, 6, session.scheme.named("ORG").id))
    session.do(review.submit(session.view(document)))


def approve(session: Session, document: Name, author: str) -> None:
    """Rita approves somebody's work."""
    session.act_as("Rita", reviewing=True)
    session.do(review.approve(session.view(document, reviewed=session.people.named(author).id)))


@pytest.fixture
def four(session: Session) -> list[Name]:
    """Four documents: approved, submitted, in progress, to do."""
    add_documents(session, ("Halden grew.", "Soren shrank."))
    documents = session.documents()
    submit(session, "Ana", documents[0])
    approve(session, documents[0], "Ana")
    submit(session, "Ana", documents[1])
    session.do(edits.mark_span(session.view(documents[2]), 0, 6, session.scheme.named("ORG").id))
    return documents


def test_submitted_or_better_by_default(session: Session, four: list[Name]) -> None:
    selection = Selection(session)
    records = list(selection.records())
    assert [(record.sets[0].author, record.sets[0].kind) for record in records] == [
        ("final version", "gold"),
        ("Ana", "person"),
    ]
    assert selection.sentence() == "exported 2 of 4: 1 to do, 1 in progress"
    assert selection.sentence("would export").startswith("would export 2 of 4")


def test_final_versions_where_review_is_required(session: Session, four: list[Name]) -> None:
    session.do(set_setting(session.people, "review", "required"))
    selection = Selection(session)
    assert [record.name for record in selection.records()] == ["article 1"]
    assert selection.sentence() == "exported 1 of 4: 1 to do, 1 in progress, 1 submitted"


def test_several_authors_need_a_final_version(session: Session, four: list[Name]) -> None:
    submit(session, "Ben", four[1])
    selection = Selection(session)
    assert [record.name for record in selection.records()] == ["article 1"]
    assert selection.several == ["article 2"]
    assert "1 by several authors without a final version (--which submitted" in selection.sentence()
    each = Selection(session, "submitted")
    assert [len(record.sets) for record in each.records()] == [1, 2]


def test_an_approval_that_is_outdated_goes_out_as_no_final_version(session: Session, four: list[Name]) -> None:
    session.act_as("Ana")
    session.do(review.withdraw(session.view(four[0])))
    selection = Selection(session, "approved")
    assert list(selection.records()) == []
    assert selection.sentence() == "exported 0 of 4: 1 to do, 2 in progress, 1 submitted"


def test_one_author_or_everything(session: Session, four: list[Name]) -> None:
    one = Selection(session, "author:Ana")
    assert [record.sets[0].author for record in one.records()] == ["Ana"] * 3
    assert one.sentence() == "exported 3 of 4: 1 without anything of Ana"
    everything = Selection(session, "all")
    assert [len(record.sets) for record in everything.records()] == [2, 1, 1, 0]
    assert everything.sentence() == "exported 4 of 4"


def test_an_author_nobody_knows_is_refused(session: Session) -> None:
    with pytest.raises(EditRefused, match='Nobody called "Zoe" annotated here; there are Ana, Ben'):
        Selection(session, "author:Zoe")


def test_going_through_many_leaves_the_document_on_screen_alone(session: Session, four: list[Name]) -> None:
    add_documents(session, tuple(f"Text {number}." for number in range(20)))
    held = session.document(four[2])
    assert len(list(Selection(session, "all").records())) == 24
    session.do(edits.mark_span(session.view(four[2]), 7, 11, session.scheme.named("ORG").id))
    assert session.document(four[2]) is held
    assert len(held.set_of(session.actor.id).spans) == 2
