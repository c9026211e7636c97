"""Lanes above a line: short pieces low, each in the first lane free; and clear spots for words among the verticals."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from annotator.ui.canvas.routes import Piece

MOST = 12
APART = 8.0
PATIENCE = 8
"""Pieces refused in a row after which a line counts as full: nothing longer will fit either."""


def assign(pieces: Iterable[Piece]) -> tuple[int, list[Piece]]:
    """Give each piece its lane. Returns the number of lanes used and the pieces that found none."""
    lanes: list[list[tuple[float, float]]] = []
    refused: list[Piece] = []
    in_vain = 0
    for piece in sorted(pieces, key=lambda p: (p.high - p.low, p.low, p.relation.id)):
        lane = None if in_vain >= PATIENCE else _first_free(lanes, piece.low - APART, piece.high + APART)
        if lane is None:
            in_vain += 1
            refused.append(piece)
            continue
        in_vain = 0
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((piece.low, piece.high))
        piece.lane = lane
    return len(lanes), refused


def _first_free(lanes: Sequence[Sequence[tuple[float, float]]], low: float, high: float) -> int | None:
    for number, taken in enumerate(lanes):
        if not any(left < high and low < right for left, right in taken):
            return number
    return len(lanes) if len(lanes) < MOST else None


def clear_spot(low: float, high: float, width: float, blocked: Sequence[float]) -> float:
    """The left edge of words of this width between low and high, near the middle, clear of the blocked places.

    `blocked` ascends. Where no spot is clear the middle is taken: the halo keeps the words readable.
    """
    middle = (low + high) / 2
    reach = width / 2 + 4
    if high - low < width or _is_clear(middle, reach, blocked):
        return middle - width / 2
    spots = [place + way * (reach + 0.5) for place in blocked for way in (-1, 1)]
    usable = (spot for spot in spots if low + width / 2 <= spot <= high - width / 2 and _is_clear(spot, reach, blocked))
    best = min(usable, key=lambda spot: abs(spot - middle), default=middle)
    return best - width / 2


def _is_clear(middle: float, reach: float, blocked: Sequence[float]) -> bool:
    place = bisect_left(blocked, middle - reach)
    return place == len(blocked) or blocked[place] > middle + reach
