"""A training set lands whole: parts, card, manifest; in every format that can be written."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS, ExportError, Format
from annotator.formats.export_file import Facts, LossyExport
from annotator.formats.manifest import manifest_path
from annotator.formats.splitting import Split, parse_shares
from annotator.formats.training_set import Source, TrainingSet
from tests.formats.test_round_trips import read

FACTS = Facts("News", "submitted", {"span": ["ORG", "GPE"], "relation": ["in"], "document": []}, "2026-01-02T03:04:05")
SPLIT = Split(parse_shares("60/20/20"))
WRITTEN = [one for one in FORMATS.values() if one.writes and one.reads]


def records(count: int = 15) -> list[DocumentRecord]:
    """Documents of a sentence, some without anything in them."""
    found = []
    for number in range(count):
        text = f"Halden {number} opened a plant in Brno."
        spans = [SpanRecord("1", ((0, 6),), "ORG"), SpanRecord("2", ((len(text) - 5, len(text) - 1),), "GPE")]
        one = SetRecord("Ana", state="submitted", spans=spans, relations=[RelationRecord("3", "1", "2", "in")])
        found.append(
            DocumentRecord(f"d{number}", text, "en", sets=[one if number % 5 else SetRecord("Ana", state="submitted")])
        )
    return found


def source(given: list[DocumentRecord]) -> Source:
    """What gives these documents."""

    def at(places: Sequence[int] | None) -> Iterable[DocumentRecord]:
        return given if places is None else [given[place] for place in places]

    return at


def write(out: Path, form: Format, given: list[DocumentRecord], *, split: Split = SPLIT) -> TrainingSet:
    made = TrainingSet(source(given), form, split)
    for _ in made.steps(out, FACTS):
        pass
    return made


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.id)
def test_each_format_has_every_document_in_one_part(form: Format, tmp_path: Path) -> None:
    made = write(tmp_path / "set", form, records())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["set", "set.manifest.json"]
    texts: list[str] = []
    for part, count in (("train", 9), ("dev", 3), ("test", 3)):
        path = tmp_path / "set" / (part if form.folder else f"{part}{form.suffixes[0]}")
        found, said = [], []
        for one in sorted(path.glob(f"*{form.suffixes[0]}")) if form.folder else [path]:
            some, words = read(one, form)
            found += some
            said += words
        assert [one.text for one in said if one.lost] == []
        assert made.parts[part].documents == count
        texts += [one.text.strip() for one in found]
    joined = [text.replace(" .", ".") for text in texts]
    assert sorted(joined) == sorted(record.text for record in records())


def test_the_manifest_counts_parts_and_names_every_document(tmp_path: Path) -> None:
    made = write(tmp_path / "set", FORMATS["jsonl"], records())
    value = json.loads(manifest_path(tmp_path / "set").read_text(encoding="utf-8"))
    assert sorted(one["name"] for one in value["file"]["files"]) == [
        "README.md",
        "dev.jsonl",
        "test.jsonl",
        "train.jsonl",
    ]
    split = value["split"]
    assert (split["seed"], split["near"], split["group"]) == (0, 0.9, ["group", "source"])
    assert split["shares"] == {"train": 0.6, "dev": 0.2, "test": 0.2}
    assert {name: one["documents"] for name, one in split["parts"].items()} == {"train": 9, "dev": 3, "test": 3}
    assert sum(one["spans_by_label"]["ORG"] for one in split["parts"].values()) == 12
    assert value["counts"]["spans_by_label"] == {"GPE": 12, "ORG": 12}
    assert value["counts"]["empty"] == 3
    assert sum(one["empty"] for one in split["parts"].values()) == 3
    parts = Counter(one["part"] for one in value["documents"])
    assert parts == {"train": 9, "dev": 3, "test": 3}
    lines = (tmp_path / "set" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    names = [one["name"] for one in value["documents"] if one["part"] == "dev"]
    assert [json.loads(line)["name"] for line in lines] == names
    assert made.sentence() == "train 9, dev 3, test 3"


def test_the_same_seed_gives_the_same_bytes_and_parts_in_any_order(tmp_path: Path) -> None:
    write(tmp_path / "one", FORMATS["jsonl"], records())
    write(tmp_path / "two", FORMATS["jsonl"], records())
    shuffled = records()
    random.Random(3).shuffle(shuffled)
    write(tmp_path / "three", FORMATS["jsonl"], shuffled)
    for part in ("train", "dev", "test"):
        one, two, three = ((tmp_path / name / f"{part}.jsonl").read_bytes() for name in ("one", "two", "three"))
        assert one == two
        assert sorted(one.splitlines()) == sorted(three.splitlines())


@pytest.mark.parametrize("form", ["jsonl", "brat", "label_studio_json"])
def test_one_that_is_cancelled_anywhere_leaves_nothing(form: str, tmp_path: Path) -> None:
    total = sum(1 for _ in TrainingSet(source(records()), FORMATS[form], SPLIT).steps(tmp_path / "whole", FACTS))
    whole = {path.name for path in tmp_path.iterdir()}
    for stop in range(1, total):
        steps = TrainingSet(source(records()), FORMATS[form], SPLIT).steps(tmp_path / "out", FACTS)
        for _ in range(stop):
            next(steps)
        steps.close()  # type: ignore[attr-defined]
        assert {path.name for path in tmp_path.iterdir()} == whole


def test_one_that_fails_leaves_the_older_one_alone(tmp_path: Path) -> None:
    out = tmp_path / "set"
    write(out, FORMATS["jsonl"], records())
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    broken = records()
    broken[7].sets[0].spans = [SpanRecord("1", ((0, 500),), "ORG")]
    broken[7].sets[0].relations = []
    made = TrainingSet(source(broken), FORMATS["jsonl"], SPLIT)
    with pytest.raises(ExportError, match="not a place in a text"):
        list(made.steps(out, FACTS, force=True))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["set", "set.manifest.json"]
    with pytest.raises(ExportError, match="already there"):
        write(out, FORMATS["jsonl"], records())


def test_a_project_that_changes_meanwhile_is_no_training_set(tmp_path: Path) -> None:
    given = records()

    def at(places: Sequence[int] | None) -> Iterable[DocumentRecord]:
        if places is None:
            yield from given
        else:
            yield from (DocumentRecord(given[place].name, "another text") for place in places)

    with pytest.raises(ExportError, match="changed while it was exported"):
        list(TrainingSet(at, FORMATS["jsonl"], SPLIT).steps(tmp_path / "set", FACTS))
    assert list(tmp_path.iterdir()) == []


def test_losses_can_stop_it_and_nothing_comes_of_no_document(tmp_path: Path) -> None:
    with pytest.raises(LossyExport, match="12 relations"):
        list(TrainingSet(source(records()), FORMATS["conll"], SPLIT, on_loss="stop").steps(tmp_path / "set", FACTS))
    assert list(TrainingSet(source([]), FORMATS["jsonl"], SPLIT).steps(tmp_path / "set", FACTS)) == []
    assert list(tmp_path.iterdir()) == []


def test_counting_writes_nothing(tmp_path: Path) -> None:
    made = TrainingSet(source(records()), FORMATS["conll"], SPLIT)
    for _ in made.count_steps():
        pass
    assert made.total.losses.counts["relations"] == 12
    assert {name: one.documents for name, one in made.parts.items()} == {"train": 9, "dev": 3, "test": 3}


def test_what_a_part_lacks_is_said(tmp_path: Path) -> None:
    given = records()
    given[1].sets[0].spans[0].label = "LAW"
    made = write(tmp_path / "set", FORMATS["jsonl"], given)
    said = {one.place: one.text for one in made.findings()}
    assert said == {"dev": "has no LAW, which other parts have.", "test": "has no LAW, which other parts have."}
    assert "dev has no LAW." in (tmp_path / "set" / "README.md").read_text(encoding="utf-8")


# ---- the card


def test_the_card_says_what_is_known_and_what_is_not(tmp_path: Path) -> None:
    given = records()
    given[3].meta = given[4].meta = {"source": "wire"}
    given[2].sets[0].state = "in progress"
    given[6].sets = []
    write(tmp_path / "set", FORMATS["conll"], given)
    text = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    for words in (
        "15 documents with 22 spans and 0 relations, written 2026-01-02T03:04:05 from the project News",
        "| kind | label | all | train | dev | test |",
        "| span | GPE | 11 | ",
        "| train | 9 | 60.0% | 60.0% |",
        "iterative stratification by label (Sechidis et al. 2011), groups whole, seed 0",
        "the same `source` in their metadata (2 documents)",
        "Authors of what is in it: 1 person.",
        "- States of the works: in progress: 1, not looked at: 1, submitted: 13.",
        "- Truly empty, that is, somebody finished and marked nothing: 3.",
        "- 11 relations: left out.",
        "- Agreement between annotators: not measured here.",
    ):
        assert words in text, words
    assert "Ana" not in text


def test_the_head_of_the_card_is_what_hubs_read(tmp_path: Path) -> None:
    write(tmp_path / 'my "set"', FORMATS["hf_jsonl"], records())
    text = (tmp_path / 'my "set"' / "README.md").read_text(encoding="utf-8")
    _, head, _ = text.split("---\n", 2)
    assert head.splitlines() == [
        "language:",
        '- "en"',
        "license: unknown",
        'pretty_name: "my \\"set\\""',
        "task_categories:",
        "- token-classification",
        "size_categories:",
        "- n<1K",
        "configs:",
        "- config_name: default",
        "  data_files:",
        "  - split: train",
        "    path: train.jsonl",
        "  - split: validation",
        "    path: dev.jsonl",
        "  - split: test",
        "    path: test.jsonl",
    ]
