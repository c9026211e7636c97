"""Near duplicates: what is found is what comparing every pair finds."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.near_duplicates import Groups, NearDuplicates

WORDS = ("sun", "Moon", "sea", "war", "tax", "海", "río")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=12)


def triples(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return set(zip(words, words[1:], words[2:], strict=False)) if len(words) > 2 else {tuple(words)} - {()}


def found(texts: list[str], threshold: float, *, most: int = 1_000_000) -> list[list[int]]:
    near, groups = NearDuplicates(threshold, most=most), Groups(len(texts))
    for text in texts:
        near.add(text)
    for _ in near.join(groups):
        pass
    return groups.members()


@given(TEXTS, st.sampled_from([0.2, 0.5, 0.7, 0.9, 1.0]))
def test_no_pair_is_missed_and_none_invented(texts: list[str], threshold: float) -> None:
    groups = Groups(len(texts))
    for one, other in combinations(range(len(texts)), 2):
        both = triples(texts[one]), triples(texts[other])
        if all(both) and len(both[0] & both[1]) >= threshold * len(both[0] | both[1]) - 1e-9:
            groups.join(one, other)
    assert found(texts, threshold) == groups.members()


def test_one_word_of_sixty_makes_no_other_text() -> None:
    words = [f"w{number}" for number in range(60)]
    changed = [*words[:30], "else", *words[31:]]
    assert found([" ".join(words), " ".join(changed)], 0.9) == [[0, 1]]
    assert found([" ".join(words[:50]), " ".join(changed[:50])], 0.9) == [[0], [1]]


def test_texts_without_words_are_like_no_other() -> None:
    assert found(["", "…", "", "a b"], 0.1) == [[0], [1], [2], [3]]


def test_with_too_many_triples_every_second_is_compared_whatever_the_order() -> None:
    texts = [" ".join(f"w{number}-{place}" for place in range(80)) for number in range(12)]
    texts.append(texts[0] + " more")
    shares = []
    for some in (texts, texts[::-1]):
        near, groups = NearDuplicates(0.9, most=600), Groups(13)
        for text in some:
            near.add(text)
        list(near.join(groups))
        assert sorted(map(len, groups.members())) == [1] * 11 + [2]
        assert groups.find(0) == groups.find(12)
        shares.append(near.share_compared)
    assert shares[0] == shares[1] < 1
