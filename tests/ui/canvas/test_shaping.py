"""Lines of a block: offsets to points and back in every script, and a display copy that never changes length."""

import os
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from annotator.ui.canvas.graphemes import boundaries
from annotator.ui.canvas.metrics import Metrics
from annotator.ui.canvas.shaping import Shaped, display_copy, reads_leftwards

TEXTS = {
    "plain": "The offer of $41.50 a share is 38 percent above the closing price on the exchange in New York.",
    "astral": "Results 😀😃 were 𝔊𝔬𝔬𝔡 and 👩‍👩‍👧‍👦 agreed 👍🏽 in 🇩🇰 at once, which nobody had foreseen.",
    "combining": "Cafe\u0301 re\u0301sume\u0301 nai\u0308ve a\u0308\u0323b, and a plain end of the line.",
    "hebrew": "חברת נורדהבן הודיעה ביום שישי כי תרכוש את לומן תמורת שני מיליארד דולר בעסקה הגדולה בתולדותיה.",
    "mixed": "The company חברת נורדהבן said on Friday 2019 that שלום עולם (abc) agreed with الشركة في كوبنهاغن.",
    "arabic": "أعلنت الشركة في كوبنهاغن يوم الجمعة أنها ستشتري Lumen Diagnostics مقابل 2.4 مليار دولار أمريكي.",
    "altered": "one\rtwo\x00three\ufefffour\u2029five\xa0six\u202eseven\u2066eight",
}


@pytest.fixture(scope="module")
def metrics(qapp: object) -> Metrics:
    return Metrics(16)


@pytest.mark.parametrize("name", list(TEXTS))
@pytest.mark.parametrize("width", [180, 500])
def test_every_sign_is_found_again_at_its_middle(name: str, width: int, metrics: Metrics) -> None:
    text = TEXTS[name]
    shaped = Shaped(0, 1000, text, metrics, width)
    for edge in boundaries(text)[:-1]:
        offset = 1000 + edge
        line = shaped.line_of(offset)
        if _is_hanging_space(shaped, line, offset, text[edge]):
            continue
        assert shaped.offset_at(line, shaped.middle_x(offset, line)) == offset, (text[edge], line)


def _is_hanging_space(shaped: Shaped, line: int, offset: int, sign: str) -> bool:
    """The space a line was broken at has no width of its own, nor have marks of format and line separators."""
    return (offset == shaped.line_range(line)[1] - 1 and sign.isspace()) or sign in "\ufeff\u2029"


def test_lines_follow_each_other_without_a_gap(metrics: Metrics) -> None:
    for text in TEXTS.values():
        shaped = Shaped(0, 7, text, metrics, 200)
        found = [shaped.line_range(line) for line in range(len(shaped))]
        assert found[0][0] == 7
        assert found[-1][1] == 7 + len(text)
        assert all(one[1] == other[0] for one, other in pairwise(found))


def test_a_range_across_directions_stands_in_several_stretches(metrics: Metrics) -> None:
    text = TEXTS["mixed"]
    shaped = Shaped(0, 0, text, metrics, 2000)
    start, end = text.index("company"), text.index("נור") + 3
    stretches = shaped.stretches(start, end, 0)
    assert len(stretches) == 2
    assert all(left < right for left, right in stretches)
    assert stretches[0][1] <= stretches[1][0]


def test_paragraphs_that_begin_leftwards_stand_at_the_right(metrics: Metrics) -> None:
    shaped = Shaped(0, 0, TEXTS["hebrew"], metrics, 2000)
    assert shaped.leftwards
    assert shaped.x(0, 0) == pytest.approx(2000)
    assert not Shaped(0, 0, TEXTS["mixed"], metrics, 2000).leftwards
    assert reads_leftwards("(2019) الشركة in")
    assert not reads_leftwards("2019 …")


@given(st.text(max_size=200))
def test_the_display_copy_keeps_every_offset(text: str) -> None:
    copy = display_copy(text)
    assert len(copy) == len(text)
    assert not set(copy) & set("\r\x00\ufeff\u2029\u202e\u2066\ud800")


def test_controls_of_direction_are_shown() -> None:
    assert display_copy("a\u202eb\u2069c") == "a⇠b⇡c"
    assert display_copy("a\rb\x00") == "a␍b␀"
    assert display_copy("tab\tstays\xa0here") == "tab\tstays\xa0here"


def test_an_empty_block_has_one_line(metrics: Metrics, qtbot: QtBot) -> None:
    shaped = Shaped(3, 40, "", metrics, 300)
    assert len(shaped) == 1
    assert shaped.line_range(0) == (40, 40)
    assert shaped.offset_at(0, 50.0) == 40
