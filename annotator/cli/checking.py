"""The verb that checks a project's annotations."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from annotator.cli.options import AsJson, Documents, ProjectPath
from annotator.cli.projects import document_named, reading
from annotator.cli.said import counted, progress, say, say_json
from annotator.session import Session
from annotator.session.checking import Found, checking


def check(
    project: ProjectPath,
    documents: Documents = None,
    intended: Annotated[bool, typer.Option("--intended", help="List what is intended, too, with the reason.")] = False,
    as_json: AsJson = False,
) -> int:
    """Check annotations: labels that differ, words left unmarked, edges, rules, doubles, empty documents."""
    with reading(project) as session:
        names = [document_named(session, name) for name in documents] if documents else None
        found: list[Found] = []
        with progress() as bar:
            line = bar.add_task("checking", total=None)
            for step in checking(session, names):
                bar.update(line, completed=step.done, total=step.total)
                found += (one for one in step.found if intended or not one.reason)
        lines = [_as_json(session, one) for one in found]
    if as_json:
        say_json(lines)
    else:
        _say(lines)
    return 1 if any(not one["intended"] for one in lines) else 0


def _as_json(session: Session, found: Found) -> dict[str, Any]:
    problem = found.problem
    head = {"document": session.glance(found.document).document.name, "author": session.people.name_of(found.author)}
    place = {"kind": problem.kind, "start": problem.start, "end": problem.end, "text": problem.text}
    return head | place | {"blocks": problem.blocks, "intended": found.reason, "key": problem.key}


def _say(lines: Iterable[dict[str, Any]]) -> None:
    last, number = None, 0
    for one in lines:
        if (one["document"], one["author"]) != last:
            last = (one["document"], one["author"])
            say(f"{one['document']} · {one['author']}")
        meant = f" (intended: {one['intended']})" if one["intended"] else ""
        say(f"  {one['start']:>6}  {one['text']}{meant}")
        number += not one["intended"]
    say(f"{counted(number, 'problem')}." if number else "The checks find no problem.")
