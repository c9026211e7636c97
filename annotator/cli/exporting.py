"""The verb that lets annotations out."""

from pathlib import Path
from typing import Annotated, Any

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
from annotator.formats.splitting import Split, parse_shares
from annotator.formats.training_set import TrainingSet
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
    split: Annotated[
        str, typer.Option(help="Part the documents, such as 80/10/10: train, dev, test. OUT is then a folder.")
    ] = "",
    seed: Annotated[int, typer.Option(help="With --split: another number parts otherwise.")] = 0,
    near: Annotated[
        float, typer.Option(help="With --split: texts this much alike stay together; 0 looks for none.")
    ] = 0.9,
    group: Annotated[
        list[str] | None,
        typer.Option(help="With --split: documents with the same value of this metadata stay together; none: no such."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Export annotations, with a manifest beside the file; with --split as a training set in a folder."""
    if format_ not in WRITABLE:
        raise typer.BadParameter(f"{format_} is none of {', '.join(WRITABLE)}.")
    if which and which not in CHOICES and not which.startswith("author:"):
        raise typer.BadParameter(f"{which} is none of {', '.join(CHOICES)}, author:NAME.")
    chosen_rule = next((known for known in ON_LOSS if known == on_loss), None)
    if chosen_rule is None:
        raise typer.BadParameter(f"{on_loss} is none of {', '.join(ON_LOSS)}.")
    chosen = FORMATS[format_]
    parted = _split(split, seed, near, group)
    with reading(project) as session:
        selection = Selection(session, which)
        if parted is not None:
            training_set = TrainingSet(selection.at, chosen, parted, on_loss=chosen_rule)
            return _export_parts(session, selection, training_set, out, force=force, dry_run=dry_run, as_json=as_json)
        if dry_run:
            tally = count(selection.records(), chosen, chosen_rule)
        else:
            tally = write(session, selection, chosen, out, force=force, on_loss=chosen_rule)
    _report(selection, tally, dry_run=dry_run, as_json=as_json)
    return 0 if selection.exported and not selection.several else 1


def _split(shares: str, seed: int, near: float, group: list[str] | None) -> Split | None:
    """How the options part documents; None where they do not."""
    if not shares:
        return None
    names = Split(()).group if group is None else tuple(name for name in group if name != "none")
    return Split(parse_shares(shares), seed, near, names)


def _export_parts(
    session: Session,
    selection: Selection,
    training_set: TrainingSet,
    out: Path,
    *,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Write a training set, or say what it would be, and report."""
    facts = _facts(session, selection)
    steps = training_set.count_steps() if dry_run else training_set.steps(out, facts, force=force)
    with progress() as bar:
        task = bar.add_task("exporting", total=2 * len(selection.documents))  # each is read twice
        for _ in steps:
            done = selection.exported + selection.left_out.total()
            written = sum(part.documents for part in training_set.parts.values())
            bar.update(task, completed=done + written)
    more = {"split": training_set.as_json()} if selection.exported else {}
    training_set.total.findings += training_set.findings()
    _report(selection, training_set.total, dry_run=dry_run, as_json=as_json, more=more)
    if selection.exported and not as_json:
        say(training_set.sentence())
    return 0 if selection.exported and not selection.several else 1


def _facts(session: Session, selection: Selection) -> Facts:
    return Facts(session.name, selection.which, labels_of(session.scheme), now())


def write(
    session: Session, selection: Selection, chosen: Format, out: Path, *, force: bool, on_loss: OnLoss = "simplify"
) -> Tally:
    """Write an export with its manifest; nothing when no document is to go out. Raises ExportError."""
    if out.exists() and not force and not chosen.folder:
        raise ExportError(f"{out} is already there; choose another name, or replace it with --force.")
    tally = Tally()
    facts = _facts(session, selection)
    with progress() as bar:
        task = bar.add_task("exporting", total=len(selection.documents))
        for step in export_steps(selection.records(), chosen, out, facts, force=force, on_loss=on_loss):
            bar.update(task, completed=selection.exported + selection.left_out.total())
            tally = step
    return tally


def _report(
    selection: Selection, tally: Tally, *, dry_run: bool, as_json: bool, more: dict[str, Any] | None = None
) -> None:
    findings: list[Finding] = tally.findings
    if as_json:
        said = selection.sentence("would export" if dry_run else "exported")
        facts: dict[str, Any] = {"said": said, "which": selection.which}
        facts |= {"exported": selection.exported, "documents": len(selection.documents)}
        left = {"left_out": dict(selection.left_out), "several_authors": selection.several}
        lost = {"lost": tally.losses.as_json(), "findings": findings_as_json(findings), "dry_run": dry_run}
        say_json(facts | left | {"counts": tally.as_json()} | (more or {}) | lost)
        return
    warn_findings(findings)
    if len(findings) > 1:
        warn(*(f"In all, {sentence}" for sentence in tally.losses.sentences()))
    say(selection.sentence("would export" if dry_run else "exported"))
