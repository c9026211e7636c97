"""Both themes: words readable on every label, labels told apart by every eye, the accent away from all of them."""

import os
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from annotator.ui import theme
from annotator.ui.canvas.drawn import hatching
from annotator.ui.canvas.paint import FADED
from annotator.ui.canvas.scene import LabelLook
from annotator.ui.colour import VISIONS, Rgb, contrast, distance, to_oklch

THEMES = [pytest.param(theme.light(), id="light"), pytest.param(theme.dark(), id="dark")]
LOOKS = [LabelLook(f"L{slot}", slot) for slot in range(9 * theme.PATTERNS)]


def rgb(colour: QColor) -> Rgb:
    return Rgb(colour.redF(), colour.greenF(), colour.blueF())


@pytest.mark.parametrize("look", THEMES)
def test_words_are_readable_on_every_label(look: theme.Theme) -> None:
    for label in LOOKS:
        colours = look.label(label)
        grounds = [colours.chip, colours.chip_pattern] if colours.pattern else [colours.chip]
        assert all(contrast(rgb(colours.chip_text), rgb(ground)) >= theme.READABLE for ground in grounds), label
        tints = [colours.tint, colours.tint_pattern] if colours.pattern else [colours.tint]
        assert all(contrast(rgb(look.text), rgb(tint)) >= theme.READABLE for tint in tints), label


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("chosen", ["#ff0000", "#000000", "#ffffff", "#00ff00", "#7f7f7f", "#1d2bd8"])
def test_words_are_readable_on_any_colour_somebody_chooses(look: theme.Theme, chosen: str) -> None:
    colours = look.label(LabelLook("own", 3, chosen))
    assert contrast(rgb(colours.chip_text), rgb(colours.chip)) >= theme.READABLE
    assert contrast(rgb(look.text), rgb(colours.tint)) >= theme.READABLE


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("vision", list(VISIONS))
def test_every_pair_of_labels_differs_in_colour_or_pattern(look: theme.Theme, vision: str) -> None:
    for one, other in combinations(LOOKS, 2):
        a, b = look.label(one), look.label(other)
        if a.pattern == b.pattern:
            assert distance(rgb(a.bar), rgb(b.bar), vision) >= theme.BAR_DISTANCE, (one, other)
            assert distance(rgb(a.chip), rgb(b.chip), vision) >= theme.CHIP_DISTANCE, (one, other)


def test_labels_of_one_pattern_differ_by_hue_or_by_lightness_step() -> None:
    for (hue, step), (other_hue, other_step) in combinations(theme.SLOTS, 2):
        away = abs((hue - other_hue + 180) % 360 - 180)
        assert step != other_step or away >= 25, (hue, other_hue)


def test_every_pattern_is_drawn_in_its_own_way() -> None:
    drawn = [
        frozenset((line.x1(), line.y1(), line.x2(), line.y2()) for line in hatching(QRectF(0, 0, 60, 16), pattern))
        for pattern in range(1, theme.PATTERNS)
    ]
    assert all(drawn)
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("look", THEMES)
def test_no_label_comes_near_the_accent(look: theme.Theme) -> None:
    for label in LOOKS:
        colours = look.label(label)
        for colour in (colours.tint, colours.chip, colours.bar):
            hue = to_oklch(rgb(colour)).hue
            # A pale tint has but 256 steps a channel: its hue is rounded by a degree or two.
            assert abs((hue - theme.ACCENT_HUE + 180) % 360 - 180) >= 25 - 2.5, (label, hue)
    for hue, _ in theme.SLOTS:
        assert abs((hue - theme.ACCENT_HUE + 180) % 360 - 180) >= 25, hue


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("part", [0.55, FADED])
def test_words_are_readable_on_a_fill_that_is_half_there(look: theme.Theme, part: float) -> None:
    """Suggestions and, while linking, what may not be the other end are filled more lightly."""
    for label in LOOKS:
        tint, ground = rgb(look.label(label).tint), rgb(look.background)
        mixed = Rgb(*(part * a + (1 - part) * b for a, b in zip(tint, ground, strict=True)))
        assert contrast(rgb(look.text), mixed) >= theme.READABLE, label


@pytest.mark.parametrize("look", THEMES)
def test_what_is_written_is_readable(look: theme.Theme) -> None:
    pairs = [
        (look.text, look.background),
        (look.text, look.selection),
        (look.text, look.match),
        (look.text, look.match_current),
        (look.text, look.panel),
        (look.faint, look.background),
        (look.faint, look.panel),
        (look.arc_text, look.tag),
        (look.arc_text, look.background),
        (look.on_problem, look.problem),
        (look.on_accent, look.accent),
        (look.on_hint, look.hint),
    ]
    for words, ground in pairs:
        assert contrast(rgb(words), rgb(ground)) >= theme.READABLE, (words.name(), ground.name())
    assert contrast(rgb(look.problem), rgb(look.background)) >= theme.READABLE
    # Lines carry meaning too: WCAG wants 3:1 of them.
    for line in (look.arc, look.accent, look.handle, look.hover):
        assert contrast(rgb(line), rgb(look.background)) >= 3, line.name()


@pytest.mark.parametrize("look", THEMES)
def test_the_accent_is_nearly_grey(look: theme.Theme) -> None:
    for colour in (look.accent, look.selection, look.hover):
        assert to_oklch(rgb(colour)).chroma <= 0.045


def test_inter_is_loaded_with_its_weights(qtbot: QtBot) -> None:
    assert QFontInfo(theme.inter(16)).family() == "Inter"
    plain, bold = (QFontMetricsF(theme.inter(40, weight)).horizontalAdvance("PERSON") for weight in (400, 600))
    assert bold > plain


@pytest.mark.parametrize("look", THEMES)
def test_qt_gets_the_same_colours(look: theme.Theme) -> None:
    palette = theme.application_palette(look)
    assert palette.color(QPalette.ColorRole.Base) == look.background
    assert palette.color(QPalette.ColorRole.Text) == look.text
    assert look.background.name() in theme.scrollbar_style(look)
