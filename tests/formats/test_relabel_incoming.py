"""Labels of files under other names, or left out with what hangs on them."""

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats.relabel_incoming import SKIP, labels_of, relabelled


def record() -> DocumentRecord:
    spans = [SpanRecord("1", ((0, 3),), "PER"), SpanRecord("2", ((4, 6),), "ORG"), SpanRecord("3", ((7, 9),), "ORG")]
    relations = [RelationRecord("r", "1", "2", "works"), RelationRecord("q", "2", "3", "owns")]
    one = SetRecord("Ana", spans=spans, relations=relations, labels=["news", "wire"], rejections=["PER|0-3", "GPE|4-6"])
    return DocumentRecord("d", "Ana at Xy.", sets=[one])


def test_labels_are_counted() -> None:
    found = [(one.kind, one.name, one.times) for one in labels_of([record(), record()])]
    assert found[:4] == [("span", "ORG", 4), ("span", "PER", 2), ("relation", "owns", 2), ("relation", "works", 2)]
    assert found[4:] == [("document", "news", 2), ("document", "wire", 2)]


def test_a_label_gets_another_name_or_stays_out_with_its_relations() -> None:
    said: list[Finding] = []
    mapping = {("span", "PER"): SKIP, ("", "ORG"): "COMPANY", ("document", "wire"): "news"}
    ((one,),) = [found.sets for found in relabelled([record()], mapping, said.append)]
    assert [span.label for span in one.spans] == ["COMPANY", "COMPANY"]
    assert [relation.label for relation in one.relations] == ["owns"]
    assert (one.labels, one.rejections) == (["news"], ["GPE|4-6"])
    assert [finding.place for finding in said] == ["PER", "works"]
    assert said[0].text == "1 item with this label left out, as was asked."


def test_without_a_mapping_nothing_changes() -> None:
    assert list(relabelled([record()], {}, print)) == [record()]
