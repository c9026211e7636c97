"""The language process as the window uses it: real processes, waited for by signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from annotator.nlp.messages import Bring, Installed, Loaded, Pattern, Reading
from annotator.ui.worker_client import Wanted, WorkerClient, WorkerState
from tests.nlp.articles import ASTRAL, ENGLISH, FRENCH, article

LONG_WAIT = 30_000


class Heard(QObject):
    """Everything a client said, in order."""

    def __init__(self, client: WorkerClient) -> None:
        super().__init__()
        self.readings: dict[str, Reading] = {}
        self.failures: list[tuple[str, str]] = []
        self.restarts: list[str] = []
        self.states: list[WorkerState] = []
        self.advanced: list[tuple[int, int]] = []
        self.ended: list[bool] = []
        self.loaded: list[Loaded] = []
        self.installed: list[Installed] = []
        client.suggested.connect(self.read)
        client.failed.connect(lambda key, sentence: self.failures.append((key, sentence)))
        for signal_, row in (
            (client.restarted, self.restarts),
            (client.state_changed, self.states),
            (client.backlog_ended, self.ended),
            (client.loaded, self.loaded),
            (client.installed, self.installed),
        ):
            signal_.connect(row.append)
        client.backlog_advanced.connect(lambda done, of: self.advanced.append((done, of)))

    def read(self, key: str, reading: Reading) -> None:
        assert key not in self.readings, "answered twice"
        self.readings[key] = reading


@pytest.fixture
def client(qtbot: QtBot) -> Iterator[WorkerClient]:
    one = WorkerClient()
    yield one
    one.close()


@pytest.fixture
def heard(client: WorkerClient) -> Heard:
    return Heard(client)


def pid_of(client: WorkerClient) -> int:
    return client._process.processId()


def kill(client: WorkerClient) -> None:
    os.kill(pid_of(client), signal.SIGKILL)


def texts(count: int, length: int = 1_500) -> list[tuple[str, str]]:
    return [(f"d{number}", article(number, length)) for number in range(count)]


def test_the_first_document_is_read_after_a_cold_start(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use(ENGLISH)
    client.show("first", ASTRAL)
    qtbot.waitUntil(lambda: "first" in heard.readings, timeout=LONG_WAIT)
    found = {(ASTRAL[span.start : span.end], span.label) for span in heard.readings["first"].spans}
    assert {("Paris", "GPE"), ("Tim Cook", "PERSON")} <= found
    assert heard.loaded[0].version == "3.8.0"
    qtbot.waitUntil(lambda: WorkerState.READY in heard.states, timeout=LONG_WAIT)
    assert heard.states == [WorkerState.STARTING, WorkerState.LOADING, WorkerState.BUSY, WorkerState.READY]
    assert heard.failures == []


def test_the_screen_goes_before_what_is_ahead_and_that_before_the_backlog(
    qtbot: QtBot, client: WorkerClient, heard: Heard
) -> None:
    client.use(ENGLISH)
    client.read_all(iter(texts(12, 8_000)), 12)
    qtbot.waitUntil(lambda: len(heard.readings) == 1, timeout=LONG_WAIT)
    client.look_ahead([("next 1", article(50)), ("next 2", article(51))])
    client.show("screen", article(52))
    qtbot.waitUntil(lambda: len(heard.readings) == 15, timeout=LONG_WAIT)
    order = list(heard.readings)
    assert order.index("screen") <= 2, "after the first, and what was under way"
    assert order.index("next 1") == order.index("screen") + 1
    assert order.index("next 2") == order.index("screen") + 2
    assert heard.advanced == [(done, 12) for done in range(13)]
    assert heard.ended == [True]


def test_an_urgent_document_waits_for_the_piece_in_hand_alone(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use(ENGLISH)
    client.read_all(iter(texts(400, 9_000)), 400)  # each of them one piece, about 0.15 s
    qtbot.waitUntil(lambda: len(heard.readings) > 2, timeout=LONG_WAIT)
    between = []
    for number in range(7):
        key, before = f"urgent {number}", len(heard.readings)
        client.show(key, "Pfizer bought Seagen on Monday.")
        qtbot.waitUntil(lambda key=key: key in heard.readings, timeout=LONG_WAIT)
        between.append(list(heard.readings).index(key) - before)
    assert max(between) <= 2, "what was in hand, and at most one answer already on its way"


def test_opening_a_document_of_the_backlog_brings_it_forward(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use(ENGLISH)
    documents = texts(30, 6_000)
    client.read_all(iter(documents), 30)
    qtbot.waitUntil(lambda: len(heard.readings) == 1, timeout=LONG_WAIT)
    client.show(*documents[29])
    client.look_ahead(documents[5:6])
    client.look_ahead(documents[20:22])
    qtbot.waitUntil(lambda: len(heard.readings) == 30, timeout=LONG_WAIT)
    assert list(heard.readings).index("d29") < 5
    assert heard.advanced[-1] == (30, 30)
    assert heard.ended == [True]


def test_a_death_in_the_middle_loses_nothing_and_is_said_once(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use(ENGLISH)
    client.read_all(iter(texts(20, 4_000)), 20)
    client.show("screen", article(60, 3_000))
    qtbot.waitUntil(lambda: len(heard.readings) >= 4, timeout=LONG_WAIT)
    kill(client)
    qtbot.waitUntil(lambda: len(heard.readings) == 21, timeout=LONG_WAIT)
    assert heard.restarts == ["The language process stopped and was started again. Nothing is lost."]
    assert heard.failures == []
    assert heard.ended == [True]
    assert len(heard.loaded) == 2


def test_a_process_that_keeps_dying_stays_failed_until_asked_again(
    qtbot: QtBot, client: WorkerClient, heard: Heard
) -> None:
    client.use(ENGLISH)
    for death in range(4):
        qtbot.waitUntil(lambda: client.state == WorkerState.READY, timeout=LONG_WAIT)
        kill(client)
        qtbot.waitUntil(lambda death=death: len(heard.restarts) + len(heard.failures) > death, timeout=LONG_WAIT)
    assert len(heard.restarts) == 3
    ((key, sentence),) = heard.failures
    assert (key, client.state) == ("", WorkerState.FAILED)
    assert "again and again" in sentence
    client.show("kept", ASTRAL)
    assert client.state == WorkerState.FAILED, "it is not started behind one's back"
    client.retry()
    qtbot.waitUntil(lambda: "kept" in heard.readings, timeout=LONG_WAIT)
    qtbot.waitUntil(lambda: client.state == WorkerState.READY, timeout=LONG_WAIT)


def test_a_missing_pipeline_is_said_once_and_another_can_be_chosen(
    qtbot: QtBot, client: WorkerClient, heard: Heard
) -> None:
    client.use("en_absent")
    client.show("one", ASTRAL)
    client.look_ahead([("two", ASTRAL)])
    qtbot.waitUntil(lambda: client.state == WorkerState.FAILED, timeout=LONG_WAIT)
    client.use(ENGLISH)
    client.show("three", ASTRAL)
    qtbot.waitUntil(lambda: "three" in heard.readings, timeout=LONG_WAIT)
    ((key, sentence),) = heard.failures
    assert key == ""
    assert "en_absent is not installed" in sentence
    assert heard.restarts == []


def test_a_document_may_have_a_pipeline_of_its_own(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use(ENGLISH)
    client.show("fr", "Renault embauche à Douai.", pipeline=FRENCH)
    qtbot.waitUntil(lambda: "fr" in heard.readings, timeout=LONG_WAIT)
    client.show("de", "VW", pipeline="de_absent")
    qtbot.waitUntil(lambda: len(heard.failures) == 1, timeout=LONG_WAIT)
    client.show("en", "Pfizer bought Seagen.")
    qtbot.waitUntil(lambda: "en" in heard.readings, timeout=LONG_WAIT)
    client.look_ahead([Wanted("fr 2", "Renault", FRENCH), ("en 2", "Pfizer")])
    client.read_all(iter([Wanted("fr 3", "Renault", FRENCH), ("en 3", "Pfizer")]), 2)
    qtbot.waitUntil(lambda: heard.ended == [True] and len(heard.readings) == 6, timeout=LONG_WAIT)
    assert [heard.readings[f"fr {number}"].pipeline for number in (2, 3)] == [FRENCH, FRENCH]
    assert [heard.readings[f"en {number}"].pipeline for number in (2, 3)] == [ENGLISH, ENGLISH]
    assert heard.readings["fr"].pipeline == FRENCH
    assert heard.readings["en"].pipeline == ENGLISH
    assert heard.failures[0][0] == "de"


def test_a_survey_comes_before_any_pipeline_is_chosen(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.survey(language="en")
    qtbot.waitUntil(lambda: len(heard.installed) == 1, timeout=LONG_WAIT)
    assert heard.installed[0].chosen == ENGLISH
    assert client.state == WorkerState.READY
    assert heard.loaded == []


def test_documents_wait_for_a_pipeline_to_be_chosen(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.show("first", ASTRAL)
    client.read_all(iter(texts(3)), 3)
    client.survey(language="en")
    client.installed.connect(lambda installed: client.use(installed.chosen))
    qtbot.waitUntil(lambda: heard.ended == [True], timeout=LONG_WAIT)
    assert {reading.pipeline for reading in heard.readings.values()} == {ENGLISH}
    assert list(heard.readings) == ["first", "d0", "d1", "d2"]


def test_a_cancelled_backlog_ends_at_once_and_the_screen_goes_on(
    qtbot: QtBot, client: WorkerClient, heard: Heard
) -> None:
    fetched: list[str] = []

    def documents() -> Iterator[tuple[str, str]]:
        for key, text in texts(500, 5_000):
            fetched.append(key)
            yield key, text

    client.use(ENGLISH)
    client.read_all(documents(), 500)
    qtbot.waitUntil(lambda: len(heard.readings) >= 3, timeout=LONG_WAIT)
    client.show("screen", ASTRAL)
    client.cancel_backlog()
    assert heard.ended == [False]
    so_far = len(heard.readings)
    qtbot.waitUntil(lambda: client.state == WorkerState.READY, timeout=LONG_WAIT)
    assert set(heard.readings) - {"screen"} == {f"d{number}" for number in range(so_far)}
    assert "screen" in heard.readings
    assert len(fetched) < 30
    client.read_all(iter([("later", ASTRAL)]), 1)
    qtbot.waitUntil(lambda: heard.ended == [False, True], timeout=LONG_WAIT)
    assert "later" in heard.readings


def test_an_empty_backlog_ends(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use("blank:en")
    client.read_all(iter(()), 0)
    qtbot.waitUntil(lambda: heard.ended == [True], timeout=LONG_WAIT)


def test_a_forgotten_document_is_not_answered(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use("blank:en")
    client.show("gone", ASTRAL)
    client.forget("gone")
    client.show("kept", ASTRAL)
    qtbot.waitUntil(lambda: "kept" in heard.readings, timeout=LONG_WAIT)
    assert list(heard.readings) == ["kept"]


def test_nothing_of_a_closed_project_is_answered(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use(ENGLISH)
    client.show("old", ASTRAL)
    client.look_ahead([("old ahead", ASTRAL)])
    client.read_all(iter(texts(50)), 50)
    qtbot.waitUntil(lambda: len(heard.readings) > 3, timeout=LONG_WAIT)
    client.forget_all()
    so_far = set(heard.readings)
    assert heard.ended == [False]
    client.show("new", ASTRAL)
    qtbot.waitUntil(lambda: client.state == WorkerState.READY, timeout=LONG_WAIT)
    assert set(heard.readings) == so_far | {"new"}


def test_the_window_is_never_held_up(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use("blank:en")
    qtbot.waitUntil(lambda: client.state == WorkerState.READY, timeout=LONG_WAIT)
    big = article(1, 3_000_000)
    spent = spending_of(client, ["_take_one", "_send"])
    client.show("big", big)
    client.read_all(iter(texts(300, 300)), 300)
    qtbot.waitUntil(lambda: heard.ended == [True], timeout=60_000)
    assert sum(1 for _ in heard.readings["big"].tokens()) > 500_000
    assert len(spent) > 400
    assert sorted(spent)[int(len(spent) * 0.99)] < 0.008, "turns of the event loop, in seconds of processor time"


def spending_of(client: WorkerClient, slots: list[str]) -> list[float]:
    """Processor time of each call of these slots of the timers, measured around the real ones."""
    spent: list[float] = []

    def around(slot: Callable[[], None]) -> Callable[[], None]:
        def timed() -> None:
            began = time.thread_time()
            slot()
            spent.append(time.thread_time() - began)

        return timed

    for timer, slot in ((client._turn, slots[0]), (client._pump, slots[1])):
        timer.timeout.disconnect()
        timer.timeout.connect(around(getattr(client, slot)))
    return spent


def test_closing_leaves_no_process_and_no_warning(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client.use(ENGLISH)
    client.read_all(iter(texts(50)), 50)
    qtbot.waitUntil(lambda: len(heard.readings) >= 2, timeout=LONG_WAIT)
    pid, began = pid_of(client), time.perf_counter()
    client.close()
    assert time.perf_counter() - began < 1
    assert client.state == WorkerState.OFF
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert heard.restarts == []
    client.close()


def test_a_program_that_just_ends_leaves_no_process_and_no_warning() -> None:
    code = (
        "import sys\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from annotator.ui.worker_client import WorkerClient, WorkerState\n"
        "application = QCoreApplication(sys.argv)\n"
        "client = WorkerClient()\n"
        "client.state_changed.connect(lambda state: state == WorkerState.READY and application.quit())\n"
        "client.use('blank:en')\n"
        "print(client._process.processId())\n"
        "sys.exit(application.exec())\n"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stderr == ""
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


def test_it_may_be_closed_while_it_starts_and_while_it_restarts(
    qtbot: QtBot, client: WorkerClient, heard: Heard
) -> None:
    client.use(ENGLISH)
    client.close()
    assert client.state == WorkerState.OFF
    client.use("blank:en")
    qtbot.waitUntil(lambda: client.state == WorkerState.READY, timeout=LONG_WAIT)
    client.restarted.connect(lambda sentence: client.close())
    kill(client)
    qtbot.waitUntil(lambda: client.state == WorkerState.OFF, timeout=LONG_WAIT)
    passed: list[int] = []
    QTimer.singleShot(50, lambda: passed.append(1))
    qtbot.waitUntil(lambda: bool(passed))
    assert pid_of(client) == 0, "the restart was called off"


def test_no_spacy_comes_into_the_process_of_the_window() -> None:
    code = "import sys, annotator.ui.worker_client; print([m for m in sys.modules if m.partition('.')[0] == 'spacy'])"
    root = str(Path(__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"


def test_it_cannot_be_started_at_all(qtbot: QtBot, client: WorkerClient, heard: Heard) -> None:
    client._process.setProgram("/no/such/python")
    client.use(ENGLISH)
    qtbot.waitUntil(lambda: client.state == WorkerState.FAILED, timeout=LONG_WAIT)
    assert len(heard.failures) == 1


# ---- word lists

FIRMS = Bring(0, "list:a", "firms", "list a", "a", "en", (Pattern("ORG", "Volta"),))


def test_a_word_list_reads_where_no_pipeline_can_be_used_and_after_a_death(
    client: WorkerClient, heard: Heard, qtbot: QtBot
) -> None:
    client.use("en_absent")
    qtbot.waitUntil(lambda: client.state == WorkerState.FAILED, timeout=LONG_WAIT)
    client.bring(FIRMS)
    client.show("one", "Volta and Voltas.", pipeline=FIRMS.address)
    qtbot.waitUntil(lambda: "one" in heard.readings, timeout=LONG_WAIT)
    reading = heard.readings["one"]
    assert [span[:3] for span in reading.spans] == [(0, 5, "ORG")]
    assert (reading.pipeline, reading.version, reading.meta_hash) == ("firms", "list a", "a")
    kill(client)
    client.retry()
    client.show("two", "Volta again.", pipeline=FIRMS.address)
    qtbot.waitUntil(lambda: "two" in heard.readings, timeout=LONG_WAIT)
