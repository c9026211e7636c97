"""CSV: a row for each document, each author's work, each entity, relation and label; safe to open in spreadsheets."""

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

from annotator.core.listing import STATES
from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.beside import beside, try_beside
from annotator.formats.decoding import Report, mended
from annotator.formats.format import Format
from annotator.formats.holds import YES, Holds
from annotator.formats.output import Part
from annotator.formats.shape import Json
from annotator.formats.streams import encoding_of
from annotator.formats.table_source import Source, cells

COLUMNS = ("document", "author", "state", "kind", "id", "label", "start", "end", "text", "head", "tail", "note", "more")
_FORMULA = tuple("=+-@\t\r\n'")  # makes a spreadsheet take a cell for a formula, or keeps it from it

# ---- writing


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """Every cell quoted; one that a spreadsheet would calculate has an apostrophe before it."""
    yield Part(_line(dict(zip(COLUMNS, COLUMNS, strict=True))))
    for record in records:
        yield Part("".join(_line(row) for row in _rows(record)))


def _line(row: Json) -> str:
    out = StringIO()
    cells = [str(row.get(column, "")) for column in COLUMNS]
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(
        [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
    )
    return out.getvalue()


def _rows(record: DocumentRecord) -> Iterator[Json]:
    more: Json = {"meta": record.meta} if record.meta else {}
    more |= {"language": record.language} if record.language else {}
    yield {"document": record.name, "kind": "document", "text": record.text, "more": _json(more)}
    for one in record.sets:
        base = {"document": record.name, "author": one.author, "state": one.state}
        about = {"kind": one.kind, "version": one.version, "reason": one.reason, "at": one.at}
        yield base | {"kind": "work", "more": _json({key: value for key, value in about.items() if value})}
        ids = {span.id: f"s{number}" for number, span in enumerate(one.spans, 1)}
        for span in one.spans:
            yield base | _span(record, span) | {"id": ids[span.id]}
        for number, tie in enumerate(one.relations, 1):
            ends = {"head": ids[tie.head], "tail": ids[tie.tail]}
            rest = {"note": tie.note, "more": _json(_beside(tie))}
            yield base | {"kind": "relation", "id": f"r{number}", "label": tie.label} | ends | rest
        for label in one.labels:
            yield base | {"kind": "label", "label": label}


def _span(record: DocumentRecord, span: SpanRecord) -> Json:
    start, end = span.fragments[0][0], span.fragments[-1][1]
    more = _beside(span) | ({"fragments": span.fragments} if len(span.fragments) > 1 else {})
    place = {"start": start, "end": end, "text": record.text[start:end]}
    return {"kind": "entity", "label": span.label} | place | {"note": span.note, "more": _json(more)}


def _beside(item: SpanRecord | RelationRecord) -> Json:
    return beside(item, "attributes", "unsure", "score")


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Rows as this program writes them; other tables as `tables` reads them. Raises UnreadableFile."""
    rows = cells(path, Source(encoding=encoding_of(path, report), delimiter=","), report)
    header = [cell.strip() for cell in next(rows, [])]
    if {"document", "kind", "text"} <= set(header):
        yield from _Rows(path, header, report).read(rows)
    else:
        from annotator.formats import tables  # which knows this module

        yield from tables.read(path, report)


class _Rows:
    """Reads rows of ours; one that is broken is said and left out."""

    def __init__(self, path: Path, header: list[str], report: Report) -> None:
        self._path, self._header, self._report = path, header, report
        self._place = ""
        self._record: DocumentRecord | None = None

    def read(self, rows: Iterator[list[str]]) -> Iterator[DocumentRecord]:
        """Documents, each with the rows that follow its own."""
        for number, row_cells in enumerate(rows, 2):
            self._place = f"{self._path.name}, row {number}"
            row = {name: _plain(cell) for name, cell in zip(self._header, row_cells, strict=False)}
            if row.get("kind") == "document":
                if self._record is not None:
                    yield self._record
                self._record = self._document(row)
            elif self._record is None or row.get("document") != self._record.name:
                self._say("It belongs to no document above it")
            else:
                self._take(self._record, row)
        if self._record is not None:
            yield self._record

    def _say(self, what: str) -> None:
        self._report(Finding(self._place, f"{what}; this row was left out.", lost=True))

    def _more(self, row: dict[str, str]) -> Json:
        if row.get("more"):
            with suppress(ValueError, RecursionError):
                value = mended(json.loads(row["more"]), self._place, self._report)
                if isinstance(value, dict):
                    return value
            self._report(Finding(self._place, 'Its cell "more" is no JSON object; it was not read.'))
        return {}

    def _document(self, row: dict[str, str]) -> DocumentRecord:
        record = DocumentRecord(row.get("document", ""), row.get("text", ""), place=self._place)
        more = self._more(row)
        record.meta = more["meta"] if isinstance(more.get("meta"), dict) else {}
        record.language = str(more.get("language", ""))
        return record

    def _take(self, record: DocumentRecord, row: dict[str, str]) -> None:
        author, state, kind = row.get("author", ""), row.get("state", ""), row.get("kind")
        state = state if state in (*STATES, "draft", "final", "suggested") else "in progress"
        one = next((one for one in record.sets if one.author == author and one.state == state), None)
        if one is None or kind == "work":
            one = SetRecord(author, state=state)
            one.kind = "model" if state == "suggested" else "gold" if state in ("draft", "final") else "person"
            record.sets.append(one)
        if kind == "work":
            more = self._more(row)
            one.version, one.reason, one.at = (str(more.get(key, "")) for key in ("version", "reason", "at"))
        elif kind == "label":
            one.labels.append(row.get("label", ""))
        elif kind == "entity":
            self._span(one, row)
        elif kind == "relation":
            tie = RelationRecord(row.get("id", ""), row.get("head", ""), row.get("tail", ""), row.get("label", ""))
            if self._rest(tie, row):
                one.relations.append(tie)
        else:
            self._say(f'"{kind}" is no kind of row')

    def _span(self, one: SetRecord, row: dict[str, str]) -> None:
        start, end = row.get("start", ""), row.get("end", "")
        if not (start.isdecimal() and end.isdecimal() and len(start) < 16 and len(end) < 16):
            self._say("Its start and end are no whole numbers")
            return
        span = SpanRecord(
            row.get("id", ""), ((int(start), int(end)),), row.get("label", ""), surface=row.get("text", "")
        )
        if self._rest(span, row):
            one.spans.append(span)

    def _rest(self, item: SpanRecord | RelationRecord, row: dict[str, str]) -> bool:
        more = self._more(row)
        try:
            parts = shape.ranges(more, "fragments")
        except shape.Misshapen:
            parts = ()
        if not try_beside(item, more | {"note": row.get("note", "")}):
            self._say('Its cell "more" has values of other types')
            return False
        if isinstance(item, SpanRecord) and parts and (parts[0][0], parts[-1][1]) == item.fragments[0]:
            item.fragments, item.surface = parts, ""
        return True


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:2] in _FORMULA else cell


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    header: list[Any] = []
    with suppress(csv.Error):
        header = next(csv.reader(start.splitlines(keepends=True)[:1]), []) if '"' in start or "," in start else []
    names = {cell.strip().lower() for cell in header}
    return "its first line names the columns of this program" if {"document", "kind", "text"} <= names else ""


ROW = Format(
    "csv",
    "CSV",
    (".csv",),
    read,
    write,
    sniff,
    Holds(
        discontinuous=YES,
        attributes=YES,
        notes=YES,
        unsure=YES,
        labels=YES,
        authors=YES,
        states=YES,
        meta=YES,
        not_in_text="\\A\ufeff",
    ),
)
