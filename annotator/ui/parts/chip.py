"""Labels as lists and bars show them, drawn as on the canvas: line style is state, hue and pattern are label."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from annotator.ui.canvas.drawn import hatching
from annotator.ui.canvas.scene import LabelLook, State
from annotator.ui.parts import ink
from annotator.ui.theme import LabelColours, Theme

HEIGHT = 18
PAD = 6
RADIUS = 4
WEIGHT, SPACING = 600, 0.25
UNDECIDED = (State.SUGGESTION, State.CONFLICT)


def chip_width(name: str) -> float:
    """How wide the chip of a label is, in pixels."""
    return ink.measure(ink.SMALL, WEIGHT, SPACING).horizontalAdvance(name) + 2 * PAD


def paint_chip(painter: QPainter, at: QPointF, room: float, look: LabelLook, state: State = State.OWN) -> float:
    """Draw a label's chip with its left edge and vertical middle at a point, in at most `room`; returns its width."""
    theme = ink.theme_now()
    width = min(room, chip_width(look.name))
    box = QRectF(at.x(), at.y() - HEIGHT / 2, width, HEIGHT)
    colours = theme.label(look)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_body(painter, box, colours, state, theme)
    painter.setPen(_ink_of(theme, colours, state))
    inner = box.adjusted(PAD, 0, 1 - PAD, 0)
    _say(painter, inner, look.name)
    if state is State.REJECTED:
        painter.drawLine(QLineF(inner.left() - 2, box.center().y(), inner.right(), box.center().y()))
    painter.restore()
    return width


def paint_pill(painter: QPainter, at: QPointF, room: float, name: str, state: State = State.OWN) -> float:
    """Draw the tag of a relation label, as it stands on an arc; returns its width."""
    theme = ink.theme_now()
    width = min(room, chip_width(name) + 4)
    box = QRectF(at.x(), at.y() - HEIGHT / 2, width, HEIGHT).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_dashed(theme.arc) if state in UNDECIDED else QPen(theme.slider, 1.0))
    painter.setBrush(theme.tag)
    painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
    painter.setPen(theme.arc_text)
    _say(painter, box.adjusted(PAD + 1.5, 0, -PAD - 0.5, 0), name)
    painter.restore()
    return width


def _paint_body(painter: QPainter, box: QRectF, colours: LabelColours, state: State, theme: Theme) -> None:
    if state is State.OWN:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.chip)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if colours.pattern:
            painter.setPen(QPen(colours.chip_pattern, 1.4))
            painter.drawLines(hatching(box.adjusted(1, 1, -1, -1), colours.pattern))
        return
    inner = box.adjusted(0.6, 0.6, -0.6, -0.6)
    painter.setBrush(theme.background if state is State.REJECTED else colours.tint)
    if state is State.CONFLICT:
        painter.setPen(QPen(theme.problem, 1.2))
        painter.drawPolygon(_notched(inner))
    else:
        painter.setPen(_dashed(theme.arc if state is State.REJECTED else colours.bar))
        painter.drawRoundedRect(inner, RADIUS, RADIUS)


def _ink_of(theme: Theme, colours: LabelColours, state: State) -> QColor:
    if state is State.REJECTED:
        return theme.faint
    return theme.text if state in UNDECIDED else colours.chip_text


def _say(painter: QPainter, box: QRectF, words: str) -> None:
    measure = ink.measure(ink.SMALL, WEIGHT, SPACING)
    painter.setFont(ink.font(ink.SMALL, WEIGHT, SPACING))
    shown = measure.elidedText(words, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.drawText(box.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _dashed(colour: QColor) -> QPen:
    pen = QPen(colour, 1.2)
    pen.setDashPattern([3.0, 2.2])
    return pen


def _notched(box: QRectF) -> QPolygonF:
    """A box with a corner cut: there is a conflict here."""
    cut = 6.0
    corners = (
        (box.left(), box.top()),
        (box.right() - cut, box.top()),
        (box.right(), box.top() + cut),
        (box.right(), box.bottom()),
        (box.left(), box.bottom()),
    )
    return QPolygonF([QPointF(x, y) for x, y in corners])
