"""Files that are written whole or not at all: under another name first, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class ExportError(Exception):
    """An export that cannot be; the text is a sentence that names the place."""


@contextmanager
def atomic(path: Path, *, force: bool = False) -> Iterator[TextIO]:
    """A text file that appears under its name when all of it is written and on the disk. UTF-8, "\\n".

    Raises ExportError when the file is there and `force` is not given, or when it cannot be written.
    """
    path = path.resolve() if path.is_symlink() else path
    _check(path, force=force)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(partial, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _check(path, force=force)  # again: writing may have taken minutes
        os.replace(partial, path)
        _settle(path.parent)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)


def _check(path: Path, *, force: bool) -> None:
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
