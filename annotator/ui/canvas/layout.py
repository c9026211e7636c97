"""Pass 2: everything that stands on the lines of a block, from its spans and relations, as plain values."""

from dataclasses import dataclass, field

from annotator.ui.canvas import lanes
from annotator.ui.canvas.arcs import Ground, Load, draw_arcs
from annotator.ui.canvas.chips import Row, Seat, Wish
from annotator.ui.canvas.fragments import Fragment, depths, fragments
from annotator.ui.canvas.items import Box, Chip, Connector, Fill, Line
from annotator.ui.canvas.metrics import Metrics, Voice
from annotator.ui.canvas.routes import Anchor, Piece, route, tr
from annotator.ui.canvas.scene import ShownRelation, ShownSpan, State
from annotator.ui.canvas.setting import Setting
from annotator.ui.canvas.shaping import Shaped

RUN = 20.0
RESERVE = 2
"""Lanes kept free at most on a line whose arcs show with the focus only: moving the focus then moves no text."""


@dataclass(slots=True)
class LaidBlock:
    """A block ready to paint: lines from top to bottom, height in whole pixels, where each span's arcs leave."""

    shaped: Shaped
    lines: list[Line]
    height: int
    anchors: dict[str, Anchor]
    relations: frozenset[str]

    @property
    def index(self) -> int:
        return self.shaped.index


