"""Lists read from a project file: pages of the queue, counts."""

import json
from collections import Counter
from typing import Any

from annotator.core.listing import STATES, Counts, QueueFilter, QueueRow, Unfinished
from annotator.core.rows import Name
from annotator.store.filtering import Condition, conditions, like
from annotator.store.project_store import ProjectStore

# Of several sets of a document, the one that a reviewer has most to do with.
_FURTHEST = ("submitted", "in review", "approved", "sent back", "in progress", "set aside")
_RANK = "CASE s.state " + " ".join(f"WHEN '{state}' THEN {i}" for i, state in enumerate(_FURTHEST)) + " ELSE 9 END"

# Documents of an import that was interrupted are not listed until it is finished or taken back.
LISTED = "(d.batch IS NULL OR (SELECT b.state FROM batch b WHERE b.id = d.batch) = 'done')"

# Where the queue starts: what came back stands first, "later" last.
_FIRST = "CASE WHEN state = 'sent back' THEN 0 WHEN state = 'set aside' AND reason LIKE 'later%' THEN 2 ELSE 1 END"
_LONGEST = 60  # characters of a value that is offered as a filter
_PRIME = 2_147_483_647  # of the random order: a square of what is left by it still fits into 63 bits


def _queue_sql(store: ProjectStore, wanted: QueueFilter) -> tuple[str, list[Any]]:
    if wanted.author:
        pick = "= ?"
        parameters: list[Any] = [store.origins.pack(wanted.author)]
    else:
        pick = f"""= (SELECT s.author FROM annotation_set s JOIN author a ON a.id = s.author
            WHERE s.document = d.id AND a.kind = 'person' ORDER BY {_RANK}, s.author LIMIT 1)"""
        parameters = []
    inner = f"""SELECT d.id AS id, d.position AS position, d.name AS name, d.length AS length,
        coalesce(t.state, 'to do') AS state, t.author AS author, coalesce(t.reason, '') AS reason,
        coalesce(t.state = 'approved' AND t.digest IS NULL, 0) AS outdated
        FROM document d LEFT JOIN annotation_set t ON t.document = d.id AND t.author {pick}
        WHERE {LISTED}"""
    for sql, values in _conditions(store, wanted):
        inner += f" AND {sql}"
        parameters += values
    outer = ""
    if wanted.states:
        outer = f" WHERE state IN ({', '.join('?' * len(wanted.states))})"
        parameters += wanted.states
    return f"FROM ({inner}) AS listed{outer}", parameters


def _conditions(store: ProjectStore, wanted: QueueFilter) -> list[Condition]:
    found = conditions(store, wanted.terms, wanted.author)
    if wanted.assigned:
        only = "d.id IN (SELECT document FROM assignment WHERE author = ?)"
        found.insert(0, (only, [store.origins.pack(wanted.assigned)]))
    return found


def _order_sql(wanted: QueueFilter) -> str:
    """What came back stands first, "later" last; between them as the lead wants it."""
    return f"{_FIRST}, {order_sql(wanted.order, wanted.seed)}"


def order_sql(order: str, seed: int) -> str:
    """The lead's order of documents as SQL; a random one is the same for the same seed, everywhere."""
    if order == "shortest":
        return "length, position"
    if order != "random":
        return "position"
    mixed = f"((position + 1) * 630360016 + {seed % _PRIME * 69621 + 11}) % {_PRIME}"
    for _ in range(2):  # a product alone would go through the documents in strides
        mixed = f"(({mixed}) * ({mixed}) % {_PRIME} * 48271 + 12345) % {_PRIME}"
    return f"{mixed}, position"


def queue(store: ProjectStore, wanted: QueueFilter, *, offset: int = 0, limit: int = 200) -> list[QueueRow]:
    """A page of the queue, in its order."""
    sql, parameters = _queue_sql(store, wanted)
    comments = """(SELECT count(*) FROM comment c
        WHERE c.document = listed.id AND c.state = 'open' AND c.reply_to IS NULL)"""
    columns = f"id, position, name, length, state, author, {comments}, reason, outdated"
    query = f"SELECT {columns} {sql} ORDER BY {_order_sql(wanted)}"
    unpack = store.origins.unpack
    return [
        QueueRow(unpack(key), position + 1, name, length, state, unpack(author), open_now, reason, bool(outdated))
        for key, position, name, length, state, author, open_now, reason, outdated in store.query(
            f"{query} LIMIT ? OFFSET ?", (*parameters, limit, offset)
        )
    ]


def queue_documents(store: ProjectStore, wanted: QueueFilter) -> list[Name]:
    """All documents of a queue, in its order."""
    sql, parameters = _queue_sql(store, wanted)
    return [
        store.origins.unpack(key)
        for (key,) in store.query(f"SELECT id {sql} ORDER BY {_order_sql(wanted)}", parameters)
    ]


