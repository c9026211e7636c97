"""Colour against published values."""

import pytest

from annotator.ui.colour import VISIONS, Oklch, Rgb, contrast, distance, from_hex, to_oklch

WHITE, BLACK, RED = Rgb(1.0, 1.0, 1.0), Rgb(0.0, 0.0, 0.0), from_hex("#ff0000")


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21.0)
    assert contrast(from_hex("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)


def test_oklch_of_red_is_as_published() -> None:
    lightness, chroma, hue = to_oklch(RED)
    assert (lightness, chroma, hue) == pytest.approx((0.628, 0.2577, 29.23), abs=0.01)


@pytest.mark.parametrize("text", ["#1d6f42", "#ffffff", "#000000", "#8040c0"])
def test_hex_to_oklch_and_back(text: str) -> None:
    assert to_oklch(from_hex(text)).rgb().hex == text


def test_a_chroma_no_screen_has_gives_way() -> None:
    colour = Oklch(0.9, 0.4, 264).rgb()
    assert all(0 <= part <= 1 for part in colour)
    assert to_oklch(colour).hue == pytest.approx(264, abs=3)


def test_red_and_green_meet_for_the_red_green_blind() -> None:
    red, green = Oklch(0.62, 0.13, 29).rgb(), Oklch(0.62, 0.13, 120).rgb()
    assert distance(red, green, "deutan") < distance(red, green) / 2
    assert set(VISIONS) == {"normal", "protan", "deutan", "tritan"}


def test_a_colour_must_have_six_digits() -> None:
    with pytest.raises(ValueError, match="#rrggbb"):
        from_hex("#fff")
