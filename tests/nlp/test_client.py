"""The language process as scripts use it: documents in, readings out, deaths survived."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy

from annotator.nlp.client import Worker, WorkerError
from annotator.nlp.messages import PACKAGE_PARENT, Bring, Failed, Pattern, Reading
from annotator.nlp.messages.outbox import PIECE, piece_end
from annotator.nlp.pipelines import find
from annotator.nlp.reading import Reader
from tests.nlp.articles import ASTRAL, ENGLISH, FRENCH, article

LONG = 300_000


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(said=lambda sentence: pytest.fail(sentence)) as one:
        yield one


def read(worker: Worker, text: str) -> Reading:
    ((key, reading),) = worker.suggest([("only", text)], pipeline=ENGLISH)
    assert key == "only"
    assert isinstance(reading, Reading)
    return reading


def test_every_document_is_read_once(worker: Worker) -> None:
    texts = {str(number): article(number) for number in range(40)}
    read_so_far: list[int] = []
    answers = list(worker.suggest(texts.items(), pipeline=ENGLISH, progress=read_so_far.append))
    assert sorted(key for key, _reading in answers) == sorted(texts)
    assert sum(read_so_far) == sum(map(len, texts.values()))
    for key, reading in answers:
        assert isinstance(reading, Reading)
        assert len(reading.spans) > 5
        assert all(texts[key][span.start : span.end].strip() for span in reading.spans)
        assert (reading.pipeline, reading.version) == (ENGLISH, "3.8.0")


def test_documents_are_fetched_only_as_fast_as_they_are_read(worker: Worker) -> None:
    fetched = []

    def endless() -> Iterator[tuple[str, str]]:
        while True:
            fetched.append(1)
            yield str(len(fetched)), article(len(fetched))

    suggestions = worker.suggest(endless(), pipeline=ENGLISH)
    assert next(suggestions)[0] == "1"
    suggestions.close()
    assert len(fetched) < 60
    assert read(worker, "Pfizer bought Seagen in New York.").spans, "what was under way does not disturb the next"


@pytest.fixture(scope="module")
def long_text() -> str:
    return article(1, LONG)


@pytest.fixture(scope="module")
def long_reading(worker: Worker, long_text: str) -> Reading:
    return read(worker, long_text)


def test_a_long_text_is_read_as_its_pieces_are(long_text: str, long_reading: Reading) -> None:
    text, whole = long_text, long_reading
    reader, start, expected, tokens = Reader(find(ENGLISH)), 0, [], []
    while start < len(text):
        end = piece_end(text, start)
        assert text[start:end].endswith("\n\n") or end == len(text), "cut between paragraphs"
        (findings,) = reader.read([text[start:end]])
        expected += [(start + span.start, start + span.end, span.label) for span in findings.spans]
        tokens += [(start + token.idx, start + token.idx + len(token)) for token in spacy_tokens(text[start:end])]
        start = end
    assert len(expected) > 1_000
    assert [(span.start, span.end, span.label) for span in whole.spans] == expected
    assert list(whole.tokens()) == tokens
    assert list(whole.sentences) == sorted(set(whole.sentences))


def test_a_long_text_in_pieces_is_read_nearly_as_in_one(long_text: str, long_reading: Reading) -> None:
    nlp = spacy.load(find(ENGLISH).path, exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"])
    nlp.enable_pipe("senter")
    in_one = {(span.start_char, span.end_char, span.label_) for span in nlp(long_text).ents}
    in_pieces = {(span.start, span.end, span.label) for span in long_reading.spans}
    assert len(in_one ^ in_pieces) <= 2 * (LONG // PIECE), "only next to a cut may it differ"
    in_one_tokens = [(token.idx, token.idx + len(token)) for token in spacy_tokens(long_text)]
    assert list(long_reading.tokens()) == in_one_tokens


def spacy_tokens(text: str, kept: list[spacy.Language] = []) -> spacy.tokens.Doc:  # noqa: B006 (made once)
    if not kept:
        kept.append(spacy.blank("en"))
    return kept[0].tokenizer(text)


def test_astral_signs_count_one_in_a_long_text_too(worker: Worker) -> None:
    text = (ASTRAL + "\r\n") * 500
    reading = read(worker, text)
    found = [(text[span.start : span.end], span.label) for span in reading.spans]
    assert found.count(("Tim Cook", "PERSON")) == 500
    assert found.count(("Paris", "GPE")) == 500


@pytest.mark.parametrize("text", ["", "\0", "\ud800 Pfizer \udfff", "\n" * 40_000, "x" * 40_000])
def test_odd_texts_are_read(worker: Worker, text: str) -> None:
    assert all(text[start:end] for start, end in read(worker, text).tokens())


def test_another_pipeline_and_a_missing_one(worker: Worker) -> None:
    ((_key, reading),) = worker.suggest([("fr", "Renault embauche à Douai.")], pipeline=FRENCH)
    assert reading.pipeline == FRENCH
    with pytest.raises(WorkerError, match="de_x is not installed"):
        list(worker.suggest([("a", "b")], pipeline="de_x"))
    with pytest.raises(WorkerError, match="de_x is not installed"):
        worker.load("de_x")
    assert worker.load(ENGLISH).components == ("senter", "ner")


def test_a_death_in_the_middle_loses_nothing_and_is_said_once() -> None:
    texts = {str(number): article(number, 3_000) for number in range(30)}
    said: list[str] = []
    with Worker(said=said.append) as quiet:
        undisturbed = dict(quiet.suggest(texts.items(), pipeline=ENGLISH))
        disturbed = {}
        for key, reading in quiet.suggest(texts.items(), pipeline=ENGLISH):
            assert key not in disturbed
            disturbed[key] = reading
            if len(disturbed) == 5:
                assert quiet.pid is not None
                os.kill(quiet.pid, signal.SIGKILL)
    assert said == ["The language process stopped and was started again. Nothing is lost."]
    assert disturbed.keys() == texts.keys()
    for key, reading in disturbed.items():
        assert reading[:3] == undisturbed[key][:3]


def test_a_death_in_a_long_text_loses_nothing() -> None:
    text, said, progressed = article(1, 100_000), [], []
    with Worker(said=said.append) as worker:

        def kill_once(size: int) -> None:
            progressed.append(size)
            if len(progressed) == 3 and worker.pid:
                os.kill(worker.pid, signal.SIGKILL)

        ((_key, reading),) = worker.suggest([("long", text)], pipeline=ENGLISH, progress=kill_once)
        assert isinstance(reading, Reading)
        assert reading[:3] == read(worker, text)[:3]
    assert len(said) == 1
    assert sum(progressed) == len(text)


def test_a_text_that_kills_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    said: list[str] = []
    with Worker(said=said.append, environment={**os.environ, "PYTHONPATH": deadly_pipeline(tmp_path)}) as worker:
        texts = [("1", "Pfizer buys Seagen."), ("2", "A deadly word."), ("3", "Volvo buys Northvolt.")]
        answers = dict(worker.suggest(texts, pipeline="en_deadly"))
    assert isinstance(answers["2"], Failed)
    assert "left out" in answers["2"].reason
    assert isinstance(answers["1"], Reading)
    assert [span.label for span in answers["3"].spans] == ["ORG"]
    assert len(said) == 3


def deadly_pipeline(site: Path) -> str:
    """A pipeline whose component takes the whole process down at one word, as a fault in native code does."""
    module, info = site / "en_deadly", site / "en_deadly-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: en_deadly\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[spacy_models]\nen_deadly = en_deadly\n[spacy_factories]\ndeadly = deadly_part:make\n"
    )
    (site / "deadly_part.py").write_text(
        "import os\nfrom spacy.language import Language\n\n"
        "@Language.factory('deadly')\ndef make(nlp, name):\n"
        "    return lambda doc: os._exit(139) if 'deadly' in doc.text else doc\n"
    )
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    assert isinstance(ruler, spacy.pipeline.EntityRuler)
    ruler.add_patterns([{"label": "ORG", "pattern": "Northvolt"}])
    nlp.meta["name"] = "deadly"
    nlp.to_disk(module)
    (module / "__init__.py").write_text("")
    config = (module / "config.cfg").read_text()
    config = config.replace('pipeline = ["entity_ruler"]', 'pipeline = ["deadly","entity_ruler"]')
    (module / "config.cfg").write_text(config + '\n[components.deadly]\nfactory = "deadly"\n')
    return os.pathsep.join([PACKAGE_PARENT, str(site)])


def test_a_process_that_always_dies_is_given_up_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('no spaCy today')\n")
    said: list[str] = []
    worker = Worker(said=said.append, environment={**os.environ, "PYTHONPATH": str(tmp_path)})
    with worker, pytest.raises(WorkerError, match="stopped again and again"):
        worker.ping()
    assert len(said) == 3


def test_it_is_gone_when_closed() -> None:
    worker = Worker()
    worker.ping()
    pid = worker.pid
    assert pid is not None
    worker.close()
    worker.close()
    assert worker.pid is None
    with pytest.raises(ProcessLookupError):  # not even a zombie is left
        os.kill(pid, 0)
    with worker:
        assert worker.ping().waiting == 0, "and comes back when asked"


def test_it_does_not_outlive_a_program_that_is_killed() -> None:
    code = (
        "import sys\n"
        "from annotator.nlp.client import Worker\n"
        "with Worker() as worker:\n"
        "    worker.ping()\n"
        "    print(worker.pid, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=PACKAGE_PARENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        assert alive(pid)
        program.kill()
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(pid)


def alive(pid: int) -> bool:
    """Does a process run? One that has ended and waits to be reaped by whoever inherited it does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_the_pipeline_for_a_project(worker: Worker) -> None:
    assert worker.installed(language="en").chosen == ENGLISH
    assert worker.installed(language="en", wanted=FRENCH).chosen == FRENCH
    nothing = worker.installed(language="xx")
    assert (nothing.chosen, "nothing is suggested" in nothing.advice) == ("", True)


def test_a_word_list_reads_in_a_process_started_again() -> None:
    firms = Bring(0, "list:a", "firms", "list a", "a", "en", (Pattern("ORG", "Volta"), Pattern("ORG", "[1]", True)))
    with Worker() as worker:
        assert len(worker.bring(firms).problems) == 1
        for _ in range(2):
            ((key, reading),) = worker.suggest([("one", "Volta.")], pipeline=firms.address)
            assert key == "one"
            assert isinstance(reading, Reading)
            assert [span[:3] for span in reading.spans] == [(0, 5, "ORG")]
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)
