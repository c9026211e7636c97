"""Which settings a person has: name, usual value, meaning, and what each may be."""

from typing import Any, NamedTuple

from annotator.preferences.toml_text import said_value

Value = str | int | float | bool


class Preference(NamedTuple):
    """One setting: `table/name` in the file, its usual value, what it means, and what it may be."""

    key: str
    usual: Value
    means: str
    choices: tuple[Value, ...] = ()
    least: float = 0
    most: float = 0

    def takes(self, value: Any) -> bool:
        """Whether the setting may have this value."""
        if type(value) is not type(self.usual):
            return False
        if self.choices:
            return value in self.choices
        return not self.most or self.least <= float(value) <= self.most

    @property
    def wanted(self) -> str:
        """What it may be, for a sentence."""
        if self.choices:
            return " or ".join(said_value(one) for one in self.choices)
        if self.most:
            return f"a number from {self.least:g} to {self.most:g}"
        return {str: "a text in quotes", bool: "true or false"}.get(type(self.usual), "a number")


KNOWN: tuple[Preference, ...] = (
    Preference("person", "", "Your name, for projects with several people."),
    Preference("looks/theme", "system", "Colours of the window.", ("system", "light", "dark")),
    Preference("text/font", "", "Font of the texts; empty for the program's own."),
    Preference("text/size", 16, "Size of the texts in pixels.", least=8, most=72),
    Preference("text/measure", 90, "Longest line, in characters.", least=20, most=400),
    Preference("text/space", 50, "Space between lines, in % of the size.", least=0, most=300),
    Preference("arcs/threshold", 12, "So many arcs in view are drawn in full; of more, those of the focus.", most=9999),
    Preference("keys/preset", "ours", 'Which keys: "ours", "prodigy", or the name of a set under keys.presets.'),
    Preference("backups/folder", "", "Where backups go; empty for the program's data folder."),
    Preference("backups/minutes", 60, "Minutes of work between two backups; 0 for none.", most=100_000),
)
BY_KEY = {one.key: one for one in KNOWN}
