"""Label Studio's JSON: tasks with annotations of several people and predictions of models; offsets are code points."""

from annotator.formats.format import Format
from annotator.formats.holds import OURS, YES, Holds
from annotator.formats.json_values import keys_of
from annotator.formats.label_studio_reading import read
from annotator.formats.label_studio_writing import write


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    keys = keys_of(start)
    results = {"annotations.result", "predictions.result", "completions.result"} & keys
    if results or ("data" in keys and {"annotations", "predictions", "completions"} & keys):
        return "its tasks have data and annotations"
    return "its tasks have data with a text" if "data.text" in keys else ""


ROW = Format(
    "label_studio_json",
    "Label Studio",
    (".json",),
    read,
    write,
    sniff,
    Holds(
        discontinuous=OURS,
        attributes=YES,
        notes=YES,
        unsure=OURS,
        labels=YES,
        authors=OURS,
        states=OURS,
        meta=YES,
    ),
)
