"""A table of articles by keys from outside: fields changed, sixty documents in, and again only what is new."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.session import Session
from tests.end_to_end.driver import Program
from tests.end_to_end.project import make

pytestmark = pytest.mark.end_to_end
FIELDS = ["headline", "id", "body", "outlet", "date"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "driving.annot"
    make(path)
    return path


def article(number: int) -> list[str]:
    body = f"Halden Pharma opened plant {number} in Brno; 300 people work there.\n\nShares rose by {number} per cent."
    return [
        f"Plant {number} opens",
        f"item {number}",
        body,
        ("Wire", "Post")[number % 2],
        f"2026-11-{number % 28 + 1:02}",
    ]


def write(path: Path, count: int) -> None:
    with open(path, "w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows([FIELDS, *map(article, range(count))])


def there(project: Path) -> dict[str, tuple[str, dict[str, object]]]:
    """Name → (text, metadata), as the file has it."""
    session = Session.open(project, read_only=True)
    try:
        docs = [session.document(name) for name in session.documents()]
        return {doc.document.name: (doc.text, session.meta_named(doc.document.name)) for doc in docs}
    finally:
        session.close()


def has_focus(program: Program, name: str) -> None:
    program.wait(lambda s: s["focus_widget"] == name, f"the keyboard on {name}")


def choose(program: Program, path: Path) -> None:
    """Import texts, Files …, and the path typed; the first question of the table has the keyboard then."""
    program.press("ctrl+i")
    has_focus(program, "Files …")
    program.press("space")
    program.wait(lambda s: s["focus_widget"] != "Files …", "the choice of files")
    program.type(str(path))
    program.press("Return")
    has_focus(program, "The text is in")


def test_sixty_articles_come_in_and_again_only_what_is_new(
    start: Callable[..., Program], project: Path, tmp_path: Path
) -> None:
    table = tmp_path / "articles.csv"
    write(table, 60)
    program = start("open", str(project))
    program.wait(lambda s: s["document"] == "deal" and s["canvas_has_keyboard"], "the project")
    choose(program, table)
    program.press("Tab")
    has_focus(program, "Documents are named by")
    program.type("id")
    program.press("Return")
    program.wait(lambda s: s["message"] == "Imported 60 documents.", "sixty documents")
    found = there(project)
    assert list(found)[3:] == [f"item {number}" for number in range(60)]
    text, meta = found["item 7"]
    assert text == article(7)[2]
    assert meta == {"headline": "Plant 7 opens", "outlet": "Post", "date": "2026-11-08", "group": "Post"}

    program.wait(lambda s: s["canvas_has_keyboard"], "the dialog gone")
    choose(program, table)
    program.press("Return")
    program.wait(lambda s: s["message"] == "Nothing new: 60 already here.", "sixty that are there")
    program.press("Escape")
    program.wait(lambda s: s["canvas_has_keyboard"], "the dialog gone")

    write(table, 72)
    choose(program, table)
    program.press("Return")
    program.wait(lambda s: s["message"] == "Imported 12 documents, 60 already here.", "twelve more")
    assert len(there(project)) == 75
    program.press("Escape")
    program.wait(lambda s: s["canvas_has_keyboard"], "the dialog gone")
    program.press("ctrl+z")
    program.wait(lambda s: s["message"].startswith("Undone"), "the import taken back")
    assert len(there(project)) == 63
