"""Search in an open project, and the index of words it needs: taken in step by step where a file had none."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.search_words import Hit
from annotator.session.session import Session
from annotator.store import search
from annotator.store.project_store import ProjectStore

MOST = 50


def find(session: Session, query: str, *, limit: int = MOST) -> list[Hit]:
    """Documents with all words of the query in name, metadata or text, best first. Raises ReadFailed."""
    return search.find(session.store, query, limit=limit)


def count(session: Session, query: str) -> int:
    """How many documents have all words of the query. Raises ReadFailed."""
    return search.count(session.store, query)


def waiting(session: Session) -> int:
    """How many documents are not in the index yet, so that only their names are found."""
    return search.index_of(session.store).waiting()


def taking_in(session: Session) -> Iterator[int]:
    """Put waiting documents into the index, a transaction a step; yields how many are done. Raises WriteFailed."""
    return search.taking_in(session.store)


def rebuild(path: Path) -> int:
    """Make the index of a project anew; returns of how many documents. Raises ProjectError."""
    store = ProjectStore.open(path)
    try:
        search.start_again(store)
        return max(search.taking_in(store, at_once=1_000), default=0)
    finally:
        store.close()
