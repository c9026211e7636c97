"""The verb that makes a project."""

from pathlib import Path
from typing import Annotated

import typer

from annotator import resources_path
from annotator.cli.options import DryRun, ProjectPath
from annotator.cli.projects import SUFFIX
from annotator.cli.said import counted, say, warn
from annotator.core.errors import ProjectError
from annotator.core.scheme import LabelSpec, SchemeError, read_scheme
from annotator.formats.decoding import read_text
from annotator.session import Session

NO_SCHEME = "none"


def new(
    project: ProjectPath,
    scheme: Annotated[
        str, typer.Option(help='A scheme file, the name of one that comes with the program, or "none".')
    ] = "news",
    language: Annotated[str, typer.Option(help="The language of the texts, such as en.")] = "en",
    person: Annotated[str, typer.Option(help="Who works in it first.")] = "me",
    dry_run: DryRun = False,
) -> None:
    """Make a project."""
    path = project if project.suffix else Path(f"{project}{SUFFIX}")
    labels = load_scheme(scheme)
    if dry_run:
        if path.exists():
            raise ProjectError(f"{path} is already there; choose another name or open it.")
        say(f"Would make {path} with {counted(len(labels), 'label')}.")
        return
    Session.create(path, person=person, language=language, labels=labels).close()
    say(f"Made {path} with {counted(len(labels), 'label')}; {person} works in it.")


def load_scheme(scheme: str) -> list[LabelSpec]:
    """The labels of a scheme file, or of one that comes with the program. Raises SchemeError, UnreadableFile."""
    if scheme == NO_SCHEME:
        return []
    path = Path(scheme)
    if not path.suffix and not path.exists():
        try:
            path = resources_path.resource(f"schemes/{scheme}.toml")
        except FileNotFoundError:
            raise typer.BadParameter(f'There is no scheme "{scheme}": give a file, news, or none.') from None
    try:
        return read_scheme(read_text(path, lambda finding: warn(finding.text)))
    except SchemeError as error:
        raise SchemeError(f"{path.name}: {error}") from error
