"""The verbs that search a project and label what was found."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli.options import AsJson, Author, DryRun, ProjectPath
from annotator.cli.projects import reading, working
from annotator.cli.said import counted, progress, say, say_json, warn
from annotator.core.change import EditRefused
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.everywhere import (
    Done,
    Hit,
    Hits,
    Query,
    Standing,
    doing,
    search,
    standings,
    title_of,
)
from annotator.session.finding import MOST, BadExpression, Wanted
from annotator.session.word_list import words_of

SHOWN = 40  # characters before and after a hit

Pattern = Annotated[str, typer.Argument(metavar="PATTERN", help="Words, or an expression.", show_default=False)]
Regex = Annotated[bool, typer.Option("--regex", help="PATTERN is a regular expression.")]
Case = Annotated[bool, typer.Option("--case", help="Capital and small letters differ.")]
Whole = Annotated[bool, typer.Option("--whole", help="Whole words only.")]
Words = Annotated[Path | None, typer.Option("--list", help="A file with words to find, one a line.")]
Labelled = Annotated[str, typer.Option("--label", help="Only entities and suggestions with this label.")]


class Action(StrEnum):
    """What can be done to all hits."""

    LABEL = "label"
    RELABEL = "relabel"
    UNLABEL = "unlabel"
    REJECT = "reject"


def find(
    project: ProjectPath,
    pattern: Pattern = "",
    regex: Regex = False,
    case: Case = False,
    whole: Whole = False,
    words: Words = None,
    label: Labelled = "",
    author: Annotated[
        str, typer.Option("--author", help="Whose labels are shown; by default the first person's.")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Find words, an expression, the words of a list or the entities of a label in all documents."""
    with reading(project) as session:
        if author:
            session.act_as(author)
        found = _search(session, _wanted(pattern, regex=regex, case=case, whole=whole, words=words), label)
        stands = [pair for some in standings(session, found.hits) for pair in some]
        lines = [_as_json(session, hit, one) for hit, one in stands]
    if as_json:
        say_json(lines)
        return 0
    for line in lines:
        labels = ", ".join([*line["labels"], *(f"{name}?" for name in line["suggested"])])
        around = f"{line['before'][-SHOWN:]:>{SHOWN}}[{line['text']}]{line['after'][:SHOWN]:{SHOWN}}"
        place = f"{line['document']}:{line['start']}"
        say(f"{place:24} {around} {labels}".rstrip())
    say(f"{counted(len(lines), 'hit')} in {counted(len({line['document'] for line in lines}), 'document')}.")
    return 0


def everywhere(
    project: ProjectPath,
    action: Annotated[Action, typer.Argument(help="What to do to all hits.", show_default=False)],
    author: Author,
    pattern: Pattern = "",
    to: Annotated[str, typer.Option("--to", help="The label to give.")] = "",
    regex: Regex = False,
    case: Case = False,
    whole: Whole = False,
    words: Words = None,
    label: Labelled = "",
    dry_run: DryRun = False,
) -> int:
    """Label, relabel, unlabel or reject everything that is found, in one's own open sets; one step of undo."""
    if (action in (Action.LABEL, Action.RELABEL)) != bool(to):
        raise typer.BadParameter("label and relabel need --to LABEL; unlabel and reject go without.")
    with working(project, author, reviewing=False, dry_run=dry_run) as session:
        found = _search(session, _wanted(pattern, regex=regex, case=case, whole=whole, words=words), label)
        wanted = session.scheme.named(to).id if to else ""
        done = _do(session, action, found.hits, wanted)
    left = "".join(f"\n  left: {count:,} {reason}" for reason, count in done.left.most_common())
    more = f" {counted(done.relations, 'relation')} went with them." if done.relations else ""
    verb = "Would alter" if dry_run else "Altered"
    say(f"{verb} {counted(done.altered, 'place')} in {counted(done.touched, 'document')}.{more}{left}")
    return 0


def _do(session: Session, action: str, hits: list[Hit], label: Name) -> Done:
    with progress() as bar:
        line = bar.add_task(action, total=None)
        title = title_of(session, action, hits, label)
        for done in doing(session, action, hits, label, title=title, turn_ms=50):
            bar.update(line, completed=done.documents, total=done.total)
    return done


def _wanted(pattern: str, *, regex: bool, case: bool, whole: bool, words: Path | None) -> Wanted:
    if words is None:
        return Wanted(pattern, case, whole, regex)
    if pattern:
        raise typer.BadParameter("Give a pattern or a list.")
    try:
        listed = words_of(words.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise EditRefused(f"{words} could not be read as text in UTF-8: {error}.") from error
    if not listed:
        raise EditRefused(f"{words} holds no words.")
    return Wanted("", case, whole, words=listed)


def _search(session: Session, wanted: Wanted, label: str) -> Hits:
    query = Query(wanted, session.scheme.named(label).id if label else "")
    if query.is_empty:
        raise typer.BadParameter("Give a pattern, --list or --label.")
    try:
        found = search(session, query)
    except BadExpression as bad:
        raise EditRefused(f"Not a valid expression: {bad.reason}, at its character {bad.place}.") from bad
    if found.more:
        warn(f"Only the first {MOST:,} hits are taken.")
    if found.out_of_time:
        warn(f"The expression took too long in {counted(found.out_of_time, 'text')}: not all was searched.")
    return found


def _as_json(session: Session, hit: Hit, standing: Standing) -> dict[str, Any]:
    def names(labels: tuple[Name, ...]) -> list[str]:
        return [session.scheme.name_of(label) for label in labels]

    around = {"before": hit.before.replace("\n", " "), "after": hit.after.replace("\n", " ")}
    place = {"document": standing.document, "start": hit.start, "end": hit.end, "text": hit.words.replace("\n", " ")}
    one = standing.present
    inside = {"labels": names(one.labels), "across": names(one.across), "suggested": names(one.suggested)}
    return place | around | inside | {"closed": standing.closed}
