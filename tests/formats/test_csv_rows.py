"""CSV: no cell is a formula, every kind of row comes back, tables of others bring their texts."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS, UnreadableFile, detect
from tests.formats.test_round_trips import read, written

File = Callable[[str, bytes | str], Path]
FORM = FORMATS["csv"]


@pytest.mark.parametrize("text", ["=1+1", "+a", "-a", "@SUM(A1)", "\tx", "\rx", "'=1", "'quoted'", "''", 'a,b\r\n"c"'])
def test_no_cell_is_a_formula(text: str, tmp_path: Path) -> None:
    spans = [SpanRecord("a", ((0, len(text)),), "=L", note=text)]
    record = DocumentRecord(text, text, sets=[SetRecord("=Ana", state="submitted", spans=spans)])
    out = written([record], FORM, tmp_path, "out")
    with open(out, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    (back,), said = read(out, FORM)
    (one,) = back.sets
    assert (back.name, back.text, one.author, one.spans[0].label, one.spans[0].note) == (text, text, "=Ana", "=L", text)
    assert said == []


def test_tables_of_others(file: File) -> None:
    path = file("a.csv", 'id,Text,source\n1,"Ana, of Brno",x\n2,,y\n3,"two\r\nlines",z\n')
    assert detect(path)[0].id == "table"
    records, _ = read(path, FORM)
    assert [(one.name, one.text, one.meta) for one in records] == [
        ("1", "Ana, of Brno", {"source": "x"}),
        ("3", "two\r\nlines", {"source": "z"}),
    ]
    with pytest.raises(UnreadableFile, match=r"No field of b\.csv looks like a text"):
        list(FORM.read(file("b.csv", "a,b\n1,2\n"), print))  # type: ignore[misc, arg-type]


def test_broken_rows_are_named(file: File) -> None:
    rows = ["document,kind,text,start,end,label,more", "d,document,Ana,,,,", "d,entity,,x,3,P,", "e,entity,,0,3,P,"]
    rows += ["d,other,,,,,", 'd,entity,,0,3,P,"{""attributes"":[]}"', "d,entity,,0,3,P,{"]
    (record,), said = read(file("a.csv", "\n".join(rows)), FORM)
    assert [one.place for one in said if one.lost] == [f"a.csv, row {number}" for number in (3, 4, 5, 6)]
    assert len(record.sets[0].spans) == 1
