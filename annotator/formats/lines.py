"""Lines of JSON: each an object with its place; one line is in memory at a time, and none of any length."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.records import Finding
from annotator.formats.decoding import Report, UnreadableFile, decode, marked, mended, unreadable
from annotator.formats.streams import once, text_lines

LONGEST = 1 << 25  # bytes of a line, or signs of a value inside a list


class Twice:
    """Decodes JSON, and remembers keys that stand twice in an object; the last of them counts."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self.decoder = json.JSONDecoder(object_pairs_hook=self._object, parse_constant=_refuse)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: set[str] = set()
            self._found += [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
        return found

    def say(self, place: str, report: Report) -> None:
        """Say which keys stood twice in what was decoded since the last time."""
        if self._found:
            names = ", ".join(f'"{key[:40]}"' for key in dict.fromkeys(self._found[:5]))
            report(Finding(place, f"These keys stand twice in one object; the last counts: {names}.", lost=True))
            self._found.clear()


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def json_lines(path: Path, report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, object) of each line of a JSON Lines file; a broken line is reported and left out.

    Lines end at "\\n" alone: other line separators of Unicode may stand inside texts. Raises UnreadableFile.
    """
    reader = LineReader(path.name, report)
    for number, line in numbered_lines(path, report):
        value = reader.read(number, line)
        if value is not None:
            yield reader.place, value


class LineReader:
    """Reads single lines of a JSON Lines file; what is broken is reported."""

    def __init__(self, name: str, report: Report) -> None:
        self._name, self._report = name, report
        self._twice = Twice()
        self._decode = self._twice.decoder.decode
        self.place = ""  # of the line read last

    def read(self, number: int, line: str) -> dict[str, Any] | None:
        """The object in a line; None for one that is left out."""
        self.place = f"{self._name}, line {number}"
        try:
            value = self._decode(line)
            if "\\ud" in line or "\\uD" in line:
                value = mended(value, self.place, self._report)
        except (ValueError, RecursionError) as error:
            words = f"Not valid JSON ({what_is_wrong(error)}); this line was left out."
            self._report(Finding(self.place, words, lost=True))
            return None
        self._twice.say(self.place, self._report)
        if isinstance(value, dict):
            return value
        self._report(Finding(self.place, "Not a JSON object; this line was left out.", lost=True))
        return None


def what_is_wrong(error: Exception) -> str:
    """Why something is not JSON, without a stop."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, column {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error).rstrip(".")


def numbered_lines(path: Path, report: Report) -> Iterator[tuple[int, str]]:
    """Lines that are not empty, with their numbers from 1; one line is in memory at a time. Raises UnreadableFile."""
    for number, _, line in placed_lines(path, report):
        yield number, line


def placed_lines(path: Path, report: Report) -> Iterator[tuple[int, int, str]]:
    """(number, byte at which it begins, line) of lines that are not empty; -1 where bytes say nothing."""
    said = once(report)
    for number, (start, line) in enumerate(_lines(path, report), 1):
        if line is None:
            words = f"This line is longer than {LONGEST >> 20} MB; it was left out."
            report(Finding(f"{path.name}, line {number}", words, lost=True))
        elif line and not line.isspace():
            try:
                yield number, start, line if isinstance(line, str) else as_text(line, path.name, number, said)
            except UnreadableFile as error:
                what = str(error).removeprefix(f"{path.name}, line {number} is ").partition(". ")[0]
                words = f"This line is {what}; it was left out."
                report(Finding(f"{path.name}, line {number}", words, lost=True))


def as_text(data: bytes, name: str, number: int, report: Report) -> str:
    """The text of a line. Raises UnreadableFile."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data, f"{name}, line {number}", report)


def _lines(path: Path, report: Report) -> Iterator[tuple[int, bytes | str | None]]:
    """(byte at which it begins, line) of each line; None for one that is too long."""
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise unreadable(path, error) from error
    with file:
        if marked(file.read(4))[0] in ("utf-16", "utf-32"):
            yield from ((-1, line.rstrip("\r\n")) for line in text_lines(path, report, longest=LONGEST))
            return
        file.seek(len(codecs.BOM_UTF8) if marked(_beginning(file))[0] else 0)
        start = file.tell()
        while data := file.readline(LONGEST + 1):
            length = len(data)
            if length > LONGEST and not data.endswith(b"\n"):
                length += _skip_line(file)
                yield start, None
            else:
                yield start, data.rstrip(b"\r\n")
            start += length


def _beginning(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(4)


def _skip_line(file: BinaryIO) -> int:
    """Pass over the rest of a line; how many bytes that was."""
    skipped = 0
    while data := file.readline(1 << 20):
        skipped += len(data)
        if data.endswith(b"\n"):
            break
    return skipped
