"""The canvas driven from outside: pieces, merging and splitting, finding, the map, a very long document."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.people import set_setting
from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.session import Session
from annotator.session.importing import import_records
from benchmarks.documents import news
from tests.end_to_end.driver import Program
from tests.end_to_end.test_strokes import own, program, project  # noqa: F401  (fixtures)

pytestmark = pytest.mark.end_to_end
Start = Callable[..., Program]


def pieces(path: Path, words: str) -> list[tuple[int, int]]:
    """The fragments of the one stored span that begins with these words; none where there is none."""
    session = Session.open(path, read_only=True)
    try:
        doc = session.document(session.find_document("deal") or "")
        spans = doc.set_of(session.people.named("Ana").id).spans
        found = [span for span in spans if doc.surface(span).startswith(words)]
        return list(found[0].fragments) if found else []
    finally:
        session.close()


def test_a_piece_is_added_and_removed_by_mouse(program: Program, project: Path) -> None:  # noqa: F811
    program.focus("Mira Voss")
    left, top, width, height = program.span("Mira Voss")["text_at"]
    beside, middle = left + width, top + height // 2
    program.drag((beside + 52, middle), (beside + 90, middle), holding="ctrl")
    program.wait(lambda s: len(pieces(project, "Mira Voss")) == 2, "two pieces")
    program.wait(lambda s: any(one["text"] == "Mira Voss … analysts" for one in s["spans"]), "both on screen")
    program.press("ctrl+z")
    program.wait(lambda s: any(one["text"] == "Mira Voss" for one in s["spans"]), "one piece again")
    program.press("ctrl+shift+z")
    program.wait(lambda s: len(pieces(project, "Mira Voss")) == 2, "two again")
    program.press("shift+x")
    program.wait(lambda s: len(pieces(project, "Mira Voss")) == 1, "the last piece removed by key")


def test_a_click_and_a_key_split_another_key_merges(program: Program, project: Path) -> None:  # noqa: F811
    left, top, width, height = program.span("Brix Capital")["text_at"]
    program.click(left + width * 2 // 5, top + height // 2)
    program.wait(lambda s: s["focus"]["id"] == program.span("Brix Capital")["id"], "focus where the click was")
    program.press("k")
    program.wait(lambda s: {("Brix", "ORG"), ("Capital", "ORG")} <= own(project), "two entities")
    program.focus("Brix")
    program.press("m")
    program.wait(lambda s: ("Brix Capital", "ORG") in own(project), "one again")
    assert ("Brix", "ORG") not in own(project)


def test_what_is_found_is_labelled_without_the_mouse(program: Program, project: Path) -> None:  # noqa: F811
    program.press("slash")
    program.wait(lambda s: s["focus_widget"] == "Find in this document", "the find bar")
    program.type("Ostra F")
    program.wait(lambda s: s["matches"] == 2, "two matches")
    program.press("Return")
    program.wait(lambda s: s["canvas_has_keyboard"], "the canvas")
    program.press("1")
    program.wait(lambda s: ("Ostra F", "ORG") in own(project) or ("Ostra Fund", "ORG") in own(project), "labelled")
    program.press("Escape")
    program.wait(lambda s: s["matches"] == 0, "no marks left")


def test_an_expression_is_searched_and_a_bad_one_harms_nothing(program: Program) -> None:  # noqa: F811
    program.press("ctrl+f")
    program.wait(lambda s: s["focus_widget"] == "Find in this document", "the find bar")
    program.type("(a+)+$|[")
    program.press("Tab", "Tab", "Tab", "space")
    program.press("shift+Tab", "shift+Tab", "shift+Tab")
    program.wait(lambda s: s["focus_widget"] == "Find in this document", "the field again")
    program.press("ctrl+a")
    program.type("[A-Z][a-z]+ Fund")
    program.wait(lambda s: s["matches"] == 2, "two funds")


@pytest.fixture
def long(start: Start, tmp_path: Path) -> Program:
    """The program on an article of a megabyte with 15,000 entities of one's own."""
    made = news(3, characters=1_000_000, entities=15_000, links=0)
    path = tmp_path / "long.annot"
    session = Session.create(path, person="Ana")
    session.do(set_setting(session.people, "pipeline", "none"))
    one = SetRecord(
        "Ana", spans=[SpanRecord(str(n), ((e.start, e.end),), e.label) for n, e in enumerate(made.entities)]
    )
    for _ in import_records(session, [DocumentRecord("long", made.text, sets=[one])], lambda finding: None):
        pass
    session.close()
    program = start("open", str(path))  # noqa: F811
    program.wait(lambda s: s["document"] == "long" and s["canvas_has_keyboard"], "the long document")
    return program


def test_the_map_leads_through_a_megabyte(long: Program) -> None:
    left, top, width, height = long.wait(lambda s: s["map"], "the map")["map"]
    long.click(left + width // 2, top + height // 2)
    middle = long.wait(lambda s: 400_000 < s["visible"][0] < 600_000, "the middle")
    assert middle["visible"][1] - middle["visible"][0] < 10_000
    long.drag((left + width // 2, top + height // 2), (left + width // 2, top + height - 1))
    long.wait(lambda s: s["visible"][1] > 990_000, "the end")
    long.press("ctrl+Home")
    long.wait(lambda s: s["visible"][0] == 0, "the start")


def test_a_megabyte_is_worked_on_by_keys(long: Program) -> None:
    long.press("ctrl+End")
    long.wait(lambda s: s["visible"][1] > 990_000, "the end")
    long.press("shift+Tab")
    state = long.wait(lambda s: s["focus"]["kind"] == "span" and s["focus"]["start"] > 990_000, "the last entity")
    name = state["focus"]["id"]
    long.press("Delete")
    long.wait(lambda s: all(one["id"] != name for one in s["spans"]), "deleted")
    long.press("ctrl+z")
    long.wait(lambda s: any(one["id"] == name for one in s["spans"]), "there again")
