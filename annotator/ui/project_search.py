"""Searches a project for a window: texts are read in turns, searched in a thread, and what stands there is followed."""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.everywhere import Present
from annotator.core.rows import Fragments, Name
from annotator.session import Happened, Session
from annotator.session.everywhere import (
    PATIENCE,
    Hit,
    Hits,
    Page,
    Query,
    Standing,
    compiled,
    hits_on,
    pages,
    standings,
)
from annotator.session.finding import MOST, BadExpression
from annotator.ui.desk import Desk

TURN = 0.004
"""Seconds of work in one turn of the event loop."""

AHEAD = 6
"""Pages that wait for the thread at most."""

WAIT_MS, LATER_MS, SHOW_MS = 4, 80, 200
SHARE = 10
"""What is found is shown so seldom that showing takes no more than a tenth of the time."""

HASTE = 0.2
"""Seconds an expression may take on the entities of one document that changed."""

ANEW = {"document", "label", "author", "project"}
"""Tables of which a change may alter everything that was found."""

Key = tuple[Name, Fragments, Name]


class Group(NamedTuple):
    """Hits of the same words with the same labels in sets of the same standing."""

    words: str
    present: Present
    closed: str


class FoundHit(NamedTuple):
    """A hit and what stands there."""

    hit: Hit
    standing: Standing
    key: Key  # what it is known by while things around it change
    group: Group


def found_hit(hit: Hit, standing: Standing) -> FoundHit:
    """A hit with its key and its group, which are asked for often."""
    group = Group(" ".join(hit.words.split()), standing.present, standing.closed)
    return FoundHit(hit, standing, (hit.document, *hit.place), group)


class _Thread:
    """One thread for one search; whatever becomes of who asked, it touches its queues only."""

    def __init__(self, query: Query) -> None:
        self.waiting = 0
        self._pages: SimpleQueue[Page | None] = SimpleQueue()
        self._answers: SimpleQueue[Hits | BadExpression] = SimpleQueue()
        self._stopped = Event()
        Thread(target=_search, args=(query, self._pages, self._answers, self._stopped), daemon=True).start()

    def search(self, page: Page) -> None:
        """Search a page, in its turn."""
        self.waiting += 1
        self._pages.put(page)

    def answer(self) -> Hits | BadExpression | None:
        """What was found on the next page, if it is there yet."""
        try:
            found = self._answers.get_nowait()
        except Empty:
            return None
        self.waiting -= 1
        return found

    def stop(self) -> None:
        """No further page is searched."""
        self._stopped.set()
        self._pages.put(None)


def _search(
    query: Query, todo: "SimpleQueue[Page | None]", answers: "SimpleQueue[Hits | BadExpression]", stopped: Event
) -> None:
    try:
        pattern = compiled(query)
    except BadExpression as bad:
        answers.put(bad)
        return
    left = MOST
    while (page := todo.get()) is not None and not stopped.is_set():
        found = hits_on(page, query, pattern, most=left)
        left -= len(found.hits)
        answers.put(found)


