"""Every format through the command line: out, into another project, out again as the same bytes; losses."""

import json
from pathlib import Path

import pytest

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS
from annotator.formats.jsonl import as_json
from tests.cli.running import Shell

WRITABLE = [one for one in FORMATS.values() if one.reads and one.writes]
TEXT = "😀 Ana Zeman of Brno saw New York.\r\nShe liked it."


def project(shell: Shell) -> None:
    """A project with one submitted document in which spans nest, have fragments, attributes and notes."""
    spans = [
        SpanRecord("a", ((2, 11),), "PERSON", note="who?"),
        SpanRecord("b", ((2, 5),), "PERSON"),
        SpanRecord("c", ((15, 19), (28, 32)), "GPE"),
        SpanRecord("d", ((35, 38),), "PERSON", {"kind": "pronoun"}),
    ]
    ties = [RelationRecord("r", "a", "c", "saw"), RelationRecord("s", "d", "a", "coreference")]
    one = SetRecord("Ana", state="submitted", spans=spans, relations=ties)
    record = DocumentRecord("march/first", TEXT, "en", {"source": "made-up"}, [one])
    shell.write("in.jsonl", json.dumps(as_json(record), ensure_ascii=False) + "\n")
    shell("new", "news", "--person", "Ana", "--scheme", "none")
    shell("import", "news", "in.jsonl", expect=None)


def content(path: Path) -> dict[str, bytes]:
    found = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in found}


@pytest.mark.slow
def test_out_in_and_out_again(shell: Shell) -> None:
    project(shell)
    for form in WRITABLE:
        name = form.id if form.folder else f"{form.id}{form.suffixes[0]}"
        said = shell("export", "news", name, "--format", form.id, "--which", "author:Ana")
        assert "exported 1 of 1" in said.out
        assert (shell.folder / f"{name}.manifest.json").exists()
        shell("new", f"copy-{form.id}", "--person", "Ana", "--scheme", "none")
        assert "Imported 1 document." in shell("import", f"copy-{form.id}", name, expect=None).out
        again = f"again/{name}"
        (shell.folder / "again").mkdir(exist_ok=True)
        shell("export", f"copy-{form.id}", again, "--format", form.id, "--which", "author:Ana")
        assert content(shell.folder / again) == content(shell.folder / name), form.id


def test_what_would_be_lost_is_said_before_and_can_stop_an_export(shell: Shell) -> None:
    project(shell)
    report = shell("export", "news", "out.conll", "--format", "conll", "--dry-run", "--json").json
    counts = {one["kind"]: one["count"] for one in report["lost"]}
    assert counts == {
        "discontinuous": 1,
        "notes": 1,
        "attributes": 1,
        "nested": 1,
        "relations": 2,
        "text": 1,
        "meta": 1,
    }
    (split,) = (one for one in report["lost"] if one["kind"] == "discontinuous")
    assert split["places"][0] | {"item": ""} == {
        "document": "march/first", "author": "Ana", "item": "", "start": 15, "end": 32,
    }  # fmt: skip
    stopped = shell("export", "news", "out.conll", "--format", "conll", "--on-loss", "stop", expect=3)
    assert "cannot hold all of it; nothing was written" in stopped.err
    assert "1 span of several fragments" in stopped.err
    assert not (shell.folder / "out.conll").exists()
    said = shell("export", "news", "out.conll", "--format", "conll", "--on-loss", "drop")
    assert "1 span of several fragments: left out." in said.err
    assert "B-GPE" not in (shell.folder / "out.conll").read_text(encoding="utf-8")
    shell("export", "news", "x", "--format", "conll", "--on-loss", "ask", expect=2)


def test_a_folder_that_no_export_made_is_never_replaced(shell: Shell) -> None:
    project(shell)
    shell.write("mine/thesis.txt", "years of work")
    refused = shell("export", "news", "mine", "--format", "brat", "--force", expect=3)
    assert "no export made" in refused.err
    assert (shell.folder / "mine" / "thesis.txt").exists()
    shell("export", "news", "out", "--format", "brat")
    shell("export", "news", "out", "--format", "brat", expect=3)
    shell("export", "news", "out", "--format", "brat", "--force")
    assert sorted(one.name for one in (shell.folder / "out" / "march").iterdir()) == ["first.ann", "first.txt"]
