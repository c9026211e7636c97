"""Files that are written whole or not at all: under another name first, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO


class ExportError(Exception):
    """An export that cannot be; the text is a sentence that names the place."""


@contextmanager
def atomic(path: Path, *, force: bool = False) -> Iterator[TextIO]:
    """A text file that appears under its name when all of it is written and on the disk. UTF-8, "\\n".

    Raises ExportError when the file is there and `force` is not given, or when it cannot be written.
    """
    with atomic_bytes(path, force=force) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=True)
        yield text
        text.detach()


@contextmanager
def atomic_bytes(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """The same for a file of bytes. Raises ExportError."""
    path = path.resolve() if path.is_symlink() else path
    check_place(path, force=force)
    partial = partial_name(path)
    try:
        with open(partial, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        check_place(path, force=force)  # again: writing may have taken minutes
        os.replace(partial, path)
        _settle(path.parent)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)


def partial_name(path: Path) -> Path:
    """Under which name a file or folder is written before it appears under its own."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def check_place(path: Path, *, force: bool) -> None:
    """Raises ExportError when no file can be written there, or one is there and may not be replaced."""
    if path.is_dir():
        raise ExportError(f"{path} is a folder; name a file.")
    if not path.parent.is_dir():
        raise ExportError(f"There is no folder {path.parent}; make it, or choose another.")
    if path.exists() and not force:
        raise ExportError(f"{path} is already there; choose another name or allow it to be replaced.")


def _settle(folder: Path) -> None:
    """Make the renaming itself last; Windows does that by itself and opens no folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
