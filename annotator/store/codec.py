"""Rows of the core to rows of the database and back; lasting names become integer keys."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from annotator.core import rows
from annotator.core.rows import ROW_TYPES, TABLES, Fragments, Name, Relation, Row, Span
from annotator.store.names import Origins

_NAMES = {
    **{row: {"id"} for row in TABLES},
    rows.SetState: set(),
    rows.Setting: set(),
}
for _type, _fields in rows.REFERENCES.items():
    _NAMES[_type] = _NAMES[_type] | set(_fields)

_JSON = {
    rows.Label: {"nests_in"},
    rows.Attribute: {"choices", "labels"},
    rows.SetState: {"base"},
    rows.Comment: {"place"},
    rows.Verdict: {"sets"},
    Relation: {"attributes"},
}
_FLAGS = {
    rows.Author: {"retired"},
    rows.Label: {"symmetric", "retired", "one_per_head", "same_sentence"},
    rows.WordList: {"enabled"},
    rows.WordEntry: {"tokens", "any_case"},
    rows.Verdict: {"unseen"},
    Relation: {"unsure"},
}


def _to_json(value: object) -> str | None:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def _from_json(value: str | None) -> Any:
    return tuples(json.loads(value)) if value else ()


def tuples(value: Any) -> Any:
    """JSON's lists as tuples, at every depth."""
    return tuple(tuples(item) for item in value) if isinstance(value, list) else value


def _same(value: Any) -> Any:
    return value


class Codec:
    """Encodes and decodes rows of one file."""

    def __init__(self, origins: Origins) -> None:
        self.origins = origins
        self._encoders: dict[type, list[Callable[[Any], Any]]] = {}
        self._decoders: dict[type, list[Callable[[Any], Any]]] = {}
        for row_type in TABLES:
            fields = row_type._fields  # type: ignore[attr-defined]
            self._encoders[row_type] = [self._encoder(row_type, field) for field in fields]
            self._decoders[row_type] = [self._decoder(row_type, field) for field in fields]

    def _encoder(self, row_type: type, field: str) -> Callable[[Any], Any]:
        if field in _NAMES[row_type]:
            return self.origins.pack
        if field in _JSON.get(row_type, ()):
            return _to_json
        return int if field in _FLAGS.get(row_type, ()) else _same

    def _decoder(self, row_type: type, field: str) -> Callable[[Any], Any]:
        if field in _NAMES[row_type]:
            return self.origins.unpack
        if field in _JSON.get(row_type, ()):
            return _from_json
        return bool if field in _FLAGS.get(row_type, ()) else _same

    def encode(self, row: Row) -> tuple[Any, ...]:
        """The values of `columns(type(row))`."""
        if isinstance(row, Span):
            return self._encode_span(row)
        return tuple(encode(value) for encode, value in zip(self._encoders[type(row)], row, strict=True))

    def _encode_span(self, span: Span) -> tuple[Any, ...]:
        pack, shared = self.origins.pack, self.origins.pack_shared
        fragments = None if len(span.fragments) == 1 else _to_json(span.fragments)
        head = (pack(span.id), shared(span.document), shared(span.author), span.start, span.end, fragments)
        tail = (span.note, int(span.unsure), pack(span.origin), span.how, span.score)
        return (*head, shared(span.label), _to_json(span.attributes), *tail)

    def decode(self, row_type: type, values: Sequence[Any]) -> Any:
        """The row of these values."""
        if row_type is Span:
            return next(self.spans([values]))
        decoders = self._decoders[row_type]
        return row_type._make(decode(value) for decode, value in zip(decoders, values, strict=True))  # type: ignore[attr-defined]

    def spans(self, records: Iterable[Sequence[Any]]) -> Iterator[Span]:
        """Spans of many database rows: the one read that must be fast."""
        unpack = self.origins.unpack
        known: dict[int | None, Name] = {}

        def name(key: int | None) -> Name:
            found = known.get(key)
            if found is None:
                found = known[key] = unpack(key)
            return found

        for key, document, author, start, stop, more, label, attributes, note, unsure, origin, how, score in records:
            fragments: Fragments = ((start, stop),) if more is None else _from_json(more)
            yield Span(
                unpack(key),
                name(document),
                name(author),
                fragments,
                name(label),
                _from_json(attributes) if attributes else (),
                note,
                unsure == 1,
                unpack(origin) if origin else "",
                how,
                score,
            )

    def key(self, row: Row) -> tuple[Any, ...]:
        """The values of `key_columns(type(row))`."""
        if isinstance(row, rows.SetState):
            return (self.origins.pack(row.document), self.origins.pack(row.author))
        return (row.id,) if isinstance(row, rows.Setting) else (self.origins.pack(row.id),)


def columns(row_type: type) -> tuple[str, ...]:
    """Database columns of a row type, in the order of `Codec.encode`."""
    fields: tuple[str, ...] = row_type._fields  # type: ignore[attr-defined]
    if row_type is Span:
        return tuple(
            c for field in fields for c in (("start", "stop", "fragments") if field == "fragments" else (field,))
        )
    return fields


def key_columns(row_type: type) -> tuple[str, ...]:
    """Columns that name a row."""
    return ("document", "author") if row_type is rows.SetState else ("id",)


def _insert(row_type: type) -> str:
    names = columns(row_type)
    return f"INSERT INTO {TABLES[row_type]} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _update(row_type: type) -> str:
    sets = ", ".join(f"{name} = ?" for name in columns(row_type))
    return f"UPDATE {TABLES[row_type]} SET {sets} WHERE {_where(row_type)}"


def _where(row_type: type) -> str:
    return " AND ".join(f"{name} = ?" for name in key_columns(row_type))


INSERT = {row_type: _insert(row_type) for row_type in TABLES}
UPDATE = {row_type: _update(row_type) for row_type in TABLES}
DELETE = {row_type: f"DELETE FROM {TABLES[row_type]} WHERE {_where(row_type)}" for row_type in TABLES}
SELECT = {row_type: f"SELECT {', '.join(columns(row_type))} FROM {TABLES[row_type]}" for row_type in TABLES}
__all__ = ["DELETE", "INSERT", "ROW_TYPES", "SELECT", "UPDATE", "Codec", "columns", "key_columns", "tuples"]
