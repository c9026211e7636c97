"""Margin rails: one answer a relation, none on another."""

from annotator.ui.canvas.rails import LANES, RailBook


def test_rails_side_by_side_take_different_lanes() -> None:
    book = RailBook()
    lanes = [book.lay(f"r{n}", -1, 100, 900).lane for n in range(LANES)]
    assert sorted(lanes) == list(range(LANES))
    assert book.lay("other side", 1, 100, 900).lane == 0
    assert book.lay("elsewhere", -1, 5000, 5400).lane == 0


def test_a_relation_keeps_its_rail_until_it_is_forgotten() -> None:
    book = RailBook()
    book.lay("first", -1, 0, 500)
    kept = book.lay("second", -1, 100, 600)
    assert book.track("second") == kept
    book.forget("first")
    assert book.track("first") is None
    assert book.track("second") == kept
    assert book.lay("third", -1, 200, 400).lane == 0


def test_forgetting_what_was_never_laid_is_no_fault() -> None:
    book = RailBook()
    book.forget("nothing")
    book.clear()
    assert book.track("nothing") is None
