"""A lead sets up a project in a real window and changes it in the middle: articles from a table, a scheme of 25 and 12
made in the editor, ten articles annotated, two labels merged, one split, one renamed, taken back and brought back."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from annotator.core.errors import ReadFailed
from annotator.core.people import set_setting
from annotator.session import Session
from tests.end_to_end.driver import PATIENCE, Program

COMMON = ["ORG", "PERSON", "CITY", "DATE", "PLACE", "MONEY", "TITLE", "PRODUCT", "LAW", "EVENT"]  # these have digits
ENTITIES = [*COMMON, *(f"KIND{number}" for number in range(11, 26))]
RELATIONS = ["buys", "sells", "owns", "leads", "founds", "sues", "hires", "visits", "borders", "treats", "causes", "is"]
MARKED = (("Halden Pharma", "ORG"), ("Soren Labs", "ORG"), ("Brno", "CITY"), ("Monday", "DATE"))
ARTICLES, ANNOTATED = 60, 10
LIST = "Labels; Alt with arrows moves, digits give keys, F2 renames"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "news.annot"
    session = Session.create(path, person="Lea", name="News")
    session.do(set_setting(session.people, "pipeline", "none"))  # so that counts are those of the person alone
    session.close()
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Articles as a lead has them: in a table with semicolons."""
    path = tmp_path / "articles.csv"
    rows = ["number;headline;article;outlet"]
    for number in range(1, ARTICLES + 1):
        text = f"Halden Pharma said on Monday that it would buy Soren Labs of Brno, and article {number} says why."
        rows.append(f'{number};Deal {number};"{text}";{"Wire" if number % 2 else "Post"}')
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def read(project: Path) -> tuple[int, dict[str, int], list[str], list[str]]:
    """Documents; spans of the person by label; entity labels and relation labels in use."""
    session = Session.open(project, read_only=True)
    try:
        names = session.documents()
        spans = [span for name in names for span in session.glance(name).set_of(session.actor.id).spans]
        counts = Counter(session.scheme.name_of(span.label) for span in spans)
        labels = [[one.name for one in session.scheme.ordered(kind)] for kind in ("span", "relation")]
        return len(names), dict(counts), labels[0], labels[1]
    finally:
        session.close()


def until(project: Path, counts: dict[str, int]) -> None:
    """Wait until the file has these counts of spans by label."""
    end, found = monotonic() + PATIENCE, dict[str, int]()
    while found != counts:
        assert monotonic() < end, f"{found} is not {counts}"
        sleep(0.05)
        with suppress(ReadFailed):  # the program is writing just now
            found = read(project)[1]


def focused(program: Program, name: str) -> None:
    """Wait until a widget of this name has the keyboard."""
    program.wait(lambda s: s["focus_widget"] == name, f"the keyboard in {name}")


def tab_to(program: Program, name: str) -> None:
    """Go on with Tab until a widget of this name has the keyboard."""
    for _ in range(40):
        before = program.state["focus_widget"]
        if before == name:
            return
        program.press("Tab")
        program.wait(lambda s, before=before: s["focus_widget"] != before, "the keyboard elsewhere")  # type: ignore[misc]
    raise AssertionError(f"Tab never came to {name}")


def open_editor(program: Program) -> None:
    program.press("ctrl+shift+l")
    focused(program, LIST)


def choose(program: Program, label: str) -> None:
    """Make a label the current one of the editor's list."""
    focused(program, LIST)
    program.press("ctrl+f")
    program.wait(lambda s: s["focus_widget"] != LIST, "the filter")
    program.press("ctrl+a")
    program.type(label)
    program.press("Return")
    focused(program, LIST)


def turned(program: Program, key: str, done: str, project: Path, counts: dict[str, int]) -> None:
    """Undo, or redo; what leaves the document is named first and wants a second press."""
    said = program.state["messages"]
    program.press(key)
    state = program.wait(lambda s: s["question"] or s["messages"] > said, "an answer")
    if state["question"]:
        program.press(key)
    program.wait(lambda s: s["messages"] > said and s["message"].startswith(done), f"{done}")
    until(project, counts)


