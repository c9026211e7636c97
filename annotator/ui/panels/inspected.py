"""What the inspector says of the focus, as plain words."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from annotator.core.rows import Label, Relation, Span
from annotator.core.search_words import values_of
from annotator.ui.canvas.scene import LabelLook, State
from annotator.ui.desk import Desk
from annotator.ui.guideline import plain_words
from annotator.ui.panels.queue_words import state_name
from annotator.ui.parts.ink import one_line

MOST_META = 12  # lines of metadata


class Inspected(NamedTuple):
    """The focus in words. `item` is None for a selection, for the document, and for nothing."""

    item: Span | Relation | None = None
    look: LabelLook | None = None
    state: State = State.OWN
    title: str = ""
    words: str = ""
    place: str = ""
    guideline: str = ""
    source: str = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Inspector", text)


def inspect(desk: Desk) -> Inspected:
    """What is focused, in words."""
    doc, scene = desk.doc, desk.scene
    if doc is None or scene is None:
        return Inspected(guideline=_tr("No document is open."))
    span = doc.find_span(desk.focus.id) if desk.focus.kind == "span" else None
    relation = doc.find_relation(desk.focus.id) if desk.focus.kind == "relation" else None
    if span is not None:
        return _of_span(desk, span)
    if relation is not None:
        return _of_relation(desk, relation)
    return _of_text(desk) if desk.focus.kind == "text" else _of_document(desk)


def _of_span(desk: Desk, span: Span) -> Inspected:
    assert desk.scene is not None
    label, shown = desk.view.scheme.labels.get(span.label), desk.scene.span(span.id)
    state = shown.state if shown is not None else State.OWN
    pieces = "" if len(span.fragments) == 1 else _tr(" · {0} pieces").format(len(span.fragments))
    return Inspected(
        span,
        desk.scene.look(span.label),
        state,
        label.title if label is not None and label.title != label.name else "",
        one_line(desk.view.doc.surface(span)),
        _characters(desk.scene.text, span.start, span.end) + pieces,
        plain_words(label.guideline) if label is not None else "",
        _source(desk, span, state),
    )


def _of_relation(desk: Desk, relation: Relation) -> Inspected:
    assert desk.scene is not None
    shown = desk.scene.relation(relation.id)
    label = desk.view.scheme.labels.get(relation.label)
    head = desk.view.doc.find_span(shown.head if shown else relation.head)
    tail = desk.view.doc.find_span(shown.tail if shown else relation.tail)
    state = shown.state if shown is not None else State.OWN
    arrow = " ↔ " if label is not None and label.symmetric else " → "
    ends = arrow.join(one_line(desk.view.doc.surface(end)) if end is not None else "?" for end in (head, tail))
    return Inspected(
        relation,
        desk.scene.look(relation.label),
        state,
        label.title if label is not None and label.title != label.name else "",
        ends,
        _apart(desk.scene.text, head, tail),
        _rules(desk, label),
        _source(desk, relation, state),
    )


def _of_text(desk: Desk) -> Inspected:
    assert desk.scene is not None
    text, focus = desk.scene.text, desk.focus
    words = one_line(text[focus.start : focus.end])
    return Inspected(title=_tr("Selected text"), words=words, place=_characters(text, focus.start, focus.end))


def _of_document(desk: Desk) -> Inspected:
    assert desk.doc is not None
    document = desk.doc.document
    one = desk.doc.set_of(desk.reviewed or desk.view.author)
    facts = [
        _tr("document {0}").format(document.position + 1),
        state_name(one.state),
        _tr("{0} characters").format(f"{document.length:,}"),
        document.language,
    ]
    meta = [f"{key}: {one_line(', '.join(values_of(value)))}" for key, value in list(document.meta.items())[:MOST_META]]
    if len(document.meta) > MOST_META:
        meta.append(_tr("… all: Tools, About this document"))
    return Inspected(
        title=_tr("Document"),
        words=document.name,
        place=" · ".join(filter(None, facts)),
        guideline=_tr("Focus an entity or a relation to see it closely."),
        source="\n".join(meta),
    )


def _characters(text: str, start: int, end: int) -> str:
    # As the numbers beside the text count: blank paragraphs have none.
    paragraph = sum(bool(line) and not line.isspace() for line in text[: start + 1].split("\n"))
    place = _tr("Characters {0} to {1}").format(f"{start + 1:,}", f"{end:,}")
    return _tr("{0} · {1} long · paragraph {2}").format(place, f"{end - start:,}", f"{paragraph:,}")


def _apart(text: str, head: Span | None, tail: Span | None) -> str:
    if head is None or tail is None:
        return _tr("One end is missing.")
    first, last = (head, tail) if head.start <= tail.start else (tail, head)
    gap = max(0, last.start - first.end)
    if gap > 2000:
        return _tr("The ends are {0} characters apart").format(f"{gap:,}")
    between = len(text[first.end : last.start].split())
    return _tr("The ends are 1 word apart") if between == 1 else _tr("The ends are {0} words apart").format(between)


def _rules(desk: Desk, label: Label | None) -> str:
    """The guideline of a relation label, and what it may join."""
    if label is None:
        return ""
    scheme = desk.view.scheme
    rules = [rule for rule in scheme.rules.values() if rule.relation == label.id]
    heads = sorted({scheme.name_of(rule.head) for rule in rules})
    tails = sorted({scheme.name_of(rule.tail) for rule in rules})
    joins = _tr("Joins {0} to {1}.").format(", ".join(heads), ", ".join(tails)) if rules else ""
    return "\n".join(filter(None, (plain_words(label.guideline), joins)))


def _source(desk: Desk, row: Span | Relation, state: State) -> str:
    maker = desk.source_of(row.id)
    if state in (State.SUGGESTION, State.CONFLICT):
        said = _tr("Suggested by {0}") if state is State.SUGGESTION else _tr("Suggested by {0}, in conflict")
        facts = [said.format(maker)]
    else:
        how = {"one by one": _tr("accepted one by one"), "with the rest": _tr("accepted with the rest")}
        facts = [_tr("From {0}").format(maker), how.get(row.how, "")]
    if row.score is not None:
        facts.append(_tr("score {0}").format(f"{row.score:.2f}"))
    return " · ".join(filter(None, facts))
