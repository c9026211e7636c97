"""The verb that brings documents in."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import tables
from annotator.cli.options import AsJson, DryRun, ProjectPath
from annotator.cli.projects import writing
from annotator.cli.said import counted, findings_as_json, progress, say, say_json, warn_findings
from annotator.core.incoming import Options
from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS, plain_text
from annotator.formats.reading import read_paths
from annotator.formats.relabel_incoming import SKIP, relabelled
from annotator.session import Session
from annotator.session.importing import Step, import_records

TURN_MS = 50.0  # of work in one transaction: nobody waits for a turn, but undo goes the same way back
READABLE = [one.id for one in FORMATS.values() if one.reads]


def import_(
    project: ProjectPath,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders.", show_default=False)],
    format_: Annotated[str, typer.Option("--format", help=f"auto, {', '.join(READABLE)}")] = "auto",
    author: Annotated[str, typer.Option(help="Whose annotations these are, where the file does not say.")] = "",
    suggestions: Annotated[str, typer.Option(help="Take annotations as suggestions of a model of this name.")] = "",
    split: Annotated[str, typer.Option(help="Plain text: a document for each file, blank (line) or line.")] = "file",
    cut: Annotated[
        bool, typer.Option("--cut", help="Articles: leave out lines at both ends that look like menus and headlines.")
    ] = False,
    text_field: Annotated[str, typer.Option(help="Tables: the field with the texts; guessed without it.")] = "",
    name_field: Annotated[str, typer.Option(help="Tables: the field that names documents, or none.")] = "",
    group_field: Annotated[
        str, typer.Option(help="Tables: documents alike in this field stay together in training sets; or none.")
    ] = "",
    meta: Annotated[
        list[str] | None, typer.Option(help="Tables: a field to keep as metadata; without it all others; or none.")
    ] = None,
    sheet: Annotated[str, typer.Option(help="Workbooks: the sheet; by default the first that holds anything.")] = "",
    delimiter: Annotated[str, typer.Option(help="Tables: what parts the values, such as ; or tab.")] = "",
    encoding: Annotated[str, typer.Option(help="Tables: such as utf-8 or cp1252.")] = "",
    preview: Annotated[
        bool,
        typer.Option("--preview", help="Say how files would be read, with five rows of tables; import nothing."),
    ] = False,
    labels: Annotated[str, typer.Option(help="Labels that the scheme lacks: add them, or skip what has them.")] = "add",
    map_label: Annotated[
        list[str] | None, typer.Option(help="A label under another name, such as COMPANY=ORG.", metavar="OLD=NEW")
    ] = None,
    skip_label: Annotated[list[str] | None, typer.Option(help="A label whose items stay out.")] = None,
    language: Annotated[str, typer.Option(help="The language of these texts; by default the project's.")] = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Import texts, with or without annotations."""
    for value, known in ((format_, ("auto", *READABLE)), (split, plain_text.SPLITS), (labels, ("add", "skip"))):
        if value not in known:
            raise typer.BadParameter(f"{value} is none of {', '.join(known)}.")
    if author and suggestions:
        raise typer.BadParameter("Annotations are an author's or suggestions, not both.")
    wish = tables.asked(text_field, name_field, group_field, meta, sheet=sheet, delimiter=delimiter, encoding=encoding)
    if preview:
        return tables.preview(paths, format_, wish, as_json=as_json)
    findings: list[Finding] = []
    mapping = _mapping(map_label or [], skip_label or [])
    with writing(project, dry_run=dry_run) as session:
        records = read_paths(paths, format_, split, findings.append, cut=cut, table=wish)
        records = relabelled(records, mapping, findings.append)
        options = Options(author or session.actor.name, suggestions, language=language)
        title = f"Import {paths[0].name}" + (" …" if len(paths) > 1 else "")
        step = _import(session, records, findings, options, title=title, labels=labels, total=_estimate(paths, split))
    _report(step, findings, dry_run=dry_run, as_json=as_json)
    lost = any(finding.lost for finding in findings)
    return 1 if lost or step.skipped or not step.documents else 0


def _mapping(mapped: list[str], skipped: list[str]) -> dict[tuple[str, str], str]:
    """What the options say of labels, of any kind."""
    found = {("", name): SKIP for name in skipped}
    for one in mapped:
        old, equals, new = one.partition("=")
        if not (old and equals and new.strip()):
            raise typer.BadParameter(f"{one} maps no label: write OLD=NEW, such as COMPANY=ORG.")
        found["", old] = new.strip()
    return found


def _import(
    session: Session,
    records: Iterator[DocumentRecord],
    findings: list[Finding],
    options: Options,
    *,
    title: str,
    labels: str,
    total: int,
) -> Step:
    step = Step(0, 0)
    with progress() as bar:
        task = bar.add_task("importing", total=total)
        steps = import_records(
            session, records, findings.append, options=options, title=title, unknown_labels=labels, turn_ms=TURN_MS
        )
        for step in steps:
            done = step.documents + step.skipped
            bar.update(task, completed=done, total=max(total, done))
    return step


def _estimate(paths: list[Path], split: str) -> int:
    """About how many documents there are: a line or a file each."""
    files = (file for path in paths for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())
    return sum(_lines(file) if split != "file" or file.suffix.lower() == ".jsonl" else 1 for file in files)


def _lines(file: Path) -> int:
    try:
        with open(file, "rb") as opened:
            return sum(block.count(b"\n") for block in iter(partial(opened.read, 1 << 20), b""))
    except OSError:
        return 1  # reading it will say why


def _report(step: Step, findings: list[Finding], *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        counts = {"imported": step.documents, "skipped": step.skipped, "changed": step.changed, "dry_run": dry_run}
        say_json(counts | {"findings": findings_as_json(findings)})
        return
    warn_findings(findings)
    there = f"; {step.skipped:,} already there" if step.skipped else ""
    there += f"; {counted(step.changed, 'text')} changed and came in beside the old" if step.changed else ""
    say(f"{'Would import' if dry_run else 'Imported'} {counted(step.documents, 'document')}{there}.")
