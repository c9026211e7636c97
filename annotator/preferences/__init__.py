"""Settings of one person on one machine, as plain TOML: read whatever it holds, written whole or not at all."""

import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from annotator.preferences.known import BY_KEY, KNOWN, Preference, Value
from annotator.preferences.salvage import flat, salvage
from annotator.preferences.toml_text import said_value, table_name

HEAD = """# Settings of Annotator: of one person, on this machine. What is a project's own setting is kept in its file.
# Change them here or in the window (Edit, Settings). Comments of your own are not kept when the window writes."""
PRESETS = "presets"

__all__ = ["KNOWN", "PRESETS", "Preference", "Preferences", "here", "path_now"]


def path_now() -> Path:
    """Where the settings of this person are."""
    return platformdirs.user_config_path("annotator", appauthor=False) / "settings.toml"


def here() -> "Preferences":
    """The settings of this person: one object for the whole process, read again when the file was changed."""
    found = _at(path_now())
    found.refresh()
    return found


@cache
def _at(path: Path) -> "Preferences":
    return Preferences(path)


class Preferences:
    """The settings in one file. `problems` are sentences on what could not be read; the rest holds."""

    def __init__(self, path: Path, *, mend: bool = True) -> None:
        self.path, self._mend = path, mend
        self.problems: list[str] = []
        self.presets: dict[str, dict[str, tuple[str, ...]]] = {}
        self._values: dict[str, Value] = {}
        self._others: dict[str, Any] = {}
        self._stamp: tuple[int, int] | None = None

    # ---- reading

    def refresh(self) -> None:
        """Read the file if it is another than the one read last."""
        stamp = self._stamp_now()
        if stamp is None and self._stamp is None:
            return
        if stamp != self._stamp:
            self._read()

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            stat = self.path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size

    def _read(self) -> None:
        self.problems, self._values, self.presets, self._others = [], {}, {}, {}
        self._stamp = self._stamp_now()
        if self._stamp is None:
            return
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            self.problems.append(f"{self.path} could not be read ({error.strerror}): the usual settings hold.")
            return
        self._take(self._parsed(raw.decode("utf-8-sig", "replace")))
        if self.problems and self._mend:
            self._keep_aside()

    def _parsed(self, text: str) -> dict[str, Any]:
        """The tables of a file; a line that is no TOML is left out, and said."""
        said: list[int] = []
        tables = salvage(text, said.append)
        if tables is None:
            self.problems.append(f"{self.path.name} cannot be read: the usual settings hold.")
        else:
            name = self.path.name
            self.problems += [f"{name}, line {line}: this is no setting and was left out." for line in sorted(said)]
        return tables or {}

    def _take(self, tables: dict[str, Any]) -> None:
        keys = tables.get("keys")
        if isinstance(keys, dict) and PRESETS in keys:
            self._take_presets(keys.pop(PRESETS))
        for key, value in flat(tables).items():
            known = BY_KEY.get(key)
            if known is None:
                self._others[key] = value
            elif known.takes(value):
                self._values[key] = value
            else:
                self.problems.append(
                    f"{self.path.name}: {key.replace('/', '.')} must be {known.wanted}; it is "
                    f"{said_value(known.usual)} now."
                )

    def _take_presets(self, presets: Any) -> None:
        for name, keys in (presets if isinstance(presets, dict) else {}).items():
            taken = {}
            for action, listed in (keys if isinstance(keys, dict) else {}).items():
                given = [listed] if isinstance(listed, str) else listed
                if isinstance(given, list) and all(isinstance(one, str) for one in given):
                    taken[action] = tuple(given)
                else:
                    words = f"{self.path.name}: keys.{PRESETS}.{name}.{action} must be a list of keys; it was left out."
                    self.problems.append(words)
            self.presets[name] = taken

    def _keep_aside(self) -> None:
        """What cannot be read is kept beside, and a clean file put in its place."""
        number = 1
        while (aside := self.path.with_name(f"{self.path.stem}.unread-{number}{self.path.suffix}")).exists():
            number += 1
        with suppress(OSError):
            shutil.copyfile(self.path, aside)
            self.problems[-1] += f" The file as it was is kept as {aside.name}."
            self._write()

    # ---- values

    def knows(self, key: str) -> bool:
        """Whether this is a setting, and not something else that is remembered."""
        return key in BY_KEY

    def is_set(self, key: str) -> bool:
        """Whether the setting was given another value than its usual one."""
        return key in self._values

    def get(self, key: str) -> Value:
        """The value of a setting, or its usual one."""
        return self._values.get(key, BY_KEY[key].usual)

    def keep(self, key: str, value: Any) -> None:
        """Set a value, given as such or as its text. What the setting does not take is not kept."""
        known = BY_KEY[key]
        self.refresh()
        kind = type(known.usual)
        with suppress(ValueError, TypeError):
            made = value if isinstance(value, kind) else kind(value)
            if known.takes(made) and made != self.get(key):
                self._values[key] = made
                self._write()

    def keep_preset(self, name: str, keys: dict[str, tuple[str, ...]]) -> None:
        """Keep a set of keys of one's own; `based_on` in it names the one it starts from."""
        self.refresh()
        self.presets[name] = keys
        self._write()

    def forget_preset(self, name: str) -> None:
        """A set of keys of one's own goes."""
        self.refresh()
        if self.presets.pop(name, None) is not None:
            self._write()

    def as_json(self) -> dict[str, Any]:
        """All settings, for scripts."""
        return {one.key.replace("/", "."): self.get(one.key) for one in KNOWN} | {f"keys.{PRESETS}": self.presets}

    # ---- writing

    def text(self) -> str:
        """The file as it is written: each setting with what it means."""
        lines, table = [HEAD], ""
        others = dict(self._others)
        for one in KNOWN:
            above, _, name = one.key.rpartition("/")
            if above != table:
                lines += [*_rest(others, table), "", f"[{table_name(above)}]"]
                table = above
            lines.append(f"{name} = {said_value(self.get(one.key))}  # {one.means}{_range(one)}")
        lines += _rest(others, table)
        for name, keys in self.presets.items():
            lines += ["", f"[keys.{PRESETS}.{table_name(name)}]"]
            lines += [f"{table_name(action)} = {said_value(list(listed))}" for action, listed in keys.items()]
        for table in dict.fromkeys(key.rpartition("/")[0] for key in others):
            lines += ["", f"[{'.'.join(table_name(part) for part in table.split('/'))}]", *_rest(others, table)]
        return "\n".join(lines) + "\n"

    def _write(self) -> None:
        """Into a new file that takes the old one's place; where that cannot be, the values hold until the end."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".settings-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(self.text())
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(name, self.path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            sentence = f"{self.path} could not be written ({error.strerror}): settings hold until the program ends."
            if sentence not in self.problems:
                self.problems.append(sentence)
        self._stamp = self._stamp_now()


def _range(one: Preference) -> str:
    return f" {one.wanted}" if one.choices else ""


def _rest(others: dict[str, Any], table: str) -> list[str]:
    """Lines of settings in a table that this version does not know; taken out of `others`."""
    keys = [key for key in others if key.rpartition("/")[0] == table]
    return [f"{table_name(key.rpartition('/')[2])} = {said_value(others.pop(key))}" for key in keys]
