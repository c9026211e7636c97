"""Large formats in a window: read by another process, one file's trouble is that file's alone."""

from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from annotator.formats.reading import read_paths
from annotator.ui.reading_elsewhere import ReadElsewhere
from tests.formats.article_files import HTML, pdf


def test_files_are_read_while_the_window_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    (tmp_path / "b.html").write_text(HTML, encoding="utf-8")
    parent = QObject()
    # no such format: the process ends there, as it does where a library crashes, and another goes on behind it
    reader = ReadElsewhere(
        parent, [(tmp_path / "x", "none"), (tmp_path / "a.pdf", "pdf"), (tmp_path / "b.html", "html")]
    )
    with qtbot.waitSignal(reader.ended, timeout=30_000) as ended:
        reader.start()
    assert ended.args == [True]
    said: list[str] = []
    paths = [tmp_path / "a.pdf", tmp_path / "b.html"]
    found = list(
        read_paths(paths, "auto", "file", lambda one: said.append(one.text), heavy=False, elsewhere=reader.places)
    )
    assert [one.name for one in found] == ["a", "b"]
    assert not reader.places[tmp_path / "x"].exists() or not reader.places[tmp_path / "x"].read_text()


def test_it_can_be_cancelled(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    parent = QObject()
    reader = ReadElsewhere(parent, [(tmp_path / "a.pdf", "pdf")] * 50)
    reader.start()
    with qtbot.waitSignal(reader.ended, timeout=30_000) as ended:
        reader.cancel()
    assert ended.args == [False]
