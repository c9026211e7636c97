"""F8 and differences: the next place that needs a look, and taking over what the reviewer changed."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QObject

from annotator.core.checks import Problem
from annotator.core.departure import departs
from annotator.core.problem_index import WHOLE, ProblemIndex
from annotator.core.rows import Name
from annotator.core.set_draft import OPEN_STATES
from annotator.core.taking import take
from annotator.session import Happened
from annotator.ui.canvas.scene import ShownRelation, ShownSpan
from annotator.ui.desk.moving import UNDECIDED
from annotator.ui.desk.reads import DifferenceRow, Reading
from annotator.ui.desk.state import Focus
from annotator.ui.shown import find_from

LAST = "\uffff"  # after every name
MANY = 1_000  # changes in one revision from which on all is checked anew


class Stop(NamedTuple):
    """A place that needs a look, in the order in which F8 goes; `go` focuses it."""

    start: int
    minus_end: int
    rank: int  # spans, then relations, then differences that begin and end here
    id: str
    go: Callable[[], object]


class Desk(Reading):
    """The desk, whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.difference: DifferenceRow | None = None  # what is focused when the focus is a difference
        self._checked: ProblemIndex | None = None  # None until it is asked for again
        self._problems: list[Problem] = []
        self.walker: Callable[[int], bool] | None = None  # goes on in a list instead, where it returns True
        self.unmarked: list[tuple[int, int]] = []  # places of problems that are about no item
        self.content_changed.connect(self._follow_problems)
        self.document_changed.connect(self._forget_problems)

    def _forget_problems(self) -> None:
        self._checked, self._problems, self.unmarked = None, [], []

    def _follow_problems(self, happened: Happened) -> None:
        checked, changes = self._checked, happened.changes
        if checked is None:
            return
        other = checked.author != self.view.shown.author
        if other or len(changes) > MANY or WHOLE & {change.table for change in changes}:
            self._forget_problems()
        elif checked.follow(self.view, changes):
            self._problems = checked.all()

    def problems(self) -> list[Problem]:
        """What the checks find in the set on screen: the same list while it holds."""
        if self.document is None:
            return []
        if self._checked is None or self._checked.author != self.view.shown.author:
            self._checked = ProblemIndex(self.view)
            self._problems = self._checked.all()
        return self._problems

    # ---- F8

    def next_to_look_at(self, step: int) -> None:
        """Focus the next place that needs a look: undecided, conflict, problem, unsure, open comment, difference.

        In a first review also what was made or altered by hand, and not just accepted.
        """
        if self.walker is not None and self.walker(step):
            return
        if self.scene is None:
            return
        here = self._here()
        stops = [stop for stop in self._stops(step) if (stop[:4] > here if step > 0 else stop[:4] < here)]
        if not stops:
            self.message.emit(self.tr("Nothing more to look at in this direction."), "info")
        else:
            (min if step > 0 else max)(stops, key=lambda stop: stop[:4]).go()

    def _here(self) -> tuple[int, int, int, str]:
        kind = self.focus.kind
        if kind in ("span", "relation", "difference"):
            rank = ("span", "relation", "difference").index(kind)
            name = self.difference.item if kind == "difference" and self.difference else self.focus.id
            return (self.focus.start, -self.focus.end, rank, name)
        at = self.focus.start if kind == "text" else self.caret
        return (at, -len(self._text()) - 1, 0, "")

    def _stops(self, step: int) -> Iterator[Stop]:
        assert self.scene is not None
        wrong = frozenset(one.item for one in self.problems())

        def wanted(one: ShownSpan | ShownRelation) -> bool:
            return _needs_a_look(one) or one.id in wrong or self._departs(one.id)

        start, minus_end, rank, name = self._here()
        key = (start, minus_end, LAST if rank else name)
        span = find_from(self.scene, key, step, wanted)
        if span is not None:
            yield self._stop(span.start, span.end, 0, span.id)
        for relation in self._shown_relations():
            if wanted(relation):
                head = self.scene.span(relation.head)
                if head is not None:
                    yield self._stop(head.start, head.end, 1, relation.id)
        for place in self.unmarked:
            if self.focus.kind != "text" or place != (self.focus.start, self.focus.end):
                yield Stop(place[0], -place[1], 0, "", lambda place=place: self.focus_text(*place))  # type: ignore[misc]
        for row in self.differences() if self._may_take() else ():
            yield Stop(row.start, -row.end, 2, row.item, lambda row=row: self.focus_difference(row))  # type: ignore[misc]

    def _departs(self, name: Name) -> bool:
        """In a first review: whether the item is other than what was suggested."""
        if not self.reviewing or self.session is None:
            return False
        shown = self.view.shown
        item = shown.item(name)
        first = shown.row is not None and shown.row.round <= 1
        return first and item is not None and departs(self.view.doc, self.session.people, item)

    def _stop(self, start: int, end: int, rank: int, name: Name) -> Stop:
        return Stop(start, -end, rank, name, lambda: self.focus_item(name))

    def _shown_relations(self) -> Iterator[ShownRelation]:
        assert self.scene is not None
        names = [*self.view.shown.relations, *(row.id for row in self.suggestions.open_relations())]
        return (shown for name in names if (shown := self.scene.relation(name)) is not None)

    # ---- differences

    def _may_take(self) -> bool:
        """Whether differences are the author's to take: in work that came back."""
        row = self.view.set.row if self.document is not None and not self.reviewing else None
        return row is not None and row.round > 0 and row.state in OPEN_STATES

    def focus_difference(self, row: DifferenceRow) -> None:
        """Focus a difference; a reviewer's is the item itself."""
        if self._may_take():
            self.difference = row
            shown = self.scene is not None and (self.scene.span(row.item) or self.scene.relation(row.item))
            self.set_focus(Focus("difference", row.item if shown else "", row.start, row.end))
            self.message.emit(self.tr("In the review: {0}").format(row.text), "info")
        elif not self.focus_item(row.item):
            self.show_place(row.start, row.end)

    def _difference_now(self) -> DifferenceRow | None:
        return self.difference if self.focus.kind == "difference" else None

    def accept(self) -> None:
        """Accept what is focused; a focused difference is taken over, and the next one focused."""
        row = self._difference_now()
        if row is None:
            super().accept()
        elif self.do(lambda view: take(view, [row.item])) is not None:
            self._next_difference(row)

    def reject_or_delete(self) -> None:
        """A focused difference is left as it is; else as ever."""
        row = self._difference_now()
        if row is None:
            super().reject_or_delete()
        else:
            self._next_difference(row)

    def _next_difference(self, row: DifferenceRow) -> None:
        place = (row.start, row.end, row.kind, row.item)
        rows = [one for one in self.differences() if (one.start, one.end, one.kind, one.item) > place]
        if rows:
            self.focus_difference(rows[0])
            return
        if not self.focus_item(row.item):
            self.focus_none(caret=row.start)
        self.message.emit(self.tr("No difference further on: Ctrl+Enter"), "info")

    def label_as(self, label: Name, *, again: bool = False) -> None:
        """Give the label to what is focused; with a difference focused, to the own item it is about."""
        if self.focus.kind == "difference" and self.focus.id:
            self.focus_item(self.focus.id)
        super().label_as(label, again=again)

    def key_line(self) -> str:
        """The keys of the present focus."""
        if self.question is None and self.linking is None:
            if self.focus.kind == "difference":
                return self.tr("Space take it · X leave it · C comment · F8 next place · Esc back")
            if self.held:
                return self.tr("1–9 relabel · R relation · X delete · U unsure · Esc let go {0} held").format(
                    len(self.held)
                )
        return super().key_line()


def _needs_a_look(one: ShownSpan | ShownRelation) -> bool:
    return one.state in UNDECIDED or one.unsure or one.problem or one.comments > 0
