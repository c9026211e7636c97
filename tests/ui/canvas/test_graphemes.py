"""Borders between written signs."""

import os

from hypothesis import given
from hypothesis import strategies as st

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from annotator.ui.canvas.graphemes import boundaries, edges_near, round_down


def test_marks_pairs_and_families_are_one_sign_each() -> None:
    assert boundaries("ae\u0301b") == [0, 1, 3, 4]
    assert boundaries("x👍🏽y") == [0, 1, 3, 4]
    assert boundaries("👩‍👩‍👧‍👦") == [0, 7]
    assert boundaries("🇩🇰🇸🇪") == [0, 2, 4]
    assert boundaries("a\r\nb") == [0, 1, 3, 4]
    assert boundaries("") == [0]


@given(st.text(max_size=60))
def test_borders_ascend_from_start_to_end(text: str) -> None:
    found = boundaries(text)
    assert found[0] == 0
    assert found[-1] == len(text)
    assert found == sorted(set(found))


def test_far_into_a_text_only_its_neighbourhood_is_read() -> None:
    text = "word " * 10_000 + "e\u0301nd"
    place = len(text) - 4
    edges = edges_near(text, place + 1)
    assert place in edges
    assert place + 1 not in edges
    assert len(edges) < 200
    assert round_down(text, place + 1) == place
