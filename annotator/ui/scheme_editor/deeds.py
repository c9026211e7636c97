"""What the editor does to the scheme: every Edit with what it touches said, asked before where work is altered."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.core.change import Edit, EditRefused
from annotator.core.errors import ProjectError
from annotator.core.rows import Name
from annotator.core.scheme_preview import Preview, SplitRule
from annotator.session import Session
from annotator.session.scheming import (
    Step,
    check_lead,
    do_edit,
    merging,
    preview_edit,
    preview_merge,
    preview_split,
    splitting,
)
from annotator.ui.desk import Desk
from annotator.ui.jobs import Job, Jobs

Make = Callable[[], Edit]
REFUSALS = (EditRefused, ProjectError)


class Deeds(QObject):
    """Does what a person wants of the scheme of the open project."""

    asked = Signal(str, str)  # a sentence and what doing it is called; both empty once it is settled
    said = Signal(str, str)  # a sentence; info | refused
    job_changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.job: Job | None = None
        self._act: Callable[[], object] | None = None
        self._done = ""

    @property
    def session(self) -> Session:
        """The open project."""
        assert self.desk.session is not None, "no project"
        return self.desk.session

    def why_not(self) -> str:
        """Why nothing can be changed, as a sentence; empty when everything can."""
        if self.desk.session is None:
            return self.tr("No project is open.")
        if self.session.read_only:
            return self.session.read_only
        try:
            check_lead(self.session)
        except EditRefused as refusal:
            return refusal.reason
        return ""

    # ---- one Edit

    def do(self, make: Make, *, ask: bool = False) -> bool:
        """Store an Edit and say what it touched; False when it was refused or is asked about first.

        Asked is where approvals or rules are broken by it, and with `ask` wherever work is concerned at all.
        """
        if not self._is_free():
            return False
        try:
            preview = preview_edit(self.session, make())
        except EditRefused as refusal:
            self.said.emit(refusal.reason, "refused")
            return False
        if preview.outdated or preview.broken or (ask and preview.documents):
            self._ask(preview, lambda: self._store(make, preview))
            return False
        return self._store(make, preview)

    def _store(self, make: Make, preview: Preview) -> bool:
        try:
            do_edit(self.session, make())
        except EditRefused as refusal:
            self.said.emit(refusal.reason, "refused")
        except ProjectError as failure:
            self._failed(str(failure))
        else:
            self.said.emit(
                f"{preview.title}. {preview.sentence()}" if preview.documents else f"{preview.title}.", "info"
            )
            return True
        return False

    def _is_free(self) -> bool:
        if why := self.why_not():
            self.said.emit(why, "refused")
            return False
        if self.job is not None:
            self.said.emit(self.tr("Wait for the job, or cancel it."), "refused")
        return self.job is None

    # ---- asking

    def _ask(self, preview: Preview, act: Callable[[], object]) -> None:
        self._act = act
        self.asked.emit(f"{preview.title}: {preview.sentence()}", preview.title)

    def answer(self, *, yes: bool) -> None:
        """The question is answered."""
        act, self._act = self._act, None
        if act is None:
            return
        self.asked.emit("", "")
        if yes:
            act()
        else:
            self.said.emit("", "info")

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self._act is not None

    # ---- jobs

    def merge(self, sources: Sequence[Name], target: Name) -> None:
        """Merge labels into another, after a look at what that touches."""
        if not self._is_free():
            return
        try:
            preview = preview_merge(self.session, sources, target)
        except EditRefused as refusal:
            self.said.emit(refusal.reason, "refused")
            return
        self._ask(preview, lambda: self._begin(preview, merging(self.session, sources, target)))

    def split_now(self, label: Name, into: str, rule: SplitRule) -> None:
        """Give a part of a label's items another label; what that touches has been shown."""
        if not self._is_free():
            return
        try:
            preview = preview_split(self.session, label, rule, into=into)
        except EditRefused as refusal:
            self.said.emit(refusal.reason, "refused")
            return
        self._begin(preview, splitting(self.session, label, into, rule))

    def _begin(self, preview: Preview, steps: Iterator[Step]) -> None:
        done = f"{preview.title}. {preview.sentence()}"
        self._start(steps, preview.title, done, total=preview.documents, count=lambda step: step.done)

    def _start(
        self,
        steps: Iterator[Any],
        title: str,
        done: str,
        *,
        total: int = 0,
        count: Callable[[Any], int] | None = None,
    ) -> None:
        self._done = done
        self.job = Jobs.of(self.desk).start(steps, title=title, refusals=REFUSALS, total=total, count=count)
        self.job.stepped.connect(self._stepped)
        self.job.failed.connect(self._failed)
        self.job.ended.connect(self._ended)
        self.job_changed.emit()

    def _stepped(self, _step: object) -> None:
        self.job_changed.emit()

    def _failed(self, reason: str) -> None:
        self._done = ""
        self.said.emit(reason, "refused")
        if self.desk.session is not None and self.session.pending is not None:
            self.desk.failed(ProjectError(reason))

    def _ended(self, finished: bool) -> None:
        self.job = None
        self.job_changed.emit()
        if finished:
            self.said.emit(self._done, "info")
        elif self._done:
            self.said.emit(self.tr("Cancelled: everything is as it was."), "info")

    def cancel(self) -> None:
        """Stop the job; what it wrote is taken back."""
        if self.job is not None:
            self.job.cancel()

    # ---- undo

    def turn(self, kind: str) -> None:
        """Undo or redo one's own last step, as a job; what is not of this sitting is asked about first."""
        if self.desk.session is None or self.job is not None:
            return
        step = self.session.undo_step() if kind == "undo" else self.session.redo_step()
        if step is None:
            self.said.emit(self.tr("Nothing to undo.") if kind == "undo" else self.tr("Nothing to redo."), "info")
        elif step.this_sitting:
            self._turn(kind, step.info.title)
        else:
            words = self.tr("Would undo {0}, {1}") if kind == "undo" else self.tr("Would redo {0}, {1}")
            at = step.info.at.replace("T", " ")[:16]
            self._act = lambda: self._turn(kind, step.info.title)
            self.asked.emit(words.format(step.info.title, at), self.tr("Do it"))

    def _turn(self, kind: str, title: str) -> None:
        words = self.tr("Undone: {0}") if kind == "undo" else self.tr("Redone: {0}")
        try:
            steps = self.session.turning(kind)
        except REFUSALS as refusal:
            self.said.emit(str(refusal), "refused")
            return
        self._start(steps, words.format(title), words.format(title))
