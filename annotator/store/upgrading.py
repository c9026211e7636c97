"""A file of an older version gets the present schema: after a backup where it can be written, else in memory."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from annotator.core.errors import ProjectError
from annotator.store.connection import check_schema, connect, read_header
from annotator.store.migrations import USER_VERSION, migrate


def is_older(path: Path) -> bool:
    """Whether the file was written before the present schema. Raises NotAProject."""
    return read_header(path)[1] < USER_VERSION


def upgrade(path: Path) -> Path:
    """Bring a file that is locked for us to the present schema; returns the backup made before.

    Raises ProjectError: Damaged for a file that is not what its version makes, WriteFailed when there is no room.
    """
    from annotator.store.backup import copy_whole, folder_for  # it needs the store, and the store this

    version = read_header(path)[1]
    database = connect(path)
    try:
        check_schema(database, path, version=version)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        kept = folder_for(path) / f"{stamp} version {version}.annot"
        copy_whole(database.conn, kept)
        migrate(database)
    except sqlite3.Error as error:
        raise ProjectError(f"{path.name} could not be brought to this version: {error}.") from error
    finally:
        database.close()
    return kept


def upgraded_in_memory(database: Database, path: Path) -> Database:
    """A copy in memory that has the present schema: the file is read only. Closes the connection given."""
    try:
        check_schema(database, path, version=read_header(path)[1])
        copy = Database(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False)
        database.conn.backup(copy.conn)
    finally:
        database.close()
    migrate(copy)
    return copy
