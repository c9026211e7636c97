"""Word lists as one expression: a tree of their letters, so that a thousand words cost hardly more than one."""

from collections.abc import Iterable
from typing import Any

LONGEST_WORD = 200  # code points; what is longer is no word of a list

Tree = dict[str, Any]
"""Letters with what follows them; the empty letter says that a word ends here."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a list, one a line, each once; a byte order mark, empty lines and overlong ones are left out."""
    lines = (" ".join(line.split()) for line in text.removeprefix("\ufeff").splitlines())
    return tuple(dict.fromkeys(line for line in lines if 0 < len(line) <= LONGEST_WORD))


def expression(words: Iterable[str]) -> str:
    """An expression that matches any of the words, the longest where several do.

    A blank stands for one white space of any kind: a run of them would cost five times as much.
    """
    root: Tree = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _written(root)


def small(word: str) -> str:
    """A word in small letters, letter by letter: what differs in case alone goes one way in the tree."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in word)


def _written(node: Tree) -> str:
    """What follows a letter, as an expression; recursion goes only as deep as words of the list part."""
    straight = ""
    while len(node) == 1 and "" not in node:
        letter, node = next(iter(node.items()))
        straight += _letter(letter)
    ways = [_letter(letter) + _written(after) for letter, after in node.items() if letter]
    if not ways:
        return straight
    return f"{straight}(?:{'|'.join(ways)})" + ("?" if "" in node else "")


def _letter(letter: str) -> str:
    """A letter as it is meant, whatever it means in expressions."""
    return r"\s" if letter == " " else letter if letter.isalnum() else "\\" + letter
