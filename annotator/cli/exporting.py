"""The verb that lets annotations out."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.options import AsJson, DryRun, ProjectPath
from annotator.cli.projects import reading
from annotator.cli.said import findings_as_json, progress, say, say_json, warn, warn_findings
from annotator.core.outgoing import labels_of
from annotator.core.records import Finding
from annotator.formats import FORMATS, ExportError, Format
from annotator.formats.export_file import Facts, count, export_steps
from annotator.formats.loss import ON_LOSS, OnLoss
from annotator.formats.manifest import Tally
from annotator.session import Session, now
from annotator.session.exporting import CHOICES, Selection

WRITABLE = [one.id for one in FORMATS.values() if one.writes]


def export(
    project: ProjectPath,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="The file to write; a folder for formats of several files.", show_default=False
        ),
    ],
    format_: Annotated[str, typer.Option("--format", help=", ".join(WRITABLE), show_default=False)],
    which: Annotated[
        str, typer.Option(help="approved, submitted, all, or author:NAME; by default as the project's review asks.")
    ] = "",
    on_loss: Annotated[
        str, typer.Option(help="What the format cannot hold: stop, simplify by the rule that is said, or drop it.")
    ] = "simplify",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Export annotations, with a manifest beside the file."""
    if format_ not in WRITABLE:
        raise typer.BadParameter(f"{format_} is none of {', '.join(WRITABLE)}.")
    if which and which not in CHOICES and not which.startswith("author:"):
        raise typer.BadParameter(f"{which} is none of {', '.join(CHOICES)}, author:NAME.")
    chosen_rule = next((known for known in ON_LOSS if known == on_loss), None)
    if chosen_rule is None:
        raise typer.BadParameter(f"{on_loss} is none of {', '.join(ON_LOSS)}.")
    chosen = FORMATS[format_]
    with reading(project) as session:
        selection = Selection(session, which)
        if dry_run:
            tally = count(selection.records(), chosen, chosen_rule)
        else:
            tally = write(session, selection, chosen, out, force=force, on_loss=chosen_rule)
    _report(selection, tally, dry_run=dry_run, as_json=as_json)
    return 0 if selection.exported and not selection.several else 1


def write(
    session: Session, selection: Selection, chosen: Format, out: Path, *, force: bool, on_loss: OnLoss = "simplify"
) -> Tally:
    """Write an export with its manifest; nothing when no document is to go out. Raises ExportError."""
    if out.exists() and not force and not chosen.folder:
        raise ExportError(f"{out} is already there; choose another name, or replace it with --force.")
    tally = Tally()
    facts = Facts(session.name, selection.which, labels_of(session.scheme), now())
    with progress() as bar:
        task = bar.add_task("exporting", total=len(selection.documents))
        for step in export_steps(selection.records(), chosen, out, facts, force=force, on_loss=on_loss):
            bar.update(task, completed=selection.exported + selection.left_out.total())
            tally = step
    return tally


def _report(selection: Selection, tally: Tally, *, dry_run: bool, as_json: bool) -> None:
    findings: list[Finding] = tally.findings
    if as_json:
        facts = {"exported": selection.exported, "documents": len(selection.documents), "which": selection.which}
        left = {"left_out": dict(selection.left_out), "several_authors": selection.several}
        said = {"lost": tally.losses.as_json(), "findings": findings_as_json(findings), "dry_run": dry_run}
        say_json(facts | left | {"counts": tally.as_json()} | said)
        return
    warn_findings(findings)
    if len(findings) > 1:
        warn(*(f"In all, {sentence}" for sentence in tally.losses.sentences()))
    say(selection.sentence("would export" if dry_run else "exported"))
