"""Tables of any shape: what is guessed and why, what is asked for, and rows that cannot be documents."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.records import DocumentRecord
from annotator.formats import UnreadableFile, detect
from annotator.formats.table_source import Source
from annotator.formats.tables import Asked, Mapping, first_documents, read, remember, remembered
from annotator.formats.tables import detect as guess_of
from tests.formats.mutating import mutated

COLUMNS = ["id", "headline", "Article Text", "outlet"]
ROWS: list[dict[str, Any]] = [
    dict(zip(COLUMNS, row, strict=True))
    for row in (
        ["a1", "Halden buys", "Halden Pharma bought Soren Labs on Monday.", "Wire"],
        ["a2", "Soren sold", "Soren Labs, of Brno, was sold for 43 million.", "Wire"],
        ["a3", "Falk goes", "Henrik Falk left the company in the same week.", "Post"],
    )
]
TEXTS = [row["Article Text"] for row in ROWS]


def delimited(delimiter: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        out = io.StringIO()
        writer = csv.DictWriter(out, list(ROWS[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(ROWS)
        path.write_bytes(out.getvalue().encode(encoding))

    return write


def workbook(rows: list[list[Any]], *more: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.title = "Notes"
        sheet = book.create_sheet("Articles")
        for row in rows:
            sheet.append(row)
        for name in more:
            book.create_sheet(name).append(["x"])
        book.save(path)

    return write


def text_of(content: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(content, encoding="utf-8") and None


def come_in(path: Path, asked: Asked | None = None) -> tuple[list[DocumentRecord], list[str]]:
    said: list[str] = []
    return list(read(path, lambda one: said.append(f"{one.place}: {one.text}"), asked)), said


SHAPES: dict[str, Callable[[Path], None]] = {
    "commas.csv": delimited(","),
    "semicolons.csv": delimited(";"),
    "tabs.tsv": delimited("\t"),
    "marked.csv": delimited(",", "utf-8-sig"),
    "sixteen.csv": delimited("\t", "utf-16"),
    "book.xlsx": workbook([list(ROWS[0]), *(list(row.values()) for row in ROWS)]),
    "list.json": text_of(json.dumps(ROWS)),
    "indented.json": text_of(json.dumps(ROWS, indent=2)),
    "inside.json": text_of(json.dumps({"count": 3, "articles": ROWS})),
    "lines.jsonl": text_of("\n".join(map(json.dumps, ROWS))),
    "split.json": text_of(json.dumps({"columns": list(ROWS[0]), "data": [list(row.values()) for row in ROWS]})),
    "columns.json": text_of(json.dumps({key: {str(n): row[key] for n, row in enumerate(ROWS)} for key in ROWS[0]})),
}


@pytest.mark.parametrize("name", SHAPES)
def test_tables_of_many_shapes_give_the_same_documents(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    SHAPES[name](path)
    form, reason = detect(path)
    assert (form.id, bool(reason)) == ("table", True)
    found, said = come_in(path)
    assert [one.text for one in found] == TEXTS
    assert [one.name for one in found] == ["Halden buys", "Soren sold", "Falk goes"]
    assert [(one.meta["outlet"], one.meta["group"]) for one in found] == [
        (name, name) for name in ("Wire", "Wire", "Post")
    ]
    beside = {
        "inside.json": 'Rows are the list "articles"; beside it, and not read: "count".',
        "book.xlsx": 'Its sheet "Articles" was read; others, which were not: Notes.',
    }
    assert said == ([f"{name}: {beside[name]}"] if name in beside else [])


def test_a_guess_has_reasons_and_shows_what_comes_of_it(tmp_path: Path) -> None:
    path = tmp_path / "semicolons.csv"
    SHAPES[path.name](path)
    guess = guess_of(path)
    assert guess.mapping == Mapping("Article Text", "headline", "outlet")
    assert guess.reasons["text"].startswith("its name says so, 44 characters on average, the longest")
    assert guess.source.delimiter == ";"
    assert "Values are parted by semicolons" in guess.source.reasons[1]
    assert [one.text for one in first_documents(path, guess)] == TEXTS


def test_what_is_asked_for_counts(tmp_path: Path) -> None:
    path = tmp_path / "commas.csv"
    SHAPES[path.name](path)
    found, _ = come_in(path, Asked(text="headline", name="", group="", meta=("id",)))
    assert [(one.name, one.text, one.meta) for one in found][:1] == [("commas-1", "Halden buys", {"id": "a1"})]
    with pytest.raises(
        UnreadableFile, match=r'commas\.csv has no field "body"; it has: id, headline, Article Text, outlet\.'
    ):
        come_in(path, Asked(text="body"))


def test_a_sheet_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook([["text"], ["Words of the first row."]], "Other")(path)
    found, said = come_in(path)
    assert [one.text for one in found] == ["Words of the first row."]
    assert said == ['a.xlsx: Its sheet "Articles" was read; others, which were not: Notes, Other.']
    with pytest.raises(UnreadableFile, match='no sheet "None"'):
        come_in(path, Asked(source=Source(sheet="None")))


def test_formulas_are_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook([["text", "note"], ["Some words of a text.", '=HYPERLINK("http://x")'], ["=1+1", "b"]])(path)
    found, said = come_in(path)
    assert [(one.text, one.meta) for one in found] == [("Some words of a text.", {})]
    assert said == [
        'a.xlsx: Its sheet "Articles" was read; others, which were not: Notes.',
        'a.xlsx, row 3: Its field "text" is empty; the row was left out.',
    ]


def test_rows_without_text_are_named_and_the_rest_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,"Words in it, several"\n2,\n,\n4,More words here\n', encoding="utf-8")
    found, said = come_in(path)
    assert [one.name for one in found] == ["1", "4"]
    assert said == ['a.csv, row 3: Its field "text" is empty; the row was left out.']


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_quotation_mark_that_is_never_closed_is_named(end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    good = 'id,text\n1,"Words of two\nlines"\n2,More words here\n'
    path.write_text(f'{good}3,"and no end\n4,Words that are swallowed{end}', encoding="utf-8")
    found, said = come_in(path)
    assert [one.text for one in found] == ["Words of two\nlines", "More words here"]
    words = "A quotation mark opens a value here and is never closed; all that follows was left out. Close it."
    assert said == [f"a.csv, line 5: {words}"]


def test_a_first_line_that_states_the_delimiter_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\r\nid;text\r\n1;Words, of, one; row\r\n", encoding="utf-8")
    found, said = come_in(path)
    assert ([(one.name, one.text) for one in found], said) == ([("1", "Words, of, one")], [])
    assert "Values are parted by semicolons: its first line says so." in guess_of(path).source.reasons


LINE = {"text": "Halden Pharma bought Soren Labs."}
KNOWN = [
    ({**LINE, "label": "good"}, "table"),
    ({**LINE, "title": "One"}, "table"),
    ({**LINE, "meta": {"source": "Wire"}}, "prodigy_jsonl"),
    ({**LINE, "label": "good", "answer": "accept"}, "prodigy_jsonl"),
    ({**LINE, "spans": []}, "prodigy_jsonl"),
    ({**LINE, "label": [[0, 6, "ORG"]]}, "doccano_jsonl"),
    ({**LINE, "entities": [], "relations": []}, "doccano_jsonl"),
]


@pytest.mark.parametrize(("line", "form"), KNOWN)
def test_known_formats_are_told_from_tables(line: dict[str, Any], form: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert detect(path)[0].id == form


def test_a_table_of_numbers_asks_which_field(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    with pytest.raises(
        UnreadableFile, match=r"No field of a\.csv looks like a text; choose one \(--text-field\): a, b\."
    ):
        come_in(path)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"text\n" + b"a" * (1 << 26), "32 million signs"),
        ("a.xlsx", b"PK\x03\x04 and no more", "broken archive"),
        ("a.json", b'{"text": "' + b"a b " * (1 << 25) + b'"}', "one object of more than|signs"),
        ("a.json", b"[" * 100_000, "too deeply"),
    ],
)
def test_what_would_fill_a_machine_is_refused(name: str, content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=why):
        come_in(path, Asked(text="text"))


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BOOK = {  # as spreadsheet programs write it, with strings in a part of their own
    "[Content_Types].xml": f'''<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml"
        ContentType="application/xml"/><Default Extension="rels"
        ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>
        <Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/></Types>''',
    "_rels/.rels": f'''<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"
        Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>''',
    "xl/_rels/workbook.xml.rels": f'''<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"
        Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2"
        Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>''',
    "xl/workbook.xml": f'''<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1"
        r:id="r1"/></sheets></workbook>''',
    "xl/sharedStrings.xml": f'''<sst xmlns="{MAIN}"><si><t>text</t></si><si><r>
        <t xml:space="preserve">Words of </t></r><r><t>Brno_x000D_.</t></r></si></sst>''',
    "xl/worksheets/sheet1.xml": f'''<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData><row r="1">
        <c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row></sheetData></worksheet>''',
}
BOMB = "".join(f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in pairwise("abcdefghij"))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">{BOMB}]>'
FROM_OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'


def packed(path: Path, parts: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return path


def test_a_workbook_of_a_spreadsheet_program_is_read(tmp_path: Path) -> None:
    found, said = come_in(packed(tmp_path / "a.xlsx", BOOK))
    assert ([one.text for one in found], said) == (["Words of Brno\r."], [])


ENTITY_AT = {
    "[Content_Types].xml": 'Extension="xml',
    "xl/_rels/workbook.xml.rels": 'Target="worksheets',
    "xl/workbook.xml": 'name="A',
    "xl/sharedStrings.xml": "Brno",
    "xl/worksheets/sheet1.xml": '<c r="A2" t="s"><v>1',
}


@pytest.mark.parametrize("before", [LAUGHS, FROM_OUTSIDE], ids=["laughs", "outside"])
@pytest.mark.parametrize("part", ENTITY_AT)
def test_entities_of_workbooks_are_never_made(part: str, before: str, tmp_path: Path) -> None:
    inside = BOOK[part].replace(ENTITY_AT[part], f"{ENTITY_AT[part]}&j;")
    path = packed(tmp_path / "a.xlsx", {**BOOK, part: before + inside})
    with pytest.raises(UnreadableFile, match=r"a\.xlsx is a broken workbook"):
        come_in(path, Asked(text="text"))


def test_a_workbook_that_would_fill_a_machine_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", BOOK | {"xl/sharedStrings.xml": "<sst>" + " " * (1 << 26) + "</sst>"})
    with pytest.raises(UnreadableFile, match="as files do that are made to fill a machine"):
        come_in(path)


@pytest.mark.parametrize("part", BOOK)
def test_broken_workbooks_are_refused_or_read(part: str, tmp_path: Path) -> None:
    random = Random(part)
    for number in range(40):
        broken = mutated(BOOK[part].encode(), random)
        path = packed(tmp_path / f"{number}.xlsx", {**BOOK, part: broken})
        with suppress(UnreadableFile):
            come_in(path)


def test_a_line_end_inside_json_is_no_table_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"a": 1,\r"body": "Some words of a text."}]', encoding="utf-8", newline="")
    assert detect(path)[0].id == "table"
    assert [one.text for one in come_in(path)[0]] == ["Some words of a text."]


sheet_cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30)


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(texts=st.lists(sheet_cells.filter(lambda text: text.strip() and text[0] != "="), min_size=1, max_size=6))
def test_texts_of_workbooks_come_back_to_the_last_sign(texts: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook([["text", "n"], *([text, number] for number, text in enumerate(texts))])(path)
    source = Source(sheet="Articles", header=True)
    found, said = come_in(path, Asked(text="text", name="", group="", source=source))
    assert ([one.text for one in found], said) == (texts, [])


@settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    texts=st.lists(cells.filter(str.strip), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    kind=st.sampled_from(["csv", "json", "jsonl"]),
)
def test_texts_come_back_to_the_last_sign(texts: list[str], delimiter: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    source = Source(encoding="utf-8")
    rows = [{"text": text, "n": n} for n, text in enumerate(texts)]
    if kind == "csv":
        source = source._replace(delimiter=delimiter, header=True)
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([["text", "n"], *(row.values() for row in rows)])
        path.write_text(out.getvalue(), encoding="utf-8", newline="")
    else:
        lines = [json.dumps(rows)] if kind == "json" else [json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found, said = come_in(path, Asked(text="text", name="", group="", source=source))
    assert ([one.text for one in found], said) == (texts, [])


def test_mappings_are_remembered_by_the_fields_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "commas.csv"
    SHAPES[path.name](path)
    guess = guess_of(path)
    chosen = Mapping("headline", "id", "", ("outlet",))
    memory = remember("no json", guess, chosen)
    assert remembered(memory, guess) == chosen
    assert remembered("[1]", guess) is None
    path.write_text("x,y\nSome words here,2\n", encoding="utf-8")
    assert remembered(memory, guess_of(path)) is None
