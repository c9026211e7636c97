"""The search of the whole project in a real window: find, tick off, label all, take back, bring back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.session import Session
from tests.end_to_end.driver import Program
from tests.end_to_end.project import make
from tests.session.project import add_documents


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "everywhere.annot"
    make(path)
    session = Session.open(path)
    add_documents(session, ("Brno is large. They said so in Brno.", "Nobody went to Brno."))
    session.close()
    return path


def labelled(project: Path) -> list[tuple[str, int, str]]:
    """(document, start, label) of what Ana marked as "Brno", as the file has it."""
    session = Session.open(project, read_only=True)
    try:
        docs = [session.document(name) for name in session.documents()]
        own = [(doc, span) for doc in docs for span in doc.set_of(session.actor.id).spans.ordered()]
        named = session.scheme.name_of
        return [(doc.document.name, s.start, named(s.label)) for doc, s in own if doc.surface(s) == "Brno"]
    finally:
        session.close()


def test_a_word_is_labelled_in_the_whole_project_and_comes_back(start: Callable[..., Program], project: Path) -> None:
    program = start("open", str(project))
    program.wait(lambda s: s["document"] == "deal" and s["canvas_has_keyboard"], "the project")
    program.press("ctrl+shift+f")
    program.wait(lambda s: s["focus_widget"] == "Find in all documents", "the search")
    program.type("brno")
    program.press("Return")
    program.wait(lambda s: s["focus_widget"] == "Hits", "the hits")
    program.press("Down", "space", "3", "ctrl+Return")  # all but the second, as GPE
    program.wait(lambda s: s["message"].startswith("Label: 3 places in 3 documents"), "what was done")
    places = labelled(project)
    assert places == [("plant", 31, "GPE"), ("article 4", 31, "GPE"), ("article 5", 15, "GPE")]
    program.press("ctrl+z")
    program.wait(lambda s: s["message"].startswith("Undone"), "undo")
    assert labelled(project) == []
    program.press("ctrl+shift+z")
    program.wait(lambda s: s["message"].startswith("Redone"), "redo")
    assert labelled(project) == places
    program.press("Return")
    program.wait(lambda s: s["document"] == "article 4" and s["canvas_has_keyboard"], "the place of the hit")


def test_shift_p_looks_for_the_focused_words_with_their_label(start: Callable[..., Program], project: Path) -> None:
    program = start("open", str(project))
    program.wait(lambda s: s["document"] == "deal" and s["canvas_has_keyboard"], "the project")
    program.press("ctrl+Next")
    program.wait(lambda s: s["document"] == "plant", "the next document")
    program.focus("Brno")
    program.press("shift+p")
    program.wait(lambda s: s["focus_widget"] == "Hits", "the hits")
    program.press("ctrl+Return")
    program.wait(lambda s: s["message"].startswith("Label: 4 places in 3 documents"), "what was done")
    assert len(labelled(project)) == 4
