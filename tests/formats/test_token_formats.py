"""Formats made of words: what exactly is written, what their own readers find, and what is read of foreign files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS, UnreadableFile
from tests.formats.test_round_trips import read, written

File = Callable[[str, bytes | str], Path]
TEXT = "Ana Zeman left.  She saw New York\r\nin May."


def record() -> DocumentRecord:
    place = {
        words: ((TEXT.index(words), TEXT.index(words) + len(words)),)
        for words in ("Ana Zeman", "Ana", "New York", "She")
    }
    spans = [SpanRecord(words, where, label) for (words, where), label in zip(place.items(), "PQGP", strict=True)]
    ties = [RelationRecord("1", "She", "New York", "saw"), RelationRecord("2", "Ana Zeman", "She", "coreference")]
    one = SetRecord(state="submitted", spans=sorted(spans, key=lambda span: span.fragments), relations=ties)
    return DocumentRecord("d", TEXT, sets=[one])


def out(form: str, folder: Path) -> str:
    return written([record()], FORMATS[form], folder, "out").read_text(encoding="utf-8")


def test_spert(tmp_path: Path) -> None:
    only, rest = json.loads(out("spert_json", tmp_path))
    assert (rest["tokens"], only["text"] + rest["text"]) == (["in", "May", "."], TEXT)
    words = {n: " ".join(only["tokens"][e["start"] : e["end"]]) for n, e in enumerate(only["entities"])}
    assert sorted(words.values()) == ["Ana", "Ana Zeman", "New York", "She"]
    assert [(words[r["head"]], r["type"], words[r["tail"]]) for r in only["relations"]] == [
        ("She", "saw", "New York"), ("Ana Zeman", "coreference", "She"),
    ]  # fmt: skip
    types = json.loads((tmp_path / "out.types.json").read_text())
    assert set(types["entities"]) == {"P", "Q", "G"}
    assert set(types["relations"]) == {"saw", "coreference"}


def test_spert_of_others_has_no_text(file: File) -> None:
    value = [
        {"tokens": ["Ana", "left"], "entities": [{"type": "P", "start": 0, "end": 1}], "relations": [], "orig_id": 5}
    ]
    value.append({"tokens": ["No"], "entities": [{"type": "P", "start": 0, "end": 4}], "relations": [1], "orig_id": 5})
    (found,), said = read(file("a.json", json.dumps(value)), FORMATS["spert_json"])
    assert (found.name, found.text) == ("5", "Ana left\nNo")
    assert [one.lost for one in said] == [True, True]


def test_dygie_counts_in_the_document_and_includes_the_last_word(tmp_path: Path) -> None:
    line = json.loads(out("dygie_jsonl", tmp_path))
    words = [word for sentence in line["sentences"] for word in sentence]
    ner = {(a, b, label) for sentence in line["ner"] for a, b, label in sentence}
    assert {(" ".join(words[a : b + 1]), label) for a, b, label in ner} == {
        ("Ana", "Q"), ("Ana Zeman", "P"), ("She", "P"), ("New York", "G"),
    }  # fmt: skip
    ((a, b, c, d, label),) = (tie for sentence in line["relations"] for tie in sentence if tie[4] == "saw")
    assert (words[a : b + 1], words[c : d + 1], label) == (["She"], ["New", "York"], "saw")
    per_sentence = {key: len(line[key]) for key in ("ner", "relations", "_text", "_ends")}
    assert set(per_sentence.values()) == {len(line["sentences"])}


def test_docred_has_one_thing_with_two_mentions(tmp_path: Path) -> None:
    (only,) = json.loads(out("docred_json", tmp_path))
    assert [[m["name"] for m in thing] for thing in only["vertexSet"]] == [["Ana Zeman", "She"], ["Ana"], ["New York"]]
    assert [(one["h"], one["r"], one["t"]) for one in only["labels"]] == [(0, "saw", 2)]
    assert [len(sentence) for sentence in only["sents"]] == [4, 4, 3]


def test_docred_of_others(file: File) -> None:
    mention = {"name": "A", "sent_id": 0, "pos": [0, 1], "type": "P"}
    value = [
        {
            "title": "t",
            "sents": [["A", "b"], ["C"]],
            "vertexSet": [[mention, mention | {"sent_id": 1}], [mention | {"pos": [1, 2]}]],
        }
    ]
    value[0]["labels"] = [{"h": 0, "t": 1, "r": "P17"}]
    (found,), said = read(file("a.json", json.dumps(value)), FORMATS["docred_json"])
    assert [tie.label for tie in found.sets[0].relations] == ["P17", "coreference"]
    assert said == []


def rows(form: str, folder: Path) -> list[dict[str, Any]]:
    if form == "hf_jsonl":
        return [json.loads(line) for line in out(form, folder).split("\n")[:-1]]
    parquet = pytest.importorskip("pyarrow.parquet")
    found: list[dict[str, Any]] = parquet.read_table(written([record()], FORMATS[form], folder, "out")).to_pylist()
    return found


@pytest.mark.parametrize("form", ["hf_jsonl", "hf_parquet"])
def test_rows_have_the_same_keys_and_a_tag_for_each_word(form: str, tmp_path: Path) -> None:
    found = rows(form, tmp_path)
    assert len({tuple(one) for one in found}) == 1
    assert all(len(one["tokens"]) == len(one["ner_tags"]) for one in found)
    assert found[0]["ner_tags"][:2] == ["B-P", "I-P"], "of nested entities the longer"
    assert {"type": "Q", "start": 0, "end": 1} in found[0]["entities"]


def test_rows_of_numbers_are_refused(file: File) -> None:
    (found,), said = read(file("a.jsonl", '{"tokens":["a","b"],"ner_tags":[0,1]}\n'), FORMATS["hf_jsonl"])
    assert (found.text, found.sets) == ("a b", [])
    assert [one.lost for one in said] == [True]


def test_a_table_that_is_none(file: File) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(UnreadableFile, match="no table of Parquet"):
        list(FORMATS["hf_parquet"].read(file("a.parquet", b"PAR1 and then nothing"), print))  # type: ignore[misc, arg-type]


def test_conllu_is_read_by_its_own_library(tmp_path: Path) -> None:
    conllu = pytest.importorskip("conllu")
    sentences = conllu.parse(out("conllu", tmp_path))
    assert [sentence.metadata["text"] for sentence in sentences] == ["Ana Zeman left.", "She saw New York", "in May."]
    assert [token["misc"] for token in sentences[0]] == [
        {"NE": "B-P"}, {"NE": "L-P"}, {"SpaceAfter": "No"}, {"SpacesAfter": "\\s\\s"},
    ]  # fmt: skip
    assert sentences[1][-1]["misc"] == {"NE": "L-G", "SpacesAfter": "\\r\\n"}


def test_conllu_of_others(file: File) -> None:
    rest = "\t_\t_\t_\t_\t_\t_\t_\t"
    content = f"# newdoc id = x\n# newpar\n# text = Im Haus.\n1-2\tIm{rest}_\n1\tIn{rest}_\n2\tdem{rest}_\n"
    content += f"3\tHaus{rest}NE=U-LOC|SpaceAfter=No\n3.1\tnull{rest}_\n4\t.{rest}_\n\n"
    content += f"# newpar\n1\tEnde{rest}_\n1\tx\n"
    (found,), said = read(file("a.conllu", content), FORMATS["conllu"])
    assert found.text == "Im Haus.\nEnde"
    assert [found.text[slice(*span.fragments[0])] for span in found.sets[0].spans] == ["Haus"]
    assert [one.place for one in said] == ["a.conllu, line 13"]
