"""The language process as the window uses it: the screen first, started again if it dies, never waited for."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, QTimer, Signal

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
    Priority,
    Request,
    Spans,
    Survey,
    decode,
    encode,
)
from annotator.nlp.messages.outbox import Outbox, Restarts

TURN = 0.004
"""Seconds of fetching from the backlog in one turn of the event loop."""


class Wanted(NamedTuple):
    """A document to read; the pipeline only where it is not the one of all documents."""

    key: str
    text: str
    pipeline: str = ""


class WorkerState(StrEnum):
    """What the status bar shows of the language process."""

    OFF = "off"
    STARTING = "starting"
    LOADING = "loading"  # the process runs, its pipeline is not there yet
    READY = "ready"
    BUSY = "busy"
    FAILED = "failed"  # until a pipeline is chosen, or `retry`


class WorkerClient(QObject):
    """One language process and everything asked of it; documents are known by a key of the caller's."""

    suggested = Signal(str, object)  # key, Reading
    failed = Signal(str, str)  # key, or "" for the process or its pipeline as a whole; a sentence
    restarted = Signal(str)  # a sentence, once for each death
    state_changed = Signal(object)  # WorkerState
    loaded = Signal(object)  # Loaded
    installed = Signal(object)  # Installed
    brought = Signal(object)  # Brought
    backlog_advanced = Signal(int, int)  # documents done, of how many
    backlog_ended = Signal(bool)  # finished, or cancelled

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = WorkerState.OFF
        self.pipeline = ""
        self._outbox = Outbox()
        self._asked: dict[int, Load | Survey] = {}
        self._lists: dict[str, Bring] = {}
        self._backlog: Iterator[tuple[str, str] | Wanted] | None = None
        self._backlog_open: set[str] = set()
        self._backlog_early: set[str] = set()  # read for another reason before the backlog came to them
        self._backlog_done = self._backlog_total = 0
        self._restarts = Restarts()
        self._last_words = ""
        self._turn = self._timer(self._take_one)  # one line of answer a turn
        self._pump = self._timer(self._send)
        self._again = self._timer(self._start)
        self._process = self._make_process()
        application = QCoreApplication.instance()
        if application:
            application.aboutToQuit.connect(self.close)

    def use(self, pipeline: str) -> None:
        """Read with this pipeline from now on; what the last one was to read is dropped, what had none yet is read."""
        if self.pipeline:
            self._outbox.drop(self._outbox.keys(pipeline=self.pipeline))
            self.cancel_backlog()
        self._outbox.address(pipeline)
        self.pipeline = pipeline
        self._asked = {number: request for number, request in self._asked.items() if isinstance(request, Survey)}
        self._recover()

    def survey(self, *, language: str, wanted: str = "") -> None:
        """Ask which pipelines there are and which one suits; the answer comes as `installed`."""
        self._put(Survey(self._outbox.number(), language, wanted))
        self._begin()

    def bring(self, word_list: Bring) -> None:
        """Let a word list read under its address from now on, in a process started again too."""
        self._lists[word_list.address] = word_list
        if self._running():
            self._write(word_list)
        self._begin()

    def show(self, key: str, text: str, *, pipeline: str = "") -> None:
        """Read the document on the screen before anything else."""
        self._request(key, text, pipeline, Priority.SCREEN)

    def look_ahead(self, documents: Sequence[tuple[str, str] | Wanted]) -> None:
        """Read these next, in this order; what was to be read next before goes to the backlog."""
        wanted = [Wanted(*document) for document in documents]
        before = self._outbox.keys(priority=Priority.AHEAD)
        self._outbox.move(set(before) - {document.key for document in wanted}, Priority.BACKLOG)
        shown = self._outbox.keys(priority=Priority.SCREEN)
        for key, text, pipeline in wanted:
            if key not in shown:
                self._request(key, text, pipeline, Priority.AHEAD)

    def read_all(self, documents: Iterator[tuple[str, str] | Wanted], total: int) -> None:
        """Read `total` documents when nothing else is asked; they are fetched a few at a time, a turn of the loop each.

        The iterator must not keep a cursor open between two documents.
        """
        self.cancel_backlog()
        self._backlog, self._backlog_done, self._backlog_total = documents, 0, total
        self._backlog_early.clear()
        self.backlog_advanced.emit(0, total)
        self._begin()

    def cancel_backlog(self) -> None:
        """Fetch no more of the backlog and forget what is not read yet."""
        if not self._backlog_running():
            return
        self._outbox.drop(self._outbox.keys(priority=Priority.BACKLOG))
        self._backlog = None
        self._backlog_open.clear()
        self._settle()
        self.backlog_ended.emit(False)

    def forget(self, key: str) -> None:
        """A document is gone: its answer is not wanted."""
        self._outbox.drop([key])
        self._count_backlog(key)
        self._settle()

    def forget_all(self) -> None:
        """Another project is open: no answer still to come is wanted. The process and its pipeline stay."""
        self.cancel_backlog()
        self._outbox.drop(self._outbox.keys())
        self._lists.clear()
        self._settle()

    def retry(self) -> None:
        """After `failed`: start the process again with all that is unanswered."""
        if self.state == WorkerState.FAILED:
            self._recover()

    def close(self) -> None:
        """End the process and wait for its end, some milliseconds; what is unanswered is dropped."""
        self._process.blockSignals(True)
        for timer in (self._turn, self._pump, self._again):
            timer.stop()
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(3000)
        self._process.blockSignals(False)
        self._outbox.drop(self._outbox.keys())
        self._backlog = None
        self._backlog_open.clear()
        self._asked.clear()
        self._set_state(WorkerState.OFF)

    # --- asking

    def _request(self, key: str, text: str, pipeline: str, priority: Priority) -> None:
        self._outbox.ask(key, text, pipeline=pipeline or self.pipeline, priority=priority)
        self._begin()

    def _recover(self) -> None:
        """Leave the failed state, if it is one, and load the pipeline."""
        self._restarts = Restarts()
        if self.state == WorkerState.FAILED:
            self._set_state(WorkerState.OFF)
        if self._running():
            self._ask_to_load()
        self._begin()

    def _ask_to_load(self) -> None:
        if self.pipeline and not any(isinstance(request, Load) for request in self._asked.values()):
            self._put(Load(self._outbox.number(), self.pipeline))

    def _put(self, request: Load | Survey) -> None:
        """Ask something that is to be asked again after a death."""
        self._asked[request.id] = request
        if self._running():
            self._write(request)

    def _begin(self) -> None:
        """See to it that what is asked gets on its way."""
        if self._running():
            self._settle()
            self._pump.start()
        elif self.state == WorkerState.OFF and self._process.state() == QProcess.ProcessState.NotRunning:
            self._start()

    def _send(self) -> None:
        """Hand the worker what it may have now, fetching from the backlog for a few milliseconds."""
        if not self._running():  # a process whose pipeline failed reads word lists all the same
            return
        until = time.perf_counter() + TURN
        while self._backlog is not None and self._outbox.wants_backlog():
            if time.perf_counter() > until:
                self._pump.start()
                break
            self._fetch(self._backlog)
        for request in self._outbox.to_send():
            self._write(request)
        self._settle()

    def _fetch(self, backlog: Iterator[tuple[str, str] | Wanted]) -> None:
        document = next(backlog, None)
        if document is None:
            self._backlog = None
            if not self._backlog_open:
                self.backlog_ended.emit(True)
            return
        key, text, pipeline = Wanted(*document)
        self._backlog_open.add(key)
        if key in self._backlog_early:
            self._count_backlog(key)
        elif key not in self._outbox:
            self._outbox.ask(key, text, pipeline=pipeline or self.pipeline, priority=Priority.BACKLOG)

    def _write(self, request: Request) -> None:
        self._process.write(encode(request))

    # --- answers

    def _take_one(self) -> None:
        """Read one line; a long row of answers is spread over as many turns of the event loop."""
        if not self._process.canReadLine():
            return
        answer = decode(bytes(self._process.readLine().data()))
        assert not isinstance(answer, Request)
        if self._process.canReadLine():
            self._turn.start()
        self._take(answer)

    def _take(self, answer: Answer) -> None:
        match answer:
            case Spans():
                done = self._outbox.take(answer)
                if done:
                    self._count_backlog(done[0])
                    self.suggested.emit(*done)
            case Failed():
                self._refused(answer)
            case Loaded(number):
                if self._asked.pop(number, None):
                    self.loaded.emit(answer)
            case Brought():
                self.brought.emit(answer)
            case Installed(number):
                if self._asked.pop(number, None):
                    self.installed.emit(answer)
        self._pump.start()

    def _refused(self, answer: Failed) -> None:
        self._asked.pop(answer.id, None)
        if answer.pipeline:
            self._pipeline_failed(answer)
            return
        key = self._outbox.refused(answer)
        if key is not None:
            self._count_backlog(key)
            self.failed.emit(key, answer.reason)

    def _pipeline_failed(self, answer: Failed) -> None:
        """A pipeline cannot be used: said once if it is the one of all documents, else for each that wanted it."""
        keys = self._outbox.keys(pipeline=answer.pipeline)
        self._outbox.drop(keys)
        if answer.pipeline == self.pipeline and self.state != WorkerState.FAILED:
            self.cancel_backlog()
            self._set_state(WorkerState.FAILED)
            self.failed.emit("", answer.reason)
        elif answer.pipeline != self.pipeline:
            for key in keys:
                self._count_backlog(key)
                self.failed.emit(key, answer.reason)

    def _count_backlog(self, key: str) -> None:
        if key not in self._backlog_open:
            if self._backlog is not None:
                self._backlog_early.add(key)
            return
        self._backlog_open.discard(key)
        self._backlog_done += 1
        self.backlog_advanced.emit(self._backlog_done, self._backlog_total)
        if not self._backlog_running():
            self.backlog_ended.emit(True)

    # --- the process

    def _make_process(self) -> QProcess:
        process = QProcess(self)
        process.setProgram(sys.executable)
        process.setArguments(list(WORKER_ARGUMENTS))
        environment = QProcessEnvironment.systemEnvironment()
        path = filter(None, [PACKAGE_PARENT, environment.value("PYTHONPATH")])
        environment.insert("PYTHONPATH", (";" if sys.platform == "win32" else ":").join(path))
        process.setProcessEnvironment(environment)
        process.started.connect(self._started)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._erred)
        process.readyReadStandardOutput.connect(self._turn.start)
        process.readyReadStandardError.connect(self._keep_words)
        return process

    def _timer(self, action: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(0)
        timer.timeout.connect(action)
        return timer

    def _start(self) -> None:
        self._set_state(WorkerState.STARTING)
        self._process.start()

    def _started(self) -> None:
        for word_list in self._lists.values():
            self._write(word_list)
        for request in self._asked.values():
            self._write(request)
        self._ask_to_load()
        self._settle()
        self._pump.start()

    def _running(self) -> bool:
        return self._process.state() == QProcess.ProcessState.Running

    def _erred(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:  # every other error is followed by `finished`
            self._last_words = self._process.errorString()
            self._ended()

    def _keep_words(self) -> None:
        words = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        self._last_words = (self._last_words + words)[-4000:]

    def _ended(self) -> None:
        """The process is gone without being told to: take what it still said, then start it again."""
        while self._process.canReadLine():
            self._take_one()
        for key in self._outbox.died():
            self._count_backlog(key)
            self.failed.emit(key, self.tr("The language process died each time it read this document."))
        if self.state == WorkerState.OFF:  # closed by whoever heard of an answer or a failure
            return
        if self._restarts.allow(time.monotonic()):
            self._again.start()
            self._set_state(WorkerState.STARTING)
            self.restarted.emit(self.tr("The language process stopped and was started again. Nothing is lost."))
        else:
            self._set_state(WorkerState.FAILED)
            said = self._last_words.strip().rpartition("\n")[2]
            sentence = self.tr("The language process stopped again and again, so nothing is suggested; all else works.")
            self.failed.emit("", f"{sentence} {said}".strip())

    # --- what is shown

    def _backlog_running(self) -> bool:
        return self._backlog is not None or bool(self._backlog_open)

    def _settle(self) -> None:
        """The state that follows from what is under way."""
        if self.state == WorkerState.FAILED or not self._running():
            return
        if any(isinstance(request, Load) for request in self._asked.values()):
            self._set_state(WorkerState.LOADING)
        else:
            busy = len(self._outbox) > 0 or self._backlog_running()
            self._set_state(WorkerState.BUSY if busy else WorkerState.READY)

    def _set_state(self, state: WorkerState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
