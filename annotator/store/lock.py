"""One writer a project: a lock file beside it, held by the kernel so that a killed program lets go."""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from annotator.core.errors import OpenElsewhere, ReadOnly


class ProjectLock:
    """Holds `NAME.annot.lock` until released; never touches the project itself."""

    def __init__(self, project: Path) -> None:
        self.path = project.with_name(project.name + ".lock")
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock. Raises OpenElsewhere naming the holder, ReadOnly when the folder cannot be written."""
        try:
            file = open(self.path, "a+", encoding="utf-8")  # noqa: SIM115 - stays open as long as the lock
        except OSError as error:
            raise ReadOnly(
                f"{self.path.parent} cannot be written to, so the project is open for reading only."
            ) from error
        if not _hold(file):
            holder = self.holder()
            file.close()
            raise OpenElsewhere(f"{self.path.name.removesuffix('.lock')} is open elsewhere: {holder}.")
        self._file = file
        self._sign(file)

    def _sign(self, file: IO[str]) -> None:
        file.seek(0)
        file.truncate()
        program = Path(sys.argv[0]).name or "python"
        now = datetime.now(UTC).isoformat(timespec="seconds")
        json.dump({"pid": os.getpid(), "host": platform.node(), "program": program, "since": now}, file)
        file.flush()

    def holder(self) -> str:
        """Who holds the lock, in words."""
        try:
            who = json.loads(self.path.read_text(encoding="utf-8"))
            return f"{who['program']} on {who['host']}, process {who['pid']}, since {who['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another program"

    def release(self) -> None:
        """Let go; the file is removed where that is possible."""
        if self._file is None:
            return
        file, self._file = self._file, None
        if os.name != "nt":
            self.path.unlink(missing_ok=True)  # before letting go, so that nobody's new lock file is removed
        file.close()


if os.name == "nt":  # pragma: no cover - decided by the platform
    import msvcrt

    def _hold(file: IO[str]) -> bool:
        # A byte far behind the text, because Windows locks keep others from reading what is locked.
        file.seek(1 << 20)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True

else:
    import fcntl

    def _hold(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        try:
            return os.fstat(file.fileno()).st_ino == os.stat(file.name).st_ino
        except OSError:
            return False
