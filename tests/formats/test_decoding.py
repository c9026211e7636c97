"""Bytes as text: each kind of bad input is read, mended aloud, or refused in one sentence."""

import codecs
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.formats.decoding import UnreadableFile, decode, mended, read_text
from annotator.formats.lines import json_lines
from tests.formats.conftest import Said

File = Callable[[str, bytes | str], Path]
WORDS = "Zürich paid €5 – 😀\r\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (WORDS.encode("utf-8"), WORDS),
        (codecs.BOM_UTF8 + WORDS.encode("utf-8"), WORDS),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), WORDS),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), WORDS),
        (codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), WORDS),
        (codecs.BOM_UTF32_BE + WORDS.encode("utf-32-be"), WORDS),
        (b"", ""),
        (codecs.BOM_UTF8, ""),
        (b"one\rtwo\n\xe2\x80\xa8three\x0b", "one\rtwo\n\u2028three\x0b"),
    ],
)
def test_text_is_read_to_the_last_sign_and_nothing_is_said(data: bytes, text: str, said: Said) -> None:
    assert decode(data, "a.txt", said) == text
    assert said.findings == []


def test_windows_latin_is_read_and_said(said: Said) -> None:
    assert decode("Zürich “paid” €5".encode("cp1252"), "a.txt", said) == "Zürich “paid” €5"
    assert said.noted == ["a.txt: Not UTF-8 (byte 1); read as Windows Latin (cp1252). Look at its accented letters."]


def test_bytes_that_windows_latin_lacks_make_it_latin_1(said: Said) -> None:
    assert decode(b"caf\xe9 \x81", "a.txt", said) == "café \x81"
    assert "read as Latin-1" in said.noted[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "holds zero bytes"),
        (b"\x1f\x8b\x08\xe9\x01\x02", "control bytes"),
        ("text without a mark".encode("utf-16-le"), "holds zero bytes"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "marked as UTF-16"),
        (codecs.BOM_UTF8 + b"caf\xe9", "marked as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_by_a_sentence(data: bytes, reason: str, said: Said) -> None:
    with pytest.raises(UnreadableFile, match=reason) as refused:
        decode(data, "a.bin", said)
    assert str(refused.value).startswith("a.bin is ")
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_halves_of_surrogate_pairs_become_one_sign_and_keep_the_offsets(encoding: str, said: Said) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    text = decode(mark + "ab\ud800cd".encode(encoding, "surrogatepass"), "a.txt", said)
    assert text == "ab\ufffdcd"
    assert "U+FFFD" in said.noted[0]


def test_json_is_mended_inside(said: Said) -> None:
    assert mended({"a\udc00": ["x\ud83d", 1, None]}, "p", said) == {"a\ufffd": ["x\ufffd", 1, None]}
    assert len(said.noted) == 2


def test_a_file_that_is_gone_or_a_folder_is_said(tmp_path: Path, said: Said) -> None:
    for path in (tmp_path / "gone.txt", tmp_path):
        with pytest.raises(UnreadableFile, match="cannot be read: "):
            read_text(path, said)
        with pytest.raises(UnreadableFile, match="cannot be read: "):
            list(json_lines(path, said))


def test_a_broken_line_in_the_middle_is_named_and_the_others_come(file: File, said: Said) -> None:
    path = file("a.jsonl", '{"n": 1}\n{"n": 2,}\n\n[3]\n{"n": 4}\r\n  \n{"n": NaN}\n{"n": 6}')
    assert list(json_lines(path, said)) == [
        ("a.jsonl, line 1", {"n": 1}),
        ("a.jsonl, line 5", {"n": 4}),
        ("a.jsonl, line 8", {"n": 6}),
    ]
    assert [line.partition(": ")[0] for line in said.lost] == ["a.jsonl, line 2", "a.jsonl, line 4", "a.jsonl, line 7"]
    assert "NaN is no number" in said.lost[2]


def test_lines_end_at_line_feeds_alone(file: File, said: Said) -> None:
    text = "a\u2028b\x85c\x0bd"
    path = file("a.jsonl", f'{{"t": "{text[:4]}"}}\n{{"t": "\u2029"}}\n')
    assert [value["t"] for _, value in json_lines(path, said)] == [text[:4], "\u2029"]


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + '{"t": "é😀"}\n{"t": "ü"}\n'.encode(),
        codecs.BOM_UTF16_BE + '{"t": "é😀"}\r\n{"t": "ü"}\r\n'.encode("utf-16-be"),
    ],
)
def test_json_lines_with_a_mark(data: bytes, file: File, said: Said) -> None:
    assert [value["t"] for _, value in json_lines(file("a.jsonl", data), said)] == ["é😀", "ü"]
    assert said.findings == []


def test_json_lines_in_latin_1_are_read_and_that_is_said_once(file: File, said: Said) -> None:
    path = file("a.jsonl", '{"t": "é"}\n{"t": "ok"}\n{"t": "ü"}\n'.encode("latin-1"))
    assert [value["t"] for _, value in json_lines(path, said)] == ["é", "ok", "ü"]
    assert len(said.findings) == 1
    assert said.findings[0].place == "a.jsonl, line 1"


def test_a_line_of_zero_bytes_is_left_out(file: File, said: Said) -> None:
    path = file("a.jsonl", b'{"t": 1}\n\xff\x00\x00\n{"t": 2}\n')
    assert [value["t"] for _, value in json_lines(path, said)] == [1, 2]
    assert said.lost == ["a.jsonl, line 2: This line is no text: it holds zero bytes; it was left out."]


def test_lone_surrogates_escaped_in_json_are_mended_and_pairs_are_not(file: File, said: Said) -> None:
    path = file("a.jsonl", '{"t": "a\\ud83dz", "p": "\\ud83d\\ude00", "q": "\\\\ud83d"}\n')
    assert [value for _, value in json_lines(path, said)] == [{"t": "a\ufffdz", "p": "😀", "q": "\\ud83d"}]
    assert len(said.noted) == 1


@pytest.mark.parametrize("line", ["[" * 100_000, '{"a":' * 50_000, "1" * 5_000, '{"a": ' + "9" * 5_000 + "}"])
def test_json_made_to_break_readers_is_a_line_left_out(line: str, file: File, said: Said) -> None:
    assert list(json_lines(file("a.jsonl", line + '\n{"n": 1}\n'), said)) == [("a.jsonl, line 2", {"n": 1})]
    assert len(said.lost) == 1


def test_a_line_of_20_megabytes_is_one_line(file: File, said: Said) -> None:
    path = file("a.jsonl", b'{"t": "' + b"word " * 4_000_000 + b'"}\n{"t": "next"}\n')
    began = time.process_time()
    lengths = [len(value["t"]) for _, value in json_lines(path, said)]
    assert lengths == [20_000_000, 4]
    assert time.process_time() - began < 5.0
