"""Layouts of blocks at random: nothing overlaps what must be read, every item lies in its line."""

from itertools import combinations, pairwise

import pytest

from annotator.ui.canvas.items import Box, Line
from annotator.ui.canvas.layout import LaidBlock
from annotator.ui.canvas.metrics import Metrics
from annotator.ui.canvas.scene import LabelLook, ShownRelation, ShownSpan, State
from annotator.ui.canvas.sheet import Sheet
from benchmarks.memory_scene import MemoryScene
from tests.ui.canvas.sample import news, work_in_progress
from tests.ui.canvas.scenes import random_scene


@pytest.fixture(scope="module")
def metrics(qapp: object) -> Metrics:
    return Metrics(16)


def sheet_of(scene: MemoryScene, metrics: Metrics, *, width: int = 700, threshold: int = 10_000) -> Sheet:
    return Sheet(scene, metrics, width, threshold=threshold)


def laid(sheet: Sheet) -> list[LaidBlock]:
    return [sheet.laid(block) for block in range(len(sheet.blocks))]


def lines_of(sheet: Sheet) -> list[Line]:
    return [line for block in laid(sheet) for line in block.lines]


SCENES = [pytest.param(lambda s=s: random_scene(s), id=f"seed {s}") for s in range(12)] + [
    pytest.param(lambda: random_scene(99, spans=120, relations=300), id="dense"),
    pytest.param(news, id="news"),
    pytest.param(work_in_progress, id="work in progress"),
]


@pytest.mark.parametrize("make", SCENES)
@pytest.mark.parametrize("width", [260, 700])
@pytest.mark.parametrize("threshold", [0, 10_000])
def test_nothing_readable_lies_on_anything_else(make: object, width: int, threshold: int, metrics: Metrics) -> None:
    assert callable(make)
    for line in lines_of(sheet_of(make(), metrics, width=width, threshold=threshold)):
        boxes: list[Box] = [chip.box for chip in line.chips] + [tag.box for tag in line.tags]
        for one, other in combinations(boxes, 2):
            assert not one.meets(other), (one, other)
        for box in boxes:
            assert box.bottom <= line.text_top
            assert line.top <= box.top


@pytest.mark.parametrize("make", SCENES)
def test_arcs_never_cross_text(make: object, metrics: Metrics) -> None:
    assert callable(make)
    for line in lines_of(sheet_of(make(), metrics)):
        for stroke in line.strokes:
            for x, y in stroke.corners:
                outside = x < 0 or x > 700  # rails run beside the text
                assert outside or line.top <= y < line.text_top, stroke


def crosses_text(line: Line, width: int) -> list[object]:
    """Strokes of a line with a run through its text, or below it, between the margins."""
    found: list[object] = []
    for stroke in line.strokes:
        for (x, y), (to_x, to_y) in pairwise(stroke.corners):
            beside = max(x, to_x) < 0 or min(x, to_x) > width
            if not beside and max(y, to_y) >= line.text_top:
                found.append(stroke)
    return found


@pytest.mark.parametrize("tens", range(20))
def test_two_hundred_layouts_at_random_stay_readable(tens: int, metrics: Metrics) -> None:
    """Ten a time, from a few spans to a crowd: arcs keep off the text, words off each other and off the chips."""
    for seed in range(1000 + 10 * tens, 1010 + 10 * tens):
        scene = random_scene(seed, words=70, spans=4 + seed % 50, relations=seed * 7 % 120)
        width = (240, 420, 700)[seed % 3]
        sheet = sheet_of(scene, metrics, width=width, threshold=(10_000, 12)[seed % 2])
        sheet.draw_in_full(frozenset({"s1"}))
        for line in lines_of(sheet):
            assert not crosses_text(line, width), seed
            boxes = [chip.box for chip in line.chips] + [tag.box for tag in line.tags]
            assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])], seed
            assert all(line.top <= box.top and box.bottom <= line.text_top for box in boxes), seed
            assert all(not rail.x > 0 or rail.x > width for rail in line.rails), seed


