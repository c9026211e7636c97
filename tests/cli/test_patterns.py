"""Word lists on the command line: added, run as models of their own, taught exceptions, taken out again."""

import pytest

from tests.cli.running import Shell

PATTERNS = """{"label": "ORG", "pattern": "Halden Pharma", "id": "halden"}
{"label": "DATE", "pattern": [{"LOWER": "may"}]}
{"label": "DATE", "pattern": [{"POS": "NOUN"}]}
{"label": "DRUG", "pattern": "Seroxat"}
"""


@pytest.fixture
def project(shell: Shell) -> str:
    shell("new", "news", "--scheme", "news", "--person", "Ana")
    shell.write("one.txt", "May Wen of Halden Pharma said in May that it may sell Seroxat.")
    shell.write("two.txt", "Nothing happened in may at Halden Pharma.")
    shell("import", "news", "one.txt", "two.txt")
    shell.write("drugs.jsonl", PATTERNS)
    return "news.annot"


def test_added_from_a_file_bad_lines_told_and_run_without_any_pipeline(shell: Shell, project: str) -> None:
    done = shell("patterns", "add", project, "drugs.jsonl", expect=1)
    assert done.out == "Added 3 entries to drugs.\n"
    assert "drugs.jsonl, line 3: POS needs a pipeline before it" in done.err
    assert "The scheme has no label DRUG" in done.err
    done = shell("suggest", project, "--patterns")
    assert done.out == "drugs read 2 documents and suggests 6 entities.\n"
    assert shell("suggest", project, "--patterns").out == "drugs read 0 documents and suggests 0 entities.\n"
    again = shell("patterns", "add", project, "drugs.jsonl", expect=3)
    assert "All of this is in drugs already" in again.err


def test_an_exception_is_left_out_at_the_next_run_and_can_be_taken_back(shell: Shell, project: str) -> None:
    shell("patterns", "add", project, "drugs.jsonl", expect=1)
    shell("suggest", project, "--patterns")
    assert shell("patterns", "except", project, "May", "DATE").out == 'No longer suggest "May" as DATE.\n'
    assert shell("suggest", project, "--patterns").out == "drugs read 2 documents and suggests 4 entities.\n"
    shell("patterns", "except", project, "may", "DATE", "--in", "one")
    assert shell("suggest", project, "--patterns").out == "drugs read 1 document and suggests 1 entity.\n"
    listed = shell("patterns", "list", project).out
    assert listed == 'drugs: 3 entries\nnot "May" as DATE\nnot "may" as DATE in one\n'
    shell("patterns", "except", project, "May", "DATE", "--off")
    assert "suggests 5 entities" in shell("suggest", project, "--patterns").out
    assert shell("doctor", project).code == 0


def test_a_changed_list_is_another_version_and_the_older_one_stops_asking(shell: Shell, project: str) -> None:
    shell("patterns", "add", project, "drugs.jsonl", expect=1)
    shell("suggest", project, "--patterns")
    before = shell("patterns", "list", project, "--json").json["lists"][0]["version"]
    shell.write("words.csv", "text,label,case\nseroxat,PRODUCT,any\n")
    shell("patterns", "add", project, "words.csv", "--to", "drugs")
    after = shell("patterns", "list", project, "--json").json["lists"][0]
    assert (after["entries"], after["version"] != before) == (4, True)
    assert "suggests 7 entities" in shell("suggest", project, "--patterns").out


def test_exported_and_removed(shell: Shell, project: str) -> None:
    shell("patterns", "add", project, "drugs.jsonl", expect=1)
    assert shell("patterns", "export", project, "drugs", "out.jsonl").out == "Wrote 3 entries to out.jsonl.\n"
    written = (shell.folder / "out.jsonl").read_text("utf-8").splitlines()
    assert written == [line for line in PATTERNS.splitlines() if "POS" not in line]
    assert (
        "1 token pattern cannot be said in CSV" in shell("patterns", "export", project, "drugs", "o.csv", expect=1).err
    )
    assert shell("patterns", "remove", project, "drugs", "--dry-run").out == "Would remove drugs with 3 entries.\n"
    assert shell("patterns", "remove", project, "drugs").out == "Removed drugs with 3 entries.\n"
    assert "no word list" in shell("suggest", project, "--patterns", expect=3).err
    assert "there are: none" in shell("patterns", "remove", project, "drugs", expect=3).err
