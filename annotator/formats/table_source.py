"""Rows of tables: values cut by a delimiter, sheets, lists and lines of JSON, each row an object with its place."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from annotator.core.records import Finding
from annotator.formats.decoding import Report, UnreadableFile, beginning
from annotator.formats.json_rows import json_rows, line_rows
from annotator.formats.sheets import is_workbook, sheet_rows
from annotator.formats.streams import encoding_of, text_blocks

Row = dict[str, Any]
DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}
_LOOKED_AT = 1 << 17  # signs at the beginning of a file
_LONGEST_CELL = 1 << 25  # signs
_NO_DELIMITER = "\x1f"
_STATED = re.compile(r"sep=([,;|\t])\r?\n")  # as spreadsheet programs write it before all rows
_END = "\x1e\x1eend"  # a row of its own, unless a quotation mark is open there
_LINE_END = re.compile(r"\r\n|\n|\r")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)")


class Source(NamedTuple):
    """How a file is read as a table; empty where it is to be found out, or where it has none."""

    kind: str = ""  # delimited | sheet | json | lines
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: bool | None = None  # whether the first row names the fields
    copy: Path | None = None  # of a workbook, what another process made of it
    reasons: tuple[str, ...] = ()


def source_of(path: Path, report: Report, asked: Source | None = None) -> Source:
    """How a file is read, with reasons; what `asked` says counts. Raises UnreadableFile."""
    asked = asked or Source()
    if is_workbook(path):
        return asked._replace(kind="sheet", reasons=("It is a workbook.",))
    kind = _kind_of_json(path)
    if kind:
        what = "a list or an object of JSON" if kind == "json" else "lines of JSON"
        return asked._replace(kind=kind, reasons=(f"It is {what}.",))
    said: list[str] = []
    encoding = asked.encoding or encoding_of(path, lambda finding: said.append(finding.text))
    why = "as was asked" if asked.encoding else said[0] if said else "all of its bytes are"
    found = _delimited(asked._replace(encoding=encoding), path)
    return found._replace(reasons=(f"Encoding {encoding}: {why.rstrip('.')}.", *found.reasons))


def _kind_of_json(path: Path) -> str:
    start = beginning(path).lstrip()
    if not start.startswith(("{", "[")):
        return ""
    first, more, rest = start.partition("\n")
    with suppress(ValueError, RecursionError):
        json.loads(first)
        return "lines" if rest.strip() or path.suffix.lower() in (".jsonl", ".ndjson") else "json"
    named = path.suffix.lower() in (".json", ".jsonl", ".ndjson")
    return ("lines" if path.suffix.lower() in (".jsonl", ".ndjson") and more else "json") if named else ""


def _delimited(asked: Source, path: Path) -> Source:
    start, whole = _start(path, asked.encoding)
    stated = _STATED.match(start)
    given = asked.delimiter or (stated[1] if stated else "")
    start = start[stated.end() :] if stated else start
    said = "as was asked" if asked.delimiter else "its first line says so"
    delimiter, why = (given, said) if given else _delimiter(start, whole)
    rows = _beginning_rows(start, delimiter, whole)
    header = _names_fields(rows) if asked.header is None else asked.header
    cut = f"Values are parted by {DELIMITERS.get(delimiter, repr(delimiter))}: {why}." if delimiter else ""
    first = "The first row names the fields." if header else "The first row names no fields: they have numbers."
    reasons = tuple(filter(None, (cut, first)))
    return asked._replace(kind="delimited", delimiter=delimiter, header=header, reasons=reasons)


def _start(path: Path, encoding: str) -> tuple[str, bool]:
    """The beginning of a text, and whether that is all of it."""
    block = next(text_blocks(path, _silent, encoding=encoding), "")
    return block[:_LOOKED_AT].removeprefix("\ufeff"), len(block) <= _LOOKED_AT


def _silent(finding: Finding) -> None:
    """The same is said when the file is read."""


def _beginning_rows(start: str, delimiter: str, whole: bool) -> list[list[str]]:
    """Rows at the beginning that are there to their end."""
    with suppress(csv.Error):
        rows = list(islice(csv.reader(_LINE.findall(start + "\n"), delimiter=delimiter or _NO_DELIMITER), 200))
        return [row for row in (rows if whole or len(rows) == 200 else rows[:-1]) if row]
    return []


def _delimiter(start: str, whole: bool) -> tuple[str, str]:
    """What parts the values: that by which most rows have the same number of them. Empty for a single column."""
    best, best_score, columns = "", 0.0, 1
    for delimiter in DELIMITERS:
        lengths = Counter(map(len, _beginning_rows(start, delimiter, whole)))
        if not lengths:
            continue
        width, count = max(lengths.items(), key=lambda one: (one[1] * (one[0] > 1), one[0]))
        score = count / lengths.total() if width > 1 else 0.0
        if score > best_score + 0.05 or (score >= best_score - 0.05 and score > 0 and width > columns):
            best, best_score, columns = delimiter, score, width
    if best_score < 0.5:
        return "", ""
    return best, f"by them {best_score:.0%} of the first rows have {columns} values"


def _names_fields(rows: list[list[str]]) -> bool:
    """Whether the first row names the fields: short words, each once, no numbers; or unlike all that follow."""
    if not rows:
        return False
    first = [cell.strip() for cell in rows[0]]
    named = [cell for cell in first if cell]
    short = all(len(cell) < 60 and not cell.replace(".", "").isdecimal() for cell in named)
    return bool(named) and short and len(set(named)) == len(named) and not any(row == rows[0] for row in rows[1:])


def rows_of(path: Path, source: Source, report: Report) -> Iterator[tuple[str, Row]]:
    """(place, row) of each row that is not empty. Raises UnreadableFile, when what stands before was handed out."""
    if source.kind == "sheet":
        yield from _named(sheet_rows(path, source.sheet, report, source.copy), path, source.header)
    elif source.kind == "delimited":
        yield from _named(cells(path, source, report), path, source.header)
    else:
        found = json_rows(path, report) if source.kind == "json" else line_rows(path, report)
        yield from found


def cells(path: Path, source: Source, report: Report) -> Iterator[list[str]]:
    """Rows of text whose values are parted by a delimiter. Raises UnreadableFile.

    A quotation mark that is never closed makes one value of all that follows: that is said, and left out.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    lines = chain(_by_line(text_blocks(path, report, encoding=source.encoding), path), [_END])
    reader = csv.reader(lines, delimiter=source.delimiter or _NO_DELIMITER)
    line = 1
    try:
        for row in reader:
            if line == 1 and len(row) == 2 and row[0] == "sep=":
                pass
            elif not row or not row[-1].endswith(_END):
                yield row
            elif row != [_END]:
                words = (
                    "A quotation mark opens a value here and is never closed; all that follows was left out. Close it."
                )
                report(Finding(f"{path.name}, line {line}", words, lost=True))
            line = reader.line_num + 1
    except csv.Error as error:
        said = str(error)
        if "field limit" in said:
            said = f"a value has more than {_LONGEST_CELL >> 20} million signs; close the quotation mark before it"
        raise UnreadableFile(f"{path.name} is no table from line {line} on: {said}.") from error


