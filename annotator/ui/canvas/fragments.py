"""Where spans stand on the lines of a block, and on which level below the text each is underlined."""

from typing import NamedTuple

from annotator.ui.canvas.scene import ShownSpan
from annotator.ui.canvas.shaping import Shaped

DEEPEST = 4
MOST = 80
NARROWEST = 3.0


class Fragment(NamedTuple):
    """One stretch of a span on one line; `opens` and `closes` where the span itself begins and ends."""

    span: ShownSpan
    left: float
    right: float
    opens: bool
    closes: bool
    continued: bool  # from the line before


def fragments(shaped: Shaped, spans: list[ShownSpan]) -> list[list[Fragment]]:
    """For each line the stretches on it, at most MOST a line: a page that dense is not read, but must not stall."""
    rows: list[list[Fragment]] = [[] for _ in range(len(shaped))]
    for span in spans:
        for start, end in span.fragments:
            if start <= shaped.end and (end > shaped.start or start >= shaped.start):
                _cut(shaped, span, start, end, rows)
    return rows


def _cut(shaped: Shaped, span: ShownSpan, start: int, end: int, rows: list[list[Fragment]]) -> None:
    first, last = shaped.lines_of(max(start, shaped.start), min(end, shaped.end))
    for line in range(first, last + 1):
        row = rows[line]
        if len(row) >= MOST:
            continue
        begins = line == first and start >= shaped.start
        ends = line == last and end <= shaped.end
        stretches = shaped.stretches(start, end, line)
        front = len(stretches) - 1 if shaped.leftwards else 0
        back = 0 if shaped.leftwards else len(stretches) - 1
        for place, (left, right) in enumerate(stretches):
            opens = begins and place == front and start == span.start
            closes = ends and place == back and end == span.end
            continued = place == front and not begins
            row.append(Fragment(span, left, max(right, left + NARROWEST), opens, closes, continued))


def depths(row: list[Fragment]) -> list[int]:
    """The underline level of each fragment: inner ones next to the text, overlapping ones apart."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(DEEPEST)]
    found = [0] * len(row)
    for place in sorted(range(len(row)), key=lambda at: row[at].right - row[at].left):
        fragment = row[place]
        depth = next((d for d in range(DEEPEST) if not _meets(fragment, taken[d])), DEEPEST - 1)
        taken[depth].append((fragment.left, fragment.right))
        found[place] = depth
    return found


def _meets(fragment: Fragment, taken: list[tuple[float, float]]) -> bool:
    return any(fragment.left < right + 1 and left < fragment.right + 1 for left, right in taken)
