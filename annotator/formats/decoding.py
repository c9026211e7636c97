"""Bytes of files as text: by their mark, as UTF-8, or, said aloud, as Latin-1; nothing is replaced silently."""

import codecs
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.records import Finding

Report = Callable[[Finding], None]

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SURROGATES = range(0xD800, 0xE000)


class UnreadableFile(ValueError):
    """A file that holds no text this program can read; the text is a sentence."""


def decode(data: bytes, place: str, report: Report) -> str:
    """The text of a file. Line ends stay as they are, because offsets count them.

    Raises UnreadableFile for what is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(f"{place} says it is {encoding} but is not, at byte {error.start}.") from error
    if b"\x00" in data[:65536]:
        raise UnreadableFile(f"{place} is no text: it holds zero bytes. Save it as text in UTF-8.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        report(Finding(place, f"Not UTF-8 (byte {error.start}); read as Windows Latin-1. Check its accented letters."))
        return data.decode("cp1252") if _is_cp1252(data) else data.decode("latin-1")


def _is_cp1252(data: bytes) -> bool:
    return not any(byte in data for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))


def read_text(path: Path, report: Report) -> str:
    """The text of a file. Raises UnreadableFile."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error
    return decode(data, path.name, report)


def mended(value: Any, place: str, report: Report) -> Any:
    """JSON's text without lone surrogates, which no file can hold: each becomes U+FFFD, so offsets stay."""
    if isinstance(value, str):
        if any(ord(sign) in _SURROGATES for sign in value):
            report(Finding(place, "Half of a surrogate pair was replaced by the sign U+FFFD; offsets are kept."))
            return "".join("\ufffd" if ord(sign) in _SURROGATES else sign for sign in value)
        return value
    if isinstance(value, list):
        return [mended(item, place, report) for item in value]
    if isinstance(value, dict):
        return {mended(key, place, report): mended(item, place, report) for key, item in value.items()}
    return value


def json_lines(path: Path, report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, object) of each line of a JSON Lines file; a broken line is reported and left out.

    Lines end at "\\n" alone: other line separators of Unicode may stand inside texts.
    """
    for number, line in enumerate(_lines(path, report), 1):
        place = f"{path.name}, line {number}"
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            report(Finding(place, f"Not valid JSON ({what}); this line was left out.", lost=True))
            continue
        if not isinstance(value, dict):
            report(Finding(place, "Not a JSON object; this line was left out.", lost=True))
            continue
        yield place, mended(value, place, report) if "\\ud" in line.lower() else value


def _lines(path: Path, report: Report) -> Iterator[str]:
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error
    with file:
        start = file.read(4)
        file.seek(0)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from decode(file.read(), path.name, report).split("\n")
            return
        for number, data in enumerate(file, 1):
            data = data.removeprefix(codecs.BOM_UTF8) if number == 1 else data
            try:
                yield data.rstrip(b"\r\n").decode("utf-8")
            except UnicodeDecodeError:
                report(Finding(f"{path.name}, line {number}", "Not UTF-8; this line was left out.", lost=True))
                yield ""
