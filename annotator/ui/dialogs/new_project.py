"""A new project: its name and place, the person, the language, the scheme it begins with."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from annotator import resources_path
from annotator.core.errors import ProjectError
from annotator.core.scheme import LabelSpec, SchemeError, read_scheme
from annotator.formats import UnreadableFile
from annotator.formats.decoding import read_text
from annotator.session import Session
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.memory import Memory
from annotator.ui.parts.form import Form, choice
from annotator.ui.parts.labels import words

LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt")
SUFFIX = ".annot"


class NewProject(Popup):
    """Asks for what a project needs; `made` is the open project when it was accepted."""

    def __init__(self, parent: QWidget, folder: str) -> None:
        super().__init__(parent, parent.tr("New project"), width=560)
        self.made: Session | None = None
        self._memory = Memory()
        self._folder = Path(folder)
        self.name, self.person = QLineEdit(), QLineEdit(self._memory.text("person", ""))
        self.name.setPlaceholderText(self.tr("Such as Business news"))
        self.person.setPlaceholderText("me")
        self.place = QLineEdit()
        self._placed = False
        self.language = choice([(code, code) for code in LANGUAGES], "en")
        self.language.setEditable(True)
        self.scheme = choice(self._schemes(), "")
        self.scheme.setCurrentIndex(0)
        self._problem = words(role="problem", wrap=True)
        self._summary = words(role="small", wrap=True)
        self._lay_out()
        self.name.textEdited.connect(lambda _text: self._show_place())
        self.place.textEdited.connect(self._place_typed)
        self.scheme.currentIndexChanged.connect(lambda _row: self._summarise())
        self._show_place()
        self._summarise()
        self.name.setFocus()

    def _lay_out(self) -> None:
        browse, other = button(self.tr("Choose …")), button(self.tr("Other …"))
        browse.clicked.connect(self._choose_place)
        other.clicked.connect(self._choose_scheme)
        form = Form()
        form.add(self.tr("Name"), self.name)
        form.add(self.tr("Place"), self.place, browse)
        form.add(self.tr("Your name"), self.person)
        form.add(self.tr("Language of the texts"), self.language)
        form.add(self.tr("Labels"), self.scheme, other)
        form.addWidget(self._summary, form.rowCount(), 1)
        self.column.addLayout(form)
        self.column.addWidget(self._problem)
        self._problem.hide()
        self.main, cancel = button(self.tr("Make project"), main=True), button(self.tr("Cancel"))
        self.main.clicked.connect(self.make)
        cancel.clicked.connect(self.reject)
        self.add_buttons(cancel, self.main)

    def _schemes(self) -> list[tuple[str, str]]:
        found = sorted(resources_path.resource("schemes").glob("*.toml"))
        return [
            *((str(path), path.stem.capitalize()) for path in found),
            ("", self.tr("None: they come with the texts")),
        ]

    def _show_place(self) -> None:
        if not self._placed:
            self.place.setText(str(self._folder / f"{_file_name(self.name.text()) or 'project'}{SUFFIX}"))

    def _place_typed(self) -> None:
        self._placed = True

    def _choose_place(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("New project"), self.place.text(), f"*{SUFFIX}")
        if name:
            self._placed = True
            self.place.setText(name if name.endswith(SUFFIX) else f"{name}{SUFFIX}")

    def _choose_scheme(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Scheme"), "", "*.toml")
        if name:
            self.scheme.addItem(Path(name).stem, name)
            self.scheme.setCurrentIndex(self.scheme.count() - 1)

    def _summarise(self) -> None:
        """What the scheme holds, or what is wrong with it."""
        try:
            labels = self._labels()
        except (SchemeError, UnreadableFile) as error:
            self._complain(str(error))
            return
        self._complain("")
        spans = [one.name for one in labels if one.kind == "span"]
        relations = [one.name for one in labels if one.kind == "relation"]
        parts = []
        for names, said in ((spans, self.tr("{0} for entities")), (relations, self.tr("{0} for relations"))):
            if names:
                more = ", …" if len(names) > 5 else ""
                parts.append(f"{said.format(len(names))}: {', '.join(names[:5])}{more}")
        self._summary.setText("\n".join(parts))

    def _labels(self) -> list[LabelSpec]:
        chosen = self.scheme.currentData()
        return read_scheme(read_text(Path(chosen), lambda _finding: None)) if chosen else []

    def _complain(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def make(self) -> None:
        """Make the project; what keeps it from being made is said."""
        person = self.person.text().strip() or "me"
        path = Path(self.place.text().strip())
        try:
            labels = self._labels()
            language = self.language.currentText().strip() or "en"
            name = self.name.text().strip()
            self.made = Session.create(path, person=person, name=name, language=language, labels=labels)
        except (ProjectError, SchemeError, UnreadableFile) as error:
            self._complain(str(error))
            return
        self._memory.keep("person", person)
        self.accept()


def _file_name(name: str) -> str:
    """A name as a file may be called everywhere."""
    return "".join(sign if sign.isalnum() or sign in " -_" else "-" for sign in name).strip()
