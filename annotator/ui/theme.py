"""How the program looks, light and dark: neutral colours, the colours of labels, the font, scrollbars, Qt's palette."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import fontpkg_inter
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from annotator.ui.canvas.scene import LabelLook
from annotator.ui.colour import Oklch, Rgb, contrast, from_hex, to_oklch

ACCENT_HUE = 270.0
"""Focus, selection and hover: nearly grey. No label's hue comes within 25 degrees."""

SLOTS: tuple[tuple[float, int], ...] = (
    (140.0, 1),
    (244.5, 1),
    (68.0, 0),
    (305.0, 2),
    (95.0, 2),
    (190.0, 2),
    (17.5, 2),
    (340.0, 1),
    (243.4, 0),
)
"""Hue and lightness step of the first nine labels, found by search: the nine that stay furthest apart for normal eyes
and the three common kinds of colour blindness at once. Later labels repeat them under another pattern."""

BAR_DISTANCE = 0.038
CHIP_DISTANCE = 0.03
"""Least distance in OKLab of two labels of the same pattern, by underline and by chip, in every kind of vision; a
difference of 0.02 is just noticeable side by side."""

READABLE = 4.5
PATTERNS = 5
"""Fill patterns, by `LabelColours.pattern`: 0 plain, 1 and 2 hatched, 3 crossed, 4 dotted."""


class Strength(NamedTuple):
    """Lightness and chroma of one part of a label's look."""

    lightness: float
    chroma: float


@dataclass(frozen=True)
class Steps:
    """The parts of a label's look at the three lightness steps."""

    tint: Strength
    chip: tuple[Strength, Strength, Strength]
    bar: tuple[Strength, Strength, Strength]


@dataclass(frozen=True)
class LabelColours:
    """A label as painted: the fill behind its text, its chip with the words on it, its underline, its fill pattern."""

    tint: QColor
    tint_pattern: QColor
    chip: QColor
    chip_pattern: QColor
    chip_text: QColor
    bar: QColor
    pattern: int


@dataclass(frozen=True)
class Theme:
    """All colours of the window; `label` gives those of a label."""

    dark: bool
    background: QColor
    panel: QColor
    text: QColor
    faint: QColor
    rule: QColor
    arc: QColor
    arc_text: QColor
    tag: QColor
    accent: QColor
    on_accent: QColor
    hover: QColor
    selection: QColor
    match: QColor
    match_current: QColor
    problem: QColor
    on_problem: QColor
    hint: QColor
    on_hint: QColor
    handle: QColor
    slider: QColor
    slider_hover: QColor
    steps: Steps

    def __hash__(self) -> int:
        return hash(self.dark)

    def label(self, look: LabelLook) -> LabelColours:
        """The colours of a label: by its place in the scheme, or made of the colour chosen for it."""
        return _label_colours(self, look.slot, look.colour)


LIGHT_STEPS = Steps(
    tint=Strength(0.962, 0.026),
    chip=(Strength(0.945, 0.045), Strength(0.885, 0.075), Strength(0.82, 0.10)),
    bar=(Strength(0.75, 0.14), Strength(0.62, 0.15), Strength(0.48, 0.13)),
)
DARK_STEPS = Steps(
    tint=Strength(0.285, 0.042),
    chip=(Strength(0.33, 0.065), Strength(0.42, 0.085), Strength(0.51, 0.095)),
    bar=(Strength(0.60, 0.14), Strength(0.73, 0.14), Strength(0.86, 0.10)),
)


def _grey(lightness: float, chroma: float = 0.012) -> QColor:
    return _colour(Oklch(lightness, chroma, ACCENT_HUE).rgb())


@lru_cache(maxsize=1)
def light() -> Theme:
    return Theme(
        dark=False,
        background=QColor("#ffffff"),
        panel=_grey(0.975, 0.004),
        text=_grey(0.24, 0.02),
        faint=_grey(0.53, 0.02),
        rule=_grey(0.92, 0.006),
        arc=_grey(0.62, 0.022),
        arc_text=_grey(0.39, 0.025),
        tag=_grey(0.965, 0.006),
        accent=_grey(0.27, 0.035),
        on_accent=QColor("#ffffff"),
        hover=_grey(0.45, 0.03),
        selection=_grey(0.865, 0.03),
        match=_colour(Oklch(0.94, 0.09, 102).rgb()),
        match_current=_colour(Oklch(0.85, 0.16, 92).rgb()),
        problem=_colour(Oklch(0.52, 0.19, 27).rgb()),
        on_problem=QColor("#ffffff"),
        hint=_grey(0.27, 0.035),
        on_hint=QColor("#ffffff"),
        handle=_grey(0.27, 0.035),
        slider=_grey(0.86, 0.01),
        slider_hover=_grey(0.74, 0.014),
        steps=LIGHT_STEPS,
    )


