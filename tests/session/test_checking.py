"""Checks over a whole project: what does not agree between documents, and what is intended."""

from annotator.core import edits
from annotator.core.intentions import intend
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.checking import Found, checking
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
    suggest(session, fourth, "news", [])  # nobody began it: no concern of the checks
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
