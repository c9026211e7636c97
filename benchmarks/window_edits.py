"""Every edit a person makes, its undo and its redo, in a real window on a real project: committed and painted."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QApplication

from annotator.core import edits
from annotator.session import Session
from annotator.store.project_store import ProjectStore
from annotator.ui.canvas.view import CanvasView
from annotator.ui.canvas_pane import CanvasPane
from annotator.ui.desk import Desk
from annotator.ui.idle_collector import IdleCollector
from annotator.ui.looks import Looks
from annotator.ui.main_window import MainWindow
from annotator.ui.memory import Memory
from annotator.ui.worker_client import WorkerClient

ROUNDS = 16
REST = 0.08
"""Seconds in which what is put off until nobody waits gets done."""

CROWD = 30
"""So many spans with more than five relations each are a crowd: edits go there."""

Prepare = Callable[[], Any]
Act = Callable[[Any], object]


class Spent(NamedTuple):
    """Milliseconds of one action: of the window's thread, by the clock, and of that in the store's write."""

    cpu: float
    wall: float
    commit: float


class Commits:
    """Wall milliseconds of each write, read off the store."""

    def __init__(self) -> None:
        self.spent: list[float] = []
        inner = ProjectStore.apply

        def timed(store: ProjectStore, *arguments: Any, **options: Any) -> Any:
            begun = time.perf_counter()
            try:
                return inner(store, *arguments, **options)
            finally:
                self.spent.append((time.perf_counter() - begun) * 1000)

        ProjectStore.apply = timed  # type: ignore[method-assign, assignment]


class Window:
    """The program's window with a project open, and a clock."""

    def __init__(self, application: QApplication, path: Path, commits: Commits) -> None:
        self._application, self._commits = application, commits
        self.desk, memory = Desk(), Memory()
        self._window = MainWindow(self.desk, WorkerClient(), memory, Looks(memory))
        self._window.resize(1400, 900)
        self._window.show()
        self.desk.set_session(Session.open(path))
        self.desk.open_first()
        self._collector = IdleCollector(self.desk)
        self.rest(1.5)

    @property
    def pane(self) -> CanvasPane:
        return self._window.pane

    @property
    def canvas(self) -> CanvasView:
        return self._window.pane.canvas

    def collect(self) -> None:
        """As the program does where nobody types for a moment."""
        self._collector.collect()

    def done(self) -> int:
        """Writes so far."""
        return len(self._commits.spent)

    def close(self) -> None:
        self._collector.stop()
        self.desk.set_session(None)
        self._window.close()

    def rest(self, seconds: float = REST) -> None:
        """Let everything deferred happen."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._application.processEvents()

    def clock(self, act: Callable[[], object]) -> Spent:
        """One action and the paint after it."""
        self.rest()
        before = len(self._commits.spent)
        wall, cpu = time.perf_counter(), time.thread_time()
        act()
        self._application.processEvents()
        done = (time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
        return Spent(*done, sum(self._commits.spent[before:]))

    def singles(self) -> dict[str, list[Spent]]:
        """Each kind of edit with its undo and redo, at places all over the document."""
        found: dict[str, list[Spent]] = {}
        for name, (prepare, act) in operations(self.desk).items():
            for _ in range(ROUNDS):
                place = prepare()
                found.setdefault(name, []).append(self.clock(partial(act, place)))
                found.setdefault(f"undo {name}", []).append(self.clock(self.desk.undo))
                found.setdefault(f"redo {name}", []).append(self.clock(self.desk.redo))
        return found

    def bulk(self) -> dict[str, list[Spent]]:
        """Everything a model found accepted at once, taken back, and again."""
        rounds: dict[str, list[Spent]] = {}
        for _ in range(3):
            rounds.setdefault("accept all", []).append(self.clock(lambda: self.desk.do(edits.accept_open)))
            rounds.setdefault("undo accept all", []).append(self.clock(self.desk.undo))
            rounds.setdefault("redo accept all", []).append(self.clock(self.desk.redo))
            self.desk.undo()
        return rounds


def operations(desk: Desk) -> dict[str, tuple[Prepare, Act]]:
    """What a person does, each time at another place of the document: (go there, do it)."""
    assert desk.session is not None
    places = _Places(desk)
    labels = [label.id for label in desk.session.scheme.ordered("span")]
    relations = [label.id for label in desk.session.scheme.ordered("relation")]

    def other(known: list[str], now: str) -> str:
        return next(label for label in known if label != now)

    def link(head: Any) -> None:
        tail = places.after(head)
        desk.do(lambda view: edits.link(view, head.id, tail.id, relations[0]))

    return {
        "mark": (places.beside, lambda span: desk.label_as(labels[0])),
        "relabel": (places.span, lambda span: desk.label_as(other(labels, span.label))),
        "move edge": (places.span, lambda span: desk.move_edge("end", 1)),
        "add fragment": (places.span, lambda span: desk.add_fragment(span.end + 2, span.end + 6)),
        "remove fragment": (places.in_two, lambda span: desk.remove_fragment(span.end - 1)),
        "link": (places.span, link),
        "relabel relation": (places.relation, lambda one: desk.label_as(other(relations, one.label))),
        "delete": (places.span, lambda span: desk.reject_or_delete()),
    }


class _Places:
    """Where to edit next: spread over the document, or in the crowd where there is one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        counts = {name: len(desk.view.set.relations_of(name)) for name in desk.view.set.spans.by_name}
        spans = desk.view.set.spans.ordered()
        crowd = [span for span in spans if counts[span.id] > 5]
        every = crowd if len(crowd) >= CROWD else spans[:: max(1, len(spans) // (ROUNDS * 2))]
        self._next: Iterator[Any] = cycle(every)

    def span(self) -> Any:
        """Focus the next span that still exists."""
        while True:
            span = self._desk.view.set.span(next(self._next).id)
            if span is not None and self._desk.focus_item(span.id):
                return span

    def beside(self) -> Any:
        """Select text beside the next span that carries none."""
        while True:
            span = self.span()
            self._desk.focus_text(span.end + 1, span.end + 6)
            if self._desk.focus.kind == "text":
                return span

    def in_two(self) -> Any:
        """Focus a span in two pieces, made so first."""
        span = self.span()
        self._desk.add_fragment(span.end + 2, span.end + 6)
        return self._desk.view.set.span(span.id)

    def relation(self) -> Any:
        """Focus a relation of one of the next spans."""
        while True:
            relations = self._desk.view.set.relations_of(self.span().id)
            if relations and self._desk.focus_item(relations[0].id):
                return relations[0]

    def after(self, head: Any) -> Any:
        """A span near another, not joined to it."""
        spans = self._desk.view.set.spans
        near = [one for one in spans.within(head.end, head.end + 2_000) if one.id != head.id]
        joined = {end for row in self._desk.view.set.relations_of(head.id) for end in (row.head, row.tail)}
        return next((one for one in near if one.id not in joined), None) or next(
            one for one in spans.ordered() if one.id != head.id and one.id not in joined
        )
