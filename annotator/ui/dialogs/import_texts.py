"""Import: files, what they are, how they come in; then a job with progress, and what it had to say."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.incoming import Options
from annotator.core.records import Finding
from annotator.core.scheme import Scheme
from annotator.formats import UnreadableFile, detect, tables
from annotator.formats.reading import read_paths
from annotator.formats.relabel_incoming import relabelled
from annotator.session import Session
from annotator.session.importing import Step, import_records
from annotator.ui.desk import Desk
from annotator.ui.dialogs.findings import FindingDelegate, Findings
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.importing.label_fields import LabelFields
from annotator.ui.importing.preview import Preview
from annotator.ui.importing.reading_options import ReadingOptions
from annotator.ui.importing.survey import Survey, Wish, read_heavy, survey
from annotator.ui.importing.table_fields import TableFields
from annotator.ui.jobs import Job, Jobs
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.panels.places import Place, Places
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.parts.table import ItemTable
from annotator.ui.parts.tick import Tick

SHOWN = 200  # files that are listed with what they are
ROW = 42
RESULT = 420  # pixels of height, when only what there is to say is left


class ImportTexts(Popup):
    """Asks what is needed, then imports while one goes on working."""

    suggestions_wanted = Signal()  # for what came in

    def __init__(
        self, parent: QWidget, desk: Desk, looks: Looks, paths: list[Path] | None = None, *, pipeline: str = ""
    ) -> None:
        super().__init__(parent, parent.tr("Import texts"), width=1020)
        self._desk, self._paths, self._pipeline = desk, list(paths or []), pipeline
        self._findings: list[Finding] = []
        self._imported = Step(0, 0)
        self._job: Job | None = None
        self._looking: Job | None = None
        self._table: tables.Guess | None = None
        self._survey: Survey | None = None
        self._later = QTimer(self, interval=150, singleShot=True)
        self._later.timeout.connect(self.look)
        self._memory = Memory()
        self._folder = TemporaryDirectory(prefix="annotator-")  # of what another process reads
        self._elsewhere: dict[Path, Path] = {}
        self.destroyed.connect(self._folder.cleanup)
        self.setAcceptDrops(True)
        self._lay_out(looks)
        self._add_files()
        self._add_options()
        self._left.addStretch(0)
        self._bar, self._said, self.found = QProgressBar(), words(wrap=True), Findings()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        for widget in (self._bar, self._said, self.found):
            self.column.addWidget(widget)
            widget.hide()
        self.main, self.leave = button(self.tr("Import"), main=True), button(self.tr("Cancel"))
        self.main.clicked.connect(self.start)
        self.leave.clicked.connect(self._leave)
        self.add_buttons(self.leave, self.main)
        looks.changed.connect(self.files.viewport().update)
        self.table.changed.connect(self._later.start)
        self.mapping.changed.connect(self._show_documents)
        self._show_files()
        (self.main if self._paths else self._choose_files).setFocus()

    def _lay_out(self, looks: Looks) -> None:
        """What is asked stands at the left, what comes of it at the right."""
        self._left, right, both = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self.preview, self.table, self.mapping = Preview(looks), TableFields(), LabelFields()
        if self._desk.session is not None:
            self.mapping.recall(self._memory.text(self._labels_key()))
        self._left.setSpacing(3 * UNIT)
        right.setSpacing(3 * UNIT)
        right.addWidget(self.preview, 3)
        self.problems = Findings(rows=2)
        right.addWidget(self.problems, 1)
        for widget in (self.table, self.mapping, self.problems):
            widget.hide()
        both.setSpacing(6 * UNIT)
        both.addLayout(self._left, 1)
        both.addLayout(right, 1)
        self.column.addLayout(both, 1)

    def _labels_key(self) -> str:
        return f"import/labels/{self._desk.session.path.name}" if self._desk.session is not None else "import/labels"

    # ---- asking

    def _add_files(self) -> None:
        self._listed = Places(self)
        self.files = ItemTable(height=ROW)
        self.files.show_rows(self._listed, FindingDelegate(self.files))
        self.files.horizontalHeader().setStretchLastSection(True)
        self.files.setAccessibleName(self.tr("Files to import"))
        self.files.setProperty("role", "boxed")
        self._none = words(self.tr("Choose files or folders, or drop them here."), "faint", wrap=True)
        self._left.addWidget(self._none)
        self._left.addWidget(self.files)
        self._choose_files, self._choose_folder = button(self.tr("Files …")), button(self.tr("Folder …"))
        self._choose_files.clicked.connect(self._ask_files)
        self._choose_folder.clicked.connect(self._ask_folder)
        self.remove = button(self.tr("Remove"))
        self.remove.setToolTip(self.tr("Take the selected file off this list"))
        self.remove.clicked.connect(self._remove_file)
        self.remove.setEnabled(False)
        self.files.marked.connect(lambda: self.remove.setEnabled(bool(self.files.name_now())))
        foot = self.foot()
        for one in (self._choose_files, self._choose_folder, self.remove):
            foot.addWidget(one)

    def _add_options(self) -> None:
        who = self._desk.session.actor.name if self._desk.session is not None else ""
        self.options = ReadingOptions(who)
        self.options.changed.connect(self._later.start)
        self.options.labels.currentIndexChanged.connect(lambda _index: self._show_labels())
        self._left.addWidget(self.options)
        self._left.addWidget(self.table)
        self._left.addWidget(self.mapping, 1)
        self.suggest = Tick(self.tr("Then let {0} suggest").format(self._pipeline))
        self.suggest.setChecked(self._memory.text("import/suggest") == "yes")
        self.suggest.setVisible(bool(self._pipeline))
        self._left.addWidget(self.suggest)

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose files"), str(Path.home()))
        if names:
            self.add_paths([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"), str(Path.home()))
        if name:
            self.add_paths([Path(name)])

    def _remove_file(self) -> None:
        if name := self.files.name_now():
            del self._paths[int(name)]
            self._show_files()
            self._choose_files.setFocus()

    def add_paths(self, paths: list[Path]) -> None:
        """Import these too."""
        self._paths += [path for path in paths if path not in self._paths]
        self._show_files()
        self.main.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._job is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _show_files(self) -> None:
        self._listed.fill([self._file(path) for path in self._paths[:SHOWN]])
        rows = self._listed.rowCount()
        self.files.setVisible(rows > 0)
        self.files.setFixedHeight(min(4, max(1, rows)) * ROW + 4)
        self._none.setVisible(rows == 0)
        self.remove.setEnabled(False)
        self.main.setEnabled(rows > 0)
        self.main.setDefault(True)
        self._later.start()

    def _file(self, path: Path) -> Place:
        if path.is_dir():
            return Place("open", "faint", path.name, self.tr("a folder"), str(path), 0, 0)
        try:
            found, reason = detect(path)
        except UnreadableFile as error:
            return Place("lost", "problem", path.name, str(error), str(path), 0, 0)
        return Place("document", "faint", path.name, f"{found.title}: {reason}", str(path), 0, 0)

    # ---- looking

    def look(self) -> None:
        """Look at the files once more, as they would be read now."""
        if self._job is not None:
            return
        if self._looking is not None:
            self._looking.cancel()
        if not self._paths:
            self._looked(None)
            return
        wish = self._wish()
        steps = survey(self._paths, wish, Path(self._folder.name), self._elsewhere)
        self._looking = Job(steps, self, refusals=(UnreadableFile, ProjectError))
        self._looking.stepped.connect(self._looked)
        self._looking.failed.connect(lambda words: self.preview.nothing.setText(words))
        self._looking.ended.connect(self._looking_ended)

    def _looking_ended(self, _finished: bool) -> None:
        self._looking = None

    def _wish(self) -> Wish:
        one = self.options
        asked = self.table.asked() if self._table is not None else None
        return Wish(one.format.currentData(), one.split.currentData(), one.cut.isChecked(), asked)

    def _looked(self, found: Survey | None) -> None:
        if found is None and self._paths:
            return  # on the way
        self._survey = found
        formats = found.formats if found is not None else frozenset[str]()
        self.options.show_for(formats, annotated=found is not None and found.annotated)
        self._show_table(found)
        self._show_labels()
        self._show_documents()
        self.problems.show_findings(found.findings if found is not None else ())
        if found is not None and not found.documents:
            lost = [one.text for one in found.findings if one.lost]
            self.preview.nothing.setText(lost[0] if lost else self.tr("There is no text in these files."))

    def _scheme(self) -> Scheme | None:
        return self._desk.session.scheme if self._desk.session is not None else None

    def _show_labels(self) -> None:
        labels = self._survey.labels if self._survey is not None else ()
        self.mapping.show_labels(labels, self._scheme(), add=self.options.labels.currentData() == "add")

    def _show_documents(self) -> None:
        """The first documents, with the labels that they will have."""
        found = [replace(one) for one in self._survey.documents] if self._survey is not None else []
        named = list(relabelled(found, self.mapping.mapping(), lambda _finding: None))
        self.preview.show_documents(named, self._scheme())

    def _show_table(self, found: Survey | None) -> None:
        """How the first table is read; as the last one with these fields, if there was one."""
        before, guess = self._table, found.table if found is not None else None
        self.table.setVisible(guess is not None)
        self._table = guess
        if found is None or guess is None or found.table_path is None:
            return
        known = tables.remembered(self._memory.text("import/tables"), guess)
        again = before is not None and before.key == guess.key
        self.table.show_guess(guess, found.table_path, known)
        if before is None and self.main.hasFocus():
            self.table.text.setFocus()  # the first question; Enter imports from there too
        if known is not None and not again and known != guess.mapping:
            self._later.start()

    # ---- working

    def start(self) -> None:
        """Begin the job."""
        session = self._desk.session
        if session is None or self._job is not None:
            return
        if self._looking is not None:
            self._looking.cancel()
        if self._table is not None:
            known = self._memory.text("import/tables")
            self._memory.keep("import/tables", tables.remember(known, self._table, self.table.mapping()))
        self._memory.keep(self._labels_key(), self.mapping.remembered())
        self._memory.keep("import/suggest", "yes" if self.suggest.isChecked() else "no")
        self._findings.clear()
        name = self.options.author.text().strip() or session.actor.name
        suggested = self.options.as_what.currentData() == "suggestions"
        options = Options(session.actor.name, name if suggested else "") if suggested else Options(name)
        steps = self._steps(session, options)
        refusals = (EditRefused, ProjectError, UnreadableFile)
        survey = self._survey
        total = survey.looked_at if survey is not None and survey.whole else 0
        self._bar.setRange(0, total)
        self._job = Jobs.of(self._desk).start(
            steps, title=self.tr("Import"), refusals=refusals, total=total, count=_looked_at
        )
        self._job.stepped.connect(self._stepped)
        self._job.failed.connect(self._failed)
        self._job.ended.connect(self._ended)
        self._show_working(working=True)

    def _steps(self, session: Session, options: Options) -> Iterator[Step]:
        """What another process has to read and has not yet, then all of it into the project."""
        folder, known = Path(self._folder.name), self._elsewhere
        wish = self._wish()
        for _ in read_heavy(self._paths, wish.format_id, folder, known):
            yield Step(0, 0)
        report = self._findings.append
        records = read_paths(
            self._paths,
            wish.format_id,
            wish.split,
            report,
            heavy=False,
            cut=wish.cut,
            elsewhere=known,
            table=wish.table,
        )
        named = relabelled(records, self.mapping.mapping(), report)
        labels = self.options.labels.currentData()
        yield from import_records(session, named, report, options=options, unknown_labels=labels)

    def _show_working(self, *, working: bool) -> None:
        self._bar.setVisible(working)
        self._said.setVisible(True)
        self._said.setText(self.tr("Reading …") if working else self._said.text())
        self.problems.hide()
        for widget in self._asking():
            widget.setEnabled(not working)

    def _asking(self) -> tuple[QWidget, ...]:
        buttons = (self.main, self._choose_files, self._choose_folder, self.remove)
        return (self.options, self.table, self.mapping, self.suggest, *buttons)

    def _stepped(self, step: Step) -> None:
        self._imported = step
        if self._bar.maximum():
            self._bar.setValue(min(self._bar.maximum(), _looked_at(step)))
        if step.documents:
            self._said.setText(self.tr("{0} documents …").format(f"{step.documents:,}"))

    def _failed(self, sentence: str) -> None:
        self._findings.append(Finding(self.tr("Import"), sentence, lost=True))

    def _ended(self, finished: bool) -> None:
        self._job = None
        self._show_working(working=False)
        said = self._sentence() if finished else self.tr("Stopped; nothing of it was kept.")
        self._said.setText(said)
        self._desk.message.emit(said, "info")
        self.found.show_findings(self._findings)
        if finished and self._desk.document is None:
            self._desk.open_first()
        if finished and self._imported.documents and self._pipeline and self.suggest.isChecked():
            self.suggestions_wanted.emit()
        if finished and not self._findings:
            self.accept()
        elif finished:
            self._show_result()
            self.leave.setText(self.tr("Close"))
            self.leave.setFocus()

    def _show_result(self) -> None:
        """What there is to say has all the room that the questions had."""
        for widget in (*self._asking(), self.files, self.preview):
            widget.hide()
        self.column.setStretch(0, 0)
        self.column.setStretch(self.column.indexOf(self.found), 1)
        QTimer.singleShot(0, self, lambda: self.resize(self.width(), min(self.height(), RESULT)))  # laid out by then

    def _sentence(self) -> str:
        new, there, changed = self._imported
        documents = self.tr("1 document") if new == 1 else self.tr("{0} documents").format(f"{new:,}")
        if not there:
            said = self.tr("Imported {0}").format(documents)
        elif not new:
            said = self.tr("Nothing new: {0} already here").format(f"{there:,}")
        else:
            said = self.tr("Imported {0}, {1} already here").format(documents, f"{there:,}")
        more = self.tr("; {0} with another text than before").format(f"{changed:,}") if changed else ""
        return f"{said}{more}."

    def _leave(self) -> None:
        if self._job is not None:
            self._job.cancel()
        else:
            self.reject()

    def done(self, result: int) -> None:
        """Closed: nothing is looked at any more."""
        self._later.stop()
        if self._looking is not None:
            self._looking.cancel()
        super().done(result)


def _looked_at(step: Step) -> int:
    return step.documents + step.skipped
