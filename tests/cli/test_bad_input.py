"""Bad input: a sentence that names the file, the line and the remedy; the rest is imported."""

import ctypes
import json
import resource
import signal
import sqlite3
import subprocess
import sys
from typing import Any

import pytest

from tests.cli.running import Shell

FIRST, SECOND = "Halden grew.", "Soren shrank."


def texts(shell: Shell) -> dict[str, str]:
    """Text by name of every document."""
    names = [row["name"] for row in shell("show", "p.annot", "--json").json]
    return {name: shell("show", "p.annot", name, "--json").json["text"] for name in names}


def findings(shell: Shell, *arguments: object, expect: int = 1) -> list[tuple[str, str]]:
    """What an import says, (place, sentence) each."""
    value = shell("import", "p.annot", *arguments, "--json", expect=expect).json
    return [(one["place"], one["text"]) for one in value["findings"]]


@pytest.fixture(autouse=True)
def empty_project(shell: Shell) -> None:
    shell("new", "p.annot", "--person", "Ana")


# ---- texts


def test_empty_and_binary_files_stay_out_and_the_rest_comes_in(shell: Shell) -> None:
    shell.write("in/empty.txt", "")
    shell.write("in/blank.txt", " \r\n\t")
    shell.write("in/picture.txt", bytes(range(256)))
    shell.write("in/good.txt", FIRST)
    said = dict(findings(shell, "in"))
    assert "empty" in said["empty.txt"]
    assert "empty" in said["blank.txt"]
    assert "is no text" in said["picture.txt"]
    assert texts(shell) == {"good": FIRST}


def test_encodings_are_told_from_the_bytes_and_guesses_are_said(shell: Shell) -> None:
    words = "Déjà vu, 5 €"
    shell.write("in/latin.txt", words.encode("cp1252"))
    shell.write("in/utf16.txt", words.encode("utf-16"))
    shell.write("in/marked.txt", words.encode("utf-8-sig"))
    shell.write("in/windows.txt", b"One\r\ntwo")
    said = findings(shell, "in", expect=0)
    assert [place for place, _ in said] == ["latin.txt"]
    assert "Not UTF-8 (byte 1)" in said[0][1]
    assert texts(shell) == {"latin": words, "utf16": words, "marked": words, "windows": "One\r\ntwo"}


def test_a_line_of_twenty_megabytes(shell: Shell) -> None:
    shell.write("long.txt", "word " * 4_000_000)
    assert shell("import", "p.annot", "long.txt").out == "Imported 1 document.\n"
    assert shell("show", "p.annot", "--json").json[0]["length"] == 20_000_000


def prodigy(text: str, **more: Any) -> str:
    return json.dumps({"text": text} | more)


def test_a_broken_line_is_named_and_the_others_come_in(shell: Shell) -> None:
    shell.write("some.jsonl", f'{prodigy(FIRST)}\n{{"text": "cut of\n\n[1, 2]\n{prodigy(SECOND)}\n')
    said = findings(shell, "some.jsonl")
    assert [place for place, _ in said] == ["some.jsonl, line 2", "some.jsonl, line 4"]
    assert "Not valid JSON" in said[0][1]
    assert list(texts(shell).values()) == [FIRST, SECOND]


def test_half_surrogates_become_a_sign_and_offsets_stay(shell: Shell) -> None:
    span = {"start": 2, "end": 7, "label": "ORG"}
    shell.write("half.jsonl", prodigy("\ud83d Soren", spans=[span]))
    said = findings(shell, "half.jsonl", "--author", "Ana", expect=0)
    assert "surrogate" in said[0][1]
    document = shell("show", "p.annot", "1", "--json").json
    assert document["text"] == "\ufffd Soren"
    assert document["sets"][0]["spans"][0]["text"] == "Soren"


def test_a_document_that_is_there_already_stays_out(shell: Shell) -> None:
    shell.write("a.txt", FIRST)
    shell("import", "p.annot", "a.txt")
    said = findings(shell, "a.txt")
    assert said == [("a.txt", '"a" is in the project already, with the same text; it was left out.')]


def test_spans_off_the_text_unknown_labels_and_relations_without_ends(shell: Shell) -> None:
    good = {"start": 0, "end": 6, "label": "ORG"}
    spans = [good, {"start": 7, "end": 99, "label": "ORG"}, {"start": 7, "end": 11, "label": "GENE"}]
    links = [{"head_span": good, "child_span": spans[1], "head": 0, "child": 1, "label": "acquires"}]
    shell.write("odd.jsonl", prodigy(FIRST, spans=spans, relations=links, answer="accept"))
    said = [text for _, text in findings(shell, "odd.jsonl", "--author", "Ana", "--labels", "skip")]
    assert any("7–99" in text and "lies off" in text for text in said)
    assert any("GENE" in text for text in said)
    assert any("elation" in text for text in said), said
    (one,) = shell("show", "p.annot", "1", "--json").json["sets"]
    assert [span["label"] for span in one["spans"]] == ["ORG"]
    assert "relations" not in one


def test_paths_that_are_not_there(shell: Shell) -> None:
    shell.write("a.txt", FIRST)
    said = shell("import", "p.annot", "nowhere.txt", "a.txt", expect=1)
    assert "nowhere.txt: There is no such file." in said.err
    assert said.out == "Imported 1 document.\n"