def queue_states(store: ProjectStore, wanted: QueueFilter) -> dict[str, int]:
    """How many documents of a queue are in each state."""
    sql, parameters = _queue_sql(store, wanted)
    found = dict(store.query(f"SELECT state, count(*) {sql} GROUP BY state", parameters))
    return {state: found.get(state, 0) for state in STATES}


def queue_place(store: ProjectStore, wanted: QueueFilter, document: Name) -> int | None:
    """The place, from 0, of a document in a queue; None when the filter leaves it out."""
    sql, parameters = _queue_sql(store, wanted)
    numbered = f"SELECT id, row_number() OVER (ORDER BY {_order_sql(wanted)}) - 1 AS place {sql}"
    found = store.query(f"SELECT place FROM ({numbered}) WHERE id = ?", (*parameters, store.origins.pack(document)))
    return found[0][0] if found else None


def counts(store: ProjectStore, wanted: QueueFilter) -> Counts:
    """How the project stands."""
    unpack = store.origins.unpack
    kind = "SELECT kind FROM author WHERE author.id = author"

    def by_label(table: str) -> dict[Name, int]:
        query = f"""SELECT label, count(*) FROM {table} WHERE author IN
            (SELECT id FROM author WHERE author.kind = 'person') GROUP BY label"""
        return {unpack(label): count for label, count in store.query(query)}

    suggested = store.query(f"SELECT count(*) FROM span WHERE ({kind}) = 'model'")[0][0]
    states = queue_states(store, wanted)
    documents = store.query(f"SELECT count(*) FROM document d WHERE {LISTED}")[0][0]
    return Counts(documents, states, by_label("span"), by_label("relation"), suggested)


def find_documents(store: ProjectStore, text: str, *, limit: int = 50) -> list[QueueRow]:
    """Documents whose name holds these words, best first: names that start so before others."""
    words = text.split() or [""]
    where = " AND ".join("name LIKE '%' || ? || '%' ESCAPE '\\'" for _ in words)
    order = "name NOT LIKE ? || '%', position"
    query = f"SELECT id, position, name, length FROM document d WHERE {LISTED} AND {where} ORDER BY {order} LIMIT ?"
    found = store.query(query, (*map(like, words), words[0], limit))
    return [QueueRow(store.origins.unpack(k), position + 1, name, length, "") for k, position, name, length in found]


def by_number_or_name(store: ProjectStore, text: str) -> Name | None:
    """The document of this name, or else of this number from 1."""
    query = f"SELECT id FROM document d WHERE {LISTED} AND "
    found = store.query(f"{query} name = ? ORDER BY position LIMIT 1", (text,))
    if not found and text.isdecimal() and len(text) < 19:
        found = store.query(f"{query} position = ? LIMIT 1", (int(text) - 1,))
    return store.origins.unpack(found[0][0]) if found else None


def without_set_of(store: ProjectStore, author: Name) -> list[Name]:
    """Documents on which this author has done nothing, in the order of the project; all of them for no author."""
    query = f"""SELECT id FROM document d WHERE {LISTED} AND NOT EXISTS
        (SELECT 1 FROM annotation_set s WHERE s.document = d.id AND s.author = ?) ORDER BY position"""
    return [store.origins.unpack(key) for (key,) in store.query(query, (store.origins.pack(author),))]


def unfinished(store: ProjectStore) -> list[Unfinished]:
    """Batches that are open, oldest first; one that is under way in this very program among them."""
    query = """SELECT id, name, kind, (SELECT count(*) FROM document d WHERE d.batch = b.id) FROM batch b
        WHERE state = 'open' ORDER BY id"""
    return [
        Unfinished(name := store.origins.unpack(key), title, kind, store.first_of(name).at, documents)
        for key, title, kind, documents in store.query(query)
    ]


def meta_values(store: ProjectStore, *, most: int = 40, looked_at: int = 1_000) -> dict[str, list[str]]:
    """Fields of metadata in alphabetical order, each with its most frequent values, of some documents at both ends."""
    some = f"""SELECT meta_json FROM (SELECT meta_json FROM document ORDER BY position LIMIT {looked_at})
        UNION ALL SELECT meta_json FROM (SELECT meta_json FROM document ORDER BY position DESC LIMIT {looked_at})"""
    found: dict[str, Counter[str]] = {}
    for (meta,) in store.query(some):
        for field, value in json.loads(meta).items():
            values = value if isinstance(value, list) else [value]
            plain = [str(one) for one in values if isinstance(one, str | int | float) and not isinstance(one, bool)]
            found.setdefault(field, Counter()).update(one for one in plain if len(one) <= _LONGEST)
    return {field: [value for value, _ in found[field].most_common(most)] for field in sorted(found)}
