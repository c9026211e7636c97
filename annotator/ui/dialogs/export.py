"""Export: what goes out, as what, where to; said in words before anything is written."""

import shlex
from pathlib import Path

from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QFileDialog, QFormLayout, QPushButton, QWidget

from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.outgoing import labels_of
from annotator.formats import FORMATS, ExportError
from annotator.formats.export_file import Facts, export_file
from annotator.session import Session, now
from annotator.session.exporting import Selection, default_which
from annotator.ui.bars import plain_label
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import Popup
from annotator.ui.looks import Looks


class Export(Popup):
    """Format and filter, the sentence, the file."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Export"), width=520)
        self._desk = desk
        self._which, self._format = QComboBox(), QComboBox()
        self._sentence = plain_label()
        self._sentence.setWordWrap(True)
        session = desk.session
        assert session is not None
        for key, words in self._filters(session):
            self._which.addItem(words, key)
        self._which.setCurrentIndex(max(0, self._which.findData(default_which(session))))
        for one in FORMATS.values():
            if one.write is not None:
                self._format.addItem(one.title, one.id)
        form = QFormLayout()
        form.addRow(self.tr("What"), self._which)
        form.addRow(self.tr("Format"), self._format)
        self.column.addLayout(form)
        self.column.addWidget(self._sentence)
        self._which.activated.connect(self._say)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("Export …"))
        copy = QPushButton(self.tr("Copy as command"))
        copy.clicked.connect(self._copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.accepted.connect(self._export)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(buttons)
        self._say()

    def _filters(self, session: Session) -> list[tuple[str, str]]:
        found = [
            ("default", self.tr("Final versions, else submitted work, one set a document")),
            ("approved", self.tr("Final versions only")),
            ("submitted", self.tr("Submitted work, a record for each person")),
            ("all", self.tr("Everything (lossless format)")),
        ]
        for author in session.people.authors.values():
            if author.kind in ("person", "model"):
                words = self.tr("Suggestions of {0}") if author.kind == "model" else self.tr("Work of {0}")
                found.append((f"author:{author.name}", words.format(author.name)))
        return found

    def _selection(self) -> Selection:
        assert self._desk.session is not None
        return Selection(self._desk.session, self._which.currentData())

    def _say(self) -> None:
        selection = self._selection()
        for _ in selection.records():
            pass
        self._sentence.setText(selection.sentence().replace("exported", self.tr("Will export"), 1))
        self._ok.setEnabled(selection.exported > 0)

    def _copy(self) -> None:
        assert self._desk.session is not None
        project = shlex.quote(str(self._desk.session.path))
        which = self._which.currentData()
        chosen = f" --which {shlex.quote(which)}" if which != "default" else ""
        QApplication.clipboard().setText(
            f"annotator export {project} OUT.jsonl --format {self._format.currentData()}{chosen}"
        )
        self._desk.message.emit(self.tr("The command is on the clipboard."), "info")

    def _export(self) -> None:
        session = self._desk.session
        assert session is not None
        chosen = FORMATS[self._format.currentData()]
        usual = session.path.with_name(
            f"{session.path.stem}-{self._which.currentData().replace(':', '-')}{chosen.suffixes[0]}"
        )
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export to"), str(usual))
        if not name:
            return
        selection = self._selection()
        facts = Facts(session.name, selection.which, labels_of(session.scheme), now())
        try:
            # The dialog has asked before about a file that is there.
            export_file(selection.records(), chosen, Path(name), facts, force=True)
        except (ExportError, EditRefused, ProjectError) as error:
            self._desk.message.emit(str(error), "error")
            return
        self._desk.message.emit(f"{selection.sentence()} → {Path(name).name}", "info")
        self.accept()