@dataclass(slots=True)
class Draft:
    """One line while it is being laid out."""

    number: int
    fragments: list[Fragment]
    row: Row
    depths: list[int]
    chips: list[tuple[Seat, Chip]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    hidden: dict[str, list[str]] = field(default_factory=dict)  # span → its relations that found no lane
    ticks: dict[str, list[str]] = field(default_factory=dict)  # span → its relations that wait for the focus
    lanes: int = 0


def lay_out(shaped: Shaped, setting: Setting) -> LaidBlock:
    """Lay out a block. In a crowd only the arcs of the focus are drawn in full, the others as ticks."""
    drafts = _drafts(shaped, setting)
    for draft in drafts:
        _seat_chips(draft, setting, leftwards=shaped.leftwards)
    anchors = {seat.span: _anchor(draft, seat) for draft in drafts for seat in draft.row.seats if seat.span}
    anchors |= {wish.span: _more_anchor(draft) for draft in drafts for wish in draft.row.refused}
    relations = _add_pieces(drafts, anchors, setting, sparse=setting.is_sparse(shaped.index))
    lines, height = _stack(drafts, shaped, setting.metrics)
    for draft, line in zip(drafts, lines, strict=True):
        draw_arcs(line, _ground(line, draft, setting.metrics), _load(draft), anchors, setting)
    height += _gap_after(shaped, setting)
    return LaidBlock(shaped, lines, height, anchors, relations)


def _drafts(shaped: Shaped, setting: Setting) -> list[Draft]:
    end = shaped.end + 1 if setting.blocks.closes(shaped.index) else shaped.end
    spans = [span for span in setting.scene.spans_in(shaped.start, end) if setting.shows(span)]
    rows = fragments(shaped, spans)
    width = float(setting.width)
    return [Draft(n, row, Row(width, leftwards=shaped.leftwards), depths(row)) for n, row in enumerate(rows)]


# ---- chips


def chip_words(span: ShownSpan, setting: Setting) -> str:
    words = setting.scene.look(span.label).name
    if span.state is State.CONFLICT:
        words += " · " + tr("conflict")
    return words + " ?" if span.unsure else words


def _seat_chips(draft: Draft, setting: Setting, *, leftwards: bool) -> None:
    metrics, row = setting.metrics, draft.row
    chips: dict[str, Chip] = {}
    wishes = []
    for fragment in draft.fragments:
        if fragment.opens:
            span = fragment.span
            words = chip_words(span, setting)
            marks = (span.comments > 0) + span.problem + (span.state is State.CONFLICT)
            width = metrics.width(words, Voice.CHIP) + 2 * metrics.chip_pad + marks * metrics.mark_width
            left = fragment.right + 2 - width if leftwards else fragment.left - 2
            wishes.append(Wish(span.id, left, width, span.end - span.start))
            chips[span.id] = Chip(span.id, span.label, words, span.state, NOWHERE, "chip", span.comments, span.problem)
    row.fill(wishes)
    draft.chips = [(seat, chips[seat.span]) for seat in row.seats]
    if row.refused:
        _seat_more(draft, metrics)
    for fragment in draft.fragments:
        if fragment.continued:
            _seat_continued(draft, fragment, setting)


NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


def _seat_more(draft: Draft, metrics: Metrics) -> None:
    """One chip that counts the spans without a seat, on a lane of its own."""
    first = draft.row.refused[0]
    words = f"+{len(draft.row.refused)}"
    width = metrics.width(words, Voice.CHIP) + 2 * metrics.chip_pad
    seat = draft.row.find_on_top(width)
    draft.row.take(seat)
    draft.chips.append((seat, Chip(first.span, "", words, State.OWN, NOWHERE, "more")))


def _seat_continued(draft: Draft, fragment: Fragment, setting: Setting) -> None:
    """A faint reminder of the label where a span goes on, if the chips leave it room."""
    span, metrics, row = fragment.span, setting.metrics, draft.row
    words = "… " + setting.scene.look(span.label).name
    width = metrics.width(words, Voice.CHIP) + 4
    left = fragment.left
    while left + width <= max(fragment.right, fragment.left + width):
        seat = row.find(Wish("", left, width, 0), max(1, row.lanes))
        if seat is not None:
            row.take(seat)
            draft.chips.append((seat, Chip(span.id, span.label, words, span.state, NOWHERE, "continued")))
            return
        left += 24


def _anchor(draft: Draft, seat: Seat) -> Anchor:
    return Anchor(draft.number, seat.lane, seat.open_left, seat.open_right)


def _more_anchor(draft: Draft) -> Anchor:
    seat = next(seat for seat, chip in draft.chips if chip.kind == "more")
    return Anchor(draft.number, seat.lane, seat.left, seat.right)


# ---- arcs


def _add_pieces(drafts: list[Draft], anchors: dict[str, Anchor], setting: Setting, *, sparse: bool) -> frozenset[str]:
    """Route the relations of all spans with a chip here, give out lanes. Returns the ids of the relations seen."""
    if setting.arcs == "none":
        return frozenset()
    found: set[str] = set()
    full: dict[str, ShownRelation] = {}
    for span, anchor in anchors.items():
        own = [relation for relation in setting.scene.relations_of(span) if setting.shows(relation)]
        found.update(relation.id for relation in own)
        if sparse:
            drafts[anchor.line].lanes = max(drafts[anchor.line].lanes, min(RESERVE, len(own)))
        waiting = [relation for relation in own if not setting.in_full(relation)]
        if len(waiting) < len(own):
            full |= {relation.id: relation for relation in own if setting.in_full(relation)}
        if waiting and setting.arcs == "all":
            drafts[anchor.line].ticks[span] = [one.id for one in waiting if setting.shows_ends(one)]
    for relation in _with_room(list(full.values()), drafts, anchors, setting):
        for piece in route(setting, relation, anchors):
            drafts[piece.line].pieces.append(piece)
    _give_lanes(drafts)
    return frozenset(found)


def _with_room(
    full: list[ShownRelation], drafts: list[Draft], anchors: dict[str, Anchor], setting: Setting
) -> list[ShownRelation]:
    """Those that can find a lane at all: of more than that, the focus's and the shortest; the others are counted."""
    most = 2 * lanes.MOST * len(drafts)  # each end on another line takes about half a lane of its own
    if len(full) <= most:
        return full
    full.sort(key=lambda relation: (not setting.is_focus(relation), setting.distance(relation), relation.id))
    for relation in full[most:] if setting.suggestions else filter(setting.shows_ends, full[most:]):
        for span in {relation.head, relation.tail} & anchors.keys():
            drafts[anchors[span].line].hidden.setdefault(span, []).append(relation.id)
    return full[:most]


def _give_lanes(drafts: list[Draft]) -> None:
    """Lanes for all pieces; given out again once some are hidden, so that those leave no empty lanes behind."""
    kept_free = [draft.lanes for draft in drafts]
    refused: dict[str, Piece] | None = None
    while refused is None or refused:
        refused = {}
        for draft, free in zip(drafts, kept_free, strict=True):
            used, without = lanes.assign(draft.pieces)
            draft.lanes = max(free, used)
            refused |= {piece.relation.id: piece for piece in without}
        for draft in drafts if refused else ():
            _hide(draft, refused)


def _hide(draft: Draft, refused: dict[str, Piece]) -> None:
    """A relation one of whose pieces found no lane is counted at both ends instead of drawn at one."""
    for piece in draft.pieces:
        if piece.relation.id in refused:
            for span in filter(None, (piece.near, piece.far)):
                draft.hidden.setdefault(span, []).append(piece.relation.id)
    draft.pieces = [piece for piece in draft.pieces if piece.relation.id not in refused]


# ---- heights


def _stack(drafts: list[Draft], shaped: Shaped, metrics: Metrics) -> tuple[list[Line], int]:
    if shaped.length == 0 and not drafts[0].fragments:
        shaped.set_top(0, metrics.blank - metrics.text_height)
        return [Line(shaped.start, shaped.start, 0, metrics.blank - metrics.text_height, metrics.blank)], metrics.blank
    y, lines = 0, []
    for draft in drafts:
        above = draft.lanes * metrics.lane + 4 if draft.lanes else 6 * any(draft.ticks.values())
        above += metrics.lane * bool(draft.hidden)
        text_top = y + 2 + above + max(1, draft.row.lanes) * metrics.chip_pitch + 1
        text_height = max(metrics.text_height, shaped.line_height(draft.number))
        deepest = max(draft.depths, default=0)
        bottom = text_top + text_height + metrics.lead + max(0, deepest - 1) * metrics.level
        start, end = shaped.line_range(draft.number)
        line = Line(start, end, y, text_top, bottom)
        shaped.set_top(draft.number, text_top)
        _place_fills(line, draft, text_height, metrics)
        _place_chips(line, draft, metrics)
        lines.append(line)
        y = bottom
    return lines, y


def _load(draft: Draft) -> Load:
    return Load(draft.pieces, draft.hidden, draft.ticks)


def _ground(line: Line, draft: Draft, metrics: Metrics) -> Ground:
    roof = line.text_top - 1 - max(1, draft.row.lanes) * metrics.chip_pitch
    counts = roof - metrics.lane / 2
    return Ground(roof - 4 - metrics.lane * bool(draft.hidden), counts, line.text_top - 3 - metrics.chip_height)


def _place_fills(line: Line, draft: Draft, text_height: int, metrics: Metrics) -> None:
    for fragment, depth in zip(draft.fragments, draft.depths, strict=True):
        span, grow = fragment.span, 1.5 * depth
        top, low = line.text_top - 1 - grow, line.text_top + text_height
        box = Box(fragment.left - 2 - grow, top, fragment.right + 2 + grow, low + depth * metrics.level)
        bar = low - 1 + depth * metrics.level
        size = span.end - span.start
        line.fills.append(
            Fill(span.id, span.label, span.state, span.unsure, box, depth, size, fragment.opens, fragment.closes, bar)
        )
    line.fills.sort(key=lambda fill: -fill.size)
    _place_connectors(line, draft)


def _place_connectors(line: Line, draft: Draft) -> None:
    """Join the fragments of a span; where the next one is on another line, a dotted run says that more follows."""
    underlines = {fill.span: fill.underline for fill in line.fills}
    last: dict[str, Fragment] = {}
    for fragment in draft.fragments:
        span, before = fragment.span, last.get(fragment.span.id)
        if len(span.fragments) > 1:
            last[span.id] = fragment
            if before or not fragment.opens:
                start = before.right + 2 if before else fragment.left - RUN
                line.connectors.append(Connector(span.id, span.label, start, fragment.left - 2, underlines[span.id]))
    for name, fragment in last.items():
        if not fragment.closes:
            end = fragment.right + RUN
            line.connectors.append(Connector(name, fragment.span.label, fragment.right + 2, end, underlines[name]))


def _place_chips(line: Line, draft: Draft, metrics: Metrics) -> None:
    for seat, chip in draft.chips:
        bottom = line.text_top - 3 - seat.lane * metrics.chip_pitch
        line.chips.append(chip._replace(box=Box(seat.left, bottom - metrics.chip_height, seat.right, bottom)))


def _gap_after(shaped: Shaped, setting: Setting) -> int:
    metrics, blocks = setting.metrics, setting.blocks
    return metrics.gap if blocks.closes(shaped.index) and not blocks.is_empty(shaped.index) else 0
