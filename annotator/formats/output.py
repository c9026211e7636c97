"""What writers hand out: parts of one file, or files of a folder; where each lands is decided here."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from annotator.core.records import DocumentRecord
from annotator.formats.companions import manifest_path
from annotator.formats.decoding import Report
from annotator.formats.writing import ExportError, atomic_bytes, check_place, partial_name


class Part(NamedTuple):
    """Some of an export: more of the file (`name` empty), or a file inside the folder, or one beside the file."""

    data: str | bytes
    name: str = ""


Write = Callable[[Iterable[DocumentRecord], Report], Iterator[Part]]
"""Takes documents as they come and hands out parts; what does not fit is reported. Raises ExportError."""


def by_line(write: Callable[[Iterable[DocumentRecord], TextIO, Report], None]) -> Write:
    """A writer of lines, each document by itself, as one that hands out parts."""

    def parts(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
        for record in records:
            out = StringIO()
            write([record], out, report)
            yield Part(out.getvalue())

    return parts


class OutFile:
    """One file, growing; files beside it are written when it is whole."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path, self._file = path, file
        self.beside: dict[Path, bytes] = {}

    def put(self, part: Part) -> None:
        """Take one part."""
        data = part.data.encode("utf-8") if isinstance(part.data, str) else part.data
        if part.name:
            self.beside[beside_path(self._path, part.name)] = data
        else:
            self._file.write(data)


class OutFolder:
    """A folder, filling; nothing is written outside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def inside(self, name: str, *, folder: bool) -> Iterator["OutFile | OutFolder"]:
        """A file or a folder in this folder, for an export of its own. Raises ExportError."""
        path = self._folder / name
        if folder:
            path.mkdir()
            yield OutFolder(path)
        else:
            with out_file(path, force=False) as file:
                yield file

    def put(self, part: Part) -> None:
        """Take one part. Raises ExportError when it would land outside or twice."""
        path = self._folder / part.name
        if not part.name or ".." in Path(part.name).parts or Path(part.name).is_absolute() or path.exists():
            raise ExportError(f'"{part.name}" is no name for a file of this export.')
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(part.data.encode("utf-8") if isinstance(part.data, str) else part.data)


def beside_path(path: Path, name: str) -> Path:
    """Where a file that belongs to an export stands: "news.json" and "config.xml" give "news.config.xml"."""
    return path.with_name(f"{path.stem}.{name}")


@contextmanager
def out_file(path: Path, *, force: bool) -> Iterator[OutFile]:
    """A file that appears whole with what stands beside it, or not at all. Raises ExportError."""
    with atomic_bytes(path, force=force) as file:
        out = OutFile(path, file)
        yield out
        for other in out.beside:
            check_place(other, force=force)
    for other, data in out.beside.items():
        with atomic_bytes(other, force=True) as file:
            file.write(data)


@contextmanager
def out_folder(path: Path, *, force: bool) -> Iterator[OutFolder]:
    """A folder that appears whole or not at all; one that is there is replaced only if it is an export.

    Raises ExportError.
    """
    _check_folder(path, force=force)
    partial = partial_name(path)
    try:
        partial.mkdir()
        yield OutFolder(partial)
        _check_folder(path, force=force)
        if path.exists():
            old = path.with_name(f"{partial.name}.old")
            os.replace(path, old)
            os.replace(partial, path)
            shutil.rmtree(old)
        else:
            os.replace(partial, path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _check_folder(path: Path, *, force: bool) -> None:
    if not path.parent.is_dir():
        raise ExportError(f"There is no folder {path.parent}; make it, or choose another.")
    if path.exists() and not path.is_dir():
        raise ExportError(f"{path} is a file; this format needs a folder.")
    if path.exists() and any(path.iterdir()):
        if not force:
            raise ExportError(f"{path} is already there; choose another name or allow it to be replaced.")
        if not manifest_path(path).exists():
            raise ExportError(f"{path} is a folder that no export made; choose another name.")


_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
LONGEST = 150  # bytes of one part of a path


class FileNames:
    """Names of documents as names of files: safe on every system, each once; folders in names are kept."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """A path without suffix for a document of this name; never one that leaves the folder."""
        parts = [_safe(part) for part in name.split("/") if part.strip(". ")]
        base = "/".join(parts) or "document"
        number = 1
        found = base
        while found.casefold() in self._taken:
            number += 1
            found = f"{base}-{number}"
        self._taken.add(found.casefold())
        return found


def _safe(part: str) -> str:
    part = _NOT_IN_NAMES.sub("_", part).strip().rstrip(". ").lstrip(".")
    part = part.encode("utf-8")[:LONGEST].decode("utf-8", "ignore").rstrip(". ")
    return f"{part}_" if _RESERVED.fullmatch(part) or not part else part
