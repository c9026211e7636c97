"""Import and export from their dialogs: real files in, real files out, and what there is to say of them."""

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.dialogs.export import Export
from annotator.ui.dialogs.import_texts import ImportTexts
from annotator.ui.dialogs.new_project import NewProject
from annotator.ui.jobs import Jobs
from annotator.ui.looks import Looks
from tests.formats.article_files import HTML, pdf
from tests.formats.test_articles import BODY, TAIL


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def names(desk: Desk) -> list[str]:
    assert desk.session is not None
    return [row.name for row in desk.session.queue(desk.session.queue_filter())]


def test_files_come_in_and_the_dialog_goes(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "wire.txt").write_text("Varga bought Brix.", encoding="utf-8")
    dialog = ImportTexts(window, desk, looks, [tmp_path / "wire.txt"])
    dialog.open()
    with qtbot.waitSignal(dialog.accepted):
        dialog.start()
    assert names(desk)[-1] == "wire"


def test_what_was_left_out_is_said(window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "broken.jsonl").write_text('{"text": "Good."}\n{oops\n', encoding="utf-8")
    dialog = ImportTexts(window, desk, looks, [tmp_path / "broken.jsonl"])
    dialog.open()
    dialog.start()
    qtbot.waitUntil(lambda: dialog.found.isVisible())
    lines = [(place.text, place.detail) for place in dialog.found.model.places]
    assert any("line 2" in detail for _, detail in lines)
    assert dialog.isVisible()
    assert len(names(desk)) == 4


def test_a_cancelled_import_leaves_nothing(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "many.txt").write_text("\n".join(f"Line {n}." for n in range(20_000)), encoding="utf-8")
    dialog = ImportTexts(window, desk, looks, [tmp_path / "many.txt"])
    dialog.options.split.setCurrentIndex(dialog.options.split.findData("line"))
    dialog.open()
    dialog.start()
    job = Jobs.of(desk).running[0]
    qtbot.waitUntil(lambda: job.done > 50)
    with qtbot.waitSignal(job.ended) as ended:
        job.cancel()
    assert ended.args == [False]
    assert names(desk) == ["deal", "plant", "quiet"]


