"""Label Studio: people, predictions, attributes and notes of regions, directions, older offsets, configuration."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS
from tests.formats.test_round_trips import read, written

File = Callable[[str, bytes | str], Path]
FORM = FORMATS["label_studio_json"]
TEXT = "😀 Ana of Brno"


def region(name: str, start: int, end: int, labels: list[str], **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": labels}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value} | more


def task(**annotation: Any) -> str:
    who = {"id": 3, "first_name": "Ana", "last_name": "Z", "email": "a@b.c"}
    return json.dumps(
        [{"id": 1, "data": {"text": TEXT, "source": "x"}, "annotations": [{"completed_by": who} | annotation]}]
    )


def test_regions_with_everything(file: File) -> None:
    place = {"start": 2, "end": 5}
    result = [
        region("a", 2, 5, ["P", "Q"], meta={"text": ["note", "more"]}, score=0.5),
        region("b", 9, 13, ["G"]),
        {"id": "a", "from_name": "mood", "type": "choices", "value": place | {"choices": ["high", "low"]}},
        {"id": "a", "from_name": "stars", "type": "rating", "value": place | {"rating": 4}},
        {"id": "a", "from_name": "said", "type": "textarea", "value": place | {"text": ["one"]}},
        {"id": "x", "from_name": "doc", "type": "choices", "value": {"choices": ["deal"]}},
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "left", "labels": ["of"]},
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "bi", "labels": ["near"]},
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"},
        {"type": "relation", "from_id": "a", "to_id": "zz", "direction": "right", "labels": ["of"]},
    ]
    (record,), said = read(file("a.json", task(result=result, created_at="2026-01-02T03:04:05Z")), FORM)
    (one,) = record.sets
    assert (one.author, one.state, one.labels, record.meta) == ("Ana Z", "submitted", ["deal"], {"source": "x"})
    first, second, third = one.spans
    assert (first.label, second.label, third.label) == ("P", "Q", "G")
    assert first.attributes == {"mood": "high; low", "stars": 4, "said": "one"}
    assert (first.note, first.score) == ("note\nmore", 0.5)
    ties = [(tie.head, tie.label, tie.tail, tie.attributes) for tie in one.relations]
    assert ties == [
        (third.id, "of", first.id, {}),
        (first.id, "near", third.id, {"direction": "bi"}),
        (first.id, "related", third.id, {}),
    ]
    assert [one.lost for one in said] == [False, True]


def test_skipped_empty_and_not_looked_at(file: File) -> None:
    (skipped,), _ = read(file("a.json", task(result=[], was_cancelled=True)), FORM)
    assert (skipped.sets[0].state, skipped.sets[0].reason) == ("set aside", "other: skipped")
    (empty,), _ = read(file("b.json", task(result=[])), FORM)
    assert (empty.sets[0].state, empty.sets[0].spans) == ("submitted", [])
    (untouched,), _ = read(file("c.json", json.dumps([{"data": {"text": "a"}, "annotations": []}])), FORM)
    assert untouched.sets == []


def test_older_offsets_are_told_by_the_words_that_are_stored(file: File) -> None:
    old = region("a", 3, 6, ["P"])
    old["value"]["text"] = "Ana"
    (record,), _ = read(file("a.json", task(result=[old])), FORM)
    assert record.sets[0].spans[0].fragments == ((2, 5),)


def test_predictions_are_suggestions(file: File) -> None:
    value = [{"data": {"text": TEXT}, "predictions": [{"model_version": "m1", "result": [region("a", 2, 5, ["P"])]}]}]
    (record,), _ = read(file("a.json", json.dumps(value)), FORM)
    (one,) = record.sets
    assert (one.author, one.kind, one.state, len(one.spans)) == ("m1", "model", "suggested", 1)


def test_the_configuration_names_every_label(tmp_path: Path) -> None:
    spans = [SpanRecord("a", ((2, 5),), 'P"<', {"mood": "high", "n": 4}), SpanRecord("b", ((9, 13),), "G")]
    one = SetRecord("Ana", state="submitted", spans=spans, relations=[RelationRecord("r", "b", "a", "of")])
    one.labels = ["deal"]
    out = written([DocumentRecord("d", TEXT, sets=[one])], FORM, tmp_path, "out")
    tree = ElementTree.parse(out.with_name("out.config.xml"))
    assert [label.get("value") for label in tree.iter("Label")] == ["G", 'P"<']
    assert [label.get("value") for label in tree.iter("Relation")] == ["of"]
    assert [(one.get("name"), len(one)) for one in tree.iter("Choices")] == [("mood", 1), ("document", 1)]
    assert [one.get("name") for one in tree.iter("Number")] == ["n"]
    (value,) = json.loads(out.read_text(encoding="utf-8"))
    assert value["annotations"][0]["result"][-2] == {
        "type": "relation", "from_id": "s2", "to_id": "s1", "direction": "right", "labels": ["of"],
    }  # fmt: skip
