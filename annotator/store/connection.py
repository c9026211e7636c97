"""The one place that opens a project file and sets how it is written."""

import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from annotator.core.errors import Damaged, NotAProject, ProjectError, TooNew
from annotator.store.migrations import APPLICATION_ID, USER_VERSION, migrate
from annotator.store.search_index import SHADOWS

MAGIC = b"SQLite format 3\x00"
BUSY_MS = 100

_WRITING = (
    "PRAGMA journal_mode = DELETE",  # survives being copied, moved and power cuts; see docs/decisions
    "PRAGMA synchronous = EXTRA",
)
_ALWAYS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
)


def read_header(path: Path) -> tuple[int, int]:
    """(application id, schema version) of a project, without SQLite. Raises NotAProject."""
    try:
        with open(path, "rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise NotAProject(f"There is no project {path}.") from error
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error
    if len(header) < 100 or not header.startswith(MAGIC):
        raise NotAProject(f"{path.name} is no Annotator project (it is not a database).")
    return int.from_bytes(header[68:72]), int.from_bytes(header[60:64])


def check_header(path: Path) -> bool:
    """Whether the file is of this or an older version; False for a newer one, which is opened for reading only."""
    application, version = read_header(path)
    if application != APPLICATION_ID:
        raise NotAProject(f"{path.name} is a database of another program, no Annotator project.")
    return version <= USER_VERSION


def connect(path: Path, *, read_only: bool = False) -> Database:
    """Open the file as it is. Raises ProjectError when SQLite cannot."""
    mode = "ro" if read_only else "rw"
    try:
        raw = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)
        database = Database(raw, execute_plugins=False)
        for pragma in (*_ALWAYS, *(() if read_only else _WRITING)):
            database.execute(pragma).fetchall()
    except sqlite3.OperationalError as error:
        raise ProjectError(f"{path.name} cannot be opened: {error}.") from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # flipped bits reach even SQLite's own messages
        raise _damaged(path, error) from error
    return database


def _damaged(path: Path, error: Exception) -> Damaged:
    return Damaged(f"{path.name} is damaged: {error}. Restore a backup: annotator doctor names them.")


def create(path: Path) -> Database:
    """Make a new, empty project file. Raises ProjectError when there is one or the folder cannot be written."""
    try:
        with open(path, "xb"):
            pass
    except FileExistsError as error:
        raise ProjectError(f"{path} is already there; choose another name or open it.") from error
    except OSError as error:
        raise ProjectError(f"{path} cannot be made: {error.strerror}.") from error
    database = connect(path)
    migrate(database)
    return database


@cache
def _expected_schema(version: int) -> list[Any]:
    database = Database(memory=True, execute_plugins=False)
    migrate(database, to=version)
    return schema(database)


def schema(database: Database) -> list[Any]:
    """Everything the file's schema holds: tables, indexes, triggers, views."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
    found = database.execute(query).fetchall()
    return [row for row in found if not (row[0] == "table" and row[1] in SHADOWS)]  # each SQLite writes them its way


def check_schema(database: Database, path: Path, *, version: int = USER_VERSION) -> None:
    """Raise Damaged unless the schema is exactly what the migrations make up to a version."""
    expected = _expected_schema(version)
    try:
        found = schema(database)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _damaged(path, error) from error
    if found != expected:
        names = sorted({str(row[1]) for row in set(map(tuple, found)) ^ set(map(tuple, expected))})
        raise Damaged(f"{path.name} does not have the structure this program makes ({', '.join(names[:4])}).")


def too_new(path: Path) -> TooNew:
    """The sentence for a file of a newer version."""
    return TooNew(f"{path.name} was written by a newer version of Annotator; it is open for reading only.")
