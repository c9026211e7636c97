"""What nothing at all costs on this machine: a repaint that fills a page, and a commit of SQLite alone."""

import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

ROUNDS = 60


class Empty(QWidget):
    """A page of one colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.white)
        painter.end()


def empty_repaint(application: QApplication, width: int, height: int) -> float:
    """Milliseconds of CPU of the window's thread for a page with nothing on it; the median of many."""
    page = Empty()
    page.resize(width, height)
    page.show()
    application.processEvents()
    costs = []
    for _ in range(ROUNDS):
        begun = time.thread_time()
        page.repaint()
        application.processEvents()
        costs.append((time.thread_time() - begun) * 1000)
    page.close()
    return statistics.median(costs)


def bare_commit() -> tuple[float, float]:
    """(CPU, wall) milliseconds of one small commit as the project file makes it; medians of many."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("PRAGMA synchronous = EXTRA")
        database.execute("CREATE TABLE t (x)")
        costs = []
        for _ in range(ROUNDS):
            cpu, wall = time.thread_time(), time.perf_counter()
            database.execute("INSERT INTO t VALUES (1)")
            costs.append(((time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000))
        database.close()
    return statistics.median(c for c, _ in costs), statistics.median(w for _, w in costs)
