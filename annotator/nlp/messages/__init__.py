"""The line protocol of the language process: what is asked and what is answered; standard library only."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

WORKER_ARGUMENTS = ("-P", "-X", "utf8", "-m", "annotator", "--worker")
"""What the interpreter is given to become the worker; -P keeps a `spacy.py` in the current folder out of its way."""

PACKAGE_PARENT = str(Path(__file__).parents[3])
"""Goes first on the worker's PYTHONPATH, for a program that runs from its folder without being installed."""

LIST = "list:"
"""`list:HASH` is the address of a word list that was brought."""

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


class Pattern(NamedTuple):
    """An entry of a word list."""

    label: str
    text: str  # words, or a token pattern as JSON
    tokens: bool = False
    any_case: bool = False


class Bring(NamedTuple):
    """Take in a word list: from then on it reads like a pipeline, under its address. Answer: Brought."""

    id: int
    address: str
    name: str
    version: str
    meta_hash: str
    language: str
    patterns: tuple[Pattern, ...]


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


class Brought(NamedTuple):
    """A word list is ready; `problems` are sentences on entries that cannot be used."""

    id: int
    address: str
    problems: tuple[str, ...]


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


Request = Load | Bring | Suggest | Survey | Ping | Reorder | Cancel | Quit
Answer = Loaded | Brought | Spans | Installed | Pong | Failed
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
