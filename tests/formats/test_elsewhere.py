"""What a process of its own reads is what reading here gives."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS, UnreadableFile
from annotator.formats.elsewhere import READER, WORKBOOK, Read, place_of, read, told
from annotator.formats.reading import files_of, read_paths, reader_of
from annotator.formats.sheets import sheet_names
from tests.formats.article_files import HTML, pdf
from tests.formats.test_jsonl import everything
from tests.formats.test_round_trips import written
from tests.formats.test_tables import workbook


def read_elsewhere(files: list[tuple[Path, str]], folder: Path) -> list[Read]:
    """Have files read; what the process told."""
    asked = json.dumps([(str(path), form) for path, form in files])
    command = [sys.executable, "-m", "annotator", READER, str(folder)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return [told(line) for line in done.stdout.splitlines()]


def test_every_large_format_reads_the_same_there(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(pdf())
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 and no more")
    for name in ("spacy_docbin", "hf_parquet"):
        written([everything()], FORMATS[name], tmp_path, name)
    files = [(path, form.id) for path, form in files_of([tmp_path], "auto") if form.heavy]
    assert {form for _, form in files} == {"html", "pdf", "spacy_docbin", "hf_parquet"}
    (tmp_path / "out").mkdir()
    heard = read_elsewhere(files, tmp_path / "out")
    assert [one.file for one in heard if one.ended] == list(range(len(files)))
    places = {path: place_of(tmp_path / "out", number) for number, (path, _) in enumerate(files)}
    here, there = list[object](), list[object]()
    paths = [path for path, _ in files]
    expected = list(read_paths(paths, "auto", "file", here.append))
    assert list(read_paths(paths, "auto", "file", there.append, heavy=False, elsewhere=places)) == expected
    assert here == there
    assert sum(isinstance(one, DocumentRecord) for one in expected) >= 4


@pytest.mark.parametrize("content", ["", '{"record": ', '{"finding": {"place": "a", "text": "b", "lost": false}}\n'])
def test_a_reader_that_ended_early_is_said(content: str, tmp_path: Path) -> None:
    (tmp_path / "0.jsonl").write_text(content)
    with pytest.raises(UnreadableFile, match=r"a\.pdf could not be read: its reader ended"):
        list(read(tmp_path / "0.jsonl", "a.pdf", lambda finding: None))
    with pytest.raises(UnreadableFile, match="ended in the middle"):
        list(read(tmp_path / "none.jsonl", "a.pdf", lambda finding: None))


def test_it_is_for_the_program_itself(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "annotator", "--reader", str(tmp_path / "none")]
    done = subprocess.run(command, input="[]", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "--reader is for the program itself: it needs a folder.\n")


def test_a_workbook_is_read_there_before_anybody_said_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook([["n", "text"], [1, "Words of the first row."], [2, "More words there."]])(path)
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "out").mkdir()
    form = FORMATS["table"]
    assert reader_of(path, form) == WORKBOOK
    read_elsewhere([(path, WORKBOOK), (tmp_path / "b.xlsx", WORKBOOK)], tmp_path / "out")
    places = {path: place_of(tmp_path / "out", 0), tmp_path / "b.xlsx": place_of(tmp_path / "out", 1)}
    assert sheet_names(path, places[path]) == sheet_names(path) == ["Notes", "Articles"]
    here, there = list[object](), list[object]()
    expected = list(read_paths(list(places), "auto", "file", here.append))
    assert list(read_paths(list(places), "auto", "file", there.append, heavy=False, elsewhere=places)) == expected
    assert here == there
    assert [one.text for one in expected] == ["Words of the first row.", "More words there."]
    said: list[Finding] = []
    assert list(read_paths([path], "auto", "file", said.append, heavy=False)) == []
    assert "is read by the command line" in said[0].text
    places[path].write_text("")
    said.clear()
    assert list(read_paths([path], "auto", "file", said.append, heavy=False, elsewhere=places)) == []
    assert "its reader ended in the middle" in said[0].text
