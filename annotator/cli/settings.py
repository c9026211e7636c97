"""The verb that shows what a person set, and where it is kept."""

from typing import Annotated

import typer

from annotator.cli.options import AsJson
from annotator.cli.said import say, say_json, warn
from annotator.preferences import Preferences, path_now


def settings(
    as_json: AsJson = False,
    path: Annotated[bool, typer.Option("--path", help="Print the place of the settings file alone.")] = False,
) -> int:
    """Print the settings of this person on this machine, as the file has them, and say what of it cannot be read."""
    kept = Preferences(path_now(), mend=False)
    kept.refresh()
    if path:
        say(str(kept.path))
        return 0
    if as_json:
        say_json({"path": str(kept.path), "settings": kept.as_json(), "problems": kept.problems})
    else:
        say(f"# {kept.path}{'' if kept.path.exists() else ' (made with the first change)'}")
        print(kept.text(), end="")
        warn(*kept.problems)
    return 1 if kept.problems else 0
