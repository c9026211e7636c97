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
from tests.formats.article_files import pdf
from tests.formats.test_tables import SHAPES, TEXTS


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
