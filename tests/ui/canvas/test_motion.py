"""Where a caret goes."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from annotator.core import offsets
from annotator.ui.canvas import motion

TEXT = 'He said "No way." Then, at 4.30 p.m., he left. \n\nNext e\u0301tude 👍🏽 begins.'


def tokens(text: str = TEXT) -> motion.Tokens:
    return lambda start, end: list(offsets.tokens_in(text, start, end))


def walk(step: motion.Callable[[int], int], start: int) -> list[int]:
    found = [start]
    while (after := step(found[-1])) != found[-1]:
        found.append(after)
    return found


def test_by_token_forward_visits_every_token_and_ends_at_the_end() -> None:
    starts = [start for start, _ in offsets.tokens_in(TEXT, 0, len(TEXT))]
    assert walk(lambda at: motion.by_token(len(TEXT), tokens(), at, 1), 0) == [*starts, len(TEXT)]
    assert walk(lambda at: motion.by_token(len(TEXT), tokens(), at, -1), len(TEXT)) == [len(TEXT), *starts[::-1]]


def test_by_token_crosses_a_desert() -> None:
    text = "one" + " " * 9000 + "two"
    assert motion.by_token(len(text), tokens(text), 0, 1) == 9003
    assert motion.by_token(len(text), tokens(text), 9003, -1) == 0


def test_by_sentence() -> None:
    begins = [TEXT.index(word) for word in ("He said", "Then", "Next")]
    assert motion.by_sentence(TEXT, 0, 1) == begins[1]
    assert motion.by_sentence(TEXT, begins[2] + 4, -1) == begins[2]
    assert motion.by_sentence(TEXT, begins[2], 1) == len(TEXT)
    assert motion.by_sentence(TEXT, begins[1], -1) == 0


def test_by_sign_passes_whole_clusters() -> None:
    accent, thumb = TEXT.index("e\u0301"), TEXT.index("👍")
    assert motion.by_sign(TEXT, accent, 1) == accent + 2
    assert motion.by_sign(TEXT, accent + 2, -1) == accent
    assert motion.by_sign(TEXT, thumb, 1) == thumb + 2
    assert motion.by_sign(TEXT, 0, -1) == 0
    assert motion.by_sign(TEXT, len(TEXT), 1) == len(TEXT)


def test_by_paragraph() -> None:
    second = TEXT.index("Next")
    assert motion.by_paragraph(TEXT, 3, 1) == second
    assert motion.by_paragraph(TEXT, second + 5, -1) == second
    assert motion.by_paragraph(TEXT, second, -1) == 0
    assert motion.by_paragraph(TEXT, second + 1, 1) == len(TEXT)


def test_edges_of_a_span_step_from_token_to_token() -> None:
    said = TEXT.index("said")
    assert motion.token_edge(len(TEXT), tokens(), said, -1, edge="start") == 0
    assert motion.token_edge(len(TEXT), tokens(), said + 4, 1, edge="end") == said + 6
    assert motion.token_edge(len(TEXT), tokens(), 0, -1, edge="start") == 0


def test_token_at() -> None:
    said = TEXT.index("said")
    assert motion.token_at(tokens(), said) == (said, said + 4)
    assert motion.token_at(tokens(), said + 4) == (said, said + 4)
    assert motion.token_at(tokens("  "), 1) is None


@pytest.mark.parametrize("step", [1, -1])
@given(text=st.text(alphabet="ab. \n!'", max_size=40), data=st.data())
def test_every_motion_goes_its_way_or_stays(step: int, text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    for after in (
        motion.by_sign(text, at, step),
        motion.by_token(len(text), tokens(text), at, step),
        motion.by_sentence(text, at, step),
        motion.by_paragraph(text, at, step),
    ):
        assert 0 <= after <= len(text)
        assert (after - at) * step >= 0