def test_articles_come_in_through_another_process(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "page.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "paper.pdf").write_bytes(pdf())
    (tmp_path / "mail.txt").write_text(f"{BODY}\n\n{TAIL}", encoding="utf-8")
    dialog = ImportTexts(window, desk, looks, [tmp_path])
    dialog.open()
    dialog.options.cut.setChecked(True)
    dialog.start()
    (job,) = Jobs.of(desk).running
    with qtbot.waitSignal(job.ended, timeout=60_000) as ended:
        pass
    assert ended.args == [True]
    assert names(desk) == ["deal", "plant", "quiet", "mail", "page", "paper"]
    session = desk.session
    assert session is not None
    texts = [session.document(name).text for name in session.documents()]
    assert texts[3] == BODY
    assert texts[4].startswith("Halden buys Soren Labs\n")
    found = [dialog.found.model.index(row, 0).data() for row in range(dialog.found.model.rowCount())]
    assert len(found) == 3


def test_large_formats_go_out_through_another_process(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    loaded = set(sys.modules)  # by other tests
    desk.first_undecided()
    desk.accept()
    submitted(desk)
    dialog = Export(window, desk, looks)
    dialog.open()
    dialog.which.setCurrentIndex(dialog.which.findData("submitted"))
    dialog.format.setCurrentIndex(dialog.format.findData("spacy_docbin"))
    qtbot.waitUntil(lambda: dialog.sentence.text().startswith("Will export 1 of 3"))
    out = tmp_path / "out.spacy"
    dialog.place.setText(str(out))
    dialog._renamed()
    dialog.start()
    (job,) = Jobs.of(desk).running
    with qtbot.waitSignal(job.ended, timeout=60_000) as ended:
        pass
    assert ended.args == [True]
    assert out.exists()
    assert dialog.sentence.text().startswith("Exported 1 of 3")
    assert "spacy" not in set(sys.modules) - loaded


def submitted(desk: Desk) -> None:
    desk.mark_seen(0, 10_000)
    desk.submit()


def test_an_export_counts_first_and_writes_a_manifest(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    submitted(desk)
    dialog = Export(window, desk, looks)
    dialog.open()
    dialog.which.setCurrentIndex(dialog.which.findData("submitted"))
    dialog.format.setCurrentIndex(dialog.format.findData("jsonl"))
    qtbot.waitUntil(lambda: dialog.sentence.text().startswith("Will export 1 of 3"))
    out = tmp_path / "out.jsonl"
    dialog.place.setText(str(out))
    dialog._renamed()
    with qtbot.waitSignal(dialog.accepted):
        dialog.start()
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[0])["name"] == "deal"
    assert (tmp_path / "out.jsonl.manifest.json").exists()


@pytest.mark.parametrize("rule", ["simplify", "drop", "stop"])
def test_what_the_format_cannot_hold_is_simplified_left_out_or_stops(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot, rule: str
) -> None:
    desk.first_undecided()
    desk.accept()
    desk.focus_item(next(iter(desk.view.set.spans)).id)
    span = desk.view.set.spans.ordered()[0]
    desk.add_fragment(span.end + 6, span.end + 9)  # in two pieces: more than columns of tokens hold
    submitted(desk)
    dialog = Export(window, desk, looks)
    dialog.open()
    dialog.which.setCurrentIndex(dialog.which.findData("submitted"))
    dialog.format.setCurrentIndex(dialog.format.findData("conll"))
    dialog.on_loss.setCurrentIndex(dialog.on_loss.findData(rule))
    starts = "Nothing will be exported" if rule == "stop" else "Will export 1"
    qtbot.waitUntil(lambda: dialog.sentence.text().startswith(starts))
    assert dialog.found.isVisible()
    dialog._copy()
    command = QApplication.clipboard().text()
    assert ("--on-loss" in command) is (rule != "simplify")
    out = tmp_path / "out.conll"
    dialog.place.setText(str(out))
    dialog._renamed()
    assert dialog.main.isEnabled() is (rule != "stop")
    if rule != "stop":
        dialog.start()
        qtbot.waitUntil(out.exists)


def test_nothing_to_export_cannot_be_exported(window: QWidget, desk: Desk, looks: Looks, qtbot: QtBot) -> None:
    dialog = Export(window, desk, looks)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.sentence.text().startswith("Will export 0 of 3"))
    assert not dialog.main.isEnabled()


def test_a_file_that_is_there_is_replaced_only_when_ticked(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    submitted(desk)
    out = tmp_path / "there.jsonl"
    out.write_text("mine", encoding="utf-8")
    dialog = Export(window, desk, looks)
    dialog.open()
    dialog.which.setCurrentIndex(dialog.which.findData("submitted"))
    dialog.format.setCurrentIndex(dialog.format.findData("jsonl"))
    dialog.place.setText(str(out))
    dialog._renamed()
    qtbot.waitUntil(lambda: dialog.sentence.text().startswith("Will export 1"))
    assert dialog.replace.isVisible()
    assert not dialog.main.isEnabled()
    dialog.replace.setChecked(True)
    assert dialog.main.isEnabled()
    with qtbot.waitSignal(dialog.accepted):
        dialog.start()
    assert "mine" not in out.read_text(encoding="utf-8")


def test_a_new_project_is_made_where_it_says(window: QWidget, tmp_path: Path, looks: Looks) -> None:
    dialog = NewProject(window, str(tmp_path))
    dialog.open()
    dialog.name.setText("Business news")
    dialog.name.textEdited.emit("Business news")
    dialog.person.setText("Ana")
    assert dialog.place.text() == str(tmp_path / "Business news.annot")
    dialog.make()
    assert dialog.made is not None
    assert (dialog.made.name, dialog.made.actor.name) == ("Business news", "Ana")
    assert dialog.made.scheme.find("ORG") is not None
    dialog.made.close()


def test_a_project_that_cannot_be_made_says_why(window: QWidget, tmp_path: Path, looks: Looks) -> None:
    taken = tmp_path / "taken.annot"
    Session.create(taken, person="Ana").close()
    dialog = NewProject(window, str(tmp_path))
    dialog.open()
    dialog.place.setText(str(taken))
    dialog.make()
    assert dialog.made is None
    assert dialog._problem.isVisible()


def test_what_a_format_cannot_hold_is_said_before_anything_is_written(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = Export(window, desk, looks)
    dialog.open()
    dialog.which.setCurrentIndex(dialog.which.findData("all"))
    dialog.format.setCurrentIndex(dialog.format.findData("conll"))
    qtbot.waitUntil(lambda: dialog.found.isVisible())
    said = [place.text for place in dialog.found.model.places]
    assert any("written as if" in text for text in said)
    dialog.format.setCurrentIndex(dialog.format.findData("jsonl"))
    qtbot.waitUntil(lambda: dialog.sentence.text().startswith("Will export") and not dialog.found.isVisible())
    assert list(tmp_path.glob("*.conll")) == []


def test_a_format_of_several_files_is_a_folder(
    window: QWidget, desk: Desk, looks: Looks, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = Export(window, desk, looks)
    dialog.open()
    dialog.which.setCurrentIndex(dialog.which.findData("all"))
    dialog.format.setCurrentIndex(dialog.format.findData("brat"))
    assert Path(dialog.place.text()).suffix == ""
    dialog.place.setText(str(tmp_path / "out"))
    qtbot.waitUntil(dialog.main.isEnabled)
    dialog.start()
    qtbot.waitUntil(lambda: (tmp_path / "out.manifest.json").exists())
    assert (tmp_path / "out" / "annotation.conf").exists()
    assert len(list((tmp_path / "out").rglob("*.ann"))) == 3
