"""A project file: open it, read rows, apply Changes and append their Revision in one transaction."""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlite_utils import Database

from annotator.core import rows
from annotator.core.change import Change
from annotator.core.errors import ReadFailed, ReadOnly, StillUsed, WriteFailed
from annotator.core.fold import Logged, Revision
from annotator.core.listing import RevisionInfo
from annotator.core.rows import TABLES, Name, Relation, Row, Span
from annotator.store import codec
from annotator.store.codec import Codec
from annotator.store.connection import check_header, check_schema, connect, create
from annotator.store.lock import ProjectLock
from annotator.store.log import chain_hash, pack_changes, unpack_changes
from annotator.store.names import INDEX_BITS, MAX_INDEX, MAX_SEQUENCE, ORIGIN_SHIFT, Origins
from annotator.store.search_index import SearchIndex
from annotator.store.upgrading import is_older, upgrade, upgraded_in_memory

R = TypeVar("R")
_INFO = "id, origin, seq, lamport, kind, of_origin, of_seq, part_of, actor, title, at"
HOLDS = """kind = 'do' AND COALESCE((SELECT turn.kind FROM revision turn
    WHERE turn.of_origin = revision.origin AND turn.of_seq = revision.seq
    ORDER BY turn.lamport DESC, turn.id DESC LIMIT 1), '') <> 'undo'"""
_OF_DOCUMENT = (
    rows.SetState,
    Span,
    Relation,
    rows.DocumentLabel,
    rows.Comment,
    rows.Rejection,
    rows.Intended,
    rows.Verdict,
    rows.Assignment,
)
# Keys sort by origin first, so rows that several people made stand in the order of the log only when it is asked.
_AS_LOGGED = (
    f" ORDER BY (SELECT lamport FROM revision WHERE origin = {{0}}.id >> {ORIGIN_SHIFT} "
    f"AND seq = {{0}}.id >> {INDEX_BITS} & {MAX_SEQUENCE}), id"
)


class NewRevision(NamedTuple):
    """What a Session asks to be stored; the store gives lamport, hash and place."""

    origin: str
    seq: int
    kind: str
    actor: Name
    title: str
    at: str
    of: tuple[str, int] | None = None
    part_of: int = 0


