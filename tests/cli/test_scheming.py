"""`annotator scheme …` and `check`: what is said before is what happens; schemes of other programs come in."""

import pytest

from tests.cli.running import Shell

CONF = """[entities]
Thing
\tPerson
\t!Firm

[relations]
<REAL>=Person|Firm
Works\tArg1:Person, Arg2:<REAL>
Near\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive

[events]
Sale\tBuyer:Firm, Price?:Thing

[attributes]
Negation\tArg:<EVENT>
Sure\tArg:<ANY>, Value:low|high
"""
VIEW = """<View><Relations><Relation value="owns"/></Relations>
<Labels name="l" toName="t"><Label value="ORG" background="#00FF00" hotkey="1"/>
<Label value="PER" background="red"/></Labels>
<Text name="t" value="$text"/><Choices name="sure" toName="t" perRegion="true"><Choice value="yes"/></Choices>
<Choices name="doc" toName="t"><Choice value="deal"/></Choices></View>"""


def labels(shell: Shell, project: str = "x") -> dict[str, dict[str, object]]:
    return {one["name"]: one for one in shell("scheme", "show", project, "--json").json["labels"]}


@pytest.fixture
def empty(shell: Shell) -> Shell:
    shell("new", "x", "--scheme", "none", "--person", "Ana")
    return shell


def test_brats_configuration(empty: Shell) -> None:
    empty.write("annotation.conf", CONF)
    empty("scheme", "import", "x", "annotation.conf")
    found = labels(empty)
    assert found["Person"]["parent"] == found["Firm"]["parent"] == "Thing"
    assert (found["Works"]["heads"], found["Works"]["tails"]) == (["Person"], ["Person", "Firm"])
    assert found["Near"]["symmetric"] is True
    assert (found["Buyer"]["heads"], found["Buyer"]["tails"]) == (["Sale"], ["Firm"])
    assert found["Price"]["tails"] == ["Thing"]
    assert (found["Negation"]["holds"], found["Sure"]["choices"]) == ("flag", ["low", "high"])


def test_label_studios_configuration(empty: Shell) -> None:
    empty.write("view.xml", VIEW)
    empty("scheme", "import", "x", "view.xml")
    assert set(labels(empty)) == {"ORG", "PER", "owns", "deal", "sure"}
    assert labels(empty)["ORG"]["colour"] == "#00ff00"
    assert "colour" not in labels(empty)["PER"]


def test_labels_of_annotations_and_of_a_scheme_file(project: str, empty: Shell) -> None:
    empty("scheme", "import", "x", "given.jsonl")
    assert set(labels(empty)) == {"ORG", "PERSON", "GPE"}
    empty.write("mine.toml", empty("scheme", "show", "x").out + '[[document]]\nname = "deal"\n')
    empty("scheme", "set", "x", "mine.toml")
    assert labels(empty)["deal"]["kind"] == "document"
    empty("scheme", "set", "x", "mine.toml", expect=3)


def test_a_dry_run_says_what_happens_and_writes_nothing(project: str, shell: Shell) -> None:
    shell("accept", project, "--all", "--author", "Ana")
    before = (shell.folder / project).read_bytes()
    would = shell("scheme", "merge", project, "GPE", "--into", "ORG", "--dry-run", "--json").json
    assert (shell.folder / project).read_bytes() == before
    assert (would["documents"], would["spans"], would["suggestions"], would["done"]) == (1, 1, 1, False)
    did = shell("scheme", "merge", project, "GPE", "--into", "ORG", "--json").json
    assert did == would | {"done": True}
    assert "GPE" not in labels(shell, project)
    assert "Merge GPE into ORG" in shell("history", project, "plant").out


def test_faults_of_a_scheme_are_listed(empty: Shell) -> None:
    empty.write("s.toml", 'format = "annotator-scheme/1"\n[[span]]\nname = "A"\ncolour = "#101010"\n')
    empty("scheme", "set", "x", "s.toml")
    assert empty("scheme", "check", "x").out == "The scheme is in order.\n"
    empty.write("s.toml", 'format = "annotator-scheme/1"\n[[span]]\nname = "B"\ncolour = "#111111"\n')
    empty("scheme", "set", "x", "s.toml")
    assert "A and B have colours that look alike" in empty("scheme", "check", "x", expect=1).out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("rename", "x", "NONE", "B"), 3, 'has no label "NONE"'),
        (("merge", "x", "A", "--into", "A"), 3, "cannot be merged into itself"),
        (("split", "x", "A", "B"), 2, "--words, --attribute or --by"),
        (("split", "x", "A", "B", "--words", "("), 3, "is no pattern"),
        (("split", "x", "A", "B", "--attribute", "size"), 3, 'no attribute "size"'),
        (("split", "x", "A", "B", "--by", "Nobody"), 3, 'Nobody called "Nobody"'),
        (("retire", "x", "A", "--back"), 3, "A is in use"),
        (("rename", "x", "A", "B", "--kind", "thing"), 2, "thing is none of span"),
        (("import", "x", "no_such_pipeline"), 3, "is not installed"),
        (("set", "x", "none.toml"), 3, "none.toml"),
        (("rename", "x", "A", "B", "--person", "Zoe"), 3, 'Nobody called "Zoe"'),
    ],
)
def test_refusals(empty: Shell, arguments: tuple[str, ...], code: int, words: str) -> None:
    empty.write("s.toml", 'format = "annotator-scheme/1"\n[[span]]\nname = "A"\n')
    empty("scheme", "set", "x", "s.toml")
    assert words in empty("scheme", *arguments, expect=code).err.replace("\n", " ")


def test_check_lists_problems_and_ends_with_one(project: str, shell: Shell) -> None:
    shell("accept", project, "--all", "--author", "Ana")
    assert shell("check", project, "deal").out == "The checks find no problem.\n"
    shell.write("b.jsonl", '{"text": "Varga, again.", "spans": [{"start": 0, "end": 6, "label": "PERSON"}]}\n')
    shell("import", project, "b.jsonl", "--author", "Ana")
    (one,) = shell("check", project, "--json", expect=1).json
    assert (one["author"], one["kind"], one["start"]) == ("Ana", "punctuation at an edge", 0)
    assert '"Varga," ends with ",".' in shell("check", project, expect=1).out
