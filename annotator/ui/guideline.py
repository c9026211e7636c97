"""Guidelines are Markdown in the scheme; in places for plain words they are shown without its marks."""

import re

_MARKS = re.compile(r"(\*\*|__|`)")
_LINKS = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def plain_words(markdown: str) -> str:
    """The words of a guideline."""
    return _MARKS.sub("", _LINKS.sub(r"\1", markdown))
