"""The line protocol of the language process: what is asked, what is answered, and what is still unanswered."""

import json
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

WORKER_ARGUMENTS = ("-P", "-X", "utf8", "-m", "annotator", "--worker")
"""What the interpreter is given to become the worker; -P keeps a `spacy.py` in the current folder out of its way."""

PACKAGE_PARENT = str(Path(__file__).parents[2])
"""Goes first on the worker's PYTHONPATH, for a program that runs from its folder without being installed."""

PIECE = 15_000
"""Longest stretch of text in one request, in code points: about 0.2 s of work, so that nothing urgent waits longer."""

WINDOW = 24_000
"""Code points sent ahead of the answers: enough to keep the worker busy, little to repeat after a crash."""

BLANK = "blank:"
"""`blank:en` names the bare tokenizer of a language: tokens, but no suggestions."""


class Priority(IntEnum):
    """Who is served first."""

    SCREEN = 0  # the document being looked at
    AHEAD = 1  # the next ones of the queue
    BACKLOG = 2  # the rest of the project


class Pipeline(NamedTuple):
    """An installed spaCy pipeline as its own files describe it."""

    name: str  # "en_core_web_sm": what requests and projects call it
    package: str  # the distribution that brought it
    path: str  # folder of its data
    language: str
    version: str
    meta_hash: str  # SHA-256 of meta.json: with name and version the identity of the model as an author
    licence: str
    labels: tuple[str, ...]  # what it can mark
    has_ner: bool
    score: float | None  # F of its entities on its makers' own test set, 0 to 1
    spacy_range: str  # versions of spaCy it was made for
    fits: bool  # the installed spaCy is one of them
    bundled: bool  # one that setup installs; ask before loading any other


class Load(NamedTuple):
    """Load a pipeline now, so that the first document need not wait for it. Answer: Loaded."""

    id: int
    pipeline: str


class Suggest(NamedTuple):
    """Find spans and tokens in a text. Answer: Spans."""

    id: int
    text: str
    pipeline: str
    priority: int = Priority.SCREEN


class Survey(NamedTuple):
    """Which pipelines are installed, and which of them suits a project? Answer: Installed."""

    id: int
    language: str
    wanted: str = ""  # the project's choice


class Ping(NamedTuple):
    """Are you there? Answer: Pong."""

    id: int


class Reorder(NamedTuple):
    """Requests not begun yet now have this priority. No answer."""

    ids: tuple[int, ...]
    priority: int


class Cancel(NamedTuple):
    """Requests not begun yet are forgotten. No answer."""

    ids: tuple[int, ...]


class Quit(NamedTuple):
    """Stop after the batch in hand. No answer."""


class Found(NamedTuple):
    """A span that a pipeline found: code points in the text asked about, half-open."""

    start: int
    end: int
    label: str
    score: float | None = None  # only where the pipeline gives one


class Loaded(NamedTuple):
    """A pipeline is ready."""

    id: int
    pipeline: str
    language: str
    version: str
    meta_hash: str
    labels: tuple[str, ...]
    components: tuple[str, ...]  # the ones that run
    note: str  # a sentence for the person, mostly empty
    milliseconds: int


class Spans(NamedTuple):
    """What was found in one text; `tokens` as `pack_tokens` makes them, `sentences` are starts."""

    id: int
    spans: tuple[Found, ...]
    tokens: bytes
    sentences: tuple[int, ...]
    pipeline: str
    version: str
    meta_hash: str
    milliseconds: float


class Installed(NamedTuple):
    """Pipelines found; `chosen` is empty if none suits, and `advice` then says how to get one."""

    id: int
    pipelines: tuple[Pipeline, ...]
    chosen: str
    advice: str
    problems: tuple[str, ...]  # installed ones that cannot be read


class Pong(NamedTuple):
    """Here; `waiting` requests are not begun yet."""

    id: int
    waiting: int


class Failed(NamedTuple):
    """A request could not be answered; `pipeline` is set if the pipeline itself cannot be used."""

    id: int  # 0: the line was unreadable
    reason: str
    pipeline: str = ""


Request = Load | Suggest | Survey | Ping | Reorder | Cancel | Quit
Answer = Loaded | Spans | Installed | Pong | Failed
KINDS: dict[str, Any] = {kind.__name__.lower(): kind for kind in get_args(Request | Answer)}


