"""WebAnno TSV: what exactly is written, and what INCEpTION's own files say."""

from collections.abc import Callable
from pathlib import Path

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS
from tests.formats.test_round_trips import read, written

File = Callable[[str, bytes | str], Path]
FORM = FORMATS["webanno_tsv"]


def test_what_is_written(tmp_path: Path) -> None:
    text = "Ana 😀 Zeman\nof Brno."
    spans = [SpanRecord("a", ((0, 11),), "P_*", note="why|?"), SpanRecord("b", ((15, 19),), "G", {"n": 1})]
    one = SetRecord(state="submitted", spans=spans, relations=[RelationRecord("r", "a", "b", "of")])
    out = written([DocumentRecord("d", text, sets=[one])], FORM, tmp_path, "out")
    assert (out / "d.tsv").read_text(encoding="utf-8").split("\n")[5:] == [
        "#Text=Ana 😀 Zeman",
        "#Text=",
        "1-1\t0-3\tAna\tP\\_\\*[1]\twhy\\|?[1]\t*[1]\t_\t_\t_\t_\t",
        "1-2\t4-6\t😀\tP\\_\\*[1]\twhy\\|?[1]\t*[1]\t_\t_\t_\t_\t",
        "1-3\t7-12\tZeman\tP\\_\\*[1]\twhy\\|?[1]\t*[1]\t_\t_\t_\t_\t",
        "",
        "#Text=of Brno.",
        "2-1\t13-15\tof\t_\t_\t_\t_\t_\t_\t_\t",
        '2-2\t16-20\tBrno\tG[2]\t*[2]\t{"attributes":{"n":1}}[2]\tof\t*\t*\t1-1[1\\_2]\t'.replace("\\_2]\t", "_2]\t"),
        "2-3\t20-21\t.\t_\t_\t_\t_\t_\t_\t_\t",
        "",
        "",
    ]


def test_layers_of_others(samples: Path) -> None:
    """Stacked annotations, relations with several features, slots, chains, tabs, line ends and signs of two units."""

    def one_of(name: str) -> tuple[DocumentRecord, list[tuple[str, str]], list[str]]:
        (record,), _ = read(samples / "inception-tsv3" / "tsv3-suite" / name / "reference.tsv", FORM)
        (one,) = record.sets
        spans = [(record.text[slice(*span.fragments[0])], span.label) for span in one.spans]
        return record, spans, [tie.label for tie in one.relations]

    assert one_of("testSentenceWithEmoji")[1] == [("😊", "Span")]
    assert one_of("testSentenceWithLineBreak")[0].text == "This is\na test ."
    assert one_of("testSentenceWithTab")[0].text == "This is\ta test ."
    stacked = one_of("testStackedNonMultiTokenRelationWithMultipleFeatureValues")
    assert stacked[1:] == ([("This is", "Span"), ("a test", "Span")], ["nsubj", "obj"])
    assert one_of("testSimpleSlotFeature")[2] == ["p1", "p2"]
    assert one_of("testSimpleChain")[2] == ["coreference", "coreference"]
    nested = one_of("testSubMultiTokenSpanWithFeatureValue")[1]
    assert {("aaaaaa bbbbbb", "2"), ("aaa bbbbbb ccc", "9"), ("bbbb", "4"), ("bb", "3")} <= set(nested)
    assert one_of("testCrossSentenceSpanWithFeatureValue")[1]


def test_broken_lines_are_named(file: File) -> None:
    content = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Y|value\n\n#Text=a b\n1-1\t0-1\ta\tL\t\nno row\n1-2\t2-3\tX\t_\t\n"
    (record,), said = read(file("a.tsv", content), FORM)
    assert record.text == "a b\nX"
    assert any(one.lost and one.place == "a.tsv, line 6" for one in said)
