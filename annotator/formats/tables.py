"""Tables of any shape (CSV, TSV, XLSX, JSON, JSON Lines) as documents: detected, mapped, read."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import csv_rows
from annotator.formats.decoding import Report, UnreadableFile, beginning
from annotator.formats.format import Format
from annotator.formats.holds import NO, YES, Holds
from annotator.formats.sheets import is_workbook
from annotator.formats.table_guess import Field, as_text, fields_of, guess_group, guess_name, guess_text
from annotator.formats.table_source import Row, Source, rows_of, source_of

GROUP = "group"
"""The key of a document's metadata that says which documents a training set must not part."""

SAMPLE = 200  # rows that a guess is made of
SHOWN = 5
_SAMPLE_SIGNS = 1 << 22
_SUFFIXES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson")


class Mapping(NamedTuple):
    """Which field becomes what. `meta` is None for all that are left; a group's field is metadata like the others."""

    text: str
    name: str = ""
    group: str = ""
    meta: tuple[str, ...] | None = None


class Asked(NamedTuple):
    """What was asked for; None where it is to be guessed, and "" for none of the fields."""

    text: str | None = None
    name: str | None = None
    group: str | None = None
    meta: tuple[str, ...] | None = None
    source: Source = Source()


class Guess(NamedTuple):
    """A table as it would be read, with reasons; `mapping` is None where no field looks like a text."""

    source: Source
    fields: tuple[Field, ...]
    mapping: Mapping | None
    reasons: dict[str, str]  # by "text", "name", "group"
    rows: tuple[Row, ...]  # the first of them
    whole: bool  # the table has no other rows than those looked at

    @property
    def key(self) -> str:
        """Names a table by its fields, so that a mapping can be remembered for the next of them."""
        return key_of(one.name for one in self.fields)


def key_of(names: Iterable[str]) -> str:
    """Names tables that have these fields, in whatever order."""
    return hashlib.sha256("\x1f".join(sorted(names)).encode()).hexdigest()[:16]


def detect(path: Path, asked: Asked | None = None) -> Guess:
    """How a table would be read; the first rows are looked at. Raises UnreadableFile, also for a field it lacks."""
    asked = asked or Asked()
    source = source_of(path, _silent, asked.source)
    rows, whole = _sample(path, source)
    fields = fields_of(rows)
    if not fields:
        raise UnreadableFile(f"{path.name} has no rows.")
    _check(path, asked, [one.name for one in fields], whole)
    return _guess(asked, source, fields, rows, whole)


def _silent(finding: Finding) -> None:
    """The same is said when the table is read."""


def _sample(path: Path, source: Source) -> tuple[list[Row], bool]:
    rows: list[Row] = []
    signs = 0
    found = rows_of(path, source, _silent)
    for _, row in islice(found, SAMPLE):
        rows.append(row)
        signs += sum(len(cell) for cell in row.values() if isinstance(cell, str))
        if signs > _SAMPLE_SIGNS:
            break
    return rows, next(found, None) is None


def _check(path: Path, asked: Asked, names: list[str], whole: bool) -> None:
    wanted = [asked.text, asked.name, asked.group, *(asked.meta or ())]
    missing = [one for one in wanted if one and one not in names]
    if missing:
        where = "" if whole else " in its first rows"
        raise UnreadableFile(f'{path.name} has no field "{missing[0]}"{where}; it has: {", ".join(names)}.')


def _guess(asked: Asked, source: Source, fields: tuple[Field, ...], rows: list[Row], whole: bool) -> Guess:
    reasons = dict.fromkeys(("text", "name", "group"), "as was asked")
    text, name, group = asked.text or "", asked.name, asked.group
    if not text:
        others = [one for one in fields if one.name not in (asked.name, asked.group)]
        text, reasons["text"] = guess_text(others)
    if name is None:
        name, reasons["name"] = guess_name(fields, text)
    if group is None:
        group, reasons["group"] = guess_group(fields, (text, name))
    mapping = Mapping(text, name, group, asked.meta) if text else None
    return Guess(source, fields, mapping, reasons, tuple(rows[:SHOWN]), whole)


