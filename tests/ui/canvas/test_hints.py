"""Hint letters never hide each other."""

from collections.abc import Callable
from itertools import combinations
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.canvas.hints import Wish, place_hints, spread
from annotator.ui.canvas.items import Box
from annotator.ui.canvas.scene import ShownSpan
from annotator.ui.canvas.view import CanvasView
from annotator.ui.hinting import MOST, hint_letters
from benchmarks.documents import crowded, crowded_place
from benchmarks.memory_scene import MemoryScene
from tests.ui.canvas.sample import news


@given(
    st.lists(st.tuples(st.floats(0, 500), st.sampled_from([0.0, 17.0, 80.0]), st.floats(10, 30)), max_size=40),
    st.sampled_from([200.0, 600.0, inf]),
)
def test_no_two_hints_meet(places: list[tuple[float, float, float]], right: float) -> None:
    found = spread([Wish(n, x, y, width) for n, (x, y, width) in enumerate(places)], 16, right)
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


@pytest.mark.parametrize(("width", "zoom"), [(1120, 1.0), (420, 1.0), (700, 0.5), (700, 2.0)])
def test_in_a_crowd_each_span_has_its_own_and_all_can_be_read(
    width: int, zoom: float, show: Callable[..., CanvasView]
) -> None:
    """60 spans among 70 words, some on the very same text, whose chips do not all find room."""
    dense = crowded(300)
    start, end = crowded_place(dense)
    entities = [one for one in dense.entities if start <= one.start < end]
    spans = [ShownSpan(f"s{n}", ((one.start, one.end),), one.label) for n, one in enumerate(entities)]
    spans += [ShownSpan(f"deep{n}", ((entities[9].start, entities[12 + n].end),), "ORG") for n in range(10)]
    view = show(MemoryScene(dense.text, spans), width=width)
    view.set_zoom(zoom)
    view.scroll_to(start)
    first, last = view.visible_range()
    hints = {span.id: "JK" for span in spans if first <= span.start < last}
    assert len(hints) > 20
    frame = view.frame_now()
    assert frame is not None
    found = place_hints(frame, hints, view.metrics)
    assert found.keys() == hints.keys()
    assert_apart_and_in_view(found, view)


@pytest.mark.parametrize("zoom", [0.5, 0.8, 1.0])
def test_short_words_in_small_letters_push_no_hint_out_of_view(zoom: float, show: Callable[..., CanvasView]) -> None:
    view = show(MemoryScene("a to be or so it is " * 60), width=900)
    view.set_zoom(zoom)
    frame = view.frame_now()
    assert frame is not None
    start, end = view.visible_range()
    words = {place: "JK" for place, _ in view.scene.tokens_in(start, min(end, start + 2_000))}  # type: ignore[union-attr]
    found = place_hints(frame, words, view.metrics)
    assert found.keys() == words.keys()
    assert_apart_and_in_view(found, view)


def assert_apart_and_in_view(found: dict[str | int, Box], view: CanvasView) -> None:
    assert not any(one.meets(other) for one, other in combinations(found.values(), 2))
    assert min(box.left for box in found.values()) + view.left >= 0
    assert max(box.right for box in found.values()) + view.left <= view.viewport().width()


@given(st.integers(0, 800))
def test_letters_are_one_or_two_and_none_begins_another(count: int) -> None:
    hints = hint_letters(count)
    assert len(hints) == min(count, MOST)
    assert {len(hint) for hint in hints} <= {1, 2}
    assert len({len(hint) for hint in hints}) <= 1  # so none can begin another
    assert len(set(hints)) == len(hints)
    assert all(hint.isascii() and hint.isalpha() for hint in hints)
