"""What the window costs: from a key to the edit committed and painted, and from the start to the first article.

python -m benchmarks.window [SIZE…]; sizes are those of benchmarks.projects. Exit code 1 where a limit is missed.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PySide6.QtWidgets import QApplication

from annotator.app import make_application
from benchmarks.limits import bare_commit, empty_repaint
from benchmarks.projects import SIZES, annotated, many, suggested
from benchmarks.window_edits import Commits, Spent, Window

LIMITS = {"cpu p50": 8.0, "cpu p99": 15.0, "wall p50": 12.0, "wall p99": 40.0}
"""Milliseconds of every edit up to 1 MB, model, store, panels and paint together."""

FRAME = 1000 / 60
CPU_LIMITS = {"10 MB": (16.0, 30.0), "300 arcs": (FRAME, 2 * FRAME)}
"""Of the processor, middle and worst, where a document is ten times as long or a paragraph holds 300 relations."""

GROWTH = 2.0
"""How much more an edit may cost at 10 MB than at 1 MB."""

BULK = {15_000: 300.0, 1_000: 40.0}
MEMORY_MB = 60.0
"""Canvas and model over the text, at 1 MB."""

Table = dict[str, list[Spent]]


def worst(figures: list[float]) -> float:
    """The 99th of a hundred, or the last of fewer."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def report(size: str, found: Table) -> None:
    """Print a table."""
    print(f"\n{size}: milliseconds from the key to the edit committed and painted")
    print(f"{'':24}{'cpu p50':>9}{'p99':>8}{'wall p50':>10}{'p99':>8}{'of it commit p50':>18}{'p99':>8}")
    every = [row for some in found.values() for row in some]
    for name, rows in [*found.items(), ("all of these", every)]:
        figures = [(median(column), worst(list(column))) for column in zip(*rows, strict=True)]
        (cpu, cpu99), (wall, wall99), (commit, commit99) = figures
        print(f"{name:24}{cpu:9.2f}{cpu99:8.2f}{wall:10.2f}{wall99:8.2f}{commit:18.2f}{commit99:8.2f}")
    print("limits      " + "".join(f" {name} {limit:g}" for name, limit in LIMITS.items()))


def missed(size: str, found: Table) -> list[str]:
    """Which kinds of edit take more of the processor than they may."""
    said, (usual, most) = [], CPU_LIMITS.get(size, (LIMITS["cpu p50"], LIMITS["cpu p99"]))
    for name, rows in found.items():
        middle, high = median(row.cpu for row in rows), worst([row.cpu for row in rows])
        if middle > usual or high > most:
            said.append(f"{size}: {name} takes {middle:.1f} ms, at worst {high:.1f}")
    return said


def grown(found: dict[str, Table]) -> list[str]:
    """Which kinds of edit grow with the document."""
    if not {"1 MB", "10 MB"} <= found.keys():
        return []
    said = []
    for name, rows in found["10 MB"].items():
        ratio = median(row.cpu for row in rows) / median(row.cpu for row in found["1 MB"][name])
        print(f"10 MB / 1 MB, {name:24}{ratio:6.2f}  (limit {GROWTH:g})")
        if ratio > GROWTH:
            said.append(f"{name} costs {ratio:.1f} times as much at 10 MB as at 1 MB, more than {GROWTH:g}")
    return said


def bulk(application: QApplication, folder: Path, commits: Commits) -> list[str]:
    """Accept, undo and redo of everything at once."""
    said = []
    for spans, limit in BULK.items():
        window = Window(application, suggested(folder, spans), commits)
        for name, rows in window.bulk().items():
            cpu, wall = median(row.cpu for row in rows), median(row.wall for row in rows)
            print(f"{name}, {spans:,} spans{'':6}cpu {cpu:7.1f}   wall {wall:7.1f}   limit {limit:g} ms")
            if cpu > limit:
                said.append(f"{name} of {spans:,} spans takes {cpu:.0f} ms, more than {limit:g}")
        window.close()
    return said


CODE = """
import gc, sys, time
begun = float(sys.argv[2])
from pathlib import Path
from annotator.app import make_application
from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.main_window import MainWindow
from annotator.ui.memory import Memory
from annotator.ui.worker_client import WorkerClient
application = make_application()
desk, memory = Desk(), Memory()
window = MainWindow(desk, WorkerClient(), memory, Looks(memory))
window.show(); application.processEvents()
up = time.time() - begun
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
before = 0.0
for path in sys.argv[1:2] + sys.argv[3:]:
    before = resident()
    desk.set_session(Session.open(Path(path))); desk.open_first(); application.processEvents()
    article = time.time() - begun
    until = time.time() + 1.5 * (len(sys.argv) > 3)
    while time.time() < until:
        application.processEvents()
gc.collect()
print(f"{up * 1000:.0f} {article * 1000:.0f} {resident():.0f} {resident() - before:.1f}")
desk.set_session(None); window.close()
"""


def fresh(*paths: Path) -> list[float]:
    """Of a new process: milliseconds to the window and to the article, MB in use, MB that the last project added."""
    # As for everybody who starts it a second time: with the modules compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", CODE, str(paths[0]), str(time.time()), *map(str, paths[1:])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return [float(word) for word in done.stdout.split()]


def start(path: Path, words: str) -> None:
    """Time from the process's start to the window, and to the article painted, and its memory."""
    up, article, memory = (median(column) for column in list(zip(*(fresh(path) for _ in range(5)), strict=True))[:3])
    print(
        f"\nstart, {words}, medians of 5: window up {up:.0f} ms (limit 500), "
        f"article on screen {article:.0f} ms (limit 900), {memory:.0f} MB"
    )


def main(arguments: list[str]) -> int:
    """All tables."""
    said: list[str] = []
    found: dict[str, Table] = {}
    sizes = arguments or list(SIZES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CONFIG_HOME"] = name
        paths = {size: annotated(folder, size) for size in sizes}
        short = many(folder)
        start(short, "10,000 short texts")
        start(paths[sizes[0]], sizes[0])
        application, commits = make_application(), Commits()
        if "1 MB" in paths:
            used = median(fresh(short, paths["1 MB"])[3] for _ in range(3)) - 1.0  # what the window takes is there
            print(f"\nmemory of 1 MB / 15,000 / 8,000 over its text: {used:.0f} MB (limit {MEMORY_MB:g})")
            said += [f"memory over the text: {used:.0f} MB"] * (used > MEMORY_MB)
        for size, path in paths.items():
            window = Window(application, path, commits)
            found[size] = window.singles()
            window.close()
            report(size, found[size])
            said += missed(size, found[size])
        print()
        said += grown(found) + bulk(application, folder, commits)
        (cpu, wall), page = bare_commit(), empty_repaint(application, 1120, 900)
        print(
            f"\nthe limit: an empty repaint {page:.2f} ms, a commit of SQLite alone CPU {cpu:.2f}, wall {wall:.2f} ms"
        )
    print("\n".join(said))
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
