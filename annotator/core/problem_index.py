"""The problems of a set, kept up to date change by change: an edit checks what it touched, not the whole set."""

from collections.abc import Iterable, Iterator

from annotator.core.change import Change
from annotator.core.checks import Problem, check_doubles, check_relation, check_span, check_whole_set
from annotator.core.document import AnnotationSet
from annotator.core.rows import Intended, Name, Relation, Span
from annotator.core.view import View

WHOLE = frozenset({"label", "relation_rule", "document"})
"""Tables of which a change may alter any problem."""


class ProblemIndex:
    """Problems of the set on show, by item. Checking all is O(n), following a change O(what stands at its place)."""

    def __init__(self, view: View) -> None:
        self.author = view.shown.author
        self._intended: set[str] = set(view.shown.intended)
        self._of: dict[Name, list[Problem]] = {}
        for problem in check_whole_set(view, view.shown):
            self._of.setdefault(problem.item, []).append(problem)

    def all(self) -> list[Problem]:
        """The problems that are not intended, in reading order."""
        every = (problem for problems in self._of.values() for problem in problems)
        found = [problem for problem in every if problem.key not in self._intended]
        return sorted(found, key=lambda problem: (problem.start, problem.end, problem.kind))

    def follow(self, view: View, changes: Iterable[Change]) -> bool:
        """Check what these changes, already made, have touched. Returns whether any problem came, went or moved."""
        one = view.shown
        changes = [change for change in changes if getattr(change.row, "author", "") == self.author]
        spans, relations = _touched(one, changes)
        before = {name: self._of.pop(name, []) for name in spans | relations}
        for problem in _found(view, one, spans, relations):
            self._of.setdefault(problem.item, []).append(problem)
        if any(isinstance(change.row, Intended) for change in changes):
            self._intended = set(one.intended)
            return True
        return any(sorted(before[name]) != sorted(self._of.get(name, [])) for name in before)


def _touched(one: AnnotationSet, changes: Iterable[Change]) -> tuple[set[Name], set[Name]]:
    """Items that changed, their doubles, and the relations of spans among them."""
    spans, relations = set[Name](), set[Name]()
    for row in (row for change in changes for row in change):
        if isinstance(row, Span):
            spans.add(row.id)
            spans.update(span.id for span in one.spans.within(row.start, row.end) if span.fragments == row.fragments)
            relations.update(relation.id for relation in one.relations_of(row.id))
        elif isinstance(row, Relation):
            relations.add(row.id)
            # Doubles have both ends in common; where a head may have one of a label, the head alone.
            near = [other for other in one.relations_of(row.head) if row.head == other.head]
            relations.update(other.id for other in near if other.tail == row.tail or other.label == row.label)
    return spans, relations


def _found(view: View, one: AnnotationSet, spans: set[Name], relations: set[Name]) -> Iterator[Problem]:
    shown = [span for name in spans if (span := one.span(name)) is not None]
    joined = [row for name in relations if (row := one.relations.get(name)) is not None]
    for span in shown:
        yield from check_span(view, span)
    for relation in joined:
        yield from check_relation(view, one, relation)
    yield from check_doubles(view, one, shown, joined)
