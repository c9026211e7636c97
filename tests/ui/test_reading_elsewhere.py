"""Large formats in a window: read by another process, one file's trouble is that file's alone."""

from pathlib import Path

import pytest

from annotator.core.errors import ProjectError
from annotator.formats.reading import read_paths
from annotator.ui.another_process import report_of
from annotator.ui.reading_elsewhere import places, read_elsewhere
from tests.formats.article_files import HTML, pdf


def test_a_file_that_ends_the_process_costs_that_file_alone(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    (tmp_path / "b.html").write_text(HTML, encoding="utf-8")
    # no such format: the process ends there, as it does where a library crashes, and another goes on behind it
    files = [(tmp_path / "x", "none"), (tmp_path / "a.pdf", "pdf"), (tmp_path / "b.html", "html")]
    (tmp_path / "out").mkdir()
    assert list(read_elsewhere(files, tmp_path / "out"))[-1] == 3
    said: list[str] = []
    there = places(files, tmp_path / "out")
    paths = [tmp_path / "a.pdf", tmp_path / "b.html"]
    found = list(read_paths(paths, "auto", "file", lambda one: said.append(one.text), heavy=False, elsewhere=there))
    assert [one.name for one in found] == ["a", "b"]
    assert not said[0].startswith("a.pdf could not be read")


def test_it_ends_when_it_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    steps = read_elsewhere([(tmp_path / "a.pdf", "pdf")] * 50, tmp_path)
    assert next(steps) == 0
    steps.close()
    assert not (tmp_path / "49.jsonl").exists()


def test_a_verb_that_refuses_says_why(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="There is no project"):
        list(report_of(["export", str(tmp_path / "none"), "out", "--format", "jsonl", "--json"]))
