"""Signs at edges, sentences, and relations that may be there once a head."""

import pytest

from annotator.core.change import Change, EditRefused
from annotator.core.checks import check_set, punctuation
from annotator.core.edits import link
from annotator.core.sentences import same_sentence
from tests.core.desk import ANA, NEAR, PERSON, Desk


@pytest.mark.parametrize(
    "words", ["Seagen", "Yahoo!", "Kestrin Inc.", "(EU) 2016", "“The Deal”", "a", "$4", "C++", "#1", ".NET"]
)
def test_edges_that_are_right(words: str) -> None:
    assert punctuation(words) == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (", Seagen", 'begins with ","'),
        ("Seagen,", 'ends with ","'),
        ("Seagen (", 'ends with "("'),
        (") Seagen", 'begins with ")"'),
        ("(Seagen", 'has no ")"'),
        ("Seagen)", 'has no "("'),
        ("“Seagen", 'has no "”"'),
    ],
)
def test_edges_that_are_not(words: str, said: str) -> None:
    assert said in punctuation(words)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Ana met Ben", True),
        ("Ana left. Ben came", False),
        ("Ana met Dr. Ben", True),
        ("Ana of Kestrin Inc. met Ben", True),
        ("Ana had 3.5 and Ben", True),
        ("Ana left.” “And Ben", False),
        ("Ana\n\nBen", False),
        ("Ana？Ben", True),
        ("Ana。Ben", False),
        ("Ana left! Élise and Ben", False),
    ],
)
def test_sentences(text: str, same: bool) -> None:
    first, last = text.index("Ana") + 3, text.index("Ben")
    assert same_sentence(text, first, last) is same
    assert same_sentence(text, last, first) is same


def test_rules_of_a_relation_label() -> None:
    desk = Desk()
    near = desk.scheme.labels[NEAR]
    desk.scheme.apply(Change(near, near._replace(one_per_head=True, same_sentence=True)))
    pfizer, york = desk.mark("Pfizer"), desk.mark("New York")
    bourla = desk.mark("Albert Bourla", PERSON)
    desk.do(link(desk.view(), pfizer, york, NEAR))
    assert check_set(desk.view(), desk.doc.set_of(ANA)) == []
    with pytest.raises(EditRefused, match='"Pfizer" has one "near" already'):
        link(desk.view(), pfizer, bourla, NEAR)
    desk.scheme.apply(Change(desk.scheme.labels[NEAR], near._replace(same_sentence=True)))
    desk.do(link(desk.view(), pfizer, bourla, NEAR))
    desk.scheme.apply(Change(desk.scheme.labels[NEAR], near._replace(one_per_head=True, same_sentence=True)))
    kinds = sorted(problem.kind for problem in check_set(desk.view(), desk.doc.set_of(ANA)))
    assert kinds == ["across sentences", "more than one"]
