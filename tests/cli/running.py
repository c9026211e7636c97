"""Runs `python -m annotator …` as a shell would."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What standard output holds, which must be JSON alone."""
        return json.loads(self.out)


class Shell:
    """A folder to run in, with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir(exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        """Without a display, and with data, logs and settings in the folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_", "DISPLAY"))}
        own = {"HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error::ResourceWarning"}
        return kept | own | {"COLUMNS": "100"}

    def __call__(self, *arguments: object, expect: int | None = 0, before: Callable[[], None] | None = None) -> Done:
        """Run a verb; `expect` is the exit code it must have, None for any; `before` runs in the new process."""
        done = subprocess.run(
            [sys.executable, "-m", "annotator", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            preexec_fn=before,
            check=False,
        )
        result = Done(done.returncode, done.stdout, done.stderr)
        assert expect is None or result.code == expect, result
        assert "Traceback" not in result.err, result.err
        return result

    def write(self, name: str, content: str | bytes) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path
