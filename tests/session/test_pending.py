"""Writes that fail: one pending edit, no further ones, nothing lost; it goes through when the cause is gone."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core import edits
from annotator.core.change import Edit, EditRefused
from annotator.core.errors import ProjectError, WriteFailed
from annotator.session import Session
from annotator.store.doctor import examine
from tests.session.project import label, place, small_project

ROOT = Path(__file__).resolve().parents[2]


def mark(session: Session, words: str) -> Edit:
    """Mark these words of the first document as ORG."""
    document = session.documents()[0]
    return edits.mark_span(session.view(document), *place(session, document, words), label(session, "ORG"))


def marked(session: Session) -> list[str]:
    """What is marked in the first document."""
    doc = session.document(session.documents()[0])
    return [doc.surface(span) for span in doc.set_of(session.actor.id).spans.ordered()]


def fails(session: Session, sentence: str) -> None:
    """The next edit cannot be written: it is the pending one, nothing changed, and others are refused."""
    before, step = marked(session), session.undo_step()
    told: list[object] = []
    stop = session.listen(told.append)
    with pytest.raises(WriteFailed, match=sentence):
        session.do(mark(session, "Seagen"))
    assert session.pending is not None
    assert session.pending.new.title == 'Mark "Seagen" ORG'
    with pytest.raises(EditRefused, match=f'"Mark "Seagen" ORG" is not saved yet: .*{sentence}'):
        session.do(mark(session, "New York"))
    with pytest.raises(EditRefused, match="is not saved yet"):
        session.undo()
    assert not session.retry()
    assert (marked(session), session.undo_step(), told) == (before, step, [])
    stop()


def goes_through(session: Session) -> None:
    """The pending edit is written now, once, and work goes on."""
    told: list[object] = []
    stop = session.listen(told.append)
    assert session.retry()
    assert session.pending is None
    assert len(told) == 1
    assert "Seagen" in marked(session)
    stop()
    session.do(mark(session, "New York"))
    whole(session)


def whole(session: Session) -> None:
    """File and memory agree."""
    other = Session.open(session.path, read_only=True)
    assert marked(other) == marked(session)
    other.close()
    assert list(examine(session.path)) == []


def test_busy(session: Session) -> None:
    session.do(mark(session, "Pfizer"))
    other = sqlite3.connect(session.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    fails(session, "Another program is busy with news.annot")
    other.execute("ROLLBACK")
    other.close()
    goes_through(session)


def test_busy_by_another_process(session: Session) -> None:
    program = f"""