def documents(path: Path, guess: Guess, report: Report, mapping: Mapping | None = None) -> Iterator[DocumentRecord]:
    """A document a row, one in memory at a time; rows without text are reported. Raises UnreadableFile."""
    chosen = mapping or guess.mapping
    if chosen is None:
        names = ", ".join(one.name for one in guess.fields)
        raise UnreadableFile(f"No field of {path.name} looks like a text; choose one (--text-field): {names}.")
    number = 0
    for number, (place, row) in enumerate(rows_of(path, guess.source, report), 1):
        record = document_of(row, chosen, f"{path.stem}-{number}", place)
        if record.text.strip():
            yield record
        elif any(value not in (None, "") for value in row.values()):
            report(Finding(place, f'Its field "{chosen.text}" is empty; the row was left out.', lost=True))
    if not number:
        report(Finding(path.name, "It has no rows; nothing was imported from it.", lost=True))


def first_documents(path: Path, guess: Guess, mapping: Mapping | None = None) -> list[DocumentRecord]:
    """What the first rows become, of those looked at; those without text are not among them."""
    chosen = mapping or guess.mapping
    if chosen is None:
        return []
    found = (document_of(row, chosen, f"{path.stem}-{number}") for number, row in enumerate(guess.rows, 1))
    return [record for record in found if record.text.strip()]


def document_of(row: Row, mapping: Mapping, name: str, place: str = "") -> DocumentRecord:
    """A row as a document, which is called `name` where the row does not say."""
    given = as_text(row.get(mapping.name)).strip() if mapping.name else ""
    record = DocumentRecord(given or name, as_text(row.get(mapping.text)), place=place)
    record.named, record.known_by_text = bool(given), True
    wanted = [key for key in row if key not in (mapping.text, mapping.name)] if mapping.meta is None else mapping.meta
    record.meta = {key: row[key] for key in wanted if row.get(key) not in (None, "")}
    if mapping.group and row.get(mapping.group) not in (None, ""):
        record.meta[GROUP] = as_text(row[mapping.group])
    return record


def read(path: Path, report: Report, asked: Asked | None = None) -> Iterator[DocumentRecord]:
    """Documents of a table, by what was asked for and a guess of the rest. Raises UnreadableFile."""
    guess = detect(path, asked)
    yield from documents(path, guess, report)


# ---- mappings that are remembered


def remembered(memory: str, guess: Guess) -> Mapping | None:
    """The mapping that was chosen for a table with these fields; `memory` is what `remember` made."""
    try:
        found: Any = json.loads(memory or "{}")[guess.key]
        text, name, group, meta = found
        mapping = Mapping(str(text), str(name), str(group), None if meta is None else tuple(map(str, meta)))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    names = {one.name for one in guess.fields} | {""}
    return mapping if {text, name, group, *(mapping.meta or ())} <= names and text else None


def remember(memory: str, guess: Guess, mapping: Mapping, *, most: int = 50) -> str:
    """A text that holds this mapping for tables with these fields, besides the last of `memory`."""
    try:
        known: Any = json.loads(memory or "{}")
    except (ValueError, RecursionError):
        known = {}
    kept = {key: one for key, one in known.items() if key != guess.key} if isinstance(known, dict) else {}
    kept[guess.key] = list(mapping)
    return json.dumps(dict(list(kept.items())[-most:]), ensure_ascii=False)


# ---- as a format


def sniff(start: str) -> str:
    """Nothing is told by a beginning: what a table is, its name and its first rows tell."""
    return ""


def claims(path: Path) -> str:
    """Why a file is a table, whatever else it might be."""
    if is_workbook(path):
        return "it is a workbook"
    if path.suffix.lower() != ".csv":
        return ""
    start = beginning(path)
    return "" if csv_rows.sniff(start) or not start.strip() else "it is called .csv"


def looks(path: Path) -> str:
    """Why a file that is of no other format is a table with texts; empty where it is none."""
    if path.suffix.lower() not in _SUFFIXES:
        return ""
    try:
        guess = detect(path)
    except UnreadableFile:
        return ""
    return f'its field "{guess.mapping.text}" has texts: {guess.reasons["text"]}' if guess.mapping else ""


ROW = Format(
    "table",
    "Table (CSV, TSV, XLSX, JSON, JSON Lines)",
    _SUFFIXES,
    read,
    None,
    sniff,
    Holds(NO, relations=NO, meta=YES),
    claims=claims,
)
