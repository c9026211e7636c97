"""Our own format: nothing is lost, what is broken is named and the rest comes in, and the documentation is right."""

import io
import json
from collections.abc import Callable
from pathlib import Path
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
from annotator.core.review import is_approved
from annotator.formats import jsonl
from annotator.formats.writing import ExportError
from tests.core.exchange import Project
from tests.formats.conftest import Said

File = Callable[[str, bytes | str], Path]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "formats.md"


def lines_of(*records: DocumentRecord) -> str:
    out = io.StringIO()
    jsonl.write(records, out)
    return out.getvalue()


def everything() -> DocumentRecord:
    """A record in which every field says something."""
    text = "😀 Soren Labs\r\nof Utrecht, e\u0301tc.\u2028"
    model = SetRecord("news", "model", "1.2", "abc", "suggested")
    model.spans = [SpanRecord("m1", ((2, 12),), "ORG", score=0.0, surface="Soren Labs")]
    ana = SetRecord("Ana", "person", state="sent back", reason="look", at="2026-01-02T03:04:05+00:00", round=2)
    ana.spans = [
        SpanRecord("7", ((2, 12),), "ORG", {"zone": "", "certain": False, "n": 0}, "a note", True, "m1", "one by one"),
        SpanRecord("8", ((2, 7), (17, 24)), "GPE", surface="Soren … Utrecht"),
    ]
    ana.relations = [RelationRecord("9", "7", "8", "based in", {"since": 1999.5}, "n", True, score=1.0)]
    ana.labels, ana.rejections = ["deal"], ["GPE|2-7"]
    ana.intended = [
        IntendedRecord("marked elsewhere", "", "another Labs", "Ben", "t0", (8, 12)),
        IntendedRecord("twice", "8", "as agreed"),
    ]
    gold = SetRecord("final version", "gold", state="draft", base=[("7", "="), ("8", "0011223344556677")])
    record = DocumentRecord("deal", text, "en", {"source": "x", "n": 0, "none": None, "no": False}, [gold, ana, model])
    record.comments = [
        CommentRecord("c9", "Ana", "7", "Ben", "Why?", "t1", "", "open", 1, (2, 12), "Soren Labs ORG"),
        CommentRecord("c10", "Ana", "", "Ana", "Because.", "t2", "c9", "done"),
    ]
    record.verdicts = [VerdictRecord("Ben", "send back", "f" * 64, [("Ana", "e" * 64)], "t", True, "see comments")]
    record.tokens, record.tokenizer = [(0, 1), (2, 7)], "news"
    return record


def test_a_record_comes_back_as_it_was(file: File, said: Said) -> None:
    lines = lines_of(everything())
    (record,) = jsonl.read(file("a.jsonl", lines), said)
    assert said.findings == []
    assert lines_of(record) == lines
    assert record.meta == {"source": "x", "n": 0, "none": None, "no": False}
    assert [one.author for one in record.sets] == ["news", "Ana", "final version"]
    model, ana, gold = record.sets
    assert model.spans[0].score == 0.0
    assert ana.spans[0].attributes == {"zone": "", "certain": False, "n": 0}
    assert ana.spans[0].origin == model.spans[0].id
    assert ana.spans[1].fragments == ((2, 7), (17, 24))
    assert gold.base == [(ana.spans[0].id, "="), (ana.spans[1].id, "0011223344556677")]
    assert ana.intended[0] == IntendedRecord("marked elsewhere", "", "another Labs", "Ben", "t0", (8, 12))
    assert ana.intended[1] == IntendedRecord("twice", ana.spans[1].id, "as agreed")
    assert record.comments[0].item == ana.spans[0].id
    assert record.comments[1].reply_to == record.comments[0].id
    assert record.tokens == [(0, 1), (2, 7)]


def test_lines_are_utf_8_with_their_keys_in_order_and_one_line_each() -> None:
    lines = lines_of(everything(), DocumentRecord("empty", "x"))
    assert lines.count("\n") == 2
    first, second = (json.loads(line) for line in lines.split("\n")[:2])
    assert list(first) == [
        *("format", "name", "text", "language", "meta"),
        *("sets", "comments", "verdicts", "tokenizer", "tokens"),
    ]
    assert second == {"format": "annotator-jsonl/1", "name": "empty", "text": "x"}
    assert "😀" in lines


def test_offsets_count_code_points_with_emoji_line_ends_and_combining_marks() -> None:
    value = json.loads(lines_of(everything()))
    assert value["sets"][1]["spans"][1]["text"] == "Soren … Utrecht"
    for one in value["sets"]:
        for span in one.get("spans", ()):
            assert " … ".join(value["text"][a:b] for a, b in span["fragments"]) == span["text"]


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        (SpanRecord("s", ((3, 9),), "ORG"), "ORG at 3–9: not a place in a text of 5 characters"),
        (SpanRecord("s", ((2, 2),), "ORG"), "ORG at 2–2: not a place"),
        (SpanRecord("s", ((-1, 2),), "ORG"), "not a place"),
        (SpanRecord("s", ((2, 4), (3, 5)), "ORG"), "not a place"),
        (SpanRecord("s", (), "ORG"), "ORG at no place"),
        (SpanRecord("s", ((0, 3),), "ORG", surface="abx"), 'the text there is "abc" and not "abx"'),
    ],
)
def test_a_span_that_does_not_fit_fails_the_export_naming_the_place(span: SpanRecord, reason: str) -> None:
    record = DocumentRecord("deal", "abcde", sets=[SetRecord("Ana", spans=[span])])
    with pytest.raises(ExportError) as failed:
        lines_of(record)
    assert str(failed.value).startswith("deal, Ana, ORG at ")
    assert reason in str(failed.value)


