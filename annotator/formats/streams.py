"""Text of files of any size, a block at a time, by the same rules as text that is read as a whole."""

import codecs
from collections.abc import Callable, Iterator
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from annotator.core.records import Finding
from annotator.formats.decoding import Report, UnreadableFile, latin, marked, unreadable, whole

BLOCK = 1 << 20  # bytes, or signs


def once(report: Report) -> Report:
    """Reports a finding of each kind, as their first words tell it, once."""
    said: set[str] = set()

    def report_once(finding: Finding) -> None:
        kind = finding.text[:10]
        if kind not in said:
            said.add(kind)
            report(finding)

    return report_once


def encoding_of(path: Path, report: Report) -> str:
    """The encoding of a file, from a mark or from all of its bytes. Raises UnreadableFile for what is no text."""
    try:
        with open(path, "rb") as file:
            encoding, _ = marked(file.read(4))
            if encoding:
                return encoding
            blocks = partial(_from_start, file)
            first = _first_not_utf8(blocks(), path.name)
            return "utf-8" if first is None else latin(blocks(), first, path.name, report)
    except OSError as error:
        raise unreadable(path, error) from error


def _from_start(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(partial(file.read, BLOCK), b"")


def _first_not_utf8(blocks: Iterator[bytes], place: str) -> int | None:
    """The first byte that is not of UTF-8; halves of surrogate pairs are let pass."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
    before = 0
    first = None
    for data in blocks:
        if b"\x00" in data:
            raise UnreadableFile(f"{place} is no text: it holds zero bytes. Save it as text in UTF-8.")
        first = _decoded(decoder.decode, data, before) if first is None else first
        before += len(data)
    return _decoded(partial(decoder.decode, final=True), b"", before) if first is None else first


def _decoded(decode: Callable[[bytes], str], data: bytes, before: int) -> int | None:
    try:
        decode(data)
    except UnicodeDecodeError as error:
        return max(0, before + error.start)
    return None


def open_text(path: Path, encoding: str) -> TextIOWrapper:
    """A file as text, no line end translated. Raises UnreadableFile."""
    try:
        errors = "surrogatepass" if encoding.startswith("utf") else "strict"
        return open(path, encoding=encoding, errors=errors, newline="")
    except OSError as error:
        raise unreadable(path, error) from error
    except LookupError as error:
        raise UnreadableFile(f'"{encoding}" is no encoding that is known.') from error


def text_blocks(path: Path, report: Report, *, encoding: str = "") -> Iterator[str]:
    """The text of a file, about a million signs at a time. Raises UnreadableFile."""
    encoding = encoding or encoding_of(path, report)
    said = once(report)
    with open_text(path, encoding) as file:
        while block := _block(file, path, encoding):
            yield whole(block, path.name, said)


def _block(file: TextIOWrapper, path: Path, encoding: str) -> str:
    try:
        return file.read(BLOCK)
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path.name} is not {encoding.upper()} throughout; save it again as UTF-8.") from error


def text_lines(path: Path, report: Report, *, encoding: str = "", longest: int = 1 << 28) -> Iterator[str]:
    """Lines of a text with their line ends, parted at "\\n" alone. Raises UnreadableFile, also for an endless line."""
    rest: list[str] = []
    length = 0
    for block in text_blocks(path, report, encoding=encoding):
        first, *others = block.split("\n")
        rest.append(first)
        length += len(first)
        if length > longest:
            raise UnreadableFile(f"{path.name} has a line of more than {longest >> 20} million signs; it is not read.")
        for other in others:
            yield "".join(rest) + "\n"
            rest, length = [other], len(other)
    if rest != [""] and rest:
        yield "".join(rest)
