"""Two manifests tell what changed between two exports."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS, UnreadableFile
from annotator.formats.comparing import compare, read_manifest, sentences
from annotator.formats.export_file import export_file
from annotator.formats.manifest import manifest_path
from annotator.formats.splitting import Split, parse_shares
from tests.formats.test_training_set import FACTS, records, write


def exported(folder: Path, given: list[DocumentRecord], name: str = "out") -> Any:
    export_file(given, FORMATS["jsonl"], folder / name, FACTS)
    return read_manifest(manifest_path(folder / name))


def test_equal_exports_are_the_same_whatever_time_and_order(tmp_path: Path) -> None:
    old = exported(tmp_path, records())
    new = exported(tmp_path, records()[::-1], "later") | {"at": "2027-01-01T00:00:00"}
    found = compare(old, new)
    assert found["same"]
    assert list(sentences(found)) == ["Nothing changed."]


def test_each_kind_of_change_is_named(tmp_path: Path) -> None:
    old = exported(tmp_path, records())
    given = records()
    given[1].text = given[1].text.replace("Brno", "Bonn")
    given[2].sets[0].spans[0].label = "LAW"
    given[3].name = "third"
    del given[4]
    given.append(DocumentRecord("new", "New.", sets=[SetRecord("Ana", state="submitted")]))
    new = exported(tmp_path, given, "later")
    new["scheme"] = {"span": ["ORG", "LAW"], "relation": ["in"], "document": []}
    new["which"] = "approved"
    found = compare(old, new)
    assert not found["same"]
    assert {key: found[key] for key in ("added", "gone", "renamed", "text", "content", "moved")} == {
        "added": ["new"],
        "gone": ["d4"],
        "renamed": [{"from": "d3", "to": "third"}],
        "text": ["d1"],
        "content": ["d2"],
        "moved": [],
    }
    assert found["counts"] == {"spans": [24, 22], "relations": [12, 11], "empty": [3, 4]}
    assert found["labels"]["span"] == {"GPE": [12, 11], "LAW": [0, 1], "ORG": [12, 10]}
    assert found["scheme"] == {"added": {"span": ["LAW"]}, "gone": {"span": ["GPE"]}}
    assert found["settings"] == {"which": ["submitted", "approved"]}
    words = list(sentences(found))
    assert words == [
        "1 document came: new",
        "1 document went: d4",
        "1 document now with another text: d1",
        "1 document with other annotations: d2",
        "1 document renamed: d3 → third",
        "spans: 24 → 22",
        "relations: 12 → 11",
        "empty: 3 → 4",
        "span GPE: 12 → 11",
        "span LAW: 0 → 1",
        "span ORG: 12 → 10",
        "relation in: 12 → 11",
        "new in the scheme: span LAW",
        "no longer in the scheme: span GPE",
        "which: submitted → approved",
    ]


def test_who_marked_it_and_what_items_are_called_is_no_change(tmp_path: Path) -> None:
    other = deepcopy(records())
    for record in other:
        for one in record.sets:
            one.author, one.at = "Ben", "2027"
            one.spans = [SpanRecord(f"x{span.id}", span.fragments, span.label) for span in one.spans][::-1]
            for tie in one.relations:
                tie.head, tie.tail = f"x{tie.head}", f"x{tie.tail}"
    assert compare(exported(tmp_path, records()), exported(tmp_path, other, "later"))["same"]


def test_documents_that_moved_between_parts(tmp_path: Path) -> None:
    for seed in (0, 1):
        write(tmp_path / f"set{seed}", FORMATS["jsonl"], records(), split=Split(parse_shares("80/10/10"), seed))
    old, new = (read_manifest(manifest_path(tmp_path / f"set{seed}")) for seed in (0, 1))
    found = compare(old, new)
    before, after = ({one["name"]: one["part"] for one in value["documents"]} for value in (old, new))
    assert found["moved"]
    assert {one["name"]: (one["from"], one["to"]) for one in found["moved"]} == {
        name: (before[name], after[name]) for name in before if before[name] != after[name]
    }
    assert "split seed: 0 → 1" in list(sentences(found))
    assert any(" moved: d" in line for line in sentences(found))
    assert compare(old, old)["same"]


def test_documents_of_the_same_name_are_told_apart_by_their_texts(tmp_path: Path) -> None:
    same = [DocumentRecord("d", text, sets=[SetRecord("Ana", state="submitted")]) for text in ("one", "two")]
    found = compare(exported(tmp_path, same), exported(tmp_path, same[1:], "later"))
    assert (found["gone"], found["text"], found["renamed"]) == (["d"], [], [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no manifest of an export"),
        ('{"counts": {}}', "no manifest of an export"),
        ('{"counts": {}, "format": "jsonl"}', "did not list documents"),
        ('{"counts": {}, "format": "jsonl", "documents": [{"name": 1}]}', "did not list documents"),
    ],
)
def test_what_is_no_manifest_is_said(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "x.manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=why):
        read_manifest(path)


def test_a_manifest_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"x\.json cannot be read"):
        read_manifest(tmp_path / "x.json")


@pytest.mark.parametrize(
    "changed",
    [
        {"scheme": 7},
        {"scheme": {"span": 7}},
        {"scheme": {"span": [7, None]}},
        {"counts": {"spans_by_label": {"ORG": "x"}, "sets": "y"}},
        {"versions": []},
        {"split": 1},
        {"which": None},
    ],
)
def test_manifests_that_others_changed_do_no_harm(tmp_path: Path, changed: dict[str, Any]) -> None:
    one = exported(tmp_path, records())
    assert list(sentences(compare(one, json.loads(json.dumps(one | changed)))))
