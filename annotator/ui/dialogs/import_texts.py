"""Import: files, what they are, how they come in; then a job with progress, and what it had to say."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QWidget,
)

from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.incoming import Options
from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS, UnreadableFile, detect
from annotator.formats.reading import read_paths
from annotator.session.importing import Step, import_records
from annotator.ui.bars import plain_label
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import Popup
from annotator.ui.jobs import Job
from annotator.ui.looks import Looks


class ImportTexts(Popup):
    """Asks what is needed, then imports while one goes on working."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks, paths: list[Path] | None = None) -> None:
        super().__init__(parent, parent.tr("Import texts"), width=560)
        self._desk, self._paths = desk, list(paths or [])
        self._findings: list[Finding] = []
        self._job: Job | None = None
        self._files = plain_label()
        self._files.setWordWrap(True)
        choose = QPushButton(self.tr("Choose files …"))
        choose.clicked.connect(self._choose)
        self._format, self._split, self._author = QComboBox(), QComboBox(), QLineEdit()
        self._format.addItem(self.tr("told from the content"), "auto")
        for one in FORMATS.values():
            if one.read is not None:
                self._format.addItem(one.title, one.id)
        for key, words in (
            ("file", self.tr("each file")),
            ("blank", self.tr("each part between blank lines")),
            ("line", self.tr("each line")),
        ):
            self._split.addItem(words, key)
        self._author.setPlaceholderText(desk.session.actor.name if desk.session else "")
        form = QFormLayout()
        form.addRow(self._files, choose)
        form.addRow(self.tr("Format"), self._format)
        form.addRow(self.tr("Plain text: a document for"), self._split)
        form.addRow(self.tr("Annotations by"), self._author)
        self.column.addLayout(form)
        self._bar, self._said, self._list = QProgressBar(), plain_label(), QListWidget()
        self._bar.hide()
        self._list.hide()
        self._list.setAccessibleName(self.tr("What the import had to say"))
        for widget in (self._bar, self._said, self._list):
            self.column.addWidget(widget)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Import"))
        self._buttons.accepted.connect(self._start)
        self._buttons.rejected.connect(self._cancel)
        self.column.addWidget(self._buttons)
        self._show_files()

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose files"), str(Path.home()))
        if names:
            self._paths = [Path(name) for name in names]
            self._show_files()

    def _show_files(self) -> None:
        if not self._paths:
            self._files.setText(self.tr("No files chosen"))
        else:
            first = self._paths[0]
            more = self.tr(" and {0} more").format(len(self._paths) - 1) if len(self._paths) > 1 else ""
            self._files.setText(f"{first.name}{more}\n{self._reason(first)}")
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self._paths))

    def _reason(self, path: Path) -> str:
        if path.is_dir():
            return self.tr("a folder")
        try:
            found, reason = detect(path)
        except UnreadableFile as error:
            return str(error)
        return self.tr("{0}: {1}").format(found.title, reason)

    def _start(self) -> None:
        session = self._desk.session
        if session is None or self._job is not None:
            return
        self._findings.clear()
        self._list.clear()
        options = Options(self._author.text().strip() or session.actor.name)
        steps = import_records(session, self._records(), self._findings.append, options=options)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._job = Job(steps, self, refusals=(EditRefused, ProjectError, UnreadableFile))
        self._job.stepped.connect(self._stepped)
        self._job.failed.connect(lambda words: self._findings.append(Finding(self.tr("Import"), words, lost=True)))
        self._job.ended.connect(self._ended)

    def _records(self) -> Iterator[DocumentRecord]:
        return read_paths(self._paths, self._format.currentData(), self._split.currentData(), self._findings.append)

    def _stepped(self, step: Step) -> None:
        self._said.setText(self.tr("{0} documents").format(step.documents))

    def _ended(self, finished: bool) -> None:
        self._job = None
        self._bar.hide()
        for finding in self._findings[:500]:
            self._list.addItem(f"{finding.place}: {finding.text}")
        self._list.setVisible(bool(self._findings))
        words = self._said.text() or self.tr("Nothing")
        said = self.tr("Imported: {0}").format(words) if finished else self.tr("Cancelled; nothing was kept.")
        self._desk.message.emit(said, "info")
        if finished and self._desk.document is None:
            self._desk.open_first()
        if not self._findings:
            self.accept()
        else:
            self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(False)
            self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Close"))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
        else:
            self.reject()
