"""Which of many names fit what is typed, and which fit best."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def fit(name: str, typed: str) -> int | None:
    """How well a name fits, lower is better; None when it does not.

    Each word typed must be in the name, or its letters in this order at the beginnings of words ("sd" for "set down").
    """
    folded = name.casefold()
    total = 0
    for word in typed.casefold().split():
        one = _fit_word(folded, word)
        if one is None:
            return None
        total += one
    return total


def _fit_word(name: str, word: str) -> int | None:
    if name.startswith(word):
        return 0 if len(name) == len(word) else 1
    at = name.find(word)
    if at > 0:
        return 2 if not name[at - 1].isalnum() else 4
    return 6 if _initials(name, word) else None


def _initials(name: str, word: str) -> bool:
    """Whether the letters are the first letters of consecutive words of the name."""
    firsts = "".join(part[0] for part in name.replace("-", " ").replace("_", " ").split())
    return len(word) > 1 and word in firsts


def ranked(items: Iterable[T], typed: str, words: Callable[[T], str]) -> list[T]:
    """The items that fit, best first; equals stay in their order."""
    scored = [(score, item) for item in items if (score := fit(words(item), typed)) is not None]
    return [item for _, item in sorted(scored, key=lambda pair: pair[0])]
