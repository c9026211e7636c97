"""Where parts of an export land: names that are safe everywhere, files beside, folders whole or not at all."""

from pathlib import Path

import pytest

from annotator.formats.output import FileNames, OutFolder, Part, out_file, out_folder
from annotator.formats.writing import ExportError


def test_names_of_documents_as_names_of_files() -> None:
    names = FileNames()
    given = ["a", "A", "2026/march", "../up", "/etc/x", "CON", "nul.txt", "a:b*?", "", " . ", "é" * 200, "x. "]
    taken = [names.take(name) for name in given]
    assert taken[:8] == ["a", "A-2", "2026/march", "up", "etc/x", "CON_", "nul.txt_", "a_b__"]
    assert taken[8:10] == ["document", "document-2"]
    assert len(taken[10].encode()) <= 150
    assert taken[11] == "x"
    assert len({one.casefold() for one in taken}) == len(taken)


@pytest.mark.parametrize("name", ["", "../x", "a/../../x", "/etc/x"])
def test_nothing_lands_outside(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no name for a file"):
        OutFolder(tmp_path / "out").put(Part("x", name))


def test_what_stands_beside_a_file_appears_with_it(tmp_path: Path) -> None:
    with out_file(tmp_path / "news.json", force=False) as out:
        out.put(Part("[]"))
        out.put(Part(b"<x/>", "config.xml"))
        assert [path.name for path in tmp_path.iterdir()] == [next(tmp_path.iterdir()).name]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.config.xml", "news.json"]
    (tmp_path / "news.json").unlink()
    with (
        pytest.raises(ExportError, match=r"news\.config\.xml is already there"),
        out_file(tmp_path / "news.json", force=False) as out,
    ):
        out.put(Part("", "config.xml"))
    assert not (tmp_path / "news.json").exists()


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), out_folder(tmp_path / "out", force=False) as out:
        out.put(Part("x" * (1 // 0), "a/b.txt"))
    assert list(tmp_path.iterdir()) == []
    with out_folder(tmp_path / "out", force=False) as out:
        out.put(Part("x", "a/b.txt"))
    assert (tmp_path / "out" / "a" / "b.txt").read_text() == "x"
    for place, reason in ((tmp_path / "out", "already there"), (tmp_path / "gone" / "out", "no folder")):
        with pytest.raises(ExportError, match=reason), out_folder(place, force=False):
            pytest.fail("it should not have been opened")


def test_a_folder_is_replaced_only_where_an_export_made_it(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    with pytest.raises(ExportError, match="no export made"), out_folder(tmp_path / "out", force=True):
        pytest.fail("it should not have been opened")
    (tmp_path / "out.manifest.json").write_text("{}")
    with out_folder(tmp_path / "out", force=True) as out:
        out.put(Part("y", "new.txt"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["new.txt"]
