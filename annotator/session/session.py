"""One open project: the only way to change it, what can be read of it, and who is told."""

import json
import platform
import secrets
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from annotator.core import rows
from annotator.core.change import Change, Draft, Edit, EditRefused, moved_names, with_names
from annotator.core.document import AnnotatedDocument
from annotator.core.errors import Damaged, ProjectError, ReadFailed, StillUsed, WriteFailed
from annotator.core.fold import Logged
from annotator.core.listing import RevisionInfo, Unfinished
from annotator.core.people import People
from annotator.core.rows import Author, Name
from annotator.core.scheme import LabelSpec, Scheme, adopt
from annotator.core.undo import UndoStack
from annotator.core.view import View
from annotator.session.backing_up import EVERY, BackupKeeper
from annotator.session.composition import Composition
from annotator.session.happened import Happened, Pending, UndoStep
from annotator.session.reads import SessionReads
from annotator.session.turning import check_untouched, parts_to_turn, turned
from annotator.store import listing
from annotator.store.aside import Aside
from annotator.store.backup import copy_whole
from annotator.store.project_store import NewRevision, ProjectStore

KEEP = 6  # documents kept in memory
_SCHEME = ("label", "relation_rule", "attribute")
_PEOPLE = ("author", "person_role", "project", "word_list", "word_exception")


