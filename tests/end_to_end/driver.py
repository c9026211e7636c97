"""Drives the program as a person would: an X server of its own, a window manager, keys and mouse from outside."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1440, 960
PATIENCE = 30.0  # seconds; the longest any condition may take on a busy machine


class Screen:
    """An X server with a window manager."""

    def __init__(self, *, width: int = WIDTH, height: int = HEIGHT) -> None:
        read, write = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            f"{width}x{height}x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]
        self._server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = ":" + pipe.readline().strip()
        self.environment = {**os.environ, "DISPLAY": self.display}
        self.environment.pop("QT_QPA_PLATFORM", None)
        self._manager = subprocess.Popen(["openbox"], env=self.environment, stderr=subprocess.DEVNULL)

    def close(self) -> None:
        """End both."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)


class Program:
    """The program, started by its real entry, and what it says of itself."""

    def __init__(self, screen: Screen, home: Path, *arguments: str) -> None:
        self.home, self._screen = home, screen
        home.mkdir(parents=True, exist_ok=True)
        self._state_file = home / "probe.json"
        self._state_file.unlink(missing_ok=True)
        environment = screen.environment | {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "ANNOTATOR_PROBE": str(self._state_file),
            "QT_SCALE_FACTOR_ROUNDING_POLICY": "PassThrough",
        }
        self._log = open(home / "program.log", "ab")  # noqa: SIM115 - closed in close()
        self.strokes = 0
        self.clicks = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "annotator", *arguments], env=environment, stdout=self._log, stderr=self._log
        )

    # ---- what is on screen

    @property
    def state(self) -> dict[str, Any]:
        """What the program says of itself; empty before it has said anything."""
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            found: dict[str, Any] = json.loads(self._state_file.read_text(encoding="utf-8"))
            return found
        return {}

    def wait(
        self, condition: Callable[[dict[str, Any]], Any], what: str, *, seconds: float = PATIENCE
    ) -> dict[str, Any]:
        """Wait until the state fulfils a condition. Fails naming what was waited for."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            state = self.state
            with contextlib.suppress(KeyError, IndexError, StopIteration):
                if condition(state):
                    return state
            assert self.process.poll() is None, f"the program ended while waiting for {what}: {self.log()[-3000:]}"
            time.sleep(0.02)
        raise AssertionError(
            f"waited in vain for {what}; the last state: {json.dumps(self.state)[:3000]}; {self.log()[-1500:]}"
        )

    def log(self) -> str:
        """What the program wrote to its terminal."""
        return (self.home / "program.log").read_text(encoding="utf-8", errors="replace")

    def span(self, text: str, label: str = "") -> dict[str, Any]:
        """A span in view with these words."""
        state = self.wait(lambda s: any(_is(one, text, label) for one in s["spans"]), f"{text} {label} in view")
        found: dict[str, Any] = next(one for one in state["spans"] if _is(one, text, label))
        return found

    # ---- what a person does

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._screen.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=20,
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys one after the other, counted as strokes; names are those of X, such as ctrl+Return."""
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)
            self.strokes += 1

    def type(self, text: str) -> None:
        """Type text, each letter a stroke."""
        self._xdotool("type", "--delay", "10", text)
        self.strokes += len(text)

    def click(self, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Click at a point of the screen."""
        self._xdotool("mousemove", str(x), str(y), "click", "--repeat", str(times), "--delay", "60", str(button))
        self.clicks += times

    def click_span(self, text: str, label: str = "") -> None:
        """Click in the middle of a span's text."""
        left, top, width, height = self.span(text, label)["text_at"]
        self.click(left + width // 2, top + height // 2)

    def drag(self, start: tuple[int, int], end: tuple[int, int], *, holding: str = "") -> None:
        """Drag from one point to another, as one gesture, with a key held down where one is named."""
        if holding:
            self._xdotool("keydown", holding)
        self._xdotool("mousemove", *map(str, start), "mousedown", "1")
        steps = 6
        for step in range(1, steps + 1):
            x = start[0] + (end[0] - start[0]) * step // steps
            y = start[1] + (end[1] - start[1]) * step // steps
            self._xdotool("mousemove", str(x), str(y))
        self._xdotool("mouseup", "1")
        if holding:
            self._xdotool("keyup", holding)
        self.clicks += 1

    def focus(self, text: str, label: str = "") -> None:
        """Bring the focus to a span by clicking it, not counted as strokes."""
        self.click_span(text, label)
        self.wait(lambda s: s["focus"]["id"] == self.span(text, label)["id"], f"focus on {text}")

    def picture(self, path: Path) -> Path:
        """A picture of the whole screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        code = (
            "import sys; from PySide6.QtGui import QGuiApplication; a = QGuiApplication([]);"
            "assert a.primaryScreen().grabWindow(0).save(sys.argv[1])"
        )
        subprocess.run([sys.executable, "-c", code, str(path)], env=self._screen.environment, check=True, timeout=60)
        return path

    def close(self) -> None:
        """End the program as its window's close button does; kill it if it will not."""
        if self.process.poll() is None:
            with contextlib.suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired):
                self._xdotool("key", "--clearmodifiers", "ctrl+q")
                self.process.wait(10)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        self._log.close()


def _is(span: dict[str, Any], text: str, label: str) -> bool:
    return span["text"] == text and label in ("", span["label"]) and span["text_at"] is not None


def missing_tools() -> list[str]:
    """What has to be installed before anything can be driven."""
    return [tool for tool in ("Xvfb", "openbox", "xdotool") if shutil.which(tool) is None]


@contextlib.contextmanager
def screen(**size: int) -> Iterator[Screen]:
    """A screen for one test module."""
    made = Screen(**size)
    try:
        yield made
    finally:
        made.close()
