"""Annotator: entities and relations in text. What scripts and notebooks use stands here; docs/api.md shows it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.api import (
        AnnotationSet,
        Document,
        EditRefused,
        Imported,
        Label,
        Project,
        ProjectError,
        Relation,
        Span,
        create_project,
        open_project,
    )

__all__ = [
    "AnnotationSet",
    "Document",
    "EditRefused",
    "Imported",
    "Label",
    "Project",
    "ProjectError",
    "Relation",
    "Span",
    "create_project",
    "open_project",
]


def __getattr__(name: str) -> Any:
    """Import the rest only when it is asked for, so that `import annotator` costs nothing."""
    if name in __all__:
        return getattr(import_module("annotator.api"), name)
    raise AttributeError(f"module 'annotator' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
