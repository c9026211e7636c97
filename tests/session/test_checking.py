"""Checks over a whole project: what does not agree between documents, and what is intended."""

import pytest

from annotator.core import edits
from annotator.core.change import Draft, EditRefused
from annotator.core.intentions import intend
from annotator.core.people import give_role
from annotator.core.rows import Document, Name
from annotator.session import Session
from annotator.session.checking import Found, ProjectCheck, checking, mark_intended, take_intention_back
from annotator.store.project_store import text_hash
from tests.session.project import add_documents, label, suggest


def mark(session: Session, document: Name, words: str, name: str, *, at: int = 0) -> None:
    start = session.document(document).text.index(words, at)
    session.do(edits.mark_span(session.view(document), start, start + len(words), label(session, name)))


def found(session: Session) -> list[Found]:
    return [one for step in checking(session) for one in step.found if not one.reason]


def said(session: Session) -> list[tuple[str, int, str]]:
    return [(one.problem.kind, one.problem.start, one.problem.text) for one in found(session)]


def test_documents_are_compared(session: Session) -> None:
    first, second = session.documents()
    add_documents(session, ("Oslo is not Osloer. Oslo again, and Nordbank.", "- - -"))
    third, fourth = session.documents()[2:]
    mark(session, second, "Oslo", "PLACE", at=40)
    mark(session, second, "Nordbank", "ORG")
    mark(session, third, "Oslo", "PLACE")
    mark(session, third, "Nordbank", "PERSON")
    mark(session, first, "Seagen.", "ORG")
    suggest(session, fourth, "news", [])  # nobody began it: its text alone is checked
    texts = said(session)
    oslo = '"Oslo" is not marked here, elsewhere it is PLACE 2 ×.'
    assert ("marked elsewhere", 20, oslo) in texts
    assert sum(text == oslo for _, _, text in texts) == 3  # "Osloer" is another word
    assert ("other label elsewhere", 36, '"Nordbank" is PERSON here, elsewhere ORG 1 ×.') in texts
    assert [kind for kind, *_ in texts].count("other label elsewhere") == 2
    mark(session, fourth, "-", "ORG")
    assert "The text has no word." in [text for _, _, text in said(session)]
    assert [step.done for step in checking(session)] == list(range(1, 9))


def test_what_is_intended_stays_out_and_comes_back_by_undo(session: Session) -> None:
    first, second = session.documents()
    for words in ("Pfizer", "Pfizer;"):
        mark(session, first, words, "ORG", at=10)
    mark(session, second, "Nordbank", "ORG")
    mark(session, second, "Nordbank", "PERSON")
    before = found(session)
    kinds = sorted({one.problem.kind for one in before})
    assert kinds == ["other label elsewhere", "punctuation at an edge"]
    for number, one in enumerate(before, 1):
        session.do(intend(session.view(one.document), one.problem, "as agreed"))
        assert len(found(session)) == len(before) - number
    assert [one.reason for step in checking(session) for one in step.found] == ["as agreed"] * len(before)
    for _ in before:
        session.undo()
    assert found(session) == before


def test_documents_nobody_began_are_checked_for_their_texts(session: Session) -> None:
    text = session.text_of(session.documents()[0])
    add_documents(session, ("...", text + " "))
    draft = Draft()
    draft.add(Document("", "copy", text_hash(text), len(text), session.next_position()))
    session.do(draft.edit("Import a copy"), texts={text_hash(text): text})
    made = [
        (session.document(one.document).document.name, one.problem.kind, one.problem.text) for one in found(session)
    ]
    assert made == [
        ("article 3", "empty document", "The text has no word."),
        ("copy", "same text", 'This is the same text as "article 1".'),
    ]


def test_edits_are_followed_without_checking_all_again(session: Session) -> None:
    first, second = session.documents()
    add_documents(session, ("Oslo is not Osloer. Oslo again, and Nordbank.",))
    third = session.documents()[2]
    check = ProjectCheck(session)
    for _ in check.steps():
        pass
    for document, words, name, at in (
        (second, "Oslo", "PLACE", 40),
        (third, "Oslo", "PLACE", 0),
        (third, "Nordbank", "PERSON", 0),
        (second, "Nordbank", "ORG", 0),
        (first, "Seagen.", "ORG", 0),
    ):
        mark(session, document, words, name, at=at)
        for _ in check.again([document]):
            pass
        agree(session, check)
    for _ in range(5):
        session.undo()
        for _ in check.again(session.documents()):
            pass
        agree(session, check)


def agree(session: Session, check: ProjectCheck) -> None:
    """What was followed is what a new check finds."""
    fresh = ProjectCheck(session)
    for _ in fresh.steps():
        pass
    assert check.found == fresh.found


def test_a_long_document_is_checked_in_pieces(session: Session) -> None:
    add_documents(session, ("Oslo and Bank of Oslo. " * 3_000,))
    long = session.documents()[2]
    mark(session, long, "Oslo", "PLACE")
    mark(session, long, "Bank of Oslo", "ORG")
    mark(session, long, "Bank of Oslo", "ORG", at=30)
    mark(session, long, "Oslo", "PLACE", at=23)
    steps = list(checking(session, [long]))
    assert len(steps) > 6
    kinds = [one.problem for step in steps for one in step.found]
    assert {problem.kind for problem in kinds} == {"marked elsewhere"}
    assert len(kinds) == 2 * 3_000 - 4  # the longest words each time, whatever the pieces
    assert [problem.start for problem in kinds] == sorted(problem.start for problem in kinds)


def test_several_problems_are_meant_so_at_one_step(session: Session) -> None:
    first, second = session.documents()
    mark(session, first, "Seagen.", "ORG")
    mark(session, first, "Pfizer;", "ORG")
    mark(session, second, "Nordbank", "ORG")
    mark(session, second, "Nordbank", "PERSON")
    some = found(session)
    assert len(some) == 3
    with pytest.raises(EditRefused, match="reason"):
        mark_intended(session, some, " ")
    assert found(session) == some
    mark_intended(session, some, "house style")
    assert found(session) == []
    meant = [one for step in checking(session) for one in step.found]
    assert {one.reason for one in meant} == {"house style"}
    take_intention_back(session, meant)
    assert found(session) == some
    session.undo()
    assert found(session) == []
    session.undo()
    assert found(session) == some


def test_the_work_of_another_is_for_reviewers_and_leads_to_judge(session: Session) -> None:
    first = session.documents()[0]
    mark(session, first, "Pfizer;", "ORG")
    some = found(session)
    session.do(give_role(session.people, session.people.named("Ben").id, "annotator"))
    session.do(give_role(session.people, session.people.named("Rita").id, "reviewer"))
    session.act_as("Ben")
    with pytest.raises(EditRefused, match="the work of Ana"):
        mark_intended(session, some, "so be it")
    session.act_as("Rita", reviewing=True)
    mark_intended(session, some, "so be it")
    assert found(session) == []
