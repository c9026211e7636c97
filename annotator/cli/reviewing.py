"""The verbs of a reviewer: approve, return."""

from typing import Annotated

import typer

from annotator.cli.annotating import each, tell
from annotator.cli.options import Anyway, Documents, DryRun, Join, OneDocument, ProjectPath, Reviewer
from annotator.cli.projects import document_named, documents_named, working
from annotator.cli.said import say
from annotator.core import comments, review
from annotator.core.change import Edit, EditRefused
from annotator.core.checks import check_set
from annotator.core.rows import Name
from annotator.core.view import View
from annotator.session import Session


def approve(
    project: ProjectPath,
    reviewer: Reviewer,
    documents: Documents = None,
    digest: Annotated[
        str, typer.Option(help="What was looked at, as `show --json` prints it; without it: given unseen.")
    ] = "",
    anyway: Anyway = False,
    add_person: Join = False,
    dry_run: DryRun = False,
) -> int:
    """Approve submitted documents."""
    if digest and len(documents or ()) != 1:
        raise typer.BadParameter("--digest is what was looked at of one document; name just that one.")
    with working(project, reviewer, reviewing=True, dry_run=dry_run, add_person=add_person) as session:
        chosen = documents_named(session, documents, every=False)

        def make(name: Name) -> Edit:
            view = reviewing(session, name)
            if not anyway:
                _check(view)
            return review.approve(view, shown=digest, decided=bool(digest))

        return tell(each(session, chosen, make), dry_run=dry_run)


def _check(view: View) -> None:
    """Raise EditRefused where the window would ask before approving."""
    theirs = view.doc.set_of(view.reviewed)
    rounds = theirs.row.round if theirs.row else 0
    talk = [one for one in comments.open_comments(view, view.reviewed) if one.round == rounds]
    problems = [one.text for one in check_set(view, view.shown) if one.blocks]
    if talk:
        problems.append(f'A comment is open: "{talk[0].text}".')
    if problems:
        raise EditRefused(f"{problems[0]} To approve all the same, add --yes.")


def return_(
    project: ProjectPath,
    document: OneDocument,
    reviewer: Reviewer,
    comment: Annotated[str, typer.Option(help="What has to change.", show_default=False)],
    add_person: Join = False,
    dry_run: DryRun = False,
) -> int:
    """Send a submitted document back with a comment."""
    with working(project, reviewer, reviewing=True, dry_run=dry_run, add_person=add_person) as session:
        name = document_named(session, document)
        title = f'Send back "{session.document(name).document.name}"'
        with session.compose(title) as composed:
            composed.add(comments.comment(reviewing(session, name), comment))
            composed.add(review.send_back(reviewing(session, name)))
        say(f"Would: {title}" if dry_run else title)
        return 0


def reviewing(session: Session, document: Name) -> View:
    """A reviewer's view of the one person's work that is submitted. Raises EditRefused for none or several."""
    doc, people = session.document(document), session.people
    states = review.TRANSITIONS["approve"][0]
    found = [one.author for one in doc.sets.values() if one.state in states]
    if not found:
        raise EditRefused("Nothing is submitted here.")
    if len(found) > 1:
        names = " and ".join(people.name_of(author) for author in found)
        raise EditRefused(f"{names} both submitted this; their work must become one first.")
    return session.view(document, reviewed=found[0])
