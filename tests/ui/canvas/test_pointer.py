"""Gestures as plain values."""

from annotator.core.offsets import tokens_in
from annotator.ui.canvas.hit import Hit
from annotator.ui.canvas.pointer import (
    At,
    CaretMoved,
    EdgeMoved,
    EdgeMoving,
    Gesture,
    HoldClicked,
    Linked,
    Linking,
    RelationClicked,
    Selected,
    Selecting,
    SpanClicked,
    StubClicked,
    Text,
)

WORDS = "Lumen said  Friday, that"
TEXT = Text(WORDS, lambda start, end: list(tokens_in(WORDS, start, end)))


def at(sign: int, *, hit: Hit | None = None, border: int | None = None) -> At:
    return At(hit or Hit("text", offset=sign), sign, sign if border is None else border, sign * 10.0, 0.0)


def drag(start: At, end: At, *, exact: bool = False, read_only: bool = False) -> list[object]:
    gesture = Gesture(start, TEXT, read_only=read_only)
    return [*gesture.move(end, exact=exact), *gesture.release(end, exact=exact)]


def click(start: At, *, shift: bool = False, anchor: int | None = None) -> list[object]:
    gesture = Gesture(start, TEXT, shift=shift, anchor=anchor)
    return [*gesture.move(start, exact=False), *gesture.release(start, exact=False)]


def test_a_drag_snaps_to_tokens_in_both_directions() -> None:
    assert drag(at(2), at(7)) == [Selecting((0, 10)), Selected((0, 10))]
    assert drag(at(7), at(2)) == [Selecting((0, 10)), Selected((0, 10))]


def test_a_selection_has_no_white_space_at_its_edges() -> None:
    assert drag(at(6), at(11))[-1] == Selected((6, 10))
    assert drag(at(10), at(11))[-2:] == [Selecting(None), CaretMoved(11)]


def test_with_alt_exact_signs_are_selected() -> None:
    assert drag(at(1), at(4), exact=True)[-1] == Selected((1, 4))


def test_a_drag_from_inside_a_span_selects_text() -> None:
    inside = at(2, hit=Hit("span", "lumen", 2))
    assert drag(inside, at(8))[-1] == Selected((0, 10))


def test_a_drag_from_a_chip_links_to_the_span_it_ends_on() -> None:
    chip, target = at(1, hit=Hit("chip", "lumen", 1)), at(13, hit=Hit("span", "friday", 13))
    assert drag(chip, target) == [Linking("lumen", "friday", 130.0, 0.0), Linked("lumen", "friday")]
    assert drag(chip, at(20))[-1] == Linked("lumen", "")
    assert drag(chip, at(20, hit=Hit("span", "lumen")))[-1] == Linked("lumen", "")
    assert drag(chip, target, read_only=True) == []


def test_a_handle_snaps_its_edge_to_tokens_unless_exact() -> None:
    handle = at(4, hit=Hit("handle", "lumen", 4, edge="end"))
    assert drag(handle, at(8, border=9)) == [EdgeMoving("lumen", "end", 10), EdgeMoved("lumen", "end", 10)]
    assert drag(handle, at(8, border=9), exact=True)[-1] == EdgeMoved("lumen", "end", 9)
    start = at(7, hit=Hit("handle", "said", 7, edge="start"))
    assert drag(start, at(2, border=3))[-1] == EdgeMoved("said", "start", 0)


def test_clicks() -> None:
    assert click(at(3, hit=Hit("span", "lumen", 3))) == [SpanClicked("lumen", 3)]
    assert click(at(3, hit=Hit("chip", "lumen", 3))) == [SpanClicked("lumen")]
    assert click(at(3, hit=Hit("arc", "r1", 3))) == [RelationClicked("r1")]
    assert click(at(3, hit=Hit("tag", "r1", 3))) == [RelationClicked("r1")]
    assert click(at(3, hit=Hit("stub", "r1", 3, leads_to="head"))) == [StubClicked("r1", "head")]
    assert click(at(3)) == [Selecting(None), CaretMoved(3)]
    assert click(at(3, hit=Hit("handle", "lumen", 3, edge="end"))) == []


def test_shift_and_click_holds_items_and_extends_text() -> None:
    assert click(at(3, hit=Hit("span", "lumen", 3)), shift=True) == [HoldClicked("lumen")]
    assert click(at(3, hit=Hit("arc", "r1", 3)), shift=True) == [HoldClicked("r1")]
    assert click(at(14), shift=True, anchor=6) == [Selected((6, 18))]
    assert click(at(14), shift=True) == [CaretMoved(14)]


def test_a_trembling_hand_still_clicks() -> None:
    gesture = Gesture(at(3, hit=Hit("span", "lumen", 3)), TEXT)
    near = at(3)._replace(x=32.0)
    assert gesture.move(near, exact=False) == []
    assert gesture.release(near, exact=False) == [SpanClicked("lumen", 3)]


def test_a_drag_beyond_the_last_sign_selects_up_to_it() -> None:
    words = "The end.\n"
    text = Text(words, lambda start, end: list(tokens_in(words, start, end)))
    assert text.snapped(6, len(words)) == (4, 8)
    assert text.snapped(len(words), len(words)) == (len(words), len(words))
