"""Prodigy's JSON Lines: text, tokens, spans, relations by token, an answer; offsets are code points."""

from annotator.formats.json_values import keys_of
from annotator.formats.prodigy_reading import read
from annotator.formats.prodigy_writing import write

__all__ = ["read", "sniff", "write"]

_MARKS = ('"_input_hash"', '"_task_hash"', '"answer"', '"tokens"', '"spans"', '"_view_id"')
_FIELDS = {"text", "meta", "options", "accept", "config", "html", "image", "annotator"}
"""What a line without marks may have; with a label and no answer to it, it is a row of a table like others."""


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    first = start.lstrip().partition("\n")[0]
    if not first.startswith("{"):
        return ""
    marks = [mark for mark in _MARKS if mark in first]
    if marks:
        return f"its first line has {', '.join(marks)}"
    keys = {key for key in keys_of(first) if "." not in key}
    return 'its first line has "text"' if "text" in keys and keys <= _FIELDS else ""
