"""One open project: the only way to change it, what can be read of it, and who is told."""

from annotator.session.happened import Happened, Pending, UndoStep
from annotator.session.session import Session, now

__all__ = ["Happened", "Pending", "Session", "UndoStep", "now"]
