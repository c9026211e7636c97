"""What the canvas costs the window's thread, by size of document: `python -m benchmarks.canvas [SIZE…]`.

Prints CPU time beside the budget. Fails (exit 1) where 10 MB cost more than the stated multiple of 1 MB, or where a
figure is over three times its budget: ratios hold on any machine, the absolute limit is a smoke test.
"""

import gc
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from annotator.ui.canvas.scene import ShownRelation, ShownSpan, State
from annotator.ui.canvas.view import CanvasView
from benchmarks.documents import News, crowded, crowded_place, news, one_paragraph
from benchmarks.limits import bare_commit, empty_repaint
from benchmarks.memory_scene import MemoryScene
from benchmarks.scene_edits import verbs

WIDTH, HEIGHT = 1120, 900
BUDGETS: dict[str, float] = {
    "first paint": 80,
    "scroll": 1.5,
    "scroll p99": 5,
    "repaint": 6,
    "jump": 10,
    "jump p99": 16,
    "edit": 6,
    "edit p99": 10,
    "bulk edit": 300,
    "hit µs": 80,
    "resize": 20,
    "memory MB": 50,
}
"""Milliseconds of CPU unless the name says otherwise."""

FIRST_PAINT_10_MB = 200
RATIOS = {"scroll": 2.0, "edit": 2.0, "hit µs": 2.0, "first paint": 5.0}
SLACK = 3.0
MOST_LAYOUTS = {"layouts/jump": 12, "layouts/edit": 8}

EACH = "· "
"""Before the name of one kind of edit."""

Figures = dict[str, float]


@dataclass(frozen=True)
class Size:
    """A document to measure."""

    name: str
    make: Callable[[], News]
    budgets: Figures = field(default_factory=dict)
    all_arcs: bool = False  # as with a threshold that nothing reaches
    crowd: bool = False  # edits go to the most crowded paragraph


FRAME = {"edit": 16.0, "edit p99": 16.0}
"""Where 300 arcs are all asked for in one paragraph: a sixtieth of a second."""


SIZES = (
    Size("5 kB", lambda: news(1, characters=5_000, entities=50, links=20)),
    Size("100 kB", lambda: news(2, characters=100_000, entities=1_500, links=800)),
    Size("1 MB", lambda: news(3, characters=1_000_000, entities=15_000, links=8_000)),
    Size(
        "10 MB",
        lambda: news(4, characters=10_000_000, entities=150_000, links=80_000),
        {"first paint": FIRST_PAINT_10_MB},
    ),
    Size("1 MB line", lambda: one_paragraph(news(3, characters=1_000_000, entities=15_000, links=8_000))),
    Size("300 arcs", lambda: crowded(300), crowd=True),
    Size("1000 arcs", lambda: crowded(1_000), {"edit": 50, "edit p99": 50}, crowd=True),
    Size("1 MB arcs", lambda: news(3, characters=1_000_000, entities=15_000, links=8_000), all_arcs=True),
    Size("300 all", lambda: crowded(300), FRAME, all_arcs=True, crowd=True),
    Size("1000 all", lambda: crowded(1_000), {"edit": 50, "edit p99": 50}, all_arcs=True, crowd=True),
)


def scene_of(document: News) -> MemoryScene:
    """Every fourth span a suggestion, as in real work."""
    spans = [
        ShownSpan(f"s{n}", ((e.start, e.end),), e.label, State.OWN if n % 4 else State.SUGGESTION)
        for n, e in enumerate(document.entities)
    ]
    relations = [ShownRelation(f"r{n}", f"s{k.head}", f"s{k.tail}", k.label) for n, k in enumerate(document.links)]
    return MemoryScene(document.text, spans, relations)


