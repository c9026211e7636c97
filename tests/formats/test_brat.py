"""brat: events are relations from their trigger, equivalences and normalisations come again, unknown lines stay."""

from pathlib import Path

import pytest

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS, UnreadableFile, detect
from tests.formats.conftest import Said
from tests.formats.test_round_trips import content, read, written

TEXT = "Żubr 😀 Labs bought\r\nOstra and sold it."
ANN = """T1\tORG 0 4;7 11\tŻubr Labs
T2\tORG 20 25\tOstra
T7\tBuy 12 18\tbought
T8\tSell 30 34\tsold
E2\tBuy:T7 Agent:T1 Theme:T2 Theme2:E9
E9\tSell:T8\x20
R4\towns Arg1:T1 Arg2:T2\t
*\tEquiv T1 T2 T8
A1\tSure E2
M2\tMood T2 high
N1\tReference T2 Wikidata:Q42\tDouglas Adams
#1\tAnnotatorNotes T2\tA note\twith a tab
#2\tOther T2\tkept as it is
Z1\tsomething else
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.ann").write_bytes(ANN.encode())
    return tmp_path


def relations(record: DocumentRecord) -> list[tuple[str, str, str]]:
    names = {span.id: record.text[span.fragments[0][0] : span.fragments[-1][1]] for span in record.sets[0].spans}
    return [(names[one.head], one.label, names[one.tail]) for one in record.sets[0].relations]


def test_everything_is_read(folder: Path) -> None:
    (record,), said = read(folder, FORMATS["brat"])
    spans = {span.id: span for span in record.sets[0].spans}
    assert spans["T1"].fragments == ((0, 4), (7, 11))
    assert spans["T2"].attributes == {"Mood": "high", "Reference": "Wikidata:Q42 Douglas Adams"}
    assert spans["T2"].note == "A note\twith a tab"
    assert spans["T7"].attributes == {"event": "E2", "Sure": True}
    whole = "Żubr 😀 Labs"
    assert sorted(relations(record)) == sorted(
        [
            *(("bought", "Agent", whole), ("bought", "Theme", "Ostra"), ("bought", "Theme", "sold")),
            *((whole, "owns", "Ostra"), (whole, "Equiv", "Ostra"), ("Ostra", "Equiv", "sold")),
        ]
    )
    assert record.meta == {"brat": ["#2\tOther T2\tkept as it is", "Z1\tsomething else"]}
    assert [one.lost for one in said] == [False]


def test_it_is_written_again(folder: Path, tmp_path: Path) -> None:
    records, _ = read(folder, FORMATS["brat"])
    (tmp_path / "x").mkdir()
    out = written(records, FORMATS["brat"], tmp_path / "x", "out")
    lines = (out / "a.ann").read_text(encoding="utf-8").split("\n")
    for line in (
        "T1\tORG 0 4;7 11\tŻubr Labs",
        "E2\tBuy:T2 Agent:T1 Theme:T3 Theme2:E9",
        "E9\tSell:T4",
        "R1\towns Arg1:T1 Arg2:T3\t",
        "*\tEquiv T1 T3 T4",
        "A1\tSure T2",
        "A2\tMood T3 high",
        "N1\tReference T3 Wikidata:Q42\tDouglas Adams",
        "#1\tAnnotatorNotes T3\tA note with a tab",
        "#2\tOther T2\tkept as it is",
        "Z1\tsomething else",
    ):
        assert line in lines
    assert (out / "a.txt").read_bytes() == TEXT.encode()
    conf = (out / "annotation.conf").read_text(encoding="utf-8")
    assert "[events]\nBuy\tAgent*:<ANY>, Theme*:<ANY>\nSell\n" in conf
    assert "Mood\tArg:<ANY>, Value:high\nSure\tArg:<ANY>\n" in conf
    again, _ = read(out, FORMATS["brat"])
    (tmp_path / "y").mkdir()
    assert content(written(again, FORMATS["brat"], tmp_path / "y", "out")) == content(out)


def test_line_ends_inside_a_span_are_left_out_and_come_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Ana\r\n\tBrno")
    (tmp_path / "a.ann").write_bytes(b"T1\tORG 0 3;6 10\tAna Brno\n")
    (record,), _ = read(tmp_path, FORMATS["brat"])
    assert record.sets[0].spans[0].fragments == ((0, 10),)


def test_what_is_broken_is_named(folder: Path) -> None:
    bad = "T9\tORG 5\tx\nR9\towns Arg1:T1 Arg2:T99\t\nT1\tORG 0 4\tŻubr\nA9\nT5\tORG 0 4\tŻXbr\n"
    bad += "E7\tBuy:T99\nA8\tSure T77\n"
    (folder / "a.ann").write_bytes((ANN + bad).encode())
    (record,), said = read(folder, FORMATS["brat"])
    lost = [one.text for one in said if one.lost]
    assert len(lost) == 6
    assert next(one for one in record.sets[0].spans if one.id == "T5").surface == "ŻXbr", "the import compares it"
    assert all(
        one.place.startswith("a.ann, line 1") or one.place.startswith("a.ann, line 2") for one in said if one.lost
    )


def test_annotations_without_their_text(tmp_path: Path) -> None:
    path = tmp_path / "b.ann"
    path.write_text("T1\tORG 0 4\tŻubr\n", encoding="utf-8")
    assert detect(path)[0].id == "brat"
    said: list[Finding] = []
    with pytest.raises(UnreadableFile, match=r"b\.txt, must stand beside it"):
        list(FORMATS["brat"].read(path, said.append))  # type: ignore[misc]


def test_a_text_alone_in_a_folder_of_brat_is_a_document_without_work(tmp_path: Path, said: Said) -> None:
    (tmp_path / "c.txt").write_text("Text.")
    (tmp_path / "c.ann").write_text("")
    (record,), _ = read(tmp_path, FORMATS["brat"])
    assert (record.text, record.sets) == ("Text.", [])
