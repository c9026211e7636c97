"""Tags of words: spans written as IOB2, and read from IOB1, IOB2, BILUO and BIOES as they come."""

from collections.abc import Iterable

_BEGINS, _ENDS = "BUS", "LUES"


def iob2(count: int, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """A tag for each of `count` words; spans, by the numbers of their words, share none."""
    tags = ["O"] * count
    for start, end, label in spans:
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return tags


def biluo(count: int, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """The same with the last word and the only word of a span marked as such."""
    tags = ["O"] * count
    for start, end, label in spans:
        if end - start == 1:
            tags[start] = f"U-{label}"
        else:
            tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 2), f"L-{label}"]
    return tags


class Tagged:
    """Tags one after the other, and the spans they say."""

    def __init__(self) -> None:
        self.broken = 0  # tags that go on with what did not begin, in a file that marks beginnings
        self._spans: list[tuple[int, int, str]] = []
        self._start, self._label, self._number = -1, "", 0
        self._orphans, self._marked = 0, False

    def add(self, tag: str) -> None:
        """The tag of the next word."""
        kind, _, label = tag.partition("-")
        if tag == "O" or not label:
            self._close()
        elif kind in _BEGINS or label != self._label or self._start < 0:
            follows = self._start >= 0
            self._close()
            self._orphans += kind not in _BEGINS and not follows
            self._marked = self._marked or (kind in _BEGINS)
            self._start, self._label = self._number, label
        self._number += 1
        if kind in _ENDS and label:
            self._close()

    def end_sentence(self) -> None:
        """No span goes beyond here."""
        self._close()

    def _close(self) -> None:
        if self._start >= 0:
            self._spans.append((self._start, self._number, self._label))
        self._start, self._label = -1, ""

    def spans(self) -> list[tuple[int, int, str]]:
        """(first word, word behind the last, label), ascending."""
        self._close()
        self.broken = self._orphans if self._marked else 0
        return self._spans
