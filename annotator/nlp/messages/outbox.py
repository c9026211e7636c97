"""What is asked of the language process and not yet answered: best first, in pieces, and nothing lost when it dies."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count

from annotator.nlp.messages import Cancel, Failed, Found, Priority, Reading, Reorder, Request, Spans, Suggest

PIECE = 10_000
"""Longest stretch of text in one request, in code points: about 0.15 s of work, so that nothing urgent waits longer."""

WINDOW = 20_000
"""Code points sent ahead of the answers: enough to keep the worker busy, little to repeat after a crash."""


def piece_end(text: str, start: int, limit: int = PIECE) -> int:
    """Where to cut: after the last paragraph that fits, else line, sentence, word; at least a quarter of `limit` on.

    White space after the cut stays with the piece before it, so that tokens are the same as in the uncut text.
    """
    if len(text) - start <= limit:
        return len(text)
    for mark in ("\n\n", "\r\n\r\n", "\n", ". ", "。", " "):
        at = text.rfind(mark, start + limit // 4, start + limit)
        if at >= 0:
            end = at + len(mark)
            while end < min(len(text), start + 2 * limit) and text[end].isspace():
                end += 1
            return end
    return start + limit


@dataclass(slots=True)
class _Work:
    """One document asked about."""

    key: str
    text: str
    pipeline: str
    priority: int
    order: int
    sent: int = -1  # text before it was sent; -1: nothing yet
    again: list[tuple[int, int]] = field(default_factory=list)  # sent, and lost with the worker
    found: list[tuple[int, Spans]] = field(default_factory=list)
    deaths: int = 0  # times the worker died while it had a piece of this

    @property
    def unsent(self) -> bool:
        return bool(self.again) or self.sent < len(self.text)

    def next_piece(self) -> tuple[int, int]:
        if self.again:
            return self.again.pop(0)
        start = max(self.sent, 0)
        self.sent = piece_end(self.text, start)
        return start, self.sent

    def file(self, base: int, part: Spans) -> None:
        """Keep what was found in one piece; shifted here, so that no long text is shifted in one go at its end."""
        spans = tuple([Found(base + s.start, base + s.end, s.label, s.score) for s in part.spans])
        self.found.append((base, part._replace(spans=spans, sentences=tuple([base + s for s in part.sentences]))))

    def reading(self) -> Reading:
        found = sorted(self.found, key=lambda one: one[0])
        last = found[-1][1]
        return Reading(
            tuple(chain.from_iterable(part.spans for _, part in found)),
            tuple((base, part.tokens) for base, part in found),
            tuple(chain.from_iterable(part.sentences for _, part in found)),
            last.pipeline,
            last.version,
            last.meta_hash,
            sum(part.milliseconds for _, part in found),
        )


class Outbox:
    """Documents asked about and not yet answered, best first; nothing is lost when the worker dies.

    After a death what was under way goes again, one piece at a time, until it is answered: so the piece that brings the
    worker down is found out, and its document alone is given up after `GIVE_UP` deaths.
    """

    GIVE_UP = 3

    def __init__(self) -> None:
        self._works: dict[str, _Work] = {}
        self._flying: dict[int, tuple[_Work, int, int]] = {}
        self._notes: list[Request] = []
        self._numbers = count(1)

    def __len__(self) -> int:
        return len(self._works)

    def __contains__(self, key: str) -> bool:
        return key in self._works

    def number(self) -> int:
        """A request id not used before."""
        return next(self._numbers)

    def ask(self, key: str, text: str, *, pipeline: str, priority: int = Priority.BACKLOG) -> None:
        """Ask about a document; if it is waiting already, only its priority changes. One is on the screen at a time."""
        known = self._works.get(key)
        if known and (known.pipeline != pipeline or known.text != text):
            self.drop([key])
            known = None
        if priority == Priority.SCREEN:
            self.move([other for other in self.keys(priority=Priority.SCREEN) if other != key], Priority.AHEAD)
        if known:
            self.move([key], priority)
        else:
            self._works[key] = _Work(key, text, pipeline, priority, self.number())

    def move(self, keys: Iterable[str], priority: int) -> None:
        """Documents waiting here, and their pieces waiting at the worker, now have this priority."""
        for work in [self._works[key] for key in keys]:
            ids = self._ids([work])
            if ids and work.priority != priority:
                self._notes.append(Reorder(ids, priority))
            work.priority = priority

    def _ids(self, works: list[_Work]) -> tuple[int, ...]:
        return tuple(number for number, flight in self._flying.items() if any(flight[0] is work for work in works))

    def keys(self, *, priority: int | None = None, pipeline: str | None = None) -> list[str]:
        """Documents still unanswered, of one priority or pipeline if asked so."""
        works = self._works.values()
        return [w.key for w in works if priority in (None, w.priority) and pipeline in (None, w.pipeline)]

    def drop(self, keys: Iterable[str]) -> None:
        """Forget documents; answers still to come for them are ignored."""
        works = [self._works.pop(key) for key in keys if key in self._works]
        ids = self._ids(works)
        if ids:
            self._notes.append(Cancel(ids))
        for number in ids:
            del self._flying[number]

    def address(self, pipeline: str) -> None:
        """Documents that wait for a pipeline to be chosen (asked about with `pipeline=""`) get this one."""
        for work in self._works.values():
            work.pipeline = work.pipeline or pipeline

    def wants_backlog(self) -> bool:
        """Is there so little of the backlog left here that more should be fetched?"""
        waiting = sum(len(w.text) - max(w.sent, 0) for w in self._works.values() if w.priority == Priority.BACKLOG)
        return waiting < WINDOW and len(self._works) < 1_000

    def to_send(self) -> Iterator[Request]:
        """What to write to the worker now; each request handed out counts as sent."""
        while self._notes:
            yield self._notes.pop(0)
        addressed = [work for work in self._works.values() if work.pipeline]
        for work in sorted(addressed, key=lambda work: (work.priority, work.order)):
            while work.unsent:
                if not self._room(work.priority):
                    return
                start, end = work.next_piece()
                number = self.number()
                self._flying[number] = (work, start, end)
                yield Suggest(number, work.text[start:end], work.pipeline, work.priority)

    def _room(self, priority: int) -> bool:
        if any(work.deaths for work in self._works.values()):
            return not self._flying
        return sum(end - start for work, start, end in self._flying.values() if work.priority <= priority) < WINDOW

    def size(self, number: int) -> int:
        """Code points of a request under way, 0 if it is not."""
        return self._flying[number][2] - self._flying[number][1] if number in self._flying else 0

    def take(self, answer: Spans) -> tuple[str, Reading] | None:
        """File an answer: the document and what was found in it, once its last piece is there."""
        if answer.id not in self._flying:
            return None
        work, start, _end = self._flying.pop(answer.id)
        work.file(start, answer)
        if work.unsent or self._ids([work]):
            return None
        del self._works[work.key]
        return work.key, work.reading()

    def refused(self, answer: Failed) -> str | None:
        """Give up the document whose piece could not be read: its key, or None if it is not asked about any more."""
        if answer.id not in self._flying:
            return None
        key = self._flying.pop(answer.id)[0].key
        self.drop([key])
        return key

    def died(self) -> list[str]:
        """The worker is gone: what it had goes again. Returns the documents given up."""
        hit = {work.key: work for work, _start, _end in self._flying.values()}
        for work in hit.values():
            work.deaths += 1
        for work, start, end in self._flying.values():
            work.again.append((start, end))
        self._flying.clear()
        self._notes.clear()
        lost = [work.key for work in hit.values() if work.deaths >= self.GIVE_UP]
        self.drop(lost)
        return lost


class Restarts:
    """How often the worker may be started again: `limit` times in `seconds`."""

    def __init__(self, *, limit: int = 3, seconds: float = 60.0) -> None:
        self._limit = limit
        self._seconds = seconds
        self._at: deque[float] = deque()

    def allow(self, now: float) -> bool:
        """May it be started at `now` (seconds of a monotonic clock)? If so this start is counted."""
        while self._at and now - self._at[0] >= self._seconds:
            self._at.popleft()
        if len(self._at) >= self._limit:
            return False
        self._at.append(now)
        return True
