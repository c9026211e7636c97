"""Where a sentence ends, as far as a rule may ask: cautious, so that an abbreviation breaks no relation."""

import re

END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W\d_a-zà-öø-ÿ])|[。!?]|\n\s*\n")
_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Inc|Ltd|Co|Corp|No|vs|Jr|Sr|M|Mme)|\b[^\W\d_])\.$")


def same_sentence(text: str, start: int, end: int) -> bool:
    """Whether no sentence ends between two offsets, code points, in either order."""
    start, end = min(start, end), max(start, end)
    for found in END.finditer(text, start, end + 8):  # what follows the white space is looked at, too
        sign = found.start() + 1
        if found.end() <= end and not _SHORT.search(text, max(0, sign - 8), sign):
            return False
    return True