def import_table(program: Program, table: Path) -> None:
    program.press("ctrl+i")
    program.wait(lambda s: s["focus_widget"] and not s["canvas_has_keyboard"], "the import dialog")
    tab_to(program, "Files …")
    program.press("space")
    focused(program, "QLineEdit")  # the name of a file
    program.type(str(table))
    program.press("Return")
    focused(program, "The text is in")  # as guessed
    program.press("Return")
    program.wait(lambda s: s["message"] == f"Imported {ARTICLES} documents.", "the articles")


def make_scheme(program: Program) -> None:
    program.press("ctrl+shift+l")
    focused(program, "New label, Enter adds it")
    for name in ENTITIES:
        program.type(name)
        program.press("Return")
    program.press("alt+2")
    focused(program, "New label, or works for: PERSON -> ORG")
    for name in RELATIONS:
        program.type(name)
        program.press("Return")


def annotate(program: Program, number: int) -> None:
    program.wait(lambda s: s["document"] == f"Deal {number}" and s["canvas_has_keyboard"], f"article {number}")
    for words, label in MARKED:
        program.press("slash")
        focused(program, "Find in this document")
        program.type(words)
        program.press("Return")
        program.wait(lambda s: s["canvas_has_keyboard"] and s["focus"]["kind"] == "text", f"{words} selected")
        program.press(str(ENTITIES.index(label) + 1))
        program.span(words, label)
    program.wait(lambda s: not s["unseen"], "all of it seen")
    program.press("ctrl+Return")


@pytest.mark.slow
def test_a_lead_sets_up_a_project_and_changes_it_in_the_middle(
    start: Callable[..., Program], project: Path, table: Path
) -> None:
    program = start("open", str(project))
    program.wait(lambda s: s["project"] == str(project), "the project")
    import_table(program, table)
    assert read(project)[0] == ARTICLES
    make_scheme(program)
    program.press("Escape")
    program.wait(lambda s: s["canvas_has_keyboard"], "the text")
    assert read(project)[2:] == (ENTITIES, RELATIONS)
    for number in range(1, ANNOTATED + 1):
        annotate(program, number)
    first = {"ORG": 2 * ANNOTATED, "CITY": ANNOTATED, "DATE": ANNOTATED}
    until(project, first)

    open_editor(program)  # two labels become one
    choose(program, "CITY")
    program.press("ctrl+m")
    program.wait(lambda s: s["focus_widget"] != LIST, "the labels to choose from")
    program.type("PLACE")
    program.press("Return")
    program.wait(lambda s: s["focus_widget"].startswith("Merge"), "what it touches")
    program.press("Return")
    merged = {"ORG": 2 * ANNOTATED, "PLACE": ANNOTATED, "DATE": ANNOTATED}
    until(project, merged)
    choose(program, "ORG")  # one becomes two
    tab_to(program, "Split …")
    program.press("space")
    focused(program, "Part of ORG becomes")
    program.type("LAB")
    tab_to(program, "Where the text has")
    program.type("Labs$")
    tab_to(program, "Split")
    program.press("space")
    split = {"ORG": ANNOTATED, "LAB": ANNOTATED, "PLACE": ANNOTATED, "DATE": ANNOTATED}
    until(project, split)
    program.press("ctrl+f")
    program.press("Return")
    choose(program, "DATE")  # one is called otherwise
    program.press("F2")
    focused(program, "Name")
    program.press("ctrl+a")
    program.type("WHEN")
    program.press("Return")
    renamed = {"ORG": ANNOTATED, "LAB": ANNOTATED, "PLACE": ANNOTATED, "WHEN": ANNOTATED}
    until(project, renamed)
    program.press("Escape")
    program.wait(lambda s: s["canvas_has_keyboard"], "the text")
    for counts in (split, merged, first):
        turned(program, "ctrl+z", "Undone", project, counts)
    for counts in (merged, split, renamed):
        turned(program, "ctrl+shift+z", "Redone", project, counts)
