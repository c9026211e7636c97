"""The import dialog before anything comes in: what files are, fields of tables, labels, the first documents."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.core.records import DocumentRecord
from annotator.ui.desk import Desk
from annotator.ui.dialogs.import_texts import ImportTexts
from annotator.ui.importing.record_scene import RecordScene
from annotator.ui.jobs import Jobs
from annotator.ui.looks import Looks
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.tick import Tick
from tests.formats.article_files import pdf
from tests.formats.test_tables import SHAPES, TEXTS, workbook


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def opened(window: QWidget, desk: Desk, looks: Looks, qtbot: QtBot, *paths: Path) -> ImportTexts:
    """The dialog when it has looked at the files."""
    dialog = ImportTexts(window, desk, looks, list(paths))
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.preview.documents), timeout=30_000)
    return dialog


def imported(dialog: ImportTexts, desk: Desk, qtbot: QtBot) -> None:
    dialog.start()
    (job,) = Jobs.of(desk).running
    with qtbot.waitSignal(job.ended, timeout=30_000) as ended:
        pass
    assert ended.args == [True]


def last_texts(desk: Desk, count: int) -> list[str]:
    session = desk.session
    assert session is not None
    return [session.document(name).text for name in session.documents()[-count:]]


def test_fields_of_a_table_are_guessed_changed_and_remembered(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "semicolons.csv"
    SHAPES[path.name](path)
    dialog = opened(window, desk, looks, qtbot, path)
    assert [one.text for one in dialog.preview.documents] == TEXTS
    assert dialog.table.text.currentData() == "Article Text"
    dialog.table.text.setCurrentIndex(dialog.table.text.findData("headline"))
    dialog.table.name.setCurrentIndex(dialog.table.name.findData("id"))
    dialog.table.changed.emit()
    qtbot.waitUntil(lambda: dialog.preview.documents[0].text == "Halden buys")
    assert dialog.preview.name.text() == "a1"
    imported(dialog, desk, qtbot)
    assert last_texts(desk, 3) == ["Halden buys", "Soren sold", "Falk goes"]
    again = ImportTexts(window, desk, looks, [path])
    again.open()
    qtbot.waitUntil(lambda: bool(again.preview.documents) and again.preview.documents[0].text == "Halden buys")
    assert again.table.name.currentData() == "id"


def test_labels_are_mapped_and_the_choice_is_remembered(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    spans = [{"start": 0, "end": 3, "label": "HUMAN"}, {"start": 7, "end": 11, "label": "TOWN"}]
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "Ana in Brno", "spans": spans}) + "\n", encoding="utf-8")
    dialog = opened(window, desk, looks, qtbot, path)
    boxes = {box.accessibleName().split()[-1]: box for box in dialog.mapping.findChildren(Combo)}
    boxes["HUMAN"].setCurrentIndex(boxes["HUMAN"].findData("> PERSON"))
    boxes["TOWN"].setCurrentIndex(boxes["TOWN"].findData("-"))
    imported(dialog, desk, qtbot)
    session = desk.session
    assert session is not None
    doc = session.document(session.documents()[-1])
    spans_there = [span for one in doc.sets.values() for span in one.spans]
    assert [session.scheme.name_of(span.label) for span in spans_there] == ["PERSON"]
    assert session.scheme.find("TOWN") is None
    again = opened(window, desk, looks, qtbot, path)
    assert again.mapping.mapping() == {("span", "HUMAN"): "PERSON", ("span", "TOWN"): ""}


def test_what_another_process_reads_is_shown_too(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    dialog = opened(window, desk, looks, qtbot, tmp_path / "a.pdf")
    assert dialog.preview.documents[0].text.startswith("The company number 1")
    (tmp_path / "b.txt").write_text("Words.", encoding="utf-8")
    dialog.add_paths([tmp_path / "b.txt"])
    qtbot.waitUntil(lambda: len(dialog.preview.documents) == 2)
    dialog.preview._step(1)
    assert dialog.preview.name.text() == "b"


def test_files_without_text_say_so(window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    dialog = ImportTexts(window, desk, looks, [tmp_path / "a.csv"])
    dialog.open()
    qtbot.waitUntil(lambda: "looks like a text" in dialog.preview.nothing.text())


def test_a_record_with_places_outside_its_text_is_shown_without_them() -> None:
    from annotator.core.records import SetRecord, SpanRecord

    spans = [SpanRecord("1", ((0, 99),), "A"), SpanRecord("2", (), "A"), SpanRecord("3", ((0, 3),), "A")]
    scene = RecordScene(DocumentRecord("d", "Ana", sets=[SetRecord(spans=spans)]), None)
    assert [span.id for span in scene.spans_in(0, 3)] == ["0.3"]


def at(box: Combo, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def test_what_a_row_is_cut_by_can_be_said(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("text|n\nПервое слово; второе слово|1\nТретье слово; ещё одно слово|2\n".encode("koi8-r"))
    dialog = opened(window, desk, looks, qtbot, path)
    source = dialog.table.source
    assert source.delimiter.currentText() == "as found: bars"
    assert not source.sheet.isVisible()
    at(source.encoding, "koi8-r")
    qtbot.waitUntil(lambda: dialog.preview.documents[0].text == "Первое слово; второе слово")
    at(source.header, "no")
    qtbot.waitUntil(lambda: len(dialog.preview.documents) == 3)
    at(source.header, "yes")
    at(source.delimiter, ";")
    qtbot.waitUntil(lambda: dialog.table.text.findData("text|n") > 0)
    at(source.delimiter, "")
    qtbot.waitUntil(lambda: dialog.table.text.currentData() == "text")
    imported(dialog, desk, qtbot)
    assert last_texts(desk, 2) == ["Первое слово; второе слово", "Третье слово; ещё одно слово"]


def test_a_sheet_is_chosen(window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.xlsx"
    workbook([["text"], ["Words of the first row."]], "Other")(path)
    dialog = opened(window, desk, looks, qtbot, path)
    sheet = dialog.table.source.sheet
    assert [sheet.itemData(row) for row in range(sheet.count())] == ["", "Notes", "Articles", "Other"]
    assert not dialog.table.source.delimiter.isVisible()
    at(sheet, "Other")
    qtbot.waitUntil(lambda: not dialog.preview.documents)
    at(sheet, "Articles")
    qtbot.waitUntil(lambda: [one.text for one in dialog.preview.documents] == ["Words of the first row."])


def test_fields_are_kept_as_metadata_or_not(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = [{"title": f"T{n}", "body": f"Words of text {n}.", "id": f"a{n}", "outlet": "Wire"} for n in range(3)]
    for name in ("list.json", "more.json"):
        (tmp_path / name).write_text(json.dumps(rows), encoding="utf-8")
    dialog = opened(window, desk, looks, qtbot, tmp_path)
    assert dialog.preview.documents[0].meta == {"id": "a0", "outlet": "Wire"}
    ticks = {tick.text().split(" — ")[0]: tick for tick in dialog.table.meta.findChildren(Tick)}
    assert list(ticks) == ["id", "outlet"]
    ticks["id"].click()
    qtbot.waitUntil(lambda: dialog.preview.documents[0].meta == {"outlet": "Wire"})
    imported(dialog, desk, qtbot)
    assert last_texts(desk, 3) == [row["body"] for row in rows]
    session = desk.session
    assert session is not None
    assert session.meta_named("T2") == {"outlet": "Wire"}
    assert session.counts().documents == 6


def test_what_is_asked_is_what_matters(window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "a.txt").write_text("Some words.", encoding="utf-8")
    SHAPES["commas.csv"](tmp_path / "commas.csv")
    dialog = opened(window, desk, looks, qtbot, tmp_path / "a.txt")
    options = dialog.options
    shown = (options.split, options.cut, options.as_what, options.labels, dialog.table, dialog.suggest)
    assert [one.isVisible() for one in shown] == [True, True, False, False, False, False]
    dialog.files.follow(0)
    dialog.remove.click()
    qtbot.waitUntil(lambda: not dialog.preview.documents and not options.split.isVisible())
    assert not dialog.main.isEnabled()
    dialog.add_paths([tmp_path / "commas.csv"])
    qtbot.waitUntil(dialog.table.isVisible)
    assert [one.isVisible() for one in shown] == [False, False, False, False, True, False]


def test_problems_are_listed_before_anything_comes_in(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,"Words in it, several"\n2,\n', encoding="utf-8")
    dialog = opened(window, desk, looks, qtbot, path)
    assert [one.detail for one in dialog.problems.model.places] == ["a.csv, row 3"]
    assert dialog.problems.isVisible()


def test_labels_are_shown_as_they_will_be_called(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.jsonl"
    spans = [{"start": 0, "end": 3, "label": "SOMEBODY"}]
    path.write_text(json.dumps({"text": "Ana in Brno", "spans": spans}) + "\n", encoding="utf-8")
    dialog = opened(window, desk, looks, qtbot, path)
    (box,) = dialog.mapping.findChildren(Combo)
    assert box.currentText() == "new: add it to the scheme"
    at(box, "> PERSON")
    assert [span.label for span in dialog.preview.documents[0].sets[0].spans] == ["PERSON"]
    at(box, "-")
    assert dialog.preview.documents[0].sets[0].spans == []
    at(box, "=")
    at(dialog.options.labels, "skip")
    (box,) = dialog.mapping.findChildren(Combo)
    assert box.currentText() == "new: leave out"


def test_suggestions_are_asked_for_afterwards(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.txt").write_text("Some words.", encoding="utf-8")
    dialog = ImportTexts(window, desk, looks, [tmp_path / "a.txt"], pipeline="en_core_web_sm")
    dialog.open()
    assert dialog.suggest.text() == "Then let en_core_web_sm suggest"
    dialog.suggest.setChecked(True)
    with qtbot.waitSignal(dialog.suggestions_wanted):
        dialog.start()
