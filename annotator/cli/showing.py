"""The verbs that only read: show, stats."""

from collections import deque
from typing import Annotated, Any

import typer

from annotator.cli.options import AsJson, ProjectPath
from annotator.cli.projects import document_named, reading
from annotator.cli.said import counted, say, say_json
from annotator.core.digest import digest
from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.filtering import saved
from annotator.core.outgoing import outgoing
from annotator.core.review import is_approved
from annotator.core.rows import Name, Relation
from annotator.formats.jsonl import as_json as record_as_json
from annotator.session import Session
from annotator.session.checking import ProjectCheck, documents_with_problems

AnyDocument = Annotated[
    str, typer.Argument(metavar="[DOCUMENT]", help="A document's name, or its number from 1.", show_default=False)
]


Filtered = Annotated[
    str, typer.Option("--filter", help="Only documents such as 'state:submitted person:Ana label:ORG'.")
]


def show(project: ProjectPath, document: AnyDocument = "", filtered: Filtered = "", as_json: AsJson = False) -> None:
    """Show the documents of a project, or one document with everything in it."""
    if document and filtered:
        raise typer.BadParameter("--filter lists documents; leave it out to show one.")
    with reading(project) as session:
        if not document:
            _show_all(session, filtered, as_json=as_json)
        elif as_json:
            say_json(document_as_json(session, document_named(session, document)))
        else:
            _show_one(session, session.glance(document_named(session, document)))


def _show_all(session: Session, filtered: str, *, as_json: bool) -> None:
    session.show_all = True
    if "problem:" in filter_named(session, filtered):
        check = ProjectCheck(session)
        deque(check.steps(), maxlen=0)
        session.checked = lambda: documents_with_problems(check.found)
    wanted = session.queue_filter(text=filter_named(session, filtered))
    of_one = [term for term in wanted.terms if term.field == "person" and not term.negated]
    rows = session.queue(wanted if len(of_one) == 1 else wanted._replace(author=""), limit=-1)
    rows.sort(key=lambda row: row.number)
    if as_json:
        people = session.people
        say_json([_row_as_json(row._asdict(), people.name_of(row.author) if row.author else "") for row in rows])
        return
    for row in rows:
        state = f"{row.state} (outdated)" if row.outdated else row.state
        open_comments = f"  {counted(row.comments, 'open comment')}" if row.comments else ""
        say(f"{row.number:>5}  {state:<12} {row.length:>9,}  {row.name}{open_comments}")


def filter_named(session: Session, words: str) -> str:
    """The words of a saved filter of this name, or else these."""
    return saved(session.people).get(words, words)


def _row_as_json(row: dict[str, Any], author: str) -> dict[str, Any]:
    fields = ("number", "name", "length", "state", "reason", "outdated", "comments")
    return {field: row[field] for field in fields} | {"author": author}


def document_as_json(session: Session, name: Name) -> dict[str, Any]:
    """A document as the lossless format has it, and what `approve` wants to know: the digests of its sets."""
    doc, people = session.glance(name), session.people
    sets = list(doc.sets.values())
    value = record_as_json(outgoing(doc, session.scheme, people, sets, whole=True))
    digests = {people.authors[one.author][1:5]: digest(doc, one) for one in sets}
    for one in value.get("sets", ()):
        one["digest"] = digests[one["author"], one["kind"], one.get("version", ""), one.get("meta_hash", "")]
    more = {"number": doc.document.position + 1, "approved": is_approved(doc, people)}
    return value | more | {"review": _review(session, doc)}


def _review(session: Session, doc: AnnotatedDocument) -> list[dict[str, str]]:
    """What a reviewer would be shown now, of each person whose work is submitted."""
    gold = session.people.gold()
    draft = doc.sets.get(gold.id) if gold else None
    waiting = [one for one in doc.sets.values() if one.state in ("submitted", "in review")]
    return [
        {"author": session.people.name_of(one.author), "state": one.state, "digest": digest(doc, draft or one)}
        for one in waiting
    ]


def _show_one(session: Session, doc: AnnotatedDocument) -> None:
    row = doc.document
    approved = " · approved" if is_approved(doc, session.people) else ""
    say(f"{row.position + 1} · {row.name} · {counted(row.length, 'character')}{approved}")
    for one in doc.sets.values():
        author = session.people.authors[one.author]
        say("", f"{author.name} {author.version}".strip() + f" · {one.state}")
        say(*_lines(session, doc, one))
    comments = [one for one in doc.comments.values() if one.state != "closed"]
    say(*([""] if comments else ()))
    for comment in comments:
        on = f" on {comment.quote}" if comment.quote else ""
        say(f"{session.people.name_of(comment.writer)}{on}: {comment.text} ({comment.state})")


def _lines(session: Session, doc: AnnotatedDocument, one: AnnotationSet) -> list[str]:
    name_of = session.scheme.name_of
    width = max((len(name_of(span.label)) for span in one.spans), default=0)
    lines = []
    for span in one.spans.ordered():
        place = f"{span.start}–{span.end}"
        words = " ".join(doc.surface(span).split())
        more = "".join((" (unsure)" if span.unsure else "", f" · {span.note}" if span.note else ""))
        lines.append(f"  {place:>13}  {name_of(span.label):<{width}}  {words}{more}")
    return lines + [f"  {_link(session, doc, one, row)}" for row in one.relations.values()]


def _link(session: Session, doc: AnnotatedDocument, one: AnnotationSet, row: Relation) -> str:
    ends = [" ".join(doc.surface(span).split()) if (span := one.span(end)) else "?" for end in (row.head, row.tail)]
    return f"{ends[0]} — {session.scheme.name_of(row.label)} → {ends[1]}"


def stats(project: ProjectPath, as_json: AsJson = False) -> None:
    """Count documents by state, and annotations by label."""
    with reading(project) as session:
        value = project_stats(session)
    if as_json:
        say_json(value)
        return
    states = ", ".join(f"{count} {state}" for state, count in value["states"].items() if count)
    say(f"{counted(value['documents'], 'document')}" + (f": {states}" if states else ""))
    for kind, noun in (("spans", "entities"), ("relations", "relations")):
        say("", f"{sum(value[kind].values()):>7,}  {noun}")
        say(*(f"{count:>7,}  {label}" for label, count in value[kind].items()))
    say("", f"{value['suggestions']:>7,}  suggestions")


def project_stats(session: Session) -> dict[str, Any]:
    """Counts of a project by human names; annotations are those of people, each person's for itself."""
    counts = session.counts()

    def by_name(found: dict[Name, int]) -> dict[str, int]:
        ordered = sorted(found.items(), key=lambda pair: -pair[1])
        return {session.scheme.name_of(label): number for label, number in ordered}

    value: dict[str, Any] = {"documents": counts.documents, "states": counts.states}
    value |= {"spans": by_name(counts.spans), "relations": by_name(counts.relations)}
    return value | {"suggestions": counts.suggestions}
