"""What the parts are painted with: the theme in force, fonts in their sizes, words safe for tooltips and menus."""

from functools import lru_cache
from html import escape

from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QPalette

from annotator.ui import theme as themes
from annotator.ui.theme import Theme

SMALL, USUAL, LARGE = 11, 13, 16
"""Sizes of words, in pixels."""

UNIT = 4
"""All distances between parts are multiples of it, in pixels."""


def theme_now() -> Theme:
    """The theme that the application is dressed in, told from its palette, so that no part has to be informed."""
    dark = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
    return themes.dark() if dark else themes.light()


@lru_cache(maxsize=64)
def font(px: int = USUAL, weight: int = 400, spacing: float = 0.0) -> QFont:
    """Inter at a size in pixels, a weight, and extra space between letters. Needs a QGuiApplication."""
    made = themes.inter(px, weight)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return made


@lru_cache(maxsize=64)
def measure(px: int = USUAL, weight: int = 400, spacing: float = 0.0) -> QFontMetricsF:
    """The measures of a font."""
    return QFontMetricsF(font(px, weight, spacing))


def one_line(text: str) -> str:
    """Text with every run of white space as one blank, so that it fits a row."""
    return " ".join(text.split())


def tip(text: str) -> str:
    """Text for a tooltip: never taken for markup, and broken into lines when it is long."""
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""


def on_menu(text: str) -> str:
    """Text for a menu entry or a button: an ampersand is an ampersand, not a key."""
    return one_line(text).replace("&", "&&")
