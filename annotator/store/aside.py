"""What a project keeps beside the log: tokens, what was seen, comments begun; nothing of it is anybody's edit."""

import zlib
from collections.abc import Iterable, Sequence

from annotator.core.rows import Name
from annotator.store.project_store import ProjectStore

Range = tuple[int, int]


def pack_ranges(ranges: Iterable[Range]) -> bytes:
    """Ascending ranges as compressed variable-length numbers: gap before, length, gap before …"""
    packed = bytearray()
    at = 0
    for start, end in ranges:
        for number in (start - at, end - start):
            while number > 127:
                packed.append(number & 127 | 128)
                number >>= 7
            packed.append(number)
        at = end
    return zlib.compress(bytes(packed), 6)


def unpack_ranges(data: bytes) -> list[Range]:
    """The ranges that `pack_ranges` packed. Raises zlib.error for bytes it did not make."""
    numbers: list[int] = []
    number = shift = 0
    for byte in zlib.decompress(data):
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    ranges = []
    at = 0
    for gap, length in zip(numbers[::2], numbers[1::2], strict=True):
        ranges.append((at + gap, at + gap + length))
        at += gap + length
    return ranges


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same characters as ascending ranges that do not touch."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return found


class Aside:
    """Reads and writes what stands beside the log."""

    def __init__(self, store: ProjectStore) -> None:
        self._store = store

    def _write(self, *statements: tuple[str, Sequence[object]]) -> None:
        self._store.write_aside(statements)

    def tokens(self, document: Name) -> tuple[str, list[Range]] | None:
        """(tokenizer, tokens) of a document, as a pipeline cut it last; None when none has."""
        key = self._store.origins.pack(document)
        found = self._store.query("SELECT tokenizer, offsets FROM tokens WHERE document = ?", (key,))
        return (found[-1][0], unpack_ranges(found[-1][1])) if found else None

    def store_tokens(self, found: Iterable[tuple[Name, str, Iterable[Range]]]) -> None:
        """Keep the tokens of documents, (document, tokenizer, tokens), in the place of those before."""
        statements: list[tuple[str, Sequence[object]]] = []
        for document, tokenizer, tokens in found:
            key = self._store.origins.pack(document)
            statements.append(("DELETE FROM tokens WHERE document = ?", (key,)))
            statements.append(("INSERT INTO tokens VALUES (?, ?, ?)", (key, tokenizer, pack_ranges(tokens))))
        if statements:
            self._write(*statements)

    def seen(self, document: Name, author: Name) -> list[Range]:
        """What a person has had on screen long enough to read, ascending."""
        keys = (self._store.origins.pack(document), self._store.origins.pack(author))
        query = "SELECT start, stop FROM seen WHERE document = ? AND author = ? ORDER BY start"
        return self._store.query(query, keys)

    def mark_seen(self, document: Name, author: Name, ranges: Iterable[Range]) -> None:
        """Add to what was seen."""
        keys = (self._store.origins.pack(document), self._store.origins.pack(author))
        now = merged([*self.seen(document, author), *ranges])
        inserts = [("INSERT INTO seen VALUES (?, ?, ?, ?)", (*keys, start, end)) for start, end in now]
        self._write(("DELETE FROM seen WHERE document = ? AND author = ?", keys), *inserts)

    def comment_draft(self, author: Name, document: Name, item: Name) -> str:
        """A comment begun and not sent."""
        keys = (self._store.origins.pack(author), self._store.origins.pack(document), item)
        query = "SELECT text FROM comment_draft WHERE author = ? AND document = ? AND item = ?"
        found = self._store.query(query, keys)
        return found[0][0] if found else ""

    def keep_comment_draft(self, author: Name, document: Name, item: Name, text: str) -> None:
        """Keep a comment begun; an empty one is forgotten."""
        keys = (self._store.origins.pack(author), self._store.origins.pack(document), item)
        delete = ("DELETE FROM comment_draft WHERE author = ? AND document = ? AND item = ?", keys)
        self._write(delete, *([("INSERT INTO comment_draft VALUES (?, ?, ?, ?)", (*keys, text))] if text else []))
