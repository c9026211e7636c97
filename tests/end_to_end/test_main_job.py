"""The main job on the sample: real articles, real spaCy, a real window; and what happens when something goes wrong."""

import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.session import Session
from tests.end_to_end.driver import Program
from tests.end_to_end.project import make
from tests.end_to_end.test_strokes import own

pytestmark = pytest.mark.end_to_end
Start = Callable[..., Program]


def worker_of(program: Program) -> int:
    """The process of the language worker."""
    found = subprocess.run(["pgrep", "-P", str(program.process.pid)], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


@pytest.fixture
def sample(start: Start) -> Program:
    """The sample project, its first article on screen with suggestions."""
    program = start("demo")
    program.wait(lambda s: s["document"].startswith("01-") and s["suggesting"] == "found", "suggestions", seconds=90)
    return program


def test_the_sample_opens_with_suggestions_and_takes_an_article_to_its_submission(sample: Program) -> None:
    project = Path(sample.state["project"])
    state = sample.wait(lambda s: s["focus"]["kind"] == "span", "the first suggestion focused")
    assert len(state["spans"]) > 10
    sample.press("space", "x", "2")
    sample.wait(
        lambda s: any(one["state"] == "own" and one["label"] == "PERSON" for one in s["spans"]), "a relabelled one"
    )
    sample.press("ctrl+Return")
    sample.wait(lambda s: "never on screen" in s["question"], "the question, since the end was never on screen")
    sample.press("Return")
    sample.wait(lambda s: s["document"].startswith("02-"), "the second article")
    sample.wait(lambda s: s["suggesting"] == "found", "its suggestions")
    sample.close()
    session = Session.open(project, read_only=True)
    row = session.queue(session.queue_filter())[0]
    session.close()
    assert row.state == "submitted"


def test_a_killed_worker_is_started_again_said_once_and_nothing_is_lost(sample: Program) -> None:
    sample.press("space")
    os.kill(worker_of(sample), signal.SIGKILL)
    sample.wait(lambda s: "started again" in s["message"], "the sentence")
    sample.press("ctrl+Next")
    sample.wait(lambda s: s["document"].startswith("02-") and s["suggesting"] == "found", "suggestions after it")
    sample.press("ctrl+Next", "ctrl+Next", "ctrl+Next", "ctrl+Next")
    sample.wait(lambda s: s["document"].startswith("06-") and s["suggesting"] == "found", "suggestions further on")


def test_a_killed_program_loses_nothing_and_undo_goes_on(start: Start, tmp_path: Path) -> None:
    project = tmp_path / "killed.annot"
    make(project)
    program = start("open", str(project))
    program.wait(lambda s: s["focus"]["kind"] == "span" and s["canvas_has_keyboard"], "the first document")
    program.press("space", "space")
    program.wait(lambda s: sum(one["state"] == "own" for one in s["spans"]) == 2, "two accepted")
    program.process.kill()
    program.process.wait(10)
    assert own(project) == {("Halden Pharma", "ORG"), ("Soren Labs", "ORG")}
    again = start("open", str(project))
    again.wait(lambda s: s["document"] == "deal" and s["canvas_has_keyboard"], "the document again")
    again.press("ctrl+z")
    again.wait(lambda s: s["question"].startswith("Would undo"), "the question, since it was another sitting")
    again.press("ctrl+z")
    again.wait(lambda s: sum(one["state"] == "own" for one in s["spans"]) == 1, "one taken back")
    again.close()
    assert own(project) == {("Halden Pharma", "ORG")}


def test_a_write_that_fails_is_named_kept_and_tried_again(start: Start, tmp_path: Path) -> None:
    project = tmp_path / "busy.annot"
    make(project)
    program = start("open", str(project))
    program.wait(lambda s: s["focus"]["kind"] == "span" and s["canvas_has_keyboard"], "the first document")
    other = sqlite3.connect(project, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        program.press("space")
        program.wait(lambda s: s["pending"], "the pending edit")
        program.press("x")
        program.wait(lambda s: "not saved yet" in s["message"], "further edits refused with the sentence")
    finally:
        other.execute("ROLLBACK")
        other.close()
    program.wait(lambda s: not s["pending"], "the edit tried again by itself")
    program.close()
    assert own(project) == {("Halden Pharma", "ORG")}


def test_a_second_program_reads_only(start: Start, tmp_path: Path) -> None:
    project = tmp_path / "twice.annot"
    make(project)
    first = start("open", str(project), home="first")
    first.wait(lambda s: s["document"] == "deal", "the first document")
    second = start("open", str(project), home="second")
    second.wait(lambda s: s["document"] == "deal" and "open elsewhere" in s["message"], "the sentence naming who")
    second.press("space")
    second.wait(lambda s: s["messages"] > 1, "the refusal")
    assert own(project) == set()


def test_pasted_text_becomes_a_document(start: Start, tmp_path: Path) -> None:
    project = tmp_path / "paste.annot"
    make(project, documents=("quiet",))
    program = start("open", str(project))
    program.wait(lambda s: s["document"] == "quiet" and s["canvas_has_keyboard"], "the document")
    program.press("shift+g")
    state = program.wait(lambda s: "Nothing" in s["hints"].values(), "hints")
    program.press(*next(hint for hint, word in state["hints"].items() if word == "Nothing"))
    program.wait(lambda s: s["focus"]["kind"] == "text", "a word selected")
    program.press("ctrl+c", "ctrl+shift+v")
    program.wait(lambda s: s["document"] == "Nothing", "the new document")
