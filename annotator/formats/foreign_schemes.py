"""Labels as other programs' settings name them: brat's annotation.conf, Label Studio's labelling configuration."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.records import Finding
from annotator.core.scheme_file import KEYS, LabelSpec
from annotator.formats.decoding import Report, read_text
from annotator.formats.xml_tree import parse


def is_foreign(path: Path) -> bool:
    """Whether a file is a labelling configuration that `read_foreign` reads, by its name and beginning."""
    if path.name.lower() == "annotation.conf":
        return True
    if path.suffix.lower() != ".xml":
        return False
    with open(path, "rb") as file:
        return b"<View" in file.read(4096)


def read_foreign(path: Path, report: Report) -> list[LabelSpec]:
    """Labels, rules and attributes of a configuration. Raises UnreadableFile, OSError."""
    if path.suffix.lower() == ".xml":
        return _label_studio(parse(path))
    return _Brat(path.name, report).read(read_text(path, report))


# ---- brat


class _Brat:
    """Reads annotation.conf: sections, one type a line, indented by tabs below its parent; macros and comments."""

    def __init__(self, name: str, report: Report) -> None:
        self._name, self._report = name, report
        self._macros: dict[str, str] = {}
        self._specs: dict[tuple[str, str], LabelSpec] = {}

    def read(self, text: str) -> list[LabelSpec]:
        """The labels of the file, each once."""
        section, above = "", list[str]()
        for number, line in enumerate(text.split("\n"), 1):
            line = line.rstrip()
            if not line.strip() or line.lstrip().startswith(("#", "---")):
                continue
            if found := re.fullmatch(r"\[(\w+)\]", line):
                section, above = found[1].lower(), []
            elif found := re.fullmatch(r"(<[^>]+>)\s*=\s*(.+)", line):
                self._macros[found[1]] = found[2]
            elif section in ("entities", "events", "relations", "attributes"):
                self._line(section, line, above)
            elif section not in ("options", "spans"):
                self._report(Finding(f"{self._name}, line {number}", "This stands in no section and was left out."))
        return self._resolved()

    def _line(self, section: str, line: str, above: list[str]) -> None:
        depth = len(line) - len(line.lstrip("\t"))
        name, _, rest = line.strip().replace("\t", " ").partition(" ")
        name = name.removeprefix("!")
        del above[depth:]
        parent = above[-1] if above else ""
        above.append(name)
        arguments = self._arguments(rest)
        if section == "attributes":
            values = next((value for key, value in arguments if key == "Value"), "")
            choices = tuple(values.split("|")) if values else ()
            self._add(LabelSpec("attribute", name, holds="choice" if choices else "flag", choices=choices))
        elif section == "relations":
            ends = [(key, value) for key, value in arguments if not key.startswith("<")]
            kind = next((value for key, value in arguments if key == "<REL-TYPE>"), "")
            both: list[tuple[str, ...]] = [self._named(value) for _, value in ends]
            heads, tails = [*both, (), ()][:2]
            spec = LabelSpec("relation", name, symmetric="symmetric" in kind.split("-"), heads=heads, tails=tails)
            self._add(spec if heads and tails else spec._replace(heads=(), tails=()))
        else:
            self._add(LabelSpec("span", name, parent=parent))
            for role, value in arguments if section == "events" else ():
                self._add(LabelSpec("relation", role.rstrip("?*+0123456789"), heads=(name,), tails=self._named(value)))

    def _arguments(self, rest: str) -> list[tuple[str, str]]:
        for macro, value in self._macros.items():
            rest = rest.replace(macro, value)
        parts = (part.strip().partition(":") for part in rest.split(",") if ":" in part)
        return [(re.sub(r"\{.*?\}", "", key), value.strip()) for key, _, value in parts]

    def _named(self, value: str) -> tuple[str, ...]:
        return tuple("*" if name.startswith("<") else name for name in value.split("|") if name)

    def _add(self, spec: LabelSpec) -> None:
        known = self._specs.setdefault((spec.kind, spec.name), spec)
        if known.kind == "relation":
            heads, tails = (*known.heads, *spec.heads), (*known.tails, *spec.tails)
            known = known._replace(heads=tuple(dict.fromkeys(heads)), tails=tuple(dict.fromkeys(tails)))
            self._specs[spec.kind, spec.name] = known

    def _resolved(self) -> list[LabelSpec]:
        spans = {name for kind, name in self._specs if kind == "span"} | {"*"}
        return [
            spec._replace(
                heads=tuple(n for n in spec.heads if n in spans), tails=tuple(n for n in spec.tails if n in spans)
            )
            for spec in self._specs.values()
        ]


# ---- Label Studio


def _label_studio(root: Element) -> list[LabelSpec]:
    found: dict[tuple[str, str], LabelSpec] = {}
    for spec in (spec for element in root.iter() for spec in _specs(element)):
        found.setdefault((spec.kind, spec.name), spec)
    return list(found.values())


def _specs(element: Element) -> Iterator[LabelSpec]:
    """What one tag of the configuration stands for."""
    name, by_region = element.get("name", ""), element.get("perRegion") == "true"
    values = [child.get("value", "") for child in element if child.get("value")]
    if element.tag in ("Labels", "HyperTextLabels"):
        for child in element:
            if value := child.get("value", ""):
                key = child.get("hotkey", "")
                colour = child.get("background", "")
                colour = colour.lower() if re.fullmatch("#[0-9a-fA-F]{6}", colour) else ""
                yield LabelSpec("span", value, colour=colour, key=key if key in KEYS else "")
    elif element.tag == "Relations":
        yield from (LabelSpec("relation", value) for value in values)
    elif element.tag == "Choices" and by_region and name and values:
        yield LabelSpec("attribute", name, holds="choice", choices=tuple(dict.fromkeys(values)))
    elif element.tag == "Choices":
        yield from (LabelSpec("document", value) for value in values)
    elif element.tag in ("Number", "Rating") and by_region and name:
        yield LabelSpec("attribute", name, holds="number")
    elif element.tag == "TextArea" and by_region and name:
        yield LabelSpec("attribute", name)
