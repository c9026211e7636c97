"""The budget of strokes: each task is done in a real window, and its own strokes and clicks are counted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.session import Session
from tests.end_to_end.driver import Program
from tests.end_to_end.project import DEAL, make, place

pytestmark = pytest.mark.end_to_end
Start = Callable[..., Program]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "driving.annot"
    make(path)
    return path


@pytest.fixture
def program(start: Start, project: Path) -> Program:
    """The program with "deal" on screen, all of it seen."""
    program = start("open", str(project))
    program.wait(lambda s: s["document"] == "deal" and s["focus"]["kind"] == "span", "the first document")
    program.wait(lambda s: s["canvas_has_keyboard"], "the keyboard on the canvas")
    return program


def own(project: Path, document: str = "deal", person: str = "Ana") -> set[tuple[str, str]]:
    """(words, label) of a person's stored spans."""
    session = Session.open(project, read_only=True)
    try:
        doc = session.document(session.find_document(document) or "")
        spans = doc.set_of(session.people.named(person).id).spans
        return {(doc.surface(span), session.scheme.name_of(span.label)) for span in spans}
    finally:
        session.close()


def links(project: Path, document: str = "deal") -> set[tuple[str, str, str]]:
    """(head, label, tail) of Ana's stored relations."""
    session = Session.open(project, read_only=True)
    try:
        doc = session.document(session.find_document(document) or "")
        one = doc.set_of(session.people.named("Ana").id)
        name = session.scheme.name_of
        rows = one.relations.values()
        ends = {span.id: doc.surface(span) for span in one.spans}
        return {(ends[row.head], name(row.label), ends[row.tail]) for row in rows}
    finally:
        session.close()


def count(program: Program) -> Program:
    """Start counting."""
    program.strokes = program.clicks = 0
    return program


def test_accepting_an_article_as_it_is_takes_one_stroke(program: Program, project: Path) -> None:
    program.wait(lambda s: not s["unseen"], "all of it seen")
    count(program).press("ctrl+Return")
    program.wait(lambda s: s["document"] == "plant", "the next document")
    assert program.strokes == 1
    assert ("$43 million", "MONEY") in own(project)
    assert len(own(project)) > 5


def test_fixing_an_edge_takes_two_strokes_or_one_drag(program: Program, project: Path) -> None:
    program.focus("Utrecht")
    count(program).press("shift+Tab")
    program.wait(lambda s: s["focus"]["start"] == place(DEAL, "Soren", 2)[0], "focus on the short Soren")
    program.press("f")
    program.wait(lambda s: ("Soren Labs", "ORG") in own(project), "the edge moved and stored")
    assert program.strokes == 2


