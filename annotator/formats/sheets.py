"""Workbooks (.xlsx): rows of a sheet, one at a time; values as they were last calculated, nothing is run."""

import warnings
from collections.abc import Iterator
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


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook that hold cells. Raises UnreadableFile."""
    with _opened(path) as book:
        return [one.title for one in book.worksheets]


def sheet_rows(path: Path, sheet: str, report: Report) -> Iterator[list[Any]]:
    """Cells of each row of a sheet, by default of the first that has any. Raises UnreadableFile."""
    with _opened(path) as book:
        names = [one.title for one in book.worksheets]
        if sheet and sheet not in names:
            raise UnreadableFile(f'{path.name} has no sheet "{sheet}"; it has: {", ".join(names)}.')
        for one in book.worksheets:
            if sheet not in ("", one.title):
                continue
            rows = _rows(path, one)
            first = next(rows, None)
            if first is None:
                continue
            if len(names) > 1 and not sheet:
                others = ", ".join(name for name in names if name != one.title)
                report(Finding(path.name, f'Its sheet "{one.title}" was read; others, which were not: {others}.'))
            yield first
            yield from rows
            return


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
        with warnings.catch_warnings(action="ignore"):  # of styles, which are of no use here
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except OSError as error:
        raise unreadable(path, error) from error
    except Exception as error:  # what it raises of a broken file is of every kind
        raise UnreadableFile(f"{path.name} is a broken workbook ({type(error).__name__}).") from error
    try:
        yield book
    finally:
        book.close()
