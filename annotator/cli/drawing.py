"""The verb that draws a document."""

import os
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli.options import DryRun, OneDocument, ProjectPath
from annotator.cli.projects import document_named, reading
from annotator.cli.said import counted, progress, say
from annotator.core.rows import Name
from annotator.session import Session

SUFFIXES = (".png", ".svg", ".pdf")
PAPERS = {"a4": 1414, "letter": 1294, "whole": 0}
"""Heights of pages of the width of a picture, 1,000 pixels."""


class Arcs(StrEnum):
    """Whose relations are drawn as arcs."""

    ALL = "all"
    NONE = "none"


def render(
    project: ProjectPath,
    document: OneDocument,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="OUT.png, OUT.svg or OUT.pdf", show_default=False)],
    dark: Annotated[bool, typer.Option("--dark", help="Light on dark.")] = False,
    scale: Annotated[float, typer.Option(help="Pixels of a PNG for one of the screen.", min=0.5, max=6)] = 2.0,
    author: Annotated[str, typer.Option(help="Whose annotations; the final version, else what is furthest.")] = "",
    arcs: Annotated[Arcs, typer.Option(help="Whether relations are drawn.")] = Arcs.ALL,
    page: Annotated[
        str, typer.Option(help="a4, letter, whole, or a height in pixels; without it whole, in pages where too tall.")
    ] = "",
    pages: Annotated[str, typer.Option(help="Only these pages: 3, 2-4 or 5-.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
    dry_run: DryRun = False,
) -> int:
    """Draw a document as a picture, or as pages of it; no line is cut."""
    if out.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter("The picture must be called .png, .svg or .pdf.")
    first, last = _pages(pages)
    wish = {"dark": dark, "scale": scale, "author": author, "arcs": arcs.value}
    wish |= {"page": _height(page, wanted=bool(pages)), "first": first, "last": last, "replace": force}
    with reading(project) as session:
        name = document_named(session, document)
        if dry_run:
            say(f"Would draw {out}.")
            return 0
        drawn = draw(session, name, out, **wish)
    few = ", ".join(str(path) for path in drawn) if len(drawn) < 4 else f"{drawn[0]} … {drawn[-1]}"
    say(f"Drew {few}." if len(drawn) == 1 else f"Drew {counted(len(drawn), 'page')}: {few}.")
    return 0


def _height(page: str, *, wanted: bool) -> int:
    """Pixels; those of A4 where pages are asked for without a size."""
    if not page:
        return PAPERS["a4"] if wanted else 0
    if page.lower() in PAPERS:
        return PAPERS[page.lower()]
    if page.isdigit() and int(page) >= 200:
        return int(page)
    raise typer.BadParameter(f'"{page}" is no page: a4, letter, whole, or a height of 200 pixels or more.')


def _pages(pages: str) -> tuple[int, int]:
    """The first and the last page; 0 for no end."""
    if not pages:
        return 1, 0
    first, bar, last = pages.partition("-")
    numbers = (first or "1", last or "0") if bar else (first, first)
    if not all(one.isdigit() for one in numbers):
        raise typer.BadParameter(f'"{pages}" are no pages: 3, 2-4 or 5-.')
    low, high = map(int, numbers)
    if low < 1 or 0 < high < low:
        raise typer.BadParameter(f'"{pages}" are no pages: they are counted from 1, the smaller number first.')
    return low, high


def draw(session: Session, document: Name, out: Path, **wish: Any) -> list[Path]:
    """Draw a document; Qt is loaded here, and needs no screen. Raises ProjectError when it cannot be written.

    `wish` has the fields of `annotator.ui.picture.Wish`. Returns the files written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    picture = import_module("annotator.ui.picture")
    with progress() as bar:
        task = bar.add_task("drawing, characters", total=session.document(document).document.length)

        def tell(drawn: Any) -> None:
            bar.update(task, completed=drawn.start)

        written: list[Path] = picture.draw(session, document, out, picture.Wish(**wish), tell)
    return written
