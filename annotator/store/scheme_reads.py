"""What of a project labels and rules concern: counts and places, read by SQL so that a preview is there at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from annotator.core.rows import Name, Relation, Span
from annotator.store import codec
from annotator.store.project_store import ProjectStore

_PEOPLES = "(SELECT id FROM author WHERE kind <> 'model')"
_HOLDING = """SELECT t.document FROM annotation_set t JOIN author a ON a.id = t.author
    WHERE a.kind = 'person' AND t.state = 'approved' AND t.digest IS NOT NULL"""


class Usage(NamedTuple):
    """How much some labels are used."""

    documents: int
    spans: int
    relations: int
    document_labels: int
    suggestions: int
    states: dict[str, int]
    approvals: int


def _in(keys: Sequence[Any]) -> str:
    return f"({', '.join('?' * len(keys))})"


class SchemeReads:
    """Reads of one project file; sets are pairs (document, author) of the file's own keys, for asking further only."""

    def __init__(self, store: ProjectStore) -> None:
        self._store = store

    def keys(self, document: Name, author: Name) -> tuple[int, int]:
        """A set as the other reads name it."""
        return self._store.origins.pack(document) or 0, self._store.origins.pack(author) or 0

    def usage(self, labels: Iterable[Name]) -> Usage:
        """How much these labels are used, by whom and in what states."""
        keys = [self._store.origins.pack(label) for label in labels]
        by_table = {}
        sets: set[tuple[int, int]] = set()
        models = {key for (key,) in self._store.query("SELECT id FROM author WHERE kind = 'model'")}
        for table in ("span", "relation", "document_label"):
            query = (
                f"SELECT document, author, count(*) FROM {table} WHERE label IN {_in(keys)} GROUP BY document, author"
            )
            by_table[table] = self._store.query(query, keys)
            sets |= {(document, author) for document, author, _ in by_table[table]}
        counts = {table: sum(n for _, author, n in found if author not in models) for table, found in by_table.items()}
        suggestions = sum(n for found in by_table.values() for _, author, n in found if author in models)
        documents = {document for document, _ in sets}
        touched = {document for document, author in sets if author not in models}
        approvals = {key for (key,) in self._store.query(_HOLDING)} & touched
        return Usage(
            len(documents),
            counts["span"],
            counts["relation"],
            counts["document_label"],
            suggestions,
            self.states_of(sets),
            len(approvals),
        )

    def counts(self) -> dict[Name, int]:
        """How often each label is used by people and in final versions; those never used are not named."""
        found: dict[Name, int] = {}
        for table in ("span", "relation", "document_label"):
            query = f"SELECT label, count(*) FROM {table} WHERE author IN {_PEOPLES} GROUP BY label"
            found |= {self._store.origins.unpack(label): count for label, count in self._store.query(query)}
        return found

    def states_of(self, sets: set[tuple[int, int]]) -> dict[str, int]:
        """Documents by the state of these sets, those of people."""
        found: dict[str, set[int]] = {}
        query = """SELECT t.document, t.author, t.state FROM annotation_set t JOIN author a ON a.id = t.author
            WHERE a.kind = 'person'"""
        for document, author, state in self._store.query(query) if sets else ():
            if (document, author) in sets:
                found.setdefault(state, set()).add(document)
        return {state: len(documents) for state, documents in sorted(found.items())}

    def documents_with(self, labels: Sequence[Name], *, rejected: bool = True) -> list[Name]:
        """Documents in which anybody used one of these labels, or rejected a suggestion that has it."""
        keys = [self._store.origins.pack(label) for label in labels]
        found = {
            key
            for table in ("span", "relation", "document_label")
            for (key,) in self._store.query(f"SELECT DISTINCT document FROM {table} WHERE label IN {_in(keys)}", keys)
        }
        for label in labels if rejected else ():
            found |= {
                key
                for (key,) in self._store.query("SELECT DISTINCT document FROM rejection WHERE instr(key, ?)", (label,))
            }
        return [self._store.origins.unpack(key) for key in sorted(found)]

    def not_plain(self, labels: Sequence[Name]) -> set[Name]:
        """Documents with a final version, or with a rejection of these labels: to relabel them takes all of them."""
        query = "SELECT document FROM annotation_set WHERE author IN (SELECT id FROM author WHERE kind = 'gold')"
        found = {key for (key,) in self._store.query(query)}
        for label in labels:
            found |= {
                key
                for (key,) in self._store.query("SELECT DISTINCT document FROM rejection WHERE instr(key, ?)", (label,))
            }
        return {self._store.origins.unpack(key) for key in found}

    def spans_of(self, documents: Sequence[Name], labels: Sequence[Name]) -> dict[Name, list[Span]]:
        """Spans of these labels in a few documents, whosever they are."""
        pack = self._store.origins.pack
        where = f"document IN {_in(documents)} AND +label IN {_in(labels)}"
        query = f"{codec.SELECT[Span]} WHERE {where} ORDER BY document, id"
        found: dict[Name, list[Span]] = {name: [] for name in documents}
        for span in self._store.codec.spans(self._store.query(query, [pack(name) for name in (*documents, *labels)])):
            found[span.document].append(span)
        return found

    def relation_ends(self) -> list[tuple[Name, Name, Name, int]]:
        """(relation label, head's label, tail's label, how often) of what people and final versions hold."""
        query = f"""SELECT r.label, h.label, t.label, count(*) FROM relation r JOIN span h ON h.id = r.head
            JOIN span t ON t.id = r.tail WHERE r.author IN {_PEOPLES} GROUP BY r.label, h.label, t.label"""
        unpack = self._store.origins.unpack
        return [(unpack(r), unpack(h), unpack(t), count) for r, h, t, count in self._store.query(query)]

    def sets_with_ends(self, relation: Name, pairs: Iterable[tuple[Name, Name]]) -> set[tuple[int, int]]:
        """Sets of people and final versions in which this relation label joins one of these pairs of labels."""
        wanted = {(self._store.origins.pack(head), self._store.origins.pack(tail)) for head, tail in pairs}
        query = f"""SELECT DISTINCT r.document, r.author, h.label, t.label FROM relation r JOIN span h ON h.id = r.head
            JOIN span t ON t.id = r.tail WHERE r.label = ? AND r.author IN {_PEOPLES}"""
        found = self._store.query(query, (self._store.origins.pack(relation),))
        return {(document, author) for document, author, head, tail in found if (head, tail) in wanted}

    def sets_with_many(self, relation: Name) -> tuple[int, set[tuple[int, int]]]:
        """How many relations are one too many where a head may have one of this label, and the sets that have them."""
        query = f"""SELECT document, author, count(*) FROM relation WHERE label = ? AND author IN {_PEOPLES}
            GROUP BY head HAVING count(*) > 1"""
        found = self._store.query(query, (self._store.origins.pack(relation),))
        return sum(count - 1 for *_, count in found), {(document, author) for document, author, _ in found}

    def joined(self, relation: Name) -> Iterator[tuple[int, int, str, Any]]:
        """(document, author, text, places of head and tail) of each relation of a label that no model made."""
        query = f"""SELECT r.document, r.author, d.sha256, h.start, h.stop, t.start, t.stop FROM relation r
            JOIN span h ON h.id = r.head JOIN span t ON t.id = r.tail JOIN document d ON d.id = r.document
            WHERE r.label = ? AND r.author IN {_PEOPLES} ORDER BY d.sha256"""
        last, text = "", ""
        for document, author, sha256, *places in self._store.query(query, (self._store.origins.pack(relation),)):
            if sha256 != last:
                last, text = sha256, self._store.text(sha256)
            yield document, author, text, tuple(places)

    def holding(self, sets: set[tuple[int, int]]) -> list[Name]:
        """Documents of these sets with an approval that holds, as far as the file knows."""
        concerned = {document for document, _ in sets}
        found = {key for (key,) in self._store.query(_HOLDING)} if concerned else set()
        return [self._store.origins.unpack(key) for key in sorted(concerned & found)]

    def all_holding(self) -> set[Name]:
        """Documents with an approval that holds; one that the file does not know of is not among them."""
        return {self._store.origins.unpack(key) for (key,) in self._store.query(_HOLDING)}

    def items_with(self, label: Name, kind: str) -> Iterator[tuple[Span | Relation, str]]:
        """Every span or relation of a label with the text of its document; the same text once after the other."""
        row_type: type = Span if kind == "span" else Relation
        columns = ", ".join(f"x.{name}" for name in codec.columns(row_type))
        query = f"""SELECT d.sha256, {columns} FROM {kind} x JOIN document d ON d.id = x.document
            WHERE x.label = ? ORDER BY d.position, x.id"""
        last, text = "", ""
        for sha256, *values in self._store.query(query, (self._store.origins.pack(label),)):
            if sha256 != last:
                last, text = sha256, self._store.text(sha256)
            yield self._store.codec.decode(row_type, values), text

    def reasons(self) -> dict[str, list[Name]]:
        """Documents whose last approval a change of the scheme carried over or outdated, by the reason it left."""
        query = """SELECT reason, document FROM verdict WHERE reason <> '' AND at =
            (SELECT max(later.at) FROM verdict later WHERE later.document = verdict.document)
            ORDER BY reason, document"""
        found: dict[str, list[Name]] = {}
        for reason, document in self._store.query(query):
            found.setdefault(reason, []).append(self._store.origins.unpack(document))
        return found
