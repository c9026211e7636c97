"""Verbs that fill a project and empty it: new, import, suggest, export."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from annotator import resources_path
from annotator.cli.said import AsJson, DryRun, ProjectPath, progress, say, say_json, warn, warn_findings
from annotator.core.errors import ProjectError
from annotator.core.incoming import Options
from annotator.core.outgoing import labels_of
from annotator.core.records import DocumentRecord, Finding
from annotator.core.rows import Name
from annotator.core.scheme import LabelSpec, read_scheme
from annotator.formats import FORMATS, plain_text
from annotator.formats.decoding import read_text
from annotator.formats.export_file import Facts, export_file
from annotator.formats.reading import read_paths
from annotator.nlp.client import Worker
from annotator.nlp.messages import Failed, Pipeline
from annotator.session import Session, now, suggesting
from annotator.session.exporting import Selection
from annotator.session.importing import Step, import_records
from annotator.session.suggesting import Model

TURN_MS = 250.0  # of work in one transaction: nobody waits for a turn here


def join(app: typer.Typer) -> None:
    """Add these verbs."""
    for name, verb in (("new", new), ("import", import_), ("suggest", suggest), ("export", export)):
        app.command(name)(verb)


def new(
    project: ProjectPath,
    scheme: Annotated[
        str, typer.Option(help="A scheme file, or the name of one that comes with the program.")
    ] = "news",
    language: Annotated[str, typer.Option(help="The texts' language, such as en.")] = "en",
    person: Annotated[str, typer.Option(help="Who works in it first.")] = "me",
    dry_run: DryRun = False,
) -> None:
    """Make a project."""
    labels = load_scheme(scheme)
    if dry_run:
        say(f"Would make {project} with {len(labels)} labels.")
        return
    Session.create(project, person=person, language=language, labels=labels).close()
    say(f"Made {project} with {len(labels)} labels.")


def load_scheme(scheme: str) -> list[LabelSpec]:
    """The labels of a scheme file, or of one that comes with the program. Raises SchemeError, UnreadableFile."""
    path = Path(scheme)
    if not path.suffix:
        path = resources_path.resource(f"schemes/{scheme}.toml")
    return read_scheme(read_text(path, lambda finding: warn(finding.text)))


def import_(
    project: ProjectPath,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders.", show_default=False)],
    format_: Annotated[str, typer.Option("--format", help=f"auto, {', '.join(FORMATS)}")] = "auto",
    author: Annotated[str, typer.Option(help="Whose annotations these are, where the file does not say.")] = "",
    suggestions: Annotated[str, typer.Option(help="Take annotations as suggestions of a model of this name.")] = "",
    split: Annotated[str, typer.Option(help="Plain text: a document for each file, blank line or line.")] = "file",
    labels: Annotated[str, typer.Option(help="Labels that the scheme lacks: add them, or skip what has them.")] = "add",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Import texts, with or without annotations."""
    for value, known in ((format_, ("auto", *FORMATS)), (split, plain_text.SPLITS), (labels, ("add", "skip"))):
        if value not in known:
            raise typer.BadParameter(f"{value} is none of {', '.join(known)}.")
    session = Session.open(project, read_only=dry_run)
    findings: list[Finding] = []
    try:
        records = read_paths(paths, format_, split, findings.append)
        options = Options(author or session.actor.name, suggestions, language="")
        done, skipped = (
            (sum(1 for _ in records), 0) if dry_run else _import(session, records, findings, options, labels)
        )
    finally:
        session.close()
    lost = sum(finding.lost for finding in findings)
    if as_json:
        listed = [{"place": one.place, "text": one.text, "lost": one.lost} for one in findings]
        say_json({"imported": done, "skipped": skipped, "findings": listed, "dry_run": dry_run})
    else:
        warn_findings(findings)
        verb = "Would import" if dry_run else "Imported"
        say(f"{verb} {done} documents" + (f"; {skipped} were there already" if skipped else "") + ".")
    return 1 if lost or not done else 0


def _import(
    session: Session, records: Iterator[DocumentRecord], findings: list[Finding], options: Options, labels: str
) -> Step:
    last = Step(0, 0)
    with progress() as bar:
        task = bar.add_task("importing", total=None)
        for last in import_records(
            session, records, findings.append, options=options, unknown_labels=labels, turn_ms=TURN_MS
        ):
            bar.update(task, completed=last.documents)
    return last


def suggest(
    project: ProjectPath,
    pipeline: Annotated[str, typer.Option(help="The pipeline's name; the best one for the language otherwise.")] = "",
    dry_run: DryRun = False,
) -> int:
    """Let a spaCy pipeline suggest entities for every document that it has not read yet."""
    session = Session.open(project, read_only=dry_run)
    try:
        return suggest_all(session, pipeline, dry_run=dry_run)
    finally:
        session.close()


