"""What can be read of an open project: documents as lists, their texts, and what stands beside the log."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from annotator.core.change import EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.filtering import Reader
from annotator.core.listing import Counts, HistoryEntry, LastDay, QueueFilter, QueueRow, Term
from annotator.core.people import People
from annotator.core.rows import Author, Name, WordEntry
from annotator.core.scheme import Scheme
from annotator.store import listing, searching
from annotator.store.aside import Aside, merged
from annotator.store.history import DocumentHistory
from annotator.store.project_store import ProjectStore
from annotator.store.returning import last_day
from annotator.store.scheme_reads import SchemeReads


class SessionReads:
    """Lists, texts, tokens, what was seen, comments begun; a Session adds what changes a project."""

    _store: ProjectStore
    _aside: Aside
    _history: DocumentHistory | None = None
    _just_seen: dict[Name, list[tuple[int, int]]]
    people: People
    scheme: Scheme
    _meta: tuple[list[tuple[Any, ...]], dict[str, list[str]]] | None = None
    checked: Callable[[], Iterable[Name]] | None = None  # documents with problems, once all were checked
    show_all = False  # documents of others too, where documents are assigned
    actor: Author
    reviewing: bool

    # ---- beside the log

    def tokens(self, document: Name) -> list[tuple[int, int]] | None:
        """Tokens of a document as a pipeline cut them, ascending; None when none has read it."""
        found = self._aside.tokens(document)
        return found[1] if found else None

    def tokenizer(self, document: Name) -> str:
        """Which pipeline cut the document's tokens; empty for none."""
        found = self._aside.tokens(document)
        return found[0] if found else ""

    def store_tokens(self, document: Name, tokenizer: str, tokens: Iterable[tuple[int, int]]) -> None:
        """Keep the tokens of a document."""
        self._aside.store_tokens([(document, tokenizer, tokens)])

    def store_all_tokens(self, found: Iterable[tuple[Name, str, Iterable[tuple[int, int]]]]) -> None:
        """Keep the tokens of many documents, (document, tokenizer, tokens), in one transaction."""
        self._aside.store_tokens(found)

    def documents(self) -> list[Name]:
        """All documents, in the order of the project."""
        return listing.without_set_of(self._store, "")

    def next_position(self) -> int:
        """The place that the next document gets."""
        return int(self._store.query("SELECT coalesce(max(position) + 1, 0) FROM document")[0][0])

    def texts_named(self, name: str) -> dict[str, str]:
        """Documents of this name, or of this name with a number such as "name (2)": name by SHA-256 of the text."""
        query = "SELECT sha256, name FROM document WHERE name = ? OR (name > ? AND name < ?)"
        found = self._store.query(query, (name, f"{name} (", f"{name} )"))
        return {sha256: one for sha256, one in found if one == name or one[len(name) + 2 : -1].isdecimal()}

    def names_by_text(self) -> dict[str, str]:
        """The name of a document with this text, by the SHA-256 of each text that the project has."""
        return dict(self._store.query("SELECT sha256, name FROM document ORDER BY position DESC"))

    def meta_named(self, name: str) -> dict[str, Any]:
        """The metadata of the document of this name; empty where there is none."""
        found = self._store.query("SELECT meta_json FROM document WHERE name = ? LIMIT 1", (name,))
        meta: dict[str, Any] = json.loads(found[0][0]) if found else {}
        return meta

    def has_name(self, name: str) -> bool:
        """Whether a document is called exactly so."""
        return bool(self._store.query("SELECT 1 FROM document WHERE name = ? LIMIT 1", (name,)))

    def text_of(self, document: Name) -> str:
        """The text of a document, without reading its annotations. Raises EditRefused when it is gone."""
        row = self._store.document(document)
        if row is None:
            raise EditRefused("That document is no longer in the project.")
        return self._store.text(row.sha256)

    def language_of(self, document: Name) -> str:
        """The language of a document, such as "en"; that of the project where it has none of its own."""
        row = self._store.document(document)
        return row.language if row and row.language else str(self.people.setting("language"))

    def seen(self, document: Name) -> list[tuple[int, int]]:
        """What the person has had on screen long enough to read, ascending."""
        return merged([*self._aside.seen(document, self.actor.id), *self._just_seen.get(document, ())])

    def mark_seen(self, document: Name, start: int, end: int) -> None:
        """Add to what was seen; written with the next edit or when the document is left."""
        self._just_seen[document] = merged([*self._just_seen.get(document, ()), (start, end)])

    def keep_seen(self) -> None:
        """Write down what was seen lately; left for later where the file cannot be written now."""
        for document, ranges in list(self._just_seen.items()):
            with suppress(WriteFailed):
                self._aside.mark_seen(document, self.actor.id, ranges)
                del self._just_seen[document]

    def comment_draft(self, document: Name, item: Name) -> str:
        """The person's comment on an item, begun and not sent."""
        return self._aside.comment_draft(self.actor.id, document, item)

    def keep_comment_draft(self, document: Name, item: Name, text: str) -> None:
        """Keep a comment begun; empty forgets it."""
        self._aside.keep_comment_draft(self.actor.id, document, item, text)

    @property
    def store(self) -> ProjectStore:
        """The file itself: for the modules of this package alone."""
        return self._store

    @property
    def scheme_reads(self) -> SchemeReads:
        """What labels and rules concern: for `annotator.session.scheming`."""
        return SchemeReads(self._store)

    def is_open(self, batch: Name) -> bool:
        """Whether a batch is under way: begun, and neither finished nor taken back."""
        query = "SELECT 1 FROM batch WHERE id = ? AND state = 'open'"
        return bool(self._store.query(query, (self._store.origins.pack(batch),)))

    # ---- searching

    def texts(self, documents: Sequence[Name]) -> Iterator[list[tuple[Name, str]]]:
        """Texts of many documents, in their order, some at a time; what is gone is left out."""
        return searching.texts(self._store, documents)

    def documents_using(self, label: Name, authors: Sequence[Name]) -> set[Name]:
        """Documents in which one of these authors uses a label for entities."""
        return searching.documents_with(self._store, authors, label)

    # ---- lists

    def queue_filter(self, states: Sequence[str] = (), text: str = "") -> QueueFilter:
        """The filter of this person's queue: own sets while annotating, everybody's while reviewing.

        `text` is conditions such as `label:ORG state:submitted merger`. Raises EditRefused for what is none.
        """
        terms = Reader(self.people, self.scheme, self.actor.id, now=datetime.now().astimezone()).read(text)
        terms = tuple(
            self._among(term) if (term.field, term.value) == ("problem", "checked") else term for term in terms
        )
        persons = [term.value for term in terms if term.field == "person" and not term.negated]
        author = persons[0] if len(persons) == 1 else "" if self.reviewing else self.actor.id
        assigned = self.actor.id if self.assigned_only else ""
        order = self.people.setting("order")
        return QueueFilter(author, tuple(states), text, terms, assigned, order["kind"], order["seed"])

    def _among(self, term: Term) -> Term:
        """What the checks found is not in the file: the documents are named."""
        if self.checked is None:
            raise EditRefused('The project was not checked yet: "Problems", "Whole project" does it.')
        return Term("among", " ".join(sorted(self.checked())), term.negated)

    @property
    def assigned_only(self) -> bool:
        """Whether the queue lists what is assigned to this person and nothing else."""
        return not self.show_all and not self.reviewing and self.has_assignments() and not self._leads()

    def has_assignments(self) -> bool:
        """Whether any document is assigned to anybody."""
        return bool(self._store.query("SELECT 1 FROM assignment LIMIT 1"))

    def _leads(self) -> bool:
        return bool(self.people.roles) and "lead" in self.people.roles_of(self.actor.id)

    def meta_values(self) -> dict[str, list[str]]:
        """Fields of metadata with their most frequent values, as far as the first documents and the last tell."""
        last = self._store.query("SELECT max(id) FROM document")
        if self._meta is None or self._meta[0] != last:
            self._meta = (last, listing.meta_values(self._store))
        return self._meta[1]

    def queue(self, wanted: QueueFilter, *, offset: int = 0, limit: int = 200) -> list[QueueRow]:
        """A page of the queue."""
        return listing.queue(self._store, wanted, offset=offset, limit=limit)

    def queue_documents(self, wanted: QueueFilter) -> list[Name]:
        """All documents of a queue, in its order."""
        return listing.queue_documents(self._store, wanted)

    def queue_states(self, wanted: QueueFilter) -> dict[str, int]:
        """How many documents of a queue are in each state."""
        return listing.queue_states(self._store, wanted)

    def queue_place(self, wanted: QueueFilter, document: Name) -> int | None:
        """The place of a document in a queue, from 0."""
        return listing.queue_place(self._store, wanted, document)

    def counts(self) -> Counts:
        """How the project stands."""
        return listing.counts(self._store, QueueFilter())

    def last_day(self) -> LastDay | None:
        """What this person did on the last day of work before today, and what came of it since."""
        return last_day(self._store, self.actor.id, datetime.now().astimezone())

    def find_documents(self, text: str, *, limit: int = 50) -> list[QueueRow]:
        """Documents by words of their names."""
        return listing.find_documents(self._store, text, limit=limit)

    def find_document(self, text: str) -> Name | None:
        """A document by its name, or else its number from 1."""
        return listing.by_number_or_name(self._store, text)

    def reasons_of(self, author: Name) -> dict[Name, str]:
        """Documents on which this author has a set, with what the set says of its reason."""
        unpack, query = self._store.origins.unpack, "SELECT document, reason FROM annotation_set WHERE author = ?"
        return {unpack(key): reason for key, reason in self._store.query(query, (self._store.origins.pack(author),))}

    def word_entries(self, word_list: Name) -> list[WordEntry]:
        """The entries of a word list, in the order they came."""
        return self._store.word_entries(word_list)

    def unlabelled_words(self, word_list: Name) -> list[str]:
        """Labels in a word list, as they were written, that the scheme lacked then."""
        query = "SELECT DISTINCT label_name FROM word_entry WHERE word_list = ? AND label IS NULL"
        return [name for (name,) in self._store.query(query, (self._store.origins.pack(word_list),))]

    def word_counts(self) -> dict[Name, int]:
        """How many entries each word list has."""
        found = self._store.query("SELECT word_list, count(*) FROM word_entry GROUP BY word_list")
        return {self._store.origins.unpack(key): count for key, count in found}

    def without_set_of(self, author: Name) -> list[Name]:
        """Documents on which this author has done nothing, in the order of the project."""
        return listing.without_set_of(self._store, author)

    def history(self, document: Name) -> list[HistoryEntry]:
        """Every revision that touched a document, oldest first; read anew only where there is something new."""
        if self._history is None or self._history.document != document:
            self._history = DocumentHistory(self._store, document)
        return self._history.entries()
