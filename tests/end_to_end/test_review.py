"""The way of one document between two people, in real windows: submit, correct, send back, submit again, approve."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.review import is_approved
from annotator.session import Session
from tests.end_to_end.driver import Program
from tests.end_to_end.project import make

pytestmark = pytest.mark.end_to_end
Start = Callable[..., Program]


def begin(start: Start, project: Path, person: str) -> Program:
    """The program as this person, named by typing at "Who are you?"."""
    program = start("open", str(project), home=person)
    program.wait(lambda s: s["project"] and not s["canvas_has_keyboard"], "the question who one is")
    program.type(person)
    program.press("Return")
    program.wait(lambda s: s["person"] == person and s["canvas_has_keyboard"], f"{person} at the canvas")
    return program


def sets(project: Path) -> dict[str, str]:
    """State of each author's work on "deal", and whether it is approved."""
    session = Session.open(project, read_only=True)
    try:
        doc = session.document(session.find_document("deal") or "")
        states = {session.people.name_of(author): one.state for author, one in doc.sets.items()}
        return states | {"approved": str(is_approved(doc, session.people))}
    finally:
        session.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "two.annot"
    make(path, people=("Ana", "Rita"))
    return path


def test_a_document_is_corrected_sent_back_submitted_again_and_approved(start: Start, project: Path) -> None:
    ana = begin(start, project, "Ana")
    ana.wait(lambda s: s["document"] == "deal" and not s["unseen"], "all of it seen")
    ana.press("ctrl+Return")
    ana.wait(lambda s: s["document"] == "plant", "the next document")
    ana.close()
    assert sets(project)["Ana"] == "submitted"

    rita = begin(start, project, "Rita")
    rita.wait(lambda s: s["document"] == "deal" and s["reviewing"], "Ana's work")
    rita.press("ctrl+shift+Return")
    rita.wait(lambda s: s["focus_widget"] == "New comment", "the comment box, since nothing says why")
    rita.press("Escape")
    rita.focus("Utrecht")
    rita.press("1")
    rita.span("Utrecht", "ORG")
    rita.strokes = 0
    rita.press("c")
    rita.wait(lambda s: s["focus_widget"] == "New comment", "the comment box")
    rita.type("City?")
    rita.press("Return")
    rita.wait(lambda s: s["canvas_has_keyboard"], "the comment sent")
    rita.press("ctrl+shift+Return")
    rita.wait(lambda s: s["document"] != "deal", "the next document")
    assert rita.strokes == 3 + len("City?")
    rita.close()
    assert sets(project)["Ana"] == "sent back"

    ana = begin(start, project, "Ana")
    state = ana.wait(lambda s: s["document"] == "deal" and s["focus"]["kind"] == "span", "what came back, first")
    assert state["set"] == "sent back"
    ana.span("Utrecht", "GPE")
    ana.wait(lambda s: not s["unseen"], "all of it seen")
    ana.press("ctrl+Return")
    ana.wait(lambda s: s["document"] != "deal", "submitted again")
    ana.close()

    rita = begin(start, project, "Rita")
    rita.wait(lambda s: s["document"] == "deal" and not s["unseen"], "Ana's work again, seen")
    rita.span("Utrecht", "ORG")
    rita.press("ctrl+Return")
    rita.wait(lambda s: s["question"], "what approving asks first")
    rita.press("Return")
    rita.wait(lambda s: s["document"] != "deal", "approved")
    rita.close()
    assert sets(project) == {"made-up": "suggested", "Ana": "approved", "final version": "final", "approved": "True"}


def test_approving_what_was_not_touched_takes_one_stroke(start: Start, project: Path) -> None:
    ana = begin(start, project, "Ana")
    ana.wait(lambda s: s["document"] == "deal" and not s["unseen"], "all of it seen")
    ana.press("ctrl+Return")
    ana.wait(lambda s: s["document"] == "plant", "the next document")
    ana.close()
    rita = begin(start, project, "Rita")
    rita.wait(lambda s: s["document"] == "deal" and not s["unseen"], "Ana's work, seen")
    rita.strokes = 0
    rita.press("ctrl+Return")
    rita.wait(lambda s: s["document"] != "deal", "approved")
    assert rita.strokes == 1
    rita.close()
    assert sets(project)["approved"] == "True"


def test_what_was_approved_leaves_as_jsonl(start: Start, project: Path, tmp_path: Path) -> None:
    test_approving_what_was_not_touched_takes_one_stroke(start, project)
    out = tmp_path / "approved.jsonl"
    program = start("export", str(project), str(out), "--format", "prodigy_jsonl", home="export")
    assert program.process.wait(30) == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["meta"]["document"] for line in lines] == ["deal"]
    line = lines[0]
    assert all(line["text"][span["start"] : span["end"]] == span["text"] for span in line["spans"])
    assert line["answer"] == "accept"
