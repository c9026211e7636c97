"""JSON of any size, value by value: a list is never in memory as a whole, and neither is what stands around it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.records import Finding
from annotator.formats.decoding import Report, UnreadableFile, mended
from annotator.formats.lines import LONGEST, Twice, what_is_wrong
from annotator.formats.streams import text_blocks

_BLANK = re.compile(r"[ \t\r\n]*")
_NEAR_END = 32  # signs in which an unfinished word of JSON may lie


class JsonStream:
    """Reads a JSON text from its beginning: signs and values, the next being read from the file when needed.

    A value may have LONGEST signs; every failure is an UnreadableFile that says where.
    """

    def __init__(self, path: Path, report: Report, *, encoding: str = "") -> None:
        self._path, self._report = path, report
        self._blocks = text_blocks(path, report, encoding=encoding)
        self._twice = Twice()
        self._buffer, self._at = "", 0
        self._ended = False
        self._lines = 0  # line ends in what is no longer in the buffer

    def peek(self) -> str:
        """The next sign that is not blank; empty at the end."""
        while True:
            found = _BLANK.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Pass over this sign where it is the next."""
        if self.peek() != sign:
            return False
        self._at += 1
        return True

    def need(self, sign: str, before: str) -> None:
        """Pass over a sign that must stand here. Raises UnreadableFile."""
        if not self.take(sign):
            raise self.broken(f"Expecting {sign!r} {before}")

    def value(self, place: str) -> Any:
        """The next value, as a whole. Raises UnreadableFile."""
        self.peek()
        wanted = 1 << 16
        while True:
            found = self._decoded()
            if found is not None:
                break
            self._fill(wanted)
            wanted *= 2
        value, self._at = found
        self._twice.say(place, self._report)
        return value

    def _decoded(self) -> tuple[Any, int] | None:
        """The value at this place and its end; None where more of the file has to be read first."""
        try:
            value, end = self._twice.decoder.raw_decode(self._buffer, self._at)
        except json.JSONDecodeError as error:
            unfinished = error.msg.startswith("Unterminated string") or error.pos >= len(self._buffer) - _NEAR_END
            if self._ended or not unfinished:
                self._at = error.pos
                raise self.broken(error.msg) from error
            return None
        except RecursionError as error:
            raise UnreadableFile(f"{self._path.name} is nested too deeply to be read.") from error
        except ValueError as error:
            raise self.broken(what_is_wrong(error)) from error
        if end == len(self._buffer) and not self._ended:
            return None  # a number may go on
        text = self._buffer
        if text.find("\\ud", self._at, end) >= 0 or text.find("\\uD", self._at, end) >= 0:
            value = mended(value, self._path.name, self._report)
        return value, end

    def _fill(self, wanted: int) -> None:
        if len(self._buffer) - self._at > LONGEST:
            raise self.broken(f"a value has more than {LONGEST >> 20} million signs")
        target = len(self._buffer) - self._at + wanted
        while len(self._buffer) - self._at < target and self._more():
            pass

    def _more(self) -> bool:
        """Read a block more; what was read before is forgotten."""
        if self._ended:
            return False
        block = next(self._blocks, "")
        self._ended = not block
        self._lines += self._buffer.count("\n", 0, self._at)
        self._buffer, self._at = self._buffer[self._at :] + block, 0
        return bool(block)

    def broken(self, what: str) -> UnreadableFile:
        """The sentence for what is no JSON at this place."""
        line = self._lines + self._buffer.count("\n", 0, self._at) + 1
        return UnreadableFile(f"{self._path.name} is not valid JSON: {what.rstrip('.')}, line {line}.")


def listed_values(stream: JsonStream, name: str) -> Iterator[tuple[str, Any]]:
    """(place, value) of each item of a list whose bracket is passed already. Raises UnreadableFile."""
    number = 0
    if stream.take("]"):
        return
    while True:
        number += 1
        place = f"{name}, number {number}"
        yield place, stream.value(place)
        if stream.take("]"):
            return
        stream.need(",", f"behind number {number}")


def only_objects(found: Iterator[tuple[str, Any]], report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """Those values that are objects; others are reported."""
    for place, value in found:
        if isinstance(value, dict):
            yield place, value
        else:
            report(Finding(place, "Not a JSON object; it was left out.", lost=True))
