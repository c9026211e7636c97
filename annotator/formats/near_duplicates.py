"""Which documents say nearly the same: exact, by the word triples that two texts share."""

import re
from array import array
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from math import ceil

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")  # where no blanks part words, each sign is one
_BUCKETS = 1 << 22
_SLACK = 1e-9  # 0.7 * 10 is a little more than 7
MOST_TRIPLES = 25_000_000  # kept in memory, 8 bytes each


class Groups:
    """Numbers that were joined, directly or through others."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def find(self, number: int) -> int:
        """The number that stands for its group: its least."""
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make two groups one."""
        first, second = sorted((self.find(one), self.find(other)))
        self._above[second] = first

    def members(self) -> list[list[int]]:
        """All groups, each in ascending order."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._above)):
            found.setdefault(self.find(number), []).append(number)
        return list(found.values())


class NearDuplicates:
    """Texts as sets of word triples; pairs that share at least `threshold` of all triples of both (Jaccard).

    Rare triples first, two such sets must share one among their first few; only those that do are compared, and these
    wholly. So nothing is missed and nothing found by chance. Beyond 25 million triples in all, every second, fourth …
    triple is left out, the same in every text: `share_compared` says how many stand for all.
    """

    def __init__(self, threshold: float, *, most: int = MOST_TRIPLES) -> None:
        self._threshold, self._most = threshold, most
        self._texts: list[array[int]] = []
        self._total, self._scale = 0, 1
        self._words: dict[str, int] = {}

    @property
    def share_compared(self) -> float:
        """The part of all triples that is compared: 1.0 up to 25 million triples."""
        return 1 / self._scale

    def add(self, text: str) -> None:
        """Take the next text."""
        found = array("Q", (one for one in self._triples(text) if one % self._scale == 0))
        self._texts.append(found)
        self._total += len(found)
        while self._total > self._most:
            self._scale *= 2
            self._texts = [array("Q", (one for one in kept if one % self._scale == 0)) for kept in self._texts]
            self._total = sum(map(len, self._texts))

    def _triples(self, text: str) -> set[int]:
        known = self._words
        words = _WORD.findall(text.casefold())
        for word in set(words).difference(known):
            known[word] = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        numbers = [known[word] for word in words]
        several = zip(numbers, numbers[1:], numbers[2:], strict=False) if len(numbers) > 2 else [tuple(numbers)]
        # The hash of a tuple of numbers is the same in every run; of texts it would not be.
        return {hash(one) & 0xFFFF_FFFF_FFFF_FFFF for one in several if one}

    def join(self, groups: Groups) -> Iterator[None]:
        """Put texts that say nearly the same into one group, yielding after each; the first text added is 0."""
        counts = self._counts()
        different = self._different(groups)

        @lru_cache(maxsize=20_000)
        def whole(number: int) -> frozenset[int]:
            return frozenset(self._texts[number])

        index: dict[int, dict[int, list[int]]] = {}  # triple: those that have it among their first, by group
        for number in sorted(different, key=lambda one: (len(self._texts[one]), one)):
            size = len(self._texts[number])
            few = size - ceil(self._threshold * size - _SLACK) + 1
            rare = nsmallest(few, ((counts[triple % _BUCKETS], triple) for triple in self._texts[number]))
            first = [triple for count, triple in rare if count > 1]  # what nobody else has joins nobody
            for triple in first:
                for root, others in index.get(triple, {}).items():
                    if groups.find(root) != groups.find(number) and any(
                        self._are_near(whole(number), whole(other)) for other in others
                    ):
                        groups.join(root, number)
            for triple in first:
                index.setdefault(triple, {}).setdefault(groups.find(number), []).append(number)
            yield

    def _counts(self) -> "array[int]":
        """How often triples occur, counted in buckets: never too few, and near enough to put the rare ones first."""
        counts = array("I", bytes(4 * _BUCKETS))
        for kept in self._texts:
            for triple in kept:
                counts[triple % _BUCKETS] += 1
        return counts

    def _different(self, groups: Groups) -> list[int]:
        """One text of each set of triples; the others join its group here."""
        first: dict[bytes, int] = {}
        for number, kept in enumerate(self._texts):
            if kept:
                groups.join(first.setdefault(array("Q", sorted(kept)).tobytes(), number), number)
        return list(first.values())

    def _are_near(self, one: frozenset[int], other: frozenset[int]) -> bool:
        if min(len(one), len(other)) < self._threshold * max(len(one), len(other)) - _SLACK:
            return False
        shared = len(one & other)
        return shared >= self._threshold * (len(one) + len(other) - shared) - _SLACK
