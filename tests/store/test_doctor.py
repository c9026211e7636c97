"""The Doctor finds what was changed behind the program's back, and says it in sentences."""

import random
import sqlite3
from pathlib import Path

import pytest

from annotator.session import Session
from annotator.store.doctor import examine
from tests.store.test_opening import change

ALTERED = {
    "UPDATE span SET start = 1": "not as the log left it",
    "UPDATE span SET stop = 9999": "lies off the text",
    "DELETE FROM span": "made a row of span that is not there",
    "INSERT INTO batch VALUES ((1 << 51) + 99, 'x', 'import', 'done')": "that the log does not know",
    "UPDATE text SET body = body || '!' WHERE rowid = 1": "A text is not what was imported",
    "UPDATE revision SET title = 'something else' WHERE id = 7": 'altered at "something else"',
    "UPDATE revision SET changes = CAST(replace(changes, 'ORG', 'org') AS BLOB) WHERE id = 2": "The log was altered",
    "DELETE FROM revision WHERE id = 3": "misses a step",
    "UPDATE label SET name = 'ORGANISATION' WHERE name = 'ORG'": "A row of label is not as the log left it",
    "UPDATE span SET label = 5": "refers to a row of label",
    "DELETE FROM search_docsize": "The search does not find what is there (2 documents are missing",
    "DELETE FROM unsearched; INSERT INTO unsearched VALUES (77)": "1 are no longer in the project",
    "INSERT INTO search (search, rowid, name, meta, body) SELECT 'delete', id, 'article 1', '', '' FROM document "
    "WHERE position = 0; INSERT INTO search (rowid, name) SELECT id, 'article x' FROM document WHERE position = 0": (
        "is counted otherwise"
    ),
}


def test_finds_nothing_in_a_good_file(project: Path) -> None:
    assert list(examine(project)) == []


@pytest.mark.parametrize(("statement", "found"), ALTERED.items())
def test_finds_what_was_altered(project: Path, statement: str, found: str) -> None:
    change(project, *statement.split("; "))
    findings = list(examine(project))
    assert any(found in finding for finding in findings), findings
    assert all(finding.endswith((".", ")")) for finding in findings)


def test_finds_bad_tokens(project: Path) -> None:
    session = Session.open(project)
    document = session.documents()[0]
    session.store_tokens(document, "words 1", [(0, 6), (7, 9)])
    session.close()
    assert list(examine(project)) == []
    change(project, "UPDATE tokens SET offsets = x'00'")
    assert any("tokens" in finding for finding in examine(project))


def test_finds_tokens_off_the_text(project: Path) -> None:
    session = Session.open(project)
    session.store_tokens(session.documents()[0], "words 1", [(0, 6), (7, 9_000)])
    session.close()
    assert any("tokens" in finding for finding in examine(project))


def test_flipped_bytes_are_found_or_change_nothing(project: Path) -> None:
    """Whatever byte is flipped: either what can be read is the same as before, or the Doctor says something."""
    whole = project.read_bytes()
    before = everything(project)
    used = [at for at, byte in enumerate(whole) if byte]  # most of a small file is empty
    chance = random.Random(7)
    found = 0
    for _ in range(150):
        at = chance.choice(used)
        flipped = bytearray(whole)
        flipped[at] ^= 1 << chance.randrange(8)
        project.write_bytes(flipped)
        if list(examine(project)):
            found += 1
        else:
            assert everything(project) == before, f"byte {at}"
    assert found > 20


def everything(project: Path) -> list[object]:
    """All rows that matter, as another program reads them."""
    database = sqlite3.connect(project)
    tables = ("span", "label", "document", "text", "author", "revision", "annotation_set", "relation_rule")
    try:
        return [database.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
    finally:
        database.close()
