"""What the File menu does: open, make, fill and copy projects."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from annotator import sample
from annotator.core.change import EditRefused
from annotator.core.errors import OpenElsewhere, ProjectError
from annotator.core.records import DocumentRecord, Finding
from annotator.session import Session, searching
from annotator.session.backing_up import folder_for
from annotator.session.examining import examine
from annotator.session.importing import import_records
from annotator.ui.dialogs.new_project import NewProject
from annotator.ui.greeting import greet
from annotator.ui.jobs import Jobs

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

SUFFIX = ".annot"


class ProjectCommands(QObject):
    """Commands on whole projects; a failed one leaves the open project on screen."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._desk, self._memory = window, window.desk, window.memory
        self.with_backups = False  # the program makes them; a window by itself starts no processes

    # ---- opening

    def begin(self, project: Path | None, *, sample: bool) -> None:
        """At the start: the project named, else the last one, else the sample."""
        last = self._memory.recent()
        if project is not None:
            self.open(project)
        elif last and not sample:
            self.open(last[0])
        else:
            self.open_sample()

    def open(self, path: Path, *, person: str = "") -> bool:
        """Open a project, where one was the last time. False, with a sentence, when it cannot be."""
        person = person or self._memory.text("person", "")
        try:
            session, why = self._open_or_read(path, person)
        except ProjectError as error:
            self._desk.message.emit(str(error), "error")
            return False
        self.take(session)
        if why:
            self._desk.message.emit(why, "info")
        return True

    def _open_or_read(self, path: Path, person: str) -> tuple[Session, str]:
        """The project, for reading only where somebody else is writing in it; and the sentence that says so."""
        try:
            return self._open_as(path, person), ""
        except OpenElsewhere as error:
            sentence = self.tr("{0} Here you can look and copy, but change nothing.").format(error)
            return self._open_as(path, person, read_only=True), sentence

    def _open_as(self, path: Path, person: str, *, read_only: bool = False) -> Session:
        session = Session.open(path, read_only=read_only)
        if person and session.people.find(person) is not None:
            session.act_as_any(person)
        return session

    def take(self, session: Session, *, ask: bool = True) -> None:
        """Show an open project; with several people in it, `ask` who works here now."""
        self.keep_place()
        Jobs.of(self._desk).cancel_all()
        self._desk.set_session(session)
        self._prepare_search(session)
        self.keep_backups()
        self._memory.opened(session.path)
        if session.read_only:
            self._desk.message.emit(session.read_only, "info")
        document, offset = self._memory.place(session.path)
        if document and session.queue_place(self._desk.queue_filter, document) is not None:
            self._desk.open_document(document)
            self._desk.show_place(offset, offset)
        elif not self._desk.open_first():
            self._desk.close_document()
        if ask and len(session.people.active()) > 1:
            self._window.dialogs.who()
        elif not session.read_only:
            greet(self._desk)

    def keep_backups(self) -> None:
        """Back up the project on screen as the settings say."""
        session = self._desk.session
        if self.with_backups and session is not None and not session.read_only:
            folder, minutes = self._memory.text("backups/folder"), self._memory.number("backups/minutes", 60)
            place = folder_for(session.path, within=Path(folder).expanduser() if folder else None)
            if session.backups:
                session.backups.stop()
            session.keep_backups(place, every=timedelta(minutes=minutes))

    def keep_place(self) -> None:
        """Remember where one was in the project on screen."""
        desk = self._desk
        if desk.session is not None and desk.document is not None:
            self._memory.was_at(desk.session.path, desk.document, self._window.pane.canvas.first_offset)

    def choose(self) -> None:
        """Open a project from a file dialog."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open project"), self._folder(), self.tr("Projects (*.annot);;All files (*)")
        )
        if name:
            self.open(Path(name))

    def _folder(self) -> str:
        recent = self._memory.recent()
        return str(recent[0].parent if recent else Path.home())

    def dropped(self, paths: list[Path], text: str) -> None:
        """Something was dropped on the window: a project is opened, texts are imported."""
        projects = [path for path in paths if path.suffix == SUFFIX]
        if projects:
            self.open(projects[0])
        elif paths:
            self._window.dialogs.import_paths(paths)
        elif text.strip():
            self.add_text(text)

    def paste(self) -> None:
        """A new document of what is on the clipboard."""
        self.add_text(QApplication.clipboard().text())

    def add_text(self, text: str) -> None:
        """A new document of some text, named after its first words."""
        session = self._desk.session
        if session is None or not text.strip():
            self._desk.message.emit(self.tr("There is no text on the clipboard."), "refused")
            return
        name = " ".join(text.split())[:48]
        findings: list[Finding] = []
        records = [DocumentRecord(name, text.replace("\r\n", "\n"), place=self.tr("the clipboard"))]
        try:
            for _ in import_records(session, records, findings.append, title=f"New document {name}"):
                pass
        except (EditRefused, ProjectError) as error:
            self._desk.message.emit(str(error), "error")
            return
        for finding in findings:
            self._desk.message.emit(finding.text, "info")
        self._desk.open_document(session.documents()[-1])

    def import_files(self) -> None:
        """Import files, chosen in the dialog."""
        self._window.dialogs.import_paths([])

    def export(self) -> None:
        """Export annotations."""
        self._window.dialogs.export()

    def _prepare_search(self, session: Session) -> None:
        """A file that an older version wrote gets its index of words while one works."""
        missing = 0 if session.read_only else searching.waiting(session)
        if missing:
            title = self.tr("Preparing the search")
            job = Jobs.of(self._desk).start(
                searching.taking_in(session), title=title, refusals=(ProjectError,), total=missing, count=int
            )
            job.failed.connect(lambda sentence: self._desk.message.emit(sentence, "error"))

    # ---- making

    def new(self) -> None:
        """Make a project and open it."""
        dialog = NewProject(self._window, self._folder())
        dialog.accepted.connect(lambda: self.take(dialog.made) if dialog.made is not None else None)
        dialog.open()

    def open_sample(self) -> None:
        """Open the sample project, made if it is not there."""
        try:
            path = sample.build()
        except ProjectError as error:
            self._desk.message.emit(str(error), "error")
            return
        self.open(path)

    def save_copy(self) -> None:
        """Write a copy of the project, the pending edit included, and go on in it."""
        session = self._desk.session
        if session is None:
            return
        usual = session.path.with_name(f"{session.path.stem} copy{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save a copy"), str(usual), "*.annot")
        if not name:
            return
        try:
            session.save_copy(Path(name))
        except ProjectError as error:
            self._desk.message.emit(str(error), "error")
            return
        self.open(Path(name))

    def examine(self) -> None:
        """Check the project file from its log upwards, and say what was found."""
        session = self._desk.session
        if session is None:
            return
        findings = list(examine(session.path))
        words = findings[0] if findings else self.tr("The project file is in order.")
        more = self.tr(" ({0} more: annotator doctor)").format(len(findings) - 1) if len(findings) > 1 else ""
        self._desk.message.emit(words + more, "error" if findings else "info")
