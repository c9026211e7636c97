"""The verb that draws a document."""

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.options import DryRun, OneDocument, ProjectPath
from annotator.cli.projects import document_named, reading
from annotator.cli.said import say
from annotator.core.rows import Name
from annotator.session import Session

SUFFIXES = (".png", ".svg")


def render(
    project: ProjectPath,
    document: OneDocument,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="OUT.png or OUT.svg", show_default=False)],
    dark: Annotated[bool, typer.Option("--dark", help="Light on dark.")] = False,
    scale: Annotated[float, typer.Option(help="Pixels of the picture for one of the screen.", min=0.5, max=6)] = 2.0,
    author: Annotated[str, typer.Option(help="Whose annotations; the final version, else what is furthest.")] = "",
    dry_run: DryRun = False,
) -> int:
    """Draw a document as a picture."""
    if out.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter("The picture must be called .png or .svg.")
    with reading(project) as session:
        name = document_named(session, document)
        if not dry_run:
            draw(session, name, out, dark=dark, scale=scale, author=author)
    say(f"Would draw {out}." if dry_run else f"Drew {out}.")
    return 0


def draw(
    session: Session, document: Name, out: Path, *, dark: bool = False, scale: float = 2.0, author: str = ""
) -> None:
    """Draw a document; Qt is loaded here, and needs no screen. Raises ProjectError when it cannot be written."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import_module("annotator.ui.picture").draw(session, document, out, dark=dark, scale=scale, author=author)
