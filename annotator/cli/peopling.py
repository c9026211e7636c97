"""The verbs of who works in a project: people, assign, order."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli.options import AsJson, Documents, DryRun, ProjectPath
from annotator.cli.projects import document_named, reading, writing
from annotator.cli.said import counted, say, say_json, warn
from annotator.cli.showing import filter_named
from annotator.core.assigning import Plan
from annotator.core.change import EditRefused
from annotator.core.people import ORDERS, bring_back, check_lead, join, rename, retire, set_order, set_roles
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.assigning import (
    Share,
    all_of,
    assigning,
    planned,
    rows_of,
    shares,
    taking_away,
    unassigned,
)

app = typer.Typer(no_args_is_help=True, help="Show who works in a project, and change it.", rich_markup_mode=None)

Who = Annotated[str, typer.Argument(metavar="NAME", help="A person of the project.", show_default=False)]
By = Annotated[str, typer.Option("--as", help="Who does this; by default the first who leads.", show_default=False)]
Roles = Annotated[
    list[str] | None, typer.Option("--role", help="annotator, reviewer or lead; may be given several times.")
]


class Way(StrEnum):
    """How documents are dealt out."""

    turn = "turn"
    random = "random"
    each = "each"


@contextmanager
def leading(project: Path, person: str, *, dry_run: bool) -> Iterator[Session]:
    """The project, to change as somebody who leads. Raises EditRefused."""
    with writing(project, dry_run=dry_run) as session:
        leads = session.people.leads()
        author = session.people.named(person) if person else leads[0] if leads else session.actor
        session.act_as_any(author.name)
        check_lead(session.people, session.actor.id)
        yield session


# ---- people


@app.command("show")
def show(project: ProjectPath, as_json: AsJson = False) -> None:
    """Who works in the project, in which roles, and what is assigned to whom."""
    with reading(project) as session:
        held = shares(session)
        values = [_person_as_json(session, one.id, held.get(one.id, Share(0, 0))) for one in session.people.persons()]
    if as_json:
        say_json(values)
        return
    for one in values:
        roles = "left" if one["retired"] else ", ".join(one["roles"]) or "everything"
        assigned = f"  {one['done']} of {one['assigned']} done" if one["assigned"] else ""
        say(f"{one['name']:<20} {roles}{assigned}")


def _person_as_json(session: Session, person: Name, share: Share) -> dict[str, Any]:
    author = session.people.authors[person]
    roles = sorted(session.people.roles_of(person)) if session.people.roles else []
    counts = {"assigned": share.assigned, "done": share.done}
    return {"name": author.name, "roles": roles, "retired": author.retired} | counts


@app.command("add")
def add(project: ProjectPath, name: Who, roles: Roles = None, by: By = "", dry_run: DryRun = False) -> None:
    """Add a person."""
    with leading(project, by, dry_run=dry_run) as session:
        session.do(join(session.people, name))
        if roles:
            session.do(set_roles(session.people, session.actor.id, session.people.named(name).id, roles))


@app.command("role")
def role(project: ProjectPath, name: Who, roles: Roles = None, by: By = "", dry_run: DryRun = False) -> None:
    """Give a person these roles and no others. Before the first role is given, everybody may do everything."""
    with leading(project, by, dry_run=dry_run) as session:
        session.do(set_roles(session.people, session.actor.id, session.people.named(name).id, roles or []))


@app.command("rename")
def rename_(
    project: ProjectPath,
    name: Who,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new name.", show_default=False)],
    by: By = "",
    dry_run: DryRun = False,
) -> None:
    """Give a person another name."""
    with leading(project, by, dry_run=dry_run) as session:
        session.do(rename(session.people, session.people.named(name).id, new))


@app.command("retire")
def retire_(project: ProjectPath, name: Who, by: By = "", dry_run: DryRun = False) -> None:
    """Somebody works here no longer; what they made stays theirs."""
    with leading(project, by, dry_run=dry_run) as session:
        person = session.people.named(name).id
        session.do(retire(session.people, person))
        share = shares(session).get(person, Share(0, 0))
    if share.assigned > share.done:
        left = counted(share.assigned - share.done, "document")
        warn(f"{left} assigned to {name} and not submitted: annotator assign PROJECT --filter assigned:{name} --to …")


@app.command("back")
def back(project: ProjectPath, name: Who, by: By = "", dry_run: DryRun = False) -> None:
    """Somebody who left works here again."""
    with leading(project, by, dry_run=dry_run) as session:
        session.do(bring_back(session.people, session.people.named(name).id))


# ---- assignments


def assign(
    project: ProjectPath,
    documents: Documents = None,
    to: Annotated[list[str] | None, typer.Option("--to", help="Who is to annotate them; several times.")] = None,
    how: Annotated[Way, typer.Option(help="One after the other, at random, or all to each.")] = Way.turn,
    overlap: Annotated[str, typer.Option(help="The share that two people get, such as 20%.")] = "0%",
    seed: Annotated[int, typer.Option(help="Of the random way: the same seed deals out the same.")] = 0,
    filtered: Annotated[str, typer.Option("--filter", help="The documents of a filter, as `show` takes it.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Every document, also those that somebody has.")] = False,
    take: Annotated[bool, typer.Option("--take-away", help="Take them from these people instead.")] = False,
    by: By = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Assign documents to people: by default those that nobody has."""
    if sum((bool(documents), bool(filtered), every)) > 1:
        raise typer.BadParameter("Name documents, or give --filter, or --all.")
    share = _share(overlap)
    with leading(project, by, dry_run=dry_run) as session:
        chosen = _chosen(session, documents, filtered, every=every or take)
        persons = [session.people.named(name).id for name in to or ()]
        if take:
            written = all_of(taking_away(session, rows_of(session, chosen, persons)))
            _tell({"taken_away": written}, [f"{counted(written, 'assignment')} taken away."], dry_run, as_json)
            return
        plan = planned(session, chosen, persons, how=how.value, overlap=share, seed=seed)
        if not plan.pairs:
            raise EditRefused("They have these documents already.")
        all_of(assigning(session, plan.pairs))
        value, lines = _said(session, plan)
    _tell(value, lines, dry_run, as_json)


