"""Every script: from an offset to its point and back, for each offset; selections keep to written signs."""

from collections.abc import Callable

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


def test_lines_keep_their_pitch_whatever_font_steps_in(show: Show) -> None:
    view = show(MemoryScene("\n".join(TEXTS.values())))
    frame = view.frame_now()
    assert frame is not None
    heights = {line.bottom - line.top for placed in frame.blocks for line in placed.laid.lines}
    assert max(heights) <= 1.1 * view.metrics.pitch, heights
    assert min(heights) >= view.metrics.pitch
