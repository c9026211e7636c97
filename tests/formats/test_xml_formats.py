"""BioC, PubTator, PubAnnotation and UIMA: what libraries of others find in our files, and odd files of others."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS, UnreadableFile
from annotator.formats.xml_tree import parse
from tests.formats.generated import essence
from tests.formats.test_round_trips import read, written

File = Callable[[str, bytes | str], Path]
TEXT = "😀 Ana & <Ben>\r\nof New\tYork."


def record(text: str = TEXT) -> DocumentRecord:
    spans = [SpanRecord("a", ((2, 5),), "P", {"mood": "high"}, "why?"), SpanRecord("b", ((18, 21), (22, 26)), "G")]
    one = SetRecord(state="submitted", spans=spans, relations=[RelationRecord("r", "a", "b", "of")])
    return DocumentRecord("d 1", text, sets=[one])


@pytest.mark.parametrize("form", ["bioc_xml", "bioc_json"])
def test_the_library_of_bioc_finds_the_same(form: str, tmp_path: Path) -> None:
    pytest.importorskip("bioc")
    from bioc import biocjson, biocxml

    out = written([record()], FORMATS[form], tmp_path, "out")
    with open(out, encoding="utf-8") as file:
        collection: Any = (biocxml if form == "bioc_xml" else biocjson).load(file)
    (passage,) = collection.documents[0].passages
    assert passage.text == TEXT
    first, second = passage.annotations
    assert (first.infons, first.text) == ({"type": "P", "mood": "high", "note": "why?"}, "Ana")
    assert [TEXT[at.offset : at.end] for at in second.locations] == ["New", "York"]
    (tie,) = passage.relations
    assert [(node.refid, node.role) for node in tie.nodes] == [("T1", "head"), ("T2", "tail")]


@pytest.mark.parametrize(("unit", "start", "length"), [("bytes", 5, 3), ("UTF-16", 3, 3), ("", 2, 3)])
def test_bioc_in_other_units_is_told_by_its_words(unit: str, start: int, length: int, file: File) -> None:
    annotation = {"id": "1", "infons": {"type": "P"}, "text": "Ana", "locations": [{"offset": start, "length": length}]}
    value = {"documents": [{"id": "d", "passages": [{"offset": 0, "text": "😀 Ana of", "annotations": [annotation]}]}]}
    (found,), said = read(file("a.json", json.dumps(value)), FORMATS["bioc_json"])
    assert found.sets[0].spans[0].fragments == ((2, 5),)
    assert [one.lost for one in said] == ([False] if unit else [])
    assert all(unit in one.text for one in said)


def test_bioc_with_shifted_offsets_trusts_the_words(file: File) -> None:
    annotation = {"id": "1", "infons": {}, "text": "Brno", "locations": [{"offset": 14, "length": 4}]}
    passages = [{"offset": 0, "text": "Ana."}, {"offset": 5, "text": "Ben of Brno.", "annotations": [annotation]}]
    (found,), said = read(file("a.json", json.dumps({"documents": [{"passages": passages}]})), FORMATS["bioc_json"])
    ((start, end),) = found.sets[0].spans[0].fragments
    assert (found.text, found.text[start:end]) == ("Ana.\nBen of Brno.", "Brno")
    assert ["was moved from" in one.text for one in said] == [True]


def test_the_library_of_uima_finds_the_same(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    out = written([record()], FORMATS["uima_xmi"], tmp_path, "out")
    with open(out / "TypeSystem.xml", "rb") as types, open(out / "d 1.xmi", "rb") as file:
        cas: Any = cassis.load_cas_from_xmi(file, typesystem=cassis.load_typesystem(types))
    assert cas.sofa_string == TEXT
    spans = cas.select("webanno.custom.Span")
    assert [(span.get_covered_text(), span.label) for span in spans] == [("Ana", "P"), ("New\tYork", "G")]
    (tie,) = cas.select("webanno.custom.Relation")
    assert (tie.Governor.xmiID, tie.Dependent.xmiID, tie.label) == (spans[0].xmiID, spans[1].xmiID, "of")
    assert [one.get_covered_text() for one in cas.select("Token")][:3] == ["😀", "Ana", "&"]


def test_xmi_and_tsv_of_one_document_say_the_same(samples: Path) -> None:
    """INCEpTION wrote both; where all annotations have a length and are no grammar, chains or slots, they are equal."""
    compared = 0
    for tsv in sorted((samples / "inception-tsv3" / "tsv3-suite").glob("*/reference.tsv")):
        if any(
            word in tsv.parent.name for word in ("Chain", "Slot", "slot", "Space", "space", "ZeroWidth", "ZeroLength")
        ):
            continue
        (one,), said = read(tsv, FORMATS["webanno_tsv"])
        (other,), more = read(tsv.with_suffix(".xmi"), FORMATS["uima_xmi"])
        if any(found.lost for found in (*said, *more)):
            continue
        places = [[(span.fragments) for span in found.sets[0].spans] if found.sets else [] for found in (one, other)]
        assert (tsv.parent.name, sorted(places[0])) == (tsv.parent.name, sorted(places[1]))
        compared += 1
    assert compared > 25


def test_pubtator(tmp_path: Path) -> None:
    bioc = pytest.importorskip("bioc.pubtator")
    one = record("Ana of\nNew\r\nYork. Ana")
    one.sets[0].spans = [SpanRecord("a", ((0, 3),), "P"), SpanRecord("b", ((7, 16),), "G")]
    out = written([one], FORMATS["pubtator"], tmp_path, "out")
    with open(out, encoding="utf-8", newline="") as file:
        (found,) = bioc.load(file)
    assert (found.title, found.abstract) == ("Ana of", "New  York. Ana")
    assert [(a.start, a.end, a.text, a.type) for a in found.annotations] == [
        (0, 3, "Ana", "P"),
        (7, 16, "New  York", "G"),
    ]
    assert [(r.type, r.id1, r.id2) for r in found.relations] == [("of", "T1", "T2")]


def test_pubtator_with_odd_white_space_in_a_mention(tmp_path: Path) -> None:
    one = SetRecord(state="submitted", spans=[SpanRecord("a", ((0, 3),), "P")])
    out = written([DocumentRecord("d", "\n\xa0Ana", sets=[one])], FORMATS["pubtator"], tmp_path, "o")
    (found,), _ = read(out, FORMATS["pubtator"])
    assert (found.text, found.sets[0].spans[0].surface) == ("\n\xa0Ana", "")


def test_pubtator_of_others(file: File) -> None:
    content = "1|t|Ana.\n1|a|Of Brno.\n1\t0\t3\tAna\tP\tC1|C2\n1\t8\t12\tBrnX\tG\t-1\n"
    content += "1\tof\tC2\tC9\n1\tof\tC2\tC1\t0.5\nodd\n\n"
    (found,), said = read(file("a.pubtator", content), FORMATS["pubtator"])
    assert [(span.attributes, span.surface) for span in found.sets[0].spans] == [({"kb_id": "C1|C2"}, ""), ({}, "BrnX")]
    assert len(found.sets[0].relations) == 1
    assert [one.place for one in said if one.lost] == ["a.pubtator, line 7", "a.pubtator, line 5"]


def test_pubannotation_of_others(file: File) -> None:
    value = {
        "text": "Ana of New York",
        "sourcedb": "x",
        "denotations": [
            {"id": "T1", "span": {"begin": 0, "end": 3}, "obj": "P"},
            {"id": "T2", "span": [{"begin": 7, "end": 10}, {"begin": 11, "end": 15}], "obj": "G"},
            {"id": "T3", "span": {"begin": 7, "end": 10}, "obj": "_FRAGMENT"},
            {"id": "T4", "span": {"begin": 12, "end": 15}, "obj": "G"},
            {"span": {"begin": 1.5, "end": 3}, "obj": None},
        ],
        "relations": [
            {"pred": "_lexicallyChainedTo", "subj": "T3", "obj": "T4"},
            {"pred": "of", "subj": "T1", "obj": "T3"},
        ],
        "modifications": [{"id": "M1", "pred": "Negation", "obj": "T1"}],
        "tracks": [{"project": "http://x/craft", "denotations": [{"span": {"begin": 0, "end": 3}, "obj": "no id"}]}],
    }
    (found,), said = read(file("a.json", json.dumps(value)), FORMATS["pubannotation_json"])
    own, track = found.sets
    assert [(span.fragments, span.attributes) for span in own.spans] == [
        (((0, 3),), {"Negation": True}),
        (((7, 10), (11, 15)), {}),
        (((7, 10), (12, 15)), {}),
    ]
    assert [(tie.head, tie.tail) for tie in own.relations] == [("T1", "T4")]
    assert (track.author, len(track.spans), found.meta) == ("craft", 1, {"sourcedb": "x"})
    assert [one.lost for one in said] == [True]


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><collection>&b;</collection>'


@pytest.mark.parametrize("data", [LAUGHS, LAUGHS.replace(b'"ha"', b'SYSTEM "file:///etc/hostname"')])
def test_entities_are_refused(data: bytes, file: File) -> None:
    with pytest.raises(UnreadableFile, match="has entities of its own"):
        parse(file("a.xml", data))


def test_a_document_type_alone_is_no_reason_to_refuse(tmp_path: Path) -> None:
    out = written([record()], FORMATS["bioc_xml"], tmp_path, "out")
    assert b"<!DOCTYPE collection SYSTEM" in out.read_bytes()
    (found,), _ = read(out, FORMATS["bioc_xml"])
    holds = FORMATS["bioc_xml"].holds
    assert essence(found, holds) == essence(record(), holds)
