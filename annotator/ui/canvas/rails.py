"""Which margin rail joins the two lines of a relation: both ends ask at different times and must get one answer."""

from typing import NamedTuple

LANES = 6
BUCKET = 1024
NEIGHBOURHOOD = 120
"""Code points a rail keeps clear beyond its ends, about a line: rails that only just follow each other do not touch."""


class Track(NamedTuple):
    """A rail: the side of the text (-1 left, 1 right), its lane counted from the text, and the stretch it spans."""

    side: int
    lane: int
    low: int
    high: int


class RailBook:
    """Lanes given out so far. A relation keeps its lane until it changes or the lines are broken anew."""

    def __init__(self) -> None:
        self._tracks: dict[str, Track] = {}
        self._buckets: dict[int, set[str]] = {}

    def track(self, relation: str) -> Track | None:
        return self._tracks.get(relation)

    def lay(self, relation: str, side: int, low: int, high: int) -> Track:
        """Give a relation the lane nearest to the text that is free between two offsets."""
        low, high = min(low, high) - NEIGHBOURHOOD, max(low, high) + NEIGHBOURHOOD
        taken = {t.lane for t in self._near(low, high) if t.side == side}
        lane = next((free for free in range(LANES) if free not in taken), (low // NEIGHBOURHOOD) % LANES)
        track = self._tracks[relation] = Track(side, lane, low, high)
        for bucket in range(low // BUCKET, high // BUCKET + 1):
            self._buckets.setdefault(bucket, set()).add(relation)
        return track

    def forget(self, relation: str) -> None:
        track = self._tracks.pop(relation, None)
        if track is not None:
            for bucket in range(track.low // BUCKET, track.high // BUCKET + 1):
                self._buckets[bucket].discard(relation)

    def clear(self) -> None:
        self._tracks.clear()
        self._buckets.clear()

    def _near(self, low: int, high: int) -> list[Track]:
        names = {name for bucket in range(low // BUCKET, high // BUCKET + 1) for name in self._buckets.get(bucket, ())}
        tracks = (self._tracks[name] for name in names)
        return [track for track in tracks if track.low < high and low < track.high]