def now() -> str:
    """The present moment, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Session(SessionReads):
    """An open project with somebody working in it."""

    def __init__(self, store: ProjectStore) -> None:
        self._store = store
        self.scheme, self.people = Scheme(), People()
        # As long as anybody holds a document, it is this one; the last few are held here.
        self._documents: WeakValueDictionary[Name, AnnotatedDocument] = WeakValueDictionary()
        self._recent: OrderedDict[Name, AnnotatedDocument] = OrderedDict()
        self._listeners: list[Callable[[Happened], None]] = []
        self._stack: UndoStack | None = None
        self._origin = ""
        self._began = 0
        self.actor: Author = Author("", "")
        self.reviewing = False
        self.pending: Pending | None = None
        self.backups: BackupKeeper | None = None
        self._aside = Aside(store)
        self._just_seen: dict[Name, list[tuple[int, int]]] = {}
        self._load_tables()

    # ---- opening

    @classmethod
    def create(
        cls, path: Path, *, person: str, name: str = "", language: str = "en", labels: Sequence[LabelSpec] = ()
    ) -> "Session":
        """Make a project with its first person and its scheme. Raises ProjectError."""
        session = cls(ProjectStore.create(path))
        draft = Draft()
        draft.add(Author("", person))
        draft.add(Author("", "final version", "gold"))
        draft.add(rows.Setting("name", json.dumps(name or path.stem, ensure_ascii=False)))
        draft.add(rows.Setting("language", json.dumps(language)))
        session.actor = Author("+0", person)
        session.do(draft.edit(f"New project {name or path.stem}"))
        session.act_as(person)
        if labels:
            session.do(adopt(session.scheme, labels))
        session.settle()
        return session

    @classmethod
    def open(cls, path: Path, *, person: str = "", read_only: bool = False) -> "Session":
        """Open a project as one of its people, by default the first. Raises ProjectError."""
        store = ProjectStore.open(path, read_only=read_only)
        try:
            session = cls(store)
        except (ProjectError, KeyError, ValueError, TypeError) as error:
            store.close()
            raise Damaged(f"{path.name} is damaged; restore a backup: annotator doctor names them.") from error
        persons = session.people.active()
        found = session.people.find(person) if person else (persons[0] if persons else None)
        if found is None:
            session.close()
            raise ProjectError(f'Nobody called "{person}" works in {path.name}.')
        session.act_as_any(found.name)
        return session

    def _load_tables(self) -> None:
        for table in (*_PEOPLE, *_SCHEME):
            for row in self._store.all_rows(rows.ROW_TYPES[table]):
                self._follow(Change(None, row))

    def act_as(self, person: str, *, reviewing: bool = False) -> None:
        """Go on as this person, annotating or reviewing. Raises EditRefused for a stranger or a role not given."""
        self.keep_seen()
        author = self.people.named(person)
        if author.retired:
            raise EditRefused(f"{person} no longer works in this project; a lead can bring them back.")
        roles = self.people.roles_of(author.id)
        if not roles & ({"reviewer", "lead"} if reviewing else {"annotator", "lead"}):
            raise EditRefused(f"{person} does not {'review' if reviewing else 'annotate'} in this project.")
        if author.id != self.actor.id:
            self._origin, self._stack = "", None
            self._began = self._store.query("SELECT coalesce(max(id), 0) FROM revision")[0][0]
        self.actor, self.reviewing = author, reviewing

    def act_as_any(self, person: str) -> None:
        """Go on as this person in the role they have, annotating where they have both. Raises EditRefused."""
        roles = self.people.roles_of(self.people.named(person).id)
        self.act_as(person, reviewing=not roles & {"annotator", "lead"})

    def settle(self) -> None:
        """What was done so far, such as setting up, is not for undo."""
        self._stack = UndoStack()

    def close(self) -> None:
        """Close the project."""
        if not self.read_only:
            self.keep_seen()
        self._listeners.clear()
        if self.backups:
            self.backups.stop()
        self._store.close()

    def keep_backups(self, folder: Path | None = None, *, every: timedelta = EVERY) -> None:
        """From now on back up as often as told, by default into the person's data folder; no time at all is never."""
        self.backups = BackupKeeper(self.path, folder=folder, every=every) if every else None

    @property
    def path(self) -> Path:
        """The project file."""
        return self._store.path

    @property
    def name(self) -> str:
        """The project's name."""
        return str(self.people.setting("name") or self.path.stem)

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty when everything can."""
        return self._store.read_only

    # ---- listening

    def listen(self, listener: Callable[[Happened], None]) -> Callable[[], None]:
        """Tell this function of every committed revision; returns what stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # ---- documents

    def document(self, name: Name) -> AnnotatedDocument:
        """A document with all its sets, the same object while anybody holds it. Raises EditRefused when it is gone."""
        doc = self._recent[name] = self.glance(name)
        self._recent.move_to_end(name)
        while len(self._recent) > KEEP:
            self._recent.popitem(last=False)
        return doc

    def glance(self, name: Name) -> AnnotatedDocument:
        """A document as `document` gives it, but not kept: for work that goes through many. Raises EditRefused."""
        doc = self._documents.get(name)
        if doc is None:
            doc = self._documents[name] = self._read(name)
        return doc

    def _forget(self, name: Name) -> None:
        self._documents.pop(name, None)
        self._recent.pop(name, None)

    def _read(self, name: Name) -> AnnotatedDocument:
        row = self._store.document(name)
        if row is None:
            raise EditRefused("That document is no longer in the project.")
        doc = AnnotatedDocument(row, self._store.text(row.sha256))
        for one in self._store.rows_of(name):
            doc.apply(Change(None, one))
        return doc

    def view(self, document: Name, *, author: Name = "", reviewed: Name = "") -> View:
        """What a verb reads, for the actor's own set; for a final version when `reviewed` names whose work it is."""
        author = self._gold() if reviewed else author or self.actor.id
        return View(self.document(document), author, self.actor.id, self.scheme, self.people, now(), reviewed)

    def _gold(self) -> Name:
        gold = self.people.gold()
        if gold is None:
            raise EditRefused("This project has no final versions.")
        return gold.id

    # ---- changing

    def do(self, edit: Edit, *, actor: Name = "", texts: Mapping[str, str] | None = None, part_of: int = 0) -> Happened:
        """Store an Edit and tell everybody. Raises EditRefused, or WriteFailed with the Edit left pending."""
        self._check_writable()
        new = self._new("do", edit.title, actor=actor, part_of=part_of)
        changes = with_names(edit.changes, f"{new.origin}.{new.seq}")
        if new.actor.startswith("+"):
            new = new._replace(actor=f"{new.origin}.{new.seq}.{new.actor[1:]}")
        self._check_current(changes)
        return self._write(new, changes, texts or {})

    def _check_writable(self) -> None:
        if self.read_only:
            raise EditRefused(self.read_only)
        if self.pending:
            raise EditRefused(f'"{self.pending.new.title}" is not saved yet: {self.pending.reason}')

    def _new(self, kind: str, title: str, *, actor: Name = "", **more: Any) -> NewRevision:
        try:
            origin = self._own_origin()
            seq = self._store.last_seq(origin) + 1
        except ReadFailed as error:
            raise EditRefused(str(error)) from error
        return NewRevision(origin, seq, kind, actor or self.actor.id, title, now(), **more)

    def _own_origin(self) -> str:
        owner = self._owner()
        if not self._origin:
            self._origin = self._store.origin_for(*owner) or secrets.token_hex(5)
        return self._origin

    def _owner(self) -> tuple[str, str, str]:
        try:
            file = self._store.file_identity()
        except OSError:
            file = "gone"
        return self.actor.name, f"{platform.node()}/{uuid.getnode():x}", file

    def _check_current(self, changes: Sequence[Change]) -> None:
        """An Edit made from what is no longer there is refused."""
        for before, _ in changes:
            document = getattr(before, "document", "")
            doc = self._documents.get(document) if document else None
            if doc is not None and before != self._row_in(doc, before):
                raise EditRefused("This has changed meanwhile; look again.")

    def _row_in(self, doc: AnnotatedDocument, row: Any) -> Any:
        match row:
            case rows.Comment():
                return doc.comments.get(row.id)
            case rows.Verdict():
                return doc.verdicts.get(row.id)
            case rows.Assignment():
                return doc.assignments.get(row.id)
            case rows.SetState():
                return doc.set_of(row.author).row
            case rows.Rejection():
                return doc.set_of(row.author).rejections.get(row.key)
            case rows.DocumentLabel():
                return doc.set_of(row.author).labels.get(row.id)
            case rows.Intended():
                return doc.set_of(row.author).intended.get(row.key)
        return doc.set_of(row.author).item(row.id)

    def _write(
        self,
        new: NewRevision,
        changes: tuple[Change, ...],
        texts: Mapping[str, str],
        stored: Sequence[Change] | None = None,
    ) -> Happened:
        try:
            info = self._store.apply(new, changes, texts=texts, minted=self._owner(), stored=stored)
        except StillUsed as error:
            raise EditRefused(str(error)) from error
        except WriteFailed as error:
            if new.kind == "do":
                self.pending = Pending(new, changes, texts, str(error))
            raise
        return self._committed(info, changes)

    def _committed(self, info: RevisionInfo, changes: tuple[Change, ...]) -> Happened:
        for change in changes:
            self._follow(change)
        if info.kind != "do":
            self._put_in_order(changes)
        if info.actor == self.actor.id and self._stack is not None:
            self._stack.follow(info)
        if self.backups:
            self.backups.worked()
        happened = Happened(info, changes)
        for listener in tuple(self._listeners):
            listener(happened)
        return happened

    def _put_in_order(self, changes: Iterable[Change]) -> None:
        """Rows that undo or redo brought back stand at the end; where order counts, they go to their place."""
        back = [change for change in changes if change.before is None]
        if any(isinstance(change.after, Author) for change in back):
            self.people.order(self._store.all_rows(Author))
        for document in {c.document for c in back if isinstance(c.after, rows.Comment | rows.Verdict)}:
            doc = self._documents.get(document)
            if doc is not None:
                comments, verdicts = (self._store.rows_of_type(kind, document) for kind in (rows.Comment, rows.Verdict))
                doc.order_talk(comments, verdicts)

    def _follow(self, change: Change) -> None:
        table = change.table
        if table in _SCHEME:
            self.scheme.apply(change)
        elif table in _PEOPLE:
            self.people.apply(change)
            if isinstance(change.after, Author) and change.after.id == self.actor.id:
                self.actor = change.after
        elif (doc := self._documents.get(change.document)) is not None:
            if table == "document" and change.after is None:
                self._forget(doc.id)
            else:
                doc.apply(change)

    @contextmanager
    def compose(self, title: str) -> Iterator[Composition]:
        """Several verbs as one Edit: each sees what those before it did; all or nothing is stored."""
        self._check_writable()
        new = self._new("do", title)
        composition = Composition(f"{new.origin}.{new.seq}", self._follow, self._check_current)
        try:
            yield composition
        finally:
            changes = composition.take_back()
        if changes:
            self._write(new, changes, {})

    # ---- when writing fails

    def retry(self) -> bool:
        """Try the pending Edit again; True when nothing is pending any more."""
        pending = self.pending
        if pending is None:
            return True
        if self._store.last_seq(pending.new.origin) >= pending.new.seq:
            self.pending = None  # it had got through after all
            for document in {change.document for change in pending.changes}:
                self._forget(document)
            return True
        try:
            info = self._store.apply(pending.new, pending.changes, texts=pending.texts, minted=self._owner())
        except WriteFailed as error:
            self.pending = pending._replace(reason=str(error))
            return False
        self.pending = None
        self._committed(info, pending.changes)
        return True

    def save_copy(self, path: Path) -> None:
        """Write all of the project into a new file, the pending Edit too; that file is the open project from now on.

        Raises ProjectError when there is such a file or it cannot be written; then everything stays as it was.
        """
        copy_whole(self._store.database.conn, path)
        before, origin, pending = self._store, self._origin, self.pending
        try:
            self._work_in(ProjectStore.open(path))
            self._write_pending()
        except ProjectError:
            if self._store is not before:
                self._store.close()
            self._work_in(before)
            self._origin, self.pending = origin, pending
            path.unlink(missing_ok=True)
            raise
        before.close()
        if self.backups:
            self.backups.stop()
            self.keep_backups()

    def _work_in(self, store: ProjectStore) -> None:
        """Go on in another file of the same content; the first write there is under an origin of its own."""
        self._store, self._aside = store, Aside(store)
        self._origin, self._stack = "", None

    def _write_pending(self) -> None:
        if self.pending is None:
            return
        old, changes, texts, _ = self.pending
        self.pending = None
        if self._store.last_seq(old.origin) >= old.seq:
            return  # it had got through after all
        new = self._new(old.kind, old.title, actor=old.actor, part_of=old.part_of)
        before, after = f"{old.origin}.{old.seq}", f"{new.origin}.{new.seq}"
        new = new._replace(at=old.at, actor=old.actor.replace(f"{before}.", f"{after}."))
        self._write(new, moved_names(changes, before, after), texts)

    # ---- undo

    def _undo_stack(self) -> UndoStack:
        if self._stack is None:
            found = self._store.revisions("actor = ?", (self._store.origins.pack(self.actor.id),))
            self._stack = UndoStack(info for info in found if info.id > self._setup_end())
        return self._stack

    def _setup_end(self) -> int:
        """The last revision of setting the project up: making it and giving it its first labels."""
        query = "SELECT coalesce(max(id), 0) FROM revision WHERE id = 1 OR (id = 2 AND title = 'Add labels')"
        return int(self._store.query(query)[0][0])

    def undo_step(self) -> UndoStep | None:
        """What undo would take back, or None."""
        return self._step(self._undo_stack().done)

    def redo_step(self) -> UndoStep | None:
        """What redo would bring back, or None."""
        return self._step(self._undo_stack().undone)

    def _step(self, stack: list[RevisionInfo]) -> UndoStep | None:
        if not stack:
            return None
        info = stack[-1]
        return UndoStep(info, tuple(self._store.documents_of(info)), info.id > self._began)

    def undo(self) -> Happened:
        """Take back one's own last step. Raises EditRefused naming who changed it since; the step is then dropped."""
        return self._turn_whole(self.turning("undo"))

    def redo(self) -> Happened:
        """Bring back what was undone last."""
        return self._turn_whole(self.turning("redo"))

    def turning(self, kind: str) -> Iterator[Happened]:
        """Undo or redo by steps, one transaction each: a step of many parts, such as an import, as a job.

        A turn that was left in the middle goes on when it is asked for again. Raises EditRefused.
        """
        self._check_writable()
        stack = self._undo_stack().done if kind == "undo" else self._undo_stack().undone
        if not stack:
            raise EditRefused(f"Nothing to {kind}.")
        return self._turn(stack[-1], kind)

    def _turn(self, info: RevisionInfo, kind: str) -> Iterator[Happened]:
        changes_of = lru_cache(maxsize=1)(self._store.changes_of)  # asked twice for a step of one part
        turned_now: list[RevisionInfo] = []
        try:
            check_untouched(self._store, self.people, info, changes_of)
            for part in parts_to_turn(self._store, info, back=kind == "undo"):
                happened = self._turn_part(part, changes_of(part), kind, info.title)
                turned_now.append(part)
                yield happened
        except EditRefused:
            # A step of many parts is turned whole or not at all.
            for part in reversed(turned_now):
                self._turn_part(part, changes_of(part), "redo" if kind == "undo" else "undo", info.title)
            self._undo_stack().forget(info)
            raise

    def _turn_part(self, part: RevisionInfo, stored: list[Logged], kind: str, title: str) -> Happened:
        changes = turned(self._store, part, stored, back=kind == "undo")
        return self._write(self._new(kind, title, of=(part.origin, part.seq)), changes, {}, stored=())

    def _turn_whole(self, steps: Iterator[Happened]) -> Happened:
        return reduce(lambda _, happened: happened, steps)

    # ---- work in several revisions

    def unfinished(self) -> list[Unfinished]:
        """Imports and other work in several revisions that was interrupted, oldest first."""
        return listing.unfinished(self._store)

    def finish(self, batch: Name) -> Happened:
        """Let stand what was written of a batch; documents of it are listed from now on. Raises EditRefused."""
        row, first = self._batch(batch)
        draft = Draft()
        draft.replace(row, row._replace(state="done"))
        same = first.origin == self._own_origin()
        return self.do(draft.edit(first.title), part_of=first.seq if same else 0)

    def take_back(self, batch: Name) -> Happened:
        """Take back a batch as a whole, whoever began it. Raises EditRefused when others built on it since."""
        return self._turn_whole(self.taking_back(batch))

    def taking_back(self, batch: Name) -> Iterator[Happened]:
        """Take back a batch by steps, one transaction each. Raises EditRefused."""
        self._check_writable()
        return self._turn(self._batch(batch)[1], "undo")

    def _batch(self, name: Name) -> tuple[rows.Batch, RevisionInfo]:
        row = self._store.row(rows.Batch, (self._store.origins.pack(name),))
        if row is None:
            raise EditRefused("That was taken back already.")
        return row, self._store.first_of(name)
