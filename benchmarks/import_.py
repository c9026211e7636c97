"""Import and export: 10,000 short texts through the command line, by steps as the window does it, back by undo."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, thread_time

from annotator.core.records import DocumentRecord
from annotator.session import Session
from annotator.session.importing import TURN_MS, import_records
from benchmarks.documents import News, news

COUNT = 10_000
FEWEST = 2_000  # short texts a second through the command line, the start of the process included
LONGEST_LIST = 20.0  # milliseconds for what a queue shows of them


def say(what: str, figure: str, limit: str = "") -> None:
    """A line of the report."""
    print(f"{what:44}{figure:>28}  {limit}")


def short_texts() -> list[News]:
    """Texts of about 200 characters with 8 entities and 2 links."""
    return [news(seed, characters=200, entities=8, links=2) for seed in range(COUNT)]


def as_prodigy(one: News, number: int) -> str:
    """A line as other programs write it."""
    spans = [{"start": start, "end": end, "label": label} for start, end, label in one.entities]
    links = [{"head_span": spans[head], "child_span": spans[tail], "label": label} for head, tail, label in one.links]
    meta = {"document": f"text {number}"}
    return json.dumps({"text": one.text, "spans": spans, "relations": links, "answer": "accept", "meta": meta})


def annotator(*arguments: object) -> float:
    """Seconds that a verb takes in a process of its own."""
    began = perf_counter()
    command = [sys.executable, "-m", "annotator", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - began


@contextmanager
def project(path: Path) -> Iterator[Session]:
    """An open project."""
    session = Session.open(path)
    yield session
    session.close()


def through_the_command_line(folder: Path, texts: list[News]) -> bool:
    """Plain texts and annotated ones; returns whether the plain ones were fast enough."""
    plain, annotated = folder / "plain.txt", folder / "annotated.jsonl"
    plain.write_text("".join(one.text.replace("\n", " ") + "\n" for one in texts), encoding="utf-8")
    annotated.write_text("".join(as_prodigy(*pair) + "\n" for pair in zip(texts, range(COUNT), strict=True)), "utf-8")
    annotator("new", folder / "plain", "--scheme", "none")
    annotator("new", folder / "annotated", "--scheme", "none")
    rate = COUNT / annotator("import", folder / "plain", plain, "--split", "line")
    say("import, plain lines", f"{rate:,.0f} texts/s", f"at least {FEWEST:,}")
    rich = COUNT / annotator("import", folder / "annotated", annotated, "--author", "Ana")
    say("import, 8 entities and 2 relations each", f"{rich:,.0f} texts/s")
    out = COUNT / annotator("export", folder / "annotated", folder / "out.jsonl", "--format", "prodigy_jsonl")
    say("export of these, prodigy_jsonl", f"{out:,.0f} texts/s")
    everything = ("--format", "jsonl", "--which", "all")
    out = COUNT / annotator("export", folder / "annotated", folder / "all.jsonl", *everything)
    say("export of these, jsonl", f"{out:,.0f} texts/s")
    annotator("new", folder / "again", "--scheme", "none")
    back = COUNT / annotator("import", folder / "again", folder / "all.jsonl")
    say("import of that, jsonl with everything", f"{back:,.0f} texts/s")
    return rate >= FEWEST


def lists(folder: Path) -> bool:
    """What a queue asks for; returns whether it is there at once."""
    with project(folder / "annotated.annot") as session:
        wanted = session.queue_filter()
        began = perf_counter()
        session.queue(wanted, limit=200)
        session.queue_states(wanted)
        took = (perf_counter() - began) * 1e3
    say("a page of the queue and its counts", f"{took:.1f} ms", f"at most {LONGEST_LIST:.0f} ms")
    return took <= LONGEST_LIST


def by_steps(folder: Path, texts: list[News]) -> None:
    """The longest turn of an import, and of taking it back, where a window waits."""
    Session.create(folder / "steps.annot", person="Ana").close()
    with project(folder / "steps.annot") as session:
        records = (DocumentRecord(f"text {number}", one.text) for number, one in enumerate(texts))
        turns_of("import by steps, as in a window", import_records(session, records, lambda finding: None))
        turns_of("undo of it by steps", session.turning("undo"))


def turns_of(what: str, steps: Iterator[object]) -> None:
    """Take all steps, and say how long they were."""
    began, turns = perf_counter(), list(timed(steps))
    rate = COUNT / (perf_counter() - began)
    cpu, wall = (sorted(one) for one in zip(*turns, strict=True))
    middle, worst = cpu[len(cpu) // 2], wall[int(len(wall) * 0.99)]
    say(f"{what}, {len(turns)} turns", f"{rate:,.0f} texts/s")
    say("  one turn", f"CPU p50 {middle:.1f}, wall p99 {worst:.1f} ms", f"aim {TURN_MS:.0f} ms of CPU")


def timed(steps: Iterator[object]) -> Iterator[tuple[float, float]]:
    """(CPU, wall) milliseconds of each step."""
    while True:
        cpu, wall = thread_time(), perf_counter()
        if next(steps, None) is None:
            return
        yield (thread_time() - cpu) * 1e3, (perf_counter() - wall) * 1e3


def main() -> int:
    """Measure; exit code 1 when a limit is missed."""
    texts = short_texts()
    say(f"{COUNT:,} texts of {sum(len(one.text) for one in texts) // COUNT} characters", "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = [through_the_command_line(folder, texts), lists(folder)]
        by_steps(folder, texts)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