@pytest.mark.parametrize("make", SCENES)
def test_an_arrow_head_stands_on_the_open_part_of_its_chip(make: object, metrics: Metrics) -> None:
    assert callable(make)
    for line in lines_of(sheet_of(make(), metrics)):
        grounds = [chip.box for chip in line.chips if chip.kind != "continued"]
        counts = [tag.box for tag in line.tags if tag.kind == "more"]
        for stroke in line.strokes:
            if stroke.arrow is not None:
                x, y = stroke.arrow
                below = [b for b in grounds + counts if abs(b.top - y) < 1.5 and b.left - 2 <= x <= b.right + 2]
                assert below, stroke
                hiding = [b for b in counts if b.top < y - 1.5 < b.bottom and b.left <= x <= b.right]
                assert not hiding, stroke
                assert not any(b.left < x < b.right and b.bottom < y for b in grounds), stroke


@pytest.mark.parametrize("make", SCENES)
def test_lines_stand_below_each_other_in_whole_pixels(make: object, metrics: Metrics) -> None:
    assert callable(make)
    for block in laid(sheet_of(make(), metrics)):
        assert block.lines[0].top == 0
        assert all(one.bottom == other.top for one, other in pairwise(block.lines))
        assert block.height >= block.lines[-1].bottom
        assert all(value == int(value) for line in block.lines for value in (line.top, line.text_top, line.bottom))


def test_without_arcs_the_lines_of_a_paragraph_are_evenly_spaced(metrics: Metrics) -> None:
    sheet = sheet_of(news(), metrics)
    sheet.show(arcs="none", suggestions=True)
    plain = [
        line for line in lines_of(sheet) if line.end > line.start and len({chip.box.top for chip in line.chips}) <= 1
    ]
    assert len(plain) > 12
    assert {line.bottom - line.top for line in plain} == {metrics.pitch}
    assert not any(line.strokes or line.tags for line in lines_of(sheet))


def scene_with(text: str, *spans: ShownSpan, relations: tuple[ShownRelation, ...] = ()) -> MemoryScene:
    return MemoryScene(text, spans, relations, {"same as": LabelLook("same as", 0, symmetric=True)})


def span(name: str, start: int, end: int, **more: object) -> ShownSpan:
    return ShownSpan(name, ((start, end),), "ORG", **more)  # type: ignore[arg-type]


def test_a_symmetric_relation_has_no_arrow_head(metrics: Metrics) -> None:
    ends = (span("a", 0, 5), span("b", 10, 15))
    for label, heads in (("owns", 1), ("same as", 0)):
        scene = scene_with("First and other words", *ends, relations=(ShownRelation("r", "a", "b", label),))
        strokes = lines_of(sheet_of(scene, metrics))[0].strokes
        assert sum(stroke.arrow is not None for stroke in strokes) == heads


def test_a_far_end_is_a_stub_that_reads_as_a_sentence(metrics: Metrics) -> None:
    text = "Henrik Falk left.\n" + "Nothing to see here at all.\n" * 80 + "Nordhaven rose."
    place = text.index("Nordhaven")
    falk, firm = span("falk", 0, 11), span("firm", place, place + 9)
    scene = scene_with(text, falk, firm, relations=(ShownRelation("r", "falk", "firm", "works for"),))
    tags = {tag.span: tag for line in lines_of(sheet_of(scene, metrics)) for tag in line.tags}
    assert tags["firm"].words == "Henrik Falk works for ▸ here · ¶ 1 ↑"
    assert tags["falk"].words == "here works for ▸ Nordhaven · ¶ 82 ↓"
    assert (tags["firm"].kind, tags["firm"].leads_to, tags["falk"].leads_to) == ("stub", "head", "tail")


def test_both_ends_of_a_rail_agree_on_where_it_runs(metrics: Metrics) -> None:
    for seed in range(8):
        rails: dict[str, set[float]] = {}
        for line in lines_of(sheet_of(random_scene(seed), metrics)):
            for rail in line.rails:
                rails.setdefault(rail.relation, set()).add(rail.x)
        assert rails
        assert all(len(places) == 1 for places in rails.values())


def test_a_relation_of_a_span_to_itself_is_a_loop_on_its_chip(metrics: Metrics) -> None:
    for label, heads in (("cites", 1), ("same as", 0)):
        scene = scene_with("Some words here", span("a", 5, 10), relations=(ShownRelation("r", "a", "a", label),))
        line = lines_of(sheet_of(scene, metrics))[0]
        (stroke,), (tag,), (chip,) = line.strokes, line.tags, line.chips
        up, over, back, down = stroke.corners
        assert chip.box.left < up[0] == over[0] < back[0] == down[0] < chip.box.right
        assert over[1] == back[1] < chip.box.top
        assert tag.words == label
        assert (stroke.arrow is not None) == bool(heads)


