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
    """A text file that appears under its name when all of it is written. UTF-8, "\\n".

    Raises ExportError when the file is there and `force` is not given, or when it cannot be written.
    """
    if path.exists() and not force:
        raise ExportError(f"{path} is already there; choose another name or allow it to be replaced.")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(partial, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)
