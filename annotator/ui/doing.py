"""Edits that a dialog makes: refusals and failed writes are said, long ones run as a job."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject

from annotator.core.change import Edit, EditRefused
from annotator.core.errors import ProjectError, WriteFailed
from annotator.core.people import check_lead
from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.jobs import Jobs

AT_ONCE = 1_000  # rows written without a job


class Doing(QObject):
    """Does what a dialog asks for, in the project that is open."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def edit(self, make: Callable[[Session], Edit], *, lead: bool = False) -> bool:
        """Make and store an Edit; False, and said why, where that may not be."""
        session = self._desk.session
        if session is None:
            return False
        try:
            if lead:
                check_lead(session.people, session.actor.id)
            session.do(make(session))
        except EditRefused as refusal:
            self._desk.refused(refusal)
        except WriteFailed as failure:
            self._desk.failed(failure)
        else:
            return True
        return False

    def steps(self, make: Callable[[Session], Iterator[int]], *, total: int, title: str) -> bool:
        """Go through the steps of a large Edit: few rows at once, many as a job with progress and Cancel."""
        session = self._desk.session
        if session is None:
            return False
        try:
            work = make(session)
            if total <= AT_ONCE:
                for _ in work:
                    pass
                return True
        except EditRefused as refusal:
            self._desk.refused(refusal)
            return False
        except WriteFailed as failure:
            self._desk.failed(failure)
            return False
        refusals = (EditRefused, ProjectError)
        job = Jobs.of(self._desk).start(work, title=title, refusals=refusals, total=total, count=int)
        job.failed.connect(lambda sentence: self._desk.message.emit(sentence, "error"))
        return True
