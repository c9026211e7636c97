"""A copy of a project file, whole even while somebody writes to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.core.errors import ProjectError
from annotator.store.project_store import ProjectStore


def copy_project(source: Path, target: Path) -> None:
    """Copy a project by SQLite's own backup, which reads one consistent state. Raises ProjectError."""
    store = ProjectStore.open(source, read_only=True)
    try:
        with closing(sqlite3.connect(target)) as copy:
            store.database.conn.backup(copy)
    except sqlite3.Error as error:
        raise ProjectError(f"{source.name} could not be copied to {target.parent}: {error}.") from error
    finally:
        store.close()
