"""Verbs that only read: show, stats, history."""

from typing import Annotated, Any

import typer

from annotator.cli.said import AsJson, ProjectPath, document_named, say, say_json
from annotator.core.digest import digest
from annotator.core.listing import HistoryEntry
from annotator.core.outgoing import outgoing
from annotator.core.review import is_approved
from annotator.core.rows import Name, Relation, Span
from annotator.formats.jsonl import as_json as record_as_json
from annotator.session import Session

Document = Annotated[str, typer.Argument(metavar="[DOCUMENT]", help="A name or number, from 1.", show_default=False)]


def join(app: typer.Typer) -> None:
    """Add these verbs."""
    for name, verb in (("show", show), ("stats", stats), ("history", history)):
        app.command(name)(verb)


def show(project: ProjectPath, document: Document = "", as_json: AsJson = False) -> None:
    """Show the documents of a project, or one document with everything in it."""
    session = Session.open(project, read_only=True)
    try:
        if document:
            _show_one(session, document_named(session, document), as_json=as_json)
        else:
            _show_all(session, as_json=as_json)
    finally:
        session.close()


def _show_all(session: Session, *, as_json: bool) -> None:
    rows = session.queue(session.queue_filter()._replace(author=""), limit=1_000_000)
    if as_json:
        fields = ("number", "name", "length", "state", "comments")
        say_json([{field: getattr(row, field) for field in fields} for row in rows])
        return
    for row in rows:
        say(f"{row.number:>5}  {row.state:<12} {row.length:>7}  {row.name}")


def _show_one(session: Session, name: Name, *, as_json: bool) -> None:
    doc = session.document(name)
    sets = list(doc.sets.values())
    if as_json:
        value = record_as_json(outgoing(doc, session.scheme, session.people, sets, whole=True))
        value["approved"] = is_approved(doc, session.people)
        value["digests"] = {session.people.name_of(one.author): digest(doc, one) for one in sets}
        say_json(value)
        return
    say(f"{doc.document.name} · {doc.document.length} characters")
    for one in sets:
        say("", f"{session.people.name_of(one.author)} · {one.state}")
        for span in one.spans.ordered():
            say(f"  {span.start:>6}–{span.end:<6} {session.scheme.name_of(span.label):<12} {doc.surface(span)}")
        for row in one.relations.values():
            head, tail = one.span(row.head), one.span(row.tail)
            if head and tail:
                say(f"  {doc.surface(head)} — {session.scheme.name_of(row.label)} → {doc.surface(tail)}")


def stats(project: ProjectPath, as_json: AsJson = False) -> None:
    """Count documents by state, and annotations by label."""
    session = Session.open(project, read_only=True)
    try:
        value = project_stats(session)
    finally:
        session.close()
    if as_json:
        say_json(value)
        return
    say(f"{value['documents']} documents: " + ", ".join(f"{n} {state}" for state, n in value["states"].items() if n))
    for kind in ("spans", "relations"):
        say("", f"{sum(value[kind].values())} {kind}")
        for label, count in value[kind].items():
            say(f"  {count:>7}  {label}")
    say("", f"{value['suggestions']} suggestions")


def project_stats(session: Session) -> dict[str, Any]:
    """Counts of a project by human names."""
    counts = session.counts()
    name = session.scheme.name_of

    def by_name(found: dict[Name, int]) -> dict[str, int]:
        return {name(label): count for label, count in sorted(found.items(), key=lambda pair: -pair[1])}

    value: dict[str, Any] = {"documents": counts.documents, "states": counts.states, "suggestions": counts.suggestions}
    return value | {"spans": by_name(counts.spans), "relations": by_name(counts.relations)}


def history(
    project: ProjectPath,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Everything that was done to a document: who, what, when, old and new."""
    session = Session.open(project, read_only=True)
    try:
        name = document_named(session, document)
        entries = [_entry(session, entry, name) for entry in session.history(name)]
    finally:
        session.close()
    if as_json:
        say_json(entries)
        return
    for entry in entries:
        undone = "  (undone)" if entry["undone"] else ""
        verb = "" if entry["kind"] == "do" else f"{entry['kind']}: "
        say(f"{entry['at'][:19].replace('T', ' ')}  {entry['who']:<12} {verb}{entry['title']}{undone}")
        for change in entry["changes"][:20]:
            say(f"    {change['what']}: {change['old'] or '–'} → {change['new'] or '–'}")


def _entry(session: Session, entry: HistoryEntry, document: Name) -> dict[str, Any]:
    info = entry.info
    words = Words(session, document)
    changes = [
        {"what": change.table.replace("_", " "), "old": words.of(change.before), "new": words.of(change.after)}
        for change in entry.changes
    ]
    who = session.people.name_of(info.actor)
    head = {"at": info.at, "who": who, "kind": info.kind, "title": info.title, "undone": entry.undone}
    return head | {"changes": changes}


class Words:
    """Rows in words, for history."""

    def __init__(self, session: Session, document: Name) -> None:
        self._session, self._text = session, session.text_of(document)

    def of(self, row: Any) -> str:
        """A row in a few words; empty for none."""
        name = self._session.scheme.name_of
        if isinstance(row, Span):
            text = " … ".join(self._text[start:end] for start, end in row.fragments)
            flags = "".join((" unsure" if row.unsure else "", f" ({row.note})" if row.note else ""))
            return f"{text} {name(row.label)} {row.start}–{row.end}{flags}"
        if isinstance(row, Relation):
            return name(row.label)
        if row is None:
            return ""
        return str(
            getattr(row, "state", "") or getattr(row, "key", "") or getattr(row, "text", "") or getattr(row, "name", "")
        )
