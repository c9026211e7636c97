"""The public API: projects as scripts and notebooks see them, everything by its human name."""

from annotator.api.documents import AnnotationSet, Document, Label, Relation, Span
from annotator.api.editing import Editing
from annotator.api.project import Imported, Project, create_project, open_project
from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError

__all__ = [
    "AnnotationSet",
    "Document",
    "EditRefused",
    "Editing",
    "Imported",
    "Label",
    "Project",
    "ProjectError",
    "Relation",
    "Span",
    "create_project",
    "open_project",
]
