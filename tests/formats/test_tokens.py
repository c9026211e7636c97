"""Tokens cut at edges of spans: together they always give the text, and each span begins and ends with one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.tokens import Token, cut, joined

signs = st.sampled_from(["a", "B", "’", "-", ".", " ", " ", "\n", "\r\n", "\t", "e\u0301", "😀", "\u00a0"])


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]] | None, list[tuple[int, int]]]:
    text = draw(st.lists(signs, max_size=25).map("".join))
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    known = list(zip(places[::2], places[1::2], strict=False)) if draw(st.booleans()) else None
    offsets = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = [(start, end) for start, end in draw(st.lists(offsets, max_size=5)) if start < end]
    return text, known, spans


@given(cases())
def test_tokens_give_the_text_and_every_span(
    case: tuple[str, list[tuple[int, int]] | None, list[tuple[int, int]]],
) -> None:
    text, known, spans = case
    tokens = cut(text, known, spans)
    assert joined(text, tokens) == text
    assert all(one.end + one.ws <= other.start for one, other in pairwise(tokens))
    assert all(token.start < token.end for token in tokens)
    starts, ends = {token.start for token in tokens}, {token.end for token in tokens}
    assert all(start in starts and end in ends for start, end in spans)


def shown(text: str, known: list[tuple[int, int]] | None, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] + ("_" if ws else "") for start, end, ws in cut(text, known, spans)]


def test_one_blank_belongs_to_the_token_before_and_other_white_space_is_a_token() -> None:
    assert shown("Well, a  b\n\nc ", None, []) == ["Well", ",_", "a_", " ", "b", "\n\n", "c_"]


def test_a_token_of_the_pipeline_is_cut_where_a_span_begins() -> None:
    assert shown("US-backed", [(0, 9)], [(0, 2)]) == ["US", "-backed"]


def test_blanks_at_the_edge_of_a_span_are_tokens() -> None:
    assert shown("a bc d", None, [(1, 5)]) == ["a", " ", "bc", " ", "d"]
    assert shown(" a", None, []) == [" ", "a"]


def test_white_space_tokens_of_the_pipeline_stay() -> None:
    assert cut("a \nb", [(0, 1), (2, 3), (3, 4)], []) == [Token(0, 1, True), Token(2, 3, False), Token(3, 4, False)]
