"""What a search finds: options, faults in expressions, expressions that would never end, and very many matches."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.session.finding import MOST, BadExpression, Wanted, find_all

TEXT = "Pfizer buys Seagen.\nPFIZER said a.b and axb; Pfizers too."


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted("pfizer"), ["Pfizer", "PFIZER", "Pfizer"]),
        (Wanted("Pfizer", case=True), ["Pfizer", "Pfizer"]),
        (Wanted("pfizer", whole_word=True), ["Pfizer", "PFIZER"]),
        (Wanted("a.b"), ["a.b"]),
        (Wanted("a.b", expression=True), ["a.b", "axb"]),
        (Wanted(r"^\w+", expression=True), ["Pfizer", "PFIZER"]),
        (Wanted("a|P", expression=True, whole_word=True), ["a"]),
        (Wanted("x*", expression=True), ["x"]),
        (Wanted("nothing"), []),
    ],
)
def test_options(wanted: Wanted, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in find_all(TEXT, wanted).places] == found


@given(st.text(max_size=40), st.text(min_size=1, max_size=3))
def test_words_are_found_wherever_they_stand(text: str, word: str) -> None:
    whole = text + word + text
    places = find_all(whole, Wanted(word, case=True)).places
    assert places[0][0] == whole.index(word)
    assert all(whole[start:end] == word for start, end in places)


@pytest.mark.parametrize(("expression", "place"), [("(a", 3), ("[", 2), ("*", 1), (r"\N{nobody}", None)])
def test_a_fault_names_its_place(expression: str, place: int | None) -> None:
    for whole in (False, True):
        with pytest.raises(BadExpression) as bad:
            find_all(TEXT, Wanted(expression, expression=True, whole_word=whole))
        assert bad.value.reason
        assert place is None or bad.value.place == place


@pytest.mark.parametrize("expression", [r"(a+)+$", r"(a|aa)+$", r"(a|a?)+$"])
def test_an_expression_that_would_never_end_is_stopped(expression: str) -> None:
    begun = time.monotonic()
    found = find_all("a" * 5_000 + "?", Wanted(expression, expression=True), seconds=0.2)
    assert found.out_of_time
    assert not found.places
    assert time.monotonic() - begun < 10  # without a limit: longer than anybody lives


def test_very_many_matches_are_marked_up_to_a_number_and_that_is_said() -> None:
    found = find_all("a " * (MOST + 1), Wanted("a"))
    assert len(found.places) == MOST
    assert found.more
    exact = find_all("a " * MOST, Wanted("a"))
    assert len(exact.places) == MOST
    assert not exact.more
