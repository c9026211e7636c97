"""Seats for the chips above a line: shortest span lowest, stacked ones pushed sideways so that none hides an arrow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

HIGHEST = 6
APART = 3.0
STAIR = 15.0
"""What must stay open of a chip with others above it: room for an arrow head or two."""

NUDGES = (0.0, 8.0, 16.0)
STAIRS = (0.0, STAIR, 2 * STAIR, 3 * STAIR, -STAIR, -2 * STAIR)
FARTHER = (4 * STAIR, 5 * STAIR, 6 * STAIR, -3 * STAIR, -4 * STAIR)
"""Where a chip looks that found no seat near its span, before it is counted only."""


class Wish(NamedTuple):
    """A chip that wants a seat: `left` is where its span begins, `size` the span's length in code points."""

    span: str
    left: float
    width: float
    size: int


@dataclass(slots=True)
class Seat:
    """A chip's seat; arcs may stand on it between `open_left` and `open_right`."""

    span: str
    lane: int
    left: float
    right: float
    open_left: float
    open_right: float

    @property
    def anchor(self) -> float:
        return (self.open_left + self.open_right) / 2


class Row:
    """The seats of one line `width` pixels wide; `leftwards` lines push their chips to the left."""

    def __init__(self, width: float, *, leftwards: bool = False) -> None:
        self.width = width
        self.seats: list[Seat] = []
        self.refused: list[Wish] = []
        self.lanes = 0
        self._way = -1.0 if leftwards else 1.0

    def fill(self, wishes: list[Wish]) -> None:
        for wish in sorted(wishes, key=lambda w: (w.size, w.left)):
            if (seat := self.find(wish, HIGHEST) or self.find(wish, HIGHEST, farther=True)) is None:
                self.refused.append(wish)
            else:
                self.take(seat)

    def find(self, wish: Wish, lanes: int, *, farther: bool = False) -> Seat | None:
        """The lowest free seat for a chip, or None; `farther` looks in the upper lanes beside the usual places."""
        for lane in range(1 if farther else 0, lanes):
            for left in self._places(wish, lane, farther=farther):
                seat = Seat(wish.span, lane, left, left + wish.width, left, left + wish.width)
                if self._fits(seat):
                    return seat
        return None

    def find_on_top(self, width: float) -> Seat:
        """A seat on a lane of its own above all others, where it hides nothing, else beside the text."""
        left, lane = 0.0, self.lanes
        while left + width <= self.width:
            seat = Seat("", lane, left, left + width, left, left + width)
            if self._fits(seat):
                return seat
            left += STAIR / 2
        return Seat("", lane, self.width, self.width + width, self.width, self.width + width)

    def take(self, seat: Seat) -> None:
        for below in self.seats:
            if below.lane < seat.lane and below.left < seat.right + APART and seat.left < below.right + APART:
                below.open_left, below.open_right = _remaining(below, seat)
        self.seats.append(seat)
        self.lanes = max(self.lanes, seat.lane + 1)

    def _places(self, wish: Wish, lane: int, *, farther: bool) -> Iterator[float]:
        last = max(0.0, self.width - wish.width + 4)
        for push in FARTHER if farther else STAIRS if lane else NUDGES:
            yield min(last, max(-4.0, wish.left + self._way * push))

    def _fits(self, seat: Seat) -> bool:
        """Whether it overlaps no chip of its lane, and every chip it meets keeps room for arrows; narrows its own."""
        for other in self.seats:
            if other.left >= seat.right + APART or seat.left >= other.right + APART:
                continue
            if other.lane == seat.lane:
                return False
            below, above = (other, seat) if other.lane < seat.lane else (seat, other)
            open_left, open_right = _remaining(below, above)
            if open_right - open_left < STAIR - APART:
                return False
            if below is seat:
                seat.open_left, seat.open_right = open_left, open_right
        return True


def _remaining(below: Seat, above: Seat) -> tuple[float, float]:
    """The larger part of a seat's open stretch that a chip above it leaves free."""
    before = (below.open_left, min(below.open_right, above.left - APART))
    after = (max(below.open_left, above.right + APART), below.open_right)
    return max(before, after, key=lambda part: part[1] - part[0])
