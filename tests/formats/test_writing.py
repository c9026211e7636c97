"""Exports are whole or not there; what is there is replaced only when that was allowed."""

import os
import sys
from pathlib import Path

import pytest

from annotator.formats.writing import ExportError, atomic


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with atomic(path) as file:
        file.write("é\n")
        file.flush()
        assert not path.exists()
    assert path.read_bytes() == b"\xc3\xa9\n"
    assert names(tmp_path) == ["out.jsonl"]


def test_a_failure_leaves_nothing_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), atomic(path, force=True) as file:
        file.write("half" * (1 // 0))
    assert path.read_text() == "old"
    assert names(tmp_path) == ["out.jsonl"]


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with pytest.raises(ExportError, match="is already there"), atomic(path):
        pytest.fail("it should not have been opened")
    with atomic(path, force=True) as file:
        file.write("new")
    assert path.read_text() == "new"


def test_a_file_that_came_while_writing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with pytest.raises(ExportError, match="is already there"), atomic(path) as file:
        file.write(f"new {path.write_text('theirs')}")
    assert path.read_text() == "theirs"
    assert names(tmp_path) == ["out.jsonl"]


def test_places_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    for path, reason in ((tmp_path, "is a folder"), (tmp_path / "gone" / "out", "There is no folder")):
        with pytest.raises(ExportError, match=reason), atomic(path, force=True):
            pytest.fail("it should not have been opened")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    (tmp_path / f".out.jsonl.{os.getpid()}.part").symlink_to("/dev/full")
    with pytest.raises(ExportError, match=r"out\.jsonl cannot be written: No space left"), atomic(path) as file:
        file.write("x" * 100_000)
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    real.write_text("old")
    link.symlink_to(real)
    with atomic(link, force=True) as file:
        file.write("new")
    assert link.is_symlink()
    assert real.read_text() == "new"
