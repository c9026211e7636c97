"""Tokens for formats that need them: cut at every edge of a span, and putting together they give the text again."""

from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import NamedTuple

from annotator.core.offsets import TOKEN

Range = tuple[int, int]


class Token(NamedTuple):
    """A token: code points, half-open, and whether exactly one blank that is no token follows."""

    start: int
    end: int
    ws: bool


def cut(text: str, known: Iterable[Range] | None, spans: Collection[Range]) -> list[Token]:
    """Tokens that cover the text, as a pipeline cut it (`known`) or by `TOKEN`, cut again at the edges of spans.

    One blank after a token belongs to it (`ws`), unless a span begins or ends with it; other white space is tokens.
    """
    places = [match.span() for match in TOKEN.finditer(text)] if known is None else list(known)
    keep = {start for start, _ in places} | {start for start, _ in spans}  # a blank that begins something stays
    ends = {end for _, end in spans}
    edges = {0, len(text)} | {edge for place in (*places, *spans) for edge in place if 0 <= edge <= len(text)}
    found: list[Token] = []
    for start, end in pairwise(sorted(edges)):
        if text[start] == " " and start not in keep and not (end == start + 1 and end in ends) and _takes(found, start):
            found[-1] = found[-1]._replace(ws=True)
            start += 1
        if start < end:
            found.append(Token(start, end, False))
    return found


def _takes(found: list[Token], start: int) -> bool:
    return bool(found) and found[-1].end == start and not found[-1].ws


def joined(text: str, tokens: Iterable[Token]) -> str:
    """The text as the tokens alone give it."""
    return "".join(text[token.start : token.end] + " " * token.ws for token in tokens)