def test_a_count_of_chips_stands_right_above_the_others(metrics: Metrics) -> None:
    scene = scene_with("ab cd", *(span(f"s{n:02}", 0, 2) for n in range(30)))
    line = lines_of(sheet_of(scene, metrics, width=60))[0]
    count = next(chip for chip in line.chips if chip.kind == "more")
    highest = min(chip.box.top for chip in line.chips if chip.kind == "chip")
    assert highest - count.box.top == metrics.chip_pitch


def test_what_found_no_lane_is_counted_on_both_ends(metrics: Metrics) -> None:
    scene = scene_with("First and other words", span("a", 0, 5), span("b", 10, 15))
    for number in range(20):
        scene.put_relation(ShownRelation(f"r{number:02}", "a", "b", "owns"))
    line = lines_of(sheet_of(scene, metrics))[0]
    counts = {tag.span: tag.words for tag in line.tags if tag.kind == "more"}
    assert counts == {"a": "+8", "b": "+8"}
    assert len([tag for tag in line.tags if tag.kind == "label"]) == 12


def test_hidden_relations_leave_no_empty_lanes(metrics: Metrics) -> None:
    for seed in range(6):
        for line in lines_of(sheet_of(random_scene(seed, words=70, spans=50, relations=300), metrics)):
            levels = sorted({y for stroke in line.strokes for _, y in stroke.corners[1:3]})
            if levels:
                assert levels[0] - line.top <= 2 * metrics.lane, (seed, line.top, levels[0])


def test_where_a_span_goes_on_its_label_is_repeated(metrics: Metrics) -> None:
    text = "some words that are long enough to be broken into lines " * 3
    line = lines_of(sheet_of(scene_with(text, span("a", 5, 150)), metrics, width=260))[1]
    assert [(chip.words, chip.kind) for chip in line.chips] == [("… ORG", "continued")]


def test_fragments_of_one_span_are_connected(metrics: Metrics) -> None:
    scene = MemoryScene("turn the old machine off", [ShownSpan("a", ((0, 4), (21, 24)), "EVENT")])
    line = lines_of(sheet_of(scene, metrics))[0]
    assert len(line.fills) == 2
    assert len(line.chips) == 1
    (connector,) = line.connectors
    assert line.fills[0].box.right <= connector.left + 1 < connector.right <= line.fills[1].box.left + 1


def test_hidden_suggestions_take_their_relations_with_them(metrics: Metrics) -> None:
    ends = (span("a", 0, 5), span("b", 10, 15, state=State.SUGGESTION))
    scene = scene_with("First and other words", *ends, relations=(ShownRelation("r", "a", "b", "owns"),))
    sheet = sheet_of(scene, metrics)
    sheet.show(arcs="all", suggestions=False)
    line = lines_of(sheet)[0]
    assert [fill.span for fill in line.fills] == ["a"]
    assert not line.strokes


def test_an_empty_span_can_be_seen(metrics: Metrics) -> None:
    for place in (0, 5, 11):
        line = lines_of(sheet_of(scene_with("First words", span("a", place, place)), metrics))[0]
        assert [fill.box.right - fill.box.left > 3 for fill in line.fills] == [True]
        assert [chip.span for chip in line.chips] == ["a"]


def test_in_a_crowd_only_the_focus_has_arcs_and_moving_it_moves_no_text(metrics: Metrics) -> None:
    scene = news()
    sheet = sheet_of(scene, metrics, threshold=0)
    assert not any(line.strokes for line in lines_of(sheet))
    assert {name for line in lines_of(sheet) for ticks in line.ticks for name in ticks.relations} == {
        relation.id for relation in scene.relations
    }
    heights = [block.height for block in laid(sheet)]
    for focus in ("mei", "lu3", "nh"):
        sheet.draw_in_full(frozenset({focus}))
        drawn = {s.relation for line in lines_of(sheet) for s in line.strokes}
        assert drawn == {relation.id for relation in scene.relations_of(focus)}
    sheet.draw_in_full(frozenset({"daniel"}))
    assert [block.height for block in laid(sheet)] == heights
