"""SVG with real text: words stay words, as large as on the screen, in fonts other programs can replace."""

import re
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

DOTS = 96
"""Pixels an inch, as browsers count them: a picture 1,000 pixels wide is shown 1,000 pixels wide."""

FALLBACKS = ("Inter", "sans-serif")
FAMILY = re.compile('font-family="([^"]+)"')

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Signs that no XML file may hold, however they are written; texts hold them all the same."""


def svg_of(size: QSize, paint: Callable[[QPainter], None], *, title: str = "") -> bytes:
    """What `paint` draws on a page of this size in pixels, as an SVG file in UTF-8."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(DOTS)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    generator.setDescription(QCoreApplication.translate("Canvas", "Text with its annotations"))
    painter = QPainter(generator)
    try:
        paint(painter)
    finally:
        painter.end()
    drawn = FORBIDDEN.sub("\ufffd", bytes(buffer.data().data()).decode("utf-8", "replace"))
    return FAMILY.sub(_with_fallbacks, drawn).encode("utf-8")


def _with_fallbacks(found: re.Match[str]) -> str:
    family = found.group(1)
    return f'font-family="{", ".join([family, *(one for one in FALLBACKS if one != family)])}"'
