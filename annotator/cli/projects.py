"""Projects as verbs open them: to read, to work in as somebody, or to try out on a copy that is thrown away."""

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from annotator.cli.said import warn
from annotator.core.change import EditRefused
from annotator.core.errors import ReadOnly
from annotator.core.people import join
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.copying import copy_project

SUFFIX = ".annot"
LIKENESS = 0.8  # from which a name nobody has looks like a mistyped one


def existing(project: Path) -> Path:
    """The project file; its suffix may be left out."""
    with_suffix = Path(f"{project}{SUFFIX}")
    return with_suffix if not project.exists() and with_suffix.exists() else project


@contextmanager
def reading(project: Path) -> Iterator[Session]:
    """The project, to read while others may write. Raises ProjectError."""
    session = Session.open(existing(project), read_only=True)
    try:
        yield session
    finally:
        session.close()


@contextmanager
def writing(project: Path, *, dry_run: bool) -> Iterator[Session]:
    """The project, to write; a copy of it in a dry run. Raises ProjectError, OpenElsewhere naming who has it open."""
    with _place(existing(project), dry_run=dry_run) as path:
        session = Session.open(path)
        try:
            if session.read_only:
                raise ReadOnly(session.read_only)
            warn_unfinished(session, project)
            yield session
        finally:
            session.close()


@contextmanager
def _place(project: Path, *, dry_run: bool) -> Iterator[Path]:
    if not dry_run:
        yield project
        return
    with TemporaryDirectory(prefix="annotator-") as folder:
        copy = Path(folder) / project.name
        copy_project(project, copy)
        yield copy


@contextmanager
def working(
    project: Path, person: str, *, reviewing: bool, dry_run: bool, add_person: bool = False
) -> Iterator[Session]:
    """The project, to work in as somebody. Raises ProjectError, EditRefused."""
    with writing(project, dry_run=dry_run) as session:
        enter(session, person, reviewing=reviewing, add_person=add_person)
        yield session


def enter(session: Session, person: str, *, reviewing: bool, add_person: bool = False) -> None:
    """Go on as this person; a new one joins while nobody was given a role. Raises EditRefused."""
    if session.people.find(person) is None:
        _join(session, person, add_person=add_person)
    session.act_as(person, reviewing=reviewing)


def _join(session: Session, person: str, *, add_person: bool) -> None:
    known = [author.name for author in session.people.persons()]
    if session.people.roles:
        raise EditRefused(f'Nobody called "{person}" works in this project; there are {", ".join(known)}.')
    alike = get_close_matches(person.lower(), [name.lower() for name in known], n=1, cutoff=LIKENESS)
    if alike and not add_person:
        meant = next(name for name in known if name.lower() == alike[0])
        raise EditRefused(f'Nobody called "{person}" works in this project. "{meant}"? If not, add --join.')
    session.do(join(session.people, person))
    warn(f"{person} joined the project.")


def warn_unfinished(session: Session, project: Path) -> None:
    """Say that an import was interrupted, and what to do about it."""
    for one in session.unfinished():
        began = one.at[:16].replace("T", " ")
        what = f'"{one.title}" of {began} UTC was interrupted; {one.documents} documents of it are not listed'
        warn(f"{what}: annotator doctor {project} --unfinished finish, or take-back.")


def document_named(session: Session, text: str) -> Name:
    """The document of this name, or number from 1. Raises EditRefused saying how many there are."""
    found = session.find_document(text)
    if found is None:
        raise EditRefused(f'There is no document "{text}"; the project has {len(session.documents())}.')
    return found


def documents_named(session: Session, names: list[str] | None, *, every: bool) -> list[Name]:
    """Documents as given, or all. Raises a usage error when neither or both are asked for, EditRefused."""
    if every == bool(names):
        raise typer.BadParameter("Name documents, or give --all.")
    return session.documents() if every else [document_named(session, name) for name in names or ()]
