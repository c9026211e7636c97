"""Word lists in texts: places, capitals, overlaps, patterns that cannot be used."""

import pytest

from annotator.nlp.matching import ListReader, TokenStore
from annotator.nlp.messages import Bring, Pattern


@pytest.fixture(scope="module")
def tokens() -> TokenStore:
    return TokenStore("en")


def read(tokens: TokenStore, text: str, *patterns: Pattern) -> list[tuple[str, str]]:
    reader = ListReader(Bring(1, "list:x", "words", "list x", "x", "en", patterns), tokens)
    assert reader.problems == []
    (found,) = reader.read([text])
    return [(text[hit.start : hit.end], hit.label) for hit in found.spans]


def test_words_are_found_by_their_letters_and_capitals_count_where_they_should(tokens: TokenStore) -> None:
    text = "May said Apple may buy an apple, and APPLE's 🍏 Volta-Werke."
    assert read(tokens, text, Pattern("DATE", "May"), Pattern("ORG", "apple", any_case=True)) == [
        ("May", "DATE"),
        ("Apple", "ORG"),
        ("apple", "ORG"),
        ("APPLE", "ORG"),
    ]
    assert read(tokens, text, Pattern("ORG", "Volta")) == [("Volta", "ORG")]


def test_of_hits_that_overlap_the_longest_counts(tokens: TokenStore) -> None:
    patterns = [
        Pattern("GPE", "York"),
        Pattern("GPE", '[{"LOWER": "new"}, {"LOWER": "york"}]', tokens=True),
        Pattern("ORG", "New York Times"),
    ]
    assert read(tokens, "York, new york, the New York Times.", *patterns) == [
        ("York", "GPE"),
        ("new york", "GPE"),
        ("New York Times", "ORG"),
    ]


def test_a_pattern_that_spacy_refuses_is_told_and_the_others_hold(tokens: TokenStore) -> None:
    bad = Pattern("ORG", '[{"LENGTH": "long"}]', tokens=True)
    reader = ListReader(Bring(1, "list:x", "w", "", "", "en", (bad, Pattern("ORG", "Volta"))), tokens)
    assert len(reader.problems) == 1
    assert "cannot be used" in reader.problems[0]
    (found,) = reader.read(["Volta"])
    assert len(found.spans) == 1


def test_odd_texts_keep_their_places(tokens: TokenStore) -> None:
    assert read(tokens, "\ud800 e\u0301 Volta\n\n  Volta ", Pattern("ORG", "Volta")) == [("Volta", "ORG")] * 2
    assert read(tokens, "", Pattern("ORG", "Volta")) == []
