"""The verbs of a project's word lists and patterns."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.options import AsJson, DryRun, ProjectPath
from annotator.cli.projects import reading, writing
from annotator.cli.said import counted, say, say_json, warn_findings
from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.records import Finding
from annotator.core.rows import WordException
from annotator.core.word_lists import (
    EntrySpec,
    add_entries,
    add_list,
    except_text,
    label_of,
    list_named,
    remove_exceptions,
    remove_list,
    spec_of,
    switch_list,
)
from annotator.formats.patterns_file import read_list, write_csv, write_patterns
from annotator.session import Session

app = typer.Typer(help="Word lists and patterns that suggest in a project.", no_args_is_help=True)

OneList = Annotated[str, typer.Argument(metavar="LIST", help="A list's name.", show_default=False)]


@app.command()
def add(
    project: ProjectPath,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="patterns.jsonl, CSV, or one word a line.")],
    label: Annotated[str, typer.Option(help="The label of words that bring none.")] = "",
    to: Annotated[str, typer.Option("--to", help="The list they go to; by default one called as the file.")] = "",
    dry_run: DryRun = False,
) -> int:
    """Add word lists from files; entries that are there already stay as they are."""
    findings: list[Finding] = []
    with writing(project, dry_run=dry_run) as session:
        for file in files:
            specs = read_list(file, findings.append, label=label)
            say(_add(session, to or file.stem, specs, dry_run=dry_run))
            lacking = sorted({spec.label for spec in specs if not label_of(session.scheme, spec.label)})
            for name in lacking:
                words = f"The scheme has no label {name}; its entries suggest nothing until it has."
                findings.append(Finding(file.name, words))
    warn_findings(findings)
    return 1 if any(one.lost for one in findings) else 0


def _add(session: Session, name: str, specs: list[EntrySpec], *, dry_run: bool) -> str:
    there = next((one for one in session.people.lists.values() if one.name == name), None)
    if there is None and not specs:
        raise EditRefused(f"Nothing in {name} can be used; no list was made.")
    if there is None:
        edit = add_list(session.people, session.scheme, name, specs)
    else:
        edit = add_entries(there, session.scheme, session.word_entries(there.id), specs)
    session.do(edit)
    added = sum(change.before is None and change.table == "word_entry" for change in edit.changes)
    return f"{'Would add' if dry_run else 'Added'} {counted(added, 'entry', 'entries')} to {name}."


@app.command("list")
def list_(project: ProjectPath, as_json: AsJson = False) -> None:
    """Print the word lists of a project, and what they are not to suggest."""
    with reading(project) as session:
        counts, scheme = session.word_counts(), session.scheme
        lists = list(session.people.lists.values())
        exceptions = [
            one._asdict() | {"label": scheme.name_of(one.label), "only_in": document_name(session, one)}
            for one in session.people.exceptions.values()
        ]
        if as_json:
            made = [
                {"name": o.name, "on": o.enabled, "entries": counts.get(o.id, 0), "version": o.version} for o in lists
            ]
            say_json({"lists": made, "exceptions": [{k: v for k, v in e.items() if k != "writer"} for e in exceptions]})
            return
        for one in lists:
            say(f"{one.name}: {counted(counts.get(one.id, 0), 'entry', 'entries')}{'' if one.enabled else ', off'}")
        for row in session.people.exceptions.values():
            say(f'not "{row.text}" as {scheme.name_of(row.label)}{where_of(session, row)}')


def document_name(session: Session, one: WordException) -> str:
    """The document that an exception is for; empty for all."""
    if not one.only_in:
        return ""
    try:
        return session.glance(one.only_in).document.name
    except EditRefused:
        return "a document that is gone"


def where_of(session: Session, one: WordException) -> str:
    """Where an exception holds, in words."""
    parts = [f" after “{one.before}”"] if one.before else []
    parts += [f" before “{one.after}”"] if one.after else []
    parts += [f" in {document_name(session, one)}"] if one.only_in else []
    return ",".join(parts)


@app.command()
def remove(project: ProjectPath, name: OneList, dry_run: DryRun = False) -> None:
    """Remove a word list; its suggestions are no longer asked, what was accepted stays."""
    with writing(project, dry_run=dry_run) as session:
        one = list_named(session.people, name)
        count = session.word_counts().get(one.id, 0)
        session.do(remove_list(one, session.word_entries(one.id)))
        say(f"{'Would remove' if dry_run else 'Removed'} {name} with {counted(count, 'entry', 'entries')}.")


@app.command()
def switch(
    project: ProjectPath,
    name: OneList,
    on: Annotated[bool, typer.Option("--on/--off", help="Whether it suggests.")] = True,
) -> None:
    """Let a word list suggest, or not."""
    with writing(project, dry_run=False) as session:
        session.do(switch_list(list_named(session.people, name), enabled=on))
        say(f"{name} is {'on' if on else 'off'}.")


@app.command()
def export(
    project: ProjectPath,
    name: OneList,
    out: Annotated[Path, typer.Argument(metavar="FILE", help="NAME.jsonl for patterns, NAME.csv for words.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> int:
    """Write a word list as patterns.jsonl for spaCy's EntityRuler, or as CSV."""
    if out.exists() and not force:
        raise ProjectError(f"{out.name} is already there; choose another name, or replace it with --force.")
    with reading(project) as session:
        one = list_named(session.people, name)
        specs = [spec_of(session.scheme, entry) for entry in session.word_entries(one.id)]
    as_csv = out.suffix.lower() == ".csv"
    out.write_text(write_csv(specs) if as_csv else write_patterns(specs), encoding="utf-8")
    left = sum(spec.tokens for spec in specs) if as_csv else 0
    say(f"Wrote {counted(len(specs) - left, 'entry', 'entries')} to {out.name}.")
    if left:
        warn_findings([Finding(out.name, f"{counted(left, 'token pattern')} cannot be said in CSV; write .jsonl.")])
    return 1 if left else 0


@app.command("except")
def except_(
    project: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text, as it stands.")],
    label: Annotated[str, typer.Argument(metavar="LABEL", help="A label's name.")],
    document: Annotated[str, typer.Option("--in", help="In this document alone.")] = "",
    off: Annotated[bool, typer.Option("--off", help="Suggest it again.")] = False,
) -> None:
    """Keep word lists from suggesting a text under a label."""
    with writing(project, dry_run=False) as session:
        known = label_of(session.scheme, label)
        if not known:
            raise EditRefused(f'The scheme has no entity label "{label}".')
        only_in = (session.find_document(document) or "") if document else ""
        if document and not only_in:
            raise EditRefused(f'There is no document "{document}".')
        rule = (text, known, only_in)
        there = [one for one in session.people.exceptions.values() if (one.text, one.label, one.only_in) == rule]
        if off:
            edit = remove_exceptions(there) if there else None
        else:
            edit = except_text(session.people, session.scheme, [WordException("", *rule, writer=session.actor.id)])
        if edit is None:
            raise EditRefused("There is no such exception.")
        session.do(edit)
        say(f"{edit.title}.")
