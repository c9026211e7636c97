"""Arguments and options that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

ProjectPath = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project file, NAME.annot.", show_default=False)
]
OneDocument = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="A document's name, or its number from 1.", show_default=False)
]
Documents = Annotated[
    list[str] | None,
    typer.Argument(metavar="DOCUMENT…", help="Names of documents, or their numbers from 1.", show_default=False),
]
Every = Annotated[bool, typer.Option("--all", help="Every document where this can be done.")]
Author = Annotated[str, typer.Option("--author", help="Whose work this is.", show_default=False)]
Reviewer = Annotated[str, typer.Option("--reviewer", help="Who reviews.", show_default=False)]
Join = Annotated[bool, typer.Option("--join", help="Add this person to the project even if the name looks mistyped.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON alone.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]
Anyway = Annotated[bool, typer.Option("--yes", help="Go on where the window would ask first.")]
