"""Lines of printed pages as running text: paragraphs joined, broken words mended, running heads left out."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

HYPHEN = "\ufffe"
"""What PDFium puts where a word is broken at the end of a line."""

EDGE_LINES = 2  # at the top and the bottom of a page, among which running heads are looked for
MARGIN = 0.13  # of a page's height from its edge: running heads and page numbers stand there
LEAST_PAGES = 3  # on which a line must come again to be a running head
SHARE = 0.3  # of the pages, where they are few: heads alternate between left and right, and change with the chapter
FULL = 0.86  # of the widest line's reach: such a line was broken because it was full
CLOSE = 0.75  # of a line's height: the gap to the next line of the same paragraph
_NUMBER = re.compile(
    r"[\s(\[–—-]*(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*\d{1,4})?[\s)\]–—-]*", re.IGNORECASE
)
_COUNT = re.compile(r"^(?:\d{1,4}|[ivxlc]+)\b|\b(?:\d{1,4}|[ivxlc]+)$|\bpage \d+(?: of \d+)?")
_AT_END = re.compile(r"^\d{1,4}\b|\b\d{1,4}$")
_ITEM = re.compile(r"[•▪◦‣●○–—*-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s")
_ENDS = re.compile(r"[.!?:。！？][\"'”’»)\]]*$")


class Line(NamedTuple):
    """A line with where it stands, in points from the page's lower left corner.

    `high` is the top of its first sign, `low` the foot of its last; `size` their height; `page` that of the page.
    """

    words: str
    left: float
    low: float
    right: float
    high: float
    size: float
    page: float


def article(pages: list[list[Line]]) -> tuple[str, list[str]]:
    """(the text, a line for each paragraph; what was left out of it, numbers counted once)."""
    heads, counted = _running_heads(pages), _counting(pages)
    left_out: dict[str, str] = {}
    kept: list[list[Line]] = []
    for number, lines in enumerate(pages):
        gone = {
            index
            for index in _edge(lines)
            if _key(lines[index].words) in heads
            or _NUMBER.fullmatch(lines[index].words)
            or counted in _offsets(lines[index].words, number)
        }
        for index in sorted(gone):
            left_out.setdefault(_key(lines[index].words), lines[index].words)
        kept.append([line for index, line in enumerate(lines) if index not in gone])
    return "\n".join(_paragraphs(kept)), list(left_out.values())


def _key(words: str) -> str:
    return _COUNT.sub("#", words.lower())


def _edge(lines: list[Line]) -> set[int]:
    """The lines nearest to the top and the bottom of a page, by where they stand, not by where they come."""
    order = sorted(range(len(lines)), key=lambda index: -lines[index].high)
    top = {index for index in order[:EDGE_LINES] if lines[index].low > lines[index].page * (1 - MARGIN)}
    return top | {index for index in order[-EDGE_LINES:] if lines[index].high < lines[index].page * MARGIN}


def _running_heads(pages: list[list[Line]]) -> set[str]:
    """What stands at the edge of so many pages that it is no part of the text."""
    counts = Counter(key for lines in pages for key in {_key(lines[index].words) for index in _edge(lines)})
    return {key for key, count in counts.items() if count >= _least(pages)}


def _least(pages: list[list[Line]]) -> float:
    return max(LEAST_PAGES, SHARE * len(pages)) if len(pages) < 20 else LEAST_PAGES + len(pages) // 20


def _counting(pages: list[list[Line]]) -> int | None:
    """By how much the number in a running head is ahead of the page; None where no number counts along."""
    found = Counter(
        offset
        for number, lines in enumerate(pages)
        for offset in {offset for index in _edge(lines) for offset in _offsets(lines[index].words, number)}
    )
    (offset, count), *_ = found.most_common(1) or [(0, 0)]
    return offset if count >= max(LEAST_PAGES, SHARE * len(pages)) else None


def _offsets(words: str, page: int) -> set[int]:
    return {int(one) - page for one in _AT_END.findall(words)}


def _paragraphs(pages: list[list[Line]]) -> Iterator[str]:
    whole, last = "", None
    for lines in pages:
        reach = max((line.right for line in lines), default=0.0)
        for line in lines:
            if last is not None and _goes_on(last, line, reach):
                whole = _joined(whole, line.words)
            else:
                if whole:
                    yield _clean(whole)
                whole = line.words
            last = line
    if whole:
        yield _clean(whole)


def _goes_on(last: Line, line: Line, reach: float) -> bool:
    """Whether a line belongs to the paragraph of the line before."""
    if last.words.endswith(HYPHEN):
        return True
    if _ITEM.match(line.words):
        return False
    if line.high > last.low + last.page * 0.3:  # another page or column
        return line.words[:1].islower() and not _ENDS.search(last.words)
    tall = max(last.size, 1.0)
    close = last.low - line.high < CLOSE * tall
    same_size = 0.75 < line.size / tall < 1.34
    full = last.right >= FULL * reach
    indented = line.left > last.left + tall and not _ITEM.match(last.words)
    return close and same_size and full and not indented


def _joined(whole: str, words: str) -> str:
    return whole + ("" if whole.endswith(HYPHEN) else " ") + words


def _clean(words: str) -> str:
    return words.replace(HYPHEN, "")
