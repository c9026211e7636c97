"""Keys as they stand on a keyboard: a small flat cap with the sign on it."""

import sys

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from annotator.ui.parts import ink
from annotator.ui.parts.cells import say

HEIGHT = 18
PAD = 5
GAP = 3

_SIGNS = {
    "return": "⏎",
    "enter": "⏎",
    "pgdown": "PgDn",
    "pgup": "PgUp",
    "delete": "Del",
    "backspace": "⌫",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


def caps(sequence: str) -> list[str]:
    """The caps of a portable key sequence such as "Ctrl+Shift+P"; a plus by itself is a key too."""
    if sequence in ("", "+"):
        return [sequence] if sequence else []
    parts = [*sequence[:-1].rstrip("+").split("+"), "+"] if sequence.endswith("++") else sequence.split("+")
    if sys.platform == "darwin":
        parts = [{"ctrl": "⌘", "alt": "⌥", "shift": "⇧", "meta": "⌃"}.get(part.casefold(), part) for part in parts]
    return [_SIGNS.get(part.casefold(), part) for part in parts if part]


def _cap_width(cap: str) -> float:
    return max(HEIGHT, ink.measure(ink.SMALL, 500).horizontalAdvance(cap) + 2 * PAD)


def keycap_width(sequence: str) -> float:
    """How wide the caps of a sequence are, in pixels."""
    widths = [_cap_width(cap) for cap in caps(sequence)]
    return sum(widths) + GAP * max(0, len(widths) - 1)


def paint_keycap(painter: QPainter, at: QPointF, sequence: str) -> float:
    """Draw the caps of a sequence with their left edge and middle at a point; returns their width."""
    theme, x = ink.theme_now(), at.x()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for cap in caps(sequence):
        box = QRectF(x, at.y() - HEIGHT / 2, _cap_width(cap), HEIGHT)
        painter.setPen(QPen(theme.slider, 1.0))
        painter.setBrush(theme.tag)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        say(painter, box, cap, theme.arc_text, px=ink.SMALL, weight=500, align=Qt.AlignmentFlag.AlignCenter)
        x += box.width() + GAP
    painter.restore()
    return x - GAP - at.x()
