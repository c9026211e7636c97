"""Files that are no projects, or not as they should be: a sentence for each, and nothing is written to them."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.core import edits
from annotator.core.change import EditRefused
from annotator.core.errors import Damaged, NotAProject, OpenElsewhere, ProjectError
from annotator.core.scheme import LabelSpec, adopt
from annotator.session import Session
from annotator.store.doctor import examine
from annotator.store.project_store import ProjectStore
from tests.session.project import small_project

ROOT = Path(__file__).resolve().parents[2]


def change(path: Path, *statements: str) -> None:
    """Do something to a database as another program would."""
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotAProject, match="There is no project"):
        Session.open(tmp_path / "none.annot")


@pytest.mark.parametrize("content", [b"", b"Pfizer buys Seagen.\n" * 20, b"SQLite format 3\x00 and no more"])
def test_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "text.annot"
    path.write_bytes(content)
    with pytest.raises(NotAProject, match=r"text\.annot is no Annotator project"):
        Session.open(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be read: Is a directory"):
        Session.open(tmp_path)


def test_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "music.annot"
    change(path, "CREATE TABLE song (title TEXT)", "INSERT INTO song VALUES ('La mer')")
    with pytest.raises(NotAProject, match="a database of another program"):
        Session.open(path)


def test_newer_version_opens_for_reading_only(project: Path) -> None:
    change(project, "PRAGMA user_version = 99", "ALTER TABLE span ADD COLUMN colour TEXT")
    before = project.read_bytes()
    session = Session.open(project)
    assert "newer version" in session.read_only
    assert session.document(session.documents()[0]).text.startswith("Pfizer")
    with pytest.raises(EditRefused, match="newer version of Annotator, so it is open for reading only"):
        session.undo()
    session.close()
    assert project.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER quiet AFTER INSERT ON span BEGIN DELETE FROM comment; END",
        "CREATE VIEW everything AS SELECT * FROM span",
        "ALTER TABLE span ADD COLUMN colour TEXT",
        "DROP INDEX span_set",
        "CREATE TABLE extra (x)",
    ],
)
def test_altered_structure(project: Path, statement: str) -> None:
    change(project, statement)
    with pytest.raises(Damaged, match="does not have the structure this program makes"):
        Session.open(project)
    assert not project.with_name("news.annot.lock").exists()


def test_cut_off(project: Path) -> None:
    os.truncate(project, project.stat().st_size // 2)
    try:
        ProjectStore.open(project, read_only=True).close()
    except ProjectError as error:
        assert "damaged" in str(error)  # noqa: PT017 - opening may go well: the Doctor must find it then
    assert list(examine(project))


def test_rows_that_cannot_be_read(project: Path) -> None:
    change(project, "UPDATE author SET id = id + (1 << 55)")
    with pytest.raises(Damaged, match="restore a backup"):
        Session.open(project)
    assert not project.with_name("news.annot.lock").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="another user is needed to be kept out")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_write_protected(project: Path, what: str) -> None:
    """As an ordinary user: root may write everywhere."""
    folder = project.parent
    program = f"""
import os
from pathlib import Path
from annotator.session import Session
os.setgid(65534), os.setuid(65534)
session = Session.open(Path({str(project)!r}))
print(session.read_only, len(session.documents()))
session.close()"""
    for above in (folder, *folder.parents):
        if above.owner() == "root" and above not in (Path("/"), Path("/tmp")):
            above.chmod(above.stat().st_mode | 0o055)
    folder.chmod(0o777 if what == "file" else 0o555)
    project.chmod(0o444 if what == "file" else 0o666)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "news.annot is write-protected, so it is open for reading only. 2"


def test_open_elsewhere_names_the_holder_and_can_be_read(project: Path) -> None:
    program = f"""
from pathlib import Path
from annotator.session import Session
session = Session.open(Path({str(project)!r}))
print("open", flush=True)
input()"""
    other = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    with pytest.raises(OpenElsewhere, match=f"open elsewhere: .* process {other.pid}, since"):
        Session.open(project)
    reading = Session.open(project, read_only=True)
    assert len(reading.documents()) == 2
    reading.close()
    other.kill()
    other.communicate()
    Session.open(project).close()  # the kernel let go of the lock of the killed program


def test_copy_gets_an_origin_of_its_own(project: Path, tmp_path: Path) -> None:
    """Two files that each go on from the same state never give one name to two things."""
    copy = tmp_path / "copy.annot"
    shutil.copy(project, copy)
    names = []
    for path in (project, copy):
        session = Session.open(path)
        label = session.do(adopt(session.scheme, [LabelSpec("span", "NEW")])).changes[0].key
        view = session.view(session.documents()[1])
        names.append({label, *(c.key for c in session.do(edits.mark_span(view, 0, 3, str(label))).changes)})
        names[-1].discard((view.doc.id, view.author))
        session.close()
    assert len(names[0]) == len(names[1]) == 2
    assert not names[0] & names[1]


def test_new_project_never_overwrites(project: Path) -> None:
    with pytest.raises(ProjectError, match="already there"):
        small_project(project)
    assert list(examine(project)) == []
