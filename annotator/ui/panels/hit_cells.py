"""Paints hits and their groups: a tick, the words in the middle of what is around them, chips as on the canvas."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from annotator.core.everywhere import Present
from annotator.ui.canvas.scene import State
from annotator.ui.desk import Desk
from annotator.ui.icons import paint_icon
from annotator.ui.panels.hit_model import AFTER, BEFORE, DOCUMENT, LABELS, TICK, WORDS, HitRow
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, say
from annotator.ui.parts.chip import chip_width, paint_chip
from annotator.ui.parts.label_look import label_look
from annotator.ui.parts.tick import paint_tick
from annotator.ui.project_search import Group

ROW = 26
TICK_LEFT, TICK_WIDTH = 12, 38
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HitDelegate(RowDelegate):
    """One hit, keyword in context."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(ROW, parent)
        self._desk = desk

    def paint_cell(self, painter: QPainter, box: QRectF, row: HitRow, column: int) -> None:
        """Draw one cell."""
        theme, hit, standing = ink.theme_now(), row.found.hit, row.found.standing
        if column == TICK:
            paint_box(painter, box, standing.closed, ticked=row.ticked)
            return
        painter.setOpacity(1.0 if row.ticked else 0.55)
        if column == BEFORE:
            words = ink.one_line(f"{hit.before}·")[:-1]
            inner = box.adjusted(4, 0, -1, 0)
            say(painter, inner, words, theme.faint, align=_RIGHT, elide=Qt.TextElideMode.ElideLeft)
        elif column == WORDS:
            say(painter, box.adjusted(1, 0, -1, 0), ink.one_line(hit.words), theme.text, weight=600)
        elif column == AFTER:
            say(painter, box.adjusted(1, 0, -8, 0), ink.one_line(f"·{hit.after}")[1:], theme.faint)
        elif column == LABELS:
            paint_present(painter, self._desk, box, standing.present)
        elif column == DOCUMENT:
            say(painter, box.adjusted(0, 0, -10, 0), standing.document, theme.faint, px=12)


def paint_box(painter: QPainter, box: QRectF, closed: str, *, ticked: bool, part: bool = False) -> None:
    """The tick of a row; what may not be altered shows its state instead."""
    at = QRectF(box.left() + TICK_LEFT, box.center().y() - 8, 16, 16)
    if closed:
        paint_icon(painter, at, closed, ink.theme_now().faint)
        return
    paint_tick(painter, at, ticked=ticked and not part)
    if part:
        painter.setPen(QPen(ink.theme_now().accent, 2))
        painter.drawLine(QPointF(at.left() + 4.5, at.center().y()), QPointF(at.right() - 4.5, at.center().y()))


def paint_present(painter: QPainter, desk: Desk, box: QRectF, present: Present) -> None:
    """Chips of what stands at a place: own, those it stands in, suggestions."""
    left, right = box.left() + 2, box.right() - 6
    chips = [(label, State.OWN, "") for label in present.labels]
    chips += [(label, State.OWN, desk.tr("in")) for label in present.across]
    chips += [(label, State.SUGGESTION, "") for label in present.suggested]
    for label, state, word in chips:
        look = label_look(desk, label)
        if word:
            left += say(painter, QRectF(left, box.top(), right - left, box.height()), word, ink.theme_now().faint) + 5
        if right - left < min(30.0, chip_width(look.name)):
            break
        left += paint_chip(painter, QPointF(left, box.center().y()), right - left, look, state) + 5


def present_width(desk: Desk, present: Present) -> float:
    """How wide these chips are."""
    labels = (*present.labels, *present.across, *present.suggested)
    words = len(present.across) * (ink.measure().horizontalAdvance(desk.tr("in")) + 5)
    return sum(chip_width(label_look(desk, label).name) + 5 for label in labels) + words


class GroupDelegate(RowDelegate):
    """A tick, the words, chips, how many."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(ROW, parent)
        self._desk = desk

    def paint_cell(self, painter: QPainter, box: QRectF, row: Any, column: int) -> None:
        """Draw a group, or, without one, the row for all hits."""
        theme = ink.theme_now()
        group: Group | None
        group, many, ticked = row
        paint_box(painter, box, group.closed if group else "", ticked=ticked > 0, part=0 < ticked < many)
        painter.setOpacity(1.0 if ticked else 0.6)
        left, right = box.left() + TICK_WIDTH, box.right() - 12
        count = f"{many:,}" if ticked in (0, many) else f"{ticked:,} / {many:,}"
        width = say(
            painter, QRectF(left, box.top(), right - left, box.height()), count, theme.faint, px=12, align=_RIGHT
        )
        right -= width + 10
        chips = present_width(self._desk, group.present) if group else 0.0
        room = max(40.0, right - left - min(chips, (right - left) * 0.55) - 8)
        words = group.words if group else self._desk.tr("All")
        weight = 400 if group else 600
        used = say(painter, QRectF(left, box.top(), room, box.height()), words, theme.text, weight=weight)
        if group and not any(group.present):
            word = self._desk.tr("no label")
            say(
                painter, QRectF(left + used + 8, box.top(), right - left - used, box.height()), word, theme.faint, px=12
            )
        elif group:
            paint_present(
                painter,
                self._desk,
                QRectF(left + used + 6, box.top(), right - left - used, box.height()),
                group.present,
            )
