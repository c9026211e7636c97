"""Prodigy's files as they are: old and new, manual and binary, of one person and of several."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.core.records import DocumentRecord
from annotator.formats import prodigy_jsonl
from tests.formats.conftest import Said

File = Callable[[str, bytes | str], Path]
TEXT = "😀 Vik Labs owns Ostra AB."  # tokens: 😀 0, Vik 1, Labs 2, owns 3, Ostra 4, AB 5, . 6
PLACES = [(0, 1), (2, 5), (6, 10), (11, 15), (16, 21), (22, 24), (24, 25)]
VIK = {"start": 2, "end": 10, "token_start": 1, "token_end": 2, "label": "ORG"}
OSTRA = {"start": 16, "end": 24, "token_start": 4, "token_end": 5, "label": "ORG"}


def tokens(*, ws: bool = True) -> list[dict[str, Any]]:
    found = [{"text": TEXT[a:b], "start": a, "end": b, "id": n} for n, (a, b) in enumerate(PLACES)]
    return [token | ({"ws": TEXT[token["end"] : token["end"] + 1] == " "} if ws else {}) for token in found]


def line(**fields: Any) -> dict[str, Any]:
    return {"text": TEXT, "_input_hash": 1, "_task_hash": 2, "tokens": tokens(), "answer": "accept"} | fields


@pytest.fixture
def read(file: File, said: Said) -> Callable[..., list[DocumentRecord]]:
    def read_lines(*lines: dict[str, Any]) -> list[DocumentRecord]:
        content = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
        return list(prodigy_jsonl.read(file("news.jsonl", content), said))

    return read_lines


Read = Callable[..., list[DocumentRecord]]


def spans_of(record: DocumentRecord, place: int = 0) -> list[tuple[str, str]]:
    return [(" … ".join(record.text[a:b] for a, b in span.fragments), span.label) for span in record.sets[place].spans]


def test_an_old_file_without_ws_and_without_spans(read: Read, said: Said) -> None:
    old = line(tokens=tokens(ws=False), meta={"section": "news"}, spans=[VIK])
    empty = {"text": "Nothing here.", "answer": "accept"}
    first, second = read(old, empty)
    assert spans_of(first) == [("Vik Labs", "ORG")]
    assert first.tokens == PLACES
    assert first.meta == {"section": "news"}
    assert (first.name, second.name) == ("news-1", "news-2")
    assert [one.state for one in second.sets] == ["submitted"], "looked at, and truly empty"
    assert second.sets[0].spans == []
    assert said.findings == []


def test_what_was_not_looked_at_has_no_set(read: Read) -> None:
    (record,) = read({"text": TEXT, "tokens": tokens(), "meta": {}})
    assert record.sets == []
    assert record.tokens == PLACES


def test_spans_without_an_answer_are_work_in_progress(read: Read) -> None:
    (record,) = read({"text": TEXT, "spans": [VIK]})
    assert record.sets[0].state == "in progress"


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ("accept", "submitted", ""),
        ("reject", "set aside", "other: rejected"),
        ("ignore", "set aside", "other: ignored"),
    ],
)
def test_answers_about_a_whole_text(answer: str, state: str, reason: str, read: Read) -> None:
    (record,) = read(line(answer=answer, spans=[VIK], _view_id="ner_manual", _is_binary=False))
    one = record.sets[0]
    assert (one.state, one.reason, len(one.spans), one.rejections) == (state, reason, 1, [])


def test_relations_by_the_spans_they_name(read: Read, said: Said) -> None:
    owns = {"head": 2, "child": 5, "head_span": VIK, "child_span": OSTRA, "label": "owns", "color": "#fff"}
    inner = {"start": 2, "end": 5, "token_start": 1, "token_end": 1, "label": "PERSON"}
    (record,) = read(line(spans=[VIK, inner, OSTRA], relations=[owns, owns | {"label": "part of"}]))
    one = record.sets[0]
    ids = {span.id: span.label + str(span.fragments[0][0]) for span in one.spans}
    assert [(ids[r.head], r.label, ids[r.tail]) for r in one.relations] == [
        ("ORG2", "owns", "ORG16"),
        ("ORG2", "part of", "ORG16"),
    ]
    assert said.findings == []


def test_relations_by_the_last_token_alone(read: Read) -> None:
    (record,) = read(line(spans=[VIK, OSTRA], relations=[{"head": 5, "child": 2, "label": "owned by"}]))
    one = record.sets[0]
    assert (one.relations[0].head, one.relations[0].tail) == (one.spans[1].id, one.spans[0].id)


def test_the_label_tells_two_spans_of_one_place_apart(read: Read) -> None:
    both = [VIK | {"label": "PERSON"}, VIK, OSTRA]
    relation = {"head": 2, "child": 5, "head_span": VIK, "child_span": OSTRA, "label": "owns"}
    (record,) = read(line(spans=both, relations=[relation]))
    assert record.sets[0].relations[0].head == record.sets[0].spans[1].id


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        ({"head": 3, "child": 5, "label": "owns"}, '"head" is no span of this line'),
        ({"head": 2, "child": 99, "label": "owns"}, '"child" is no span of this line'),
        ({"head": 2, "child": 5, "label": None}, '"label" is no text'),
        ({"head": True, "child": 5, "label": "owns"}, '"head" is no span'),
        (["head"], "it is no object"),
    ],
)
def test_a_relation_to_a_missing_span_is_left_out(relation: Any, reason: str, read: Read, said: Said) -> None:
    (record,) = read(line(spans=[VIK, OSTRA], relations=[relation]))
    assert len(record.sets[0].spans) == 2
    assert record.sets[0].relations == []
    assert len(said.lost) == 1
    assert said.lost[0].startswith("news.jsonl, line 1: Relation 1 was left out: ")
    assert reason in said.lost[0]


@pytest.mark.parametrize(
    "span",
    [{"start": 2}, {"start": 2, "end": "10", "label": "ORG"}, {"start": 2, "end": 10}, VIK | {"label": None}, 7],
)
def test_a_broken_span_is_left_out(span: Any, read: Read, said: Said) -> None:
    (record,) = read(line(spans=[span, OSTRA]))
    assert spans_of(record) == [("Ostra AB", "ORG")]
    assert len(said.lost) == 1
    assert said.lost[0].startswith("news.jsonl, line 1: Span 1 was left out: ")


def test_sessions_are_authors_wherever_their_lines_stand(read: Read) -> None:
    other = {"text": "Between.", "answer": "accept", "_session_id": "news-ana"}
    records = read(
        line(spans=[VIK], _session_id="news-ana"),
        other,
        line(spans=[VIK, OSTRA], _session_id="news-ben", _annotator_id="ben"),
    )
    assert [record.text for record in records] == [TEXT, "Between."]
    assert [(one.author, len(one.spans)) for one in records[0].sets] == [("news-ana", 1), ("ben", 2)]


def test_binary_answers_gather_in_one_set(read: Read, said: Said) -> None:
    def asked(span: dict[str, Any], answer: str) -> dict[str, Any]:
        return line(spans=[span], answer=answer, _is_binary=True, _session_id="ana")

    (record,) = read(asked(VIK, "accept"), asked(OSTRA, "reject"), asked(OSTRA, "ignore"), asked(VIK, "accept"))
    (one,) = record.sets
    assert spans_of(record) == [("Vik Labs", "ORG")]
    assert one.rejections == ["ORG|16-24"]
    assert one.state == "in progress", "single answers do not say that the text is done"
    assert said.findings == []


def test_each_span_may_have_its_own_answer_and_the_label_may_stand_outside(read: Read) -> None:
    spans = [VIK | {"answer": "accept"}, OSTRA | {"answer": "reject"}]
    (record,) = read(line(spans=spans, label="ORG", answer="accept"))
    assert spans_of(record) == [("Vik Labs", "ORG")]
    (record,) = read(line(spans=[{"start": 2, "end": 10}], label="BRAND"))
    assert spans_of(record) == [("Vik Labs", "BRAND")]


def test_choices_and_classifications_label_the_document(read: Read, said: Said) -> None:
    choice = {"text": "A goal.", "options": [{"id": "sport", "text": "Sport"}], "accept": ["sport"], "answer": "accept"}
    first, second = read(choice, {"text": "A deal.", "label": "business", "answer": "accept"})
    assert (first.sets[0].labels, first.sets[0].state) == (["sport"], "in progress")
    assert second.sets[0].labels == ["business"]
    (third,) = read({"text": "A match.", "label": "business", "answer": "reject"})
    assert third.sets[0].labels == []
    assert 'not "business" cannot be kept' in said.lost[0]


def test_choices_about_spans_stay_in_the_metadata(read: Read, said: Said) -> None:
    linking = line(
        spans=[VIK | {"score": 1, "source": "web"}], options=[{"id": "Q1"}], accept=["Q1"], _view_id="choice"
    )
    (record,) = read(linking)
    assert record.meta == {"options": [{"id": "Q1"}], "accept": ["Q1"]}
    assert record.sets[0].labels == []
    assert record.sets[0].spans[0].score == 1.0
    assert said.noted == [
        "news.jsonl, line 1: These fields are not read, but kept with the document's metadata: accept, options."
    ]


def test_fields_nobody_knows_are_kept_and_said_once(read: Read, said: Said) -> None:
    records = read(line(html="<b>", entities=[[0, 1, "X"]]), {"text": "Other.", "html": "<i>", "label": [[0, 1, "X"]]})
    assert records[0].meta == {"html": "<b>", "entities": [[0, 1, "X"]]}
    assert records[1].meta == {"html": "<i>", "label": [[0, 1, "X"]]}
    assert [text.rpartition(": ")[2] for text in said.noted] == ["entities, html.", "html, label."]


def test_words_that_are_not_at_the_offsets_are_kept_for_the_import_to_compare(read: Read) -> None:
    (record,) = read(line(spans=[VIK | {"text": "Vik Labz"}]))
    assert record.sets[0].spans[0].surface == "Vik Labz"


@pytest.mark.parametrize("broken", [[{"start": 5, "end": 2}], [{"start": 0, "end": 99}], ["Vik"], tokens()[::-1]])
def test_broken_tokens_are_left_out(broken: Any, read: Read, said: Said) -> None:
    (record,) = read(line(tokens=broken, spans=[VIK]))
    assert record.tokens is None
    assert spans_of(record) == [("Vik Labs", "ORG")]
    assert "tokens" in said.noted[0]


def test_lines_that_are_no_examples_are_left_out(file: File, said: Said) -> None:
    content = '{"text": ""}\n{"html": "x"}\n{"text": 5}\nno json\n{"text": "Good.", "spans": {"a": 1}, "meta": "m"}\n'
    (record,) = prodigy_jsonl.read(file("news.jsonl", content), said)
    assert (record.name, record.text) == ("news-5", "Good.")
    assert [text.partition(": ")[0] for text in said.lost] == [
        *(f"news.jsonl, line {number}" for number in (1, 2, 3, 4, 5, 5))
    ]


def test_sniffing() -> None:
    assert "answer" in prodigy_jsonl.sniff(json.dumps(line()))
    assert prodigy_jsonl.sniff('{"text": "bare"}\n{"text": "more"}')
    assert not prodigy_jsonl.sniff('{"words": ["a"]}')
    assert not prodigy_jsonl.sniff('"text" is a word')


def test_a_document_waits_for_its_last_line_and_no_longer(file: File, said: Said) -> None:
    lines = [
        '{"text": "A \\u00e9", "answer": "accept", "_session_id": "ana"}',
        '{"answer": "accept", "text": "B", "_session_id": "ana"}',
        '{"text": "A é", "answer": "accept", "_session_id": "ben"}',
        '{"text": "C \\ud83d", "answer": "accept"}',
        '{"text": "B", "answer": "accept", "_session_id": "ben"}',
        '{"text": "C \ufffd", "answer": "accept"}',
        "[1]",
    ]
    records = prodigy_jsonl.read(file("news.jsonl", "\n".join(lines)), said)
    first = next(records)
    assert ([one.author for one in first.sets], said.findings) == (["ana", "ben"], []), "line 4 was not looked at yet"
    assert [record.text for record in records] == ["B", "C \ufffd"]