def test_a_relation_without_an_end_fails_the_export() -> None:
    one = SetRecord("Ana", spans=[SpanRecord("s", ((0, 1),), "ORG")], relations=[RelationRecord("r", "s", "t", "owns")])
    with pytest.raises(ExportError, match="deal, Ana, owns: one end"):
        lines_of(DocumentRecord("deal", "abcde", sets=[one]))


def line(**fields: Any) -> str:
    return json.dumps({"format": jsonl.FORMAT, "name": "d", "text": "abcde"} | fields) + "\n"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (line(format="annotator-jsonl/9"), '"format" is not "annotator-jsonl/1"'),
        (line(text=None), '"text" is no text'),
        ('{"format": "annotator-jsonl/1", "name": "d"}\n', '"text" is missing'),
        (line(name=["d"]), '"name" is no text'),
        (line(meta=[]), '"meta" is no object'),
        (line(sets={}), '"sets" is no list'),
        (line(tokens=[[0, "x"]]), '"tokens" holds something else'),
    ],
)
def test_a_broken_document_is_left_out_and_the_others_come(broken: str, reason: str, file: File, said: Said) -> None:
    records = list(jsonl.read(file("a.jsonl", line(name="one") + broken + line(name="three")), said))
    assert [record.name for record in records] == ["one", "three"]
    assert len(said.lost) == 1
    assert said.lost[0].startswith("a.jsonl, line 2: ")
    assert reason in said.lost[0]


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        (3, "no object"),
        ({"id": "s", "label": "ORG", "fragments": []}, '"fragments" is empty'),
        ({"id": "s", "label": "ORG", "fragments": [[0, 1.5]]}, "pairs of offsets"),
        ({"id": "s", "label": "ORG", "fragments": [[False, True]]}, "pairs of offsets"),
        ({"id": "s", "label": "ORG", "fragments": [[0, 10**30]]}, "pairs of offsets"),
        ({"id": "s", "fragments": [[0, 1]]}, '"label" is missing'),
        ({"id": "s", "label": "ORG", "fragments": [[0, 1]], "score": "high"}, '"score" is no number'),
        ({"id": "s", "label": "ORG", "fragments": [[0, 1]], "unsure": "yes"}, '"unsure" is neither'),
        ({"id": "s", "label": "ORG", "fragments": [[0, 1]], "attributes": {"a": [1]}}, '"attributes" gives "a"'),
    ],
)
def test_a_broken_span_is_left_out_and_the_others_come(span: Any, reason: str, file: File, said: Said) -> None:
    good = {"id": "t", "label": "ORG", "fragments": [[0, 1]]}
    text = line(sets=[{"author": "Ana", "spans": [span, good]}])
    (record,) = jsonl.read(file("a.jsonl", text), said)
    assert [one.id for one in record.sets[0].spans] == ["t"]
    assert len(said.lost) == 1
    assert said.lost[0].startswith("a.jsonl, line 1: Number 1 of spans is broken (")
    assert reason in said.lost[0]


def test_a_score_that_json_makes_infinite_is_no_number(file: File, said: Said) -> None:
    text = line(sets=[{"author": "Ana", "spans": [{"id": "s", "label": "O", "fragments": [[0, 1]], "score": 1}]}])
    (record,) = jsonl.read(file("a.jsonl", text.replace('"score": 1', '"score": 1e999')), said)
    assert record.sets[0].spans == []
    assert len(said.lost) == 1


def example() -> str:
    """The example of docs/formats.md, as one line."""
    page = DOCS.read_text(encoding="utf-8")
    block = page.partition("<!-- example -->")[2].partition("```json\n")[2].partition("```")[0]
    return json.dumps(json.loads(block), ensure_ascii=False, separators=(",", ":")) + "\n"


def test_the_example_of_the_documentation_is_read_and_written_again(file: File, said: Said) -> None:
    project = Project()
    (record,) = jsonl.read(file("example.jsonl", example()), said)
    (document,) = project.take([record])
    assert said.findings == project.findings == []
    again = project.everything(document)
    again.tokens, again.tokenizer = record.tokens, record.tokenizer  # a session keeps them beside its rows
    assert lines_of(again) == example()
    assert is_approved(document, project.people)


def test_the_documentation_names_every_field(file: File, said: Said) -> None:
    page = DOCS.read_text(encoding="utf-8")
    described = page.partition("<!-- example -->")[0]

    def keys(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(keys, value))
        own = set(value) if isinstance(value, dict) else set()
        inner = [item for key, item in value.items() if key not in ("meta", "attributes")] if own else []
        return own.union(*map(keys, inner))

    for key in keys(json.loads(lines_of(everything()))):
        assert f"`{key}`" in described, key


def test_sniffing() -> None:
    assert jsonl.sniff(lines_of(everything()))
    assert not jsonl.sniff('{"text": "annotator-jsonl/1 is a format"}')
