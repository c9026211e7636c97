"""What a change makes stale, and that heights and caches stay right."""

import pytest

from annotator.ui.canvas.metrics import Metrics
from annotator.ui.canvas.scene import ShownRelation, ShownSpan
from annotator.ui.canvas.sheet import CACHED, Cache, Sheet
from benchmarks.canvas import scene_of
from benchmarks.documents import news
from benchmarks.memory_scene import MemoryScene

PARAGRAPHS = 60
WIDTH = 700


@pytest.fixture(scope="module")
def metrics(qapp: object) -> Metrics:
    return Metrics(16)


def many() -> MemoryScene:
    """Paragraphs of some 100 characters; spans "a0" … at their starts."""
    text = "\n".join(f"Name{n:03} is a word at the start of a paragraph that goes on for a while." for n in range(60))
    places = [0] + [place + 1 for place, sign in enumerate(text) if sign == "\n"]
    return MemoryScene(text, [ShownSpan(f"a{n}", ((at, at + 7),), "ORG") for n, at in enumerate(places)])


def all_laid(sheet: Sheet) -> None:
    for block in range(len(sheet.blocks)):
        sheet.laid(block)


def laid_by(sheet: Sheet, ranges: list[tuple[int, int]], spans: list[str], relations: list[str]) -> int:
    """How many blocks must be laid out again after a change."""
    sheet.change(ranges, spans, relations)
    before = sheet.laid_out
    all_laid(sheet)
    return sheet.laid_out - before


def test_a_span_costs_its_block(metrics: Metrics) -> None:
    scene, sheet = many(), None
    sheet = Sheet(scene, metrics, WIDTH)
    all_laid(sheet)
    span = scene.span("a30")
    assert span is not None
    scene.put_span(span._replace(label="GPE"))
    assert laid_by(sheet, [(span.start, span.end)], ["a30"], []) == 1
    assert [chip.label for line in sheet.laid(30).lines for chip in line.chips] == ["GPE"]
    scene.drop_span("a30")
    assert laid_by(sheet, [(span.start, span.end)], ["a30"], []) == 1
    assert not sheet.laid(30).anchors


def test_a_relation_costs_the_blocks_of_its_ends(metrics: Metrics) -> None:
    scene = many()
    sheet = Sheet(scene, metrics, WIDTH)
    all_laid(sheet)
    scene.put_relation(ShownRelation("r", "a3", "a9", "met"))
    assert laid_by(sheet, [], [], ["r"]) == 2
    assert "r" in sheet.laid(3).relations & sheet.laid(9).relations
    scene.drop_relation("r")
    assert laid_by(sheet, [], [], ["r"]) == 2
    assert not sheet.laid(3).relations


def test_a_span_costs_the_other_ends_of_its_relations(metrics: Metrics) -> None:
    scene = many()
    scene.put_relation(ShownRelation("r", "a3", "a9", "met"))
    scene.put_relation(ShownRelation("q", "a3", "a40", "met"))
    sheet = Sheet(scene, metrics, WIDTH)
    all_laid(sheet)
    span = scene.span("a3")
    assert span is not None
    scene.put_span(span._replace(fragments=((span.start, span.end + 3),)))
    assert laid_by(sheet, [(span.start, span.end + 3)], ["a3"], []) == 3


def test_focus_costs_nothing_where_all_arcs_are_drawn(metrics: Metrics) -> None:
    scene = many()
    scene.put_relation(ShownRelation("r", "a3", "a9", "met"))
    sheet = Sheet(scene, metrics, WIDTH)
    all_laid(sheet)
    assert not sheet.draw_in_full(frozenset({"a3"}))
    sheet.show(arcs="focus", suggestions=True)
    all_laid(sheet)
    assert sheet.draw_in_full(frozenset({"a9"}))
    before = sheet.laid_out
    all_laid(sheet)
    assert sheet.laid_out - before == 2


def test_a_crowd_that_comes_turns_its_surroundings_into_ticks(metrics: Metrics) -> None:
    scene = many()
    sheet = Sheet(scene, metrics, WIDTH, window=1000, threshold=3)
    all_laid(sheet)
    for number in range(6):
        scene.put_relation(ShownRelation(f"r{number}", "a20", f"a{21 + number % 3}", "met"))
        sheet.change([], [], [f"r{number}"])
    assert any(line.ticks for line in sheet.laid(20).lines)
    assert not any(line.strokes for line in sheet.laid(20).lines)
    for number in range(6):
        scene.drop_relation(f"r{number}")
        sheet.change([], [], [f"r{number}"])
    assert not any(line.ticks or line.strokes for line in sheet.laid(20).lines)


def test_changed_layouts_are_what_a_fresh_sheet_would_lay_out(metrics: Metrics) -> None:
    scene = scene_of(news(11, characters=12_000, entities=160, links=120))
    sheet = Sheet(scene, metrics, WIDTH, threshold=10_000)
    all_laid(sheet)
    for number in range(0, 60, 3):
        span = scene.span(f"s{number}")
        assert span is not None
        before, moved = (span.start, span.end), span._replace(fragments=((span.start, span.end - 2),), label="LOC")
        scene.put_span(moved)
        sheet.change([before, (moved.start, moved.end)], [span.id], [])
    fresh = Sheet(scene, metrics, WIDTH, threshold=10_000)
    for block in range(len(sheet.blocks)):
        kept, new = sheet.laid(block), fresh.laid(block)
        assert [line.fills for line in kept.lines] == [line.fills for line in new.lines]
        assert [line.chips for line in kept.lines] == [line.chips for line in new.lines]
        assert kept.relations == new.relations


def test_a_change_of_the_whole_text_is_one_count_of_everything(metrics: Metrics) -> None:
    class Counted(MemoryScene):
        reads = 0

        def spans_in(self, start: int, end: int) -> list[ShownSpan]:
            self.reads += 1
            return super().spans_in(start, end)

    small = scene_of(news(13, characters=300_000, entities=3_000, links=1_000))
    scene = Counted(small.text, small.spans, small.relations)
    sheet = Sheet(scene, metrics, WIDTH)
    sheet.laid(0)
    scene.reads = 0
    sheet.change([(0, len(scene.text))], [], [])
    sheet.laid(0)
    assert scene.reads == 1


def test_heights_become_exact_and_add_up(metrics: Metrics) -> None:
    sheet = Sheet(many(), metrics, WIDTH)
    all_laid(sheet)
    assert sheet.height == sum(sheet.laid(block).height for block in range(PARAGRAPHS))
    assert sheet.block_at(sheet.top(17) + 1) == 17
    assert sheet.block_at(-5) == 0
    assert sheet.block_at(10**9) == PARAGRAPHS - 1


def test_estimates_are_near_enough_for_a_scrollbar(metrics: Metrics) -> None:
    sheet = Sheet(scene_of(news(12, characters=60_000, entities=900, links=480)), metrics, WIDTH)
    guessed = sheet.height
    all_laid(sheet)
    assert 0.75 < guessed / sheet.height < 1.3


def test_another_width_lays_out_anew(metrics: Metrics) -> None:
    sheet = Sheet(many(), metrics, WIDTH)
    tall = sheet.laid(0).height
    sheet.configure(metrics, 240, 3000, 12)
    assert sheet.laid(0).height > tall
    assert len(sheet.shaped(0)) > 1


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    cache: Cache[str] = Cache()
    for block in range(10):
        cache.put(block, str(block), CACHED // 5)
        cache.get(0)
    assert cache.get(0) == "0"
    assert cache.get(1) is None
    assert len(cache.values()) < 6
