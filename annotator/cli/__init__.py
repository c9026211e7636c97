"""The same verbs without a window: `annotator VERB …`."""

from annotator.cli.program import main

__all__ = ["main"]
