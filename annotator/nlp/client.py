"""The language process as scripts and the command line use it: started, asked, started again if it dies."""

import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Self

from annotator.nlp.messages import (
    PACKAGE_PARENT,
    WORKER_ARGUMENTS,
    Answer,
    Bring,
    Brought,
    Failed,
    Installed,
    Load,
    Loaded,
    Ping,
    Pong,
    Reading,
    Request,
    Spans,
    Survey,
    decode,
    encode,
)
from annotator.nlp.messages.outbox import Outbox, Restarts

Documents = Iterable[tuple[str, str]]
"""(key, text): the key is whatever the caller knows the document by."""


class WorkerError(RuntimeError):
    """The language process cannot do what was asked; the message is a sentence."""


class Worker:
    """One language process. Use it in a `with` block, from one thread.

    `said` is told in a sentence each time the process had to be started again; nothing asked is lost by that.
    """

    def __init__(
        self, *, said: Callable[[str], None] | None = None, environment: Mapping[str, str] = os.environ
    ) -> None:
        self._said = said or (lambda sentence: None)
        self._environment = dict(environment)
        self._outbox = Outbox()
        self._restarts = Restarts()
        self._brought: dict[str, Bring] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        self._log: deque[bytes] = deque(maxlen=50)
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process, if it has been started."""
        return self._process.pid if self._process else None

    def installed(self, *, language: str, wanted: str = "") -> Installed:
        """Pipelines installed, and the one for a project of this language. Raises WorkerError."""
        answer = self._ask(Survey(self._outbox.number(), language, wanted))
        assert isinstance(answer, Installed)
        return answer

    def load(self, pipeline: str) -> Loaded:
        """Load a pipeline. Raises WorkerError with the reason if it cannot be used."""
        answer = self._ask(Load(self._outbox.number(), pipeline))
        assert isinstance(answer, Loaded)
        return answer

    def bring(self, word_list: Bring) -> Brought:
        """Let a word list read under its address from now on, in a process started again too. Raises WorkerError."""
        answer = self._ask(word_list._replace(id=self._outbox.number()))
        assert isinstance(answer, Brought)
        self._brought[word_list.address] = word_list
        return answer

    def ping(self) -> Pong:
        """Ask whether the process is there, starting it if need be. Raises WorkerError."""
        answer = self._ask(Ping(self._outbox.number()))
        assert isinstance(answer, Pong)
        return answer

    def suggest(
        self, documents: Documents, *, pipeline: str, progress: Callable[[int], None] | None = None
    ) -> Iterator[tuple[str, Reading | Failed]]:
        """What the pipeline finds in each document, as they are done; documents are fetched no faster than read.

        `progress` is told the code points read with each answer. A document that cannot be read yields Failed and the
        others go on; raises WorkerError if the pipeline or the process cannot be used at all.
        """
        source = iter(documents)
        try:
            while self._fill(source, pipeline):
                for request in self._outbox.to_send():
                    self._write(request)
                yield from self._next(pipeline, progress)
        finally:
            self._outbox.drop(self._outbox.keys())

    def close(self) -> None:
        """End the process; it holds nothing that could be lost."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            _pipe(process.stdin).close()
        process.kill()
        process.wait()
        for thread in self._threads:
            thread.join()

    def _fill(self, source: Iterator[tuple[str, str]], pipeline: str) -> bool:
        """Fetch documents while there is room; is anything unanswered?"""
        while self._outbox.wants_backlog():
            document = next(source, None)
            if document is None:
                break
            self._outbox.ask(*document, pipeline=pipeline)
        return len(self._outbox) > 0

    def _next(self, pipeline: str, progress: Callable[[int], None] | None) -> Iterator[tuple[str, Reading | Failed]]:
        """Wait for one answer; yields the documents that are done with it."""
        answer = self._receive()
        if answer is None:
            for key in self._outbox.died():
                yield key, Failed(0, "The language process died each time it read this document, so it was left out.")
            self._start_again()
        elif isinstance(answer, Failed):
            if answer.pipeline == pipeline:
                raise WorkerError(answer.reason)
            refused = self._outbox.refused(answer)
            if refused is not None:
                yield refused, answer
        elif isinstance(answer, Spans):
            size = self._outbox.size(answer.id)
            done = self._outbox.take(answer)
            if progress:
                progress(size)
            if done:
                yield done

    def _ask(self, request: Load | Bring | Survey | Ping) -> Answer:
        """The answer to one request, asked again if the process dies over it."""
        while True:
            self._write(request)
            while answer := self._receive():
                if answer.id == request.id and not isinstance(answer, Failed):
                    return answer
                if isinstance(answer, Failed) and answer.id == request.id:
                    raise WorkerError(answer.reason)
            self._start_again()

    def _write(self, request: Request) -> None:
        if self._process is None:
            self._start()
        assert self._process is not None
        with suppress(OSError):  # it is dead: the end of its answers will say so
            _pipe(self._process.stdin).write(encode(request))
            _pipe(self._process.stdin).flush()

    def _receive(self) -> Answer | None:
        """The next answer, or None if the process has died."""
        line = self._answers.get()
        if line is None:
            return None
        answer = decode(line)
        assert isinstance(answer, Answer)
        return answer

    def _start(self) -> None:
        path = os.pathsep.join(filter(None, [PACKAGE_PARENT, self._environment.get("PYTHONPATH")]))
        try:
            process = subprocess.Popen(
                [sys.executable, *WORKER_ARGUMENTS],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**self._environment, "PYTHONPATH": path},
            )
        except OSError as error:
            raise WorkerError(f"The language process cannot be started: {error.strerror}.") from error
        self._process, self._answers = process, SimpleQueue()
        self._threads = [
            threading.Thread(target=_listen, args=(_pipe(process.stdout), self._answers), daemon=True),
            threading.Thread(target=_keep, args=(_pipe(process.stderr), self._log), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _start_again(self) -> None:
        """Start it again and say so once. Raises WorkerError if it has died too often."""
        self.close()
        if not self._restarts.allow(time.monotonic()):
            said = [line.decode("utf-8", "replace").strip() for line in self._log if line.strip()]
            words = f" It said: {said[-1][:300]}" if said else ""
            raise WorkerError(f"The language process stopped again and again, and was given up.{words}")
        self._start()
        for word_list in self._brought.values():
            self._write(word_list)
        self._said("The language process stopped and was started again. Nothing is lost.")


def _listen(pipe: IO[bytes], answers: "SimpleQueue[bytes | None]") -> None:
    """Pass on whole lines, and None at the end; a line cut off by death is no answer."""
    with pipe:
        for line in pipe:
            if line.endswith(b"\n"):
                answers.put(line)
    answers.put(None)


def _keep(pipe: IO[bytes], log: "deque[bytes]") -> None:
    with pipe:
        log.extend(pipe)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # Popen was told to make it
    return pipe
