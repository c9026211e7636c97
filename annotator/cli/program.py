"""The command line's frame: verbs joined, refusals as one sentence, our own faults as a report."""

import logging
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer
from platformdirs import user_log_path
from typer.exceptions import TyperException

from annotator.cli import making, reading, reviewing, running
from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.scheme import SchemeError
from annotator.formats import ExportError, UnreadableFile

DONE, PROBLEMS, WRONG_USE, REFUSED = range(4)

app = typer.Typer(
    name="annotator",
    help="Annotate entities and relations in text.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (making, reading, reviewing, running):
    module.join(app)


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """Without a verb, the window opens on the last project, or on the sample."""
    if context.invoked_subcommand is None:
        raise typer.Exit(running.open_window(None))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns 0 done · 1 done with problems listed · 2 wrong use · 3 refused with one sentence."""
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        code = app(list(arguments) if arguments is not None else None, prog_name="annotator", standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return _refuse("Stopped.")
    except TyperException as error:
        show = getattr(error, "show", None)  # of the kinds that a wrong command line raises
        if show is None:
            raise
        show()
        return WRONG_USE
    except (EditRefused, ProjectError, SchemeError, ExportError, UnreadableFile) as refusal:
        return _refuse(str(refusal))
    except BrokenPipeError:
        return DONE
    except Exception as error:
        return _refuse(f"The program failed ({type(error).__name__}); details are in {_keep_report(error)}.")
    return int(code or DONE)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED


def _keep_report(error: Exception) -> Path:
    """Write where our own fault happened, without any value: documents stay private."""
    path = user_log_path("annotator", appauthor=False, ensure_exists=True) / "annotator.log"
    frames = "".join(traceback.format_tb(error.__traceback__))
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"{datetime.now().isoformat(timespec='seconds')} crash {type(error).__name__}\n{frames}\n")
    return path
