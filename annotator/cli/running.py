"""Verbs that open a window, draw a picture, or look after the program: open, demo, render, doctor."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from annotator import sample
from annotator.cli import making
from annotator.cli.said import ProjectPath, document_named, say, warn
from annotator.formats import FORMATS
from annotator.formats.export_file import export_file
from annotator.session import Session
from annotator.session.exporting import Selection


def join(app: typer.Typer) -> None:
    """Add these verbs."""
    for name, verb in (("open", open_), ("demo", demo), ("render", render), ("doctor", doctor)):
        app.command(name)(verb)


def open_window(project: Path | None, *, use_sample: bool = False) -> int:
    """Open the window; this is where Qt is imported."""
    return int(import_module("annotator.app").main(project, sample=use_sample))


def open_(
    project: Annotated[Path | None, typer.Argument(metavar="[PROJECT]", show_default=False)] = None,
) -> int:
    """Open a project in a window: the one named, else the last one, else the sample."""
    return open_window(project)


def demo(
    headless: Annotated[bool, typer.Option("--headless", help="No window: import, suggest, export, draw.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Make the sample project anew.")] = False,
    out: Annotated[Path, typer.Option(help="Where the headless results go.")] = Path("exports"),
) -> int:
    """The main job on the sample project."""
    if not headless:
        if reset:
            sample.remove()
        return open_window(None, use_sample=reset)
    path = sample.build(reset=reset)
    session = Session.open(path)
    try:
        making.suggest_all(session)
        out.mkdir(parents=True, exist_ok=True)
        models = [author.name for author in session.people.authors.values() if author.kind == "model"]
        for model in models:
            _export(session, f"author:{model}", out / f"suggestions-{model}.jsonl")
        _export(session, "approved", out / "approved.jsonl")
        first = session.documents()[0]
        name = session.document(first).document.name
    finally:
        session.close()
    picture = out / f"{name}.png"
    _render(path, "1", picture, dark=False, scale=2.0)
    say(f"The first document is drawn in {picture}.")
    return 0


def _export(session: Session, which: str, out: Path) -> None:
    selection = Selection(session, which)
    export_file(selection.records(), FORMATS["jsonl"], out, making.facts_of(session, selection), force=True)
    where = f" in {out}" if selection.exported else "; no file was written"
    say(f"{which}: {selection.sentence()}{where}.")


def render(
    project: ProjectPath,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A name or number, from 1.", show_default=False)],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="OUT.png or OUT.svg", show_default=False)],
    dark: Annotated[bool, typer.Option("--dark", help="Light on dark.")] = False,
    scale: Annotated[float, typer.Option(help="Pixels of the picture for one of the screen.", min=0.5, max=6)] = 2.0,
    author: Annotated[str, typer.Option(help="Whose annotations; the final version, else what is furthest.")] = "",
) -> int:
    """Draw a document as a picture."""
    if out.suffix.lower() not in (".png", ".svg"):
        raise typer.BadParameter("The picture must be called .png or .svg.")
    _render(project, document, out, dark=dark, scale=scale, author=author)
    say(f"Drew {out}.")
    return 0


def _render(project: Path, document: str, out: Path, *, dark: bool, scale: float, author: str = "") -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    session = Session.open(project, read_only=True)
    try:
        picture = import_module("annotator.ui.picture")
        picture.draw(session, document_named(session, document), out, dark=dark, scale=scale, author=author)
    finally:
        session.close()


def doctor(
    project: Annotated[Path | None, typer.Argument(metavar="[PROJECT]", show_default=False)] = None,
) -> int:
    """Check what the program needs, and a project from its log upwards."""
    examine = import_module("annotator.session.examining").examine
    problems = _environment()
    if project is not None:
        findings = list(examine(project))
        problems += findings
        say(f"{project.name}: {'in order' if not findings else f'{len(findings)} findings'}.")
    for problem in problems:
        warn(problem)
    return 1 if problems else 0


def _environment() -> list[str]:
    """Say what is there; returns sentences about what is not."""
    from annotator.nlp import pipelines

    say(f"Python {sys.version.split()[0]}")
    problems = []
    if import_module("importlib.util").find_spec("PySide6") is None:
        problems.append("PySide6 is not installed: python3 start.py setup")
    found = pipelines.installed()
    for one in found.pipelines:
        score = f", entities F {one.score:.2f}" if one.score else ""
        say(f"Pipeline {one.name} {one.version} ({one.language}{score}, {one.licence})")
    problems += found.problems
    if not found.pipelines:
        problems.append(pipelines.advice_for("en"))
    return problems
