"""The verbs of a project's scheme; each says before what it touches."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli.options import AsJson, DryRun, ProjectPath
from annotator.cli.projects import reading, writing
from annotator.cli.said import progress, say, say_json, warn
from annotator.core import scheme_edits
from annotator.core.change import Edit, EditRefused
from annotator.core.incoming import labels_wanted
from annotator.core.records import Finding
from annotator.core.rows import Attribute, Label, Name
from annotator.core.scheme import Scheme, adopt, specs_of
from annotator.core.scheme_checks import check_scheme
from annotator.core.scheme_file import LabelSpec, SchemeError, read_scheme_file, write_scheme
from annotator.core.scheme_preview import Preview, SplitRule
from annotator.formats.decoding import read_text
from annotator.formats.foreign_schemes import is_foreign, read_foreign
from annotator.formats.reading import read_paths
from annotator.nlp.pipelines import find
from annotator.session import Session
from annotator.session.scheming import (
    Step,
    do_edit,
    merging,
    preview_edit,
    preview_merge,
    preview_split,
    splitting,
)

TURN_MS = 50.0  # of work in one transaction: nobody waits for a turn
KINDS = ("span", "relation", "document")

app = typer.Typer(help="Show and change the scheme of a project.", no_args_is_help=True)

OneLabel = Annotated[str, typer.Argument(metavar="LABEL", help="A label's name.", show_default=False)]
Kind = Annotated[str, typer.Option(help="span, relation or document, where a name is that of several labels.")]
By = Annotated[str, typer.Option("--person", help="Who does this, a lead; by default the first person.")]


def _named(scheme: Scheme, name: str, kind: str) -> Label:
    """The label of this name, of whatever kind. Raises EditRefused when there is none, or one of several kinds."""
    if kind and kind not in KINDS:
        raise typer.BadParameter(f"{kind} is none of {', '.join(KINDS)}.")
    found = [label for label in scheme.labels.values() if label.name == name and kind in ("", label.kind)]
    if len(found) > 1:
        raise EditRefused(f'"{name}" is a {" and a ".join(label.kind for label in found)} label: add --kind.')
    if not found:
        raise EditRefused(f'The scheme has no label "{name}".')
    return found[0]


def _tell(preview: Preview, *, done: bool, as_json: bool, **more: Any) -> None:
    if as_json:
        say_json(
            preview._asdict() | {"states": dict(preview.states), "outdated": preview.outdated, "done": done} | more
        )
        return
    say(preview.title if done else f"Would: {preview.title}", f"  {preview.sentence()}")
    if added := more.get("added"):
        say(f"  Added: {', '.join(added)}.")


def _one_edit(
    project: Path, make: Callable[[Session], Edit], *, person: str, dry_run: bool, as_json: bool, **more: Any
) -> None:
    with _opened(project, person, dry_run=dry_run) as session:
        edit = make(session)
        preview = preview_edit(session, edit)
        if not dry_run:
            do_edit(session, edit)
        added = [row.name for before, row in edit.changes if before is None and isinstance(row, Label | Attribute)]
        _tell(preview, done=not dry_run, as_json=as_json, added=added, **more)


def _opened(project: Path, person: str, *, dry_run: bool) -> Any:
    return _Acting(project, person, dry_run)


class _Acting:
    """The project, open for a lead; in a dry run only for reading, since a preview writes nothing."""

    def __init__(self, project: Path, person: str, dry_run: bool) -> None:
        self._person = person
        self._inner = reading(project) if dry_run else writing(project, dry_run=False)

    def __enter__(self) -> Session:
        session = self._inner.__enter__()
        if self._person:
            session.act_as_any(self._person)
        return session

    def __exit__(self, *error: Any) -> None:
        self._inner.__exit__(*error)


@app.command()
def show(project: ProjectPath, as_json: AsJson = False) -> None:
    """Print the scheme as a scheme file, or as JSON with how often each label is used."""
    with reading(project) as session:
        specs = specs_of(session.scheme)
        if not as_json:
            print(write_scheme(specs, name=session.name), end="")
            return
        counts = session.counts()
        used = {(row.kind, row.name): (counts.spans | counts.relations).get(row.id, 0) for row in _rows(session.scheme)}
        retired = [row.name for row in _rows(session.scheme) if row.retired]
        say_json({"labels": [_as_json(spec, used) for spec in specs], "retired": retired})


def _rows(scheme: Scheme) -> list[Label]:
    return list(scheme.labels.values())


def _as_json(spec: LabelSpec, used: dict[tuple[str, str], int]) -> dict[str, Any]:
    value = {name: field for name, field in spec._asdict().items() if field != LabelSpec._field_defaults.get(name)}
    return value | ({} if spec.kind == "attribute" else {"used": used.get((spec.kind, spec.name), 0)})


@app.command(name="set")
def set_(
    project: ProjectPath,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A scheme file.", show_default=False)],
    person: By = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Bring the scheme to what a file says; labels that the file does not name stay as they are."""
    try:
        found = read_scheme_file(read_text(file, lambda finding: warn(finding.text)))
    except SchemeError as error:
        raise SchemeError(f"{file.name}: {error}") from error
    problems = [f"{file.name}, {problem}" for problem in found.problems]
    warn(*problems)
    title = f"Scheme of {file.name}"
    _one_edit(
        project,
        lambda session: scheme_edits.revise(session.scheme, found.specs, title=title),
        person=person,
        dry_run=dry_run,
        as_json=as_json,
        problems=problems,
    )
    return 1 if problems else 0


