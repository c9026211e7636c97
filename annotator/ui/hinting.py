"""Jump hints: one or two letters at everything one could go to; typing them goes there."""

from collections.abc import Sequence
from itertools import islice, product

from PySide6.QtCore import QObject

from annotator.ui.canvas.view import CanvasView
from annotator.ui.desk import Desk

LETTERS = "fjdkslaghrueiwovncmtypbqxz"
"""Letters for hints, those under the fingers first; none is a digit, so that labels stay in reach."""

MOST = len(LETTERS) ** 2


def hint_letters(count: int) -> list[str]:
    """`count` hints of one letter, or of two when there are more than letters; none begins another; at most MOST."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return ["".join(pair) for pair in islice(product(LETTERS, repeat=2), count)]


class Hinting(QObject):
    """Shows hints on the canvas and takes the letters that are typed."""

    def __init__(self, desk: Desk, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._desk, self._canvas = desk, canvas
        self._targets: dict[str, str | int] = {}
        self._typed = ""
        self._kind = ""
        canvas.scrolled.connect(self._renew)
        desk.document_changed.connect(self.stop)
        desk.mode_changed.connect(self._follow_linking)

    @property
    def active(self) -> bool:
        """Whether letters are hints now."""
        return bool(self._targets)

    def start(self, kind: str) -> None:
        """Show hints on "spans", "words" or legal "ends" in view."""
        self._kind, self._typed = kind, ""
        self._show()
        if not self._targets and kind != "ends":
            self._desk.message.emit(self.tr("Nothing in view to go to."), "info")

    def stop(self) -> None:
        """Take the hints away."""
        self._kind, self._typed = "", ""
        self._targets = {}
        self._canvas.set_hints({})

    def _renew(self) -> None:
        if self._kind:
            self._typed = ""
            self._show()

    def _follow_linking(self) -> None:
        linking = self._desk.linking
        if linking is not None and not linking.target:
            self.start("ends")
        elif self._kind == "ends":
            self.stop()

    def _show(self) -> None:
        scene = self._desk.scene
        if scene is None:
            return
        start, end = self._canvas.visible_range()
        keys: Sequence[str | int]
        if self._kind == "words":
            keys = [place for place, _ in scene.tokens_in(start, end) if scene.text[place].isalnum()]
        else:
            spans = [span for span in scene.spans_in(start, end) if span.start >= start]
            chosen = self._desk.legal_in(spans) if self._kind == "ends" else spans
            keys = [span.id for span in chosen]
        if len(keys) > MOST:
            self._desk.message.emit(self.tr("Hints stand on the first {0} words in view.").format(MOST), "info")
        self._targets = dict(zip(hint_letters(len(keys)), keys, strict=False))
        self._paint()

    def _paint(self) -> None:
        rest = {key: hint for hint, key in self._targets.items() if hint.startswith(self._typed)}
        self._canvas.set_hints(rest)

    def type(self, letter: str) -> bool:
        """Take a letter. False when no hint begins so; then nothing happens."""
        typed = self._typed + letter.lower()
        if not any(hint.startswith(typed) for hint in self._targets):
            return False
        self._typed = typed
        if typed in self._targets:
            self._go(self._targets[typed])
        else:
            self._paint()
        return True

    def _go(self, target: str | int) -> None:
        kind = self._kind
        self.stop()
        if isinstance(target, int):
            tokens = self._desk.scene.tokens_in(target, target + 1) if self._desk.scene else []
            self._desk.focus_text(*(tokens[0] if tokens else (target, target)))
        elif kind == "ends":
            self._desk.link_to(target)
        else:
            self._desk.focus_item(target)
