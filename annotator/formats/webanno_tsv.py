"""WebAnno TSV 3.3 of WebAnno and INCEpTION: a row a word, a column a feature; offsets are UTF-16 units."""

from annotator.formats.format import Format
from annotator.formats.holds import NO, OURS, YES, Holds
from annotator.formats.webanno_reading import read
from annotator.formats.webanno_writing import write


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    return "its first line says WebAnno TSV 3" if start.startswith("#FORMAT=WebAnno TSV 3") else ""


ROW = Format(
    "webanno_tsv",
    "WebAnno TSV 3.3 (INCEpTION)",
    (".tsv",),
    read,
    write,
    sniff,
    Holds(
        discontinuous=OURS,
        off_tokens=NO,
        white_space=NO,
        attributes=OURS,
        notes=YES,
        unsure=OURS,
    ),
    folder=True,
)