class MessageError(ValueError):
    """A line that is no message; `id` is the request's, or 0 if even that is unreadable."""

    def __init__(self, reason: str, message_id: int = 0) -> None:
        super().__init__(reason)
        self.id = message_id


def encode(message: Request | Answer) -> bytes:
    """One line, ASCII only: lone surrogates and NUL survive, and no text can break the line."""
    record = {"kind": type(message).__name__.lower(), **message._asdict()}
    return json.dumps(record, separators=(",", ":"), default=lambda raw: b64encode(raw).decode()).encode() + b"\n"


def decode(line: bytes | str) -> Request | Answer:
    """The message of a line. Raises MessageError with a sentence, and nothing else, whatever the line holds."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise MessageError("The line is not JSON.") from None
    if not isinstance(record, dict):
        raise MessageError("The line is not a JSON object.")
    raw_id = record.get("id")
    message_id = raw_id if type(raw_id) is int else 0
    kind = KINDS.get(str(record.pop("kind", "")))
    if kind is None:
        raise MessageError("The line names no known kind of message.", message_id)
    try:
        message: Request | Answer = kind(**{key: _checked(_fields(kind)[key], value) for key, value in record.items()})
    except (KeyError, TypeError, ValueError, RecursionError):
        raise MessageError(
            f"The fields of the message {kind.__name__.lower()} are not as agreed.", message_id
        ) from None
    return message


@cache
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _checked(kind: Any, raw: Any) -> Any:
    """The value as the field wants it; raises TypeError or ValueError."""
    if get_origin(kind) is tuple:
        return tuple([_checked(get_args(kind)[0], one) for one in _list(raw)])
    if hasattr(kind, "_fields"):
        return kind(*[_checked(hint, one) for hint, one in zip(_fields(kind).values(), _list(raw), strict=True)])
    if kind is bytes:
        return b64decode(raw, validate=True)
    if type(raw) not in (get_args(kind) or (kind,)) and not (kind is float and type(raw) is int):
        raise TypeError
    return raw


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise TypeError
    return raw


def pack_tokens(tokens: Iterable[tuple[int, int]]) -> bytes:
    """Ascending ranges as pairs of varints (gap before it, length): two bytes for most tokens."""
    packed, last = bytearray(), 0
    for start, end in tokens:
        for number in (start - last, end - start):
            while number > 127:
                packed.append(number & 127 | 128)
                number >>= 7
            packed.append(number)
        last = end
    return bytes(packed)


def unpack_tokens(packed: bytes, base: int = 0) -> Iterator[tuple[int, int]]:
    """The ranges `pack_tokens` was given, shifted by `base` code points."""
    number = shift = 0
    end, start = base, -1
    for byte in packed:
        number |= (byte & 127) << shift
        shift += 7
        if byte > 127:
            continue
        if start < 0:
            start = end + number
        else:
            end = start + number
            yield start, end
            start = -1
        number = shift = 0


class Reading(NamedTuple):
    """What a pipeline found in a whole document, in code points of its text."""

    spans: tuple[Found, ...]
    blocks: tuple[tuple[int, bytes], ...]  # (where it starts, packed tokens), ascending
    sentences: tuple[int, ...]  # starts; empty if the pipeline finds none
    pipeline: str
    version: str
    meta_hash: str
    milliseconds: float  # of the worker's time

    def tokens(self) -> Iterator[tuple[int, int]]:
        """All tokens, ascending; runs of white space beyond one blank are tokens too."""
        for base, packed in self.blocks:
            yield from unpack_tokens(packed, base)


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

    def reading(self) -> Reading:
        found = sorted(self.found, key=lambda one: one[0])
        last = found[-1][1]
        return Reading(
            tuple(Found(base + s.start, base + s.end, s.label, s.score) for base, part in found for s in part.spans),
            tuple((base, part.tokens) for base, part in found),
            tuple(base + start for base, part in found for start in part.sentences),
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

    def wants_backlog(self) -> bool:
        """Is there so little of the backlog left here that more should be fetched?"""
        waiting = sum(len(w.text) - max(w.sent, 0) for w in self._works.values() if w.priority == Priority.BACKLOG)
        return waiting < WINDOW and len(self._works) < 1_000

    def to_send(self) -> Iterator[Request]:
        """What to write to the worker now; each request handed out counts as sent."""
        while self._notes:
            yield self._notes.pop(0)
        for work in sorted(self._works.values(), key=lambda work: (work.priority, work.order)):
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
        work.found.append((start, answer))
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
