"""Large formats, read by a process of their own while the window goes on; a file that ends it costs that file alone."""

import json
from collections.abc import Iterator
from pathlib import Path

from annotator.formats.elsewhere import READER, place_of, told
from annotator.ui.another_process import finish, process


def places(files: list[tuple[Path, str]], folder: Path, *, first: int = 0) -> dict[Path, Path]:
    """Where what is read of each file stands, for `read_paths`; `first` is the number of the first of them."""
    return {path: place_of(folder, number) for number, (path, _format) in enumerate(files, first)}


def read_elsewhere(files: list[tuple[Path, str]], folder: Path, *, first: int = 0) -> Iterator[int]:
    """Read files, given with the ids of their formats, into a folder; each step tells how many are read.

    Numbers of files in the folder begin with `first`. Closing the iterator ends the process. Raises ProjectError where
    none can be started.
    """
    done = 0
    while done < len(files):
        given = [("", "")] * (first + done) + [(str(path), form) for path, form in files[done:]]
        rest = b""
        for part in finish(process([READER, str(folder)]), given=json.dumps(given).encode()):
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                read = told(line.decode())
                done = read.file - first + read.ended
            yield done
        done += done < len(files)  # the file that ended it: `read_paths` says so
    yield done
