"""What a search through the project reads: many texts at a time, and where a label is used."""

from collections.abc import Iterator, Sequence

from annotator.core.rows import Name
from annotator.store.project_store import ProjectStore

AT_ONCE = 256  # documents whose lengths are asked for together
MUCH = 500_000  # code points of texts that are read together; a longer text alone


def texts(store: ProjectStore, documents: Sequence[Name]) -> Iterator[list[tuple[Name, str]]]:
    """Texts of documents in their order, about `MUCH` code points at a time; what is gone is left out."""
    for first in range(0, len(documents), AT_ONCE):
        names = documents[first : first + AT_ONCE]
        keys = [store.origins.pack(name) for name in names]
        query = f"SELECT id, sha256, length FROM document WHERE id IN ({', '.join('?' * len(keys))})"
        known = {key: (sha256, length) for key, sha256, length in store.query(query, keys)}
        page: list[tuple[Name, str]] = []
        size = 0
        for name, key in zip(names, keys, strict=True):
            sha256, length = known.get(key or 0, ("", 0))
            if page and size + length > MUCH:
                yield page
                page, size = [], 0
            if sha256:
                page.append((name, store.text(sha256)))
                size += length
        if page:
            yield page


def documents_with(store: ProjectStore, authors: Sequence[Name], label: Name) -> set[Name]:
    """Documents in which one of these authors uses a label."""
    pack, unpack = store.origins.pack, store.origins.unpack
    query = f"SELECT DISTINCT document FROM span WHERE label = ? AND author IN ({', '.join('?' * len(authors))})"
    return {unpack(key) for (key,) in store.query(query, (pack(label), *map(pack, authors)))}