def test_many_findings_are_not_all_listed_in_words(shell: Shell) -> None:
    shell.write("many.jsonl", "\n".join([prodigy(FIRST)] + ["{"] * 200))
    said = shell("import", "p.annot", "many.jsonl", expect=1)
    assert len(said.err.splitlines()) == 31
    assert "170 more" in said.err


# ---- project files


def refusal(shell: Shell, *arguments: object, **more: Any) -> str:
    """The one sentence of a refusal."""
    done = shell(*arguments, expect=3, **more)
    assert done.out == ""
    assert len(done.err.splitlines()) == 1, done.err
    return done.err


def test_files_that_are_no_projects(shell: Shell) -> None:
    shell.write("text.annot", "This is no database." * 20)
    assert "no Annotator project" in refusal(shell, "show", "text.annot")
    shell.write("short.annot", "SQLite")
    assert "no Annotator project" in refusal(shell, "show", "short.annot")
    with sqlite3.connect(shell.folder / "other.annot") as other:
        other.execute("CREATE TABLE notes (words TEXT)")
    assert "another program" in refusal(shell, "show", "other.annot")
    assert "There is no project" in refusal(shell, "show", "nowhere.annot")
    assert "cannot be read" in refusal(shell, "show", ".")


def test_a_newer_project_is_read_and_not_written(shell: Shell) -> None:
    with sqlite3.connect(shell.folder / "p.annot") as newer:
        newer.execute("PRAGMA user_version = 999")
    shell.write("a.txt", FIRST)
    assert shell("show", "p.annot").code == 0
    assert "newer version" in refusal(shell, "import", "p.annot", "a.txt")


def test_a_damaged_structure_is_refused(shell: Shell) -> None:
    with sqlite3.connect(shell.folder / "p.annot") as damaged:
        damaged.execute("DROP INDEX span_set")
    assert "does not have the structure" in refusal(shell, "show", "p.annot")


def without_privilege() -> None:
    """Even root keeps to the modes of files from here on: the capability to pass over them is dropped."""
    drop_from_bounding_set, pass_over_modes = 24, 1
    ctypes.CDLL(None).prctl(drop_from_bounding_set, pass_over_modes, 0, 0, 0)


def test_a_write_protected_project_is_read_and_not_written(shell: Shell) -> None:
    shell.write("a.txt", FIRST)
    (shell.folder / "p.annot").chmod(0o444)
    assert shell("show", "p.annot", before=without_privilege).code == 0
    assert "write-protected" in refusal(shell, "import", "p.annot", "a.txt", before=without_privilege)


def test_a_project_that_is_open_elsewhere(shell: Shell) -> None:
    code = (
        "from pathlib import Path; from annotator.session import Session; import sys\n"
        "held = Session.open(Path('p.annot')); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=shell.folder,
        env=shell.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        shell.write("a.txt", FIRST)
        said = refusal(shell, "import", "p.annot", "a.txt")
        assert "open elsewhere" in said
        assert f"process {other.pid}" in said
        assert shell("show", "p.annot").code == 0
        assert shell("import", "p.annot", "a.txt", "--dry-run").out == "Would import 1 document.\n"
        other.send_signal(signal.SIGKILL)
    assert shell("import", "p.annot", "a.txt").code == 0


def test_a_disk_that_is_full(shell: Shell) -> None:
    """A limit on the size of files stands for the disk: writing fails in the middle of an import."""
    shell.write("many.txt", "\n".join(f"Company {number} grew a good deal this year." for number in range(20_000)))
    most = (shell.folder / "p.annot").stat().st_size + 600_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    said = refusal(shell, "import", "p.annot", "many.txt", "--split", "line", before=limit)
    assert said == "The disk with p.annot is full: make room.\n"
    assert shell("show", "p.annot").out == ""
    examined = shell("doctor", "p.annot", expect=1)
    assert "was interrupted" in examined.err
    shell.write("a.txt", FIRST)
    assert "was interrupted" in shell("import", "p.annot", "a.txt").err
    shell("doctor", "p.annot", "--unfinished", "take-back")
    assert list(texts(shell)) == ["a"]


def test_a_project_deleted_while_it_is_open(shell: Shell) -> None:
    """Through the session, as the command line uses it; nothing is written into nothing."""
    code = (
        "from pathlib import Path; from annotator.cli.program import main; import os, sys\n"
        "from annotator.session import importing\n"
        "first = importing.Chunks.next\n"
        "def removing(self):\n"
        "    Path('p.annot').unlink(missing_ok=True)\n"
        "    return first(self)\n"
        "importing.Chunks.next = removing\n"
        "sys.exit(main(['import', 'p.annot', 'a.txt']))"
    )
    shell.write("a.txt", FIRST)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=shell.folder,
        env=shell.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done
    assert "is gone from" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (shell.folder / "p.annot").exists()


def test_a_file_with_a_broken_page_is_refused_and_doctor_says_more(shell: Shell) -> None:
    shell.write("many.txt", "\n".join(f"Company {number} grew." for number in range(3_000)))
    shell("import", "p.annot", "many.txt", "--split", "line")
    path = shell.folder / "p.annot"
    data = bytearray(path.read_bytes())
    for place in range(len(data) // 2 // 4096 * 4096, len(data), 4096):
        data[place : place + 8] = b"\xff" * 8
    path.write_bytes(data)
    assert "damaged" in refusal(shell, "show", "p.annot")
    assert shell("doctor", "p.annot", expect=1).err
