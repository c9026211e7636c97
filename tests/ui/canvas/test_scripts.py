"""Every script: from an offset to its point and back, for each offset; selections keep to written signs."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from annotator.ui.canvas.graphemes import boundaries, round_down
from annotator.ui.canvas.view import CanvasView
from benchmarks.memory_scene import MemoryScene

TEXTS = {
    "Arabic": "قالت الشركة إنها ستشتري المصنع الجديد في عمّان.",
    "Hebrew": "החברה הודיעה כי תרכוש את המפעל החדש בתל אביב.",
    "Hebrew with points": "בְּרֵאשִׁית בָּרָא אֱלֹהִים",
    "mixed direction": "The firm החברה paid 43 million to شركة in Oslo.",
    "Chinese": "该公司周一表示将收购这家工厂。",
    "Japanese": "同社は月曜日に工場を買収すると発表した。",
    "Korean": "회사는 월요일에 공장을 인수한다고 밝혔다.",
    "Thai": "บริษัทกล่าวว่าจะซื้อโรงงานแห่งใหม่",
    "Hindi": "कंपनी ने सोमवार को कहा कि वह कारख़ाना ख़रीदेगी।",
    "combining marks": "cafe\u0301 n\u0303andu\u0301 a\u0308\u0323b",
    "emoji": "A 👩‍👩‍👧‍👦 and 🇫🇷 and 👍🏽 end",
    "astral letters": "𝔄𝔫𝔫 met 𐐷𐐲𐑌 and 𠮷野",
}
Show = Callable[..., CanvasView]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("width", [1120, 300])
def test_each_offset_leads_to_a_point_and_back(name: str, width: int, show: Show) -> None:
    text = TEXTS[name]
    view = show(MemoryScene(text), width=width)
    found = [view.offset_at(view.point_at(offset)) for offset in range(len(text))]
    assert found == [round_down(text, offset) for offset in range(len(text))]


@pytest.mark.parametrize("name", TEXTS)
def test_an_edge_never_falls_within_a_written_sign(name: str, show: Show) -> None:
    text = TEXTS[name]
    view = show(MemoryScene(text))
    edges = set(boundaries(text))
    for offset in range(len(text)):
        point = view.point_at(offset)
        for shift in (-3.0, 0.0, 3.0):
            point.setX(point.x() + shift)
            assert view.edge_at(point) in edges, (offset, shift)


@pytest.mark.parametrize("px", [12, 16, 21, 32])
def test_lines_keep_their_pitch_whatever_font_steps_in(px: int, show: Show) -> None:
    view = show(MemoryScene(" ".join(f"Plain words {text}" for text in TEXTS.values())), width=420)
    view.set_text_size(px)
    frame = view.frame_now()
    assert frame is not None
    lines = [line for placed in frame.blocks for line in placed.laid.lines]
    assert len(lines) > 5
    assert {line.bottom - line.top for line in lines} == {view.metrics.pitch}


def test_letters_stand_on_lines_at_equal_distances(show: Show) -> None:
    view = show(MemoryScene(" ".join([*TEXTS.values(), "plain words"] * 2)), width=420)
    frame = view.frame_now()
    assert frame is not None
    layout = frame.blocks[0].laid.shaped.layout
    rows = [layout.lineAt(number) for number in range(layout.lineCount())]
    bases = [row.y() + row.ascent() for row in rows]
    if len({round(row.height()) for row in rows}) == 1:
        pytest.skip("no font here is taller than the text's own")
    assert {round(after - before, 3) for before, after in pairwise(bases)} == {float(view.metrics.pitch)}
