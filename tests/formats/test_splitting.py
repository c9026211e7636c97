"""Parts of a training set: every document in one, groups whole, shares kept, by the seed alone."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import ExportError
from annotator.formats.splitting import Split, Splitting, parse_shares, targets

EIGHTY = parse_shares("80/10/10")


def document(name: str, text: str, labels: list[str], **meta: str) -> DocumentRecord:
    """A document with a span of each label."""
    spans = [SpanRecord(str(number), ((0, 1),), label) for number, label in enumerate(labels)]
    return DocumentRecord(name, text, meta=dict(meta), sets=[SetRecord("Ana", state="submitted", spans=spans)])


def parted(records: list[DocumentRecord], split: Split) -> Splitting:
    splitting = Splitting(split)
    for record in records:
        splitting.add(record)
    list(splitting.steps())
    return splitting


@st.composite
def projects(draw: st.DrawFn) -> list[DocumentRecord]:
    """Documents of which some share text, source or most of their words, in any order."""
    found = []
    for number in range(draw(st.integers(3, 40))):
        text = draw(st.sampled_from(["same words in many", "SAME  words in many", f"only here {number}"]))
        labels = draw(st.lists(st.sampled_from(["ORG", "GPE", "LAW"]), max_size=4))
        meta = draw(st.sampled_from([{}, {}, {"source": "wire"}, {"group": "7"}, {"source": ""}]))
        found.append(document(f"d{number}", f"{text}", labels, **meta))
    return found


@given(projects(), st.sampled_from(["80/10/10", "80/20", "1/1/1", "50/0/50", "98/1/1"]), st.integers(0, 3), st.data())
def test_every_document_has_one_part_and_groups_stay_whole(
    records: list[DocumentRecord], shares: str, seed: int, data: st.DataObject
) -> None:
    split = Split(parse_shares(shares), seed)
    splitting, refused = Splitting(split), False
    for record in records:
        splitting.add(record)
    try:
        list(splitting.steps())
    except ExportError:
        refused = True
    assert refused == (len(splitting.groups) < len(split.parts))
    if refused:
        return
    places = [splitting.places(part) for part in split.parts]
    assert sorted(place for some in places for place in some) == list(range(len(records)))
    assert all(places)
    part_of = {record.name: splitting.part_of(number) for number, record in enumerate(records)}
    together: dict[tuple[str, str], set[str]] = {}
    for record in records:
        keys = [("text", " ".join(record.text.casefold().split()))]
        keys += [(key, value) for key, value in record.meta.items() if value]
        for key in keys:
            together.setdefault(key, set()).add(part_of[record.name])
    assert all(len(parts) == 1 for parts in together.values())
    largest = max(map(len, splitting.groups))
    wanted = targets(len(records), split.shares)
    assert all(len(splitting.places(part)) <= wanted[part] + largest - 1 for part in split.parts)
    shuffled = data.draw(st.permutations(records))
    again = parted(shuffled, split)
    assert {record.name: again.part_of(number) for number, record in enumerate(shuffled)} == part_of


@given(st.integers(2, 500), st.lists(st.integers(1, 100), min_size=2, max_size=3))
def test_targets_are_the_shares_rounded_and_never_nothing(count: int, values: list[int]) -> None:
    shares = tuple((str(number), value / sum(values)) for number, value in enumerate(values))
    wanted = targets(count, shares)
    if count >= len(shares):
        assert sum(wanted.values()) == count
        assert min(wanted.values()) >= 1
        if min(count * share for _, share in shares) >= 1:
            assert all(abs(wanted[name] - count * share) < 1 for name, share in shares)


def test_labels_are_shared_out_better_than_by_chance() -> None:
    rng = random.Random(7)
    often = {"ORG": 60, "PERSON": 30, "GPE": 20, "LAW": 4, "EVENT": 2}
    records = []
    for number in range(600):
        labels = [label for label, share in often.items() for _ in range(3) if rng.random() * 100 < share]
        records.append(document(f"d{number}", f"text number {number}", labels))

    def off(part_of: list[str]) -> float:
        """How far the shares of labels are from those asked for, summed."""
        counts = {part: Counter[str]() for part, _ in EIGHTY}
        for record, part in zip(records, part_of, strict=True):
            counts[part].update(span.label for span in record.sets[0].spans)
        total = sum(counts.values(), Counter[str]())
        return sum(abs(counts[part][label] / total[label] - share) for part, share in EIGHTY for label in often)

    splitting = parted(records, Split(EIGHTY))
    assert [len(splitting.places(part)) for part, _ in EIGHTY] == [480, 60, 60]
    ours = off([splitting.part_of(number) for number in range(600)])
    chance = []
    for _ in range(20):
        some = ["train"] * 480 + ["dev"] * 60 + ["test"] * 60
        rng.shuffle(some)
        chance.append(off(some))
    assert ours < min(chance)
    assert ours < sum(chance) / len(chance) / 2


def test_relations_and_labels_of_documents_count_too() -> None:
    records = [document(f"d{number}", f"text {number}", ["ORG", "ORG"]) for number in range(20)]
    for record in records[:2]:
        record.sets[0].relations = [RelationRecord("r", "0", "1", "owns")]
    for record in records[2:4]:
        record.sets[0].labels = ["sport"]
    splitting = parted(records, Split(parse_shares("50/50")))
    assert {splitting.part_of(0), splitting.part_of(1)} == {"train", "test"}
    assert {splitting.part_of(2), splitting.part_of(3)} == {"train", "test"}


def test_another_seed_parts_otherwise() -> None:
    records = [document(f"d{number}", f"text {number}", []) for number in range(50)]
    first, second = (parted(records, Split(EIGHTY, seed)).places("dev") for seed in (0, 1))
    assert len(first) == len(second) == 5
    assert first != second


def test_near_duplicates_stay_together_unless_nobody_looks_for_them() -> None:
    words = " ".join(f"w{number}" for number in range(100))
    records = [document(f"n{number}", f"{words} {number}", []) for number in range(6)]
    records += [document(f"d{number}", f"another {number}", []) for number in range(6)]
    splitting = parted(records, Split(parse_shares("50/50")))
    assert len({splitting.part_of(number) for number in range(6)}) == 1
    assert splitting.as_json()["documents_joined"] == {"near duplicates": 6}
    apart = parted(records, Split(parse_shares("50/50"), near=0))
    assert len(apart.groups) == 12
    assert apart.as_json()["near"] == 0


def test_the_keys_of_groups_can_be_chosen() -> None:
    records = [document(f"d{number}", f"text {number}", [], site=str(number % 3)) for number in range(9)]
    splitting = parted(records, Split(parse_shares("2/1"), group=("site",)))
    assert sorted(map(len, splitting.groups)) == [3, 3, 3]
    assert [len(splitting.places(part)) for part in ("train", "test")] == [6, 3]


def test_too_few_groups_are_refused_with_the_reason() -> None:
    records = [document(f"d{number}", f"text {number}", [], source="wire") for number in range(9)]
    with pytest.raises(
        ExportError, match=r"9 documents cannot be parted into train, dev, test; 9 of them stay together"
    ):
        parted(records, Split(EIGHTY))


@pytest.mark.parametrize("text", ["80", "a/b", "80/10/5/5", "100/0/0", "-1/2", "80//10", ""])
def test_shares_that_are_none(text: str) -> None:
    with pytest.raises(ExportError, match="is no split"):
        parse_shares(text)


def test_shares() -> None:
    assert parse_shares("3/1") == (("train", 0.75), ("test", 0.25))
    assert parse_shares("80/20/0") == (("train", 0.8), ("dev", 0.2))


@pytest.mark.parametrize("near", [-0.1, 1.1, 90])
def test_a_likeness_that_is_none(near: float) -> None:
    with pytest.raises(ExportError, match="between 0 and 1"):
        Splitting(Split(EIGHTY, near=near))