@app.command(name="import")
def import_(
    project: ProjectPath,
    source: Annotated[
        str, typer.Argument(help="annotation.conf, Label Studio's XML, a file with annotations, or a pipeline's name.")
    ],
    person: By = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Add the labels that a file or a spaCy pipeline has; what the scheme has already stays as it is."""
    findings: list[Finding] = []
    specs = _foreign(source, findings)
    warn(*(f"{finding.place}: {finding.text}" for finding in findings))
    if not specs:
        raise EditRefused(f"{source} names no label.")
    title = f"Labels of {Path(source).name}"

    def adopted(session: Session) -> Edit:
        return adopt(session.scheme, specs, title=title)

    said = [f"{finding.place}: {finding.text}" for finding in findings]
    _one_edit(project, adopted, person=person, dry_run=dry_run, as_json=as_json, problems=said)
    return 1 if findings else 0


def _foreign(source: str, findings: list[Finding]) -> list[LabelSpec]:
    path = Path(source)
    if path.is_dir() and (path / "annotation.conf").is_file():
        path = path / "annotation.conf"
    if not path.exists():
        return [LabelSpec("span", label) for label in find(source).labels]
    if path.suffix.lower() == ".toml":
        file = read_scheme_file(read_text(path, findings.append))
        findings += [Finding(path.name, str(problem)) for problem in file.problems]
        return file.specs
    if path.is_file() and is_foreign(path):
        return read_foreign(path, findings.append)
    if path.is_dir() and (path / "meta.json").is_file():
        return [LabelSpec("span", label) for label in find(source).labels]
    return labels_wanted(read_paths([path], "auto", "file", findings.append), Scheme())


@app.command()
def rename(
    project: ProjectPath,
    label: OneLabel,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its new name.", show_default=False)],
    kind: Kind = "",
    person: By = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Give a label another name; work and approvals stay as they are."""
    _one_edit(
        project,
        lambda session: scheme_edits.rename(session.scheme, _named(session.scheme, label, kind).id, name),
        person=person,
        dry_run=dry_run,
        as_json=as_json,
    )


@app.command()
def retire(
    project: ProjectPath,
    label: OneLabel,
    kind: Kind = "",
    back: Annotated[bool, typer.Option("--back", help="Bring it back instead.")] = False,
    person: By = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Offer a label no longer; what has it keeps it."""
    verb = scheme_edits.bring_back if back else scheme_edits.retire
    _one_edit(
        project,
        lambda session: verb(session.scheme, _named(session.scheme, label, kind).id),
        person=person,
        dry_run=dry_run,
        as_json=as_json,
    )


@app.command()
def merge(
    project: ProjectPath,
    labels: Annotated[list[str], typer.Argument(metavar="LABEL…", help="Labels that go.", show_default=False)],
    into: Annotated[str, typer.Option("--into", help="The label that stays.", show_default=False)],
    kind: Kind = "",
    person: By = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Merge labels into another, in everybody's work and in final versions; approvals carry over."""
    with _opened(project, person, dry_run=dry_run) as session:
        target = _named(session.scheme, into, kind)
        sources: list[Name] = [_named(session.scheme, label, kind or target.kind).id for label in labels]
        preview = preview_merge(session, sources, target.id)
        if not dry_run:
            _go_through(preview.title, merging(session, sources, target.id, turn_ms=TURN_MS))
        _tell(preview, done=not dry_run, as_json=as_json)


@app.command()
def split(
    project: ProjectPath,
    label: OneLabel,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The other label, new or not.", show_default=False)],
    words: Annotated[str, typer.Option(help="Those whose words this regular expression fits.")] = "",
    ignore_case: Annotated[bool, typer.Option("--ignore-case", help="Whatever the case of letters.")] = False,
    attribute: Annotated[str, typer.Option(help="Those with this attribute: NAME, or NAME=VALUE.")] = "",
    by: Annotated[str, typer.Option("--by", help="Those that this author made.")] = "",
    kind: Kind = "",
    person: By = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Give a part of a label's entities or relations another label; approvals concerned are outdated."""
    if not (words or attribute or by):
        raise typer.BadParameter("Say which: --words, --attribute or --by.")
    with _opened(project, person, dry_run=dry_run) as session:
        row = _named(session.scheme, label, kind)
        rule = _with_attribute(session, SplitRule(words, ignore_case, author=_author(session, by)), attribute)
        preview = preview_split(session, row.id, rule, into=into)
        if not dry_run:
            _go_through(preview.title, splitting(session, row.id, into, rule, turn_ms=TURN_MS))
        _tell(preview, done=not dry_run, as_json=as_json)


def _author(session: Session, name: str) -> Name:
    found = [author.id for author in session.people.authors.values() if author.name == name]
    if name and not found:
        raise EditRefused(f'Nobody called "{name}" works in this project.')
    return found[-1] if found else ""


def _with_attribute(session: Session, rule: SplitRule, said: str) -> SplitRule:
    name, _, value = said.partition("=")
    if not name:
        return rule
    row = next((row for row in session.scheme.attributes.values() if row.name == name), None)
    if row is None:
        raise EditRefused(f'The scheme has no attribute "{name}".')
    return rule._replace(attribute=row.id, value=_typed(row.kind, value) if value else None)


def _typed(kind: str, value: str) -> object:
    if kind == "flag":
        return value.lower() in ("true", "yes", "1")
    if kind == "number":
        try:
            return float(value)
        except ValueError:
            raise EditRefused(f'"{value}" is no number.') from None
    return value


def _go_through(title: str, steps: Iterator[Step]) -> None:
    with progress() as bar:
        line = bar.add_task(title, total=None)
        for step in steps:
            bar.update(line, completed=step.done, total=step.total)


@app.command()
def check(project: ProjectPath, as_json: AsJson = False) -> int:
    """List what is odd about the scheme itself: keys that clash, colours that look alike, rules that never hold."""
    with reading(project) as session:
        found = list(check_scheme(session.scheme))
        counts = session.counts()
        used = counts.spans | counts.relations
        left = [(row, used.get(row.id, 0)) for row in _rows(session.scheme) if row.retired and used.get(row.id)]
        found += [f"{row.name} is retired and still used {number:,} times." for row, number in left]
    if as_json:
        say_json(found)
    else:
        say(*found or ["The scheme is in order."])
    return 1 if found else 0
