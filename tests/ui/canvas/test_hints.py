"""Hint letters never hide each other."""

from collections.abc import Callable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.canvas.hints import Wish, place_hints, spread
from annotator.ui.canvas.view import CanvasView
from tests.ui.canvas.sample import news


@given(st.lists(st.tuples(st.floats(0, 500), st.sampled_from([0.0, 17.0, 80.0]), st.floats(10, 30)), max_size=40))
def test_no_two_hints_meet(places: list[tuple[float, float, float]]) -> None:
    found = spread([Wish(n, x, y, width) for n, (x, y, width) in enumerate(places)], 16)
    assert len(found) == len(places)
    assert not any(one.meets(other) for one, other in combinations(found.values(), 2))


def test_hints_stand_at_spans_and_at_words(show: Callable[..., CanvasView]) -> None:
    view = show(news())
    word = view.scene.text.index("agrees")  # type: ignore[union-attr]
    frame = view.frame_now()
    assert frame is not None
    found = place_hints(frame, {"nh0": "AS", word: "DF", "ftc": "XX"}, view.metrics)
    chip = view.rect_of_chip("nh0")
    assert chip is not None
    assert abs(found["nh0"].right - (chip.left() - view.left)) < 6
    assert found[word].bottom <= view.point_at(word).y()
    assert found[word].left <= view.point_at(word).x() - view.left
    assert "ftc" not in found  # out of view


def test_every_word_can_have_one(show: Callable[..., CanvasView]) -> None:
    view = show(news())
    assert view.scene is not None
    words = {start: "AA" for start, _ in view.scene.tokens_in(0, 600)}
    frame = view.frame_now()
    assert frame is not None
    found = place_hints(frame, words, view.metrics)
    assert len(found) == len(words)
    assert not any(one.meets(other) for one, other in combinations(found.values(), 2))
