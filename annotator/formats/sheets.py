"""Workbooks (.xlsx): rows of a sheet, one at a time; values as they were last calculated, nothing is run."""

import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from annotator.core.records import Finding
from annotator.formats.archives import Archive, names_of
from annotator.formats.decoding import Report, UnreadableFile, unreadable

MOST_UNPACKED = 1 << 28  # bytes of a workbook
_ENDING = (None, "")


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by what it holds; or is called one, and then is broken."""
    return "xl/workbook.xml" in names_of(path) or path.suffix.lower() in (".xlsx", ".xlsm")


def unpacked(path: Path) -> Iterator[Any]:
    """All of a workbook as values for a file of lines, which `sheet_rows` reads as `copy`. Raises UnreadableFile."""
    with _opened(path) as book:
        yield {"sheets": [one.title for one in book.worksheets]}
        for one in book.worksheets:
            yield {"sheet": one.title}
            yield from _rows(path, one)


def sheet_names(path: Path, copy: Path | None = None) -> list[str]:
    """The sheets of a workbook that hold cells. Raises UnreadableFile."""
    with _book(path, copy) as (names, _):
        return names


def sheet_rows(path: Path, sheet: str, report: Report, copy: Path | None = None) -> Iterator[list[Any]]:
    """Cells of each row of a sheet, by default of the first that has any. Raises UnreadableFile.

    `copy` is what another process made of it by `unpacked`: opening a workbook takes longer than a window can wait.
    """
    with _book(path, copy) as (names, rows_of):
        if sheet and sheet not in names:
            raise UnreadableFile(f'{path.name} has no sheet "{sheet}"; it has: {", ".join(names)}.')
        for one in names:
            if sheet not in ("", one):
                continue
            rows = rows_of(one)
            first = next(rows, None)
            if first is None:
                continue
            if len(names) > 1 and not sheet:
                others = ", ".join(name for name in names if name != one)
                report(Finding(path.name, f'Its sheet "{one}" was read; others, which were not: {others}.'))
            yield first
            yield from rows
            return


@contextmanager
def _book(path: Path, copy: Path | None) -> Iterator[tuple[list[str], Callable[[str], Iterator[list[Any]]]]]:
    """Names of its sheets, and what gives the rows of one. Raises UnreadableFile."""
    if copy is not None:
        yield next(_values(path, copy))["sheets"], lambda name: _copied_rows(path, copy, name)
    else:
        with _opened(path) as book:
            yield [one.title for one in book.worksheets], lambda name: _rows(path, book[name])


def _values(path: Path, copy: Path) -> Iterator[Any]:
    """What `unpacked` gave. Raises UnreadableFile, with the sentence of who read it."""
    try:
        with open(copy, encoding="utf-8") as file:
            for line in file:
                value = json.loads(line) if line.endswith("\n") else None
                if isinstance(value, dict) and "end" in value:
                    if value["end"]:
                        raise UnreadableFile(value["end"])
                    return
                if value is None:
                    break
                yield value
    except FileNotFoundError:
        pass
    raise UnreadableFile(f"{path.name} could not be read: its reader ended in the middle. The file may be damaged.")


def _copied_rows(path: Path, copy: Path, sheet: str) -> Iterator[list[Any]]:
    here = False
    for value in _values(path, copy):
        if isinstance(value, list):
            if here:
                yield value
        else:
            here = value.get("sheet") == sheet


def _rows(path: Path, sheet: Any) -> Iterator[list[Any]]:
    empty = 0
    sheet.reset_dimensions()  # what the file says of its size may be anything
    try:
        for row in sheet.iter_rows(values_only=True):
            cells = [_value(cell) for cell in row]
            while cells and cells[-1] in _ENDING:
                cells.pop()
            empty = 0 if cells else empty + 1
            if empty > 10_000:
                return
            if cells or not empty:
                yield cells
            else:
                yield []
    except MemoryError:
        raise
    except Exception as error:  # what its reader raises of a broken file is of every kind
        raise UnreadableFile(f"{path.name} is a broken workbook from some row on ({type(error).__name__}).") from error


def _value(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, str):
        return cell.replace("_x000D_", "\r")
    return cell if cell is None or isinstance(cell, bool | int | float) else str(cell)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A workbook for as long as it is read. Raises UnreadableFile."""
    Archive(path, most=MOST_UNPACKED).close()
    openpyxl: Any = import_module("openpyxl")
    try:
        file = open(path, "rb")  # noqa: SIM115 - which openpyxl leaves open where it fails
    except OSError as error:
        raise unreadable(path, error) from error
    with file:
        try:
            with warnings.catch_warnings(action="ignore"):  # of styles, which are of no use here
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # what it raises of a broken file is of every kind
            raise UnreadableFile(f"{path.name} is a broken workbook ({type(error).__name__}).") from error
        try:
            yield book
        finally:
            book.close()
