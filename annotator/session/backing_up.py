"""A backup once an hour of work, made by a process of its own so that neither the window nor a write waits for it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from annotator.store.backup import EVERY, backups, folder_for, is_due, restore

__all__ = ["EVERY", "BackupKeeper", "backups", "folder_for", "restore"]


class BackupKeeper:
    """Starts a backup when one is due; told of each step of work, it costs nothing in between."""

    def __init__(self, project: Path, *, folder: Path | None = None, every: timedelta = EVERY) -> None:
        self._project, self.folder, self.every = project, folder or folder_for(project), every
        self._running: subprocess.Popen[str] | None = None
        self._look_at = 0.0  # by the monotonic clock: seconds
        self.problem = ""  # why the last backup failed, as a sentence

    def worked(self) -> None:
        """Something was written: back up if the last backup is old enough."""
        if monotonic() < self._look_at or not self.poll():
            return
        self._look_at = monotonic() + 60
        if is_due(self.folder, datetime.now(UTC), every=self.every):
            self._look_at = monotonic() + self.every.total_seconds()
            self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "annotator.store.backup", str(self._project), str(self.folder)]
        try:
            self._running = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=Path(__file__).parents[2]
            )
        except OSError as error:
            self.problem = f"No backup could be made: {error.strerror}."

    def poll(self) -> bool:
        """Whether no backup is under way; takes in how the last one went."""
        if self._running is None:
            return True
        if self._running.poll() is None:
            return False
        said, _ = self._running.communicate()
        self.problem = said.strip().splitlines()[-1] if self._running.returncode and said.strip() else ""
        self._running = None
        return True

    def stop(self) -> None:
        """Wait for a backup under way: it is short, and half of one is worth nothing."""
        if self._running is not None:
            self._running.wait()
            self.poll()
