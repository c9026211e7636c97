"""What is under a point, in the order that matters to the hand."""

from annotator.ui.canvas.hit import Handle, Hit, Upright, find
from annotator.ui.canvas.items import Box, Chip, Fill, Line, Stroke, Tag
from annotator.ui.canvas.scene import State

OWN = State.OWN


def line() -> Line:
    """A wide span with a narrow one inside, a chip, an arc with its words; everything meets around (50, 40)."""
    found = Line(0, 20, 0, 50, 80)
    found.fills = [
        Fill("wide", "ORG", OWN, False, Box(0, 30, 100, 70), 1, 12, True, True, 70),
        Fill("narrow", "ORG", OWN, False, Box(40, 30, 60, 70), 0, 4, True, True, 70),
    ]
    found.chips = [Chip("chip", "ORG", "ORG", OWN, Box(40, 35, 60, 45))]
    found.tags = [Tag("words", "owns", OWN, Box(30, 35, 70, 45)), Tag("far", "…", OWN, Box(0, 0, 9, 9), "stub", "tail")]
    found.strokes = [Stroke("arc", OWN, ((20, 40), (90, 40), (90, 60)))]
    return found


HANDLE = Handle("focused", "end", Box(45, 35, 55, 45))


def test_handle_before_chip_before_words_before_arc_before_span_before_text() -> None:
    full = line()
    assert find(full, 50, 40, 7, handles=[HANDLE]) == Hit("handle", "focused", 7, edge="end")
    assert find(full, 50, 40, 7) == Hit("chip", "chip", 7)
    full.chips = []
    assert find(full, 50, 40, 7) == Hit("tag", "words", 7)
    full.tags = []
    assert find(full, 50, 40, 7) == Hit("arc", "arc", 7)
    full.strokes = []
    assert find(full, 50, 40, 7) == Hit("span", "narrow", 7)
    full.fills = []
    assert find(full, 50, 40, 7) == Hit("text", "", 7)


def test_the_innermost_span_wins_and_the_outer_one_around_it() -> None:
    assert find(line(), 50, 65, 0).id == "narrow"
    assert find(line(), 10, 65, 0).id == "wide"


def test_arcs_are_caught_within_four_pixels() -> None:
    assert find(line(), 80, 43.9, 0).id == "arc"
    assert find(line(), 80, 45, 0).id == "wide"
    assert find(line(), 93, 55, 0).id == "arc"


def test_a_stub_says_where_it_leads() -> None:
    assert find(line(), 4, 4, 0) == Hit("stub", "far", 0, leads_to="tail")
    assert find(line(), 4, 4, 0).is_relation


def test_upright_parts_in_the_margin_are_caught() -> None:
    upright = Upright("rail", -20, -100, 300)
    assert find(line(), -18, 20, 0, uprights=[upright]).id == "rail"
    assert find(line(), -30, 20, 0, uprights=[upright]).kind == "text"
