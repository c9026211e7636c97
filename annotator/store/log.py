"""The log: revisions as stored, their Changes packed into columns, and the chain of hashes that guards them."""

import hashlib
import json
import zlib
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from annotator.core.change import Change
from annotator.core.fold import Logged, Update, Whole
from annotator.core.listing import RevisionInfo
from annotator.core.rows import ROW_TYPES
from annotator.store.codec import tuples

COMPRESS = 4096  # bytes; shorter Changes are stored as they are


def pack_changes(changes: Iterable[Change], prefix: str) -> bytes:
    """Changes as bytes: runs of one table and verb become columns; JSON, compressed when long.

    `prefix` is `origin.sequence`: rows named after their own Change store no name.
    """
    runs: list[list[Any]] = []
    index = 0
    for (row_type, verb), run in groupby(changes, _kind):
        chunk = list(run)
        pack = {"add": _pack_rows, "delete": _pack_rows, "update": _pack_updates}[verb]
        runs.append([row_type, verb, *pack(chunk, prefix, index)])
        index += len(chunk)
    data = json.dumps(runs, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return zlib.compress(data, 1) if len(data) > COMPRESS else data


def _kind(change: Change) -> tuple[str, str]:
    before, after = change
    verb = "add" if before is None else "delete" if after is None else "update"
    return change.table, verb


def _pack_rows(chunk: list[Change], prefix: str, index: int) -> list[Any]:
    rows = [change.row for change in chunk]
    kind = type(rows[0])
    fields, values = [], []
    for place, field in enumerate(kind._fields):
        column: list[Any] = [row[place] for row in rows]
        if field == "id" and column == [f"{prefix}.{index + i}" for i in range(len(rows))]:
            continue
        default = kind._field_defaults.get(field, _NOTHING)
        if any(value != default for value in column):
            fields.append(field)
            values.append(column)
    return [fields, values, len(rows)]


def _pack_updates(chunk: list[Change], prefix: str, index: int) -> list[Any]:
    pairs: list[tuple[Any, Any]] = [(change.before, change.after) for change in chunk]
    fields = type(pairs[0][0])._fields
    changed = [i for i in range(len(fields)) if any(before[i] != after[i] for before, after in pairs)]
    keys = [change.key for change in chunk]
    before = [[pair[0][i] for pair in pairs] for i in changed]
    after = [[pair[1][i] for pair in pairs] for i in changed]
    return [[fields[i] for i in changed], keys, before, after]


_NOTHING = object()


def unpack_changes(data: bytes, prefix: str) -> list[Logged]:
    """What `pack_changes` packed. Raises ValueError for bytes it did not make."""
    text = zlib.decompress(data) if data[:1] == b"\x78" else data
    found: list[Logged] = []
    for table, verb, *rest in json.loads(text):
        if verb == "update":
            found += _unpack_updates(table, *rest)
        else:
            found += _unpack_rows(table, verb, *rest, prefix=prefix, index=len(found))
    return found


def _unpack_rows(
    table: str, verb: str, fields: list[str], values: list[list[Any]], count: int, *, prefix: str, index: int
) -> list[Logged]:
    kind: Any = ROW_TYPES[table]
    columns = {field: [tuples(value) for value in column] for field, column in zip(fields, values, strict=True)}
    if "id" in kind._fields and "id" not in columns:
        columns["id"] = [f"{prefix}.{index + i}" for i in range(count)]
    return [Whole(table, verb, kind(**{field: column[i] for field, column in columns.items()})) for i in range(count)]


def _unpack_updates(
    table: str, fields: list[str], keys: list[Any], before: list[list[Any]], after: list[list[Any]]
) -> list[Update]:
    names = tuple(fields)
    return [
        Update(table, tuples(key), names, tuples([c[i] for c in before]), tuples([c[i] for c in after]))
        for i, key in enumerate(keys)
    ]


def chain_hash(info: RevisionInfo, data: bytes, previous: str) -> str:
    """SHA-256 over the previous hash, the revision's head and the stored bytes of its Changes."""
    head = [info.origin, info.seq, info.lamport, info.kind, info.of, info.part_of, info.actor, info.title, info.at]
    lead = json.dumps([previous, head], ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return hashlib.sha256(lead + b"\n" + data).hexdigest()
