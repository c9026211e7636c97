"""Backups: whole, thinned out with age, never thinned by a damaged one, and they can be put back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.core.errors import Damaged, OpenElsewhere, ProjectError
from annotator.session import Session
from annotator.store import backup
from annotator.store.doctor import examine
from tests.store.test_opening import change

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def test_a_backup_is_the_project_even_while_it_is_open(project: Path, tmp_path: Path) -> None:
    session = Session.open(project)
    made = backup.back_up(project, folder=tmp_path / "backups", now=NOW)
    session.undo()
    session.close()
    assert list(examine(made)) == []
    copy = Session.open(made, read_only=True)
    assert len(copy.document(copy.documents()[0]).set_of(copy.actor.id).spans) == 1
    copy.close()


def test_due_once_an_hour(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    assert backup.is_due(folder, NOW)
    backup.back_up(project, folder=folder, now=NOW)
    assert not backup.is_due(folder, NOW + timedelta(minutes=59))
    assert backup.is_due(folder, NOW + timedelta(hours=1))


def test_thinned_out_with_age() -> None:
    hours = [NOW - timedelta(hours=number) for number in range(24 * 800)]
    made = sorted(Path(f"{at:%Y%m%dT%H%M%S}.annot") for at in hours)
    kept = sorted(set(made) - set(backup.not_needed(made, NOW)))
    ages = [NOW - backup.made_at(path) for path in kept]
    assert sum(age <= timedelta(days=2) for age in ages) == 49
    assert 28 <= sum(timedelta(days=2) < age <= timedelta(days=30) for age in ages) <= 29
    assert 21 <= sum(timedelta(days=30) < age <= timedelta(days=180) for age in ages) <= 23
    assert 20 <= sum(age > timedelta(days=180) for age in ages) <= 22
    assert backup.not_needed(kept, NOW) == []


def test_a_damaged_project_lets_no_backup_go(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    old = [backup.back_up(project, folder=folder, now=NOW - timedelta(days=days)) for days in (400, 398)]
    change(project, "UPDATE span SET start = 1")
    with pytest.raises(Damaged, match="Older backups are kept"):
        backup.back_up(project, folder=folder, now=NOW)
    assert set(old) <= set(backup.backups(folder))


def test_older_ones_go_after_a_good_one(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for hours in (0, 1, 2):
        backup.back_up(project, folder=folder, now=datetime(2025, 6, 3, hours, tzinfo=UTC))
    made = backup.back_up(project, folder=folder, now=NOW)
    assert [path.name for path in backup.backups(folder)] == ["20250603T020000.annot", made.name]


def test_restore_keeps_what_was_there(project: Path, tmp_path: Path) -> None:
    made = backup.back_up(project, folder=tmp_path / "backups", now=NOW)
    session = Session.open(project)
    session.undo()
    session.close()
    kept = backup.restore(made, project)
    assert kept is not None
    assert list(examine(kept)) == list(examine(project)) == []
    restored = Session.open(project)
    assert restored.undo_step() is not None
    assert len(restored.document(restored.documents()[0]).set_of(restored.actor.id).spans) == 1
    restored.close()


def test_restore_is_refused_while_the_project_is_open(project: Path, tmp_path: Path) -> None:
    made = backup.back_up(project, folder=tmp_path / "backups", now=NOW)
    session = Session.open(project)
    with pytest.raises(OpenElsewhere):
        backup.restore(made, project)
    session.close()


def test_other_files_are_no_backups(tmp_path: Path) -> None:
    (tmp_path / "mine.annot").write_bytes(b"")
    assert backup.backups(tmp_path) == []
    with pytest.raises(ProjectError, match=r"mine\.annot is no backup"):
        backup.made_at(tmp_path / "mine.annot")


def test_each_project_has_a_folder_of_its_own(tmp_path: Path) -> None:
    assert backup.folder_for(tmp_path / "a.annot") != backup.folder_for(tmp_path / "b" / "a.annot")
