"""What a search costs the window's thread in 10 MB of text: `python -m benchmarks.find`.

Fails (exit 1) where plain words cost more than three times the budget, or an expression that never ends holds the
thread up.
"""

import os
import statistics
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from annotator.session.finding import LONGEST, Wanted, find_all
from annotator.ui.searching import AT_ONCE, Searcher
from benchmarks.canvas import SLACK
from benchmarks.documents import news

BUDGET = 50.0
"""Milliseconds of CPU for plain words, at most 20,000 of which are marked."""

CYRILLIC = str.maketrans("abcdefghijklmnoprstuvyz", "абцдефгхийклмнопрстувыз")
WORDS = ("berlin", "e", "the ", "nowhere at all")
"""In Cyrillic letters for the other text."""

ENDLESS = r"(?:(\w+)\s?)+$\1"


def plain(text: str, letters: dict[int, int]) -> dict[str, float]:
    """Median milliseconds to find each of the words, whatever their case, and as whole words."""
    found = {}
    for words in WORDS:
        for whole in (False, True):
            wanted = Wanted(words.translate(letters), whole_word=whole)
            costs = []
            for _ in range(5):
                began = time.thread_time()
                find_all(text, wanted)
                costs.append((time.thread_time() - began) * 1000)
            found[f"{words!r}{' whole' if whole else ''}"] = statistics.median(costs)
    return found


def longest_turn(application: QApplication, text: str) -> float:
    """Milliseconds of the longest turn of the event loop while an expression uses up its time."""
    searcher, clock, longest = Searcher(application), QElapsedTimer(), 0
    clock.start()
    searcher.ask(text, Wanted(ENDLESS, expression=True))
    longest = clock.restart()
    while searcher.searching:
        application.processEvents()
        longest = max(longest, clock.restart())
    return float(longest)


def main() -> int:
    """Print a table; 1 where plain words or a turn of the loop cost too much."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    text = news(4, characters=10_000_000, entities=150_000, links=0).text
    found = {"ASCII": plain(text, {}), "Cyrillic": plain(text.lower().translate(CYRILLIC), CYRILLIC)}
    print(f"{'ms of CPU, 10 MB':24}{'budget':>9}" + "".join(f"{name:>11}" for name in found))
    for words in found["ASCII"]:
        print(f"{words:24}{BUDGET:>9}" + "".join(f"{costs[words]:>11.2f}" for costs in found.values()))
    turn, allowed = longest_turn(application, text), (AT_ONCE * 1000 + 50) * SLACK
    print(f"\nan expression stopped after {LONGEST:g} s: the longest turn of the event loop took {turn:.0f} ms")
    dear = [cost for costs in found.values() for cost in costs.values() if cost > SLACK * BUDGET]
    return 1 if dear or turn > allowed else 0


if __name__ == "__main__":
    sys.exit(main())
