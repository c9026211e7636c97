"""What verbs say: JSON alone on standard output when asked, words otherwise, progress on standard error."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from annotator.core.change import EditRefused
from annotator.core.records import Finding
from annotator.core.rows import Name
from annotator.session import Session

ProjectPath = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project file, NAME.annot.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON alone.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]
Documents = Annotated[
    list[str] | None, typer.Argument(metavar="DOCUMENT…", help="Names or numbers, from 1.", show_default=False)
]
All = Annotated[bool, typer.Option("--all", help="Every document.")]


def say(*lines: str) -> None:
    """Words for a person."""
    for line in lines:
        print(line)


def say_json(value: Any) -> None:
    """JSON alone."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    print()


def warn(line: str) -> None:
    """A sentence on standard error."""
    print(line, file=sys.stderr)


def warn_findings(findings: Iterable[Finding]) -> int:
    """List findings on standard error; returns how many lost something."""
    lost = 0
    for finding in findings:
        warn(f"{finding.place}: {finding.text}")
        lost += finding.lost
    return lost


def progress() -> Progress:
    """A progress bar with the time left, on standard error; silent where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)


def document_named(session: Session, text: str) -> Name:
    """The document of this name, or number from 1. Raises EditRefused naming what there is."""
    found = session.find_document(text)
    if found is None:
        count = len(session.documents())
        raise EditRefused(f'There is no document "{text}"; the project has {count}, numbered from 1.')
    return found


def documents_named(session: Session, names: list[str] | None, *, every: bool) -> list[Name]:
    """Documents as given, or all. Raises a usage error when neither is asked for."""
    if every == bool(names):
        raise typer.BadParameter("Name documents, or give --all.")
    return session.documents() if every else [document_named(session, name) for name in names or ()]