import sqlite3
other = sqlite3.connect({str(session.path)!r}, isolation_level=None)
other.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
input()"""
    edit = mark(session, "Seagen")
    other = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "locked\n"
    with pytest.raises(WriteFailed, match="Another program is busy"):
        session.do(edit)
    other.communicate("\n")
    assert session.retry()
    whole(session)


def test_locked_for_reading_too(session: Session) -> None:
    """Another program keeps everybody out: a sentence, and nothing is left half done."""
    edit = mark(session, "Seagen")
    other = sqlite3.connect(session.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ProjectError, match="Another program is busy"):
        session.history(edit.changes[-1].document)
    with pytest.raises(EditRefused, match="Another program is busy"):
        session.do(edit)
    other.execute("ROLLBACK")
    other.close()
    assert session.pending is None
    session.do(edit)
    whole(session)


def test_deleted_while_open_and_put_back(session: Session, folder: Path) -> None:
    away = folder / "away"
    session.path.rename(away)
    fails(session, "news.annot is gone from .*: put it back, or save a copy")
    away.rename(session.path)
    goes_through(session)


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_gone_for_good_is_saved_as_a_copy(session: Session, folder: Path, how: str) -> None:
    session.do(mark(session, "Pfizer"))
    session.mark_seen(session.documents()[0], 0, 10)
    if how == "deleted":
        session.path.unlink()
    else:
        shutil.copy(session.path, folder / "other")
        (folder / "other").rename(session.path)
    fails(session, "is gone from" if how == "deleted" else "was replaced by another file")
    old = session._store.revisions()[-1]
    session.save_copy(folder / "copy.annot")
    assert (session.path, session.pending) == (folder / "copy.annot", None)
    assert marked(session) == ["Pfizer", "Seagen"]
    assert session._store.revisions()[-1].origin != old.origin
    whole(session)
    session.undo()
    session.undo()
    assert marked(session) == []
    whole(session)


def test_a_copy_never_overwrites_and_changes_nothing_when_it_fails(session: Session, folder: Path) -> None:
    (folder / "there").write_text("mine")
    path = session.path
    with pytest.raises(ProjectError, match="already there"):
        session.save_copy(folder / "there")
    with pytest.raises(WriteFailed, match="could not be written"):
        session.save_copy(folder / "there" / "below.annot")
    assert (session.path, (folder / "there").read_text()) == (path, "mine")
    session.do(mark(session, "Pfizer"))
    whole(session)


def test_a_copy_without_anything_pending(session: Session, folder: Path) -> None:
    before = session.path
    session.do(mark(session, "Pfizer"))
    session.save_copy(folder / "copy.annot")
    session.do(mark(session, "Seagen"))
    whole(session)
    other = Session.open(before)  # let go of
    assert marked(other) == ["Pfizer"]
    other.close()


def test_an_edit_that_got_through_after_all_is_not_written_twice(session: Session, folder: Path) -> None:
    """The write was reported as failed, but its commit had reached the disk."""
    away = folder / "away"
    session.path.rename(away)
    with pytest.raises(WriteFailed):
        session.do(mark(session, "Seagen"))
    away.rename(session.path)
    pending = session.pending
    assert session.retry()
    session.pending = pending
    assert session.retry()
    assert marked(session) == ["Seagen"]
    whole(session)


@pytest.fixture
def tight(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k", "annotator-test", str(disk)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made as root on Linux")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_full_disk(tight: Path) -> None:
    session = small_project(tight / "news.annot")
    try:
        session.do(mark(session, "Pfizer"))
        rest = os.statvfs(tight).f_bavail * os.statvfs(tight).f_frsize
        (tight / "filling").write_bytes(b"x" * rest)
        fails(session, "The disk with news.annot is full: make room, it is tried again by itself")
        (tight / "filling").unlink()
        goes_through(session)
    finally:
        session.close()


def test_a_file_that_may_not_grow(folder: Path) -> None:
    """The same without being root: a limit on the size of files, in a process of its own."""
    pytest.importorskip("resource")
    program = f"""
import resource, signal
from pathlib import Path
from annotator.core.errors import WriteFailed
from tests.session.project import add_documents, small_project
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
session = small_project(Path({str(folder / "news.annot")!r}))
size = session.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
try:
    add_documents(session, ("A long text. " * 20_000,))
except WriteFailed as error:
    print(error)
print(session.retry(), len(session.documents()))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(session.retry(), len(session.documents()))
session.close()"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    said, refused, written = done.stdout.splitlines()
    assert "news.annot" in said
    assert (refused, written) == ("False 2", "True 3")
    assert list(examine(folder / "news.annot")) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="another user is needed to be kept out")
def test_folder_made_read_only(folder: Path) -> None:
    """As an ordinary user: root may write everywhere."""
    folder.chmod(0o777)
    for above in folder.parents:
        if str(above) not in ("/", "/tmp", "/dev", "/dev/shm"):
            above.chmod(above.stat().st_mode | 0o055)
    program = f"""
import os
from pathlib import Path
from annotator.core.errors import WriteFailed
from tests.session.test_pending import mark, marked
from tests.session.project import small_project
os.setgid(65534), os.setuid(65534)
inner = Path({str(folder)!r}) / "inner"
inner.mkdir()
session = small_project(inner / "news.annot")
edit = mark(session, "Seagen")
inner.chmod(0o555)
try:
    session.do(edit)
except WriteFailed as error:
    print(error)
inner.chmod(0o777)
print(session.retry(), marked(session))
session.close()"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said, after = done.stdout.splitlines()
    assert "can no longer be written to: allow it again" in said
    assert after == "True ['Seagen']"
