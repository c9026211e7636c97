"""Seats for chips: none overlaps another, and every one keeps room for an arrow."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.canvas.chips import APART, HIGHEST, STAIR, Row, Seat, Wish

wishes = st.lists(
    st.builds(
        Wish,
        span=st.uuids().map(str),
        left=st.floats(0, 480),
        width=st.floats(24, 90),
        size=st.integers(1, 60),
    ),
    max_size=14,
)


def is_clear_of(one: Seat, other: Seat) -> bool:
    return one.lane != other.lane or one.right + APART <= other.left or other.right + APART <= one.left


@given(wishes, st.booleans())
def test_no_chip_lies_on_another(asked: list[Wish], leftwards: bool) -> None:
    row = Row(500, leftwards=leftwards)
    row.fill(asked)
    seats = row.seats
    assert all(is_clear_of(a, b) for n, a in enumerate(seats) for b in seats[n + 1 :])
    assert len(seats) + len(row.refused) == len(asked)
    assert row.lanes <= HIGHEST


@given(wishes)
def test_every_chip_keeps_room_for_an_arrow(asked: list[Wish]) -> None:
    row = Row(500)
    row.fill(asked)
    for seat in row.seats:
        assert seat.open_right - seat.open_left >= STAIR - APART
        above = [other for other in row.seats if other.lane > seat.lane]
        assert not any(other.left < seat.anchor < other.right for other in above)


def test_the_shortest_span_sits_lowest_and_the_outer_one_beside_its_anchor() -> None:
    row = Row(500)
    row.fill([Wish("outer", 100, 36, 30), Wish("inner", 100, 36, 6)])
    inner, outer = row.seats
    assert (inner.span, inner.lane, inner.left) == ("inner", 0, 100)
    assert (outer.span, outer.lane) == ("outer", 1)
    assert outer.left == 100 + STAIR
    assert inner.anchor < outer.left


def test_neighbours_move_over_a_little_before_they_climb() -> None:
    row = Row(500)
    row.fill([Wish("a", 100, 40, 5), Wish("b", 130, 40, 5)])
    assert [seat.lane for seat in row.seats] == [0, 0]


def test_beyond_the_highest_lane_chips_are_refused() -> None:
    row = Row(80)
    row.fill([Wish(f"s{n}", 0, 80, n) for n in range(12)])
    assert row.refused
    assert {wish.span for wish in row.refused}.isdisjoint({seat.span for seat in row.seats})
