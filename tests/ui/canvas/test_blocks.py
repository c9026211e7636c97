"""Cutting a text into blocks: nothing lost, nothing too long, no sign torn apart."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.canvas.blocks import LONGEST, Blocks
from annotator.ui.canvas.graphemes import boundaries

FAMILY = "👩‍👩‍👧‍👦"


def ranges(blocks: Blocks) -> list[tuple[int, int]]:
    return [blocks.range_of(block) for block in range(len(blocks))]


def test_each_paragraph_is_a_block_and_blank_ones_have_no_number() -> None:
    blocks = Blocks("One.\n\nTwo.\n   \nThree.")
    assert ranges(blocks) == [(0, 4), (5, 5), (6, 10), (11, 14), (15, 21)]
    assert [blocks.number(block) for block in range(5)] == [1, 0, 2, 0, 3]


def test_an_empty_text_is_one_empty_block() -> None:
    blocks = Blocks("")
    assert ranges(blocks) == [(0, 0)]
    assert blocks.is_empty(0)
    assert blocks.closes(0)


def test_a_long_paragraph_is_cut_after_sentences_and_numbered_once() -> None:
    text = "A sentence of some words. " * 400
    blocks = Blocks(text)
    assert len(blocks) > 5
    assert all(text[end - 2 : end] == ". " for _, end in ranges(blocks)[:-1])
    assert [blocks.number(block) for block in range(len(blocks))] == [1] + [0] * (len(blocks) - 1)
    assert {blocks.paragraph(block) for block in range(len(blocks))} == {1}
    assert [blocks.closes(block) for block in range(len(blocks))] == [False] * (len(blocks) - 1) + [True]


@given(st.text(alphabet="ab .\n" + "\u0301", max_size=200), st.integers(1, 120))
def test_blocks_cover_the_text_without_overlap(piece: str, times: int) -> None:
    text = piece * times
    blocks = Blocks(text)
    found = ranges(blocks)
    assert "".join(text[a:b] for a, b in found) == text.replace("\n", "")
    assert all(b - a <= LONGEST for a, b in found)
    for offset in (0, len(text) // 2, len(text)):
        start, end = blocks.range_of(blocks.at(offset))
        assert start <= offset <= end


def test_a_sign_without_end_is_cut_all_the_same() -> None:
    assert all(end - start <= LONGEST for start, end in ranges(Blocks("क्" * 4000)))


def test_no_sign_is_torn_apart() -> None:
    for sign in ("e\u0301", "👍🏽", FAMILY, "क्षि"):
        text = sign * 4000
        edges = set(boundaries(text))
        assert all(start in edges for start, _ in ranges(Blocks(text))), sign
