"""Word lists as files: what is read, what a bad line is told, and that what is written is read again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.records import Finding
from annotator.core.word_lists import EntrySpec
from annotator.formats.decoding import UnreadableFile
from annotator.formats.patterns_file import parse_list, write_csv, write_patterns


def parsed(text: str, label: str = "") -> tuple[list[EntrySpec], list[str]]:
    findings: list[Finding] = []
    found = parse_list(text, "list.txt", findings.append, label=label)
    assert all(one.lost for one in findings)
    return found, [f"{one.place}: {one.text}" for one in findings]


def test_patterns_as_the_entity_ruler_takes_them() -> None:
    text = (
        '{"label": "ORG", "pattern": "Apple Inc.", "id": "apple"}\n\n'
        '{"label": "GPE", "pattern": [{"LOWER": "san"}, {"lower": {"IN": ["francisco", "jose"]}, "OP": "{1,2}"}]}\n'
    )
    assert parsed(text) == (
        [
            EntrySpec("ORG", "Apple Inc.", tag="apple"),
            EntrySpec(
                "GPE", '[{"LOWER": "san"}, {"lower": {"IN": ["francisco", "jose"]}, "OP": "{1,2}"}]', tokens=True
            ),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"label": "ORG", "pattern": "Apple"', "This is no JSON"),
        ('{"pattern": "Apple"}', 'needs a "label"'),
        ('{"label": "ORG", "pattern": 3}', 'A "pattern" is a text, or a list of tokens'),
        ('{"label": "ORG", "pattern": []}', 'A "pattern" is a text, or a list of tokens'),
        ('{"label": "ORG", "pattern": "  "}', "The text is empty"),
        ('{"label": "ORG", "pattern": [{"POS": "NOUN"}]}', "POS needs a pipeline before it"),
        ('{"label": "ORG", "pattern": [{"LOVER": "a"}]}', '"LOVER" is nothing a token pattern asks'),
        ('{"label": "ORG", "pattern": [{"LOWER": "a", "OP": "x"}]}', '"OP" is one of'),
        ('{"label": "ORG", "pattern": [{"TEXT": {"REGEX": "(a"}}]}', "The expression (a is none"),
        ('{"label": "ORG", "pattern": [{"TEXT": {"MAYBE": "a"}}]}', '"MAYBE" is no test of a token'),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_the_rest_goes_on(line: str, words: str) -> None:
    good = '{"label": "ORG", "pattern": "Volta"}'
    found, said = parsed(f"{good}\n{line}\n{good}\n")
    assert len(found) == 2
    assert len(said) == 1
    assert said[0].startswith("list.txt, line 2: ")
    assert words in said[0]
    assert said[0].endswith("The line was left out.")


def test_a_json_list_is_refused_with_the_remedy() -> None:
    with pytest.raises(UnreadableFile, match="patterns stand one a line"):
        parsed('[{"label": "ORG", "pattern": "Apple"}]')


def test_csv_with_and_without_a_head_and_one_word_a_line() -> None:
    head = 'label;case;text\nORG;any;"Halden; Pharma"\nGPE;;Utrecht\n'
    assert parsed(head)[0] == [EntrySpec("ORG", "Halden; Pharma", any_case=True), EntrySpec("GPE", "Utrecht")]
    assert parsed("Brno,GPE\nMay,DATE,any\n")[0] == [EntrySpec("GPE", "Brno"), EntrySpec("DATE", "May", any_case=True)]
    assert parsed("Halden Pharma\n\n  Soren   Labs \n", "ORG")[0] == [
        EntrySpec("ORG", "Halden Pharma"),
        EntrySpec("ORG", "Soren Labs"),
    ]


def test_words_without_a_label_and_odd_cases_are_told() -> None:
    assert parsed("Halden\n") == (
        [],
        [
            'list.txt, line 1: "Halden" has no label: add one in a second column, or name one for the whole list. '
            "The line was left out."
        ],
    )
    assert '"maybe" says nothing about capitals' in parsed("a,ORG,maybe\n")[1][0]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=12)
ENTRIES = st.lists(
    st.tuples(WORDS, WORDS, st.booleans()).map(lambda one: EntrySpec(one[0], one[1], any_case=one[2])), max_size=6
)


@given(entries=ENTRIES)
def test_what_is_written_as_csv_is_read_again(entries: list[EntrySpec]) -> None:
    assert parsed(write_csv(entries)) == (entries, [])


@given(entries=ENTRIES)
def test_what_is_written_as_patterns_is_read_again(entries: list[EntrySpec]) -> None:
    exact = [one._replace(any_case=False) for one in entries]
    assert parsed(write_patterns(exact)) == (exact, [])


def test_words_in_any_case_go_out_as_tokens_in_lower_case() -> None:
    line = json.loads(write_patterns([EntrySpec("ORG", "Halden-Pharma", any_case=True, tag="x")]))
    assert line == {"label": "ORG", "pattern": [{"LOWER": "halden"}, {"LOWER": "-"}, {"LOWER": "pharma"}], "id": "x"}


@given(text=st.text(max_size=80), label=st.sampled_from(["", "ORG"]))
def test_no_text_makes_it_fail(text: str, label: str) -> None:
    try:
        found, _ = parsed(text, label)
    except UnreadableFile:
        return
    assert all(one.label and one.pattern.strip() for one in found)
