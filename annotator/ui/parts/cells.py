"""Rows painted by hand: background, focus and words, so that all lists look alike and cost little."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.ui.icons import paint_icon
from annotator.ui.item_model import ROW_ROLE
from annotator.ui.parts import ink

EDGE = 12
"""From the edge of a list to its words, in pixels."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def say(
    painter: QPainter,
    box: QRectF,
    words: str,
    colour: QColor,
    *,
    px: int = ink.USUAL,
    weight: int = 400,
    align: Qt.AlignmentFlag = _LEFT,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> float:
    """Write one line of plain words into a box, cut with "…" where it is too narrow; returns their width."""
    measure = ink.measure(px, weight)
    width = measure.horizontalAdvance(words)
    if width > box.width():
        words = measure.elidedText(words, elide, box.width())
        width = box.width()
    painter.setFont(ink.font(px, weight))
    painter.setPen(colour)
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine, words)
    return width


class RowDelegate(QStyledItemDelegate):
    """Paints rows; what stands in a cell is said by `paint_cell`."""

    def __init__(self, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state, rect = option.state, option.rect
        theme = ink.theme_now()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.tag)
        row = index.data(ROW_ROLE)
        if row is not None:
            self.paint_cell(painter, QRectF(rect), row, index.column())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), theme.accent)
        painter.restore()

    def paint_cell(self, painter: QPainter, box: QRectF, row: Any, column: int) -> None:
        """Draw what a cell shows. `box` is the whole cell."""
        raise NotImplementedError


def count_mark(painter: QPainter, right: float, middle: float, icon: str, count: int, colour: QColor) -> float:
    """An icon with a number at its right, ending at `right`; returns how wide both are."""
    theme = ink.theme_now()
    words = str(count)
    width = ink.measure(ink.SMALL, 500).horizontalAdvance(words)
    at = QRectF(right - width, middle - 8, width + 1, 16)
    say(painter, at, words, theme.text, px=ink.SMALL, weight=500)
    paint_icon(painter, QRectF(right - width - 17, middle - 7, 14, 14), icon, colour)
    return width + 17


def dot(painter: QPainter, middle: QPointF, radius: float, colour: QColor) -> None:
    """A disc."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(colour)
    painter.drawEllipse(middle, radius, radius)
