"""Someone who does not see works on a real accessibility bus: the text is listed, and every step is said."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.session import Session
from tests.end_to_end.bus import Reader
from tests.end_to_end.driver import Program, Screen
from tests.end_to_end.project import make

Start = Callable[..., Program]
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


@pytest.fixture
def reader(display: Screen, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """A session bus of its own with a reader on it; skipped, visibly, where there is no such bus."""
    missing = [tool for tool in ("dbus-daemon", "gdbus", "dbus-monitor") if shutil.which(tool) is None]
    missing += [] if any(Path(one).exists() for one in LAUNCHERS) else ["at-spi2-core"]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    daemon = subprocess.Popen(command, env=display.environment, stdout=subprocess.PIPE, text=True)
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setitem(display.environment, "DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setitem(display.environment, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1")
    made = Reader(address, tmp_path / "heard.txt")
    yield made
    made.close()
    daemon.terminate()
    daemon.wait(10)
    daemon.stdout.close()


def opened(start: Start, path: Path) -> Program:
    make(path)
    program = start("open", str(path))
    program.wait(lambda s: s["focus"]["kind"] == "span" and s["canvas_has_keyboard"], "the first document")
    return program


def test_paragraphs_are_listed_with_their_entities_and_say_what_became_of_them(
    reader: Reader, start: Start, tmp_path: Path
) -> None:
    program = opened(start, tmp_path / "read.annot")
    page = reader.find("document")
    names = [reader.name(node) for node in reader.children(page)]
    assert {reader.role(node) for node in reader.children(page)} == {"paragraph"}
    assert names[0] == (
        "Halden Pharma to buy Soren Labs — Entities: Halden Pharma, ORG, suggested; Soren Labs, ORG, suggested"
    )
    assert len(names) == 3
    program.press("space")
    program.wait(lambda s: any(one["state"] == "own" for one in s["spans"]), "the first accepted")
    first = reader.name(reader.children(page)[0])
    assert first.endswith("Entities: Halden Pharma, ORG; Soren Labs, ORG, suggested")


def test_the_whole_job_is_done_by_keys_and_every_step_is_announced(
    reader: Reader, start: Start, tmp_path: Path
) -> None:
    path = tmp_path / "job.annot"
    program = opened(start, path)
    reader.hears("Soren Labs, ORG, suggested", after=lambda: program.press("space"))
    reader.hears("Soren Labs, PERSON", after=lambda: program.press("2"))
    reader.hears("Soren Labs, ORG", after=lambda: program.press("1"))
    reader.hears("Linking", after=lambda: program.press("r"))
    program.press("Tab")
    program.press("Return")
    reader.hears("acquires", after=lambda: program.press("1"))
    program.wait(lambda s: not s["unseen"], "all of it seen")
    reader.hears("Set aside", after=lambda: program.press("ctrl+Delete"))  # a question
    program.press("Escape")
    program.wait(lambda s: not s["question"], "no question")
    program.press("ctrl+Return")
    program.wait(lambda s: s["document"] == "plant", "the next document")
    reader.hears("Brno", after=lambda: program.press("space"))
    program.close()
    assert program.process.returncode == 0, program.log()
    session = Session.open(path, read_only=True)
    rows = {row.name: row.state for row in session.queue(session.queue_filter())}
    session.close()
    assert rows["deal"] == "submitted"
