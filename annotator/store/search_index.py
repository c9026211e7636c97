"""The index of words: written with the documents in one transaction, filled later for files that had none."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Any

from annotator.core.change import Change
from annotator.core.rows import Document
from annotator.core.search_words import cut, values_of

TABLE = """CREATE VIRTUAL TABLE {0} USING fts5(name, meta, body, content='',
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")"""
SHADOWS = ("search_config", "search_data", "search_docsize", "search_idx")  # fts5's own tables, of its own making

_INSERT = "INSERT INTO search (rowid, name, meta, body) VALUES (?, ?, ?, ?)"
_DELETE = "INSERT INTO search (search, rowid, name, meta, body) VALUES ('delete', ?, ?, ?, ?)"

Words = tuple[int, str, str, str]
"""What the index has of a document: its key, name, metadata and text, cut into words."""


def words_of(key: int, name: str, meta_json: str, text: str) -> Words:
    """What the index holds of a document."""
    meta = " ".join(values_of(json.loads(meta_json))) if len(meta_json) > 2 else ""
    return key, cut(name), cut(meta), cut(text)


class SearchIndex:
    """Keeps the index of one file in step with its documents; inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, text_of: Callable[[str], str]) -> None:
        self._connection, self._text_of = connection, text_of

    def follow(self, changes: Iterable[Change], key_of: Callable[[str], int | None]) -> None:
        """Take documents in that were added, let go of those that went; texts must be stored already."""
        gone, come = [], []
        for before, after in changes:
            if isinstance(before, Document) and not _same(before, after):
                gone.append(self._words(before, key_of))
            if isinstance(after, Document) and not _same(before, after):
                come.append(self._words(after, key_of))
        if gone:
            self._remove(gone)
        if come:
            self._connection.executemany(_INSERT, come)

    def _words(self, row: Document, key_of: Callable[[str], int | None]) -> Words:
        return words_of(key_of(row.id) or 0, row.name, row.meta_json, self._text_of(row.sha256))

    def _remove(self, gone: Sequence[Words]) -> None:
        """Those that still wait are not in the index; taking them out would spoil it."""
        waiting = set[int]()
        if self.waiting():
            keys = ",".join(str(words[0]) for words in gone)
            found = self._connection.execute(f"SELECT document FROM unsearched WHERE document IN ({keys})")
            waiting = {key for (key,) in found}
            self._connection.executemany("DELETE FROM unsearched WHERE document = ?", [(key,) for key in waiting])
        self._connection.executemany(_DELETE, [words for words in gone if words[0] not in waiting])

    def waiting(self) -> int:
        """How many documents are not in the index yet."""
        return int(self._connection.execute("SELECT count(*) FROM unsearched").fetchone()[0])

    def take_in(self, most: int, *, characters: int = 100_000) -> int:
        """Put some waiting documents into the index, not many more `characters` than that; returns how many."""
        query = """SELECT d.id, d.name, d.meta_json, d.sha256, d.length FROM unsearched u
            JOIN document d ON d.id = u.document ORDER BY u.document LIMIT ?"""
        chosen: list[tuple[int, str, str, str, int]] = []
        total = 0
        for row in self._connection.execute(query, (most,)).fetchall():
            if chosen and total + row[4] > characters:
                break
            chosen.append(row)
            total += row[4]
        words = [words_of(key, name, meta, self._text_of(sha256)) for key, name, meta, sha256, _ in chosen]
        self._connection.executemany(_INSERT, words)
        self._connection.executemany("DELETE FROM unsearched WHERE document = ?", [(one[0],) for one in words])
        return len(words)

    def empty(self) -> None:
        """Forget the whole index; all documents wait to be taken in."""
        self._connection.execute("DROP TABLE search")
        self._connection.execute(TABLE.format("search"))
        self._connection.execute("DELETE FROM unsearched")
        self._connection.execute("INSERT INTO unsearched SELECT id FROM document")


def _same(one: Any, other: Any) -> bool:
    """Whether the index has the same words for both."""
    if one is None or other is None:
        return False
    return (one.name, one.meta_json, one.sha256) == (other.name, other.meta_json, other.sha256)


def differing(connection: sqlite3.Connection) -> str:
    """How the index differs from one made anew of the documents, in words; empty when it does not."""
    kept = "SELECT id FROM search_docsize UNION ALL SELECT document FROM unsearched"
    missing = _number(connection, f"SELECT count(*) FROM document WHERE id NOT IN ({kept})")
    extra = _number(connection, f"SELECT count(*) FROM ({kept}) WHERE id NOT IN (SELECT id FROM document)")
    if missing or extra:
        return f"{missing} documents are missing, {extra} are no longer in the project"
    fresh = sqlite3.connect("", isolation_level=None)  # on disk, gone with the connection
    try:
        fresh.execute(TABLE.format("search"))
        fresh.execute("BEGIN")
        indexed = """SELECT d.id, d.name, d.meta_json, t.body FROM document d JOIN text t ON t.sha256 = d.sha256
            WHERE d.id NOT IN (SELECT document FROM unsearched)"""
        fresh.executemany(_INSERT, (words_of(*row) for row in connection.execute(indexed)))
        pairs = zip_longest(_terms(connection), _terms(fresh))
        wrong = next((one or other for one, other in pairs if one != other), None)
    finally:
        fresh.close()
    return f'"{wrong[0]}" is counted otherwise' if wrong else ""


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _terms(connection: sqlite3.Connection) -> list[tuple[str, int, int]]:
    """(word, documents, occurrences) of all words in the index, in order."""
    schema = next(name for _, name, _ in connection.execute("PRAGMA database_list"))
    connection.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab({schema}, search, row)")
    return connection.execute("SELECT term, doc, cnt FROM temp.words ORDER BY term").fetchall()
