"""Training sets: documents parted into train, dev and test, labels in like shares, groups whole."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from annotator.core.records import DocumentRecord
from annotator.formats.near_duplicates import Groups, NearDuplicates
from annotator.formats.writing import ExportError

PARTS = {2: ("train", "test"), 3: ("train", "dev", "test")}
METHOD = "iterative stratification by label (Sechidis et al. 2011), groups whole"
EMPTY = "\0"  # stands for "nothing is marked here", which is shared out like a label


class Split(NamedTuple):
    """How documents are to be parted; `near` is the least likeness of near duplicates, 0 to look for none."""

    shares: tuple[tuple[str, float], ...]  # (part, share of 1), parts without documents left out
    seed: int = 0
    near: float = 0.9
    group: tuple[str, ...] = ("group", "source")  # metadata: documents with the same value stay together

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts."""
        return tuple(name for name, _ in self.shares)


def parse_shares(text: str) -> tuple[tuple[str, float], ...]:
    """The shares that "80/10/10" (train, dev, test) or "80/20" (train, test) names. Raises ExportError."""
    numbers = text.split("/")
    wrong = ExportError(f"{text} is no split; write shares such as 80/10/10 (train/dev/test) or 80/20 (train/test).")
    if len(numbers) not in PARTS or not all(one.strip().isdecimal() for one in numbers):
        raise wrong
    values = [int(one) for one in numbers]
    if sum(value > 0 for value in values) < 2:
        raise wrong
    return tuple((name, value / sum(values)) for name, value in zip(PARTS[len(values)], values, strict=True) if value)


@dataclass(slots=True)
class _Group:
    """Documents that stay together."""

    key: str  # where it stands in the order that the seed makes
    documents: list[int] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)


class Splitting:
    """Takes each document once, then says which part each belongs to.

    The same documents give the same parts, in whatever order they come.
    """

    def __init__(self, split: Split) -> None:
        if not 0 <= split.near <= 1:
            raise ExportError(f"{split.near:g} is no likeness; it is between 0 and 1.")
        self.split = split
        self.keys: list[str] = []  # what tells a document from others: its name and text
        self._labels: list[Counter[str]] = []
        self._same: dict[tuple[str, str], list[int]] = {}  # what documents have in common, and which have it
        self._near = NearDuplicates(split.near) if split.near else None
        self._parts: list[str] = []
        self.groups: list[list[int]] = []
        self.joined: Counter[str] = Counter()  # documents that share a group with another, by what joins them

    def add(self, record: DocumentRecord) -> None:
        """Take the next document."""
        number = len(self.keys)
        text = hashlib.sha256(" ".join(record.text.split()).casefold().encode("utf-8", "surrogatepass")).hexdigest()
        self.keys.append(key_of(record))
        self._labels.append(labels_in(record))
        self._same.setdefault(("same text", text), []).append(number)
        for name in self.split.group:
            if record.meta.get(name) not in (None, "", [], {}):
                self._same.setdefault((f"same {name}", repr(record.meta[name])), []).append(number)
        if self._near is not None:
            self._near.add(record.text)

    def steps(self) -> Iterator[None]:
        """Decide, yielding now and then. Raises ExportError where a part would stay empty."""
        groups = Groups(len(self.keys))
        for (why, _), numbers in self._same.items():
            self.joined[why] += len(numbers) if len(numbers) > 1 else 0
            for number in numbers[1:]:
                groups.join(numbers[0], number)
        if self._near is not None:
            near = Groups(len(self.keys))
            for _ in self._near.join(near):
                yield
            for numbers in near.members():
                self.joined["near duplicates"] += len(numbers) if len(numbers) > 1 else 0
                for number in numbers[1:]:
                    groups.join(numbers[0], number)
        self.groups = groups.members()
        self._check()
        self._parts = share_out([self._group(numbers) for numbers in self.groups], self.split.shares)

    def part_of(self, number: int) -> str:
        """The part of the document that came as this number, from 0."""
        return self._parts[number]

    def places(self, part: str) -> list[int]:
        """Numbers of the documents of a part, in the order in which they came."""
        return [number for number, name in enumerate(self._parts) if name == part]

    def _group(self, numbers: list[int]) -> _Group:
        names = "\n".join(sorted(self.keys[number] for number in numbers))
        key = hashlib.sha256(f"{self.split.seed}\n{names}".encode("utf-8", "surrogatepass")).hexdigest()
        return _Group(key, numbers, sum((self._labels[number] for number in numbers), Counter()))

    def _check(self) -> None:
        if len(self.groups) < len(self.split.shares):
            whole = max(map(len, self.groups))
            why = f"; {whole} of them stay together ({self._why()})" if whole > 1 else ""
            raise ExportError(
                f"{len(self.keys)} documents cannot be parted into {', '.join(self.split.parts)}{why}; nothing was "
                "written. Other groups: --group; other likeness: --near."
            )

    def _why(self) -> str:
        return ", ".join(why for why, count in self.joined.most_common() if count)

    def as_json(self) -> dict[str, Any]:
        """What was asked for and how documents were joined, for manifests."""
        return {
            "method": METHOD,
            "seed": self.split.seed,
            "shares": {name: round(share, 6) for name, share in self.split.shares},
            "near": self.split.near,
            "near_measure": "shared word triples of all word triples of both texts (Jaccard)",
            "near_compared": self._near.share_compared if self._near is not None else 0,
            "group": list(self.split.group),
            "groups": len(self.groups),
            "largest_group": max(map(len, self.groups)),
            "documents_joined": {why: count for why, count in sorted(self.joined.items()) if count},
        }


