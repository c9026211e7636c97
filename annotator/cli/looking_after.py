"""The verb that examines the program's surroundings and a project."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import environment
from annotator.cli.options import AsJson
from annotator.cli.projects import existing
from annotator.cli.said import counted, say, say_json, warn
from annotator.session import Session
from annotator.session.examining import examine
from annotator.session.searching import rebuild

WAYS = ("finish", "take-back")


def doctor(
    project: Annotated[Path | None, typer.Argument(metavar="[PROJECT]", show_default=False)] = None,
    unfinished: Annotated[
        str, typer.Option(help="What to do with an import that was interrupted: finish or take-back.")
    ] = "",
    rebuild_search: Annotated[
        bool, typer.Option("--rebuild-search", help="Make the index that the search uses anew.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Examine what the program needs; or a project, from its log upwards."""
    if rebuild_search and project is None:
        raise typer.BadParameter("--rebuild-search takes a project.")
    if unfinished and (unfinished not in WAYS or project is None):
        raise typer.BadParameter(f"--unfinished takes {' or '.join(WAYS)}, and a project.")
    report = environment.examine() if project is None else _project(existing(project), unfinished, rebuild_search)
    if as_json:
        say_json(report._asdict())
    else:
        say(*report.lines)
        warn(*report.problems)
    return 1 if report.problems else 0


def _project(path: Path, way: str, rebuild_search: bool) -> environment.Report:
    done = _settle(path, way) if way else []
    if rebuild_search:
        done.append(f"The search was made anew: {counted(rebuild(path), 'document')}.")
    problems = list(examine(path))
    if not problems:
        with_open = Session.open(path, read_only=True)
        problems = [
            f'"{one.title}" was interrupted, {counted(one.documents, "document")} of it not listed: '
            "add --unfinished finish, or --unfinished take-back."
            for one in with_open.unfinished()
        ]
        with_open.close()
    state = "in order" if not problems else counted(len(problems), "finding")
    return environment.Report([*done, f"{path.name}: {state}."], problems)


def _settle(path: Path, way: str) -> list[str]:
    """Finish or take back what was interrupted. Raises ProjectError, EditRefused."""
    session = Session.open(path)
    try:
        lines = []
        for one in session.unfinished():
            (session.finish if way == "finish" else session.take_back)(one.batch)
            verb = "Finished" if way == "finish" else "Took back"
            lines.append(f'{verb} "{one.title}", {counted(one.documents, "document")}.')
        return lines
    finally:
        session.close()
