"""Files read in a process of their own: what libraries do there neither slows nor ends the program that asked."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats.decoding import Report, UnreadableFile
from annotator.formats.sheets import unpacked

READER = "--reader"
"""Starts the process, followed by a folder for what it reads; a list of (path, format) comes as JSON on its input."""

WORKBOOK = "workbook"
"""In the place of a format: the rows of all sheets, for `sheets.sheet_rows`, before anybody said what they are."""

TOLD = 50  # documents after which it tells how far it is


class Read(NamedTuple):
    """What the process tells, a line each: of the file of this number so many documents are read."""

    file: int
    documents: int
    ended: bool


def main(arguments: list[str]) -> int:
    """The process: reads each file into FOLDER/NUMBER.jsonl. Exit code 0; 2 where it is asked wrongly."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("--reader is for the program itself: it needs a folder.", file=sys.stderr)
        return 2
    for number, (path, format_id) in enumerate(json.load(sys.stdin)):
        if not path:
            continue  # read before, by a process that ended
        with open(place_of(Path(arguments[0]), number), "w", encoding="utf-8") as out:
            count = 0
            for line in _lines(Path(path), format_id):
                out.write(line + "\n")
                count += line.startswith('{"record"')
                if count % TOLD == 1:
                    _tell(Read(number, count, ended=False))
        _tell(Read(number, count, ended=True))
    return 0


def _tell(read: Read) -> None:
    print(json.dumps(read), flush=True)


def told(line: str) -> Read:
    """What a line of the process says."""
    return Read(*json.loads(line))


def place_of(folder: Path, number: int) -> Path:
    """Where the file of this number is read to."""
    return folder / f"{number}.jsonl"


def _lines(path: Path, format_id: str) -> Iterator[str]:
    """Documents and findings as lines, in the order in which they came; the last line says that it is the last."""
    from annotator.formats import FORMATS

    if format_id == WORKBOOK:
        yield from _rows(path)
        return
    said: list[Finding] = []
    form = FORMATS[format_id]
    try:
        for record in form.read(path, said.append) if form.read is not None else ():
            yield from map(_finding, said)
            said.clear()
            yield json.dumps({"record": asdict(record)})
        yield from map(_finding, said)
        yield json.dumps({"end": ""})
    except UnreadableFile as error:
        yield from map(_finding, said)
        yield json.dumps({"end": str(error)})


def _rows(path: Path) -> Iterator[str]:
    try:
        for value in unpacked(path):
            yield json.dumps(value)
        yield json.dumps({"end": ""})
    except UnreadableFile as error:
        yield json.dumps({"end": str(error)})


def _finding(one: Finding) -> str:
    return json.dumps({"finding": asdict(one)})


def read(path: Path, name: str, report: Report) -> Iterator[DocumentRecord]:
    """What the process read of a file called `name`. Raises UnreadableFile, also where that ended early."""
    broken = UnreadableFile(f"{name} could not be read: its reader ended in the middle. The file may be damaged.")
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                if not line.endswith("\n"):
                    raise broken
                value = json.loads(line)
                if "record" in value:
                    yield _record(value["record"])
                elif "finding" in value:
                    report(Finding(**value["finding"]))
                elif value["end"]:
                    raise UnreadableFile(value["end"])
                else:
                    return
    except FileNotFoundError:
        pass
    raise broken


def _record(value: dict[str, Any]) -> DocumentRecord:
    tokens = value["tokens"]
    value["tokens"] = None if tokens is None else [(start, end) for start, end in tokens]
    value["sets"] = [_set(one) for one in value["sets"]]
    return DocumentRecord(**value)


def _set(value: dict[str, Any]) -> SetRecord:
    value["base"] = [(name, content) for name, content in value["base"]]
    value["relations"] = [RelationRecord(**one) for one in value["relations"]]
    spans = value["spans"]
    for one in spans:
        one["fragments"] = tuple((start, end) for start, end in one["fragments"])
    value["spans"] = [SpanRecord(**one) for one in spans]
    return SetRecord(**value)
