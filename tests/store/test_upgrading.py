"""A file of the first version is brought to the present one, or read as it is."""

import shutil
from pathlib import Path

import pytest

from annotator.core import edits
from annotator.core.errors import Damaged
from annotator.session import Session
from annotator.store.backup import folder_for
from annotator.store.connection import read_header
from annotator.store.doctor import examine
from annotator.store.migrations import USER_VERSION
from tests.session.project import label
from tests.store.test_opening import change


@pytest.fixture
def old(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The project as the first version of the program left it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    columns = [f"ALTER TABLE label DROP COLUMN {name}" for name in ("merged_into", "same_sentence", "one_per_head")]
    columns.append("ALTER TABLE author DROP COLUMN retired")
    later = ("intended", "assignment", "unsearched", "search", "word_entry", "word_list", "word_exception")
    tables = [f"DROP TABLE {name}" for name in later]
    record = "DELETE FROM _sqlite_migrations WHERE name <> 'first_tables'"
    change(project, *columns, *tables, record, "PRAGMA user_version = 1")
    return project


def test_it_is_upgraded_after_a_backup(old: Path) -> None:
    before = old.read_bytes()
    session = Session.open(old)
    document = session.documents()[0]
    session.do(edits.mark_span(session.view(document), 24, 30, label(session, "ORG")))
    session.undo()
    session.undo()
    assert len(session.document(document).set_of(session.actor.id).spans) == 0
    session.close()
    assert read_header(old)[1] == USER_VERSION
    assert list(examine(old)) == []
    (kept,) = folder_for(old).glob("* version 1.annot")
    shutil.copy(kept, old)
    assert read_header(old)[1] == 1
    assert len(before) == old.stat().st_size


def test_reading_leaves_it_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    session = Session.open(old, read_only=True)
    document = session.document(session.documents()[0])
    assert [document.surface(span) for span in document.set_of(session.actor.id).spans] == ["Pfizer"]
    session.close()
    assert list(examine(old)) == []
    assert old.read_bytes() == before


def test_one_with_a_table_too_many_is_left_alone(old: Path) -> None:
    change(old, "CREATE TABLE extra (x)")
    before = old.read_bytes()
    with pytest.raises(Damaged, match="does not have the structure"):
        Session.open(old)
    assert old.read_bytes() == before
    assert not old.with_name("news.annot.lock").exists()
