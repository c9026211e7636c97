"""doccano: UTF-16 offsets, both shapes, and what its importer asks for."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS
from tests.formats.test_round_trips import read, written

File = Callable[[str, bytes | str], Path]
FORM = FORMATS["doccano_jsonl"]
TEXT = "😀 Ana of Brno"


def lines(tmp_path: Path, *, related: bool) -> list[dict[str, Any]]:
    spans = [SpanRecord("a", ((2, 5),), "P"), SpanRecord("b", ((9, 13),), "G")]
    ties = [RelationRecord("r", "b", "a", "of")] if related else []
    record = DocumentRecord("d", TEXT, meta={"id": 7, "x": 1}, sets=[SetRecord(state="submitted", spans=spans)])
    record.sets[0].relations = ties
    out = written([record, DocumentRecord("e", "None.")], FORM, tmp_path, "out")
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_what_its_importer_asks_for(tmp_path: Path) -> None:
    first, second = lines(tmp_path, related=True)
    assert first == {
        "id": 1,
        "text": TEXT,
        "entities": [
            {"id": 1, "label": "P", "start_offset": 3, "end_offset": 6},
            {"id": 2, "label": "G", "start_offset": 10, "end_offset": 14},
        ],
        "relations": [{"id": 1, "from_id": 2, "to_id": 1, "type": "of"}],
        "document": "d",
        "x": 1,
        "annotator_meta": {"id": 7},
    }
    assert (second["entities"], second["relations"]) == ([], [])
    utf16 = first["text"].encode("utf-16-le")
    assert [utf16[2 * e["start_offset"] : 2 * e["end_offset"]].decode("utf-16-le") for e in first["entities"]] == [
        "Ana",
        "Brno",
    ]


def test_the_shape_of_sequence_labelling_without_relations(tmp_path: Path) -> None:
    first, _ = lines(tmp_path, related=False)
    assert first["label"] == [[3, 6, "P"], [10, 14, "G"]]
    assert "entities" not in first


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ({"text": TEXT, "label": [[3, 6, "P"]]}, (2, 5)),
        ({"text": TEXT, "label": [[2, 5, "P"], [1, 2, "X"]]}, (2, 5)),  # inside a pair: these count code points
        ({"data": "Ana", "labels": [[0, 3, "P"]]}, (0, 3)),
        ({"text": "Ana", "annotations": [{"label": 4, "start_offset": 0, "end_offset": 3, "user": 1}]}, (0, 3)),
    ],
)
def test_offsets_are_utf16_unless_they_cannot_be(line: dict[str, Any], place: tuple[int, int], file: File) -> None:
    (record,), _ = read(file("a.jsonl", json.dumps(line) + "\n"), FORM)
    assert record.sets[0].spans[0].fragments == (place,)


def test_broken_items_are_named(file: File) -> None:
    line = {"text": "Ana", "entities": [{"id": 1, "label": None, "start_offset": 0, "end_offset": 1}, 5, ["a", 1, "x"]]}
    (record,), said = read(file("a.jsonl", json.dumps(line)), FORM)
    assert record.sets == []
    assert [one.lost for one in said] == [True] * 3
