"""What a format cannot hold: each kind is found with its place, simplified by its rule, or left out."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.core.records import (
    CommentRecord,
    DocumentRecord,
    IntendedRecord,
    RelationRecord,
    SetRecord,
    SpanRecord,
    VerdictRecord,
)
from annotator.formats.fitting import fitted, longest
from annotator.formats.holds import EVERYTHING, NO, OURS, Holds
from annotator.formats.loss import ON_LOSS, RULES, Losses, OnLoss

TEXT = "Ana Zeman of  Brno-West\nand x"


def record(*spans: SpanRecord, **fields: Any) -> DocumentRecord:
    one = SetRecord("Ana", state="submitted", spans=list(spans), relations=fields.pop("relations", []))
    return DocumentRecord("d", TEXT, sets=[one], **fields)


def span(name: str, *places: tuple[int, int], **fields: Any) -> SpanRecord:
    return SpanRecord(name, places, fields.pop("label", "P"), **fields)


CASES: dict[str, tuple[DocumentRecord, Holds, int, list[Any], list[Any]]] = {
    "discontinuous": (record(span("a", (0, 3), (10, 12))), EVERYTHING._replace(discontinuous=NO), 1, [((0, 12),)], []),
    "white_space": (record(span("a", (9, 18))), EVERYTHING._replace(white_space=NO), 1, [((10, 18),)], []),
    "blank": (record(span("a", (12, 14))), EVERYTHING._replace(white_space=NO), 1, [], []),
    "off_tokens": (record(span("a", (0, 2))), EVERYTHING._replace(off_tokens=NO), 1, [((0, 2),)], []),
    "nested": (
        record(span("a", (0, 3)), span("b", (0, 9)), span("c", (4, 12))),
        EVERYTHING._replace(nested=NO),
        2,
        [((0, 9),)],
        [((0, 9),)],
    ),
    "identical": (
        record(span("a", (0, 12)), span("b", (0, 3), (10, 12))),
        EVERYTHING._replace(discontinuous=NO),
        1,
        [((0, 12),)],
        [((0, 12),)],
    ),
}


@pytest.mark.parametrize("kind", CASES)
def test_spans(kind: str) -> None:
    whole, holds, count, simplified, dropped = CASES[kind]
    for on_loss, expected in (("simplify", simplified), ("drop", dropped)):
        chosen: OnLoss = "drop" if on_loss == "drop" else "simplify"
        (fit,), found = fitted(whole, holds, chosen)
        assert [one.fragments for one in fit.sets[0].spans] == expected
        if not (kind == "identical" and on_loss == "drop"):
            assert sum(one.kind == kind for one in found) == count
        assert all((one.document, one.author) == ("d", "Ana") for one in found)
    assert whole == CASES[kind][0], "the record itself stays"


def test_relations_follow_their_ends() -> None:
    ties = [RelationRecord("r", "a", "b", "of"), RelationRecord("s", "b", "c", "of")]
    spans = (span("a", (0, 3), (10, 12)), span("b", (0, 12)), span("c", (19, 23)))
    (fit,), found = fitted(record(*spans, relations=ties), EVERYTHING._replace(discontinuous=NO))
    kept = fit.sets[0].spans[0].id
    assert [(tie.head, tie.tail) for tie in fit.sets[0].relations] == [(kept, kept), (kept, "c")]
    (fit,), found = fitted(record(*spans, relations=ties), EVERYTHING._replace(discontinuous=NO), "drop")
    assert [tie.id for tie in fit.sets[0].relations] == ["s"]
    assert [(one.kind, one.item) for one in found] == [("discontinuous", "a"), ("relation_ends", "r")]


def test_several_authors_become_documents_or_one_is_kept() -> None:
    whole = record(span("a", (0, 3)))
    whole.sets += [SetRecord("Ben", state="submitted"), SetRecord("final version", "gold", state="final")]
    apart, found = fitted(whole, EVERYTHING._replace(authors=NO))
    assert [one.name for one in apart] == ["d (Ana)", "d (Ben)", "d (final version)"]
    assert [one.kind for one in found] == ["authors"]
    (only,), _ = fitted(whole, EVERYTHING._replace(authors=NO), "drop")
    assert [one.author for one in only.sets] == ["final version"]


@pytest.mark.parametrize("state", ["to do", "in progress", "sent back", "set aside", "draft", "suggested"])
def test_unfinished_work_is_said_or_left_out(state: str) -> None:
    whole = record()
    whole.sets[0].state = state
    (fit,), found = fitted(whole, EVERYTHING._replace(states=NO))
    assert ([one.state for one in fit.sets], [one.kind for one in found]) == ([state], ["states"])
    assert fitted(whole, EVERYTHING._replace(states=NO), "drop")[0] == []


def test_what_stands_beside() -> None:
    one = span("a", (0, 3), attributes={"k": 1}, note="n", unsure=True, label="a b")
    whole = record(one, meta={"x": 1, "brat": []}, comments=[CommentRecord("c", "Ana", "a", "Ben", "?", "t")])
    whole.verdicts = [VerdictRecord("Ben", "approve", "", [])]
    meant = [IntendedRecord("twice", "", "so be it")]
    whole.sets[0] = replace(whole.sets[0], labels=["deal"], rejections=["P|0-3"], intended=meant)
    bare = Holds(white_space=NO, keeps=("brat",), not_in_labels=r"\s", not_in_text="x", states="yes")
    (fit,), found = fitted(whole, bare)
    kinds = {"meta", "comments", "verdicts", "labels", "rejections", "intended", "attributes", "notes", "unsure"}
    assert {one.kind for one in found} == kinds | {"label_names", "signs"}
    kept = fit.sets[0].spans[0]
    assert (kept.label, kept.attributes, kept.note, kept.unsure) == ("a_b", {}, "", False)
    assert (fit.meta, fit.comments, fit.verdicts, fit.text[-1]) == ({"brat": []}, [], [], "\ufffd")


def test_lines_that_are_too_many_become_blanks() -> None:
    whole = DocumentRecord("d", "a\r\nb\nc\n")
    (fit,), found = fitted(whole, EVERYTHING._replace(paragraphs=2))
    assert fit.text == "a \nb c "
    assert [one.start for one in found] == [1, 4, 6]


def test_everything_fits_where_everything_is_held() -> None:
    whole = record(span("a", (0, 3), (10, 12)))
    assert fitted(whole, EVERYTHING) == ([whole], [])


def test_longest_of_those_that_share_text() -> None:
    spans = [span("a", (0, 5)), span("b", (5, 9)), span("c", (3, 9)), span("d", (0, 5), label="G"), span("e", (9, 10))]
    assert [one.id for one in longest(spans)] == ["c", "e"]


def test_every_kind_has_words_for_every_choice() -> None:
    for choice in ON_LOSS:
        for kind in RULES:
            losses = Losses(choice)
            (finding,) = losses.add(fitted(record(span("a", (0, 3), (10, 12))), Holds(discontinuous=OURS))[1][:1])
            assert finding.text.startswith("1 span of several fragments: ")
            losses.counts[kind] += 2
            losses.places.setdefault(kind, [])
            assert all(sentence.endswith(".") for sentence in losses.sentences())
            assert {one["kind"] for one in losses.as_json()} == {"discontinuous", kind}
