"""The verb that lets pipelines suggest entities."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

import typer

from annotator.cli.options import DryRun, ProjectPath
from annotator.cli.projects import writing
from annotator.cli.said import counted, progress, say, warn
from annotator.core.errors import ProjectError
from annotator.core.rows import Name, WordList
from annotator.core.word_lists import model_version
from annotator.nlp.client import Worker
from annotator.nlp.messages import LIST, Bring, Failed, Pattern, Pipeline, Reading
from annotator.nlp.pipelines import choose, find, installed
from annotator.session import Session, suggesting
from annotator.session.list_suggesting import asking, backlog, entries_sent, missing_labels, model_of, store_hits
from annotator.session.suggesting import Model

_TRUST = "if you trust it, name it with --pipeline."
NO_PIPELINE = "none"  # what a project's setting "pipeline" says when nothing is to be suggested


def suggest(
    project: ProjectPath,
    pipeline: Annotated[str, typer.Option(help="A pipeline's name; else the best one for each language.")] = "",
    patterns: Annotated[bool, typer.Option("--patterns", help="The project's word lists alone.")] = False,
    dry_run: DryRun = False,
) -> int:
    """Let spaCy pipelines and the project's word lists suggest entities for every document they have not read yet."""
    with writing(project, dry_run=dry_run) as session:
        if patterns and not asking(session):
            raise ProjectError("This project has no word list that is on: annotator patterns add PROJECT FILE.")
        if patterns:
            return read_lists(session, dry_run=dry_run)
        plan = plan_for(session, pipeline, lists=bool(asking(session)))
        if dry_run:
            for task in plan.tasks:
                say(f"Would read {counted(len(task.documents), 'document')} with {_named(task.pipeline)}.")
            warn(*plan.problems)
            return max(1 if plan.problems else 0, read_lists(session, dry_run=True))
        return max(read_all(session, plan), read_lists(session))


class Task(NamedTuple):
    """Documents that one pipeline is to read."""

    pipeline: Pipeline
    documents: list[Name]


class Plan(NamedTuple):
    """Which pipeline reads what, and a sentence for each language that none reads."""

    tasks: list[Task]
    problems: list[str]


def plan_for(
    session: Session, wanted: str = "", *, documents: Iterable[Name] | None = None, lists: bool = False
) -> Plan:
    """Who reads which of the documents, all by default, that were not read yet: each by its language's pipeline.

    A pipeline that is asked for by name reads them all. Raises ProjectError when there is none at all and no word
    list either, PipelineError.
    """
    by_language: dict[str, list[Name]] = {}
    for document in session.documents() if documents is None else documents:
        by_language.setdefault("" if wanted else session.language_of(document), []).append(document)
    tasks: list[Task] = []
    problems: list[str] = []
    for language, chosen in by_language.items():
        found = find(wanted) if wanted else _usual(session, language, problems)
        if found is not None:
            tasks.append(Task(found, _unread(session, found, chosen)))
    if by_language and not tasks and not lists:
        raise ProjectError(problems[0])
    return Plan(tasks, problems)


def _usual(session: Session, language: str, problems: list[str]) -> Pipeline | None:
    """The project's pipeline for a language, or the best one that came with the program; never one to ask about."""
    setting = str(session.people.setting("pipeline"))
    if setting == NO_PIPELINE:
        if asking(session):
            return None
        raise ProjectError("This project wants no suggestions; to have them all the same, name a --pipeline.")
    known = [one for one in installed().pipelines if one.language == language or one.name == setting]
    wanted = next((one for one in known if one.name == setting and one.language == language), None)
    choice = choose([one for one in known if one.bundled], language=language, wanted=wanted.name if wanted else "")
    strange = wanted or choose(known, language=language).pipeline
    if strange is not None and not strange.bundled and (wanted or choice.pipeline is None):
        problems.append(f"{strange.name} did not come with this program, and loading it runs its code: {_TRUST}")
        return None
    if choice.pipeline is None:
        problems.append(choice.sentence)
    elif choice.sentence:
        warn(choice.sentence)
    return choice.pipeline


