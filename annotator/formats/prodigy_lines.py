"""A first look at Prodigy's lines: which of them have the text of an earlier one, found without keeping any text."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from annotator.core.records import Finding
from annotator.formats.decoding import mended
from annotator.formats.lines import LONGEST, LineReader, as_text, placed_lines
from annotator.formats.shape import Json

_TEXT_FIRST = re.compile(r'\s*\{\s*"text"\s*:\s*("[^"\\]*(?:\\.[^"\\]*)*")')


class _Place(NamedTuple):
    """A line of a file; `line` only where it cannot be found again by its first byte."""

    number: int
    start: int
    line: str


class Later:
    """Where lines stand whose text stood in an earlier line: a quick first look, which keeps places alone.

    Of most lines it reads no more than the text. What is wrong with the file is said at the second look.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reading = LineReader(path.name, _silent)
        self._places: dict[bytes, list[_Place]] = {}  # of lines whose text was there before
        self._first: dict[bytes, int] = {}
        seen = _Seen(path)
        for number, start, line in placed_lines(path, _silent):
            for text in _texts(line):
                mark = _mark(text)
                if seen.again(mark):
                    self._places.setdefault(mark, []).append(_Place(number, start, line if start < 0 else ""))

    def behind(self, text: str, number: int) -> list[tuple[str, Json]] | None:
        """(place, object) of the lines of this text behind that of a number; None where this is not the first one."""
        found = self._places.get(mark := _mark(text), ()) if self._places else ()
        if not found:
            return []
        if self._first.setdefault(mark, number) != number:
            return None
        return [one for one in self._lines([one for one in found if one.number > number]) if text_of(one[1]) == text]

    def _lines(self, places: list[_Place]) -> Iterator[tuple[str, Json]]:
        with open(self._path, "rb") as file:
            for number, start, line in places:
                if start >= 0:
                    file.seek(start)
                    line = as_text(file.readline(LONGEST).rstrip(b"\r\n"), self._path.name, number, _silent)
                value = self._reading.read(number, line)
                if value is not None:
                    yield self._reading.place, value


class _Seen:
    """Which of very many marks were there before, in a few megabytes: a few new ones are taken for seen."""

    def __init__(self, path: Path) -> None:
        size = path.stat().st_size if path.is_file() else 0
        self._bits = min(30, max(16, (size // 8).bit_length()))
        self._table = bytearray(1 << self._bits >> 3)

    def again(self, mark: bytes) -> bool:
        """Whether this mark was there before; from now on it was."""
        before = True
        for part in (mark[:8], mark[8:]):
            place, bit = divmod(int.from_bytes(part) & ((1 << self._bits) - 1), 8)
            before = bool(self._table[place] >> bit & 1) and before
            self._table[place] |= 1 << bit
        return before


def _mark(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _texts(line: str) -> Iterator[str]:
    """The text of a line, or none."""
    first = _TEXT_FIRST.match(line)
    with suppress(ValueError, RecursionError):
        value = {"text": json.loads(first[1])} if first else json.loads(line)
        text = text_of(mended(value, "", _silent)) if isinstance(value, dict) else ""
        if text:
            yield text


def _silent(finding: Finding) -> None:
    """Nothing is said at the first look."""


def text_of(value: Json) -> str:
    """The text of a line; empty where it has none."""
    text = value.get("text")
    return text if isinstance(text, str) else ""
