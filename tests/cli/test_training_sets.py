"""Training sets by the command line: parts, card and manifest; what changed between two of them; refusals."""

import json

import pytest

from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.formats.jsonl import as_json
from tests.cli.running import Shell

COUNT = 20


def fill(shell: Shell) -> None:
    """A project of twenty submitted documents, two of them saying the same, three from one source."""
    shell("new", "news", "--person", "Ana", "--scheme", "none")
    lines = []
    for number in range(COUNT):
        words = "the same words twice" if number in (3, 11) else f"words of number {number} and no other"
        meta = {"source": "wire"} if number in (1, 2, 5) else {}
        span = SpanRecord("a", ((0, 3),), "RARE" if number % 5 == 0 else "COMMON")
        one = SetRecord("Ana", state="submitted", spans=[span])
        lines.append(json.dumps(as_json(DocumentRecord(f"doc {number:02}", words, "en", meta, [one]))))
    shell.write("in.jsonl", "\n".join(lines) + "\n")
    shell("import", "news", "in.jsonl", expect=None)


def parts(shell: Shell, folder: str) -> dict[str, set[str]]:
    """Names of documents by part."""
    manifest = json.loads((shell.folder / f"{folder}.manifest.json").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for row in manifest["documents"]:
        found.setdefault(row["part"], set()).add(row["name"])
    return found


def test_a_training_set_and_what_changed_in_the_next(shell: Shell) -> None:
    fill(shell)
    arguments = ("export", "news", "--format", "jsonl", "--which", "author:Ana", "--split", "60/20/20")
    shell(*arguments[:2], "first", *arguments[2:])
    first = parts(shell, "first")
    assert set(first) == {"train", "dev", "test"}
    assert sum(map(len, first.values())) == COUNT == len(set().union(*first.values()))
    for together in ({"doc 03", "doc 11"}, {"doc 01", "doc 02", "doc 05"}):
        assert any(together <= names for names in first.values())
    assert {path.name for path in (shell.folder / "first").iterdir()} == {
        "train.jsonl", "dev.jsonl", "test.jsonl", "README.md",
    }  # fmt: skip
    card = (shell.folder / "first" / "README.md").read_text(encoding="utf-8")
    assert card.startswith("---\n")
    assert "RARE" in card
    shell(*arguments[:2], "again", *arguments[2:])
    assert parts(shell, "again") == first
    assert "RARE" not in shell("diff", "first.manifest.json", "again.manifest.json").out
    shell(*arguments[:2], "other", *arguments[2:], "--seed", "7")
    moved = shell("diff", "first.manifest.json", "other.manifest.json", "--json").json
    assert parts(shell, "other") != first
    assert moved != shell("diff", "first.manifest.json", "again.manifest.json", "--json").json


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--split", "80"), "80 is no split"),
        (("--split", "100/0/0"), "100/0/0 is no split"),
        (("--split", "80/20", "--near", "2"), "no likeness"),
    ],
)
def test_a_split_that_makes_no_sense_is_one_sentence(shell: Shell, more: tuple[str, ...], words: str) -> None:
    fill(shell)
    done = shell("export", "news", "out", "--format", "jsonl", "--which", "author:Ana", *more, expect=3)
    assert words in done.err
    assert not (shell.folder / "out").exists()


def test_what_is_no_manifest_is_refused(shell: Shell) -> None:
    shell.write("one.json", "{}")
    assert "one.json" in shell("diff", "one.json", "one.json", expect=3).err
    assert "nowhere" in shell("diff", "nowhere.json", "one.json", expect=3).err
