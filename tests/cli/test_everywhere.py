"""`find` and `everywhere`: what is found, what is altered, what is left and said."""

from tests.cli.running import Shell


def test_find_words_labels_and_lists(shell: Shell, project: str) -> None:
    hits = shell("find", project, "pharma", "--json").json
    assert [(hit["document"], hit["text"], hit["start"]) for hit in hits] == [
        ("deal", "Pharma", 7),
        ("deal", "Pharma", 57),
    ]
    assert hits[0]["before"] == "Halden "
    (mira,) = shell("find", project, "--label", "PERSON", "--json").json
    assert (mira["text"], mira["labels"], mira["suggested"], mira["closed"]) == ("Mira Voss", [], ["PERSON"], "")
    shell.write("list.txt", "Brno\nSoren Labs\nBr\n")
    listed = shell("find", project, "--list", "list.txt", "--whole").out
    assert "[Soren Labs]" in listed
    assert "[Brno] on Friday.                              GPE?\n" in listed
    assert listed.endswith("2 hits in 2 documents.\n")
    assert len(shell("find", project, r"\b[A-Z]\w+ [A-Z]\w+", "--regex", "--case", "--json").json) == 4


def test_everywhere_is_one_step_and_tells_what_it_leaves(shell: Shell, project: str) -> None:
    arguments = (project, "label", "Halden Pharma", "--to", "ORG", "--author", "Ana")
    would = shell("everywhere", *arguments, "--dry-run").out
    assert would == "Would alter 2 places in 1 document.\n"
    assert shell("find", project, "Halden", "--json").json[1]["labels"] == []
    assert shell("everywhere", *arguments).out == "Altered 2 places in 1 document.\n"
    found = shell("find", project, "Halden Pharma", "--json").json
    assert [hit["labels"] for hit in found] == [["ORG"], ["ORG"]]
    shell("submit", project, "deal", "--author", "Ana")
    done = shell("everywhere", project, "unlabel", "--label", "ORG", "--author", "Ana", expect=3)
    assert "3 submitted" in done.err
    rejected = shell("everywhere", project, "reject", "--label", "GPE", "--author", "Ana").out
    assert rejected == "Altered 1 place in 1 document.\n"
    entries = shell("history", project, "plant", "--json").json
    assert 'Reject 1 × "Brno" everywhere' in str(entries)


def test_wrong_use_and_bad_expressions(shell: Shell, project: str) -> None:
    assert "Give a pattern" in shell("find", project, expect=2).err
    assert "a pattern or a list" in shell("find", project, "x", "--list", "given.jsonl", expect=2).err
    assert "need --to" in shell("everywhere", project, "label", "x", "--author", "Ana", expect=2).err
    assert "at its character 3" in shell("find", project, "(a", "--regex", expect=3).err
    assert "could not be read" in shell("find", project, "--list", "nowhere.txt", expect=3).err
    assert "no span label" in shell("find", project, "--label", "NONE", expect=3).err
