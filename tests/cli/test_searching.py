"""`annotator search`: words to documents; files of an older version get their index at the first question."""

import sqlite3

from tests.cli.running import Shell


def test_found_and_not_found(shell: Shell, project: str) -> None:
    assert shell("search", project, "soren").out.split()[:2] == ["1", "deal"]
    (hit,) = shell("search", project, "brno", "opened", "--json").json
    assert (hit["name"], hit["where"], hit["excerpt"][slice(*hit["mark"])]) == ("plant", "text", "Brno")
    assert shell("search", project, "walrus", expect=1).out == ""
    assert shell("search", project, "opened varga", expect=1).out == ""  # in quotes: these words in this order


def test_an_index_is_made_where_there_is_none(shell: Shell, project: str) -> None:
    database = sqlite3.connect(shell.folder / project)
    database.execute("INSERT INTO search (search) VALUES ('delete-all')")
    database.execute("INSERT INTO unsearched SELECT id FROM document")
    database.commit()
    database.close()
    assert [one["name"] for one in shell("search", project, "halden", "--json").json] == ["deal"]
    shell("doctor", project)


def test_the_doctor_mends_the_index(shell: Shell, project: str) -> None:
    database = sqlite3.connect(shell.folder / project)
    database.execute("INSERT INTO search (search) VALUES ('delete-all')")
    database.commit()
    database.close()
    assert "--rebuild-search" in shell("doctor", project, expect=1).err
    assert "The search was made anew: 2 documents." in shell("doctor", project, "--rebuild-search").out
    assert shell("search", project, "halden").out.split()[:2] == ["1", "deal"]
