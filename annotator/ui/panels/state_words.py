"""What state an item is in, in words and in marks: the same in every list."""

from typing import Protocol

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter

from annotator.ui.canvas.scene import State
from annotator.ui.icons import paint_icon
from annotator.ui.parts import ink
from annotator.ui.parts.cells import say

MARKS = {State.OWN: "", State.SUGGESTION: "?", State.CONFLICT: "!", State.REJECTED: "×"}
_RANK = (State.CONFLICT, State.SUGGESTION, State.OWN, State.REJECTED)
MARK = 14  # width of a mark, in pixels


class Stateful(Protocol):
    """What rows of entities and relations say of their state."""

    @property
    def state(self) -> State: ...
    @property
    def unsure(self) -> bool: ...


def state_words(row: Stateful) -> str:
    """The state in words, for screen readers and tooltips."""
    tr = QCoreApplication.translate
    words = {
        State.OWN: tr("state", "decided"),
        State.SUGGESTION: tr("state", "suggestion"),
        State.CONFLICT: tr("state", "in conflict"),
        State.REJECTED: tr("state", "rejected"),
    }[row.state]
    return f"{words}, {tr('state', 'unsure')}" if row.unsure else words


def state_rank(row: Stateful) -> tuple[int, bool]:
    """What lists are sorted by: what needs a decision first."""
    return (_RANK.index(row.state), not row.unsure)


def paint_marks(painter: QPainter, box: QRectF, state: State, *, unsure: bool, comments: int = 0) -> float:
    """Draw a state from the left of a box: ? suggestion, ! conflict, ~ unsure, a bubble; returns the width."""
    theme, x = ink.theme_now(), box.left()
    if MARKS[state]:
        colour = theme.problem if state is State.CONFLICT else theme.faint
        _paint_mark(painter, QRectF(x, box.top(), MARK, box.height()), MARKS[state], colour)
        x += MARK
    if unsure:
        _paint_mark(painter, QRectF(x, box.top(), MARK, box.height()), "~", theme.text)
        x += MARK
    if comments:
        paint_icon(painter, QRectF(x, box.center().y() - 8, MARK + 2, 16), "comment", theme.text)
        x += MARK + 2
    return x - box.left()


def _paint_mark(painter: QPainter, box: QRectF, mark: str, colour: object) -> None:
    say(painter, box, mark, colour, weight=700, align=Qt.AlignmentFlag.AlignCenter)  # type: ignore[arg-type]
