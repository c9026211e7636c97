"""brat's standoff files: a text (.txt) and its annotations (.ann) beside each other; offsets are code points."""

import re
from pathlib import Path

from annotator.formats.brat_reading import read
from annotator.formats.brat_writing import write
from annotator.formats.format import Format
from annotator.formats.holds import NO, OURS, YES, Holds

_LINE = re.compile(r"(T\d+\t\S+ \d+ \d+|[RE]\d+\t\S+ ?\S+:|[AM]\d+\t\S+ [TRE]\d|N\d+\t\S+ |\*\t\S+ T\d|#\d+\t\S+ )")


def sniff(start: str) -> str:
    """Why the beginning of a file looks like annotations of this format; empty when it does not."""
    return "its first line is an annotation of brat's" if _LINE.match(start) else ""


def claims(path: Path) -> str:
    """Whether this is a text with annotations beside it, or annotations with their text."""
    other = {".txt": ".ann", ".ann": ".txt"}.get(path.suffix.lower())
    if other is None or not path.with_suffix(other).is_file():
        return ""
    return f"{path.with_suffix(other).name} stands beside it"


ROW = Format(
    "brat",
    "brat standoff",
    (".ann",),
    read,
    write,
    sniff,
    Holds(
        discontinuous=YES,
        white_space=NO,
        attributes=YES,
        notes=YES,
        unsure=OURS,
        keeps=("brat",),
        not_in_text="\\A\ufeff",  # it would be read as the mark of a file
        not_in_labels=r"[^\w-]",
    ),
    folder=True,
    claims=claims,
)