@lru_cache(maxsize=1)
def dark() -> Theme:
    return Theme(
        dark=True,
        background=_grey(0.205, 0.01),
        panel=_grey(0.235, 0.011),
        text=_grey(0.915, 0.006),
        faint=_grey(0.66, 0.018),
        rule=_grey(0.29, 0.012),
        arc=_grey(0.56, 0.022),
        arc_text=_grey(0.80, 0.016),
        tag=_grey(0.26, 0.013),
        accent=_grey(0.93, 0.012),
        on_accent=_grey(0.20, 0.012),
        hover=_grey(0.78, 0.02),
        selection=_grey(0.40, 0.04),
        match=_colour(Oklch(0.40, 0.07, 100).rgb()),
        match_current=_colour(Oklch(0.50, 0.10, 92).rgb()),
        problem=_colour(Oklch(0.68, 0.17, 27).rgb()),
        on_problem=_grey(0.18, 0.01),
        hint=_grey(0.93, 0.012),
        on_hint=_grey(0.20, 0.012),
        handle=_grey(0.93, 0.012),
        slider=_grey(0.36, 0.014),
        slider_hover=_grey(0.47, 0.016),
        steps=DARK_STEPS,
    )


def system_theme() -> Theme:
    """Dark where the desktop asks for it, else light."""
    return dark() if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else light()


@lru_cache(maxsize=512)
def _label_colours(theme: Theme, slot: int, chosen: str) -> LabelColours:
    if chosen:
        own = to_oklch(from_hex(chosen))
        hue, step, grey = own.hue, _step_of(own.lightness), min(1.0, own.chroma / 0.08)
    else:
        (hue, step), grey = SLOTS[slot % len(SLOTS)], 1.0
    return _mix(theme, hue, step, grey, slot // len(SLOTS) % PATTERNS)


def _mix(theme: Theme, hue: float, step: int, strength: float, pattern: int) -> LabelColours:
    tint_at, chip_at, bar_at = theme.steps.tint, theme.steps.chip[step], theme.steps.bar[step]
    away = 0.045 if theme.dark else -0.045
    tint = Oklch(tint_at.lightness, tint_at.chroma * strength, hue).rgb()
    chip = Oklch(chip_at.lightness, chip_at.chroma * strength, hue).rgb()
    # A pattern lies under the words too: they are made readable on the worse of the two colours.
    line = Oklch(chip_at.lightness + away, chip_at.chroma * strength, hue).rgb()
    return LabelColours(
        tint=_colour(tint),
        tint_pattern=_colour(Oklch(tint_at.lightness + away, tint_at.chroma * 1.6 * strength, hue).rgb()),
        chip=_colour(chip),
        chip_pattern=_colour(line),
        chip_text=_colour(_words_on(chip, line if pattern else chip, hue, strength, dark=theme.dark)),
        bar=_colour(Oklch(bar_at.lightness, bar_at.chroma * strength, hue).rgb()),
        pattern=pattern,
    )


def _words_on(one: Rgb, other: Rgb, hue: float, strength: float, *, dark: bool) -> Rgb:
    """A colour of the same hue in which words are readable on both."""
    start, step = (0.86, 0.01) if dark else (0.42, -0.01)
    for place in range(43):
        words = Oklch(min(1.0, max(0.0, start + place * step)), 0.07 * strength, hue).rgb()
        if min(contrast(words, one), contrast(words, other)) >= READABLE + 0.4:
            return words
    return Rgb(1.0, 1.0, 1.0) if dark else Rgb(0.0, 0.0, 0.0)


def _step_of(lightness: float) -> int:
    """The lightness step of a chosen colour, the same in both themes: labels told apart in one are so in the other."""
    return min(range(3), key=lambda step: abs(LIGHT_STEPS.bar[step].lightness - lightness))


def _colour(colour: Rgb) -> QColor:
    return QColor(colour.hex)


@lru_cache(maxsize=1)
def font_family() -> str:
    """The family the canvas is set in: Inter, loaded once from its package. Needs a QGuiApplication.

    Raises RuntimeError when the package came without its font.
    """
    families: list[str] = []
    for path in sorted((fontpkg_inter.ROOT / "files").glob("*.ttf")):
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    if not families:
        raise RuntimeError("The package fontpkg-inter holds no font that Qt can load; install it again.")
    return families[0]


def inter(px: int, weight: int = 400) -> QFont:
    """Inter at a size in pixels and a weight from 100 to 900. Needs a QGuiApplication."""
    font = QFont(font_family())
    font.setPixelSize(px)
    if weight != 400:
        font.setWeight(QFont.Weight(weight))
        # Qt picks no named weight of a variable font that was loaded from a file: the axis itself must be set.
        font.setVariableAxis(QFont.Tag("wght"), weight)
    return font


def scrollbar_style(theme: Theme) -> str:
    """A flat bar as a style sheet: Fusion's own costs more to paint than the text beside it."""
    return (
        f"QScrollBar:vertical{{background:{theme.background.name()};width:12px;margin:0}}"
        f"QScrollBar::handle:vertical{{background:{theme.slider.name()};min-height:32px;border-radius:3px;margin:3px}}"
        f"QScrollBar::handle:vertical:hover{{background:{theme.slider_hover.name()}}}"
        "QScrollBar::add-line,QScrollBar::sub-line{height:0}QScrollBar::add-page,QScrollBar::sub-page{background:none}"
    )


def application_palette(theme: Theme) -> QPalette:
    """The theme as Qt's own widgets want it."""
    roles = {
        QPalette.ColorRole.Window: theme.panel,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.background,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.panel,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.tag,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.faint,
        QPalette.ColorRole.Highlight: theme.selection,
        QPalette.ColorRole.HighlightedText: theme.text,
        QPalette.ColorRole.Mid: theme.rule,
        QPalette.ColorRole.Link: theme.accent,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, colour)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.slider_hover)
    return palette
