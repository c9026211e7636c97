"""The sizes everything on the canvas is built of, at one zoom, and the widths of words in them."""

import math
from enum import Enum

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.ui.theme import font_family, inter

SAMPLE = "the quick brown fox jumps over the lazy dog and then rests, as it should "
SMALLEST_CHIP = 11
LEAD = 50


class Voice(Enum):
    """The three ways in which words are set."""

    TEXT = "text"
    CHIP = "chip"
    ARC = "arc"


class Metrics:
    """Sizes in pixels for a text of `px` pixels; whole numbers, so that lines stay crisp.

    `lead` is the free space between lines, in hundredths of the text's size; `family` the font of the text, or empty
    for the usual one, which chips and arcs keep in any case.
    """

    def __init__(self, px: int, lead: int = LEAD, family: str = "") -> None:
        self.px = px
        small = max(SMALLEST_CHIP, round(px * 0.69))
        self.fonts = {
            Voice.TEXT: text_font(px, family),
            Voice.CHIP: _font(small, 600, 0.25),
            Voice.ARC: _font(small, 500, 0.0),
        }
        self._measures = {voice: QFontMetricsF(font) for voice, font in self.fonts.items()}
        self._widths: dict[tuple[str, Voice], float] = {}
        self.text_height = math.ceil(self._measures[Voice.TEXT].height())
        self.ascent = self._measures[Voice.TEXT].ascent()
        self.sign_width = self._measures[Voice.TEXT].horizontalAdvance(SAMPLE) / len(SAMPLE)
        self.small_height = self._measures[Voice.CHIP].height()
        self.chip_height = math.ceil(self.small_height) + 1
        self.chip_pitch = self.chip_height + 2
        self.chip_pad = round(small * 0.5)
        self.mark_width = small + 1
        self.lane = self.chip_height + 3
        self.lead = round(px * lead / 100)
        self.level = 3
        self.gap = round(px * 0.9)
        self.blank = round(px * 0.6)
        self.rail = max(5, round(px * 0.32))
        self.margin_left = 34 + 6 * self.rail + round(px * 0.9)
        self.margin_right = 16 + 6 * self.rail

    def width(self, words: str, voice: Voice) -> float:
        key = (words, voice)
        known = self._widths.get(key)
        if known is None:
            if len(self._widths) > 20_000:
                self._widths.clear()
            known = self._widths[key] = self._measures[voice].horizontalAdvance(words)
        return known

    def measure(self, signs: int) -> int:
        """The width of a text column of so many characters."""
        return math.ceil(signs * self.sign_width)

    @property
    def pitch(self) -> int:
        """From line to line where nothing but one row of chips stands between."""
        return 2 + self.chip_pitch + 1 + self.text_height + self.lead


def text_font(px: int, family: str) -> QFont:
    """A font for text. What it lacks comes from the usual one, then from whatever the system has for the script."""
    font = inter(px)
    if family and family != font_family():
        font.setFamilies([family, font_family()])
    return font


def _font(px: int, weight: int, spacing: float) -> QFont:
    font = inter(px, weight)
    if spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return font
