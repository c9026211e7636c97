"""Submitting and reviewing: transitions of a set, what is asked first, comments, the next document."""

from collections.abc import Callable

from annotator.core import comments, review
from annotator.core.change import Edit, EditRefused
from annotator.core.digest import digest
from annotator.core.errors import WriteFailed
from annotator.core.rows import Name
from annotator.core.view import View
from annotator.session import Happened
from annotator.ui.desk.linking import Relating
from annotator.ui.desk.state import Answer


class Reviewing(Relating):
    """Everything that moves a document along."""

    # ---- through the queue

    def open_document(self, document: Name) -> None:
        """Put a document on screen, at its first undecided item."""
        if self.show_document(document):
            self.first_undecided()
            self.canvas_wanted.emit()

    def suggestions_arrived(self) -> None:
        """The pipeline has read the document on screen; the focus moves only where nobody has begun."""
        if self.session is not None and self.document is not None and self.scene is not None:
            self.scene.set_tokens(self.session.tokens(self.document))
            if self.focus.kind == "none" and self.caret == 0:
                self.first_undecided()

    def next_document(self, step: int) -> bool:
        """Open the next or previous document of the queue. False at its end."""
        if self.session is None:
            return False
        place = -1 if self.document is None else self.session.queue_place(self.queue_filter, self.document)
        start = self.property("queue place") if place is None else place + step
        if place is None and step < 0:
            start -= 1
        rows = self.session.queue(self.queue_filter, offset=start, limit=1) if start >= 0 else []
        if not rows:
            self.message.emit(
                self.tr("No document further on.") if step > 0 else self.tr("No document before."), "info"
            )
            return False
        self.setProperty("queue place", start)
        self.open_document(rows[0].document)
        return True

    def open_first(self) -> bool:
        """Open the first document of the queue that wants work."""
        if self.session is None:
            return False
        wanted = ("submitted", "in review") if self.reviewing else ("sent back", "in progress", "to do")
        for states in (wanted, ()):
            rows = self.session.queue(self.session.queue_filter(states), limit=1)
            if rows:
                self.open_document(rows[0].document)
                return True
        return False

    def _show_turned(self, kind: str, happened: Happened) -> None:
        """Something else is opened when what was on screen went."""
        super()._show_turned(kind, happened)
        if self.document is None:
            self.open_first()

    def _moved_on(self, happened: Happened | None) -> None:
        """After a transition: say it, and go to the next document that wants work."""
        if happened is None or self.session is None:
            return
        self.message.emit(happened.info.title, "info")
        here = self.document
        wanted = ("submitted", "in review") if self.reviewing else ("sent back", "in progress", "to do")
        following = self._following(here, wanted)
        if following is None:
            self.close_document()
        else:
            self.open_document(following)

    def _following(self, here: Name | None, states: tuple[str, ...]) -> Name | None:
        assert self.session is not None
        rows = self.session.queue(self.session.queue_filter(states, self.queue_filter.text), limit=500)
        number = self.session.document(here).document.position + 1 if here else 0
        later = [row for row in rows if row.number > number and row.document != here]
        others = later or [row for row in rows if row.document != here]
        return others[0].document if others else None

    # ---- the author

    def submit(self) -> None:
        """Submit, and open the next; asks first when something was never on screen, or is in conflict or missing."""
        if self.session is None or self.document is None:
            return
        if self.reviewing:
            self.approve()
            return
        asked = self._before_submitting()
        go = self._submit_now
        if asked:
            answers = (Answer("Return", self.tr("Submit all the same"), go),)
            self.ask(" ".join(asked), *answers, Answer("Escape", self.tr("Go on working"), self.settle_question))
        else:
            go()

    def _before_submitting(self) -> list[str]:
        tally, one = self.suggestions.tally(), self.view.set
        asked = []
        if self.unseen():
            asked.append(self.tr("Part of the text was never on screen."))
        if tally.conflicts:
            asked.append(self.tr("{0} suggestions are in conflict and will be left out.").format(tally.conflicts))
        if self.suggesting[0] in ("waiting", "failed"):
            asked.append(self.tr("Suggestions are still being computed or failed."))
        if one.is_empty() and tally.total == tally.decided and not asked:
            asked.append(self.tr("Nothing belongs here?"))
        return asked

    def _submit_now(self) -> None:
        self._moved_on(self._transition(review.submit))

    def _transition(self, make: Callable[[View], Edit]) -> Happened | None:
        if self.session is None or self.document is None:
            return None
        self.settle_question()
        try:
            return self.session.do(make(self.view))
        except EditRefused as refusal:
            self.refused(refusal)
        except WriteFailed as failure:
            self.failed(failure)
        return None

    def withdraw(self) -> None:
        """Take submitted work back to edit it."""
        if self._transition(review.withdraw) is not None:
            self.message.emit(self.tr("Withdrawn: you can edit it again."), "info")
            self.first_undecided()

    def refused(self, refusal: EditRefused) -> None:
        """Say why not; where one key would make it possible, offer it."""
        remedies: dict[str, tuple[str, Callable[[], None]]] = {
            "withdraw": (self.tr("Withdraw"), self.withdraw),
            "take up": (self.tr("Take up again"), self.take_up),
        }
        if refusal.remedy in remedies and not self.reviewing:
            words, act = remedies[refusal.remedy]
            self.ask(
                refusal.reason,
                Answer("Return", words, act),
                Answer("Escape", self.tr("Leave it"), self.settle_question),
            )
        else:
            super().refused(refusal)

    def ask_to_set_aside(self) -> None:
        """Set aside, the reason by digit."""
        if self.document is None or self.reviewing:
            return

        def act(reason: str) -> Callable[[], None]:
            return lambda: self.set_aside(reason)

        answers = [Answer(str(number), reason, act(reason)) for number, reason in enumerate(review.REASONS, 1)]
        self.ask(self.tr("Set aside, because:"), *answers, Answer("Escape", self.tr("Leave it"), self.settle_question))

    def set_aside(self, reason: str) -> None:
        """Set the document aside and open the next."""
        self._moved_on(self._transition(lambda view: review.set_aside(view, reason)))

    def take_up(self) -> None:
        """Bring a document that was set aside back to work."""
        self._transition(review.take_up)

    # ---- the reviewer

    def approve(self, *, asked: bool = False) -> None:
        """Approve what is on screen and open the next; asks first where there is something to ask."""
        if not self._can_review():
            return
        concerns = [] if asked else review.concerns(self.view, unseen_text=self.unseen())
        if concerns:
            self._ask_to_approve(concerns)
            return
        shown = digest(self.view.doc, self.view.shown)
        self._moved_on(self._transition(lambda view: review.approve(view, shown=shown, decided=asked)))

    def _ask_to_approve(self, concerns: list[str]) -> None:
        go = Answer("Return", self.tr("Approve"), lambda: self.approve(asked=True))
        self.ask(" ".join(concerns), go, Answer("Escape", self.tr("Go on reviewing"), self.settle_question))

    def _can_review(self) -> bool:
        if self.session is None or self.document is None or not self.reviewing or not self.reviewed:
            self.message.emit(self.tr("Nothing is submitted here."), "refused")
            return False
        return True

    def can_send_back(self) -> bool:
        """Whether a comment of this round says why."""
        if not self.reviewed:
            return False
        row = self.view.doc.set_of(self.reviewed).row
        rounds = row.round if row else 0
        return any(one.round == rounds for one in comments.open_comments(self.view, self.reviewed))

    def send_back(self) -> None:
        """Send the work back and open the next."""
        if self._can_review():
            self._moved_on(self._transition(review.send_back))

    def release(self) -> None:
        """Put a document in review back among the submitted."""
        if self._can_review():
            self._transition(review.release)

    def reopen(self, reason: str) -> None:
        """Open an approved document again."""
        if self._can_review():
            self._transition(lambda view: review.reopen(view, reason))

    # ---- comments

    def comment(self, text: str, item: Name = "", reply_to: Name = "") -> bool:
        """Write a comment on an item or on the document. False when it was refused."""
        return self.do(lambda view: comments.comment(view, text, item=item, reply_to=reply_to)) is not None

    def comment_done(self, name: Name) -> None:
        """The author says that a comment was dealt with."""
        self.do(lambda view: comments.mark_done(view, name))

    def comment_close(self, name: Name) -> None:
        """The reviewer closes a comment."""
        self.do(lambda view: comments.close(view, name))

    def comment_reopen(self, name: Name) -> None:
        """Open a comment again."""
        self.do(lambda view: comments.reopen(view, name))

    def comment_draft(self, item: Name) -> str:
        """A comment begun and not sent."""
        return self.session.comment_draft(self.document, item) if self.session and self.document else ""

    def keep_comment_draft(self, item: Name, text: str) -> None:
        """Keep a comment that is not sent yet."""
        if self.session and self.document and not self.session.read_only:
            self.session.keep_comment_draft(self.document, item, text)

    # ---- what was seen, what is wrong

    def mark_seen(self, start: int, end: int) -> None:
        """The text between these offsets stood in the active window long enough to be read."""
        if self.session is not None and self.document is not None and not self.session.read_only:
            self.session.mark_seen(self.document, start, end)

    def unseen(self) -> bool:
        """Whether some of the text was never on screen."""
        if self.session is None or self.document is None or self.scene is None:
            return False
        text, at = self.scene.text, 0
        for start, end in self.session.seen(self.document):
            if text[at:start].strip():
                return True
            at = max(at, end)
        return bool(text[at:].strip())
