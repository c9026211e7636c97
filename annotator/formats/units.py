"""Offsets of formats that count otherwise: UTF-16 units and bytes, to code points and back."""

from bisect import bisect_left

from annotator.core.offsets import ASTRAL

Range = tuple[int, int]


class Utf16:
    """Offsets of one text in UTF-16 units, as JavaScript and Java count."""

    def __init__(self, text: str) -> None:
        self._astral = [match.start() for match in ASTRAL.finditer(text)]
        self._units = [place + before for before, place in enumerate(self._astral)]
        self._length = len(text)

    @property
    def differs(self) -> bool:
        """Whether these offsets are others than code points."""
        return bool(self._astral)

    def to(self, offset: int) -> int:
        """UTF-16 units before a code point."""
        return offset + bisect_left(self._astral, offset)

    def back(self, units: int) -> int | None:
        """The code point at which that many units end; None inside a pair and off the text."""
        before = bisect_left(self._units, units)
        if before and self._units[before - 1] == units - 1:
            return None
        offset = units - before
        return offset if 0 <= offset <= self._length else None

    def range_back(self, start: int, end: int) -> Range | None:
        """Both offsets of a range; None where one has no code point."""
        first, last = self.back(start), self.back(end)
        return None if first is None or last is None else (first, last)