def _share(text: str) -> float:
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError as error:
        raise typer.BadParameter(f"--overlap is a share such as 20%, not {text}.") from error


def _chosen(session: Session, documents: list[str] | None, filtered: str, *, every: bool) -> list[Name]:
    if documents:
        return [document_named(session, name) for name in documents]
    if filtered:
        session.show_all = True
        wanted = session.queue_filter(text=filter_named(session, filtered))
        found = set(session.queue_documents(wanted))
        return [name for name in session.documents() if name in found]
    return session.documents() if every else unassigned(session)


def _said(session: Session, plan: Plan) -> tuple[dict[str, Any], list[str]]:
    gains, held = plan.gains(), shares(session)
    people = {session.people.name_of(person): count for person, count in gains.items()}
    value = {"documents": plan.documents, "shared": plan.shared, "assigned": people}
    lines = [f"{counted(plan.documents, 'document')}, {plan.shared:,} of them with more than one person."]
    for person, count in gains.items():
        lines.append(f"{count:>7,}  to {session.people.name_of(person)}, who has {held[person].assigned:,} now")
    return value, lines


def _tell(value: dict[str, Any], lines: list[str], dry_run: bool, as_json: bool) -> None:
    if as_json:
        say_json(value | {"done": not dry_run})
        return
    say(*lines)
    if dry_run:
        say("Nothing was written.")


# ---- the order


def order(
    project: ProjectPath,
    kind: Annotated[str, typer.Argument(metavar="[ORDER]", help=f"{', '.join(ORDERS)}; none: say which.")] = "",
    seed: Annotated[int, typer.Option(help="Of the random order: the same seed, the same order.")] = 0,
    by: By = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Put the queue in an order, for everybody; what was sent back always stands first."""
    if kind:
        with leading(project, by, dry_run=dry_run) as session:
            session.do(set_order(session.people, kind, seed))
            now = session.people.setting("order")
    else:
        with reading(project) as session:
            now = session.people.setting("order")
    if as_json:
        say_json(now)
    else:
        say(now["kind"] + (f", seed {now['seed']}" if now["kind"] == "random" else ""))
