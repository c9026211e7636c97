"""The verb that tells what was done to a document."""

from typing import Any

from annotator.cli.options import AsJson, OneDocument, ProjectPath
from annotator.cli.projects import document_named, reading
from annotator.cli.said import say, say_json
from annotator.core.document import AnnotatedDocument
from annotator.core.listing import HistoryEntry
from annotator.core.rows import Assignment, Comment, Name, Relation, Span
from annotator.session import Session

MOST_CHANGES = 20  # of one step that are listed in words; JSON has them all


def history(project: ProjectPath, document: OneDocument, as_json: AsJson = False) -> None:
    """Tell who did what to a document and when, old and new."""
    with reading(project) as session:
        name = document_named(session, document)
        words = Words(session, name)
        entries = [_entry(session, entry, words) for entry in session.history(name)]
    if as_json:
        say_json(entries)
        return
    for entry in entries:
        _say_entry(entry)


def _entry(session: Session, entry: HistoryEntry, words: "Words") -> dict[str, Any]:
    for change in entry.changes:
        words.follow(change.before, change.after)
    changes = [
        {"what": change.table.replace("_", " "), "old": words.of(change.before), "new": words.of(change.after)}
        for change in entry.changes
    ]
    info = entry.info
    head = {"at": info.at, "who": session.people.name_of(info.actor), "kind": info.kind, "title": info.title}
    return head | {"undone": entry.undone, "changes": changes}


def _say_entry(entry: dict[str, Any]) -> None:
    verb = "" if entry["kind"] == "do" else f"{entry['kind'].capitalize()}: "
    undone = "  (undone)" if entry["undone"] else ""
    say(f"{entry['at'][:19].replace('T', ' ')}  {entry['who']}  {verb}{entry['title']}{undone}")
    changes = entry["changes"]
    say(*(f"    {one['what']}: {one['old'] or '–'} → {one['new'] or '–'}" for one in changes[:MOST_CHANGES]))
    if len(changes) > MOST_CHANGES:
        say(f"    … and {len(changes) - MOST_CHANGES} more")


class Words:
    """Rows of a document in words; spans it was told of are known by name, so that relations can name their ends."""

    def __init__(self, session: Session, document: Name) -> None:
        self._session = session
        self._doc: AnnotatedDocument = session.glance(document)
        self._spans: dict[Name, Span] = {}

    def follow(self, *rows: Any) -> None:
        """Take note of spans."""
        self._spans |= {row.id: row for row in rows if isinstance(row, Span)}

    def of(self, row: Any) -> str:
        """A row in a few words; empty for none."""
        name_of = self._session.scheme.name_of
        match row:
            case None:
                return ""
            case Span():
                return f"{self._surface(row.id)} {name_of(row.label)} {row.start}–{row.end}{_extra(row)}"
            case Relation():
                return f"{self._surface(row.head)} {name_of(row.label)} {self._surface(row.tail)}{_extra(row)}"
            case Comment():
                return f"{row.text} ({row.state})"
            case Assignment():
                return self._session.people.name_of(row.author)
        if label := getattr(row, "label", ""):
            return name_of(label)
        return next((str(found) for field in _TELLING if (found := getattr(row, field, ""))), "")

    def _surface(self, name: Name) -> str:
        span = self._spans.get(name) or self._doc.find_span(name)
        return " ".join(self._doc.surface(span).split()) if span else "?"


_TELLING = ("verdict", "state", "key", "name")  # the field of a row that tells most, first


def _extra(row: Span | Relation) -> str:
    return (" unsure" if row.unsure else "") + (f" ({row.note})" if row.note else "")
