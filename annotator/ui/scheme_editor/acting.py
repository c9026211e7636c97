"""How the editor changes the scheme: an Edit at once where it harms nothing, else what it touches is shown first."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.core.change import Edit, EditRefused
from annotator.core.errors import ProjectError, WriteFailed
from annotator.core.scheme import Scheme
from annotator.core.scheme_preview import Preview
from annotator.session import Session
from annotator.session.scheming import Step, check_lead, do_edit, preview_edit
from annotator.ui.desk import Desk
from annotator.ui.jobs import Job, Jobs

MANY = 50
"""Documents of a step beyond which it is taken back by a job."""

Make = Callable[[Scheme], Edit]


class Acting(QObject):
    """Stores Edits of the scheme for the editor, and says what they touched."""

    said = Signal(str, str)  # sentence; info | refused | error
    asked = Signal(object, object)  # Preview, and what does it: the person has to agree

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk

    @property
    def session(self) -> Session:
        """The open project."""
        assert self.desk.session is not None, "no project"
        return self.desk.session

    @property
    def is_open(self) -> bool:
        """Whether there is a project: fields that are left while it is closed change nothing."""
        return self.desk.session is not None

    def why_not(self) -> str:
        """Why the person may not change the scheme; empty for a lead who can write."""
        if self.session.read_only:
            return self.session.read_only
        try:
            check_lead(self.session)
        except EditRefused as refusal:
            return refusal.reason
        return ""

    def do(self, make: Make, *, ask: bool = False) -> bool:
        """Make an Edit and store it. False where it was refused, or where the person is asked first.

        It is asked with `ask`, and always where relations would break the rules or approvals would be outdated.
        """
        try:
            edit = make(self.session.scheme)
            preview = preview_edit(self.session, edit)
        except EditRefused as refusal:
            self.said.emit(refusal.reason, "refused")
            return False
        if preview.broken or preview.outdated or (ask and preview.documents):
            self.asked.emit(preview, lambda: self._store(edit, preview))
            return False
        return self._store(edit, preview)

    def _store(self, edit: Edit, preview: Preview) -> bool:
        try:
            do_edit(self.session, edit)
        except EditRefused as refusal:
            self.said.emit(refusal.reason, "refused")
        except WriteFailed as failure:
            self.desk.failed(failure)
            self.said.emit(str(failure), "error")
        else:
            self.said.emit(f"{edit.title}. {preview.sentence()}", "info")
            return True
        return False

    def run(self, steps: Iterator[Step], title: str, done: Callable[[], Any]) -> Job:
        """Do a merge or a split as a job with progress and Cancel; `done` is called when it is whole."""
        job = Jobs.of(self.desk).start(
            steps, title=title, refusals=(EditRefused, ProjectError), count=lambda step: int(step.done)
        )
        job.failed.connect(lambda words: self.said.emit(words, "refused"))
        job.ended.connect(lambda whole: done() if whole else None)
        job.ended.connect(lambda whole: self.said.emit(title + ".", "info") if whole else None)
        return job

    def turn(self, kind: str) -> None:
        """Undo, or redo, the last step of the person, whatever window it was done in; as a job where it is long."""
        session = self.session
        step = session.undo_step() if kind == "undo" else session.redo_step()
        if step is None or len(step.documents) <= MANY:
            self.desk.turn(kind, sure=True)
            return
        title = f"{'Undo' if kind == 'undo' else 'Redo'} {step.info.title}"
        job = Jobs.of(self.desk).start(session.turning(kind), title=title, refusals=(EditRefused, ProjectError))
        job.failed.connect(lambda words: self.said.emit(words, "refused"))
        job.ended.connect(lambda whole: self.said.emit(title + ".", "info") if whole else None)
