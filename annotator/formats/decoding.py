"""Bytes of files as text: by their mark, as UTF-8, or, said aloud, as Windows Latin; never with signs lost silently."""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.records import Finding

Report = Callable[[Finding], None]

_MARKS = (  # the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")


class UnreadableFile(ValueError):
    """A file that holds no text this program can read; the text is a sentence."""


def read_text(path: Path, report: Report) -> str:
    """The text of a file. Raises UnreadableFile."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    return decode(data, path.name, report)


def _unreadable(path: Path, error: OSError) -> UnreadableFile:
    return UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}.")


def decode(data: bytes, place: str, report: Report) -> str:
    """The text of a file. Line ends stay as they are, because offsets count them.

    Raises UnreadableFile for what is no text.
    """
    encoding, title = _marked(data)
    if encoding:
        try:
            return mended(data.decode(encoding, "surrogatepass"), place, report)
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"{place} is marked as {title}, but is not from byte {error.start} on; save it again as UTF-8."
            ) from error
    if b"\x00" in data:
        raise UnreadableFile(f"{place} is no text: it holds zero bytes. Save it as text in UTF-8.")
    return _unmarked(data, place, report)


def _marked(data: bytes) -> tuple[str, str]:
    """The encoding that a mark at the beginning names, and its title."""
    return next((found for mark, *found in _MARKS if data.startswith(mark)), ("", ""))  # type: ignore[return-value]


def _unmarked(data: bytes, place: str, report: Report) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    try:
        return mended(data.decode("utf-8", "surrogatepass"), place, report)
    except UnicodeDecodeError:
        pass
    if _NOT_IN_TEXT.search(data):
        raise UnreadableFile(f"{place} is no text: it is not UTF-8 and holds control bytes. Save it as text in UTF-8.")
    encoding, title = ("latin-1", "Latin-1") if _NOT_IN_CP1252.search(data) else ("cp1252", "Windows Latin (cp1252)")
    report(Finding(place, f"Not UTF-8 (byte {first}); read as {title}. Look at its accented letters."))
    return data.decode(encoding)


def mended(value: Any, place: str, report: Report) -> Any:
    """A text, or JSON, without halves of surrogate pairs, which no file can hold: each becomes U+FFFD, so offsets stay."""
    if isinstance(value, str):
        if _SURROGATE.search(value):
            report(Finding(place, "Half of a surrogate pair was replaced by the sign U+FFFD; offsets are kept."))
            return _SURROGATE.sub("\ufffd", value)
        return value
    if isinstance(value, list):
        return [mended(item, place, report) for item in value]
    if isinstance(value, dict):
        return {mended(key, place, report): mended(item, place, report) for key, item in value.items()}
    return value


def json_lines(path: Path, report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, object) of each line of a JSON Lines file; a broken line is reported and left out.

    Lines end at "\\n" alone: other line separators of Unicode may stand inside texts. Raises UnreadableFile.
    """
    for number, line in _numbered(path, report):
        place = f"{path.name}, line {number}"
        try:
            value = json.loads(line, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            report(Finding(place, f"Not valid JSON ({_what(error)}); this line was left out.", lost=True))
            continue
        if not isinstance(value, dict):
            report(Finding(place, "Not a JSON object; this line was left out.", lost=True))
            continue
        yield place, mended(value, place, report) if "\\ud" in line or "\\uD" in line else value


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def _what(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, column {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error).rstrip(".")


def _numbered(path: Path, report: Report) -> Iterator[tuple[int, str]]:
    """Lines that are not empty, with their numbers from 1; one line is in memory at a time."""
    said: list[Finding] = []

    def once(finding: Finding) -> None:
        if not said:
            report(finding)
        said.append(finding)

    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise _unreadable(path, error) from error
    with file:
        for number, data in enumerate(_lines(file.read(4), file, path, report), 1):
            if data.isspace() or not data:
                continue
            place = f"{path.name}, line {number}"
            try:
                yield number, data if isinstance(data, str) else decode(data, place, once)
            except UnreadableFile as error:
                report(Finding(place, f"{str(error).removeprefix(place).strip()} This line was left out.", lost=True))


def _lines(start: bytes, file: Any, path: Path, report: Report) -> Iterator[bytes | str]:
    file.seek(0)
    if _marked(start)[0] in ("utf-16", "utf-32"):
        yield from decode(file.read(), path.name, report).split("\n")
        return
    for number, data in enumerate(file):
        yield (data.removeprefix(codecs.BOM_UTF8) if number == 0 else data).rstrip(b"\r\n")
