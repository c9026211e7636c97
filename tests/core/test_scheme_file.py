"""Scheme files: the example of the documentation, faults with their lines, and what is written is read again."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.change import Change, with_names
from annotator.core.scheme import Scheme, adopt, specs_of
from annotator.core.scheme_file import HOLDS, KEYS, LabelSpec, SchemeError, read_scheme, read_scheme_file, write_scheme

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "scheme.md").read_text("utf-8")
HEAD = 'format = "annotator-scheme/1"\n'


def example() -> str:
    found = re.search(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def adopted(specs: list[LabelSpec]) -> Scheme:
    """A project's scheme made of these."""
    scheme = Scheme()
    for change in with_names(adopt(scheme, specs).changes, "a.1"):
        scheme.apply(Change(None, change.after))
    return scheme


def test_the_example_of_the_page() -> None:
    found = read_scheme_file(example())
    assert (found.name, found.problems) == ("Deals", [])
    by_name = {spec.name: spec for spec in found.specs}
    assert by_name["BANK"].parent == "ORG"
    assert by_name["pays"].joins == (("ORG", "MONEY"), ("PERSON", "MONEY"))
    scheme = adopted(found.specs)
    works, org, person = scheme.named("works for", "relation"), scheme.named("ORG").id, scheme.named("PERSON").id
    assert (works.one_per_head, works.same_sentence) == (True, True)
    assert scheme.may_join(works.id, person, org)
    assert not scheme.may_join(works.id, org, person)
    pays = scheme.named("pays", "relation").id
    assert not scheme.may_join(pays, org, person)
    certainty, ticker = scheme.ordered_attributes()
    assert (certainty.kind, certainty.choices, certainty.labels) == (
        "choice",
        ("sure", "rumour"),
        (scheme.named("buys", "relation").id,),
    )
    assert ticker.labels == (org, scheme.named("BANK").id)


def test_the_page_names_every_field() -> None:
    for field in {field for spec in [LabelSpec("span", "A")] for field in spec._fields} - {"kind"}:
        assert f"`{field}`" in PAGE, field


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[span]]\nname = "B"\ncolour = "red"\n', 6, 'colour must be such as "#4f9b3e"'),
        ('[[span]]\nname = "B"\nkey = "F1"\n', 6, 'key must be "1"'),
        ('[[span]]\nname = "B"\nkey = "1"\n', 6, '"1" is that of "A" already'),
        ('[[span]]\nname = "B"\nguideline = 3\n', 6, "guideline must be text in quotes"),
        ('[[span]]\nname = "B"\nnests_in = ["Z"]\n', 6, '"B" names "Z", which is no span label'),
        ('[[span]]\nname = "B"\nnests_in = [1]\n', 6, "nests_in must be a list of texts"),
        ('[[span]]\nname = "B"\nparent = "B"\n', 6, "no span label above it"),
        ('[[span]]\nname = "B"\nheads = ["A"]\n', 6, "fields nobody reads: heads"),
        ('[[span]]\ntitle = "B"\n', 4, "needs a name"),
        ('[[span]]\nname = "A"\n', 5, "is there twice"),
        ('[[relation]]\nname = "r"\njoins = [["A"]]\n', 6, "list of pairs"),
        ('[[relation]]\nname = "r"\njoins = [["A", "Z"]]\n', 6, '"r" names "Z"'),
        ('[[attribute]]\nname = "x"\nholds = "list"\n', 6, "holds must be one of text"),
        ('[[attribute]]\nname = "x"\nholds = "choice"\n', 4, "go together"),
        ("what is this?\n", 4, "This is no TOML"),
        ('[[span]]\nname = "B\n', 5, "This is no TOML"),
        ('[[span]]\nname = "B"\nguideline = """\nno end\n', 6, "This is no TOML"),
        ('[span]\nname = "B"\n', 4, "This is no TOML"),
        ("[more]\nx = 1\n", 0, 'Nobody reads "more"'),
    ],
)
def test_a_fault_is_said_with_its_line_and_the_rest_is_kept(text: str, line: int, words: str) -> None:
    head = HEAD + '[[span]]\nname = "A"\nkey = "1"\n'
    found = read_scheme_file(head + text)
    assert any(words in problem.text for problem in found.problems), found.problems
    problem = next(problem for problem in found.problems if words in problem.text)
    assert problem.line == (line + 1 if line else 0)
    assert any(spec.name == "A" and spec.key == "1" for spec in found.specs)
    with pytest.raises(SchemeError, match="line" if problem.line else "reads"):
        read_scheme(head + text)


@pytest.mark.parametrize("text", ["", "name = 3", "\x00", "[[span]]\nname = 'A'", "x = " + "[" * 5000, "}\n" * 300])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(SchemeError):
        read_scheme_file(text)


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6).map(lambda text: f"n{text}")


@st.composite
def schemes(draw: st.DrawFn) -> list[LabelSpec]:
    """A scheme in order, all its fields used."""
    found = []
    for kind in ("span", "relation", "document"):
        listed = draw(st.lists(names, unique=True, max_size=4))
        keys = draw(st.permutations(KEYS))
        for place, name in enumerate(listed):
            spec = LabelSpec(kind, name, draw(names), draw(st.sampled_from(["", "#4f9b3e"])), keys[place], draw(names))
            found.append(spec._replace(parent=draw(st.sampled_from(["", *listed[:place]]))))
    spans = [spec.name for spec in found if spec.kind == "span"]
    if spans:
        some = st.lists(st.sampled_from(spans), unique=True, max_size=2).map(tuple)
        for place, spec in enumerate(found):
            if spec.kind == "span":
                found[place] = spec._replace(nests_in=draw(some))
            elif spec.kind == "relation":
                spec = spec._replace(symmetric=draw(st.booleans()), one_per_head=draw(st.booleans()))
                found[place] = spec._replace(heads=(h := draw(some)), tails=(spans[0],) if h else ())
    for name in draw(st.lists(names, unique=True, max_size=3)):
        holds = draw(st.sampled_from(HOLDS))
        choices = tuple(draw(st.lists(names, unique=True, min_size=1, max_size=3))) if holds == "choice" else ()
        found.append(LabelSpec("attribute", name, holds=holds, choices=choices, labels=tuple(spans[:1])))
    return found


@given(schemes())
def test_what_is_written_is_read_again_and_a_project_gives_it_back(specs: list[LabelSpec]) -> None:
    assert read_scheme(write_scheme(specs, name="n")) == specs
    if specs:
        assert read_scheme(write_scheme(specs_of(adopted(specs)))) == specs


@given(st.text(st.sampled_from("[]{}=\"'\n #span relationame123*,"), max_size=120))
def test_garbage_is_a_sentence(text: str) -> None:
    found = read_scheme_file(HEAD + '[[span]]\nname = "A"\n[[document]]\nname = "D"\n' + text)
    assert found.specs[0].name == "A"