def _by_line(blocks: Iterable[str], path: Path) -> Iterator[str]:
    """Lines with their ends, which the reader of tables joins again inside quotes; a mark at the beginning goes."""
    rest, first = "", True
    for block in blocks:
        text = rest + (block.removeprefix("\ufeff") if first else block)
        first, end = False, 0
        for match in _LINE_END.finditer(text):
            if match.end() == len(text) and text.endswith("\r"):
                break  # its other half may come
            yield text[end : match.end()]
            end = match.end()
        rest = text[end:]
        if len(rest) > _LONGEST_CELL:
            raise UnreadableFile(
                f"{path.name} has a line of more than {_LONGEST_CELL >> 20} million signs; break it up."
            )
    if rest:
        yield rest


def _named(rows: Iterator[list[Any]], path: Path, header: bool | None) -> Iterator[tuple[str, Row]]:
    """Rows by the names of their fields; what has no name gets a number."""
    names: list[str] = []
    start = 1
    ahead = list(islice(rows, 50))
    if header is None:
        header = _names_fields([[_cell_text(cell) for cell in row] for row in ahead])
    if header and ahead:
        names, ahead, start = _field_names(ahead[0]), ahead[1:], 2
    number = start
    for number, row in enumerate(ahead, start):
        yield from _one(path, number, row, names)
    for number, row in enumerate(rows, start + len(ahead)):
        yield from _one(path, number, row, names)


def _one(path: Path, number: int, row: list[Any], names: list[str]) -> Iterator[tuple[str, Row]]:
    if any(cell not in (None, "") for cell in row):
        while len(names) < len(row):
            names.append(f"column {len(names) + 1}")
        yield f"{path.name}, row {number}", dict(zip(names, row, strict=False))


def _field_names(cells: list[Any]) -> list[str]:
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = base = " ".join(_cell_text(cell).split()) or f"column {number}"
        count = 1
        while name in names:
            count += 1
            name = f"{base} ({count})"
        names.append(name)
    return names


def _cell_text(cell: Any) -> str:
    return "" if cell is None else str(cell)
