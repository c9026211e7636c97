"""States of a set and who may make which transition; verdicts, and what approving asks first."""

from annotator.core.change import Edit, EditRefused
from annotator.core.checks import check_set
from annotator.core.comments import open_comments
from annotator.core.digest import digest
from annotator.core.document import AnnotatedDocument
from annotator.core.merge3 import both_changed, follow
from annotator.core.people import People
from annotator.core.rows import Name, SetState, Verdict
from annotator.core.set_draft import OPEN_STATES, SetDraft
from annotator.core.suggestion import Status, Suggestions
from annotator.core.view import View

REASONS = ("broken text", "wrong language", "off topic", "later", "other")

TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": (OPEN_STATES, "submitted"),
    "set aside": (OPEN_STATES, "set aside"),
    "take up": (("set aside",), "in progress"),
    "withdraw": (("submitted", "in review", "approved"), "in progress"),
    "release": (("in review",), "submitted"),
    "approve": (("submitted", "in review"), "approved"),
    "send back": (("submitted", "in review"), "sent back"),
    "reopen": (("approved",), "in review"),
}
"""Event → (states it may come from, state it leads to)."""

_PAST = {
    "submit": "submitted",
    "withdraw": "withdrawn",
    "take up": "taken up",
    "release": "released",
    "approve": "approved",
    "send back": "sent back",
    "reopen": "reopened",
}


def transition(draft: SetDraft, author: Name, event: str, *, reason: str = "") -> SetState:
    """Move an author's set along. Raises EditRefused when the table has no such step."""
    view = draft.view
    one = view.doc.set_of(author)
    sources, target = TRANSITIONS[event]
    if one.state not in sources:
        raise EditRefused(f"This is {one.state}; it cannot be {_PAST.get(event, event)} now.")
    before = one.row or SetState(view.doc.id, author, "to do")
    after = before._replace(state=target, reason=reason, at=view.now, round=before.round + (event == "submit"))
    return draft.add(after) if one.row is None else draft.replace(one.row, after)


def _author_only(view: View) -> None:
    if view.actor != view.author:
        raise EditRefused(f"Only {view.people.name_of(view.author)} does this.")


def _reviewer_only(view: View) -> None:
    if not view.people.roles_of(view.actor) & {"reviewer", "lead"}:
        raise EditRefused(f"{view.people.name_of(view.actor)} is no reviewer in this project.")
    if view.people.setting("review") == "required" and view.actor == view.reviewed:
        raise EditRefused("Somebody else reviews your work.")


def submit(view: View, *, leave_open: bool = False) -> Edit:
    """Submit the author's set, accepting in the same Edit the suggestions that are open and in no conflict.

    They are left out when the project says so or `leave_open` does. A final version in the making follows the
    author where the reviewer changed nothing. Raises EditRefused while a check finds what blocks.
    """
    _author_only(view)
    blocking = [problem for problem in check_set(view, view.set) if problem.blocks]
    if blocking:
        raise EditRefused(f"Not yet: {blocking[0].text}", remedy="problems")
    draft = SetDraft(view, how="with the rest", opening=False)
    row = transition(draft, view.author, "submit")
    if not leave_open and view.people.setting("on_submit") != "leave out":
        _accept_rest(draft)
    _update_gold(view, draft, row)
    verb = "Done" if view.people.setting("review") == "none" else "Submit"
    return draft.edit(f"{verb}: {_name(view)}")


def _accept_rest(draft: SetDraft) -> None:
    open_now = Suggestions(draft.view)
    for span in open_now.open_spans():
        if open_now.status(span) is Status.OPEN:
            draft.own_span(span.id)
    for relation in open_now.open_relations():
        draft.own_relation(relation.id)


def _update_gold(view: View, draft: SetDraft, row: SetState) -> None:
    author = view.people.gold()
    gold = view.doc.sets.get(author.id) if author else None
    if gold is None or gold.row is None or _others_submitted(view):
        return
    after = draft.projected(view.set)
    merge = follow(draft, after, gold)
    base = tuple(sorted(merge.base.items()))
    draft.replace(gold.row, gold.row._replace(state="draft", round=row.round, base=base, at=view.now))


def _others_submitted(view: View) -> bool:
    """With several people's work at hand the final version follows none of them."""
    others = [view.doc.sets.get(one.id) for one in view.people.persons() if one.id != view.author]
    return any(one is not None and one.row is not None and one.row.round > 0 for one in others)


def withdraw(view: View, *, reason: str = "") -> Edit:
    """The author takes submitted, reviewed or approved work back to edit it; the verdict stays in history."""
    _author_only(view)
    draft = SetDraft(view, opening=False)
    transition(draft, view.author, "withdraw", reason=reason)
    return draft.edit(f"Withdraw {_name(view)}")


