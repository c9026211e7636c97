"""The desk: what the person works on, shared by all parts of a window."""

from annotator.ui.desk.looking import Desk
from annotator.ui.desk.reads import BarEntry, DifferenceRow, EntityRow, RelationRow
from annotator.ui.desk.state import Answer, Focus, Linking, Question

__all__ = ["Answer", "BarEntry", "Desk", "DifferenceRow", "EntityRow", "Focus", "Linking", "Question", "RelationRow"]