class Bench:
    """A window on one document, and what is done to it."""

    def __init__(
        self, application: QApplication, scene: MemoryScene, *, all_arcs: bool, crowd: tuple[int, int] | None = None
    ) -> None:
        self._application, self._scene, self._crowd = application, scene, crowd
        self._chance = random.Random(5)
        scene.starts()  # the scene's own work, not the canvas's
        self._memory = resident()
        self.view = CanvasView()
        self.view.resize(WIDTH, HEIGHT)
        if all_arcs:
            self.view.set_arc_threshold(1_000_000)
        self.view.show()
        application.processEvents()

    def run(self) -> Figures:
        figures = {"first paint": self._clock(self._load)}
        gc.collect()
        gc.freeze()
        figures |= self._jumps()
        figures |= spread("scroll", [self._clock(step) for step in self._scrolls(300)])
        figures["repaint"] = statistics.median(self._clock(self._repaint) for _ in range(30))
        figures |= self._edits()
        figures["hit µs"] = 1000 * statistics.median(self._clock(hit) for hit in self._hits(300))
        figures["resize"] = statistics.median(self._clock(resize) for resize in self._resizes())
        figures["bulk edit"] = self._clock(self._bulk)
        figures["memory MB"] = resident() - self._memory
        self.view.close()
        return figures

    def _clock(self, action: Callable[[], object]) -> float:
        """Milliseconds of this thread's CPU until all is painted."""
        start = time.thread_time()
        action()
        self._application.processEvents()
        return (time.thread_time() - start) * 1000

    def _load(self) -> None:
        self.view.set_scene(self._scene)
        self.view.viewport().repaint()

    def _repaint(self) -> None:
        self.view.viewport().repaint()

    def _jumps(self) -> Figures:
        costs, bar, sheet = [], self.view.verticalScrollBar(), self.view.sheet
        assert sheet is not None
        before, jumps = sheet.laid_out, 60
        for _ in range(jumps):
            # Bound now: the scrollbar's range changes as heights become exact.
            value = self._chance.randrange(max(1, bar.maximum()))
            costs.append(self._clock(lambda value=value: bar.setValue(value)))  # type: ignore[misc]
        return {**spread("jump", costs), "layouts/jump": (sheet.laid_out - before) / jumps}

    def _scrolls(self, steps: int) -> Iterator[Callable[[], None]]:
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        self._application.processEvents()
        way = 1
        for _ in range(steps):
            if not 0 < bar.value() + way * 48 < bar.maximum():
                way = -way
            yield lambda way=way: bar.setValue(bar.value() + way * 48)  # type: ignore[misc]

    def _hits(self, count: int) -> Iterator[Callable[[], object]]:
        for _ in range(count):
            point = QPointF(self._chance.uniform(0, WIDTH), self._chance.uniform(0, HEIGHT))
            yield lambda point=point: self.view.hit(point)  # type: ignore[misc]

    def _resizes(self) -> Iterator[Callable[[], None]]:
        for width in (700, 640, 720, 600, 680, 620):
            yield lambda width=width: self.view.resize(width, HEIGHT)  # type: ignore[misc]

    def _edits(self) -> Figures:
        """Each single edit and its taking back, at twelve places."""
        costs: dict[str, list[float]] = {}
        sheet = self.view.sheet
        assert sheet is not None
        if self._crowd:
            self.view.ensure_visible(*self._crowd)
            self._application.processEvents()
        before = sheet.laid_out
        for _ in range(12):
            start, end = self._crowd or self.view.visible_range()
            span = self._scene.span_near(self._chance.randrange(start, end))
            self.view.set_focus_span(span.id)  # as a person edits: the focus's arcs are drawn in full
            self._application.processEvents()
            for name, action in verbs(self._scene, span, self.view):
                costs.setdefault(name, []).append(self._clock(action))
        everything = [cost for some in costs.values() for cost in some]
        each = {f"{EACH}{name}": statistics.median(some) for name, some in costs.items()}
        return {
            **spread("edit", everything),
            **each,
            "layouts/edit": (sheet.laid_out - before) / len(everything),
        }

    def _bulk(self) -> None:
        """As after accepting 15,000 suggestions."""
        spans = self._scene.spans[:15_000]
        self.view.scene_changed([(span.start, span.end) for span in spans], [span.id for span in spans])


def spread(name: str, costs: list[float]) -> Figures:
    ordered = sorted(costs)
    return {name: statistics.median(ordered), f"{name} p99": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]}


def resident() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def table(found: dict[str, Figures]) -> str:
    """Figures by size beside their budgets; each kind of edit by its median, beside the budget of all."""
    edits = [name for name in next(iter(found.values())) if name.startswith(EACH)]
    names = [*BUDGETS, *edits, *MOST_LAYOUTS]
    head = f"{'':20}{'budget':>9}" + "".join(f"{size:>11}" for size in found)
    rows = [
        f"{name:20}{budget(name):>9}" + "".join(f"{figures[name]:>11.2f}" for figures in found.values())
        for name in names
    ]
    return "\n".join([head, *rows])


def budget(name: str) -> float:
    """What a figure may be; no single kind of edit may cost more than edits may."""
    return BUDGETS["edit"] if name.startswith(EACH) else {**BUDGETS, **MOST_LAYOUTS}[name]


def complaints(found: dict[str, Figures]) -> list[str]:
    """What is over three times its budget or grows too fast with the text."""
    said = []
    for size in SIZES:
        for name, figure in found.get(size.name, {}).items():
            known = size.budgets.get("edit" if name.startswith(EACH) else name, budget(name))
            limit = known * (1 if name in MOST_LAYOUTS else SLACK)
            if figure > limit:
                said.append(f"{size.name}: {name} is {figure:.2f}, more than {limit:.2f}")
    if {"1 MB", "10 MB"} <= found.keys():
        for name, most in RATIOS.items():
            ratio = found["10 MB"][name] / found["1 MB"][name]
            if ratio > most:
                said.append(f"{name} costs {ratio:.1f} times as much at 10 MB as at 1 MB, more than {most}")
    return said


def measured(application: QApplication, size: Size) -> Figures:
    """All figures of one size."""
    document = size.make()
    crowd = crowded_place(document) if size.crowd else None
    return Bench(application, scene_of(document), all_arcs=size.all_arcs, crowd=crowd).run()


def main(names: list[str]) -> int:
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    found: dict[str, Figures] = {}
    for size in SIZES:
        if not names or size.name in names:
            found[size.name] = measured(application, size)
            print(f"{size.name} done", file=sys.stderr, flush=True)
    print(table(found))
    repaint, (cpu, wall) = empty_repaint(application, WIDTH, HEIGHT), bare_commit()
    print(
        f"\nthe limit: an empty repaint {repaint:.2f} ms · a commit of SQLite alone CPU {cpu:.2f}, wall {wall:.2f} ms"
    )
    said = complaints(found)
    print("\n".join(said))
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
