"""Problems of the project in a real window: checked, gone through with F8, one meant so, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core import edits
from annotator.session import Session
from tests.end_to_end.driver import Program
from tests.end_to_end.project import make, place
from tests.session.project import add_documents


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "problems.annot"
    make(path)
    session = Session.open(path)
    add_documents(session, ("Brno is large. They said so in Brno.",))
    _, plant, _, article = session.documents()
    for document, label in ((plant, "GPE"), (article, "PERSON")):
        span = place(session.text_of(document), "Brno")
        session.do(edits.mark_span(session.view(document), *span, session.scheme.named(label).id))
    session.settle()
    session.close()
    return path


def reasons(project: Path) -> list[tuple[str, str]]:
    """(document, reason) of what Ana says is meant so, as the file has it."""
    session = Session.open(project, read_only=True)
    try:
        docs = [session.document(name) for name in session.documents()]
        meant = [(doc, row) for doc in docs for row in doc.set_of(session.actor.id).intended.values()]
        return [(doc.document.name, row.reason) for doc, row in meant]
    finally:
        session.close()


def test_f8_goes_through_the_projects_problems_and_one_is_meant_so(
    start: Callable[..., Program], project: Path
) -> None:
    program = start("open", str(project))
    program.wait(lambda s: s["document"] == "deal" and s["canvas_has_keyboard"], "the project")
    program.press("ctrl+shift+m")
    program.wait(lambda s: s["message"] == "Checked: 2 problems in 2 documents", "the checks")
    program.press("F8")
    program.wait(lambda s: s["document"] == "plant" and s["focus"]["start"] == 31, "the first problem")
    program.press("F8")
    program.wait(lambda s: s["document"] == "article 4" and s["focus"]["start"] == 0, "the second, in another document")
    program.press("i")
    program.wait(lambda s: s["focus_widget"] == "Why it is meant so", "the question why")
    program.type("a person here")
    program.press("Return")
    program.wait(lambda s: s["message"] == "Meant so: a person here", "what was done")
    assert reasons(project) == [("article 4", "a person here")]
    program.press("ctrl+z")
    program.wait(lambda s: s["message"].startswith("Undone"), "undo")
    assert reasons(project) == []
