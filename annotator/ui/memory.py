"""What the program remembers between starts: settings, window, where one was; garbage never stops a start."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from annotator import preferences

RECENT = 10


class Memory:
    """What a person chose is in their settings file; windows and places in an INI file where the system has such."""

    def __init__(self) -> None:
        self._settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Annotator", "annotator")
        self.preferences = preferences.here()
        self._move_over()

    def _move_over(self) -> None:
        """Settings that an earlier version kept in the INI file, once."""
        for one in preferences.KNOWN:
            if self._settings.contains(one.key):
                if not self.preferences.is_set(one.key):
                    self.preferences.keep(one.key, self._settings.value(one.key))
                self._settings.remove(one.key)

    def text(self, key: str, default: str = "") -> str:
        """A remembered text."""
        if self.preferences.knows(key):
            return str(self.preferences.get(key))
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        """A remembered number; the default for anything else."""
        try:
            return float(self.text(key, str(default)))
        except ValueError:
            return default

    def bytes(self, key: str) -> QByteArray:
        """Remembered bytes, such as the places of docks."""
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, key: str, value: Any) -> None:
        """Remember a value."""
        if self.preferences.knows(key):
            self.preferences.keep(key, value)
            return
        self._settings.setValue(key, value)

    # ---- projects

    def recent(self) -> list[Path]:
        """Projects opened lately that are still there, the last one first."""
        paths = [Path(line) for line in self.text("projects/recent").split("\n") if line]
        return [path for path in paths if path.is_file()]

    def opened(self, project: Path) -> None:
        """A project was opened."""
        others = [path for path in self.recent() if path != project]
        self.keep("projects/recent", "\n".join(str(path) for path in [project, *others][:RECENT]))

    def place(self, project: Path) -> tuple[str, int]:
        """The document and the offset on which one was in a project."""
        document, _, offset = self.text(f"places/{_key(project)}").rpartition("@")
        return document, int(offset) if offset.isdigit() else 0

    def was_at(self, project: Path, document: str, offset: int) -> None:
        """Remember where one was."""
        self.keep(f"places/{_key(project)}", f"{document}@{offset}")


def _key(project: Path) -> str:
    return str(project).replace("/", "|").replace("\\", "|")
