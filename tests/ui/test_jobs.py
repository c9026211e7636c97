"""A job leaves the event loop free, can be cancelled, and tells how far it is."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from annotator.ui.jobs import TURN, Job, Jobs


class Broken(Exception):
    """The world's fault."""


class Source:
    """Steps that remember what became of them."""

    def __init__(self, count: int, *, each: float = 0.0, breaks_at: int = -1) -> None:
        self.count, self.each, self.breaks_at = count, each, breaks_at
        self.done, self.taken_back = 0, False

    def steps(self) -> Iterator[int]:
        try:
            for number in range(1, self.count + 1):
                if number == self.breaks_at:
                    raise Broken("The disk is full; make room.")
                until = time.perf_counter() + self.each
                while time.perf_counter() < until:
                    pass
                self.done = number
                yield number
        except GeneratorExit:
            self.taken_back = True
            raise


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def test_it_runs_to_its_end(owner: QObject, qtbot: QtBot) -> None:
    source = Source(1000)
    job = Job(source.steps(), owner, refusals=(), count=int)
    with qtbot.waitSignal(job.ended) as ended:
        pass
    assert ended.args == [True]
    assert source.done == 1000


def test_the_event_loop_goes_on_meanwhile(owner: QObject, qtbot: QtBot) -> None:
    """No turn is much longer than it may be: a timer of the window ticks while the job runs."""
    source = Source(300, each=0.001)
    gaps: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        gaps.append(time.perf_counter() - last)
        last = time.perf_counter()

    timer = QTimer(owner, interval=0)
    timer.timeout.connect(tick)
    timer.start()
    job = Job(source.steps(), owner, refusals=())
    with qtbot.waitSignal(job.ended):
        pass
    timer.stop()
    assert len(gaps) > 300 * 0.001 / TURN / 2
    assert sorted(gaps)[len(gaps) // 2] < 3 * TURN


def test_cancel_lets_it_take_back_what_it_did(owner: QObject, qtbot: QtBot) -> None:
    source = Source(10**9)
    job = Job(source.steps(), owner, refusals=())
    qtbot.waitUntil(lambda: source.done > 10)
    with qtbot.waitSignal(job.ended) as ended:
        job.cancel()
    assert ended.args == [False]
    assert source.taken_back


def test_the_worlds_fault_is_a_sentence(owner: QObject, qtbot: QtBot) -> None:
    said: list[object] = []
    job = Job(Source(10, breaks_at=4).steps(), owner, refusals=(Broken,))
    job.failed.connect(said.append)
    job.ended.connect(said.append)
    with qtbot.waitSignal(job.ended):
        pass
    assert said == ["The disk is full; make room.", False]


def test_our_bug_is_raised(owner: QObject, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as raised:
        job = Job(Source(10, breaks_at=4).steps(), owner, refusals=())
        with qtbot.waitSignal(job.ended):
            pass
    assert [kind for kind, _, _ in raised] == [Broken]


def test_time_left_is_told_once_it_is_known(owner: QObject, qtbot: QtBot) -> None:
    source = Source(4000, each=0.001)
    job = Job(source.steps(), owner, refusals=(), total=4000, count=int)
    assert job.left() is None
    qtbot.waitUntil(lambda: job.left() is not None, timeout=20_000)
    left = job.left()
    assert left is not None
    assert 0 < left < 60
    job.cancel()


def test_the_jobs_of_a_desk(owner: QObject, qtbot: QtBot) -> None:
    jobs = Jobs.of(owner)
    assert Jobs.of(owner) is jobs
    one, other = Source(10**9), Source(10**9)
    for source in (one, other):
        jobs.start(source.steps(), title="Import", refusals=())
    assert [job.title for job in jobs.running] == ["Import", "Import"]
    qtbot.waitUntil(lambda: one.done > 0 and other.done > 0)
    jobs.cancel_all()
    assert jobs.running == []
    assert one.taken_back
    assert other.taken_back


def test_the_last_step_is_told_however_short_it_was(qtbot: QtBot) -> None:
    told: list[int] = []
    parent = QObject()
    job = Job(iter(range(3)), parent, refusals=())
    job.stepped.connect(told.append)
    with qtbot.waitSignal(job.ended):
        pass
    assert told[-1] == 2
