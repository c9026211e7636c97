"""Label everywhere in a million tokens: searching, what stands at the hits, 5,000 labelled and taken back.

`python -m benchmarks.everywhere`; exit code 1 when a limit is missed.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.session import Session
from annotator.session.checking import checking
from annotator.session.everywhere import Hit, Query, doing, search, standings
from annotator.session.finding import Wanted
from annotator.session.importing import import_all
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.panels.search_view import SearchView
from benchmarks.documents import News, news

COUNT, LENGTH, ENTITIES, KINDS = 2_100, 3_000, 42, 300
SEARCH, LABEL = 300.0, 2_000.0  # milliseconds
HITS = 5_000
ROUNDS = 3
LIST = tuple(
    f"{first}{second}"
    for first in ("Ber", "Ham", "Lon", "Par", "Mad")
    for second in ("lin", "burg", "don", "is", "rid")
)

QUERIES = {
    "a word": Wanted("Berlin", whole_word=True),
    "a word, as it is written": Wanted("Berlin", case=True, whole_word=True),
    "a word that is nowhere": Wanted("zyzzyva"),
    "an expression": Wanted(r"\b[A-Z]\w+ (?:Group|Bank|Labs)", expression=True, case=True),
    "an expression, any case": Wanted(r"\b\w+ (?:group|bank|labs)", expression=True),
    "a list of 1,000 words": Wanted("", whole_word=True, words=(*LIST, *(f"Firm{n} Holding" for n in range(975)))),
}


def say(what: str, milliseconds: float, limit: float = 0.0, words: str = "") -> bool:
    """A line of the report; returns whether the limit holds."""
    print(f"{what:46}{milliseconds:9,.0f} ms  {f'at most {limit:,.0f} ms' if limit else '':16} {words}", flush=True)
    return not limit or milliseconds <= limit


def record(number: int, made: News) -> DocumentRecord:
    """A document of "me", with entities."""
    one = SetRecord("me", state="in progress")
    one.spans = [SpanRecord(str(i), ((e.start, e.end),), e.label) for i, e in enumerate(made.entities)]
    return DocumentRecord(f"text {number}", f"{made.text} {number}", sets=[one])


def project(path: Path) -> Session:
    """A million tokens in 2,100 documents with 88,000 entities."""
    session = Session.create(path, person="me")
    texts = [news(seed, characters=LENGTH, entities=ENTITIES, links=0) for seed in range(KINDS)]
    import_all(session, (record(number, texts[number % KINDS]) for number in range(COUNT)), lambda finding: None)
    return session


def best(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of some rounds: others share the machine."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1e3)
    return min(took)


def turns(steps: Iterator[object]) -> tuple[float, float]:
    """Milliseconds of a job, and of CPU of its longest turn."""
    began, longest, turn = time.perf_counter(), 0.0, time.thread_time()
    for _ in steps:
        longest, turn = max(longest, time.thread_time() - turn), time.thread_time()
    return (time.perf_counter() - began) * 1e3, longest * 1e3


def hits_for_labelling(session: Session) -> list[Hit]:
    """5,000 words without a label, in as many documents as possible."""
    found = search(session, Query(Wanted(r"\b[a-z]{6,}\b", case=True, expression=True)), most=200_000).hits
    free = [hit for some in standings(session, found) for hit, one in some if one.present == ((), (), ())]
    step = max(1, len(free) // HITS)
    return free[::step][:HITS]


def label_and_take_back(session: Session, hits: list[Hit]) -> bool:
    """Label, undo and redo some times; the quickest of each counts. Returns whether the limit holds."""
    label, documents = session.scheme.named("PER").id, len({hit.document for hit in hits})
    took: dict[str, list[tuple[float, float]]] = {"labelled": [], "taken back": [], "brought back": []}
    for _ in range(ROUNDS):
        took["labelled"].append(turns(doing(session, "label", hits, label, title="Label everywhere")))
        took["taken back"].append(turns(session.turning("undo")))
        took["brought back"].append(turns(session.turning("redo")))
        session.undo()
    words = f"in {documents:,} documents; longest turn {min(took['labelled'], key=lambda one: one[1])[1]:.0f} ms of CPU"
    good = say(f"{len(hits):,} hits labelled", min(took["labelled"])[0], LABEL, words)
    for what in ("taken back", "brought back"):
        say(what, min(took[what])[0], 0, f"longest turn {min(took[what], key=lambda one: one[1])[1]:.0f} ms of CPU")
    return good


def in_the_window(session: Session) -> list[bool]:
    """The same through the event loop: until all is listed, and the longest turn of the loop meanwhile."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    desk = Desk()
    desk.set_session(session)
    view = SearchView(desk, Looks(Memory()))
    view.resize(1200, 400)
    view.show()
    application.processEvents()
    good = []
    for name in ("a word", "an expression"):
        ended: list[bool] = []
        view.search.ended.connect(lambda ended=ended: ended.append(True))
        began, longest = time.perf_counter(), 0.0
        view.search.ask(Query(QUERIES[name]))
        while not ended:
            turn = time.thread_time()
            application.processEvents()
            longest = max(longest, (time.thread_time() - turn) * 1e3)
        words = f"{len(view.model.all):,} hits with what stands there; longest turn {longest:.0f} ms of CPU"
        good.append(say(f"listed in the window: {name}", (time.perf_counter() - began) * 1e3, 0, words))
    desk.set_session(None)
    return good


def main() -> int:
    """Measure; exit code 1 when a limit is missed."""
    with tempfile.TemporaryDirectory() as folder:
        session = project(Path(folder) / "everywhere.annot")
        tokens = sum(len(text.split()) for page in session.texts(session.documents()) for _, text in page)
        spans = sum(session.counts().spans.values())
        print(f"{len(session.documents()):,} documents, {tokens:,} tokens, {spans:,} entities")
        good = []
        for name, wanted in QUERIES.items():
            query = Query(wanted)
            took = best(lambda query=query: search(session, query))  # type: ignore[misc]
            good.append(say(f"search for {name}", took, SEARCH, f"{len(search(session, query).hits):,} hits"))
        label = Query(label=session.scheme.named("ORG").id)
        good.append(
            say(
                "search for a label",
                best(lambda: search(session, label)),
                0,
                f"{len(search(session, label).hits):,} hits",
            )
        )
        hits = hits_for_labelling(session)
        say("what stands at 5,000 hits", best(lambda: [len(some) for some in standings(session, hits)]))
        good.append(label_and_take_back(session, hits))
        took, longest = turns(checking(session))
        say("all checks of the project", took, 0, f"longest turn {longest:.0f} ms of CPU")
        good += in_the_window(session)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
