"""What the project file costs: opening, reading, single edits at 1 MB and 15,000 spans, bulk edits, lists."""

import gc
import random
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from annotator.core import edits
from annotator.core.change import Draft, Edit
from annotator.core.listing import QueueFilter
from annotator.core.people import join
from annotator.core.rows import Document, Name, SetState, Span
from annotator.core.scheme import LabelSpec
from annotator.core.view import View
from annotator.session import Session
from annotator.store.project_store import text_hash

SPANS, LENGTH, ROUNDS, MANY = 15_000, 1_000_000, 60, 10_000
LABELS = [LabelSpec("span", name) for name in ("ORG", "PERSON", "PLACE")] + [LabelSpec("relation", "near")]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """(CPU, wall) milliseconds of one call."""
    cpu, wall = process_time(), perf_counter()
    work()
    return (process_time() - cpu) * 1e3, (perf_counter() - wall) * 1e3


def line(what: str, times: list[tuple[float, float]]) -> None:
    """Print the middle and the worst of many."""
    cpu, wall = (sorted(one) for one in zip(*times, strict=True))
    worst = min(len(cpu) - 1, round(len(cpu) * 0.99))
    middle = statistics.median(cpu), statistics.median(wall)
    print(
        f"{what:34} CPU p50 {middle[0]:8.2f}  p99 {cpu[worst]:8.2f}   wall p50 {middle[1]:8.2f}  p99 {wall[worst]:8.2f}"
    )


class Bench:
    """A project with one long document that a model has read."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "long.annot"
        self.session = Session.create(self.path, person="Ana", labels=LABELS)
        self.session.do(join(self.session.people, "news", kind="model"))
        self.document = self._import("word " * (LENGTH // 5))
        self._suggest()
        self._names: list[Name] = []
        self.chance = random.Random(1)

    def _import(self, text: str) -> Name:
        draft = Draft()
        draft.add(Document("", "long", text_hash(text), len(text), 0))
        return str(self.session.do(draft.edit("Import"), texts={text_hash(text): text}).changes[0].key)

    def _suggest(self) -> None:
        session = self.session
        model = session.people.named("news", "model").id
        labels = [label.id for label in session.scheme.ordered("span")]
        draft = Draft()
        draft.add(SetState(self.document, model, "suggested"))
        step = LENGTH // SPANS // 5 * 5
        for number in range(SPANS):
            at = number * step
            draft.add(Span("", self.document, model, ((at, at + 4),), labels[number % 3]))
        session.do(draft.edit("Suggest"), actor=model)

    def opening(self) -> None:
        """Open the file, read the document."""

        def reopen() -> None:
            self.session.close()
            self.session = Session.open(self.path)

        line("open, warm", [timed(reopen) for _ in range(20)])
        reads = []
        for _ in range(5):
            reopen()
            reads.append(timed(lambda: self.session.document(self.document)))
        line("read 1 MB with its spans", reads)

    def bulk(self) -> None:
        """Accept everything, take it back, accept it again; three times, and at last it stays."""
        view, rounds = self.session.view(self.document), []
        for _ in range(3):
            verb = timed(lambda: edits.accept_open(view))
            whole = timed(lambda: self.session.do(edits.accept_open(view)))
            rounds.append((verb, whole, timed(self.session.undo), timed(self.session.redo)))
            self.session.undo()
        self.session.redo()
        words = ("accept_open of 15,000: the verb", "accept_open of 15,000: all", "undo of it", "redo of it")
        for what, spent in zip(words, zip(*rounds, strict=True), strict=True):
            line(what, list(spent))
        self._names = list(self.session.view(self.document).set.spans.by_name)

    def single(self) -> None:
        """One edit after another, each with what the window asks for after it."""
        for verb in (self.mark, self.relabel, self.move, self.link, self.delete):
            line(verb.__name__, [self._edit(partial(self._do, verb)) for _ in range(ROUNDS)])
        line("undo", [self._edit(self.session.undo) for _ in range(ROUNDS)])
        line("redo", [self._edit(self.session.redo) for _ in range(ROUNDS)])

    def _do(self, verb: Callable[[View, Span], Edit]) -> None:
        view = self.session.view(self.document)
        self.session.do(verb(view, self._own(view)))

    def _edit(self, work: Callable[[], object]) -> tuple[float, float]:
        def whole() -> None:
            work()
            self.session.undo_step()
            self.session.redo_step()

        return timed(whole)

    def _own(self, view: View) -> Span:
        spans = view.set.spans.by_name
        while (name := self.chance.choice(self._names)) not in spans:
            pass
        return spans[name]

    def mark(self, view: View, span: Span) -> Edit:
        """Mark the word after a span."""
        return edits.mark_span(view, span.end + 1 + 5 * self.chance.randrange(5), span.end + 30, span.label)

    def relabel(self, view: View, span: Span) -> Edit:
        """Give a span the next label."""
        labels = [label.id for label in view.scheme.ordered("span")]
        return edits.relabel(view, [span.id], labels[labels.index(span.label) - 1])

    def move(self, view: View, span: Span) -> Edit:
        """Move an edge."""
        return edits.move_edge(view, span.id, "end", span.end - 1 if span.end - span.start > 3 else span.end + 6)

    def link(self, view: View, span: Span) -> Edit:
        """Link two spans."""
        return edits.link(view, span.id, self._own(view).id, view.scheme.ordered("relation")[0].id)

    def delete(self, view: View, span: Span) -> Edit:
        """Delete a span."""
        return edits.delete(view, [span.id])


def commits(folder: Path) -> None:
    """What SQLite alone takes for a small commit, with the same settings."""
    database = sqlite3.connect(folder / "bare.db", isolation_level=None)
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("PRAGMA synchronous = EXTRA")
    database.execute("CREATE TABLE t (x)")
    line(
        "a commit of SQLite alone", [timed(lambda: database.execute("INSERT INTO t VALUES (1)")) for _ in range(ROUNDS)]
    )
    database.close()


def lists(folder: Path) -> None:
    """Queue and counts of a project of many documents."""
    session = Session.create(folder / "many.annot", person="Ana", labels=LABELS)
    draft = Draft()
    for number in range(MANY):
        draft.add(Document("", f"article {number}", text_hash("a text"), 6, number))
    session.do(draft.edit("Import"), texts={text_hash("a text"): "a text"})
    wanted = QueueFilter(session.actor.id)
    line(f"queue: first page of {MANY:,}", [timed(lambda: session.queue(wanted)) for _ in range(20)])
    line("queue: last page", [timed(lambda: session.queue(wanted, offset=MANY - 200)) for _ in range(20)])
    line("queue of a reviewer", [timed(lambda: session.queue(QueueFilter())) for _ in range(20)])
    line("states of a queue", [timed(lambda: session.queue_states(wanted)) for _ in range(20)])
    line("counts", [timed(session.counts) for _ in range(20)])
    session.close()


def main() -> None:
    """Measure everything and print a line for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commits(folder)
        bench = Bench(folder)
        bench.opening()
        gc.collect()
        gc.freeze()
        gc.disable()  # as in the window, which collects while nobody waits
        bench.bulk()
        bench.single()
        bench.session.close()
        lists(folder)


if __name__ == "__main__":
    main()
