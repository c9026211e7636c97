"""What a search finds in a text: within a time and a number, so that no expression holds the window up."""

from dataclasses import dataclass, field
from typing import Any

from annotator.session import word_list

MOST = 20_000
"""Matches that are marked; where there are more, that is said."""

LONGEST = 1.0
"""Seconds that an expression may take: some try more ways than there are atoms."""


class BadExpression(Exception):
    """An expression that cannot be read; `reason` says what is wrong, `place` (from 1) at which of its characters."""

    def __init__(self, reason: str, place: int) -> None:
        super().__init__(reason)
        self.reason, self.place = reason, place


@dataclass(frozen=True)
class Wanted:
    """What is looked for."""

    text: str
    case: bool = False
    whole_word: bool = False
    expression: bool = False
    words: tuple[str, ...] = ()  # a word list: any of these, the longest first, instead of `text`

    def pattern(self) -> Any:
        """As an expression that is compiled. Raises BadExpression."""
        import regex  # 22 ms, which those who never search do not wait for

        flags = regex.MULTILINE if self.case else regex.MULTILINE | regex.IGNORECASE
        try:
            if self.expression and not self.words:
                regex.compile(self.text)  # alone: what is put around it must not shift the place of a fault
            one = self.text if self.expression else regex.escape(self.text, special_only=True)
            if self.words:
                one = word_list.expression(self.words if self.case else map(word_list.small, self.words))
            return regex.compile(rf"(?<!\w)(?:{one})(?!\w)" if self.whole_word else one, flags)
        except regex.error as error:
            raise BadExpression(str(error.msg), (error.pos or 0) + 1) from error


@dataclass
class Found:
    """Places that match, ascending, in code points; whether there are more than these, or the time was up."""

    places: list[tuple[int, int]] = field(default_factory=list)
    more: bool = False
    out_of_time: bool = False


def find_all(text: str, wanted: Wanted, *, seconds: float = LONGEST) -> Found:
    """Where a text holds what is wanted; matches of nothing are none. Raises BadExpression.

    Other threads go on meanwhile: while it matches, it does not hold Python's lock.
    """
    return find_by(wanted.pattern(), text, seconds=seconds)


def find_by(pattern: Any, text: str, *, seconds: float = LONGEST, most: int = MOST) -> Found:
    """The same by a pattern that is compiled already, for many texts; at most so many places."""
    found = Found()
    try:
        for match in pattern.finditer(text, timeout=seconds, concurrent=True):
            if match.end() > match.start():
                if len(found.places) == most:
                    found.more = True
                    break
                found.places.append(match.span())
    except TimeoutError:
        found.out_of_time = True
    return found
