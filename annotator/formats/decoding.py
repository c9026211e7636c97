"""Bytes of files as text: by their mark, as UTF-8, or, said aloud, as Windows Latin; never with signs lost silently."""

import codecs
import re
from collections.abc import Callable, Iterable
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
MOST_BYTES = 1 << 28  # of a file that has to be read as a whole
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")


class UnreadableFile(ValueError):
    """A file that holds no text this program can read; the text is a sentence."""


def read_text(path: Path, report: Report) -> str:
    """The text of a file that has to be in memory as a whole. Raises UnreadableFile, also for one that is too large."""
    data = read_bytes(path)
    return decode(data, path.name, report)


def read_bytes(path: Path) -> bytes:
    """A file that has to be in memory as a whole. Raises UnreadableFile, also for one that is too large."""
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"{path.name} is larger than {MOST_BYTES >> 20} MB, which must be read at once; split it.")
    return data


def beginning(path: Path, *, size: int = 16_384) -> str:
    """The text at the beginning of a file, as far as `size` bytes tell. Raises UnreadableFile."""
    try:
        with open(path, "rb") as file:
            data = file.read(size)
    except OSError as error:
        raise unreadable(path, error) from error
    return data.decode(marked(data)[0] or "utf-8", "ignore")


def unreadable(path: Path, error: OSError) -> UnreadableFile:
    """The sentence for a file that the machine does not hand out."""
    return UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}.")


def decode(data: bytes, place: str, report: Report) -> str:
    """The text of a file. Line ends stay as they are, because offsets count them.

    Raises UnreadableFile for what is no text.
    """
    encoding, title = marked(data)
    if encoding:
        try:
            return whole(data.decode(encoding, "surrogatepass"), place, report)
        except UnicodeDecodeError as error:
            raise not_as_marked(place, title, error.start) from error
    if b"\x00" in data:
        raise UnreadableFile(f"{place} is no text: it holds zero bytes. Save it as text in UTF-8.")
    return _unmarked(data, place, report)


def not_as_marked(place: str, title: str, byte: int) -> UnreadableFile:
    """The sentence for bytes that are not what their mark says."""
    return UnreadableFile(f"{place} is marked as {title}, but is not from byte {byte} on; save it again as UTF-8.")


def marked(data: bytes) -> tuple[str, str]:
    """The encoding that a mark at the beginning names, and its title; both empty without one."""
    return next(((encoding, title) for mark, encoding, title in _MARKS if data.startswith(mark)), ("", ""))


def _unmarked(data: bytes, place: str, report: Report) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    try:
        return whole(data.decode("utf-8", "surrogatepass"), place, report)
    except UnicodeDecodeError:
        pass
    return data.decode(latin([data], first, place, report))


def latin(blocks: Iterable[bytes], first: int, place: str, report: Report) -> str:
    """Which Latin encoding bytes are of that are UTF-8 up to `first` alone; it is said. Raises UnreadableFile."""
    found = ("cp1252", "Windows Latin (cp1252)")
    for data in blocks:
        if _NOT_IN_TEXT.search(data):
            raise UnreadableFile(
                f"{place} is no text: it is not UTF-8 and holds control bytes. Save it as text in UTF-8."
            )
        found = ("latin-1", "Latin-1") if _NOT_IN_CP1252.search(data) else found
    report(Finding(place, f"Not UTF-8 (byte {first}); read as {found[1]}. Look at its accented letters."))
    return found[0]


def whole(text: str, place: str, report: Report) -> str:
    """A text without halves of surrogate pairs, which is said where there were any."""
    if not _SURROGATE.search(text):
        return text
    report(Finding(place, "Half of a surrogate pair was replaced by the sign U+FFFD; offsets are kept."))
    return _SURROGATE.sub("\ufffd", text)


def mended(value: Any, place: str, report: Report) -> Any:
    """A text, or JSON, without halves of surrogate pairs: no file can hold them; as U+FFFD they keep the offsets."""
    if isinstance(value, str):
        return whole(value, place, report)
    if isinstance(value, list):
        return [mended(item, place, report) for item in value]
    if isinstance(value, dict):
        return {mended(key, place, report): mended(item, place, report) for key, item in value.items()}
    return value
