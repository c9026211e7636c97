"""Searches names, metadata and texts of all documents by the index of words."""

import json
from collections.abc import Iterator
from typing import Any

from annotator.core.search_words import Hit, asked, excerpt, expression, place_of, values_of
from annotator.store.listing import LISTED, find_documents
from annotator.store.project_store import ProjectStore
from annotator.store.search_index import SearchIndex

RANKED = 2_000  # so many matches are ranked; of more the first are shown, for ranking reads them all
READ = 3_000_000  # code points of texts read for excerpts in one search
_SHOWN = "d.id, d.position, d.name, d.length"
_NAME, _META, _BODY = 10.0, 4.0, 1.0  # weights of a hit

Words = list[tuple[str, bool]]


def find(store: ProjectStore, query: str, *, limit: int) -> list[Hit]:
    """Documents with all these words, best first: in the name, then anywhere by rank; none for no words."""
    words = asked(query)
    if not words:
        return []
    named = find_documents(store, query, limit=limit)
    found = [Hit(row.document, row.number, row.name, row.length, "name") for row in named]
    known = {hit.document for hit in found}
    more = _matching(store, words, limit + len(found)) if len(found) < limit else []
    found += [hit for hit in more if hit.document not in known]
    return _with_excerpts(store, found[:limit], words)


def _matching(store: ProjectStore, words: Words, limit: int) -> list[Hit]:
    match = expression(words)
    keys = [key for (key,) in store.query("SELECT rowid FROM search WHERE search MATCH ? LIMIT ?", (match, RANKED + 1))]
    if len(keys) <= RANKED:
        source = f"FROM search JOIN document d ON d.id = search.rowid WHERE search MATCH ? AND {LISTED}"
        order = f"ORDER BY bm25(search, {_NAME}, {_META}, {_BODY})"
        found = store.query(f"SELECT {_SHOWN} {source} {order} LIMIT ?", (match, limit))
    else:  # the beginning was found already: asking again for the same would cost as much again
        source = f"FROM document d WHERE d.id IN ({', '.join(map(str, keys))}) AND {LISTED}"
        found = store.query(f"SELECT {_SHOWN} {source} ORDER BY d.position LIMIT ?", (limit,))
    return [Hit(store.origins.unpack(key), position + 1, name, length) for key, position, name, length in found]


def _with_excerpts(store: ProjectStore, found: list[Hit], words: Words) -> list[Hit]:
    """Where each has the words; texts are read as long as they are not too much to wait for."""
    keys = [store.origins.pack(hit.document) for hit in found]
    query = f"SELECT id, meta_json, sha256 FROM document WHERE id IN ({', '.join('?' * len(keys))})"
    more = {key: (meta, sha256) for key, meta, sha256 in store.query(query, keys)}
    left, shown = READ, []
    for key, hit in zip(keys, found, strict=True):
        meta, sha256 = more[key]
        left -= hit.length
        shown.append(_explained(hit, words, json.loads(meta), store.text(sha256) if left >= 0 else ""))
    return shown


def _explained(hit: Hit, words: Words, meta: dict[str, Any], text: str) -> Hit:
    here = place_of(words, text)
    if here is not None:
        line, mark = excerpt(text, here)
        return hit._replace(where=hit.where or "text", excerpt=line, mark=mark, place=here)
    for field, value in meta.items():
        said = " · ".join(values_of(value))
        place = place_of(words, said)
        if place is not None:
            line, mark = excerpt(said, place)
            return hit._replace(where=hit.where or field, excerpt=line, mark=mark)
    return hit._replace(where=hit.where or "text")


def count(store: ProjectStore, query: str) -> int:
    """How many documents have all these words."""
    words = asked(query)
    if not words:
        return 0
    source = f"FROM search JOIN document d ON d.id = search.rowid WHERE search MATCH ? AND {LISTED}"
    return int(store.query(f"SELECT count(*) {source}", (expression(words),))[0][0])


# ---- keeping the index


def index_of(store: ProjectStore) -> SearchIndex:
    """The index of an open file."""
    return SearchIndex(store.database.conn, store.text)


def taking_in(store: ProjectStore, *, at_once: int = 100) -> Iterator[int]:
    """Put documents that wait into the index, some in a transaction; yields how many are done. Raises WriteFailed."""
    index, done = index_of(store), 0
    while taken := store.write_together(lambda: index.take_in(at_once)):
        done += taken
        yield done


def start_again(store: ProjectStore) -> None:
    """Empty the index; all documents wait. Raises WriteFailed."""
    store.write_together(index_of(store).empty)
