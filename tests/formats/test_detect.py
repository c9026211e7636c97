"""The format of a file is told from its content, and JSON of other kinds is refused rather than taken for text."""

import codecs
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli.listing_formats import table
from annotator.formats import FORMATS, UnreadableFile, detect
from annotator.formats.reading import read_paths

File = Callable[[str, bytes | str], Path]
OURS = '{"format":"annotator-jsonl/1","name":"a","text":"b"}\n'
PRODIGY = '{"text":"b","spans":[],"answer":"accept"}\n'


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", OURS, "jsonl"),
        ("a.txt", OURS, "jsonl"),
        ("a.json", PRODIGY, "prodigy_jsonl"),
        ("a", PRODIGY, "prodigy_jsonl"),
        ("a.jsonl", '{"text": "bare"}', "prodigy_jsonl"),
        ("a.jsonl", codecs.BOM_UTF8 + OURS.encode(), "jsonl"),
        ("a.jsonl", codecs.BOM_UTF16_LE + PRODIGY.encode("utf-16-le"), "prodigy_jsonl"),
        ("a.txt", "An article.", "text"),
        ("a.rst", "Any text.", "text"),
        ("a.txt", "{curly} words", "text"),
        ("a.txt", "", "text"),
        ("a.jsonl", "", "text"),
        ("a.jsonl", '{"text": "' + "word " * 100_000 + '"}', "prodigy_jsonl"),
    ],
)
def test_by_content(name: str, content: bytes | str, expected: str, file: File) -> None:
    found, reason = detect(file(name, content))
    assert found.id == expected
    assert reason


@pytest.mark.parametrize("content", ['{"words": ["a"]}\n', '[{"text": "b"}]', "[]"])
def test_json_of_another_kind_is_refused(content: str, file: File) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.jsonl is JSON of a kind that cannot be read; these can: Annotator"):
        detect(file("a.jsonl", content))


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="gone cannot be read"):
        detect(tmp_path / "gone")


def test_the_table_of_the_documentation_is_what_the_command_prints() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert "\n".join(table()) in page


def test_real_lines_of_other_tools_keep_their_texts(samples: Path) -> None:
    """Other tools' lines with a text come in as texts by this format, too, and their fields stay with them."""
    found = [path for path in sorted(samples.rglob("*.jsonl")) if path.read_bytes().startswith(b'{"text"')]
    assert found
    for path in found:
        form = FORMATS["prodigy_jsonl"]
        assert form.read is not None
        said: list[str] = []
        records = list(form.read(path, lambda finding, said=said: said.append(finding.text)))  # type: ignore[misc]
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        assert {record.text for record in records} == {line["text"] for line in lines if "text" in line}
        assert sum("this line was left out" in text for text in said) == sum("text" not in line for line in lines)
        assert any("kept with the document's metadata" in text for text in said)


@pytest.mark.parametrize("content", ["<?xml version='1.0'?><a/>", "<!DOCTYPE a><a/>"])
def test_xml_of_another_kind_is_refused(content: str, file: File) -> None:
    with pytest.raises(UnreadableFile, match=r"XML of a kind that cannot be read"):
        detect(file("a.xml", content))


def test_what_a_window_must_not_load_is_named(file: File) -> None:
    said: list[str] = []
    path = file("a.spacy", b"\x78\x9c")
    assert list(read_paths([path], "auto", "file", lambda one: said.append(one.text), heavy=False)) == []
    assert said == ["a.spacy (spaCy DocBin) is read by the command line: annotator import PROJECT a.spacy."]
