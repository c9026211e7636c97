"""Backups of a project: made while work goes on, checked before older ones go, thinned out with age."""

import os
import re
import sqlite3
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import platformdirs

from annotator.core.errors import Damaged, ProjectError, WriteFailed
from annotator.store.connection import check_header, connect
from annotator.store.doctor import examine
from annotator.store.lock import ProjectLock

EVERY = timedelta(hours=1)
KEEP_ALL, KEEP_DAILY, KEEP_WEEKLY = timedelta(days=2), timedelta(days=30), timedelta(days=180)
PAGES = 2_000  # copied at a time, about 8 MB: what a writer waits for
_STAMP = "%Y%m%dT%H%M%S"
_NAME = re.compile(r"(\d{8}T\d{6})\.annot")


def folder_for(project: Path, *, within: Path | None = None) -> Path:
    """Where backups of a project are kept, one folder a project: with the person's data, or `within` another folder."""
    whole = project.resolve()
    mark = sha256(str(whole).encode("utf-8", "surrogateescape")).hexdigest()[:10]
    above = within or platformdirs.user_data_path("annotator", appauthor=False) / "backups"
    return above / f"{whole.stem}-{mark}"


def backups(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(path for path in folder.glob("*.annot") if _NAME.fullmatch(path.name))


def made_at(backup: Path) -> datetime:
    """When a backup was made, by its name. Raises ProjectError for a file that is none."""
    found = _NAME.fullmatch(backup.name)
    if found is None:
        raise ProjectError(f"{backup.name} is no backup of a project.")
    return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)


def is_due(folder: Path, now: datetime, *, every: timedelta = EVERY) -> bool:
    """Whether the last backup was made that long ago or more, or there is none."""
    made = backups(folder)
    return not made or now - made_at(made[-1]) >= every


def back_up(project: Path, *, folder: Path | None = None, now: datetime | None = None) -> Path:
    """Make a backup over a connection of its own, so that any thread may; then let older ones go that are not needed.

    Raises WriteFailed when there is no room, Damaged when the Doctor finds something in it; then none goes.
    """
    folder, now = folder or folder_for(project), now or datetime.now(UTC)
    target = folder / f"{now.astimezone(UTC).strftime(_STAMP)}.annot"
    check_header(project)
    database = connect(project, read_only=True)
    try:
        copy_whole(database.conn, target)
    finally:
        database.close()
    finding = next(examine(target), "")
    if finding:
        raise Damaged(f"{project.name} has a fault ({finding}) Older backups are kept in {folder}.")
    for old in not_needed(backups(folder), now):
        old.unlink(missing_ok=True)
    return target


def copy_whole(source: sqlite3.Connection, target: Path) -> None:
    """Copy what a connection reads into a new file, whole or not at all. Raises ProjectError, WriteFailed."""
    if target.exists():
        raise ProjectError(f"{target} is already there; choose another name.")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            source.backup(copy, pages=PAGES, sleep=0.01)
        part.rename(target)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise WriteFailed(f"{target} could not be written: {error}.") from error


def not_needed(made: list[Path], now: datetime) -> list[Path]:
    """Backups that may go: all of two days stay, then the last of a day, of a week after a month, then of a month."""
    last = {_period(made_at(path), now): path for path in sorted(made)}
    return [path for path in made if last[_period(made_at(path), now)] != path]


def _period(at: datetime, now: datetime) -> tuple[object, ...]:
    age = now - at
    if age <= KEEP_ALL:
        return ("all", at)
    if age <= KEEP_DAILY:
        return ("day", at.date())
    if age <= KEEP_WEEKLY:
        return ("week", *at.isocalendar()[:2])
    return ("month", at.year, at.month)


def restore(backup: Path, project: Path) -> Path | None:
    """Put a backup in the place of a project; what stands there is kept beside it, and its new name returned.

    Raises Damaged for a backup that is not whole, OpenElsewhere while a program works on the project, WriteFailed.
    """
    finding = next(examine(backup), "")
    if finding:
        raise Damaged(f"{backup.name} has a fault itself: {finding}")
    lock = ProjectLock(project)
    lock.acquire()
    try:
        return _put_in_place(backup, project)
    finally:
        lock.release()


def _put_in_place(backup: Path, project: Path) -> Path | None:
    fresh = project.with_name(f"{project.name}.restored")
    fresh.unlink(missing_ok=True)
    database = connect(backup, read_only=True)
    try:
        copy_whole(database.conn, fresh)
    finally:
        database.close()
    aside = project.with_name(f"{project.stem} before {datetime.now(UTC).strftime(_STAMP)}{project.suffix}")
    try:
        # Moved, not replaced: the old file may hold work that the backup lacks, and a new file is a new origin.
        kept = project.rename(aside) if project.exists() else None
        fresh.rename(project)
    except OSError as error:
        raise WriteFailed(f"{project} could not be restored: {error.strerror}.") from error
    return kept


def main() -> int:
    """Back up the project into the folder, as named on the command line; what went wrong is printed as a sentence."""
    with suppress(AttributeError, OSError):
        os.nice(10)
    try:
        back_up(Path(sys.argv[1]), folder=Path(sys.argv[2]))
    except ProjectError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