def suggest_all(session: Session, pipeline: str = "", *, dry_run: bool = False) -> int:
    """Suggest for a whole project, each language by its pipeline. Raises ProjectError when none is installed."""
    total = _Found()
    with Worker() as worker:
        for chosen, documents in _plan(session, worker, pipeline):
            if dry_run:
                say(f"Would read {len(documents)} documents with {chosen.name} {chosen.version}.")
                continue
            before = total.spans
            _read_with(session, worker, chosen, documents, total)
            found = total.spans - before
            say(f"{chosen.name} {chosen.version} read {len(documents)} documents and suggests {found} entities.")
    for label, count in total.missing.items():
        warn(f"{count} suggestions have the label {label}, which the scheme lacks; they were left out.")
    return 1 if total.failed else 0


@dataclass
class _Found:
    spans: int = 0
    failed: int = 0
    missing: Counter[str] = field(default_factory=Counter)


def _plan(session: Session, worker: Worker, wanted: str) -> list[tuple[Pipeline, list[Name]]]:
    """Which pipeline reads which documents: those it has not read yet, by language unless one is asked for."""
    language = session.people.setting("language")
    answer = worker.installed(language=language, wanted=wanted or session.people.setting("pipeline"))
    if not answer.chosen or (wanted and answer.chosen != wanted):
        raise ProjectError(answer.advice or f"The pipeline {wanted} is not installed.")
    known = {one.name: one for one in answer.pipelines}
    main = known[answer.chosen]
    others = {one.language: one for one in known.values() if one.has_ner and one.fits and one.bundled}
    plan: dict[str, list[Name]] = {main.name: []}
    for document in session.documents():
        spoken = session.language_of(document)
        chosen = main if wanted or spoken == main.language else others.get(spoken, main)
        plan.setdefault(chosen.name, []).append(document)
    return [(known[name], _unread(session, known[name], documents)) for name, documents in plan.items()]


def _unread(session: Session, pipeline: Pipeline, documents: list[Name]) -> list[Name]:
    waiting = set(suggesting.backlog(session, Model(pipeline.name, pipeline.version, pipeline.meta_hash)))
    return [document for document in documents if document in waiting]


def _read_with(session: Session, worker: Worker, pipeline: Pipeline, documents: list[Name], total: _Found) -> None:
    with progress() as bar:
        task = bar.add_task(pipeline.name, total=len(documents))
        texts = ((name, session.text_of(name)) for name in documents)
        for name, reading in worker.suggest(texts, pipeline=pipeline.name):
            bar.advance(task)
            if isinstance(reading, Failed):
                warn(f"{session.document(name).document.name}: {reading.reason}")
                total.failed += 1
                continue
            model = Model(reading.pipeline, reading.version, reading.meta_hash)
            left = suggesting.store_suggestions(session, name, model, reading.spans, list(reading.tokens()))
            total.spans += len(reading.spans) - sum(left.values())
            total.missing.update(left)


def export(
    project: ProjectPath,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.", show_default=False)],
    format_: Annotated[str, typer.Option("--format", help="jsonl or prodigy_jsonl")] = "jsonl",
    which: Annotated[
        str, typer.Option(help="approved, submitted, all, or author:NAME; by default as the project's review asks.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Export annotations, with a manifest beside the file."""
    chosen = FORMATS.get(format_)
    if chosen is None or chosen.write is None:
        writing = ", ".join(one.id for one in FORMATS.values() if one.write)
        raise typer.BadParameter(f"{format_} cannot be written; {writing} can.")
    if which and which not in ("approved", "submitted", "all") and not which.startswith("author:"):
        raise typer.BadParameter(f"{which} is none of approved, submitted, all, author:NAME.")
    session = Session.open(project, read_only=True)
    try:
        selection = Selection(session, which)
        tally = export_file(
            selection.records(), chosen, out, facts_of(session, selection), force=force, dry_run=dry_run
        )
    finally:
        session.close()
    if as_json:
        left = dict(selection.left_out) | ({"several authors": len(selection.several)} if selection.several else {})
        say_json(
            {"exported": selection.exported, "left_out": left, "which": selection.which, "counts": tally.as_json()}
        )
    else:
        say(("would have " if dry_run else "") + selection.sentence() + f" ({selection.which})")
    return 0 if selection.exported else 1


def facts_of(session: Session, selection: Selection) -> Facts:
    """What the manifest of an export says of this project."""
    return Facts(session.name, selection.which, labels_of(session.scheme), now())
