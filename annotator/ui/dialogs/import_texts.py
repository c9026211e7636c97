"""Import: files, what they are, how they come in; then a job with progress, and what it had to say."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.incoming import Options
from annotator.core.records import Finding
from annotator.formats import FORMATS, UnreadableFile, detect, tables
from annotator.formats.reading import read_paths
from annotator.formats.relabel_incoming import relabelled
from annotator.session import Session
from annotator.session.importing import Step, import_records
from annotator.ui.desk import Desk
from annotator.ui.dialogs.findings import FindingDelegate, Findings
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.importing.label_fields import LabelFields
from annotator.ui.importing.preview import Preview
from annotator.ui.importing.survey import Survey, Wish, read_heavy, survey
from annotator.ui.importing.table_fields import TableFields
from annotator.ui.jobs import Job, Jobs
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.panels.places import Place, Places
from annotator.ui.parts.form import Form, choice
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.parts.table import ItemTable
from annotator.ui.parts.tick import Tick

SHOWN = 200  # files that are listed with what they are
ROW = 42


class ImportTexts(Popup):
    """Asks what is needed, then imports while one goes on working."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks, paths: list[Path] | None = None) -> None:
        super().__init__(parent, parent.tr("Import texts"), width=1020)
        self._desk, self._paths = desk, list(paths or [])
        self._findings: list[Finding] = []
        self._imported = Step(0, 0)
        self._job: Job | None = None
        self._looking: Job | None = None
        self._table: tables.Guess | None = None
        self._memory = Memory()
        self._folder = TemporaryDirectory(prefix="annotator-")  # of what another process reads
        self._elsewhere: dict[Path, Path] = {}
        self.destroyed.connect(self._folder.cleanup)
        self.setAcceptDrops(True)
        self._lay_out(looks)
        self._add_files()
        self._add_options()
        self._left.addStretch(1)
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
        self._later = QTimer(self, interval=150, singleShot=True)
        self._later.timeout.connect(self.look)
        for box in (self.format, self.split):
            box.currentIndexChanged.connect(lambda _index: self._later.start())
        self.cut.toggled.connect(lambda _on: self._later.start())
        self.table.changed.connect(self._later.start)
        self._show_files()

    def _lay_out(self, looks: Looks) -> None:
        """What is asked stands at the left, what comes of it at the right."""
        self._left, right, both = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self.preview, self.table, self.mapping = Preview(looks), TableFields(), LabelFields()
        if self._desk.session is not None:
            self.mapping.recall(self._memory.text(self._labels_key()))
        self._left.setSpacing(3 * UNIT)
        right.setSpacing(3 * UNIT)
        right.addWidget(self.preview, 3)
        right.addWidget(self.mapping, 2)
        self.table.hide()
        self.mapping.hide()
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
        foot = self.foot()
        foot.addWidget(self._choose_files)
        foot.addWidget(self._choose_folder)

    def _add_options(self) -> None:
        readable = [(one.id, one.title) for one in FORMATS.values() if one.reads]
        self.format = choice([("auto", self.tr("As the content tells")), *readable], "auto")
        splits = [
            ("file", self.tr("each file")),
            ("blank", self.tr("each part between blank lines")),
            ("line", self.tr("each line")),
        ]
        self.split = choice(splits, "file")
        who = self._desk.session.actor.name if self._desk.session is not None else ""
        self.author = QLineEdit(placeholderText=who)
        self.as_what = choice(
            [("author", self.tr("are the work of")), ("suggestions", self.tr("are suggestions by"))], "author"
        )
        self.labels = choice(
            [("add", self.tr("Add them to the scheme")), ("skip", self.tr("Leave out what has them"))], "add"
        )
        self._options = QWidget()
        form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        self._options.setLayout(form)
        form.add(self.tr("Format"), self.format)
        form.add(self.tr("Plain text: a document for"), self.split)
        form.add(self.tr("Annotations without a name"), self.as_what, self.author)
        self.author.setAccessibleName(self.tr("Whose annotations these are"))
        form.add(self.tr("Labels the scheme lacks"), self.labels)
        self.cut = Tick(self.tr("Cut what looks like menus and headlines from articles"))
        self.cut.setToolTip(self.tr("At both ends of texts, web pages, PDF and DOCX; what was cut is listed"))
        form.addWidget(self.cut, form.rowCount(), 1)
        self._left.addWidget(self._options)
        self._left.addWidget(self.table)

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose files"), str(Path.home()))
        if names:
            self.add_paths([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"), str(Path.home()))
        if name:
            self.add_paths([Path(name)])

    def add_paths(self, paths: list[Path]) -> None:
        """Import these too."""
        self._paths += [path for path in paths if path not in self._paths]
        self._show_files()

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
        wish = Wish(self.format.currentData(), self.split.currentData(), self.cut.isChecked(), self._asked())
        steps = survey(self._paths, wish, Path(self._folder.name), self._elsewhere)
        self._looking = Job(steps, self, refusals=(UnreadableFile, ProjectError))
        self._looking.stepped.connect(self._looked)
        self._looking.failed.connect(lambda words: self.preview.nothing.setText(words))
        self._looking.ended.connect(self._looking_ended)

    def _looking_ended(self, _finished: bool) -> None:
        self._looking = None

    def _asked(self) -> tables.Asked | None:
        """What was chosen of a table's fields; before anything was, what was chosen for the last one like it."""
        return self.table.asked() if self._table is not None else None

    def _looked(self, found: Survey | None) -> None:
        if found is None and self._paths:
            return  # on the way
        session = self._desk.session
        scheme = session.scheme if session is not None else None
        self._show_table(found.table if found is not None else None)
        self.preview.show_documents(list(found.documents) if found is not None else [], scheme)
        self.mapping.show_labels(found.labels if found is not None else (), scheme)
        if found is not None and not found.documents:
            lost = [one.text for one in found.findings if one.lost]
            self.preview.nothing.setText(lost[0] if lost else self.tr("There is no text in these files."))

    def _show_table(self, guess: tables.Guess | None) -> None:
        known = tables.remembered(self._memory.text("import/tables"), guess) if guess is not None else None
        before, self._table = self._table, guess
        self.table.setVisible(guess is not None)
        if guess is None:
            return
        again = before is not None and before.key == guess.key
        self.table.show_guess(guess._replace(mapping=known) if known is not None and not again else guess)
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
        self._findings.clear()
        name = self.author.text().strip() or session.actor.name
        suggested = self.as_what.currentData() == "suggestions"
        options = Options(session.actor.name, name if suggested else "") if suggested else Options(name)
        steps = self._steps(session, options)
        refusals = (EditRefused, ProjectError, UnreadableFile)
        self._job = Jobs.of(self._desk).start(
            steps, title=self.tr("Import"), refusals=refusals, count=lambda step: int(step.documents)
        )
        self._job.stepped.connect(self._stepped)
        self._job.failed.connect(self._failed)
        self._job.ended.connect(self._ended)
        self._show_working(working=True)

    def _steps(self, session: Session, options: Options) -> Iterator[Step]:
        """What another process has to read and has not yet, then all of it into the project."""
        folder, known = Path(self._folder.name), self._elsewhere
        wish = Wish(self.format.currentData(), self.split.currentData(), self.cut.isChecked(), self._asked())
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
        labels = self.labels.currentData()
        yield from import_records(session, named, report, options=options, unknown_labels=labels)

    def _show_working(self, *, working: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(working)
        self._said.setVisible(True)
        self._said.setText(self.tr("Reading …") if working else self._said.text())
        for widget in (self._options, self.table, self.mapping, self.main, self._choose_files, self._choose_folder):
            widget.setEnabled(not working)

    def _stepped(self, step: Step) -> None:
        self._imported = step
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
        if finished and not self._findings:
            self.accept()
        elif finished:
            for widget in (self._options, self.table, self.mapping, self.main, self._choose_files, self._choose_folder):
                widget.hide()
            self.leave.setText(self.tr("Close"))
            self.leave.setFocus()

    def _sentence(self) -> str:
        done, skipped, _changed = self._imported
        said = self.tr("Imported 1 document.") if done == 1 else self.tr("Imported {0} documents.").format(f"{done:,}")
        return said + (self.tr(" {0} were there already.").format(f"{skipped:,}") if skipped else "")

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
