"""An export lands whole with its manifest, which tells what is in it."""

import hashlib
import json
from pathlib import Path

import pytest

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS, ExportError
from annotator.formats.export_file import Facts, LossyExport, count, export_file, export_steps
from annotator.formats.manifest import is_manifest, manifest_path

FACTS = Facts(
    "News", "submitted", {"span": ["ORG", "GPE"], "relation": ["owns"], "document": []}, "2026-01-02T03:04:05+00:00"
)


def records() -> list[DocumentRecord]:
    spans = [
        SpanRecord("1", ((0, 3),), "ORG"),
        SpanRecord("2", ((4, 8), (9, 13)), "ORG"),
        SpanRecord("3", ((9, 13),), "GPE"),
    ]
    one = SetRecord("Ana", state="submitted", spans=spans, relations=[RelationRecord("4", "1", "2", "owns")])
    model = SetRecord("news", "model", "1.0", state="suggested", spans=spans[:1])
    return [
        DocumentRecord("a", "Vik Labs owns é.", sets=[model, one], tokenizer="news"),
        DocumentRecord("b", "Nothing.", sets=[SetRecord("Ana", state="submitted")]),
    ]


def test_a_manifest_stands_beside_the_export(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    tally = export_file(records(), FORMATS["prodigy_jsonl"], out, FACTS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "out.jsonl.manifest.json"]
    value = json.loads(manifest_path(out).read_text(encoding="utf-8"))
    data = out.read_bytes()
    assert value["file"] == {"name": "out.jsonl", "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    texts = b"".join(hashlib.sha256(record.text.encode()).digest() for record in records())
    assert value["counts"] == {
        "documents": 2,
        "sets": 3,
        "spans": 4,
        "relations": 1,
        "spans_by_label": {"GPE": 1, "ORG": 3},
        "relations_by_label": {"owns": 1},
        "documents_by_label": {},
        "states": {"submitted": 2, "suggested": 1},
        "empty": 1,
        "authors": {"person": 1, "model": 1, "gold": 0},
        "texts_sha256": hashlib.sha256(texts).hexdigest(),
    }
    assert value["counts"] == tally.as_json()
    assert (value["format"], value["which"], value["project"], value["at"]) == (
        "prodigy_jsonl",
        "submitted",
        "News",
        FACTS.at,
    )
    assert value["scheme"] == FACTS.scheme
    assert [(one["name"], one["text"]) for one in value["documents"]] == [
        (record.name, hashlib.sha256(record.text.encode()).hexdigest()[:16]) for record in records()
    ]
    assert value["versions"]["pipelines"] == ["news", "news 1.0"]
    assert set(value["versions"]) == {"annotator", "python", "pipelines"}
    (words,) = value["simplified"]
    assert words.startswith("a: 1 span of several fragments: written from first to last fragment")
    assert [(one["kind"], one["count"], one["kept_beside"]) for one in value["lost"]] == [("discontinuous", 1, True)]
    assert value["lost"][0]["places"] == [{"document": "a", "author": "Ana", "item": "2", "start": 4, "end": 13}]
    assert [finding.place for finding in tally.findings] == ["a"]
    assert is_manifest(manifest_path(out))


def test_the_version_of_our_own_format_is_named(tmp_path: Path) -> None:
    export_file(records(), FORMATS["jsonl"], tmp_path / "out", FACTS)
    assert json.loads((tmp_path / "out.manifest.json").read_text())["format"] == "annotator-jsonl/1"


def test_nothing_is_written_for_no_document_or_when_only_asked(tmp_path: Path) -> None:
    assert export_file([], FORMATS["jsonl"], tmp_path / "out", FACTS).documents == 0
    assert count(records(), FORMATS["jsonl"]).documents == 2
    assert list(tmp_path.iterdir()) == []


def test_a_span_off_its_text_leaves_no_file(tmp_path: Path) -> None:
    broken = DocumentRecord("c", "x", sets=[SetRecord("Ana", spans=[SpanRecord("1", ((0, 5),), "ORG")])])
    with pytest.raises(ExportError, match="c, Ana, ORG at 0–5"):
        export_file([*records(), broken], FORMATS["jsonl"], tmp_path / "out", FACTS)
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    steps = export_steps(records(), FORMATS["jsonl"], tmp_path / "out", FACTS)
    assert next(steps).documents == 1
    assert [path.name for path in tmp_path.iterdir()] != ["out"]
    steps.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_replaced_only_when_allowed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("old")
    with pytest.raises(ExportError, match="already there"):
        export_file(records(), FORMATS["jsonl"], out, FACTS)
    assert out.read_text() == "old"
    export_file(records(), FORMATS["jsonl"], out, FACTS, force=True)
    assert out.read_text(encoding="utf-8").count("\n") == 2


def test_an_export_that_would_lose_something_stops_when_asked_to(tmp_path: Path) -> None:
    with pytest.raises(LossyExport, match="1 span of several fragments") as caught:
        export_file(records(), FORMATS["prodigy_jsonl"], tmp_path / "out", FACTS, on_loss="stop")
    assert caught.value.losses.counts == {"discontinuous": 1}
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_can_be_left_out(tmp_path: Path) -> None:
    tally = export_file(records(), FORMATS["prodigy_jsonl"], tmp_path / "out", FACTS, on_loss="drop")
    assert tally.losses.counts == {"discontinuous": 1, "relation_ends": 1}
    assert tally.spans == {"ORG": 2, "GPE": 1}
    assert all(finding.lost for finding in tally.findings)