def key_of(record: DocumentRecord) -> str:
    """What tells a document from others: its name and text, hashed."""
    return hashlib.sha256(f"{record.name}\0{record.text}".encode("utf-8", "surrogatepass")).hexdigest()


def labels_in(record: DocumentRecord) -> Counter[str]:
    """How often each label is used in a document; spans, relations and documents have labels of their own."""
    found: Counter[str] = Counter()
    for one in record.sets:
        found.update(f"span {span.label}" for span in one.spans)
        found.update(f"relation {relation.label}" for relation in one.relations)
        found.update(f"document {label}" for label in one.labels)
    return found or Counter([EMPTY])


# ---- sharing out


def targets(count: int, shares: Sequence[tuple[str, float]]) -> dict[str, int]:
    """How many of so many documents each part is to have: at least one each, the largest remainders rounded up."""
    wanted = {name: max(1, int(count * share)) for name, share in shares}
    by_remainder = sorted(shares, key=lambda one: int(count * one[1]) - count * one[1])
    for name, _ in by_remainder * (count // max(1, len(shares)) + 1):
        if sum(wanted.values()) >= count:
            break
        wanted[name] += 1
    while sum(wanted.values()) > count and max(wanted.values()) > 1:
        wanted[max(wanted, key=lambda name: wanted[name])] -= 1
    return wanted


def share_out(groups: list[_Group], shares: Sequence[tuple[str, float]]) -> list[str]:
    """The part of each document. There must be as many groups as parts, or more.

    Groups that no part but the largest could hold go first. Then, label by label, the rarest first: its groups go where
    this label lacks most, of parts that have room. So a part has at most its target and a group less one document.
    """
    return _SharingOut(groups, shares).result()


class _SharingOut:
    def __init__(self, groups: list[_Group], shares: Sequence[tuple[str, float]]) -> None:
        self._groups = sorted(groups, key=lambda one: one.key)
        self._count = sum(len(one.documents) for one in groups)
        self._room = targets(self._count, shares)
        total = sum((one.labels for one in groups), Counter[str]())
        self._lacking = {name: {label: number * share for label, number in total.items()} for name, share in shares}
        self._empty = [name for name, _ in shares]
        self._parts = [""] * self._count
        self._waiting = len(groups)

    def result(self) -> list[str]:
        smallest = min(self._room.values())
        for group in sorted(self._groups, key=lambda one: -len(one.documents)):
            if len(group.documents) > smallest:
                self._put(group, label="")
        rest = [group for group in self._groups if len(group.documents) <= smallest]
        for label, some in self._by_rarest(rest):
            for group in some:
                self._put(group, label=label)
        return self._parts

    def _by_rarest(self, groups: list[_Group]) -> Iterator[tuple[str, list[_Group]]]:
        """Labels and the groups that have them and had no rarer one; those with most of it first."""
        number: Counter[str] = Counter(label for group in groups for label in group.labels)
        having: dict[str, list[_Group]] = {}
        for group in groups:
            for label in group.labels:
                having.setdefault(label, []).append(group)
        gone: set[str] = set()
        while number:
            label = min(number, key=lambda one: (one == EMPTY, number[one], one))
            some = [group for group in having[label] if group.key not in gone]
            gone.update(group.key for group in some)
            for group in some:
                number.subtract(group.labels.keys())
            number = +number
            number.pop(label, None)
            yield label, sorted(some, key=lambda group: -group.labels[label])

    def _put(self, group: _Group, *, label: str) -> None:
        size = len(group.documents)
        names: list[str] = [name for name, room in self._room.items() if room >= size]
        names = names or [name for name, room in self._room.items() if room > 0]
        if self._waiting <= len(self._empty):
            names = self._empty
        name = max(names, key=lambda one: (self._lacking[one].get(label, 0), self._room[one], one))
        for document in group.documents:
            self._parts[document] = name
        for one, count in group.labels.items():
            self._lacking[name][one] -= count
        self._room[name] -= size
        self._waiting -= 1
        self._empty = [one for one in self._empty if one != name]


def missing(split: Split, counts: Mapping[str, Counter[str]]) -> dict[str, list[str]]:
    """Labels by the parts that have none of them, though another part has."""
    every = set().union(*counts.values())
    return {part: sorted(every - set(counts[part])) for part in split.parts if every - set(counts[part])}
