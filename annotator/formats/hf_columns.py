"""Rows of Hugging Face: words, a tag each, and entities and relations by numbers; as JSON Lines and as Parquet."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding
from annotator.formats.decoding import Report, UnreadableFile
from annotator.formats.fitting import longest
from annotator.formats.format import Format
from annotator.formats.holds import NO, Holds
from annotator.formats.json_values import json_objects, keys_of, line_of
from annotator.formats.output import Part
from annotator.formats.pieces import Gathered, pieces, words_in
from annotator.formats.shape import Json
from annotator.formats.spert_json import row, take
from annotator.formats.tags import Tagged, iob2

_WORDS, _TAGS = ("tokens", "words"), ("ner_tags", "ner", "tags", "labels")


def rows(record: DocumentRecord) -> Iterator[Json]:
    """A row for each sentence; of entities that share words the tags have the longer."""
    for number, piece in enumerate(pieces(record), 1):
        kept = {span.id for span in longest([span for _, _, span in piece.spans])}
        spans = [(start, end, span.label) for start, end, span in piece.spans if span.id in kept]
        about = {"id": f"{record.name}-{number}", "document": record.name, "text": piece.text}
        yield about | row(piece) | {"ner_tags": iob2(len(piece.tokens), spans)}


def write_lines(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A row a line, every row with the same keys."""
    for record in records:
        yield Part("".join(line_of(one) for one in rows(record)))


def write_parquet(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """The same rows as one table."""
    pyarrow, parquet = _arrow()
    found: list[Json] = []
    for record in records:
        found += rows(record)
        yield Part(b"")
    text, whole = pyarrow.string(), pyarrow.int32()
    entity = pyarrow.struct([("type", text), ("start", whole), ("end", whole)])
    relation = pyarrow.struct([("type", text), ("head", whole), ("tail", whole)])
    columns = [("id", text), ("document", text), ("text", text), ("tokens", pyarrow.list_(text))]
    columns += [("entities", pyarrow.list_(entity)), ("relations", pyarrow.list_(relation))]
    schema = pyarrow.schema([*columns, ("ner_tags", pyarrow.list_(text))])
    out = BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(found, schema=schema), out)
    yield Part(out.getvalue())


def _arrow() -> tuple[Any, Any]:
    """The library of Parquet. Raises UnreadableFile, a sentence, where it is not installed."""
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise UnreadableFile('Parquet needs a library more: pip install "annotator[parquet]".') from error


def read_lines(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Rows that name the same document are one. Raises UnreadableFile."""
    yield from _read(json_objects(path, report), path, report)


def read_parquet(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """The same of a table. Raises UnreadableFile."""
    pyarrow, parquet = _arrow()
    try:
        table = parquet.read_table(path)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        what = str(error).partition("\n")[0].rstrip(".")
        raise UnreadableFile(f"{path.name} is no table of Parquet: {what}.") from error
    found = enumerate(table.to_pylist(), 1)
    yield from _read(((f"{path.name}, row {number}", one) for number, one in found), path, report)


def _read(found: Iterable[tuple[str, Json]], path: Path, report: Report) -> Iterator[DocumentRecord]:
    gathered: Gathered | None = None
    last = object()
    for number, (place, value) in enumerate(found, 1):
        name = value.get("document")
        if gathered is None or not isinstance(name, str) or name != last:
            if gathered:
                yield gathered.record("hf")
            gathered = Gathered(name if isinstance(name, str) and name else f"{path.stem}-{number}", place, report)
        last = name
        _take(gathered, value, place, report)
    if gathered:
        yield gathered.record("hf")


def _take(gathered: Gathered, value: Json, place: str, report: Report) -> None:
    tokens = words_in(next((value[key] for key in _WORDS if key in value), None))
    if tokens is None:
        report(Finding(place, "This row has no list of words; it was left out.", lost=True))
        return
    value["tokens"] = tokens
    if isinstance(value.get("entities"), list):
        take(gathered, value)
        return
    tags: list[Any] = next((value[key] for key in _TAGS if isinstance(value.get(key), list)), [])
    first = gathered.add(tokens, value.get("text"))
    if any(isinstance(tag, int) for tag in tags):
        report(
            Finding(
                place, "Its tags are numbers, and what they mean is not in the file; they were left out.", lost=True
            )
        )
        return
    if tags and len(tags) != len(tokens):
        report(Finding(place, f"{len(tokens)} words have {len(tags)} tags; these were left out.", lost=True))
        return
    tagged = Tagged()
    for tag in tags:
        tagged.add(str(tag))
    for start, end, label in tagged.spans():
        gathered.span(first, end, label, start)


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    keys = keys_of(start)
    fits = set(_WORDS) & keys and {"ner_tags", "ner", "tags"} & keys and "spans" not in keys
    return "its rows have words and tags" if fits else ""


def claims(path: Path) -> str:
    """Whether a file is a table of Parquet."""
    try:
        with open(path, "rb") as file:
            return "it begins as tables of Parquet do" if file.read(4) == b"PAR1" else ""
    except OSError:
        return ""


_HOLDS = Holds(off_tokens=NO, white_space=NO)
LINES = Format("hf_jsonl", "Hugging Face rows (JSON Lines)", (".jsonl",), read_lines, write_lines, sniff, _HOLDS)
PARQUET = Format(
    "hf_parquet",
    "Hugging Face rows (Parquet)",
    (".parquet",),
    read_parquet,
    write_parquet,
    lambda start: "",
    _HOLDS,
    heavy=True,
    claims=claims,
)
