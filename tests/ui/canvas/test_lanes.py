"""Lanes of arcs and clear spots for their words."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.canvas.lanes import APART, MOST, assign, clear_spot
from annotator.ui.canvas.routes import Piece
from annotator.ui.canvas.scene import ShownRelation


def piece(number: int, low: float, high: float) -> Piece:
    relation = ShownRelation(f"r{number:03}", "a", "b", "L")
    return Piece(relation, "bracket", 0, "a", "head", low, low, high)


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(10, 300)), max_size=60))
def test_pieces_of_one_lane_never_meet(stretches: list[tuple[float, float]]) -> None:
    pieces = [piece(n, low, low + width) for n, (low, width) in enumerate(stretches)]
    used, refused = assign(pieces)
    names = {p.relation.id for p in refused}
    kept = [p for p in pieces if p.relation.id not in names]
    assert used <= MOST
    for n, one in enumerate(kept):
        for other in kept[n + 1 :]:
            assert one.lane != other.lane or one.high + APART <= other.low or other.high + APART <= one.low


def test_short_pieces_lie_below_long_ones() -> None:
    long, short = piece(1, 0, 300), piece(2, 100, 150)
    assign([long, short])
    assert (short.lane, long.lane) == (0, 1)


def test_a_full_line_refuses_the_rest_at_once() -> None:
    pieces = [piece(n, 0, 500) for n in range(400)]
    used, refused = assign(pieces)
    assert used == MOST
    assert len(refused) == 400 - MOST


def test_words_go_where_no_upright_crosses_them() -> None:
    assert clear_spot(0, 200, 40, []) == 80
    left = clear_spot(0, 200, 40, [100.0])
    assert left + 40 < 100 or left > 100
    # Too short for any choice: the middle.
    assert clear_spot(90, 110, 40, [100.0]) == 80
