"""Problems of the document on screen or of the project, found in steps and kept up while somebody looks at them."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.rows import Name
from annotator.session import Happened
from annotator.session.checking import CheckStep, Found, ProjectCheck, documents_with_problems
from annotator.ui.desk import Desk
from annotator.ui.jobs import Job, Jobs

LATER_MS = 250  # so long after the last edit what it touched is checked again
ANEW = {"label", "relation_rule", "author", "document", "project"}
"""Tables of which a change may alter any problem."""

REFUSALS = (EditRefused, ProjectError)


class ProblemFeed(QObject):
    """What the checks find; `watching` says whether anybody wants to know."""

    changed = Signal()
    checked = Signal()  # the project was gone through to its end

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.watching = False
        self.whole: ProjectCheck | None = None
        self.stale = False  # the project changed so that it should be gone through again
        self._here: ProjectCheck | None = None
        self._job: Job | None = None
        self._following: Job | None = None
        self._touched: set[Name] = set()
        self._later: QTimer = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(self.catch_up)
        desk.project_changed.connect(self._take_session)
        desk.document_changed.connect(self._turn_page)
        self._take_session()

    def _take_session(self) -> None:
        for job in (self._job, self._following):
            if job is not None and job.running:
                job.cancel()
        self._job = self._following = self.whole = self._here = None
        self._touched.clear()
        self.stale = False
        if self._desk.session is not None:
            self._desk.session.listen(self._hear)  # until the session is closed
        self.changed.emit()

    def _turn_page(self) -> None:
        self._here = None
        self._later.start(0)

    # ---- what is found

    @property
    def running(self) -> Job | None:
        """The job that goes through the project, while it does."""
        return self._job if self._job is not None and self._job.running else None

    @property
    def following(self) -> bool:
        """Whether something is just checked again, so that more may be known in a moment."""
        return self._following is not None and self._following.running

    def of_project(self) -> list[Found]:
        """All that is found by now, in the order of the documents."""
        if self.whole is None:
            return []
        found = self.whole.found
        return [one for name in self.whole.documents for one in found.get(name, ())]

    def of_document(self) -> list[Found]:
        """What is found in the set on screen; what needs a comparison comes a moment later."""
        desk = self._desk
        if desk.document is None or desk.session is None:
            return []
        author = desk.view.shown.author
        for check in (self.whole if self.running is None else None, self._here):
            if check is not None and desk.document in check.found:
                return [one for one in check.found[desk.document] if one.author == author]
        return [Found(desk.document, author, problem) for problem in desk.problems()]

    # ---- checking

    def check_project(self) -> None:
        """Go through the whole project, as a job that can be cancelled."""
        session = self._desk.session
        if session is None or self.running is not None:
            return
        self._touched.clear()
        self.stale = False
        self.whole = ProjectCheck(session)
        job = Jobs.of(self._desk).start(
            self.whole.steps(),
            title=self.tr("Checking"),
            refusals=REFUSALS,
            total=2 * len(self.whole.documents),
            count=lambda step: step.done,
        )
        self._job = job
        job.failed.connect(lambda words: self._desk.message.emit(words, "error"))
        job.ended.connect(self._end)
        self.changed.emit()

    def _end(self, finished: bool) -> None:
        self.stale = self.stale or not finished
        self.changed.emit()
        whole, session = self.whole, self._desk.session
        if finished and session is not None and whole is not None:
            session.checked = lambda: documents_with_problems(whole.found)
            self.checked.emit()
        if self._touched:
            self._later.start()

    # ---- following

    def _hear(self, happened: Happened) -> None:
        if ANEW & {change.table for change in happened.changes}:
            self.stale, self._here = self.whole is not None, None
        self._touched |= happened.documents - {""}
        self._later.start()

    def catch_up(self) -> None:
        """Check again what edits touched, if anybody wants to know."""
        session = self._desk.session
        if session is None or not self.watching or self.running is not None:
            return
        if self.following:
            self._later.start()
            return
        steps = self._steps()
        if steps is not None:
            self._following = Job(steps, self, refusals=REFUSALS)
            self._following.ended.connect(lambda _finished: self.changed.emit())
            self._later.stop()
        else:
            self.changed.emit()

    def _steps(self) -> Iterator[CheckStep] | None:
        touched, self._touched = self._touched, set()
        session, document = self._desk.session, self._desk.document
        if session is None:
            return None
        if self.whole is not None:
            return self.whole.again(touched) if touched else None
        if document is None:
            return None
        if self._here is None:
            self._here = ProjectCheck(session, [document])
            return self._here.steps()
        return self._here.again({document}) if document in touched else None
