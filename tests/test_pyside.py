"""What the program needs from PySide6 beyond its own tests: that calls do not wear None out."""

import sys

from PySide6.QtCore import QObject

CALLS = 1_000


def test_calls_that_return_nothing_keep_none_alive() -> None:
    # PySide6 6.12.0 on Python 3.11 drops one reference to None a call; some 5,000 calls later the process aborts.
    thing = QObject()
    before = sys.getrefcount(None)
    for number in range(CALLS):
        thing.setObjectName(str(number))
    assert abs(sys.getrefcount(None) - before) < CALLS / 10