def _unread(session: Session, pipeline: Pipeline, documents: list[Name]) -> list[Name]:
    waiting = set(suggesting.backlog(session, Model(pipeline.name, pipeline.version, pipeline.meta_hash)))
    return [document for document in documents if document in waiting]


@dataclass
class Found:
    """What a run found."""

    spans: int = 0
    failed: int = 0
    missing: Counter[str] = field(default_factory=Counter)


def read_all(session: Session, plan: Plan) -> int:
    """Carry out a plan; returns 0, or 1 when something was left out."""
    total = Found()
    with Worker(said=warn) as worker:
        for task in plan.tasks:
            before = total.spans
            _read(session, worker, task, total)
            read, found = counted(len(task.documents), "document"), counted(total.spans - before, "entity", "entities")
            say(f"{_named(task.pipeline)} read {read} and suggests {found}.")
    warn(*plan.problems)
    warn(*(f"{count} × {label}: the scheme has no such label; left out." for label, count in total.missing.items()))
    return 1 if total.failed or plan.problems else 0


def _read(session: Session, worker: Worker, task: Task, total: Found) -> None:
    with progress() as bar:
        line = bar.add_task(task.pipeline.name, total=len(task.documents))
        for name, reading in worker.suggest(_texts(session, task.documents), pipeline=_address(task.pipeline)):
            _store(session, name, reading, total)
            bar.advance(line)


def read_lists(session: Session, *, dry_run: bool = False) -> int:
    """Let the word lists of a project read what they have not read yet; returns 0, or 1 when something was left out."""
    waiting = {one.id: backlog(session, one) for one in asking(session)}
    if dry_run:
        for one in asking(session):
            say(f"Would read {counted(len(waiting[one.id]), 'document')} with {one.name}.")
        return 0
    total = Found()
    with Worker(said=warn) as worker:
        for one in asking(session):
            before = total.spans
            _read_list(session, worker, one, waiting[one.id], total)
            read, found = counted(len(waiting[one.id]), "document"), counted(total.spans - before, "entity", "entities")
            say(f"{one.name} read {read} and suggests {found}.")
    return 1 if total.failed else 0


def _read_list(session: Session, worker: Worker, one: WordList, waiting: list[Name], total: Found) -> None:
    for label in sorted(missing_labels(session, one)):
        warn(f"{one.name}: the scheme has no label {label}; its entries suggest nothing.")
    word_list = brought(session, one)
    for problem in worker.bring(word_list).problems:
        warn(f"{one.name}: {problem}")
        total.failed += 1
    with progress() as bar:
        line = bar.add_task(one.name, total=len(waiting))
        for name, reading in worker.suggest(_texts(session, waiting), pipeline=word_list.address):
            bar.advance(line)
            if isinstance(reading, Failed):
                warn(f"{session.glance(name).document.name}: {reading.reason}")
                total.failed += 1
            else:
                store_hits(session, name, one, reading.spans, list(reading.tokens()))
                author = suggesting.model_author(session, model_of(one))
                total.spans += len(session.glance(name).set_of(author).spans)


def brought(session: Session, one: WordList) -> Bring:
    """A list as the language process takes it."""
    patterns = tuple(Pattern(*entry) for entry in entries_sent(session, one))
    language = str(session.people.setting("language"))
    return Bring(0, LIST + one.version, one.name, model_version(one), one.version, language, patterns)


def _texts(session: Session, documents: list[Name]) -> Iterator[tuple[Name, str]]:
    return ((name, session.text_of(name)) for name in documents)


def _address(pipeline: Pipeline) -> str:
    """What the worker finds it by: its name, or its folder where no package brought it."""
    return pipeline.name if pipeline.package else pipeline.path


def _store(session: Session, name: Name, reading: Reading | Failed, total: Found) -> None:
    if isinstance(reading, Failed):
        warn(f"{session.glance(name).document.name}: {reading.reason}")
        total.failed += 1
        return
    model = Model(reading.pipeline, reading.version, reading.meta_hash)
    left = suggesting.store_suggestions(session, name, model, reading.spans, list(reading.tokens()))
    total.spans += len(reading.spans) - left.total()
    total.missing.update(left)


def _named(pipeline: Pipeline) -> str:
    return f"{pipeline.name} {pipeline.version}"
