"""The line protocol: everything sent arrives, and no line breaks the reader."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.nlp.messages import (
    Answer,
    Cancel,
    Failed,
    Found,
    Installed,
    Load,
    Loaded,
    MessageError,
    Ping,
    Pipeline,
    Pong,
    Quit,
    Reorder,
    Request,
    Spans,
    Suggest,
    Survey,
    decode,
    encode,
    pack_tokens,
    unpack_tokens,
)

PIPELINE = Pipeline("a", "b", "/c", "en", "1", "00", "MIT", ("ORG",), True, 0.5, ">=3", True, False)

any_text = st.text(alphabet=st.characters(exclude_categories=()))  # lone surrogates and NUL too


@pytest.mark.parametrize(
    "message",
    [
        Load(1, "en"),
        Survey(2, "en", "x"),
        Ping(3),
        Reorder((1, 2), 0),
        Cancel(()),
        Quit(),
        Loaded(4, "p", "en", "1", "00", ("ORG", "GPE"), ("ner",), "", 12),
        Spans(5, (Found(0, 3, "ORG"), Found(4, 5, "X", 0.25)), b"\x00\x03", (0,), "p", "1", "00", 1.5),
        Installed(6, (PIPELINE, PIPELINE._replace(score=None)), "a", "", ("broken",)),
        Pong(7, 3),
        Failed(8, "Why.", "p"),
    ],
    ids=lambda message: type(message).__name__,
)
def test_every_message_survives_the_way(message: Request | Answer) -> None:
    line = encode(message)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode(line) == message


@given(any_text, any_text)
def test_any_text_survives_the_way(text: str, pipeline: str) -> None:
    line = encode(Suggest(1, text, pipeline, 2))
    assert line.isascii()
    assert decode(line) == Suggest(1, text, pipeline, 2)


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
def test_any_line_is_a_message_or_refused_in_a_sentence(line: bytes) -> None:
    with pytest.raises(MessageError, match=r"\.$"):
        decode(line)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=4)
)


@given(
    st.sampled_from(["suggest", "spans", "load", "reorder", "installed", "failed", "quit", "no such"]),
    st.dictionaries(st.sampled_from(["id", "text", "spans", "tokens", "ids", "pipelines", "priority"]), json_values),
)
def test_any_fields_are_a_message_or_refused_in_a_sentence(kind: str, fields: dict[str, Any]) -> None:
    line = json.dumps({"kind": kind, **fields})
    try:
        message = decode(line)
    except MessageError:
        with pytest.raises(MessageError, match=r"\.$") as caught:
            decode(line)
        assert caught.value.id == (fields.get("id") if type(fields.get("id")) is int else 0)
    else:
        assert type(message).__name__.lower() == kind


def test_a_refused_line_says_whose_it_was() -> None:
    with pytest.raises(MessageError) as caught:
        decode('{"kind": "suggest", "id": 17, "text": 5, "pipeline": "x"}')
    assert caught.value.id == 17
    assert "suggest" in str(caught.value)


@pytest.mark.parametrize(
    "line",
    ["[" * 100_000, '{"id": ' + "9" * 5_000 + "}", '{"kind":"spans","id":1,"tokens":"***"}', "true", '{"id": true}'],
    ids=["deep", "long number", "not base64", "not an object", "id is no number"],
)
def test_odd_lines_are_refused(line: str) -> None:
    with pytest.raises(MessageError):
        decode(line)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40_000))), st.integers(0, 1_000_000))
def test_tokens_come_back_as_packed(steps: list[tuple[int, int]], base: int) -> None:
    tokens, at = [], 0
    for gap, length in steps:
        tokens.append((at + gap, at + gap + length))
        at += gap + length
    assert list(unpack_tokens(pack_tokens(tokens), base)) == [(base + start, base + end) for start, end in tokens]


def test_tokens_of_news_take_two_bytes() -> None:
    assert len(pack_tokens([(0, 5), (6, 12), (13, 15), (15, 16)])) == 8
