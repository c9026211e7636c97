"""Tables on the command line: shown before, brought in, and again."""

import json

from tests.cli.running import Shell

TABLE = "title;article;paper\nOne;Ana Reed of Brno bought a company.;Wire\n"
TABLE += "Two;It was sold the next day again.;Wire\nThree;;Post\n"


def test_a_table_is_shown_and_comes_in_once(shell: Shell) -> None:
    (shell.folder / "a.csv").write_text(TABLE, encoding="utf-8")
    shell("new", "news")
    shown = shell("import", "news", "a.csv", "--preview").out
    assert "Values are parted by semicolons" in shown
    assert "  text: article (its name says so, 3" in shown
    assert "  | One | Ana Reed of Brno bought a company. | paper: Wire" in shown
    assert json.loads(shell("show", "news", "--json").out) == []
    done = shell("import", "news", "a.csv", expect=1)
    assert done.out == "Imported 2 documents.\n"
    assert 'a.csv, row 4: Its field "article" is empty; the row was left out.' in done.err
    more = TABLE.replace("bought", "sold") + "Four;One more is new in this file.;Post\n"
    (shell.folder / "a.csv").write_text(more, encoding="utf-8")
    done = shell("import", "news", "a.csv", expect=1)
    assert done.out == "Imported 2 documents; 1 already there; 1 text changed and came in beside the old.\n"


def test_fields_can_be_said(shell: Shell) -> None:
    (shell.folder / "a.csv").write_text(TABLE, encoding="utf-8")
    shell("new", "news")
    shell("import", "news", "a.csv", "--text-field", "title", "--name-field", "none", "--delimiter", ";")
    listed = json.loads(shell("show", "news", "--json").out)
    assert [one["name"] for one in listed] == ["a-1", "a-2", "a-3"]
    said = shell("import", "news", "a.csv", "--preview", "--text-field", "body", expect=3).err
    assert 'has no field "body"' in said
    assert "no encoding" in shell("import", "news", "a.csv", "--encoding", "utf-99", expect=2).err
    assert "no delimiter" in shell("import", "news", "a.csv", "--delimiter", ";;", expect=2).err
