"""Plain text: whole files, parts between blank lines, lines."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.formats import plain_text
from annotator.formats.decoding import UnreadableFile
from tests.formats.conftest import Said

File = Callable[[str, bytes | str], Path]


def test_a_file_is_a_document_kept_to_the_last_sign(file: File, said: Said) -> None:
    text = "  One\r\n\r\nTwo\te\u0301 👩‍🚀\n\n"
    (record,) = plain_text.read(file("news.march.txt", text), said)
    assert (record.name, record.text, record.place) == ("news.march", text, "news.march.txt")
    assert record.sets == []
    assert said.findings == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a\n\nb\n \t\n\nc\n", ["a", "b", "c"]),
        ("a\r\nstill a\r\n\r\nb", ["a\r\nstill a", "b"]),
        ("\n\n\na\r\rb", ["a", "b"]),
        ("a\u2028\u2028a", ["a\u2028\u2028a"]),
    ],
)
def test_parts_between_blank_lines(text: str, parts: list[str], file: File, said: Said) -> None:
    records = list(plain_text.read(file("n.txt", text), said, split="blank"))
    assert [record.text for record in records] == parts


def test_lines_are_named_by_their_numbers(file: File, said: Said) -> None:
    text = "\n".join(f"line {number}" if number % 3 else "" for number in range(1, 13))
    records = list(plain_text.read(file("n.txt", text.replace("\n", "\r\n")), said, split="line"))
    assert [record.name for record in records] == [f"n-{number:02}" for number in (1, 2, 4, 5, 7, 8, 10, 11)]
    assert records[2].text == "line 4"
    assert records[2].place == "n.txt, line 4"


@pytest.mark.parametrize("content", ["", " \r\n\t", "\ufeff"])
@pytest.mark.parametrize("split", plain_text.SPLITS)
def test_an_empty_file_is_said(content: str, split: str, file: File, said: Said) -> None:
    assert list(plain_text.read(file("empty.txt", content), said, split=split)) == []
    assert said.lost == ["empty.txt: The file is empty; nothing was imported from it."]


def test_a_picture_is_refused(file: File, said: Said) -> None:
    with pytest.raises(UnreadableFile, match=r"cat\.txt is no text"):
        list(plain_text.read(file("cat.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), said))
