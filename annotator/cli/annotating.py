"""The verbs of an author: accept, submit."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

import typer

from annotator.cli.options import Author, Documents, DryRun, Every, Join, ProjectPath
from annotator.cli.projects import documents_named, working
from annotator.cli.said import counted, progress, say, warn
from annotator.core import edits, review
from annotator.core.change import Edit, EditRefused
from annotator.core.rows import Name
from annotator.core.set_draft import OPEN_STATES
from annotator.session import Session
from annotator.session.batches import OpenBatch


class Outcome(NamedTuple):
    """What became of the documents a verb was to change."""

    done: list[tuple[str, str]]  # (document's name, what was done)
    refused: list[tuple[str, str]]  # (document's name, why not)

    def code(self) -> int:
        """0 all done · 1 some refused · 3 the only one refused."""
        if not self.refused:
            return 0
        return 1 if self.done or len(self.refused) > 1 else 3


def accept(
    project: ProjectPath,
    author: Author,
    documents: Documents = None,
    every: Every = False,
    label: Annotated[str, typer.Option(help="Only suggestions of this label.")] = "",
    add_person: Join = False,
    dry_run: DryRun = False,
) -> int:
    """Accept the open suggestions that are in no conflict; all of it is one step of undo."""
    with working(project, author, reviewing=False, dry_run=dry_run, add_person=add_person) as session:
        wanted = session.scheme.named(label).id if label else ""
        chosen = documents_named(session, documents, every=every)
        if every:
            chosen = _where(session, chosen, OPEN_STATES)
        batch = OpenBatch(session, f"Accept suggestions in {counted(len(chosen), 'document')}", "bulk")
        store = batch.do if len(chosen) > 1 else session.do
        try:
            outcome = each(
                session, chosen, lambda name: edits.accept_open(session.view(name), label=wanted), store=store
            )
        finally:
            if session.pending is None:  # stopped in the middle, what was accepted stands
                batch.finish()
    if every:  # documents without open suggestions are no fault
        say(f"{'Would accept' if dry_run else 'Accepted'} suggestions in {counted(len(outcome.done), 'document')}.")
        return 0
    return tell(outcome, dry_run=dry_run)


def submit(
    project: ProjectPath,
    author: Author,
    documents: Documents = None,
    every: Every = False,
    add_person: Join = False,
    dry_run: DryRun = False,
) -> int:
    """Submit documents; what is open and in no conflict is accepted, as the project says."""
    with working(project, author, reviewing=False, dry_run=dry_run, add_person=add_person) as session:
        chosen = documents_named(session, documents, every=every)
        if every:
            chosen = _where(session, chosen, OPEN_STATES)
        outcome = each(session, chosen, lambda name: review.submit(session.view(name)))
    return tell(outcome, dry_run=dry_run)


def _where(session: Session, documents: list[Name], states: tuple[str, ...]) -> list[Name]:
    """The documents where one's own work is in one of these states."""
    return [name for name in documents if session.glance(name).set_of(session.actor.id).state in states]


def each(
    session: Session,
    documents: list[Name],
    make: Callable[[Name], Edit],
    *,
    store: Callable[[Edit], object] | None = None,
) -> Outcome:
    """Make and store an Edit for each document; a refusal is kept and the rest goes on. Raises WriteFailed."""
    outcome = Outcome([], [])
    with progress() as bar:
        for name in bar.track(documents, description="documents"):
            try:
                edit = make(name)
                (store or session.do)(edit)
                outcome.done.append((session.glance(name).document.name, edit.title))
            except EditRefused as refusal:
                outcome.refused.append((session.glance(name).document.name, refusal.reason))
    return outcome


def tell(outcome: Outcome, *, dry_run: bool) -> int:
    """Say what was done and what was refused; returns the exit code."""
    warn(*(f"{name}: {reason}" for name, reason in outcome.refused))
    for name, title in outcome.done:
        words = title if name in title else f"{name}: {title}"
        say(f"Would: {words}" if dry_run else words)
    return outcome.code()
