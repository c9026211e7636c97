"""What goes out for Prodigy is exact to the token, and what does not fit is said."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.core.document import AnnotatedDocument
from annotator.core.records import CommentRecord, DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS, prodigy_jsonl
from annotator.formats.manifest import Tally
from annotator.formats.prodigy_writing import answer_of
from annotator.formats.writing import ExportError
from tests.core.exchange import Project
from tests.core.made import annotated
from tests.formats.conftest import Said

File = Callable[[str, bytes | str], Path]
TEXT = "😀 US-backed Vik Labs\r\nowns  e\u0301toile AB."


def lines_of(said: Said, *records: DocumentRecord) -> list[dict[str, Any]]:
    out = io.StringIO()
    tally = Tally()
    prodigy_jsonl.write(tally.passing(records, FORMATS["prodigy_jsonl"].holds), out, said)
    for finding in tally.findings:
        said(finding)
    return [json.loads(line) for line in out.getvalue().split("\n")[:-1]]


def place(words: str) -> tuple[tuple[int, int]]:
    return ((TEXT.index(words), TEXT.index(words) + len(words)),)


def made(**fields: Any) -> DocumentRecord:
    one = SetRecord("Ana", state="submitted", at="2026-01-02T03:04:05+00:00")
    one.spans = [
        SpanRecord("1", place("US"), "GPE"),
        SpanRecord("2", place("Vik Labs"), "ORG", {"zone": "north"}, "a note", True, score=0.5),
        SpanRecord("3", place("e\u0301toile AB"), "ORG"),
    ]
    one.relations = [RelationRecord("4", "2", "3", "owns", {"share": 51}), RelationRecord("5", "3", "2", "owned by")]
    return DocumentRecord("deal", TEXT, "en", {"source": "PMC-1-2"}, [one], **fields)


def check_line(line: dict[str, Any]) -> None:
    """Assert everything that readers of this format rely on."""
    text, tokens = line["text"], line["tokens"]
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == text
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    assert all(text[token["start"] : token["end"]] == token["text"] for token in tokens)
    for span in line.get("spans", ()):
        check_place(span, tokens)
        assert text[span["start"] : span["end"]] == span["text"]
    known = {(span["start"], span["end"], span["label"]) for span in line.get("spans", ())}
    for relation in line.get("relations", ()):
        for side in ("head", "child"):
            span = relation[f"{side}_span"]
            check_place(span, tokens)
            assert relation[side] == span["token_end"]
            assert (span["start"], span["end"], span["label"]) in known
    assert all(-(2**31) <= line[key] < 2**31 for key in ("_input_hash", "_task_hash"))


def check_place(span: dict[str, Any], tokens: list[dict[str, Any]]) -> None:
    assert tokens[span["token_start"]]["start"] == span["start"]
    assert tokens[span["token_end"]]["end"] == span["end"], "the last token is included"


def test_a_line_has_what_trainers_need(said: Said) -> None:
    (line,) = lines_of(said, made())
    check_line(line)
    assert [token["text"] for token in line["tokens"]][:5] == ["😀", "US", "-backed", "Vik", "Labs"]
    assert line["answer"] == "accept"
    assert line["_session_id"] == "Ana"
    assert line["_view_id"] == "relations"
    assert line["_timestamp"] == 1767323045
    assert line["meta"] == {"source": "PMC-1-2", "document": "deal", "author": "Ana", "state": "submitted"}
    head, child = (line["relations"][0][side] for side in ("head_span", "child_span"))
    assert (TEXT[head["start"] : head["end"]], TEXT[child["start"] : child["end"]]) == ("Vik Labs", "e\u0301toile AB")
    assert line["spans"][1]["note"] == "a note"
    assert said.findings == []


def test_tokens_of_the_pipeline_are_used(said: Said) -> None:
    words = [place(word)[0] for word in ("😀", "US-backed", "Vik Labs", "\r\n", "owns", "e\u0301toile", "AB", ".")]
    (line,) = lines_of(said, made(tokens=words, tokenizer="news"))
    check_line(line)
    assert [token["text"] for token in line["tokens"]] == [
        *("😀", "US", "-backed", "Vik Labs", "\r\n", "owns", " ", "e\u0301toile", "AB", "."),
    ]
    assert line["annotator"]["tokenizer"] == "news"


def test_metadata_of_the_same_name_is_not_overwritten(said: Said, file: File) -> None:
    record = made()
    record.meta = {"author": "Jane Austen", "document": 7}
    (line,) = lines_of(said, record)
    assert line["meta"] == {"author": "Jane Austen", "document": 7, "state": "submitted"}
    (back,) = prodigy_jsonl.read(file("p.jsonl", json.dumps(line)), said)
    assert (back.name, back.meta, back.sets[0].author) == ("deal", record.meta, "Ana")


def test_spans_of_several_fragments_are_simplified_and_that_is_said(said: Said, file: File) -> None:
    one = SetRecord("Ana", state="submitted", spans=[SpanRecord("1", ((2, 4), (13, 16)), "ORG")])
    (line,) = lines_of(said, DocumentRecord("deal", TEXT, sets=[one]))
    check_line(line)
    assert line["spans"][0]["text"] == "US-backed Vik "[:14]
    assert "first to their last" in line["meta"]["simplified"]
    (words,) = said.noted
    assert words.startswith("deal: 1 span of several fragments: written from first to last fragment (this program")
    (back,) = prodigy_jsonl.read(file("p.jsonl", json.dumps(line)), said)
    assert back.sets[0].spans[0].fragments == ((2, 4), (13, 16)), "we ourselves read them again"
    assert back.meta == {}


def test_fragments_of_a_span_that_was_moved_since_are_not_believed(said: Said, file: File) -> None:
    one = SetRecord("Ana", state="submitted", spans=[SpanRecord("1", ((2, 4), (13, 16)), "ORG")])
    (line,) = lines_of(said, DocumentRecord("deal", TEXT, sets=[one]))
    line["spans"][0]["end"] = 11
    (back,) = prodigy_jsonl.read(file("p.jsonl", json.dumps(line)), said)
    assert back.sets[0].spans[0].fragments == ((2, 11),)


@pytest.mark.parametrize(
    ("state", "reason", "answer"),
    [
        ("submitted", "", "accept"),
        ("in review", "", "accept"),
        ("approved", "", "accept"),
        ("final", "", "accept"),
        ("set aside", "off topic", "ignore"),
        ("set aside", "later", None),
        ("to do", "", None),
        ("in progress", "", None),
        ("sent back", "", None),
        ("draft", "", None),
        ("suggested", "", None),
    ],
)
def test_answers(state: str, reason: str, answer: str | None) -> None:
    assert answer_of(state, reason) == answer


def test_the_four_meanings_of_no_annotation_stay_apart(said: Said, file: File) -> None:
    records = [
        DocumentRecord("untouched", "A.", sets=[]),
        DocumentRecord("empty", "B.", sets=[SetRecord("Ana", state="submitted")]),
        DocumentRecord("aside", "C.", sets=[SetRecord("Ana", state="set aside", reason="broken text")]),
        DocumentRecord("begun", "D.", sets=[SetRecord("Ana", state="in progress")]),
    ]
    lines = lines_of(said, *records)
    assert [line.get("answer") for line in lines] == [None, "accept", "ignore", None]
    assert ["spans" in line for line in lines] == [False, True, True, False]
    back = list(prodigy_jsonl.read(file("p.jsonl", "".join(json.dumps(line) + "\n" for line in lines)), said))
    assert [[(one.author, one.state, one.reason) for one in record.sets] for record in back] == [
        [],
        [("Ana", "submitted", "")],
        [("Ana", "set aside", "broken text")],
        [("Ana", "in progress", "")],
    ]


def test_an_answer_given_since_wins(said: Said, file: File) -> None:
    (line,) = lines_of(said, DocumentRecord("begun", "D.", sets=[SetRecord("Ana", state="in progress")]))
    (back,) = prodigy_jsonl.read(file("p.jsonl", json.dumps(line | {"answer": "accept", "_session_id": "ben"})), said)
    assert [(one.author, one.state) for one in back.sets] == [("ben", "submitted")]


def test_models_and_final_versions_come_back_as_what_they_can_be(said: Said, file: File) -> None:
    span = SpanRecord("1", place("US"), "GPE")
    model = SetRecord("news", "model", "1.0", state="suggested", spans=[span])
    gold = SetRecord("final version", "gold", state="final", spans=[span])
    lines = lines_of(said, DocumentRecord("a", TEXT, sets=[model]), DocumentRecord("b", TEXT + "!", sets=[gold]))
    assert [line.get("answer") for line in lines] == [None, "accept"]
    assert [line["_session_id"] for line in lines] == [None, None]
    first, second = prodigy_jsonl.read(file("p.jsonl", "\n".join(map(json.dumps, lines))), said)
    assert [(one.author, one.kind, one.version, one.state) for one in first.sets] == [
        ("news", "model", "1.0", "suggested")
    ]
    assert [(one.author, one.kind, one.state) for one in second.sets] == [("", "person", "submitted")]


def test_comments_have_no_place_and_that_is_said(said: Said) -> None:
    record = made()
    record.comments = [CommentRecord("c", "Ana", "", "Ben", "Why?", "t")]
    lines_of(said, record)
    assert said.lost == ["deal: 1 comment: left out."]


def test_a_span_off_the_text_fails_the_export(said: Said) -> None:
    record = made()
    record.sets[0].spans[0].fragments = ((0, 99),)
    with pytest.raises(ExportError, match="deal, Ana, GPE at 0–99"):
        lines_of(said, record)


def test_hashes_are_the_same_in_every_process(said: Said) -> None:
    (line,) = lines_of(said, made())
    program = (
        "import io, json; from tests.formats.test_prodigy_writing import *;"
        "(line,) = lines_of(Said(), made()); print(line['_input_hash'], line['_task_hash'])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(line["_input_hash"]), str(line["_task_hash"])]


def test_labels_of_the_document_come_back(said: Said, file: File) -> None:
    record = made()
    record.sets[0].labels = ["deal", "energy"]
    (line,) = lines_of(said, record)
    (back,) = prodigy_jsonl.read(file("p.jsonl", json.dumps(line)), said)
    assert back.sets[0].labels == ["deal", "energy"]
    assert back.language == "en"


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(annotated())
def test_whatever_a_document_holds_goes_out_exactly(made_up: tuple[Project, AnnotatedDocument]) -> None:
    project, doc = made_up
    lines = lines_of(Said(), project.everything(doc))
    assert len(lines) == max(1, len(doc.sets))
    for line in lines:
        check_line(line)
