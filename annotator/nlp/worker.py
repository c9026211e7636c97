"""The language process: JSON lines in, JSON lines out; spaCy is imported with the first request that needs it."""

from __future__ import annotations

import heapq
import logging
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from itertools import count
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, BinaryIO

from annotator.nlp import pipelines
from annotator.nlp.messages import (
    LIST,
    Answer,
    Bring,
    Brought,
    Cancel,
    Failed,
    Installed,
    Load,
    Loaded,
    MessageError,
    Ping,
    Pong,
    Quit,
    Reorder,
    Request,
    Spans,
    Suggest,
    Survey,
    decode,
    encode,
)

if TYPE_CHECKING:
    from annotator.nlp.matching import ListReader, TokenStore
    from annotator.nlp.reading import Findings, Reader

BATCH = 8_000
"""Code points read in one go, about 0.1 s of work: what something urgent waits at most, but for one longer text."""

READERS = 2
"""Pipelines kept in memory: a project's own, and that of a document in another language."""

log = logging.getLogger(__name__)


class Waiting:
    """Texts to read: best priority first, then in the order they came."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, int]] = []  # priority, order, id; entries that no longer hold are skipped
        self._known: dict[int, tuple[Suggest, int]] = {}
        self._order = count()

    def __len__(self) -> int:
        return len(self._known)

    def add(self, request: Suggest) -> None:
        self._known[request.id] = (request, next(self._order))
        self._push(request.id)

    def reorder(self, ids: Sequence[int], priority: int) -> None:
        for number in ids:
            if number in self._known:
                request, order = self._known[number]
                self._known[number] = (request._replace(priority=priority), order)
                self._push(number)

    def cancel(self, ids: Sequence[int]) -> None:
        for number in ids:
            self._known.pop(number, None)

    def _push(self, number: int) -> None:
        request, order = self._known[number]
        heapq.heappush(self._heap, (request.priority, order, number))

    def _best(self) -> Suggest | None:
        while self._heap:
            priority, order, number = self._heap[0]
            request, held = self._known.get(number, (None, -1))
            if request and (request.priority, held) == (priority, order):
                return request
            heapq.heappop(self._heap)
        return None

    def batch(self) -> list[Suggest]:
        """The next texts of one pipeline and one priority, together at most BATCH code points, or one longer text."""
        taken: list[Suggest] = []
        room = BATCH
        while (best := self._best()) and (not taken or len(best.text) <= room):
            if taken and (best.pipeline, best.priority) != (taken[0].pipeline, taken[0].priority):
                break
            heapq.heappop(self._heap)
            del self._known[best.id]
            taken.append(best)
            room -= len(best.text)
        return taken


class Worker:
    """Reads requests in a thread, so that an urgent one is seen between two batches, and answers them in this one."""

    def __init__(self, source: int, target: BinaryIO) -> None:
        self._source = source
        self._target = target
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._waiting = Waiting()
        self._readers: dict[str, Reader] = {}
        self._lists: dict[str, ListReader] = {}
        self._tokens: dict[str, TokenStore] = {}
        self._open = True

    def run(self) -> None:
        """Work until told to quit or the program at the other end is gone."""
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        while self._hear() and self._open:
            batch = self._waiting.batch()
            if batch:
                self._answer_all(batch)

    def _listen(self) -> None:
        # os.read, not a buffered file: Python aborts at exit if a thread still waits inside sys.stdin's lock.
        begun: list[bytes] = []
        try:
            while block := os.read(self._source, 1 << 16):
                *whole, rest = block.split(b"\n")
                for line in whole:
                    self._lines.put(b"".join([*begun, line]))
                    begun.clear()
                begun.append(rest)
        finally:
            self._lines.put(None)

    def _hear(self) -> bool:
        """Take in every line that is there; wait for one if there is nothing to do. False at the end of input."""
        wait = not self._waiting
        while True:
            try:
                line = self._lines.get(block=wait)
            except Empty:
                return True
            if line is None:
                return False
            if line.strip():
                self._take(line)
            if not self._open:
                return False
            wait = not self._waiting

    def _take(self, line: bytes) -> None:
        try:
            message = decode(line)
        except MessageError as error:
            self._say(Failed(error.id, f"A request could not be read. {error}"))
            return
        self._serve(message)

    def _serve(self, message: Request | Answer) -> None:
        match message:
            case Suggest():
                self._waiting.add(message)
            case Reorder(ids, priority):
                self._waiting.reorder(ids, priority)
            case Cancel(ids):
                self._waiting.cancel(ids)
            case Load(number, pipeline):
                self._load(number, pipeline)
            case Bring():
                self._take_list(message)
            case Survey():
                self._survey(message)
            case Ping(number):
                self._say(Pong(number, len(self._waiting)))
            case Quit():
                self._open = False
            case _:
                self._say(Failed(message.id, "That is an answer, not a request."))

    def _say(self, *answers: Answer) -> None:
        try:
            self._target.write(b"".join(encode(answer) for answer in answers))
            self._target.flush()
        except OSError:  # nobody listens any more
            self._open = False

    def _survey(self, request: Survey) -> None:
        found, problems = pipelines.installed()
        chosen, sentence = pipelines.choose(found, language=request.language, wanted=request.wanted)
        self._say(Installed(request.id, found, chosen.name if chosen else "", sentence, problems))

    def _load(self, number: int, name: str) -> None:
        began = time.perf_counter()
        try:
            reader = self._reader(name)
        except pipelines.PipelineError as error:
            self._say(Failed(number, str(error), name))
            return
        known = reader.pipeline
        note = "" if known.fits else pipelines.misfit(known)
        took = round((time.perf_counter() - began) * 1000)
        self._say(
            Loaded(
                number,
                known.name,
                known.language,
                known.version,
                known.meta_hash,
                known.labels,
                reader.components,
                note,
                took,
            )
        )

    def _take_list(self, request: Bring) -> None:
        """Make a word list ready to read."""
        try:
            from annotator.nlp import matching  # brings spaCy
        except ImportError as error:
            self._say(Failed(request.id, f"spaCy cannot be used: {error}. Run python3 start.py setup."))
            return
        if request.language not in self._tokens:
            self._tokens[request.language] = matching.TokenStore(request.language)
        made = matching.ListReader(request, self._tokens[request.language])
        self._lists[request.address] = made
        self._say(Brought(request.id, request.address, tuple(made.problems)))

    def _reader(self, name: str) -> Reader | ListReader:
        """The pipeline of this name, loaded, or the word list of this address. Raises PipelineError."""
        if name.startswith(LIST):
            if name not in self._lists:
                raise pipelines.PipelineError("A word list was asked that is not here; open the project again.")
            return self._lists[name]
        if name not in self._readers:
            pipeline = pipelines.find(name)
            try:
                from annotator.nlp import reading  # brings spaCy: 0.4 to 0.8 s that a survey need not wait for
            except ImportError as error:
                raise pipelines.PipelineError(f"spaCy cannot be used: {error}. Run python3 start.py setup.") from error
            while len(self._readers) >= READERS:
                del self._readers[next(iter(self._readers))]
            self._readers[name] = reading.Reader(pipeline)
        self._readers[name] = self._readers.pop(name)  # the one used last goes last
        return self._readers[name]

    def _answer_all(self, batch: Sequence[Suggest]) -> None:
        try:
            reader = self._reader(batch[0].pipeline)
        except pipelines.PipelineError as error:
            self._say(*(Failed(request.id, str(error), request.pipeline) for request in batch))
            return
        began = time.perf_counter()
        try:
            findings = list(reader.read([request.text for request in batch]))
        except Exception as error:
            # Pipelines are other people's code: one text they choke on must not take the others with it.
            # The message of the error stays out of the log: it may quote the text.
            log.error("%s while reading:\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
            self._one_by_one(batch, error)
            return
        total = sum(len(request.text) for request in batch) or 1
        took = (time.perf_counter() - began) * 1000
        self._say(*(_spans(r, f, reader, took * len(r.text) / total) for r, f in zip(batch, findings, strict=True)))

    def _one_by_one(self, batch: Sequence[Suggest], error: Exception) -> None:
        if len(batch) == 1:
            known = isinstance(error, pipelines.PipelineError)
            reason = str(error) if known else f"{batch[0].pipeline} cannot read this text ({type(error).__name__})."
            self._say(Failed(batch[0].id, reason))
            return
        for request in batch:
            self._answer_all([request])


def _spans(request: Suggest, found: Findings, reader: Reader | ListReader, milliseconds: float) -> Spans:
    known = reader.pipeline
    return Spans(request.id, *found, known.name, known.version, known.meta_hash, round(milliseconds, 3))


def main(arguments: Sequence[str] = ()) -> int:
    """Be the worker on standard input and output until the input ends. Log lines go to standard error."""
    if arguments:
        print(f"The worker takes no arguments, but was given: {' '.join(arguments)}", file=sys.stderr)
        return 2
    if hasattr(os, "nice"):
        os.nice(10)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the program, which then ends this one
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # What a pipeline prints must not get between the answers: from here on standard output is standard error.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        Worker(sys.stdin.fileno(), answers).run()
        sys.stdout.flush()
    return 0
