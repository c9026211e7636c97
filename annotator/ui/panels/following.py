"""Which items of a list a revision may have altered: those it names, and suggestions near them."""

from annotator.core.change import Change
from annotator.core.rows import Comment, Name, Relation, SetState, Span
from annotator.core.suggestion import Suggestions
from annotator.session import Happened
from annotator.ui.desk import Desk
from annotator.ui.desk.state import BULK

MANY = 2000
_EVERYTHING = {"label", "attribute", "author", "word_list"}


def changed_spans(desk: Desk, happened: Happened) -> set[Name] | None:
    """Spans that may look different now, came or went; None when that may be any."""
    if {change.table for change in happened.changes} & _EVERYTHING or len(happened.changes) > BULK:
        return None
    if desk.reviewing and any(_begins_or_ends_a_set(change) for change in happened.changes):
        return None  # a reviewer's first correction shows the final version instead of the author's work
    names: set[Name] = set()
    for change in happened.changes:
        if isinstance(change.row, Span) and change.document == desk.document:
            names.add(change.row.id)
        elif isinstance(change.row, Comment):
            names.add(change.row.item)
    if desk.scene is not None:
        ranges = [place for place in desk.changed_ranges(happened) if place != (0, 0)]
        names |= _suggested_near(desk.suggestions, ranges)
    return names


def _begins_or_ends_a_set(change: Change) -> bool:
    return isinstance(change.row, SetState) and None in change


def _suggested_near(suggestions: Suggestions, ranges: list[tuple[int, int]]) -> set[Name]:
    """Suggestions at these places, and those of other models beside them: a conflict may have come or gone."""
    near = [span for model in suggestions.models for place in ranges for span in model.spans.within(*place)]
    if len(suggestions.models) > 1:
        places = {(span.start, span.end) for span in near}
        near += [span for model in suggestions.models for place in places for span in model.spans.within(*place)]
    return {span.id for span in near}


def changed_relations(desk: Desk, happened: Happened) -> set[Name] | None:
    """Relations that may look different now, came or went; None when that may be any."""
    spans = changed_spans(desk, happened)
    if spans is None or desk.scene is None:
        return None
    names = {change.row.id for change in happened.changes if isinstance(change.row, Relation)}
    names |= {change.row.item for change in happened.changes if isinstance(change.row, Comment)}
    for span in spans:
        names |= {relation.id for relation in desk.scene.relations_of(span)}
    for model in desk.suggestions.models:
        if len(model.relations) > MANY:
            return None
        names |= set(model.relations)
    return names
