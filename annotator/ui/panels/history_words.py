"""What a revision changed, as lines of plain words: what, old, new."""

from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication

from annotator.core.change import Change
from annotator.core.rows import (
    Assignment,
    Attributes,
    Comment,
    DocumentLabel,
    Rejection,
    Relation,
    SetState,
    Span,
    Verdict,
)
from annotator.core.view import View
from annotator.ui.parts.ink import one_line


class ChangeLine(NamedTuple):
    """One row before and after."""

    what: str
    old: str
    new: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("history", text)


def change_line(view: View, change: Change) -> ChangeLine:
    """A Change in words; old or new is empty where the row came or went."""
    return ChangeLine(_what(change.row), _words(view, change.before), _words(view, change.after))


def _what(row: object) -> str:
    names = (
        (Span, _tr("entity")),
        (Relation, _tr("relation")),
        (SetState, _tr("state")),
        (Comment, _tr("comment")),
        (Rejection, _tr("rejected")),
        (Verdict, _tr("verdict")),
        (DocumentLabel, _tr("document label")),
        (Assignment, _tr("assigned to")),
    )
    return next((name for kind, name in names if isinstance(row, kind)), _tr("document"))


def _words(view: View, row: Any) -> str:
    match row:
        case None:
            return ""
        case Span():
            surface = one_line(" … ".join(view.doc.text[start:end] for start, end in row.fragments))
            place = f"{row.start + 1}–{row.end}"
            return " ".join(filter(None, (surface, view.label_name(row.label), place, _extras(view, row))))
        case Relation():
            return " ".join(filter(None, (_ends(view, row), _extras(view, row))))
        case SetState():
            return f"{row.state} ({row.reason})" if row.reason else row.state
        case Comment():
            return one_line(row.text) if row.state == "open" else f"{one_line(row.text)} ({row.state})"
        case Rejection():
            return key_words(view, row.key)
        case Verdict():
            return row.verdict
        case DocumentLabel():
            return view.label_name(row.label)
        case Assignment():
            return view.people.name_of(row.author)
    return one_line(str(getattr(row, "name", "")))


def _ends(view: View, row: Relation) -> str:
    head, tail = view.doc.find_span(row.head), view.doc.find_span(row.tail)
    ends = [one_line(view.doc.surface(end)) if end is not None else "?" for end in (head, tail)]
    return f"{ends[0]} — {view.label_name(row.label)} → {ends[1]}"


def _extras(view: View, row: Span | Relation) -> str:
    """What else an item carries: unsure, its note, its attributes."""
    said = [_tr("unsure")] if row.unsure else []
    said += [f"“{one_line(row.note)}”"] if row.note else []
    said += [_attributes(view, row.attributes)] if row.attributes else []
    return f"({', '.join(said)})" if said else ""


def _attributes(view: View, attributes: Attributes) -> str:
    names = view.scheme.attributes
    return ", ".join(f"{names[name].name if name in names else name}: {value}" for name, value in attributes)


def key_words(view: View, key: str) -> str:
    """The key of a rejected suggestion as the words it stood for."""
    if ">" in key:
        label, *ends = key.split(">")
        return f"{view.label_name(label)}: {' → '.join(key_words(view, end) for end in ends)}"
    label, _, places = key.rpartition("|")
    pieces = []
    for place in places.split(","):
        start, _, end = place.partition("-")
        pieces.append(view.doc.text[int(start) : int(end)] if start.isdigit() and end.isdigit() else place)
    return f"{one_line(' … '.join(pieces))} {view.label_name(label)}"
