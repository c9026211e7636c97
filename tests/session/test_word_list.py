"""Word lists: what a list is read as, and that its expression finds what the words would find one by one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.session.finding import Wanted, find_all
from annotator.session.word_list import expression, words_of

letters = st.text(st.sampled_from("ab.*+?|()[]{}\\^$-# é\N{MONEY BAG}"), min_size=1, max_size=6)


def test_a_list_is_read_a_word_a_line() -> None:
    assert words_of("\ufeffBank  of Oslo\r\n\n  Seagen \nSeagen\n" + "x" * 201) == ("Bank of Oslo", "Seagen")


def test_the_longest_word_wins_and_a_blank_is_any_white_space() -> None:
    text = "Bank of\nOslo, bank, Banks"
    places = find_all(text, Wanted("", whole_word=True, words=("bank", "Bank of Oslo"))).places
    assert [text[start:end] for start, end in places] == ["Bank of\nOslo", "bank"]


@given(st.lists(letters.map(lambda word: " ".join(word.split())).filter(bool), min_size=1, max_size=8), letters)
def test_it_matches_exactly_its_words(words: list[str], other: str) -> None:
    pattern = re.compile(expression(words))
    for word in words:
        assert pattern.fullmatch(word)
    other = " ".join(other.split())
    assert bool(pattern.fullmatch(other)) == (other in words)


@pytest.mark.parametrize("case", [True, False])
def test_case_counts_where_it_is_asked_for(case: bool) -> None:
    assert len(find_all("Oslo oslo OSLO", Wanted("", case=case, words=("Oslo",))).places) == (1 if case else 3)
