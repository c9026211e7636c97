"""Painting a frame: the same calls for the window, for an image at any scale and for SVG."""

from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QStaticText, QTextLayout, QTransform

from annotator.ui.canvas.drawn import DrawnArc, drawn, hatching, lit_ticks, wave
from annotator.ui.canvas.frame import Frame, Placed, RailLine
from annotator.ui.canvas.items import Chip, Connector, Fill, Line, Tag
from annotator.ui.canvas.metrics import Metrics, Voice
from annotator.ui.canvas.scene import Scene, State
from annotator.ui.canvas.setting import OPEN_STATES
from annotator.ui.canvas.state import Presentation
from annotator.ui.theme import LabelColours, Theme

FADED = 0.28
"""Opacity of spans that cannot be the other end of the relation being drawn."""


class FramePainter:
    """Paints frames in one theme at one zoom. Keeps prepared words and pens between frames."""

    def __init__(self, theme: Theme, metrics: Metrics, number_of: Callable[[int], int]) -> None:
        self.theme, self.metrics = theme, metrics
        self._number_of = number_of
        self._words: dict[tuple[str, Voice], QStaticText] = {}
        self._arc_pens = {state: _arc_pen(theme.arc, 1.3, state) for state in State}
        self._lit_pens = {state: _arc_pen(theme.accent, 2.0, state) for state in State}
        self._stub_pen = _dotted(theme.arc, 1.4)
        self._lit_stub_pen = _dotted(theme.accent, 2.0)
        self._halo = QPen(theme.background, 3.0)

    def paint(self, painter: QPainter, frame: Frame, clip: QRectF, scene: Scene, shown: Presentation) -> None:
        """Paint what meets `clip`, in pixels of the viewport with the left edge of the text at 0."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = lit_relations(scene, shown)
        visible = [
            placed for placed in frame.blocks if placed.y < clip.bottom() and placed.y + placed.laid.height > clip.top()
        ]
        for placed in visible:
            self._paint_block(painter, placed, clip, scene, shown, lit)
        self._paint_rails(painter, frame, lit)
        for placed in visible:
            painter.translate(0, placed.y)
            for line in _lines_in(placed, clip):
                for tag, box in drawn(line).tags:
                    self._paint_tag(painter, tag, box, lit=tag.relation in lit and tag.kind != "more")
            painter.translate(0, -placed.y)

    # ---- one block

    def _paint_block(
        self, painter: QPainter, placed: Placed, clip: QRectF, scene: Scene, shown: Presentation, lit: set[str]
    ) -> None:
        laid, y = placed
        lines = _lines_in(placed, clip)
        painter.translate(0, y)
        for line in lines:
            self._paint_below_text(painter, placed, line, scene, shown)
        self._paint_number(painter, placed)
        painter.setPen(self.theme.text)
        strip = QRectF(-40, clip.top() - y, clip.width() + 80, clip.height())
        laid.shaped.layout.draw(painter, QPointF(0, 0), NO_SELECTIONS, strip)
        for line in lines:
            self._paint_above_text(painter, line, scene, shown, lit)
        painter.translate(0, -y)

    def _paint_number(self, painter: QPainter, placed: Placed) -> None:
        number, line = self._number_of(placed.laid.index), placed.laid.lines[0]
        if number:
            painter.setPen(self.theme.faint)
            words = str(number)
            right = -6 * self.metrics.rail - 16
            top = line.text_top + (self.metrics.text_height - self.metrics.small_height) / 2
            self._say(painter, QPointF(right - self.metrics.width(words, Voice.ARC), top), words, Voice.ARC)

    def _paint_below_text(
        self, painter: QPainter, placed: Placed, line: Line, scene: Scene, shown: Presentation
    ) -> None:
        items = drawn(line)
        for fill, box in items.fills:
            colours = self.theme.label(scene.look(fill.label))
            painter.setOpacity(_opacity(fill.state, faded=shown.is_dimmed(fill.span), hovered=fill.span == shown.hover))
            self._paint_fill(painter, fill, box, colours)
        painter.setOpacity(1.0)
        self._paint_ranges(painter, placed, line, shown)
        for fill, _ in items.fills:
            colours = self.theme.label(scene.look(fill.label))
            painter.setOpacity(FADED if shown.is_dimmed(fill.span) else 1.0)
            self._paint_underline(painter, fill, colours)
        painter.setOpacity(1.0)
        for connector in line.connectors:
            self._paint_connector(painter, connector, scene)

    def _paint_fill(self, painter: QPainter, fill: Fill, box: QRectF, colours: LabelColours) -> None:
        if fill.state is State.REJECTED:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.tint)
        painter.drawRoundedRect(box, 3, 3)
        if colours.pattern:
            painter.setPen(QPen(colours.tint_pattern, 1.2))
            painter.drawLines(hatching(box, colours.pattern))

    def _paint_ranges(self, painter: QPainter, placed: Placed, line: Line, shown: Presentation) -> None:
        """Matches of a search and the selected text."""
        theme = self.theme
        first = bisect_matches(shown.matches, line.start)
        for place in range(first, len(shown.matches)):
            start, end = shown.matches[place]
            if start >= line.end:
                break
            colour = theme.match_current if place == shown.match else theme.match
            self._paint_range(painter, placed, line, start, end, colour)
        if shown.selection is not None:
            self._paint_range(painter, placed, line, *shown.selection, theme.selection)

    def _paint_range(self, painter: QPainter, placed: Placed, line: Line, start: int, end: int, colour: QColor) -> None:
        low, high = max(start, line.start), min(end, line.end)
        if low >= high:
            return
        number = placed.laid.lines.index(line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for left, right in placed.laid.shaped.stretches(low, high, number):
            painter.drawRoundedRect(
                QRectF(left - 1, line.text_top - 1, right - left + 2, self.metrics.text_height + 2), 2, 2
            )

    def _paint_underline(self, painter: QPainter, fill: Fill, colours: LabelColours) -> None:
        left, right = fill.box.left + 1, fill.box.right - 1
        y = fill.underline + 1
        if fill.state is State.REJECTED:
            middle = fill.underline + 1 - self.metrics.text_height * 0.42
            painter.setPen(QPen(self.theme.faint, 1.4))
            painter.drawLine(QLineF(left, middle, right, middle))
        elif fill.unsure:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.bar, 1.6))
            painter.drawPath(wave(left, right, y))
        elif fill.state in OPEN_STATES:
            painter.setPen(_dashed(colours.bar, 2.0))
            painter.drawLine(QLineF(left, y, right, y))
        else:
            painter.fillRect(QRectF(left, y - 1, right - left, 2.0), colours.bar)

    def _paint_connector(self, painter: QPainter, connector: Connector, scene: Scene) -> None:
        painter.setPen(_dotted(self.theme.label(scene.look(connector.label)).bar, 1.4))
        painter.drawLine(QLineF(connector.left, connector.y + 1, connector.right, connector.y + 1))

    # ---- above the text

    def _paint_above_text(
        self, painter: QPainter, line: Line, scene: Scene, shown: Presentation, lit: set[str]
    ) -> None:
        items = drawn(line)
        if items.ticks:
            painter.setPen(self._arc_pens[State.OWN])
            painter.drawLines(items.ticks)
            painter.setPen(self._lit_pens[State.OWN])
            painter.drawLines(lit_ticks(line, lit))
        late: list[DrawnArc] = []
        for arc in items.arcs:
            if arc.stroke.relation in lit:
                late.append(arc)
            else:
                self._paint_arc(painter, arc, lit=False)
        for arc in late:
            self._paint_arc(painter, arc, lit=True)
        for chip, box in items.chips:
            painter.setOpacity(FADED if shown.is_dimmed(chip.span) else 1.0)
            self._paint_chip(painter, chip, box, scene, hovered=chip.span == shown.hover)
        painter.setOpacity(1.0)

    def _paint_arc(self, painter: QPainter, arc: DrawnArc, *, lit: bool) -> None:
        stroke = arc.stroke
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if stroke.kind == "stub":
            painter.setPen(self._lit_stub_pen if lit else self._stub_pen)
        else:
            painter.setPen((self._lit_pens if lit else self._arc_pens)[stroke.state])
        painter.drawPath(arc.path)
        if arc.head is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.accent if lit else self.theme.arc)
            painter.drawPath(arc.head)

    def _paint_rails(self, painter: QPainter, frame: Frame, lit: set[str]) -> None:
        for late in (False, True):
            for rail in frame.rails:
                if (rail.relation in lit) is late:
                    painter.setPen((self._lit_pens if late else self._arc_pens)[rail.state])
                    painter.drawLine(QLineF(rail.x, rail.top, rail.x, rail.bottom))
                    if rail.top == rail.bottom:
                        self._paint_end(painter, rail, lit=late)

    def _paint_end(self, painter: QPainter, rail: RailLine, *, lit: bool) -> None:
        """A dot: the other end found no lane and is among those counted there."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.accent if lit else self.theme.arc)
        painter.drawEllipse(QPointF(rail.x, rail.top), 2.4, 2.4)

    def _paint_chip(self, painter: QPainter, chip: Chip, box: QRectF, scene: Scene, *, hovered: bool) -> None:
        theme, metrics = self.theme, self.metrics
        top = box.top() + (box.height() - metrics.small_height) / 2
        if chip.kind == "more":
            self._paint_count(painter, chip.words, box)
            return
        colours = theme.label(scene.look(chip.label))
        if chip.kind == "continued":
            painter.setPen(theme.faint)
            self._say(painter, QPointF(box.left(), top), chip.words, Voice.CHIP)
            return
        self._paint_chip_body(painter, chip, box, colours, hovered=hovered)
        own = chip.state not in OPEN_STATES
        painter.setPen(theme.faint if chip.state is State.REJECTED else colours.chip_text if own else theme.text)
        left = box.left() + metrics.chip_pad
        self._say(painter, QPointF(left, top), chip.words, Voice.CHIP)
        if chip.state is State.REJECTED:
            middle = box.center().y()
            painter.drawLine(QLineF(left - 2, middle, box.right() - metrics.chip_pad + 2, middle))
        self._paint_marks(painter, chip, box)

    def _paint_chip_body(
        self, painter: QPainter, chip: Chip, box: QRectF, colours: LabelColours, *, hovered: bool
    ) -> None:
        if chip.state is State.OWN:
            painter.setPen(QPen(colours.bar, 1.0) if hovered else Qt.PenStyle.NoPen)
            painter.setBrush(colours.chip)
            painter.drawRoundedRect(box, 4, 4)
            if colours.pattern:
                painter.setPen(QPen(colours.chip_pattern, 1.4))
                painter.drawLines(hatching(box.adjusted(1, 1, -1, -1), colours.pattern))
            return
        rejected = chip.state is State.REJECTED
        painter.setPen(_dashed(self.theme.arc if rejected else colours.bar, 1.6 if hovered else 1.2))
        painter.setBrush(self.theme.background if rejected else colours.tint)
        inner = box.adjusted(0.6, 0.6, -0.6, -0.6)
        if chip.state is State.CONFLICT:
            painter.setPen(QPen(self.theme.problem, 1.4))
            painter.drawPolygon(_notched(inner))
        else:
            painter.drawRoundedRect(inner, 4, 4)

    def _paint_marks(self, painter: QPainter, chip: Chip, box: QRectF) -> None:
        size = self.metrics.mark_width - 3.0
        right, middle = box.right() - self.metrics.chip_pad + 3, box.center().y()
        if chip.comments:
            self._paint_comment(painter, QRectF(right - size, middle - size / 2, size, size - 2))
            right -= self.metrics.mark_width
        if chip.problem:
            self._paint_problem(painter, QRectF(right - size, middle - size / 2, size, size))

    def _paint_comment(self, painter: QPainter, box: QRectF) -> None:
        """A small speech bubble."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.accent)
        painter.drawRoundedRect(box, 2.2, 2.2)
        foot, low = box.left() + box.width() * 0.3, box.bottom()
        painter.drawPolygon(
            QPolygonF([QPointF(foot, low - 0.5), QPointF(foot + 3.4, low - 0.5), QPointF(foot, low + 2.6)])
        )

    def _paint_problem(self, painter: QPainter, box: QRectF) -> None:
        """An exclamation mark on a disc."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.problem)
        painter.drawEllipse(box)
        painter.setBrush(self.theme.on_problem)
        middle = box.center().x()
        painter.drawRect(QRectF(middle - 0.7, box.top() + box.height() * 0.2, 1.4, box.height() * 0.38))
        painter.drawRect(QRectF(middle - 0.7, box.top() + box.height() * 0.68, 1.4, 1.5))

    def _paint_count(self, painter: QPainter, words: str, box: QRectF) -> None:
        painter.setPen(QPen(self.theme.arc, 1.0))
        painter.setBrush(self.theme.background)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(self.theme.arc_text)
        left = box.center().x() - self.metrics.width(words, Voice.ARC) / 2
        self._say(painter, QPointF(left, box.center().y() - self.metrics.small_height / 2), words, Voice.ARC)

    def _paint_tag(self, painter: QPainter, tag: Tag, box: QRectF, *, lit: bool) -> None:
        if tag.kind == "more":
            self._paint_count(painter, tag.words, box)
            return
        theme, radius = self.theme, box.height() / 2
        painter.setPen(self._halo)
        painter.setBrush(theme.accent if lit else theme.tag)
        painter.drawRoundedRect(box, radius, radius)
        colour = theme.on_accent if lit else theme.arc_text
        painter.setPen(theme.faint if tag.state is State.REJECTED and not lit else colour)
        width = self.metrics.width(tag.words, Voice.ARC)
        left, top = box.center().x() - width / 2, box.center().y() - self.metrics.small_height / 2
        self._say(painter, QPointF(left, top), tag.words, Voice.ARC)
        if tag.state is State.REJECTED:
            painter.drawLine(QLineF(left, box.center().y(), left + width, box.center().y()))
        if tag.problem or tag.comments:
            size = self.metrics.mark_width - 4.0
            place = QRectF(box.right() - 3, box.top() - 3, size, size)
            (self._paint_problem if tag.problem else self._paint_comment)(painter, place)

    def _say(self, painter: QPainter, at: QPointF, words: str, voice: Voice) -> None:
        font = self.metrics.fonts[voice]
        painter.setFont(font)
        known = self._words.get((words, voice))
        if known is None:
            if len(self._words) > 4_000:
                self._words.clear()
            known = self._words[words, voice] = QStaticText(words)
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            known.prepare(QTransform(), font)
        painter.drawStaticText(at, known)


