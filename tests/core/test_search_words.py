"""Words as the index cuts them, and where a text has the hit."""

import pytest

from annotator.core.search_words import asked, cut, excerpt, expression, place_of, values_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pfizer buys Seagen", "Pfizer buys Seagen"),
        ("Łódź 2021", "Łódź 2021"),
        ("東京 Tower", "東 京 Tower"),
        ("ภาษาไทย", "ภ า ษ า ไ ท ย"),
        ("น้ำ", "น้ ำ"),
        ("한국어 문장", "한국어 문장"),
    ],
)
def test_scripts_without_spaces_are_cut_into_signs(text: str, expected: str) -> None:
    assert " ".join(cut(text).split()) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("merger law", [("merger", True), ("law", True)]),
        ('"new york" law', [("new york", False), ("law", True)]),
        ('"new yo', [("new yo", True)]),
        ("- … law", [("law", True)]),
        ('""', []),
        ("\0a", [("a", True)]),
    ],
)
def test_a_query_is_words_and_phrases(query: str, expected: list[tuple[str, bool]]) -> None:
    assert asked(query) == expected


def test_a_single_letter_stands_for_itself() -> None:
    assert expression(asked("a pf 京")) == '"a" AND "pf"* AND " 京 "'


def test_quotes_in_words_are_no_syntax() -> None:
    assert expression([('a"b', True)]) == '"a""b"*'


def test_values_of_metadata_however_deep() -> None:
    meta = {"source": "Reuters", "year": 2021, "tags": ["a", {"b": "c"}], "none": None, "flag": True}
    assert list(values_of(meta)) == ["Reuters", "2021", "a", "c"]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("seagen", "Pfizer buys Seagen.", "Seagen"),
        ("sea", "a disease; the sea", "sea"),
        ("zurich", "In Zürich, today", "Zürich"),
        ("Zürich", "IN ZURICH", "ZURICH"),
        ("new-york", "of New  York.", "New  York"),
        ("京都", "東京都庁", "京都"),
        ("moon", "the sun", ""),
    ],
)
def test_where_a_text_has_it(query: str, text: str, expected: str) -> None:
    found = place_of(asked(query), text)
    assert (text[slice(*found)] if found else "") == expected


def test_an_excerpt_is_one_line_with_the_hit_in_it() -> None:
    text = "word " * 40 + "Seagen\n\nis here " + "and on " * 40
    start = text.index("Seagen")
    line, (low, high) = excerpt(text, (start, start + 6))
    assert line[low:high] == "Seagen"
    assert line.startswith("… word")
    assert line.endswith(" …")
    assert "\n" not in line
    assert len(line) < 150
