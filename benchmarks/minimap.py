"""What the map beside the scrollbar costs the window's thread: `python -m benchmarks.minimap`.

A rebuild is what an edit, a search or a resize asks for: marks put in order, binned to the pixels of the strip, drawn.
Fails (exit 1) where a rebuild costs more than three times its budget.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from annotator.ui.canvas.minimap import MarkKind, Minimap
from annotator.ui.canvas.view import CanvasView
from benchmarks.canvas import HEIGHT, SLACK, WIDTH, scene_of
from benchmarks.documents import News, news

BUDGETS = {"rebuild": 10.0, "repaint": 2.0, "words at": 5.0}
"""Milliseconds of CPU at any size."""

SIZES: tuple[tuple[str, Callable[[], News]], ...] = (
    ("1 MB", lambda: news(3, characters=1_000_000, entities=15_000, links=0)),
    ("10 MB", lambda: news(4, characters=10_000_000, entities=150_000, links=0)),
)


def measured(application: QApplication, document: News) -> dict[str, float]:
    """Medians of CPU milliseconds; every entity is a suggestion, every seventh a match, every fiftieth a problem."""
    window = QWidget()
    row = QHBoxLayout(window)
    canvas = CanvasView()
    strip = Minimap(canvas)
    row.addWidget(canvas, 1)
    row.addWidget(strip)
    canvas.set_scene(scene_of(document))
    window.resize(WIDTH, HEIGHT)
    window.show()
    application.processEvents()
    starts = [entity.start for entity in document.entities]

    def rebuild() -> None:
        strip.set_marks(MarkKind.SUGGESTION, np.array(starts[1:] if len(strip.marks(MarkKind.SUGGESTION)) else starts))
        strip.repaint()

    def drawn_anew() -> None:
        strip.rebuild()
        strip.repaint()

    rebuild()
    strip.set_marks(MarkKind.MATCH, np.array(starts[::7]))
    strip.set_marks(MarkKind.PROBLEM, np.array(starts[::50]))
    found = {
        "rebuild": clock(drawn_anew),
        "repaint": clock(strip.repaint),
        "words at": clock(lambda: strip.words_at(HEIGHT / 2)),
    }
    window.close()
    return found


def clock(action: Callable[[], object]) -> float:
    costs = []
    for _ in range(15):
        began = time.thread_time()
        action()
        costs.append((time.thread_time() - began) * 1000)
    return statistics.median(costs)


def main() -> int:
    """Print a table; 1 where a figure is over three times its budget."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    found = {name: measured(application, make()) for name, make in SIZES}
    print(f"{'ms of CPU':20}{'budget':>9}" + "".join(f"{size:>11}" for size in found))
    for name, budget in BUDGETS.items():
        print(f"{name:20}{budget:>9}" + "".join(f"{figures[name]:>11.2f}" for figures in found.values()))
    over = [
        f"{size}: {name} is {figures[name]:.2f}, more than {SLACK * budget:.2f}"
        for size, figures in found.items()
        for name, budget in BUDGETS.items()
        if figures[name] > SLACK * budget
    ]
    print("\n".join(over))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
