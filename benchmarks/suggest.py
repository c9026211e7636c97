"""Tokens a second through the language process beside `nlp.pipe` alone, and the wait after a cold start."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language

from annotator.nlp.client import Worker
from annotator.nlp.messages import Failed, Pipeline, Reading
from annotator.nlp.pipelines import choose, installed
from annotator.nlp.reading import components_needed
from benchmarks.documents import news

ARTICLES = 60
ROUNDS = 3
SHARE = 0.85  # of the tokens a second of nlp.pipe alone
COLD = 3.0  # seconds from nothing to the suggestions of a 3 kB article
SEEDS = Path(__file__).parents[1] / "seeds"


class Rate(NamedTuple):
    name: str
    tokens: float  # a second, best of the rounds
    characters: float


def articles() -> list[str]:
    """The English seeds again and again, or invented news where there are none: 60 texts."""
    seeds = [path.read_text("utf-8") for path in sorted(SEEDS.rglob("*.txt"))] if SEEDS.is_dir() else []
    seeds = seeds or [news(seed, characters=3_000, entities=45, links=0).text for seed in range(ARTICLES)]
    return [seeds[number % len(seeds)] for number in range(ARTICLES)]


def alone(nlp: Language, texts: list[str], batch: int | None = None) -> int:
    """The tokens of all texts through nlp.pipe, which is all that is done."""
    return sum(len(doc) for doc in nlp.pipe(texts, batch_size=batch))


def through(worker: Worker, pipeline: str, texts: list[str]) -> int:
    """The tokens of all texts through the language process, as `suggest` takes them."""
    readings = worker.suggest(((str(number), text) for number, text in enumerate(texts)), pipeline=pipeline)
    return sum(sum(1 for _ in done(reading).tokens()) for _key, reading in readings)


def done(reading: Reading | Failed) -> Reading:
    if isinstance(reading, Failed):
        raise RuntimeError(reading.reason)
    return reading


def same_components(pipeline: Pipeline) -> Language:
    """The pipeline as the language process loads it."""
    config = spacy.util.load_config(Path(pipeline.path) / "config.cfg")
    needed = components_needed(config)
    nlp = spacy.load(pipeline.path, exclude=[name for name in config["components"] if name not in needed])
    for name in nlp.disabled:
        nlp.enable_pipe(name)
    return nlp


def rates(texts: list[str], ways: dict[str, Callable[[], int]]) -> list[Rate]:
    """The ways take turns, so that a machine that slows down slows all of them."""
    characters = sum(map(len, texts))
    best: dict[str, Rate] = {}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.perf_counter()
            tokens = way()
            took = time.perf_counter() - began
            rate = Rate(name, tokens / took, characters / took)
            best[name] = max(best.get(name, rate), rate, key=lambda one: one.tokens)
    return list(best.values())


def cold_start(pipeline: str, text: str) -> float:
    """Seconds from starting the process to the suggestions of one article."""
    began = time.perf_counter()
    with Worker() as worker:
        for _key, reading in worker.suggest([("only", text)], pipeline=pipeline):
            done(reading)
        return time.perf_counter() - began


def agreement(short: Any, whole: Any, texts: list[str]) -> float:
    """Spans found the short way and by the whole pipeline alike, as F1."""
    one, other = (
        {(number, span.start_char, span.end_char, span.label_) for number, doc in enumerate(docs) for span in doc.ents}
        for docs in (short.pipe(texts), whole.pipe(texts))
    )
    return 2 * len(one & other) / (len(one) + len(other))


def main(arguments: list[str]) -> int:
    pipeline = choose(installed().pipelines, language="en", wanted=next(iter(arguments), "")).pipeline
    if pipeline is None:
        print("No English pipeline is installed: python3 start.py setup", file=sys.stderr)
        return 3
    texts = articles()
    short, whole = same_components(pipeline), spacy.load(pipeline.path)
    with Worker() as worker:
        worker.load(pipeline.name)
        ways = {
            f"nlp.pipe alone ({', '.join(short.pipe_names)})": lambda: alone(short, texts),
            "  the same in batches of 2": lambda: alone(short, texts, 2),
            "suggest": lambda: through(worker, pipeline.name, texts),
            "nlp.pipe alone (the whole pipeline)": lambda: alone(whole, texts),
        }
        found = rates(texts, ways)
    cold = max(cold_start(pipeline.name, (texts[0] + "\n\n" + texts[1])[:3_000]) for _ in range(ROUNDS))
    share = found[2].tokens / max(found[0].tokens, found[1].tokens)
    print(f"{pipeline.name} {pipeline.version}, {ARTICLES} articles of {sum(map(len, texts)) // ARTICLES} characters")
    for rate in found:
        print(f"{rate.name:42}{rate.tokens:>9,.0f} tokens/s{rate.characters:>10,.0f} characters/s")
    print(f"{'suggest of nlp.pipe alone':42}{share:>9.0%}          at least {SHARE:.0%}")
    print(f"{'spans as the whole pipeline finds them':42}{agreement(short, whole, texts):>9.1%} F1")
    print(f"{'cold start to suggestions of 3 kB':42}{cold:>9.2f} s        at most {COLD:.0f} s")
    return 0 if share >= SHARE and cold <= COLD else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