NO_SELECTIONS: list[QTextLayout.FormatRange] = []


def lit_relations(scene: Scene, shown: Presentation) -> set[str]:
    """Relations drawn in the accent: the focus, those of the focused span, and what the pointer is on."""
    found = {name for name in (shown.focus_relation, shown.hover) if name}
    for span in (shown.focus_span, shown.hover):
        if span:
            found.update(relation.id for relation in scene.relations_of(span))
    return found


def _lines_in(placed: Placed, clip: QRectF) -> list[Line]:
    top, bottom = clip.top() - placed.y, clip.bottom() - placed.y
    return [line for line in placed.laid.lines if line.bottom > top and line.top < bottom]


def _opacity(state: State, *, faded: bool, hovered: bool) -> float:
    if faded:
        return FADED
    return 0.55 if state in OPEN_STATES and not hovered else 1.0


def bisect_matches(matches: list[tuple[int, int]], offset: int) -> int:
    """The first match that ends after an offset; matches ascend and do not overlap."""
    return bisect_right(matches, offset, key=lambda match: match[1])


def _arc_pen(colour: QColor, width: float, state: State) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if state in OPEN_STATES:
        pen.setDashPattern([5.0 / width, 3.4 / width])
    elif state is State.REJECTED:
        pen.setDashPattern([1.5 / width, 4.0 / width])
    return pen


@lru_cache(maxsize=256)
def _pen(rgba: int, width: float, pattern: tuple[float, ...]) -> QPen:
    pen = QPen(QColor.fromRgba(rgba), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([part / width for part in pattern])
    return pen


def _dashed(colour: QColor, width: float) -> QPen:
    return _pen(colour.rgba(), width, (4.0, 2.6))


def _dotted(colour: QColor, width: float) -> QPen:
    return _pen(colour.rgba(), width, (1.6, 2.4))


def _notched(box: QRectF) -> QPolygonF:
    """A chip with a notch cut into its right edge: a conflict."""
    deep = box.height() * 0.4
    right, middle = box.right(), box.center().y()
    corners = [box.topLeft(), box.topRight(), QPointF(right - deep, middle), box.bottomRight(), box.bottomLeft()]
    return QPolygonF(corners)
