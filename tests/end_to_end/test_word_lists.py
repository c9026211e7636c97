"""A word list in the window: imported, its suggestions come, one is rejected and taught, the next run omits it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.session import Session
from tests.end_to_end.driver import Program
from tests.end_to_end.project import make

pytestmark = pytest.mark.end_to_end
Start = Callable[..., Program]


def run(*arguments: str) -> str:
    command = [sys.executable, "-m", "annotator", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def suggested(project: Path, document: str) -> set[tuple[str, str]]:
    """(words, label) of what the word list suggests by now."""
    session = Session.open(project, read_only=True)
    try:
        doc = session.document(session.find_document(document) or "")
        found = [one for one in session.people.authors.values() if one.version.startswith("list ")]
        spans = doc.set_of(found[-1].id).spans if found else []
        return {(doc.surface(span), session.scheme.name_of(span.label)) for span in spans}
    finally:
        session.close()


def test_a_list_suggests_and_learns_an_exception(start: Start, tmp_path: Path) -> None:
    project, words = tmp_path / "driving.annot", tmp_path / "words.csv"
    make(project)
    words.write_text("text,label,case\nhold shares,ORG,exact\nanalysts,PERSON,any\nTold,PERSON,any\n", encoding="utf-8")
    program = start("open", str(project))
    program.wait(lambda s: s["document"] == "deal" and s["canvas_has_keyboard"], "the document with the keyboard")
    program.press("ctrl+shift+p")
    program.wait(lambda s: not s["canvas_has_keyboard"], "the palette")
    program.type("word lists")
    program.press("Return")
    program.wait(lambda s: s["focus_widget"] == "Import word lists", "the word lists, with none yet")
    program.press("space")
    program.wait(lambda s: s["focus_widget"] not in ("Import word lists", ""), "the file dialog")
    program.type(str(words))
    program.press("Return")
    program.wait(lambda s: s["focus_widget"] == "Import word lists", "the word lists again")
    program.press("Escape")
    program.wait(lambda s: s["canvas_has_keyboard"], "the keyboard back on the canvas")
    for text in ("hold shares", "analysts", "told"):
        assert program.span(text)["state"] in ("suggestion", "open")
    program.focus("told")
    program.press("x")
    program.wait(lambda s: "T: where it is never" in s["message"], "the key that teaches")
    program.press("t")
    program.wait(lambda s: "never suggest it again" in s["question"], "the question")
    program.press("1")
    program.wait(lambda s: "no longer suggested (1 exception" in s["message"], "what was learnt")
    program.close()
    assert 'not "told" as PERSON' in run("patterns", "list", str(project))
    assert run("suggest", str(project), "--patterns").startswith("words read ")
    assert suggested(project, "deal") == {("hold shares", "ORG"), ("analysts", "PERSON")}