class ProjectSearch(QObject):
    """What is found in the open project; it follows edits until something else is asked for."""

    changed = Signal()  # there are others now, or other things stand there
    ended = Signal()
    failed = Signal(object)  # BadExpression

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.query = Query()
        self.more = False
        self.out_of_time = 0
        self._rows: dict[Name, list[FoundHit]] = {}
        self._scope: list[Name] | None = None
        self._steps: deque[Iterator[bool]] = deque()
        self._touched: set[Name] = set()
        self._next_show = 0.0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)
        self._later = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(self._refresh)
        desk.project_changed.connect(self._take_session)
        self._take_session()

    def _take_session(self) -> None:
        self.forget()
        if self._desk.session is not None:
            self._desk.session.listen(self._hear)  # until the session is closed

    @property
    def searching(self) -> bool:
        """Whether more may come."""
        return bool(self._steps)

    @property
    def rows(self) -> list[FoundHit]:
        """All that is found, in the order of documents and texts."""
        return [row for rows in self._rows.values() for row in rows]

    # ---- asking

    def ask(self, query: Query, documents: Sequence[Name] | None = None) -> None:
        """Look for something else, in all documents by default; `changed` and `ended` tell of it."""
        self.forget()
        self.query, self._scope = query, list(documents) if documents is not None else None
        session = self._desk.session
        if session is None or query.is_empty:
            self.changed.emit()
            self.ended.emit()
            return
        self._begin(self._searching(session))

    def forget(self) -> None:
        """Nothing is looked for any more."""
        for steps in self._steps:
            steps.close()  # type: ignore[attr-defined]
        self._steps.clear()
        self._timer.stop()
        self._touched.clear()
        self._rows, self.query, self.more, self.out_of_time = {}, Query(), False, 0

    def _begin(self, steps: Iterator[bool]) -> None:
        self._steps.append(steps)
        self._timer.start(0)

    def _turn(self) -> None:
        """Some steps; where the thread is awaited, nothing for a moment."""
        until = time.perf_counter() + TURN
        went_on = True
        while self._steps and went_on and time.perf_counter() < until:
            steps = self._steps[0]
            try:
                went_on = next(steps)
            except StopIteration:
                self._end(steps)
            except (EditRefused, ProjectError) as error:
                self._desk.message.emit(str(error), "error")
                self._end(steps)
        self._timer.setInterval(0 if went_on else WAIT_MS)
        if self._steps and time.monotonic() > self._next_show:
            self._show()

    def _end(self, steps: Iterator[bool]) -> None:
        if steps in self._steps:
            self._steps.remove(steps)
        if not self._steps:
            self._timer.stop()
        self._show()
        if not self._steps:
            self.ended.emit()

    def _show(self) -> None:
        began = time.monotonic()
        self.changed.emit()
        now = time.monotonic()
        self._next_show = now + max(SHOW_MS / 1000, SHARE * (now - began))

    # ---- searching

    def _searching(self, session: Session) -> Iterator[bool]:
        """Read, let search, see what stands there; yields whether there was anything to do."""
        thread = _Thread(self.query)
        try:
            for page in pages(session, self.query, self._scope):
                thread.search(page)
                yield True
                yield from self._answers(session, thread, AHEAD)
                if self._is_enough():
                    return
            yield from self._answers(session, thread, 0)
        except BadExpression as bad:
            self.failed.emit(bad)
        finally:
            thread.stop()

    def _answers(self, session: Session, thread: _Thread, allowed: int) -> Iterator[bool]:
        """Take what was found, and wait while more pages than allowed are not searched yet."""
        while not self._is_enough():
            found = thread.answer()
            if isinstance(found, BadExpression):
                raise found
            if found is not None:
                self.more, self.out_of_time = found.more, self.out_of_time + found.out_of_time
                for some in standings(session, found.hits):
                    self._rows[some[0][0].document] = [found_hit(*one) for one in some]
                    yield True
            elif thread.waiting > allowed:
                yield False
            else:
                return

    def _is_enough(self) -> bool:
        return self.more or self.out_of_time >= PATIENCE

    # ---- following

    def _hear(self, happened: Happened) -> None:
        if self.query.is_empty:
            return
        if ANEW & {change.table for change in happened.changes}:
            self.ask(self.query, self._scope)
            return
        touched = happened.documents
        if not self.query.label:
            touched = touched & self._rows.keys()
        elif self._scope is not None:
            touched = touched & set(self._scope)
        if touched:
            self._touched |= touched
            self._later.start()

    def _refresh(self) -> None:
        touched, self._touched = self._touched, set()
        session = self._desk.session
        if session is not None and touched:
            self._begin(self._refreshing(session, touched))

    def _refreshing(self, session: Session, documents: set[Name]) -> Iterator[bool]:
        """See again what stands in some documents."""
        for name in documents:
            hits = self._hits_again(session, name)
            rows = [found_hit(*one) for some in standings(session, hits) for one in some]
            if rows:
                self._rows[name] = rows
            else:
                self._rows.pop(name, None)
            yield True

    def _hits_again(self, session: Session, document: Name) -> list[Hit]:
        """Texts never change, so words stay where they are; entities do not."""
        if not self.query.label:
            return [row.hit for row in self._rows.get(document, ())]
        found: list[Hit] = []
        for page in pages(session, self.query, [document]):
            found += hits_on(page, self.query, compiled(self.query), seconds=HASTE).hits
        return found
