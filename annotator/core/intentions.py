"""Problems that are meant to be so: marked with a reason, out of the list until the mark is taken away."""

from annotator.core.change import Draft, Edit, EditRefused
from annotator.core.checks import Problem
from annotator.core.rows import Intended
from annotator.core.view import View

NEVER = ("off the text", "end missing")
"""Kinds of problems that nobody can mean."""


def intend(view: View, problem: Problem, reason: str) -> Edit:
    """Mark a problem of the set on screen as intended. Raises EditRefused without a reason, and for what is damage."""
    reason = reason.strip()
    if not reason:
        raise EditRefused("A reason is needed.")
    if problem.kind in NEVER:
        raise EditRefused("This cannot be meant so: mend it, or delete the item.")
    if problem.key in view.shown.intended:
        raise EditRefused("That is marked as intended already.")
    draft = Draft()
    draft.add(Intended("", view.doc.id, view.shown.author, problem.key, reason, view.actor, view.now))
    return draft.edit(f"Intended: {problem.text.rstrip('.')}")


def no_longer_intended(view: View, key: str) -> Edit:
    """Take the mark away: the problem is listed again. `key` is that of the problem."""
    row = view.shown.intended.get(key)
    if row is None:
        raise EditRefused("That is not marked as intended.")
    draft = Draft()
    draft.remove(row)
    return draft.edit("No longer intended")
