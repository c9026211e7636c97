"""Examines a project file from its bytes upwards: structure, log, replay, texts, offsets."""

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import ProjectError
from annotator.core.fold import Revision, fold
from annotator.core.rows import ROW_TYPES
from annotator.store.aside import unpack_ranges
from annotator.store.log import chain_hash
from annotator.store.project_store import ProjectStore, text_hash
from annotator.store.search_index import differing

MOST = 50  # findings of one kind that are listed


def examine(path: Path) -> Iterator[str]:
    """A sentence for each thing that is not in order. Reads only."""
    try:
        store = ProjectStore.open(path, read_only=True)
    except ProjectError as error:
        yield str(error)
        return
    try:
        for check in (_integrity, _chain, _replay, _texts, _offsets, _tokens, _words):
            try:
                yield from check(store)
            except (ProjectError, sqlite3.Error, ValueError, KeyError, TypeError, zlib.error) as error:
                words = f"{error} is named and not there" if isinstance(error, KeyError) else str(error)
                yield f"{path.name} is damaged and could not be read to the end: {words.rstrip('.')}. Restore a backup."
    finally:
        store.close()


def _integrity(store: ProjectStore) -> Iterator[str]:
    for (line,) in store.query(f"PRAGMA integrity_check({MOST})"):
        if line != "ok":
            yield f"SQLite: {line}."
    for table, row, other, _ in store.query("PRAGMA foreign_key_check")[:MOST]:
        yield f"Row {row} of {table} refers to a row of {other} that is not there."


def _chain(store: ProjectStore) -> Iterator[str]:
    last: dict[str, tuple[int, str]] = {}
    for info in store.revisions():
        query = "SELECT changes, prev_hash, hash FROM revision WHERE id = ?"
        data, previous, own = store.query(query, (info.id,))[0]
        seq, before = last.get(info.origin, (0, ""))
        if info.seq != seq + 1 or previous != before:
            yield f'The log misses a step before "{info.title}" of {info.at}.'
        if chain_hash(info, data, previous) != own:
            yield f'The log was altered at "{info.title}" of {info.at}.'
        last[info.origin] = (info.seq, own)


def _replay(store: ProjectStore) -> Iterator[str]:
    expected = fold(Revision(info, tuple(store.changes_of(info))) for info in store.revisions())
    found = {(table, row.id): row for table, row_type in ROW_TYPES.items() for row in store.all_rows(row_type)}
    for place in list(expected.keys() - found.keys())[:MOST]:
        yield f"The log made a row of {place[0]} that is not there ({place[1]})."
    for place in list(found.keys() - expected.keys())[:MOST]:
        yield f"A row of {place[0]} is there that the log does not know ({place[1]})."
    different = [place for place, row in expected.items() if place in found and found[place] != row]
    for table, name in different[:MOST]:
        yield f"A row of {table} is not as the log left it ({name})."


def _texts(store: ProjectStore) -> Iterator[str]:
    for sha256, body in store.database.execute("SELECT sha256, body FROM text"):
        if text_hash(body) != sha256:
            yield f"A text is not what was imported (SHA-256 {sha256[:12]} …)."


def _offsets(store: ProjectStore) -> Iterator[str]:
    query = """SELECT d.name, s.start, s.stop, d.length FROM span s JOIN document d ON d.id = s.document
        WHERE s.start < 0 OR s.stop > d.length OR s.start >= s.stop LIMIT ?"""
    for name, start, stop, length in store.query(query, (MOST,)):
        yield f'An entity at {start}–{stop} lies off the text of "{name}" ({length} characters).'


def _tokens(store: ProjectStore) -> Iterator[str]:
    query = "SELECT d.name, d.length, t.offsets FROM tokens t JOIN document d ON d.id = t.document"
    for name, length, offsets in store.database.execute(query):
        try:
            tokens = unpack_ranges(offsets)
        except (zlib.error, ValueError):
            yield f'The tokens of "{name}" cannot be read; let a pipeline read it again.'
            continue
        if tokens and tokens[-1][1] > length:
            yield f'The tokens of "{name}" run off its text; let a pipeline read it again.'


def _words(store: ProjectStore) -> Iterator[str]:
    wrong = differing(store.database.conn)
    if wrong:
        yield f"The search does not find what is there ({wrong}); annotator doctor --rebuild-search mends it."