def set_aside(view: View, reason: str) -> Edit:
    """The author sets the document aside; the reason is one of REASONS, words may follow a colon."""
    _author_only(view)
    if reason.partition(":")[0] not in REASONS:
        raise EditRefused(f"A reason is needed: {', '.join(REASONS)}.")
    draft = SetDraft(view, opening=False)
    transition(draft, view.author, "set aside", reason=reason)
    return draft.edit(f"Set aside {_name(view)}: {reason}")


def take_up(view: View) -> Edit:
    """The author, or a reviewer, brings a document that was set aside back to work."""
    _reviewer_only(view) if view.reviewed else _author_only(view)
    draft = SetDraft(view, opening=False)
    transition(draft, view.reviewed or view.author, "take up")
    return draft.edit(f"Take up {_name(view)}")


def release(view: View) -> Edit:
    """The reviewer puts a document in review back among the submitted ones."""
    _reviewer_only(view)
    draft = SetDraft(view, opening=False)
    transition(draft, view.reviewed, "release")
    return draft.edit(f"Release {_name(view)}")


def reopen(view: View, reason: str) -> Edit:
    """The reviewer opens an approved document again, with a reason."""
    _reviewer_only(view)
    if not reason.strip():
        raise EditRefused("Reopening needs a reason.")
    draft = SetDraft(view, opening=False)
    transition(draft, view.reviewed, "reopen", reason=reason)
    _finish_gold(draft, "draft")
    return draft.edit(f"Reopen {_name(view)}: {reason}")


def approve(view: View, *, shown: str = "", decided: bool = False) -> Edit:
    """The reviewer approves: the draft, or else a copy of the author's set, becomes the final version.

    `shown` is the digest of what the reviewer was shown; empty records the approval as given unseen.
    `decided` says that the reviewer has looked at the places which both changed after a send-back.
    Raises EditRefused when what was shown is no longer what is there.
    """
    _reviewer_only(view)
    final = digest(view.doc, view.shown)
    if shown and shown != final:
        raise EditRefused("This changed since it was shown; look at it again before approving.")
    theirs = view.doc.set_of(view.reviewed)
    both = [] if decided or view.set.row is None else both_changed(theirs, view.set)
    if both:
        count = "One place was" if len(both) == 1 else f"{len(both)} places were"
        raise EditRefused(f"{count} changed by both of you; decide first.", remedy="both changed")
    draft = SetDraft(view, opening=False)
    transition(draft, view.reviewed, "approve")
    draft.begin_final("final")
    _finish_gold(draft, "final")
    draft.add(_verdict(view, "approve", final, unseen=not shown))
    return draft.edit(f"Approve {_name(view)}")


def send_back(view: View) -> Edit:
    """The reviewer sends the work back; at least one open comment must say why. The draft is kept."""
    _reviewer_only(view)
    theirs = view.doc.set_of(view.reviewed)
    rounds = theirs.row.round if theirs.row else 0
    if not any(one.round == rounds for one in open_comments(view, view.reviewed)):
        raise EditRefused("Sending back needs a comment that says why.", remedy="comment")
    draft = SetDraft(view, opening=False)
    transition(draft, view.reviewed, "send back")
    draft.add(_verdict(view, "send back", digest(view.doc, view.shown)))
    return draft.edit(f"Send back {_name(view)}")


def _verdict(view: View, verdict: str, gold: str, *, unseen: bool = False) -> Verdict:
    theirs = digest(view.doc, view.doc.set_of(view.reviewed))
    sets = ((view.reviewed, theirs),)
    return Verdict("", view.doc.id, view.actor, verdict, gold, sets, at=view.now, unseen=unseen)


def _finish_gold(draft: SetDraft, state: str) -> None:
    row = draft.set.row
    if row is not None and row.state != state:
        draft.replace(row, row._replace(state=state, at=draft.view.now))


def concerns(view: View, *, unseen_text: bool = False) -> list[str]:
    """What approving asks about first, each as one sentence; empty when there is nothing to ask."""
    theirs = view.doc.set_of(view.reviewed)
    rounds = theirs.row.round if theirs.row else 0
    comments = [one for one in open_comments(view, view.reviewed) if one.round == rounds]
    found = []
    if view.set.row is not None and digest(view.doc, view.set) != digest(view.doc, theirs):
        found.append("Your corrections become the final version.")
    if comments:
        found.append(f"{len(comments)} comments of this round are open.")
    if any(problem.blocks for problem in check_set(view, view.shown)):
        found.append("A problem is not solved.")
    if unseen_text:
        found.append("Part of the text was never on screen.")
    return found


def is_approved(doc: AnnotatedDocument, people: People) -> bool:
    """Whether the latest verdict approves, and final version and sets are still what it was given on."""
    verdict, gold = doc.last_verdict(), people.gold()
    if verdict is None or gold is None or verdict.verdict != "approve":
        return False
    same = verdict.gold_digest == digest(doc, doc.set_of(gold.id))
    return same and all(doc.set_of(a).state == "approved" and digest(doc, doc.set_of(a)) == d for a, d in verdict.sets)


def _name(view: View) -> str:
    return f'"{view.doc.document.name}"'
