"""Files and folders of any format, one after the other; real files of other programs keep their offsets."""

from collections.abc import Callable
from pathlib import Path

from annotator.formats import UnreadableFile
from annotator.formats.decoding import read_text
from annotator.formats.reading import read_paths
from tests.formats.conftest import Said

File = Callable[[str, bytes | str], Path]


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, content in files.items():
        path = tmp_path / "texts" / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path / "texts"


def test_a_folder_is_read_in_order_with_what_is_inside(tmp_path: Path, said: Said) -> None:
    folder = folder_of(
        tmp_path,
        b_txt="B.",
        a_txt="A.",
        a__a_txt="A in a.",
        a__deep__c_md="C.",
        n_jsonl='{"text": "N.", "answer": "accept"}\n',
        n_jsonl_manifest_json="{}",
        picture_png="not looked at",
        __hidden__x_txt="hidden",
    )
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.txt").write_text("hidden")
    (folder / ".x.txt").write_text("hidden")
    records = list(read_paths([folder / "b.txt", folder], "auto", "file", said))
    assert [record.name for record in records if "hidden" not in record.text] == [
        "b",
        "a/a",
        "a/deep/c",
        "a",
        "b",
        "n-1",
    ]
    assert [record.place for record in records][2] == "a/deep/c.md"
    assert said.findings == []


def test_what_cannot_be_read_is_said_and_the_rest_comes(tmp_path: Path, said: Said) -> None:
    folder = folder_of(tmp_path, a_txt="A.", b_json='{"x": 1}', d_txt="")
    (folder / "c.txt").write_bytes(b"\x00\x01")
    records = list(read_paths([folder, tmp_path / "gone.txt"], "auto", "file", said))
    assert [record.name for record in records] == ["a"]
    assert [text.partition(":")[0] for text in said.lost] == ["b.json", "c.txt", "d.txt", str(tmp_path / "gone.txt")]


def test_a_format_that_was_named_is_believed(file: File, said: Said) -> None:
    path = file("a.txt", '{"text": "b", "answer": "accept"}\n')
    (record,) = read_paths([path], "text", "file", said)
    assert record.text.startswith("{")
    (record,) = read_paths([path], "prodigy_jsonl", "file", said)
    assert record.text == "b"


def test_lines_of_text_files_become_documents(file: File, said: Said) -> None:
    records = list(read_paths([file("a.txt", "one\ntwo\n")], "auto", "line", said))
    assert [(record.name, record.text) for record in records] == [("a-1", "one"), ("a-2", "two")]


def test_offsets_of_real_texts_are_those_of_the_tool_that_made_them(samples: Path, said: Said) -> None:
    """Standoff files say where each entity stands in the text beside them."""
    compared = 0
    for notes in sorted(samples.rglob("*.ann")):
        (record,) = read_paths([notes.with_suffix(".txt")], "text", "file", said)
        for line in notes.read_text(encoding="utf-8").split("\n"):
            if line.startswith("T"):
                _, where, words = line.split("\t")
                places = [place.split(" ")[-2:] for place in where.partition(" ")[2].split(";")]
                assert " ".join(record.text[int(start) : int(end)] for start, end in places) == words
                compared += 1
    assert compared > 100


def test_every_real_file_is_text_or_refused_in_a_sentence(samples: Path, said: Said) -> None:
    read = 0
    refused: list[tuple[str, str]] = []
    for path in sorted(samples.rglob("*")):
        if path.is_file():
            try:
                text = read_text(path, said)
            except UnreadableFile as error:
                refused.append((path.name, str(error)))
            else:
                read += 1
                assert text.encode("utf-8").decode("utf-8") == text
    assert read > 50
    assert all(name in sentence for name, sentence in refused)
