"""Settings by keys from outside: a key is given to another action, acts, and does so after the next start too."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.driver import Program
from tests.end_to_end.project import make

pytestmark = pytest.mark.end_to_end
Start = Callable[..., Program]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "driving.annot"
    make(path)
    return path


def ready(program: Program) -> None:
    program.wait(lambda s: s["document"] == "deal" and s["canvas_has_keyboard"], "the document with the keyboard")


def has_focus(program: Program, name: str) -> None:
    program.wait(lambda s: s["focus_widget"] == name, f"the keyboard on {name}")


def test_a_key_given_in_the_settings_acts_at_once_and_after_the_next_start(start: Start, project: Path) -> None:
    program = start("open", str(project))
    ready(program)
    program.press("ctrl+comma")
    program.wait(lambda s: not s["canvas_has_keyboard"], "the settings")
    program.press("ctrl+Tab")
    has_focus(program, "What an action is called")
    program.type("hints on entities")
    program.press("Down")
    has_focus(program, "Actions and their keys")
    program.press("Return", "j", "Escape")
    has_focus(program, "What an action is called")
    program.press("Escape", "Escape")
    program.wait(lambda s: s["canvas_has_keyboard"], "the keyboard back on the canvas")
    program.press("j")
    program.wait(lambda s: s["hints"], "hints by the new key")
    program.press("Escape", "g")
    program.wait(lambda s: not s["hints"], "no hints by the old key")
    program.close()
    again = start("open", str(project))
    ready(again)
    again.press("j")
    again.wait(lambda s: s["hints"], "hints by the new key after a start")


def test_a_settings_file_of_garbage_does_not_stop_a_start(start: Start, project: Path, tmp_path: Path) -> None:
    file = tmp_path / "home" / "config" / "annotator" / "settings.toml"
    file.parent.mkdir(parents=True)
    raw = b'[keys]\npreset = "prodigy"\n\x00\xff not toml at all ]]\n[text]\nsize = "enormous"\n'
    file.write_bytes(raw)
    program = start("open", str(project))
    ready(program)
    program.wait(lambda s: "settings.unread-1.toml" in s["message"], "what could not be read")
    before = program.state["focus"]["id"]
    program.press("a")
    program.wait(lambda s: s["focus"]["id"] != before, "A accepts: what could be read of the file holds")
    assert (file.parent / "settings.unread-1.toml").read_bytes() == raw
