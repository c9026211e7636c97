"""Words one searches for: how texts are cut for the index, what a query asks of it, where a text has the hit."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

_UNSPACED = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aad"  # Thai, Lao, Burmese, Khmer, Tai
    "\u3005-\u3007\u3031-\u3035\u303b\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U00020000-\U0003134f"  # kana and Chinese characters
)
_RUN = re.compile(f"[{_UNSPACED}]+")
_ASKED = re.compile(r'"([^"]*)"?|(\S+)')
_SHORTEST_BEGINNING = 2  # letters from which on a word also finds longer ones
_AROUND = 42  # code points shown before a hit
_SHOWN = 130  # code points of an excerpt
_LONGEST_FOLDED = 200_000  # code points searched once more without accents

_MARKS = ("Mn", "Mc")


class Hit(NamedTuple):
    """A document that was found, with the place where it says so."""

    document: str
    number: int  # from 1
    name: str
    length: int  # code points
    where: str = ""  # name | text | the metadata field
    excerpt: str = ""  # of the text or of the field's value, white space as single spaces
    mark: tuple[int, int] = (0, 0)  # of the hit in the excerpt
    place: tuple[int, int] | None = None  # of the hit in the text, code points


def cut(text: str) -> str:
    """The text with spaces between the signs of scripts that have none, so that each can be found.

    A sign keeps the marks above and below it.
    """
    return text if text.isascii() else _RUN.sub(_spaced, text)


def _spaced(run: re.Match[str]) -> str:
    parts = ["" if unicodedata.category(sign) in _MARKS else " " for sign in run[0]]
    return "".join(gap + sign for gap, sign in zip(parts, run[0], strict=True)) + " "


def values_of(meta: Any) -> Iterable[str]:
    """All texts and numbers of metadata, however deep."""
    if isinstance(meta, dict):
        for value in meta.values():
            yield from values_of(value)
    elif isinstance(meta, list):
        for value in meta:
            yield from values_of(value)
    elif meta is not None and not isinstance(meta, bool):
        yield str(meta)


def asked(query: str) -> list[tuple[str, bool]]:
    """The words of a query, with whether a word stands for longer ones too; "some words" belong together."""
    found = []
    for match in _ASKED.finditer(query.replace("\0", " ")):
        quoted, word = match[1], match[2]
        words = " ".join((quoted if word is None else word).split())
        if any(sign.isalnum() for sign in words):
            closed = word is None and match[0].endswith('"')
            found.append((words, not closed))
    return found


def expression(words: Sequence[tuple[str, bool]]) -> str:
    """What the index is asked for: all words, in any order."""
    return " AND ".join(_phrase(word, longer=longer) for word, longer in words)


def _phrase(word: str, *, longer: bool) -> str:
    last = word.rstrip().rsplit(" ", 1)[-1]
    begins = longer and len(last) >= _SHORTEST_BEGINNING and last[-1].isalnum() and not _RUN.search(last)
    quoted = cut(word).replace('"', '""')
    return f'"{quoted}"' + ("*" if begins else "")


# ---- where a text has it


def place_of(words: Sequence[tuple[str, bool]], text: str) -> tuple[int, int] | None:
    """Where the first of these words that the text has stands in it, in code points; accents do not count."""
    for word, _ in words:
        pattern = _pattern(word)
        found = re.search(pattern, text, re.IGNORECASE)
        if found is not None:
            return found.span()
    if not text.isascii() or not all(word.isascii() for word, _ in words):
        return _place_folded(words, text[:_LONGEST_FOLDED])
    return None


def _pattern(word: str) -> str:
    """The word at the beginning of a word; what stands between its parts does not matter."""
    parts = [part for part in re.split(r"[\W_]+", word) if part]
    if not parts:
        return re.escape(word)
    first = "" if _RUN.match(parts[0]) else r"(?<![^\W_])"
    return first + r"[\W_]+".join(map(re.escape, parts))


def _place_folded(words: Sequence[tuple[str, bool]], text: str) -> tuple[int, int] | None:
    folded, places = [], []
    for place, sign in enumerate(text):
        plain = sign if sign.isascii() else _plain(sign)
        folded.append(plain)
        places += [place] * len(plain)
    places.append(len(text))
    joined = "".join(folded)
    for word, _ in words:
        found = re.search(_pattern("".join(map(_plain, word))), joined, re.IGNORECASE)
        if found is not None and found.end() > found.start():
            return places[found.start()], places[found.end() - 1] + 1
    return None


def _plain(sign: str) -> str:
    """A sign without accents; one that is nothing but a mark disappears, unless its script writes vowels so."""
    parts = unicodedata.normalize("NFD", sign)
    return "".join(part for part in parts if not unicodedata.combining(part)) or ("" if _is_accent(sign) else sign)


def _is_accent(sign: str) -> bool:
    return "\u0300" <= sign <= "\u036f"


def excerpt(text: str, place: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """A line of the text around a place, white space as single spaces, and where the hit stands in it."""
    start, end = place
    low = max(0, start - _AROUND)
    if low:
        low = max(low, text.find(" ", low, start) + 1)
    high = min(len(text), max(end, low + _SHOWN))
    before = ("… " if low else "") + _one_line(text[low:start])
    hit = _one_line(text[start:end]).strip()
    after = _one_line(text[end:high]) + (" …" if high < len(text) else "")
    return before + hit + after, (len(before), len(before) + len(hit))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
