"""The command line's frame: verbs joined, refusals as one sentence, our own faults as a report."""

import logging
import os
import sqlite3
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from platformdirs import user_log_path

from annotator.cli import (
    annotating,
    checking,
    comparing,
    drawing,
    everywhere,
    exporting,
    history,
    importing,
    listing_formats,
    looking_after,
    new,
    opening,
    patterns,
    peopling,
    reviewing,
    scheming,
    searching,
    settings,
    showing,
    suggesting,
)
from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError, WriteFailed
from annotator.core.scheme import SchemeError
from annotator.formats import ExportError, UnreadableFile
from annotator.nlp.client import WorkerError
from annotator.nlp.pipelines import PipelineError

DONE, PROBLEMS, WRONG_USE, REFUSED = range(4)
FAILED, STOPPED = 70, 130  # our own fault; Ctrl+C

REFUSALS = (EditRefused, ProjectError, SchemeError, ExportError, UnreadableFile, WorkerError, PipelineError)
VERBS: dict[str, Callable[..., Any]] = {
    "new": new.new,
    "import": importing.import_,
    "suggest": suggesting.suggest,
    "show": showing.show,
    "search": searching.search,
    "accept": annotating.accept,
    "submit": annotating.submit,
    "approve": reviewing.approve,
    "return": reviewing.return_,
    "assign": peopling.assign,
    "order": peopling.order,
    "export": exporting.export,
    "diff": comparing.diff,
    "formats": listing_formats.formats,
    "check": checking.check,
    "find": everywhere.find,
    "everywhere": everywhere.everywhere,
    "stats": showing.stats,
    "history": history.history,
    "render": drawing.render,
    "doctor": looking_after.doctor,
    "settings": settings.settings,
    "open": opening.open_,
    "demo": opening.demo,
}

app = typer.Typer(name="annotator", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
for name, verb in VERBS.items():
    app.command(name)(verb)


app.add_typer(patterns.app, name="patterns")
app.add_typer(scheming.app, name="scheme")
app.add_typer(peopling.app, name="people")


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Annotate entities and relations in text. Without a command, the window opens on the last project."""
    if show_version:
        print(f"annotator {_version()}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(opening.open_window(None))


def _version() -> str:
    try:
        return version("annotator")
    except PackageNotFoundError:
        return "run from its source"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line.

    Returns 0 done · 1 done with problems listed · 2 wrong use · 3 refused with one sentence · 70 our own fault, with a
    report kept · 130 stopped by Ctrl+C.
    """
    logging.getLogger().addHandler(logging.NullHandler())
    _speak_utf8()
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except (typer.Abort, KeyboardInterrupt):
        return _say("Stopped.", STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the last flush is quiet, too
        return DONE
    except Exception as error:
        return _answer(error)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = app(list(arguments) if arguments is not None else None, prog_name="annotator", standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except SystemExit:  # typer's answer to a reader that left early, as `head` does
        return DONE
    if code == STOPPED:
        raise KeyboardInterrupt
    return int(code or DONE)


def _answer(error: Exception) -> int:
    """Say what went wrong: wrong use, the world's fault, or ours."""
    if show := getattr(error, "show", None):  # what the parser of command lines raises
        show()
        return WRONG_USE
    if isinstance(error, WriteFailed):  # the window would try again; a verb ends here
        return _say(str(error).partition(" it is tried again")[0].rstrip(",;:.") + ".", REFUSED)
    if isinstance(error, REFUSALS):
        return _say(str(error), REFUSED)
    report = _keep_report(error)
    if isinstance(error, OSError):
        return _say(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.", REFUSED)
    if isinstance(error, sqlite3.DatabaseError):
        return _say(f"The project is damaged ({error}): annotator doctor PROJECT says more.", REFUSED)
    name = type(error).__name__
    return _say(f"The program failed ({name}). What was saved is safe; details are in {report}.", FAILED)


def _speak_utf8() -> None:
    """Files and pipes get UTF-8, whatever the machine's language; on a terminal no sign makes a verb fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _keep_report(error: Exception) -> Path:
    """Write where our own fault happened, without any value: documents stay private."""
    path = user_log_path("annotator", appauthor=False, ensure_exists=True) / "annotator.log"
    frames = "".join(traceback.format_tb(error.__traceback__))
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"{datetime.now().isoformat(timespec='seconds')} crash {type(error).__name__}\n{frames}\n")
    return path
