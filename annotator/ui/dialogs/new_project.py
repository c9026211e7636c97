"""A new project: its file, the person, the language, the scheme it begins with."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFileDialog, QFormLayout, QLineEdit, QPushButton, QWidget

from annotator import resources_path
from annotator.core.errors import ProjectError
from annotator.core.scheme import LabelSpec, SchemeError, read_scheme
from annotator.formats import UnreadableFile
from annotator.formats.decoding import read_text
from annotator.session import Session
from annotator.ui.bars import plain_label
from annotator.ui.dialogs.popup import Popup
from annotator.ui.memory import Memory

LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt")


class NewProject(Popup):
    """Asks for four things; `made` is the open project when it was accepted."""

    def __init__(self, parent: QWidget, folder: str) -> None:
        super().__init__(parent, parent.tr("New project"), width=520)
        self.made: Session | None = None
        self._memory = Memory()
        self._path = QLineEdit(str(Path(folder) / "project.annot"))
        self._person = QLineEdit(self._memory.text("person", "me"))
        self._language = QComboBox()
        self._language.addItems(LANGUAGES)
        self._language.setEditable(True)
        self._scheme = QComboBox()
        for path in sorted(resources_path.resource("schemes").glob("*.toml")):
            self._scheme.addItem(path.stem, str(path))
        self._scheme.addItem(self.tr("none: labels come with the texts"), "")
        other, browse = QPushButton(self.tr("Another scheme …")), QPushButton(self.tr("Place …"))
        other.clicked.connect(self._choose_scheme)
        browse.clicked.connect(self._choose_place)
        form = QFormLayout()
        form.addRow(self.tr("File"), self._path)
        form.addRow("", browse)
        form.addRow(self.tr("Your name"), self._person)
        form.addRow(self.tr("Language of the texts"), self._language)
        form.addRow(self.tr("Labels"), self._scheme)
        form.addRow("", other)
        self.column.addLayout(form)
        self._problem = plain_label()
        self._problem.setWordWrap(True)
        self.column.addWidget(self._problem)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._make)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(buttons)

    def _choose_place(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("New project"), self._path.text(), "*.annot")
        if name:
            self._path.setText(name if name.endswith(".annot") else f"{name}.annot")

    def _choose_scheme(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Scheme"), "", "*.toml")
        if name:
            self._scheme.addItem(Path(name).stem, name)
            self._scheme.setCurrentIndex(self._scheme.count() - 1)

    def _labels(self) -> list[LabelSpec]:
        chosen = self._scheme.currentData()
        return read_scheme(read_text(Path(chosen), lambda finding: None)) if chosen else []

    def _make(self) -> None:
        person = self._person.text().strip() or "me"
        try:
            labels = self._labels()
            language = self._language.currentText().strip()
            self.made = Session.create(Path(self._path.text()), person=person, language=language, labels=labels)
        except (ProjectError, SchemeError, UnreadableFile) as error:
            self._problem.setText(str(error))
            return
        self._memory.keep("person", person)
        self.accept()
