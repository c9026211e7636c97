"""The verb that compares two exports."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.options import AsJson
from annotator.cli.said import say, say_json
from annotator.formats.comparing import compare, read_manifest, sentences


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The manifest of one export.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The manifest of a later one.", show_default=False)],
    as_json: AsJson = False,
) -> int:
    """Say what changed between two exports, from their manifests."""
    found = compare(read_manifest(old), read_manifest(new))
    if as_json:
        say_json(found)
    else:
        say(*sentences(found))
    return 0
