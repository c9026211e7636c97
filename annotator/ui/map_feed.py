"""Tells the map beside the scrollbar what the desk knows: suggestions, problems, differences, matches, the focus."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QObject, QTimer

from annotator.core.rows import Name
from annotator.core.suggestion import UNDECIDED, Suggestions
from annotator.session import Happened
from annotator.ui.canvas.blocks import Ints
from annotator.ui.canvas.minimap import MarkKind, Minimap
from annotator.ui.canvas.setting import OPEN_STATES
from annotator.ui.desk import Desk
from annotator.ui.find_bar import FindBar
from annotator.ui.jobs import Job
from annotator.ui.panels.following import changed_spans

SLICE = 200
"""Suggestions looked at between two looks at the clock."""

IDLE = 200
"""Milliseconds without a change after which the map is drawn anew: it must never hold up a key."""


class MapFeed(QObject):
    """Follows single edits by what they touch; looks through a whole document only when it is opened or all changed."""

    def __init__(self, desk: Desk, minimap: Minimap, find_bar: FindBar) -> None:
        super().__init__(minimap)
        self._desk, self._map, self._find_bar = desk, minimap, find_bar
        self._open: dict[Name, int] | None = None  # undecided suggestions and where they start; None: look again
        self._reading: Job | None = None  # what looks through all suggestions, a little at a time
        self._differences: list[int] | None = None  # where they are; None: look again
        desk.document_changed.connect(self._start_over)
        desk.content_changed.connect(self._follow)
        desk.focus_changed.connect(self._show_focus)
        desk.mode_changed.connect(self._show_mode)
        self._later = QTimer(self, interval=IDLE, singleShot=True)
        self._later.timeout.connect(self._show)
        desk.settled.connect(self._later.start)
        find_bar.found.connect(self._show_matches)

    def _start_over(self) -> None:
        self._look_again()
        self._differences = None
        self._show_focus()

    def _show_mode(self) -> None:
        self._differences = None
        self._show_focus()

    def _look_again(self) -> None:
        self._open = None
        if self._reading is not None:
            self._reading.cancel()

    def _follow(self, happened: Happened) -> None:
        self._differences = None
        names = changed_spans(self._desk, happened)
        if names is None or self._open is None or self._desk.scene is None:
            self._look_again()
            return
        for name in names:
            span = self._desk.scene.span(name)
            if span is not None and span.state in OPEN_STATES:
                self._open[name] = span.start
            else:
                self._open.pop(name, None)

    def _show(self) -> None:
        """Once the text is painted: nobody waits for the map."""
        desk = self._desk
        if desk.scene is None:
            for kind in MarkKind:
                self._map.set_marks(kind, ascending([]))
            return
        if self._open is not None:
            self._map.set_marks(MarkKind.SUGGESTION, ascending(list(self._open.values())))
        elif self._reading is None:
            self._reading = Job(self._read(desk.suggestions), self, refusals=())
            self._reading.ended.connect(self._read_through)
        self._map.set_marks(MarkKind.PROBLEM, ascending([one.start for one in desk.problems()]))
        if self._differences is None:  # dear in a long review, and no matter of where the focus is
            self._differences = [one.start for one in desk.differences()]
        self._map.set_marks(MarkKind.DIFFERENCE, ascending(self._differences))
        self._show_matches()

    def _read(self, suggestions: Suggestions) -> Iterator[None]:
        """Find the open ones; of 150,000 that takes half a second, which no key waits for."""
        found: dict[Name, int] = {}
        for model in suggestions.models:
            for number, span in enumerate(model.spans):
                if suggestions.status(span) in UNDECIDED:
                    found[span.id] = span.start
                if number % SLICE == 0:
                    yield
        self._open = found

    def _read_through(self) -> None:
        """All were looked through, or something changed meanwhile."""
        self._reading = None
        if self._open is not None:
            self._show()
        else:
            self._later.start()

    def _show_matches(self) -> None:
        starts = [start for start, _ in self._find_bar.matches] if self._desk.scene is not None else []
        self._map.set_marks(MarkKind.MATCH, ascending(starts))

    def _show_focus(self) -> None:
        desk = self._desk
        if desk.scene is None:
            self._map.set_focus(None)
        else:
            self._map.set_focus(desk.caret if desk.focus.kind == "none" else desk.focus.start)


def ascending(offsets: list[int]) -> Ints:
    """Offsets as a sorted column."""
    return np.sort(np.array(offsets, dtype=np.int64))
