"""Verbs that move documents along: accept, submit, approve, return."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.said import All, Documents, DryRun, ProjectPath, document_named, documents_named, say, warn
from annotator.core import comments, edits, review
from annotator.core.change import Edit, EditRefused
from annotator.core.rows import Name
from annotator.core.view import View
from annotator.session import Session

Author = Annotated[str, typer.Option("--author", help="Whose work this is.", show_default=False)]
Reviewer = Annotated[str, typer.Option("--reviewer", help="Who reviews.", show_default=False)]


def join(app: typer.Typer) -> None:
    """Add these verbs."""
    for name, verb in (("accept", accept), ("submit", submit), ("approve", approve), ("return", return_)):
        app.command(name)(verb)


@contextmanager
def _working(project: Path, person: str, *, reviewing: bool, dry_run: bool) -> Iterator[Session]:
    session = Session.open(project, person=person, read_only=dry_run)
    try:
        session.act_as(person, reviewing=reviewing)
        yield session
    finally:
        session.close()


def _each(session: Session, documents: list[Name], make: Callable[[Name], Edit], *, dry_run: bool) -> int:
    """Make and store an Edit for each document; a refusal is said and the rest goes on."""
    done = refused = 0
    for document in documents:
        try:
            edit = make(document)
            if not dry_run:
                session.do(edit)
            say(("Would: " if dry_run else "") + edit.title)
            done += 1
        except EditRefused as refusal:
            warn(f"{session.document(document).document.name}: {refusal.reason}")
            refused += 1
    if refused and not done and len(documents) == 1:
        return 3
    return 1 if refused else 0


def accept(
    project: ProjectPath,
    author: Author,
    documents: Documents = None,
    every: All = False,
    label: Annotated[str, typer.Option(help="Only suggestions of this label.")] = "",
    dry_run: DryRun = False,
) -> int:
    """Accept the open suggestions that are in no conflict."""
    with _working(project, author, reviewing=False, dry_run=dry_run) as session:
        wanted = session.scheme.named(label).id if label else ""
        chosen = documents_named(session, documents, every=every)
        return _each(
            session, chosen, lambda document: edits.accept_open(session.view(document), label=wanted), dry_run=dry_run
        )


def submit(
    project: ProjectPath, author: Author, documents: Documents = None, every: All = False, dry_run: DryRun = False
) -> int:
    """Submit documents; what is open and in no conflict is accepted, as the project says."""
    with _working(project, author, reviewing=False, dry_run=dry_run) as session:
        chosen = documents_named(session, documents, every=every)
        return _each(session, chosen, lambda document: review.submit(session.view(document)), dry_run=dry_run)


def approve(
    project: ProjectPath,
    reviewer: Reviewer,
    documents: Documents = None,
    digest: Annotated[str, typer.Option(help="What was looked at, as `show --json` prints it.")] = "",
    dry_run: DryRun = False,
) -> int:
    """Approve submitted documents; without --digest it is recorded as given unseen."""
    with _working(project, reviewer, reviewing=True, dry_run=dry_run) as session:
        chosen = documents_named(session, documents, every=False)

        def make(document: Name) -> Edit:
            return review.approve(_view(session, document), shown=digest, decided=not digest)

        return _each(session, chosen, make, dry_run=dry_run)


def return_(
    project: ProjectPath,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", show_default=False)],
    reviewer: Reviewer,
    comment: Annotated[str, typer.Option(help="What has to change.", show_default=False)],
    dry_run: DryRun = False,
) -> int:
    """Send a submitted document back with a comment."""
    with _working(project, reviewer, reviewing=True, dry_run=dry_run) as session:
        name = document_named(session, document)
        if dry_run:
            say(comments.comment(_view(session, name), comment).title)
            return 0
        with session.compose(f'Send back "{session.document(name).document.name}"') as composed:
            composed.add(comments.comment(_view(session, name), comment))
            composed.add(review.send_back(_view(session, name)))
        say(f"Sent back {session.document(name).document.name}.")
        return 0


def _view(session: Session, document: Name) -> View:
    """A reviewer's view of the one person's work that is submitted. Raises EditRefused for none or several."""
    doc = session.document(document)
    persons = {author.id for author in session.people.persons()}
    states = review.TRANSITIONS["approve"][0]
    found = [one.author for one in doc.sets.values() if one.author in persons and one.state in states]
    if not found:
        raise EditRefused("Nothing is submitted here.")
    if len(found) > 1:
        raise EditRefused("Several people submitted this; it needs adjudication.")
    return session.view(document, reviewed=found[0])
