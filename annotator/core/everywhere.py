"""Label everywhere: what stands at places that a search found, and the verbs on many of them, document by document."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from annotator.core.change import Edit, EditRefused
from annotator.core.edits import broken_relations, drop_item, mark_in
from annotator.core.offsets import trim
from annotator.core.rows import Fragments, Name, Span, shares_character
from annotator.core.set_draft import OPEN_STATES, SetDraft
from annotator.core.suggestion import UNDECIDED, Suggestions, key_of
from annotator.core.view import View

NAMED, OTHER = "has this label already", "has another label"
EMPTY, UNSUGGESTED = "has no label", "nothing is suggested"
BOUND, GONE = "may not have its relations then", "is gone"
"""Why a verb leaves a place as it is; where the whole set is closed, that is its state."""


class Place(NamedTuple):
    """One place that a search found: words of the text, or the entity `item`, own or suggested."""

    fragments: Fragments
    item: Name = ""


class Present(NamedTuple):
    """What a set holds at a place, by label."""

    labels: tuple[Name, ...] = ()  # of own entities on exactly these characters
    across: tuple[Name, ...] = ()  # of own entities that share some of them
    suggested: tuple[Name, ...] = ()  # of open suggestions on exactly these characters


class Outcome(NamedTuple):
    """What a verb makes of the places of one document: the Edit, if any, how many it alters, why it leaves others."""

    edit: Edit | None
    done: int
    left: Counter[str]
    relations: int = 0  # deleted along


Act = Callable[[SetDraft, Suggestions, Place, Name], str]
"""Does one place in a draft; returns why it leaves it, or nothing."""


def present(view: View, suggestions: Suggestions, place: Place) -> Present:
    """What stands at a place."""
    start, end = place.fragments[0][0], place.fragments[-1][1]
    near = view.shown.spans.within(start, end)
    labels = _labels(_own_at(view, place, near))
    other = [one for one in near if one.fragments != place.fragments]
    across = _labels([one for one in other if shares_character(one.fragments, place.fragments)])
    return Present(labels, across, _labels(_open_at(view, suggestions, place)))


def _labels(spans: Sequence[Span]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(span.label for span in spans))


def _own_at(view: View, place: Place, near: Sequence[Span] | None = None) -> list[Span]:
    if place.item:
        span = view.shown.span(place.item)
        return [span] if span is not None and span.fragments == place.fragments else []
    if near is None:
        near = view.shown.spans.within(place.fragments[0][0], place.fragments[-1][1])
    return [one for one in near if one.fragments == place.fragments]


def _open_at(view: View, suggestions: Suggestions, place: Place) -> list[Span]:
    """Suggestions at a place that are open; of several models that suggest the same, the first."""
    start, end = place.fragments[0][0], place.fragments[-1][1]
    found = [one for model in suggestions.models for one in model.spans.within(start, end)]
    same = [one for one in found if one.fragments == place.fragments and place.item in ("", one.id)]
    return [one for one in same if suggestions.status(one) in UNDECIDED]


def label_places(view: View, places: Sequence[Place], label: Name) -> Outcome:
    """Mark places that have no label of their own; a suggestion of this label is accepted by it."""
    return _through(view, places, label, _label, "Label")


def _label(draft: SetDraft, _suggestions: Suggestions, place: Place, label: Name) -> str:
    view = draft.view
    held = [one for one in view.set.spans.within(*_hull(place)) if one.fragments == place.fragments]
    if held:
        return NAMED if any(one.label == label for one in held) else OTHER
    mark_in(draft, place.fragments, label)
    return ""


def relabel_places(view: View, places: Sequence[Place], label: Name) -> Outcome:
    """Give what is marked at places another label; where nothing is, a suggestion is accepted with it.

    An entity whose relations the label may not have stays as it is.
    """
    return _through(view, places, label, _relabel, "Relabel")


def _relabel(draft: SetDraft, suggestions: Suggestions, place: Place, label: Name) -> str:
    view = draft.view
    held = [one for one in view.set.spans.within(*_hull(place)) if one.fragments == place.fragments]
    if any(one.label == label for one in held):
        return NAMED
    own = _own_at(view, place)
    if own and broken_relations(draft, own[0], label):
        return BOUND
    if not own:
        found = _open_at(view, suggestions, place)
        if not found:
            return GONE if place.item else EMPTY
        same = [one for one in found if one.label == label]
        own = [draft.own_span((same or found)[0].id)]
    if own[0].label != label:
        draft.change_span(own[0], own[0]._replace(label=label))
    return ""


def unlabel_places(view: View, places: Sequence[Place], _label: Name = "") -> Outcome:
    """Delete what is marked at places, with its relations; what a model suggested there is rejected."""
    return _through(view, places, "", _unlabel, "Unlabel")


def _unlabel(draft: SetDraft, _suggestions: Suggestions, place: Place, _no_label: Name) -> str:
    own = _own_at(draft.view, place)
    for span in own:
        drop_item(draft, span)
    return "" if own else GONE if place.item else EMPTY


def reject_places(view: View, places: Sequence[Place], _label: Name = "") -> Outcome:
    """Reject what models suggest at places."""
    return _through(view, places, "", _reject, "Reject")


def _reject(draft: SetDraft, suggestions: Suggestions, place: Place, _no_label: Name) -> str:
    found = _open_at(draft.view, suggestions, place)
    draft.refuse(*dict.fromkeys(key_of(one) for one in found))
    return "" if found else UNSUGGESTED


def _hull(place: Place) -> tuple[int, int]:
    return place.fragments[0][0], place.fragments[-1][1]


def _through(view: View, places: Sequence[Place], label: Name, act: Act, verb: str) -> Outcome:
    """Do all places of a document as one Edit; a set that is not open for its author stays as it is."""
    if view.reviewed:
        raise EditRefused("This works in one's own sets: go on as annotator.")
    if view.set.state not in OPEN_STATES:
        return Outcome(None, 0, Counter({view.set.state: len(places)}))
    suggestions, left, done = Suggestions(view), Counter[str](), 0
    draft = SetDraft(view, how="with the rest")
    links = len(view.set.relations)
    for place in places:
        reason = act(draft, suggestions, place, label)
        left[reason] += 1
    done = left.pop("", 0)
    if not done:
        return Outcome(None, 0, left)
    gone = {change.before.id for change in draft.changes if change.after is None and change.before is not None}
    relations = sum(name in gone for name in view.set.relations) if links else 0
    return Outcome(draft.edit(f"{verb} {done} × everywhere"), done, left, relations)


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A match without white space at its edges; None where nothing is left."""
    start, end = trim(text, start, end)
    return (start, end) if start < end else None


VERBS: dict[str, Callable[[View, Sequence[Place], Name], Outcome]] = {
    "label": label_places,
    "relabel": relabel_places,
    "unlabel": unlabel_places,
    "reject": reject_places,
}
"""What can be done with places, by the name that a window or a command gives it."""
