"""An hour's work at typing speed, as fast as it goes: does memory grow? `python -m benchmarks.soak [--strokes N]`.

Two strokes a second for an hour are 7,200. They are the strokes of real work on an article of 100 kB: go on, accept,
reject, relabel, move an edge, mark, link, undo, find, scroll. Exit code 1 where memory grew by more than it may.
"""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.app import make_application
from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.importing import import_records
from benchmarks.canvas import resident
from benchmarks.documents import news
from benchmarks.window_edits import Commits, Window

STROKES = 7_200
MOST_MB = 20.0
WARM = 0.1
"""The part of the strokes after which all that is made once is taken to be made."""

SAMPLES = 10
PAUSE = 30
"""Strokes after which a person looks up for a moment: what waits for that gets done."""


def project(folder: Path) -> Path:
    """Two articles of 100 kB in which a model found 1,500 entities each."""
    path = folder / "soak.annot"
    session = Session.create(path, person="me")
    records = []
    for seed in (2, 3):
        made = news(seed, characters=100_000, entities=1_500, links=0)
        spans = [SpanRecord(str(n), ((e.start, e.end),), e.label) for n, e in enumerate(made.entities)]
        model = SetRecord("model", kind="model", state="suggested", spans=spans)
        records.append(DocumentRecord(f"article {seed}", made.text, sets=[model]))
    for _ in import_records(session, records, lambda finding: None):
        pass
    session.close()
    return path


class Typist:
    """One stroke after the other, most of them those of a person who knows the keys."""

    def __init__(self, window: Window) -> None:
        self._window, self._desk = window, window.desk
        self._chance = random.Random(1)
        self._ways: list[tuple[int, Callable[[], object]]] = [
            (30, lambda: self._key(Qt.Key.Key_Space)),
            (8, lambda: self._key(Qt.Key.Key_X)),
            (14, lambda: self._key(Qt.Key.Key_Tab)),
            (10, lambda: self._key(self._chance.choice((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)))),
            (10, lambda: self._key(self._chance.choice((Qt.Key.Key_A, Qt.Key.Key_S, Qt.Key.Key_D, Qt.Key.Key_F)))),
            (8, self._desk.undo),
            (4, self._desk.redo),
            (6, self._mark),
            (6, self._link),
            (3, lambda: self._key(Qt.Key.Key_U)),
            (4, self._go),
            (2, self._search),
            (1, lambda: self._desk.next_document(self._chance.choice((-1, 1)))),
        ]

    def leaf_through(self) -> None:
        """Every page of both articles once, so that what is kept of pages is there before anything is compared."""
        for _ in range(2):
            for offset in range(0, len(self._desk.scene.text) if self._desk.scene is not None else 0, 1_500):
                self._desk.move_to(offset)
                self._window.rest(0)
            self._desk.next_document(1)

    def stroke(self) -> None:
        weights, ways = zip(*self._ways, strict=True)
        self._chance.choices(ways, weights)[0]()
        self._desk.settle_question()
        self._window.rest(0)

    def _key(self, key: Qt.Key) -> None:
        QTest.keyClick(self._window.canvas, key)

    def _spans(self) -> list[Name]:
        scene = self._desk.scene
        return [one.id for one in scene.spans_in(*self._window.canvas.visible_range())] if scene is not None else []

    def _mark(self) -> None:
        start, end = self._window.canvas.visible_range()
        at = self._chance.randrange(start, max(start + 1, end - 6))
        self._desk.focus_text(at, at + 5)
        self._key(Qt.Key.Key_1)

    def _link(self) -> None:
        spans = self._spans()
        if len(spans) > 1:
            head, tail = self._chance.sample(spans, 2)
            self._desk.link(head, tail)
            labels = self._desk.link_labels()
            if self._desk.linking is not None and labels:
                self._desk.finish_linking(labels[0].id)
        self._desk.stop_linking()

    def _go(self) -> None:
        if self._desk.scene is not None:
            self._desk.move_to(self._chance.randrange(len(self._desk.scene.text)))

    def _search(self) -> None:
        bar = self._window.pane.find_bar
        bar.open_bar()
        bar.field.setText(self._chance.choice(("Berlin", "report", "Quinn")))
        bar.step(1)
        bar.close_bar()


def main(strokes: int) -> int:
    """Type, and print the memory ten times."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CONFIG_HOME"] = name
        window = Window(make_application(), project(Path(name)), Commits())
        typist, warm, samples = Typist(window), int(strokes * WARM), list[float]()
        typist.leaf_through()
        for number in range(strokes):
            typist.stroke()
            if number % PAUSE == 0:
                window.rest(0.25)
            if number >= warm and (number - warm) % max(1, (strokes - warm) // SAMPLES) == 0:
                window.rest(0.3)
                window.collect()
                samples.append(resident())
                print(f"{number + 1:6} strokes  {samples[-1]:7.1f} MB", flush=True)
        grown = samples[-1] - samples[0]
        print(f"grown by {grown:.1f} MB since stroke {warm + 1} (limit {MOST_MB:g}), {window.done():,} edits")
        window.close()
    return 1 if grown > MOST_MB else 0


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="An hour's strokes; does memory grow?")
    options.add_argument("--strokes", type=int, default=STROKES, help=f"how many (default {STROKES:,}: an hour's)")
    sys.exit(main(options.parse_args().strokes))
