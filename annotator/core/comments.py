"""Comments: threads on spans, relations and documents, and who may close them."""

from annotator.core.change import Draft, Edit, EditRefused
from annotator.core.rows import Comment, Name, Relation, Span
from annotator.core.view import View


def comment(view: View, text: str, *, item: Name = "", reply_to: Name = "") -> Edit:
    """Write a comment on an item of a set, or on the document; in a review it is about the author's set.

    The first comment of a reviewer on submitted work puts it in review.
    """
    if not text.strip():
        raise EditRefused("An empty comment says nothing.")
    draft = Draft()
    about = view.reviewed or view.author
    row = view.doc.set_of(about).row
    if view.reviewed and row is not None and row.state == "submitted":
        draft.replace(row, row._replace(state="in review", reason="", at=view.now))
    place, quote = _where(view, item)
    new = Comment("", view.doc.id, about, item, view.actor, text.strip(), view.now, reply_to)
    draft.add(new._replace(round=row.round if row else 0, place=place, quote=quote))
    return draft.edit("Reply" if reply_to else f"Comment on {quote or 'the document'}")


def _where(view: View, item: Name) -> tuple[tuple[int, int], str]:
    found: Span | Relation | None = view.doc.find_span(item) or view.doc.find_relation(item)
    if isinstance(found, Span):
        return (found.start, found.end), f"{view.surface(found)} {view.label_name(found.label)}"
    if isinstance(found, Relation):
        head = view.doc.find_span(found.head)
        return (head.start, head.end) if head else (0, 0), view.label_name(found.label)
    return (0, 0), ""


def mark_done(view: View, name: Name) -> Edit:
    """The author says that a comment has been dealt with."""
    return _with_state(view, name, "done", "Done: comment")


def close(view: View, name: Name) -> Edit:
    """The reviewer closes a comment. Raises EditRefused for anybody who may not review."""
    if not view.people.roles_of(view.actor) & {"reviewer", "lead"}:
        raise EditRefused("Only a reviewer closes a comment; mark it done instead.")
    return _with_state(view, name, "closed", "Close comment")


def reopen(view: View, name: Name) -> Edit:
    """Open a comment again."""
    return _with_state(view, name, "open", "Reopen comment")


def _with_state(view: View, name: Name, state: str, title: str) -> Edit:
    row = view.doc.comments.get(name)
    if row is None:
        raise EditRefused("That comment is no longer there.")
    if row.state == state:
        raise EditRefused(f"That comment is {state} already.")
    draft = Draft()
    draft.replace(row, row._replace(state=state))
    return draft.edit(title)


def delete_comment(view: View, name: Name) -> Edit:
    """Delete a comment of one's own that nobody answered."""
    row = view.doc.comments.get(name)
    if row is None:
        raise EditRefused("That comment is no longer there.")
    if row.writer != view.actor:
        raise EditRefused("Only who wrote a comment deletes it.")
    if any(other.reply_to == name for other in view.doc.comments.values()):
        raise EditRefused("That comment was answered; it stays.")
    draft = Draft()
    draft.remove(row)
    return draft.edit("Delete comment")


def open_comments(view: View, about: Name) -> list[Comment]:
    """Comments on a set that are neither done nor closed, oldest first; answers do not count as open."""
    return [
        one for one in view.doc.comments.values() if one.author == about and one.state == "open" and not one.reply_to
    ]
