"""Reads who is to annotate what."""

from collections.abc import Sequence

from annotator.core.rows import Assignment, Name
from annotator.store.listing import LISTED
from annotator.store.project_store import ProjectStore

_DONE = "('submitted', 'in review', 'approved')"
FEW = 500  # documents asked for one by one; for more, all assignments are read


def shares(store: ProjectStore) -> dict[Name, tuple[int, int]]:
    """(assigned, of them submitted or better) by person."""
    query = f"""SELECT a.author, count(DISTINCT a.document), count(DISTINCT CASE WHEN s.state IN {_DONE}
        THEN a.document END) FROM assignment a LEFT JOIN annotation_set s ON s.document = a.document
        AND s.author = a.author GROUP BY a.author"""
    return {store.origins.unpack(person): (assigned, done) for person, assigned, done in store.query(query)}


def rows_of(store: ProjectStore, documents: Sequence[Name], persons: Sequence[Name] = ()) -> list[Assignment]:
    """Assignments of these documents, to these people or to anybody."""
    query, values = "SELECT id, document, author FROM assignment", list[int | None]()
    if len(documents) <= FEW:
        values = [store.origins.pack(document) for document in documents]
        query += f" WHERE document IN ({', '.join('?' * len(values))})"
    wanted, holders = set(documents), set(persons)
    found = [store.codec.decode(Assignment, row) for row in store.query(query, values)]
    return [row for row in found if row.document in wanted and (not holders or row.author in holders)]


def unassigned(store: ProjectStore) -> list[Name]:
    """Documents that nobody has, in the order of the project."""
    query = f"""SELECT id FROM document d WHERE {LISTED} AND NOT EXISTS
        (SELECT 1 FROM assignment a WHERE a.document = d.id) ORDER BY position"""
    return [store.origins.unpack(key) for (key,) in store.query(query)]
