"""The verbs that show the program: open, demo."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from annotator import sample
from annotator.cli import exporting, suggesting
from annotator.cli.drawing import draw
from annotator.cli.projects import existing
from annotator.cli.said import counted, say, warn
from annotator.core.errors import ProjectError
from annotator.formats import FORMATS
from annotator.nlp.client import WorkerError
from annotator.nlp.pipelines import PipelineError
from annotator.session import Session
from annotator.session.exporting import Selection

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
READ_FIRST = 4  # documents of a fresh sample whose suggestions are there when the window opens
EXPORTS = Path(__file__).resolve().parents[2] / "exports"  # there when run from a checkout


def open_window(project: Path | None, *, use_sample: bool = False) -> int:
    """Open the window; this is where Qt is imported."""
    _check_display()
    return int(import_module("annotator.app").main(project, sample=use_sample))


def _check_display() -> None:
    """Without a display Qt would end the process by itself, and not by a sentence."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in DISPLAYS):
        raise ProjectError("There is no display to open a window on; `annotator demo --headless` works without one.")


def open_(
    project: Annotated[Path | None, typer.Argument(metavar="[PROJECT]", show_default=False)] = None,
) -> int:
    """Open a project in a window: the one named, else the last one, else the sample."""
    return open_window(existing(project) if project else None)


def demo(
    headless: Annotated[bool, typer.Option("--headless", help="No window: import, suggest, export, draw.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Make the sample project anew.")] = False,
    out: Annotated[Path | None, typer.Option(help="Where the headless results go.", show_default=False)] = None,
) -> int:
    """Show the program on a sample project; --headless does the main job on it without a window."""
    if not headless:
        _check_display()
    fresh = reset or not sample.place().exists()
    path = sample.build(reset=reset)
    if headless:
        return _headless(path, out or (EXPORTS if EXPORTS.is_dir() else Path.cwd()))
    if fresh:
        _read_first(path)
    return open_window(None, use_sample=True)


def _read_first(path: Path) -> None:
    """Suggestions for the first documents, so that the window does not open on bare text."""
    session = Session.open(path)
    try:
        suggesting.read_all(session, suggesting.plan_for(session, documents=session.documents()[:READ_FIRST]))
    except (ProjectError, PipelineError, WorkerError) as error:
        warn(str(error))  # the window works without, and says so too
    finally:
        session.close()


def _headless(path: Path, out: Path) -> int:
    """Run the pipelines on everything, export what there is, draw the first document, and say where it all is."""
    say(f"The sample project is {path}.")
    session = Session.open(path)
    try:
        documents = session.documents()
        say(f"It has {counted(len(documents), 'document')}.")
        code = suggesting.read_all(session, suggesting.plan_for(session))
        out.mkdir(parents=True, exist_ok=True)
        for author in session.people.authors.values():
            if author.kind == "model":
                _export(
                    session,
                    f"Suggestions of {author.name}",
                    f"author:{author.name}",
                    out / f"sample-suggestions-{author.name}.jsonl",
                )
        _export(session, "Approved so far", "approved", out / "sample-approved.jsonl")
        picture = out / f"{session.document(documents[0]).document.name}.png"
        draw(session, documents[0], picture, replace=True)
        say(f"The first document is drawn in {picture}.")
        return code
    finally:
        session.close()


def _export(session: Session, what: str, which: str, out: Path) -> None:
    selection = Selection(session, which)
    exporting.write(session, selection, FORMATS["prodigy_jsonl"], out, force=True)
    count = f"{selection.exported} of {counted(len(selection.documents), 'document')}"
    say(f"{what}: {count}, in {out}." if selection.exported else f"{what}: {count}; no file was written.")