class ProjectStore:
    """One open project file. Its connection belongs to the thread that opened it."""

    def __init__(self, path: Path, database: Database, lock: ProjectLock | None, *, read_only: str = "") -> None:
        self.path, self.database, self.read_only = path, database, read_only
        self._lock = lock
        self.origins = Origins()
        self._learn_origins()
        self.codec = Codec(self.origins)

    @classmethod
    def create(cls, path: Path) -> "ProjectStore":
        """Make a new project file. Raises ProjectError."""
        lock = ProjectLock(path)
        lock.acquire()
        try:
            return cls(path, create(path), lock)
        except Exception:
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "ProjectStore":
        """Open a project; raises ProjectError (NotAProject, Damaged, OpenElsewhere …).

        A newer file, or one in a place that cannot be written, is opened for reading only: `read_only` says why.
        """
        current = check_header(path)
        why = "It was opened for reading only." if read_only else ""
        if not current:
            why = "It was written by a newer version of Annotator, so it is open for reading only."
        elif not why and not _writable(path):
            why = f"{path.name} is write-protected, so it is open for reading only."
        lock = None if why else ProjectLock(path)
        if lock:
            lock.acquire()
        try:
            older = is_older(path)
            if older and lock:
                upgrade(path)
            database = connect(path, read_only=bool(why))
            if older and not lock:
                database = upgraded_in_memory(database, path)
            if current:
                check_schema(database, path)
            return cls(path, database, lock, read_only=why)
        except Exception:
            if lock:
                lock.release()
            raise

    def close(self) -> None:
        """Close the file and let go of the lock."""
        self.database.close()
        if self._lock:
            self._lock.release()

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a read. Raises ReadFailed."""
        try:
            return list(self.database.execute(sql, parameters).fetchall())
        except sqlite3.OperationalError as error:
            if self.database.conn.in_transaction:
                raise  # a part of a write, which takes everything back
            raise ReadFailed(_read_sentence(error, self.path)) from error

    def _learn_origins(self) -> None:
        for number, uid in self.query("SELECT id, uid FROM origin"):
            self.origins.learn(number, uid)

    # ---- reading

    def all_rows(self, row_type: type) -> list[Any]:
        """All rows of a small table, in the order they were made."""
        order = "" if row_type in (rows.Setting, rows.SetState) else _AS_LOGGED.format(TABLES[row_type])
        return [self.codec.decode(row_type, values) for values in self.query(codec.SELECT[row_type] + order)]

    def row(self, row_type: type, key: tuple[Any, ...]) -> Any | None:
        """One row by its key as `Codec.key` gives it, or None."""
        where = " AND ".join(f"{column} = ?" for column in codec.key_columns(row_type))
        found = self.query(f"{codec.SELECT[row_type]} WHERE {where}", key)
        return self.codec.decode(row_type, found[0]) if found else None

    def rows_made_by(self, info: RevisionInfo, row_type: type) -> list[Any]:
        """The rows of one type that a revision made, as they stand now."""
        first = self.origins.pack(f"{info.origin}.{info.seq}.0") or 0
        found = self.query(f"{codec.SELECT[row_type]} WHERE id >= ? AND id < ?", (first, first + MAX_INDEX))
        if row_type is Span:
            return list(self.codec.spans(found))
        return [self.codec.decode(row_type, values) for values in found]

    def document(self, name: Name) -> rows.Document | None:
        """A document by lasting name."""
        return self.row(rows.Document, (self.origins.pack(name),))

    def text(self, sha256: str) -> str:
        """The text with this hash."""
        found = self.query("SELECT body FROM text WHERE sha256 = ?", (sha256,))
        body: str = found[0][0]
        return body

    def rows_of(self, document: Name) -> Iterator[Row]:
        """All rows of a document's sets, comments and verdicts; spans before the relations that join them."""
        for row_type in _OF_DOCUMENT:
            yield from self.rows_of_type(row_type, document)

    def word_entries(self, word_list: Name) -> list[rows.WordEntry]:
        """The entries of a word list, in the order they came."""
        order = _AS_LOGGED.format("word_entry")
        found = self.query(
            f"{codec.SELECT[rows.WordEntry]} WHERE word_list = ?{order}", (self.origins.pack(word_list),)
        )
        return [self.codec.decode(rows.WordEntry, values) for values in found]

    def rows_of_type(self, row_type: type, document: Name) -> Iterator[Any]:
        """The document's rows of one type; comments and verdicts in the order of the log."""
        talk = row_type in (rows.Comment, rows.Verdict)
        order = _AS_LOGGED.format(TABLES[row_type]) if talk else ""
        query = f"{codec.SELECT[row_type]} WHERE document = ?{order}"
        found = self.query(query, (self.origins.pack(document),))
        if row_type is Span:
            yield from self.codec.spans(found)
        else:
            yield from (self.codec.decode(row_type, values) for values in found)

    # ---- writing

    def origin_for(self, person: str, machine: str, file: str) -> str | None:
        """The uid of the origin under which this person last wrote here, or None."""
        query = "SELECT uid FROM origin WHERE person = ? AND machine = ? AND file = ? ORDER BY id DESC"
        found = self.query(query, (person, machine, file))
        return found[0][0] if found else None

    def file_identity(self) -> str:
        """What tells this file from a copy of it."""
        stat = self.path.stat()
        return f"{stat.st_dev}:{stat.st_ino}"

    def last_seq(self, origin: str) -> int:
        """The last sequence number of an origin, 0 before its first."""
        if not self.origins.knows(origin):
            return 0
        found = self.query("SELECT max(seq) FROM revision WHERE origin = ?", (self.origins.number(origin),))
        return found[0][0] or 0

    def apply(
        self,
        new: NewRevision,
        changes: Sequence[Change],
        *,
        texts: Mapping[str, str] | None = None,
        minted: tuple[str, str, str] | None = None,
        stored: Sequence[Change] | None = None,
    ) -> RevisionInfo:
        """Write rows and Revision in one transaction.

        `changes` are applied to the rows; `stored` is what the log keeps of them (nothing for undo and redo).
        `texts` are texts of new documents by SHA-256; `minted` is (person, machine, file) of a new origin.
        Raises WriteFailed; then nothing was written.
        """
        if self.read_only:
            raise ReadOnly(self.read_only)
        kept = changes if stored is None else stored
        assert len(kept) < MAX_INDEX, "an Edit this large must be written in several revisions"
        known = self.origins.knows(new.origin)
        try:
            self.database.execute("BEGIN IMMEDIATE")
            if minted and not known:
                self._mint(new.origin, minted)
            self._write_texts(texts or {})
            self._write_rows(changes)
            self._follow_words(changes, texts or {})
            info = self._append(new, pack_changes(kept, f"{new.origin}.{new.seq}"))
            self._note_sets(info.id, changes)
            self.database.execute("COMMIT")
        except sqlite3.Error as error:
            self._take_back(new.origin, known)
            if isinstance(error, sqlite3.IntegrityError):
                raise StillUsed("It is used elsewhere in the project by now.") from error
            raise WriteFailed(_sentence(error, self.path)) from error
        except BaseException:
            self._take_back(new.origin, known)
            raise
        return info

    def _take_back(self, origin: str, known: bool) -> None:
        if self.database.conn.in_transaction:
            self.database.execute("ROLLBACK")
        if not known:
            self.origins.forget(origin)

    def _mint(self, uid: str, owner: tuple[str, str, str]) -> None:
        cursor = self.database.execute(
            "INSERT INTO origin (uid, person, machine, file) VALUES (?, ?, ?, ?)", (uid, *owner)
        )
        self.origins.learn(int(cursor.lastrowid or 0), uid)

    def _write_texts(self, texts: Mapping[str, str]) -> None:
        if texts:
            self.database.conn.executemany("INSERT OR IGNORE INTO text VALUES (?, ?)", list(texts.items()))

    def _follow_words(self, changes: Sequence[Change], texts: Mapping[str, str]) -> None:
        if any(isinstance(change.row, rows.Document) for change in changes):
            index = SearchIndex(self.database.conn, lambda sha256: texts.get(sha256) or self.text(sha256))
            index.follow(changes, self.origins.pack)

    def _write_rows(self, changes: Iterable[Change]) -> None:
        execute = self.database.conn.executemany
        for (row_type, verb), run in groupby(changes, _kind):
            chunk = list(run)
            if verb == "add":
                cursor = execute(codec.INSERT[row_type], [self.codec.encode(c.row) for c in chunk])
            elif verb == "delete":
                keys = [self.codec.key(c.row) for c in chunk]
                if row_type is rows.Document:
                    self._forget_aside(keys)
                cursor = execute(codec.DELETE[row_type], keys)
            else:
                values = [(*self.codec.encode(c.row), *self.codec.key(c.row)) for c in chunk]
                cursor = execute(codec.UPDATE[row_type], values)
            if cursor.rowcount != len(chunk):
                raise AssertionError(f"{verb} of {len(chunk)} rows of {row_type.__name__} met {cursor.rowcount}")

    def _forget_aside(self, documents: list[tuple[Any, ...]]) -> None:
        """What stands beside the log of documents that go would keep them from going."""
        for table in ("tokens", "seen", "comment_draft"):
            self.database.conn.executemany(f"DELETE FROM {table} WHERE document = ?", documents)

    def _append(self, new: NewRevision, data: bytes) -> RevisionInfo:
        query = "SELECT hash FROM revision WHERE origin = ? AND seq = ?"
        number = self.origins.number(new.origin)
        previous = self.query(query, (number, new.seq - 1))
        lamport = (self.query("SELECT max(lamport) FROM revision")[0][0] or 0) + 1
        info = RevisionInfo(
            0, new.origin, new.seq, lamport, new.kind, new.of, new.part_of, new.actor, new.title, new.at
        )
        before = previous[0][0] if previous else ""
        of_origin, of_seq = (self.origins.number(new.of[0]), new.of[1]) if new.of else (None, None)
        values = (number, new.seq, lamport, new.kind, of_origin, of_seq, new.part_of, self.origins.pack(new.actor))
        cursor = self.database.execute(
            "INSERT INTO revision (origin, seq, lamport, kind, of_origin, of_seq, part_of, actor, title, changes, at, "
            "prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, new.title, data, new.at, before, chain_hash(info, data, before)),
        )
        return info._replace(id=int(cursor.lastrowid or 0))

    def _note_sets(self, revision: int, changes: Iterable[Change]) -> None:
        """Say which sets a revision touched, and clear their digests."""
        touched = {(change.document, getattr(change.row, "author", "")) for change in changes}
        pack = self.origins.pack
        keys = {(pack(document) or 0, pack(author) or 0) for document, author in touched}
        self.database.conn.executemany("INSERT INTO revision_set VALUES (?, ?, ?)", [(*k, revision) for k in keys])
        clear = "UPDATE annotation_set SET digest = NULL WHERE document = ? AND author = ? AND digest IS NOT NULL"
        content = {
            (c.document, c.row.author) for c in changes if isinstance(c.row, Span | Relation | rows.DocumentLabel)
        }
        self.database.conn.executemany(clear, [(pack(document), pack(author)) for document, author in content])
        self._keep_digests(changes)

    def _keep_digests(self, changes: Iterable[Change]) -> None:
        """A verdict brings the digests of the sets it is about."""
        gold = "(SELECT id FROM author WHERE kind = 'gold')"
        for change in changes:
            if isinstance(change.after, rows.Verdict):
                document = self.origins.pack(change.after.document)
                update = "UPDATE annotation_set SET digest = ? WHERE document = ? AND author "
                holds = bool(change.after.gold_digest)
                self.database.execute(update + f"IN {gold}", (change.after.gold_digest or None, document))
                for author, digest in change.after.sets:
                    value = digest if holds else None
                    self.database.execute(update + "= ?", (value, document, self.origins.pack(author)))

    def write_aside(self, statements: Iterable[tuple[str, Sequence[Any]]]) -> None:
        """Write what is nobody's edit, in a transaction of its own. Raises WriteFailed."""

        def write() -> None:
            for sql, parameters in statements:
                self.database.execute(sql, parameters)

        self.write_together(write)

    def write_together(self, write: Callable[[], R]) -> R:
        """Let something write what is nobody's edit, in a transaction of its own. Raises WriteFailed."""
        try:
            self.database.execute("BEGIN IMMEDIATE")
            result = write()
            self.database.execute("COMMIT")
        except sqlite3.Error as error:
            if self.database.conn.in_transaction:
                self.database.execute("ROLLBACK")
            raise WriteFailed(_sentence(error, self.path)) from error
        return result

    # ---- the log

    def revisions(self, where: str = "1", parameters: Sequence[Any] = ()) -> list[RevisionInfo]:
        """Revisions without their Changes, in the order of this file."""
        return [
            self._info(values)
            for values in self.query(f"SELECT {_INFO} FROM revision WHERE {where} ORDER BY id", parameters)
        ]

    def _info(self, values: tuple[Any, ...]) -> RevisionInfo:
        place, origin, seq, lamport, kind, of_origin, of_seq, part_of, actor, title, at = values
        of = (self.origins.uid(of_origin), of_seq) if of_seq is not None else None
        actor_name = self.origins.unpack(actor)
        return RevisionInfo(place, self.origins.uid(origin), seq, lamport, kind, of, part_of, actor_name, title, at)

    def changes_of(self, info: RevisionInfo) -> list[Logged]:
        """The Changes that a revision stored."""
        data = self.query("SELECT changes FROM revision WHERE id = ?", (info.id,))[0][0]
        return unpack_changes(data, f"{info.origin}.{info.seq}")

    def whole_log(self) -> Iterator[Revision]:
        """Every revision with its Changes, in the order of this file."""
        for info in self.revisions():
            yield Revision(info, tuple(self.changes_of(info)))

    def is_undone(self, info: RevisionInfo) -> bool:
        """Whether the last word on a `do` was undo; parts of a batch are undone one by one."""
        query = "SELECT kind FROM revision WHERE of_origin = ? AND of_seq = ? ORDER BY lamport DESC, id DESC LIMIT 1"
        return self.query(query, (self.origins.number(info.origin), info.seq)) == [("undo",)]

    def parts_of(self, info: RevisionInfo) -> list[RevisionInfo]:
        """The revisions of a batch after its first."""
        return self.revisions("origin = ? AND part_of = ?", (self.origins.number(info.origin), info.seq))

    def first_of(self, name: Name) -> RevisionInfo:
        """The revision that added the row of this lasting name."""
        uid, seq, _ = name.split(".")
        return self.revisions("origin = ? AND seq = ?", (self.origins.number(uid), int(seq)))[0]

    def documents_of(self, info: RevisionInfo) -> list[Name]:
        """Documents a revision touched; the empty name stands for the project itself."""
        found = self.query("SELECT DISTINCT document FROM revision_set WHERE revision = ?", (info.id,))
        return [self.origins.unpack(key or None) for (key,) in found]

    def later_touching(self, info: RevisionInfo) -> list[RevisionInfo]:
        """Revisions after this one, not taken back, that touched a set which it, or a part of it, touched.

        Rows of documents as a whole, and of the project, count for every set. What a model suggested meanwhile is
        another set, and need not be read again at each undo.
        """
        where = f"""id > ? AND {HOLDS} AND id IN (SELECT later.revision FROM revision_set own
            JOIN revision part ON part.id = own.revision
            JOIN revision_set later ON later.document = own.document
                AND (later.author = own.author OR own.author = 0 OR later.author = 0)
            WHERE part.origin = ? AND (part.seq = ? OR part.part_of = ?))"""
        return self.revisions(where, (info.id, self.origins.number(info.origin), info.seq, info.seq))

    def later_naming(self, info: RevisionInfo, names: Sequence[Name]) -> list[RevisionInfo]:
        """Revisions after this one, not taken back, whose Changes may name one of these; compressed ones always may."""
        found: dict[int, RevisionInfo] = {}
        for name in names:
            where = f"id > ? AND {HOLDS} AND (instr(changes, CAST(? AS BLOB)) OR substr(changes, 1, 1) = x'78')"
            found |= {one.id: one for one in self.revisions(where, (info.id, f'"{name}"'))}
        return list(found.values())


def _kind(change: Change) -> tuple[type, str]:
    before, after = change
    return type(change.row), "add" if before is None else "delete" if after is None else "update"


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _sentence(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorname", "")
    again = "it is tried again by itself"
    if code == "SQLITE_READONLY_DBMOVED" or not path.exists():
        # SQLite looks for the file by name before it writes: what it would write to is no longer there.
        gone = "was replaced by another file" if path.exists() else f"is gone from {path.parent}"
        return f"{path.name} {gone}: put it back, or save a copy."
    if code in ("SQLITE_FULL", "SQLITE_IOERR_WRITE"):
        return f"The disk with {path.name} is full: make room, {again}."
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"Another program is busy with {path.name}; {again}."
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return f"{path.parent} can no longer be written to: allow it again, {again}; or save a copy elsewhere."
    return f"{path.name} could not be written ({error}); {again}."


def _read_sentence(error: sqlite3.Error, path: Path) -> str:
    if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"Another program is busy with {path.name}; try again in a moment."
    return f"{path.name} could not be read ({error})."


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
