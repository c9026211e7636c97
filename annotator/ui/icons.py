"""Icons of one set, Phosphor, drawn from its font in the colours of the theme in force.

The font and the names of its signs come with qtawesome; qtawesome itself is not imported, because it loads all its
fifteen fonts at the first icon (44 MB and 0.2 s, measured).
"""

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from annotator.ui.parts.ink import theme_now

NAMES: dict[str, str] = {
    "to do": "circle",
    "in progress": "circle-half",
    "sent back": "arrow-u-up-left",
    "submitted": "paper-plane-tilt",
    "in review": "eye",
    "approved": "check-circle-fill",
    "set aside": "pause-circle",
    "outdated": "clock-counter-clockwise",
    "accept": "check",
    "close": "x",
    "find": "magnifying-glass",
    "list": "list-bullets",
    "seen": "eye",
    "filter": "funnel-simple",
    "order": "arrows-down-up",
    "head": "arrow-line-left",
    "tail": "arrow-line-right",
    "comment": "chat-centered-text",
    "problem": "warning-circle",
    "blocks": "warning-circle-fill",
    "conflict": "warning",
    "to": "arrow-right",
    "from": "arrow-left",
    "both": "arrows-left-right",
    "settings": "gear",
    "keys": "keyboard",
    "import": "download-simple",
    "export": "upload-simple",
    "new": "file-plus",
    "open": "folder-open",
    "paste": "clipboard-text",
    "history": "clock-counter-clockwise",
    "note": "note-pencil",
    "delete": "trash",
    "more": "dots-three",
    "down": "caret-down",
    "left": "caret-left",
    "right": "caret-right",
    "add": "plus",
    "model": "sparkle",
    "person": "user",
    "reply": "arrow-bend-up-left",
    "send": "paper-plane-right",
    "relation": "arrow-bend-up-right",
    "label": "tag",
    "document": "file-text",
    "empty": "tray",
    "info": "info",
    "lost": "x-circle",
    "finished": "check-circle",
    "copy": "copy",
    "difference": "git-diff",
    "boundary": "arrows-out-line-horizontal",
    "missing": "minus-circle",
    "extra": "plus-circle",
    "undo": "arrow-counter-clockwise",
    "redo": "arrow-clockwise",
    "sample": "flask",
    "enter": "arrow-elbow-down-left",
    "saved": "check",
    "reopen": "arrow-counter-clockwise",
}
"""What the program calls an icon → its name in the set."""

_CLONES: list[QIconEngine] = []

FULL = 0.875
"""Height of a sign in its box, as the set is drawn for."""


@lru_cache(maxsize=1)
def _font_folder() -> Path:
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise RuntimeError("The package qtawesome, which holds the icons, is not installed.")
    return Path(found.origin).parent / "fonts"


@lru_cache(maxsize=1)
def _signs() -> dict[str, str]:
    path = next(_font_folder().glob("phosphor-charmap-*.json"))
    codes = json.loads(path.read_text(encoding="utf-8"))
    return {name: chr(int(codes[sign], 16)) for name, sign in NAMES.items()}


@lru_cache(maxsize=1)
def _family() -> str:
    path = next(_font_folder().glob("phosphor-*.ttf"))
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    if not families:
        raise RuntimeError("The icons of qtawesome cannot be loaded; install it again.")
    return families[0]


@lru_cache(maxsize=32)
def _font(px: int) -> QFont:
    font = QFont(_family())
    font.setPixelSize(px)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def paint_icon(painter: QPainter, box: QRectF, name: str, colour: QColor) -> None:
    """Draw an icon in the middle of a box, as high as the box."""
    painter.setPen(colour)
    painter.setFont(_font(max(1, round(box.height() * FULL))))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _signs()[name])


class _Engine(QIconEngine):
    """Draws at any size, in whatever theme is in force when it draws."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name, self._tone = name, tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        theme = theme_now()
        colour: QColor = theme.slider_hover if mode == QIcon.Mode.Disabled else getattr(theme, self._tone)
        paint_icon(painter, QRectF(rect), self._name, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        # Qt takes what clone returns without keeping Python's half of it alive; there are at most a few.
        _CLONES.append(_Engine(self._name, self._tone))
        return _CLONES[-1]


@lru_cache(maxsize=256)
def icon(name: str, tone: str = "text") -> QIcon:
    """An icon by the program's name for it; `tone` is a colour of the theme: text, faint, accent, problem …"""
    if name not in NAMES:
        raise KeyError(f"no icon is called {name}")
    return QIcon(_Engine(name, tone))
