"""The budgets of the canvas, at sizes that take seconds to measure; the largest are measured by hand."""

import pytest
from PySide6.QtWidgets import QApplication

from benchmarks.canvas import MOST_LAYOUTS, SIZES, Figures, complaints, measured


@pytest.mark.slow
def test_costs_do_not_grow_with_the_document(qapp: QApplication) -> None:
    found: dict[str, Figures] = {}
    for size in SIZES:
        if size.name in ("100 kB", "1 MB", "1 MB line", "300 arcs", "300 all", "1000 all"):
            found[size.name] = measured(qapp, size)
    assert complaints(found) == []
    assert found["1 MB"]["edit"] < 2 * found["100 kB"]["edit"]
    assert all(found["1 MB"][name] <= most for name, most in MOST_LAYOUTS.items())
