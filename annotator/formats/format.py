"""What a format is: how it is told, read and written, and what it can carry."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.core.records import DocumentRecord
from annotator.formats.decoding import Report
from annotator.formats.holds import Holds
from annotator.formats.output import Write

Read = Callable[[Path, Report], Iterator[DocumentRecord]]


class Format(NamedTuple):
    """One format: `read` and `write` are None where it cannot; `sniff` says why a beginning looks like it."""

    id: str
    title: str
    suffixes: tuple[str, ...]
    read: Read | None
    write: Write | None
    sniff: Callable[[str], str]
    holds: Holds
    heavy: bool = False  # its library is large: it runs in the worker process, never in the window
    version: str = ""  # what manifests call it; empty: its id
    folder: bool = False  # an export is a folder
    claims: Callable[[Path], str] | None = (
        None  # why a file is of this format, by what else there is: bytes, neighbours
    )

    @property
    def reads(self) -> bool:
        """Whether documents can come in by it."""
        return self.read is not None

    @property
    def writes(self) -> bool:
        """Whether documents can go out by it."""
        return self.write is not None
