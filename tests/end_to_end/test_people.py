"""A lead finds documents by their words, narrows the queue, deals documents out; the second person sees only theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.people import join, set_roles
from annotator.core.records import DocumentRecord
from annotator.session import Session
from annotator.session.assigning import shares
from annotator.session.importing import import_all
from tests.end_to_end.driver import Program
from tests.end_to_end.project import make

pytestmark = pytest.mark.end_to_end
Start = Callable[..., Program]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Ten documents; Ana leads, Ben annotates."""
    path = tmp_path / "team.annot"
    make(path)
    session = Session.open(path)
    session.do(join(session.people, "Ben"))
    ben = session.people.named("Ben").id
    session.do(set_roles(session.people, session.actor.id, ben, ["annotator"]))
    records = (DocumentRecord(f"wire {n}", f"Report {n} of the harbour.", meta={"desk": "north"}) for n in range(7))
    import_all(session, records, lambda finding: None)
    session.close()
    return path


def begin(start: Start, project: Path, person: str) -> Program:
    program = start("open", str(project), home=person)
    program.wait(lambda s: s["project"] and not s["canvas_has_keyboard"], "the question who one is")
    program.type(person)
    program.press("Return")
    program.wait(lambda s: s["person"] == person and s["canvas_has_keyboard"], f"{person} at the canvas")
    return program


def tab_to(program: Program, name: str) -> None:
    """Go on with Tab to a field."""
    for _ in range(20):
        if program.wait(lambda s: True, "a state")["focus_widget"] == name:
            return
        before = program.state["focus_widget"]
        program.press("Tab")
        program.wait(lambda s, before=before: s["focus_widget"] != before, f"the next field after {before}")
    raise AssertionError(f"{name} cannot be reached with Tab")


def test_found_filtered_dealt_out_and_only_ones_own_seen(start: Start, project: Path) -> None:
    ana = begin(start, project, "Ana")
    ana.press("ctrl+p")
    ana.wait(lambda s: s["focus_widget"].startswith("Words of its name"), "the field of Ctrl+P")
    ana.type("hire brno")
    ana.press("Return")
    ana.wait(lambda s: s["document"] == "plant" and s["canvas_has_keyboard"], "the document with these words")

    ana.press("ctrl+shift+d")
    ana.wait(lambda s: s["focus_widget"].startswith("Words, or state"), "the filter of the queue")
    ana.type("meta.desk:north harbour")
    ana.wait(lambda s: s["queue"]["documents"] == 7, "the seven documents that fit")
    ana.press("ctrl+a", "Delete")
    ana.wait(lambda s: s["queue"]["documents"] == 10, "all again")

    ana.press("ctrl+shift+p")
    ana.wait(lambda s: not s["canvas_has_keyboard"], "the palette")
    ana.type("people and assign")
    ana.press("Return")
    ana.wait(lambda s: s["focus_widget"] == "Pages", "the dialog")
    ana.press("Right")
    tab_to(ana, "Ana")
    ana.press("space")
    tab_to(ana, "Ben")
    ana.press("space")
    tab_to(ana, "Assign")
    ana.press("space")
    ana.wait(lambda s: "10 documents assigned" in s["message"], "the assignment")
    ana.press("Escape")
    ana.wait(lambda s: s["queue"]["documents"] == 10 and not s["queue"]["assigned"], "a lead's queue holds everything")
    ana.close()
    session = Session.open(project, read_only=True)
    assert {session.people.name_of(one): share.assigned for one, share in shares(session).items()} == {
        "Ana": 5,
        "Ben": 5,
    }
    session.close()

    ben = begin(start, project, "Ben")
    ben.wait(lambda s: s["queue"]["documents"] == 5 and s["queue"]["assigned"], "Ben's queue holds his own")
    ben.wait(lambda s: s["document"] == "plant", "the first of them")
    ben.press("ctrl+Next")
    ben.wait(lambda s: s["document"] == "wire 0", "the next of them, not of the project")
    ben.press("ctrl+shift+p")
    ben.wait(lambda s: not s["canvas_has_keyboard"], "the palette")
    ben.type("documents of others")
    ben.press("Return")
    ben.wait(lambda s: s["queue"]["documents"] == 10, "those of others too")
    ben.close()
