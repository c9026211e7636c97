"""Formats that are only read: what their files say, and broken ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.formats import FORMATS, UnreadableFile, detect
from tests.formats.test_round_trips import read

File = Callable[[str, bytes | str], Path]
UBIAI = [
    {
        "documentName": "a.txt",
        "document": "Ana saw New York.",
        "tokens": [
            {"text": "Ana", "start": 0, "end": 3, "token_start": 0, "token_end": 0, "entityLabel": "P"},
            {"text": "New York", "start": 8, "end": 16, "token_start": 2, "token_end": 3, "entityLabel": "G"},
        ],
        "relations": [{"head": 0, "child": 2, "relationLabel": "saw"}, {"head": 0, "child": 9, "relationLabel": "x"}],
    }
]
YEDDA = "[@Ana#P*] saw [@the [$New York#G*] Times#ORG*] & [@x."
GATE = """<?xml version='1.0' encoding='utf-8'?>
<GateDocument version="3"><GateDocumentFeatures><Feature><Name className="java.lang.String">source</Name>
<Value className="java.lang.String">made up</Value></Feature></GateDocumentFeatures>
<TextWithNodes><Node id="0"/>Ana<Node id="3"/> saw <Node id="8"/>Żubr &amp; 😀<Node id="16"/>.</TextWithNodes>
<AnnotationSet Name="Key"><Annotation Id="1" Type="P" StartNode="0" EndNode="3"><Feature><Name>mood</Name>
<Value>high</Value></Feature></Annotation><Annotation Id="2" Type="ORG" StartNode="8" EndNode="16"></Annotation>
<Annotation Id="3" Type="Token" StartNode="0" EndNode="3"/><Annotation Id="4" Type="P" StartNode="3" EndNode="99"/>
</AnnotationSet></GateDocument>
"""
EXAMPLES = {"ubiai_json": json.dumps(UBIAI), "yedda": YEDDA, "gate_xml": GATE}


@pytest.mark.parametrize("form", EXAMPLES)
def test_they_are_told_by_their_content(form: str, file: File) -> None:
    assert detect(file(f"a{FORMATS[form].suffixes[0]}", EXAMPLES[form]))[0].id == form


def test_ubiai(file: File) -> None:
    (record,), said = read(file("a.json", EXAMPLES["ubiai_json"]), FORMATS["ubiai_json"])
    (one,) = record.sets
    assert [(span.surface, span.label) for span in one.spans] == [("Ana", "P"), ("New York", "G")]
    assert [(tie.head, tie.label, tie.tail) for tie in one.relations] == [("s1", "saw", "s2")]
    assert [one.lost for one in said] == [True]


def test_yedda_nested_and_unclosed(file: File) -> None:
    (record,), said = read(file("a.ann", YEDDA), FORMATS["yedda"])
    assert record.text == "Ana saw the New York Times & [@x."
    found = [(record.text[slice(*span.fragments[0])], span.label) for span in record.sets[0].spans]
    assert found == [("Ana", "P"), ("the New York Times", "ORG"), ("New York", "G")]
    assert [one.lost for one in said] == [False]


def test_gate(file: File) -> None:
    (record,), said = read(file("a.xml", GATE), FORMATS["gate_xml"])
    (one,) = record.sets
    assert (record.text, one.author, record.meta) == ("Ana saw Żubr & 😀.", "Key", {"source": "made up"})
    assert [(record.text[slice(*span.fragments[0])], span.label, span.attributes) for span in one.spans] == [
        ("Ana", "P", {"mood": "high"}),
        ("Żubr & 😀", "ORG", {}),
    ]
    assert [one.lost for one in said] == [True, True]
    with pytest.raises(UnreadableFile, match="no document of GATE"):
        list(FORMATS["gate_xml"].read(file("b.xml", "<a/>"), print))  # type: ignore[misc, arg-type]