def test_an_edge_is_fixed_by_one_drag_of_its_handle(program: Program, project: Path) -> None:
    program.focus("Soren", "ORG")
    left, top, width, height = program.span("Soren", "ORG")["text_at"]
    count(program).drag((left + width + 4, top + height // 2), (left + width + 26, top + height // 2))
    program.wait(lambda s: ("Soren Labs", "ORG") in own(project), "the edge moved and stored")
    assert program.clicks == 1


def test_relabelling_takes_two_strokes(program: Program, project: Path) -> None:
    program.focus("Utrecht")
    count(program).press("Tab", "3")
    program.wait(lambda s: ("Brix Capital", "GPE") in own(project), "Brix Capital as GPE")
    assert program.strokes == 2


def test_rejecting_takes_two_strokes_and_two_clicks_at_most(program: Program, project: Path) -> None:
    program.focus("Utrecht")
    count(program).press("Tab", "x")
    program.wait(lambda s: not any(one["text"] == "Brix Capital" for one in s["spans"]), "Brix Capital gone")
    assert program.strokes == 2


def test_deleting_an_own_span_takes_two_strokes(program: Program, project: Path) -> None:
    program.focus("Monday")
    program.press("space")
    program.wait(lambda s: ("Monday", "DATE") in own(project), "Monday accepted")
    program.focus("Monday")
    count(program).press("x")
    program.wait(lambda s: ("Monday", "DATE") not in own(project), "Monday deleted")
    assert program.strokes <= 2


def test_adding_a_missing_entity_takes_four_strokes_and_its_other_mentions_two_more(
    program: Program, project: Path
) -> None:
    count(program).press("shift+g")
    state = program.wait(lambda s: "Ostra" in s["hints"].values(), "hints on words")
    hint = next(letters for letters, word in state["hints"].items() if word == "Ostra")
    program.press(*hint)
    program.wait(lambda s: s["focus"]["kind"] == "text", "the word selected")
    program.press("1")
    program.wait(lambda s: ("Ostra", "ORG") in own(project), "Ostra marked")
    assert program.strokes <= 4
    count(program).press("p")
    program.wait(lambda s: not s["canvas_has_keyboard"], "the preview")
    program.press("Return")
    program.wait(lambda s: sum(one["text"] == "Ostra" for one in s["spans"]) == 2, "the other mention")
    assert program.strokes == 2


def test_a_relation_takes_four_strokes(program: Program, project: Path) -> None:
    program.focus("Monday")
    count(program).press("shift+Tab")
    program.wait(lambda s: s["focus"]["start"] == place(DEAL, "Halden Pharma", 1)[0], "focus on the head")
    program.press("r")
    state = program.wait(lambda s: s["linking"] and "Brix Capital" in s["hints"].values(), "hints on legal ends")
    program.press(*next(hint for hint, text in state["hints"].items() if text == "Brix Capital"))
    program.wait(lambda s: s["target"], "the other end")
    program.press("1")
    program.wait(lambda s: ("Halden Pharma", "acquires", "Brix Capital") in links(project), "the relation")
    assert program.strokes <= 4


def test_a_relation_with_one_fitting_label_takes_three_strokes(program: Program, project: Path) -> None:
    program.focus("$43 million")
    count(program).press("Tab", "r")
    state = program.wait(lambda s: s["linking"] and "Brix Capital" in s["hints"].values(), "hints on legal ends")
    program.press(*next(hint for hint, text in state["hints"].items() if text == "Brix Capital"))
    program.wait(lambda s: ("Mira Voss", "works for", "Brix Capital") in links(project), "the relation")
    assert program.strokes <= 3


def test_the_same_relation_from_five_heads_takes_fourteen_strokes(program: Program, project: Path) -> None:
    program.press("ctrl+Home", "Tab")
    count(program)
    for text, nth in (("Halden Pharma", 0), ("Soren Labs", 0), ("Halden Pharma", 1)):
        program.wait(lambda s, t=text, n=nth: s["focus"]["start"] == place(DEAL, t, n)[0], text)
        program.press("shift+space")
    program.press("Tab")
    program.wait(lambda s: s["focus"]["start"] == place(DEAL, "Soren Labs", 1)[0], "past the date")
    program.press("shift+space", "Tab", "Tab")
    program.wait(lambda s: s["focus"]["start"] == place(DEAL, "Soren", 2)[0], "past money and person")
    program.press("shift+space")
    program.wait(lambda s: s["held"] == 5, "five held")
    program.press("r")
    state = program.wait(lambda s: s["linking"] and "Brix Capital" in s["hints"].values(), "hints on legal ends")
    program.press(*next(hint for hint, text in state["hints"].items() if text == "Brix Capital"))
    program.wait(lambda s: s["target"], "the other end")
    program.press("2")
    program.wait(lambda s: sum(one[1:] == ("supplies", "Brix Capital") for one in links(project)) >= 3, "the relations")
    assert program.strokes <= 14


def test_a_relation_by_mouse_takes_a_drag_and_a_key(program: Program, project: Path) -> None:
    head = program.span("Mira Voss")["chip_at"]
    tail = program.span("Brix Capital")["text_at"]
    count(program).drag((head[0] + 8, head[1] + head[3] // 2), (tail[0] + tail[2] // 2, tail[1] + tail[3] // 2))
    program.wait(lambda s: ("Mira Voss", "works for", "Brix Capital") in links(project), "the relation")
    assert program.clicks + program.strokes <= 2
