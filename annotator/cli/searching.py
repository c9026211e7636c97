"""The verb that finds documents by words."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli.options import AsJson, ProjectPath
from annotator.cli.projects import reading, writing
from annotator.cli.said import counted, progress, say, say_json, warn
from annotator.core.errors import OpenElsewhere, ReadOnly, WriteFailed
from annotator.core.search_words import Hit
from annotator.session import Session
from annotator.session.searching import count, find, taking_in, waiting

NOTHING = 1  # exit code


def search(
    project: ProjectPath,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS…", help="Words, or beginnings of words; all must be there.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="How many documents to show.")] = 50,
    as_json: AsJson = False,
) -> int:
    """Find documents by words of name, metadata or text, best first; "some words" in quotes belong together."""
    query = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    _take_in(project)
    with reading(project) as session:
        _take_in_memory(session)
        hits, total = find(session, query, limit=limit), count(session, query)
        missing = waiting(session)
    if missing:
        warn(f"{counted(missing, 'document')} cannot be searched yet: only their names were.")
    if as_json:
        say_json([_as_json(hit) for hit in hits])
    else:
        say(*(_line(hit) for hit in hits))
        if total > len(hits):
            warn(f"{counted(total, 'document')} have these words; the first {len(hits)} are shown: --limit shows more.")
    return 0 if hits else NOTHING


def _take_in(project: Path) -> None:
    """A file that an older version wrote gets its index now, unless somebody has it open or it is write-protected."""
    with reading(project) as session:
        if not waiting(session):
            return
    with suppress(OpenElsewhere, ReadOnly, WriteFailed), writing(project, dry_run=False) as session:
        total = waiting(session)
        with progress() as bar:
            task = bar.add_task("Preparing the search", total=total)
            for done in taking_in(session):
                bar.update(task, completed=done)


def _take_in_memory(session: Session) -> None:
    """What is read from a write-protected file of an older version stands in memory, and so may its index."""
    with suppress(WriteFailed):
        for _ in taking_in(session):
            pass


def _as_json(hit: Hit) -> dict[str, Any]:
    place = list(hit.place) if hit.place is not None else None
    value = {"number": hit.number, "name": hit.name, "length": hit.length, "where": hit.where, "excerpt": hit.excerpt}
    return value | {"mark": list(hit.mark), "place": place}


def _line(hit: Hit) -> str:
    where = "" if hit.where in ("name", "text") else f"{hit.where}: "
    return f"{hit.number:>5}  {hit.name}" + (f"  {where}{hit.excerpt}" if hit.excerpt else "")
