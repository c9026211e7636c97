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


def beginning(path: Path, *, size: int = 16_384) -> str:
    """The text at the beginning of a file, as far as `size` bytes tell. Raises UnreadableFile."""
    try:
        with open(path, "rb") as file:
            data = file.read(size)
    except OSError as error:
        raise _unreadable(path, error) from error
    return data.decode(_marked(data)[0] or "utf-8", "ignore")


def _unreadable(path: Path, error: OSError) -> UnreadableFile:
    return UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}.")


def decode(data: bytes, place: str, report: Report) -> str:
    """The text of a file. Line ends stay as they are, because offsets count them.

    Raises UnreadableFile for what is no text.
    """
    encoding, title = _marked(data)
    if encoding:
        try:
            return _whole(data.decode(encoding, "surrogatepass"), place, report)
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"{place} is marked as {title}, but is not from byte {error.start} on; save it again as UTF-8."
            ) from error
    if b"\x00" in data:
        raise UnreadableFile(f"{place} is no text: it holds zero bytes. Save it as text in UTF-8.")
    return _unmarked(data, place, report)


def _marked(data: bytes) -> tuple[str, str]:
    """The encoding that a mark at the beginning names, and its title."""
    return next(((encoding, title) for mark, encoding, title in _MARKS if data.startswith(mark)), ("", ""))


def _unmarked(data: bytes, place: str, report: Report) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    try:
        return _whole(data.decode("utf-8", "surrogatepass"), place, report)
    except UnicodeDecodeError:
        pass
    if _NOT_IN_TEXT.search(data):
        raise UnreadableFile(f"{place} is no text: it is not UTF-8 and holds control bytes. Save it as text in UTF-8.")
    encoding, title = ("latin-1", "Latin-1") if _NOT_IN_CP1252.search(data) else ("cp1252", "Windows Latin (cp1252)")
    report(Finding(place, f"Not UTF-8 (byte {first}); read as {title}. Look at its accented letters."))
    return data.decode(encoding)


def _whole(text: str, place: str, report: Report) -> str:
    if not _SURROGATE.search(text):
        return text
    report(Finding(place, "Half of a surrogate pair was replaced by the sign U+FFFD; offsets are kept."))
    return _SURROGATE.sub("\ufffd", text)


def mended(value: Any, place: str, report: Report) -> Any:
    """A text, or JSON, without halves of surrogate pairs: no file can hold them; as U+FFFD they keep the offsets."""
    if isinstance(value, str):
        return _whole(value, place, report)
    if isinstance(value, list):
        return [mended(item, place, report) for item in value]
    if isinstance(value, dict):
        return {mended(key, place, report): mended(item, place, report) for key, item in value.items()}
    return value


def json_lines(path: Path, report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, object) of each line of a JSON Lines file; a broken line is reported and left out.

    Lines end at "\\n" alone: other line separators of Unicode may stand inside texts. Raises UnreadableFile.
    """
    for number, line in numbered_lines(path, report):
        place = f"{path.name}, line {number}"
        try:
            value = json.loads(line, parse_constant=_refuse)
            if "\\ud" in line or "\\uD" in line:
                value = mended(value, place, report)
        except (ValueError, RecursionError) as error:
            report(Finding(place, f"Not valid JSON ({_what(error)}); this line was left out.", lost=True))
            continue
        if not isinstance(value, dict):
            report(Finding(place, "Not a JSON object; this line was left out.", lost=True))
            continue
        yield place, value


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def _what(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, column {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error).rstrip(".")


def numbered_lines(path: Path, report: Report) -> Iterator[tuple[int, str]]:
    """Lines that are not empty, with their numbers from 1; one line is in memory at a time. Raises UnreadableFile."""
    said: set[str] = set()

    def once(finding: Finding) -> None:
        kind = finding.text[:10]
        if kind not in said:
            said.add(kind)
            report(finding)

    for number, line in enumerate(_lines(path, report), 1):
        if line and not line.isspace():
            place = f"{path.name}, line {number}"
            try:
                yield number, line if isinstance(line, str) else _line(line, place, once)
            except UnreadableFile as error:
                what = str(error).removeprefix(f"{place} is ").partition(". ")[0]
                report(Finding(place, f"This line is {what}; it was left out.", lost=True))


def _line(data: bytes, place: str, report: Report) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data, place, report)


def _lines(path: Path, report: Report) -> Iterator[bytes | str]:
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise _unreadable(path, error) from error
    with file:
        encoding, _ = _marked(file.read(4))
        file.seek(0)
        if encoding in ("utf-16", "utf-32"):
            yield from decode(file.read(), path.name, report).split("\n")
            return
        for number, data in enumerate(file):
            yield (data.removeprefix(codecs.BOM_UTF8) if number == 0 else data).rstrip(b"\r\n")
