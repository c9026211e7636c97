"""Where a caret goes from an offset: by sign, token, sentence, paragraph; pure functions of text and tokens."""

import re
from collections.abc import Callable, Sequence

from annotator.core.offsets import Range, next_edge
from annotator.ui.canvas.graphemes import edges_near

SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*\s+|\n+\s*")
REACH = 400
"""Code points looked at first; more when nothing is found in them."""

Tokens = Callable[[int, int], Sequence[Range]]


def by_sign(text: str, offset: int, step: int) -> int:
    """The next (`step` 1) or previous (-1) border between grapheme clusters; the offset itself at the ends."""
    edge = next_edge(edges_near(text, offset), offset, step)
    return offset if edge is None else edge


def by_token(length: int, tokens: Tokens, offset: int, step: int) -> int:
    """The start of the next or previous token; the ends of the text beyond the last and first."""
    reach = REACH
    while True:
        low, high = (offset, min(length, offset + reach)) if step > 0 else (max(0, offset - reach), offset)
        starts = [start for start, _ in tokens(low, high)]
        found = next_edge(starts, offset, step)
        if found is not None:
            return found
        if (low == 0 and high == offset) or (high == length and low == offset):
            return length if step > 0 else 0
        reach *= 4


def by_sentence(text: str, offset: int, step: int) -> int:
    """The start of the next or previous sentence, by its signs; the ends of the text beyond the last and first."""
    if step > 0:
        found = SENTENCE_END.search(text, offset)
        return found.end() if found else len(text)
    reach = REACH
    while True:
        low = max(0, offset - reach)
        starts = [match.end() for match in SENTENCE_END.finditer(text, low, offset)]
        before = next_edge(starts, offset, -1)
        if before is not None:
            return before
        if low == 0:
            return 0
        reach *= 4


def by_paragraph(text: str, offset: int, step: int) -> int:
    """The start of the next or previous line of the text that is not blank."""
    if step < 0:
        offset = text.rfind("\n", 0, max(0, offset - 1)) + 1
        while offset > 0 and text[offset : offset + 1] == "\n":
            offset = text.rfind("\n", 0, offset - 1) + 1
        return offset
    found = re.compile(r"\n\s*").search(text, offset)
    return found.end() if found else len(text)


def token_at(tokens: Tokens, offset: int) -> Range | None:
    """The token an offset is in or at the start of, else the one that ends there."""
    around = tokens(max(0, offset - 1), offset + 1)
    return next((t for t in reversed(around) if t[0] <= offset <= t[1]), None)


def token_edge(length: int, tokens: Tokens, offset: int, step: int, *, edge: str) -> int:
    """The next or previous place for a span's edge: token starts for "start", token ends for "end"."""
    side = 0 if edge == "start" else 1
    reach = REACH
    while True:
        low, high = max(0, offset - reach), min(length, offset + reach)
        found = next_edge([token[side] for token in tokens(low, high)], offset, step)
        if found is not None:
            return found
        if low == 0 and high == length:
            return offset
        reach *= 4
