"""Settings: of the person on this machine, and of the project; each acts at once."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from annotator.core.change import EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.people import set_setting
from annotator.session import Happened
from annotator.ui.canvas.metrics import LEAD
from annotator.ui.desk import Desk
from annotator.ui.dialogs.keymap_editor import KeymapEditor
from annotator.ui.dialogs.popup import MARGIN, Popup, button
from annotator.ui.looks import Looks
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.form import Form, choice
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.theme import font_family

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


SIZES = (12, 13, 14, 15, 16, 17, 18, 20, 22, 24, 28)
MEASURES = (60, 70, 80, 90, 100, 110, 120, 140)
SPACES = (25, 50, 80, 120)
ARCS = (4, 8, 12, 16, 24, 40, 99)


class Number(NamedTuple):
    """A setting that is one of some whole numbers; `unit` says what of."""

    key: str
    said: str
    numbers: tuple[int, ...]
    usual: int
    unit: str
    act: Callable[[int], None]


def fonts() -> list[tuple[str, str]]:
    """Fonts a text can be set in: the usual one, then those of the system that come in any size and hold letters."""
    usual, found = font_family(), dict[str, str]()
    for family in QFontDatabase.families():
        if QFontDatabase.isSmoothlyScalable(family) and not QFontDatabase.isPrivateFamily(family):
            systems = set(QFontDatabase.writingSystems(family))
            if systems - {QFontDatabase.WritingSystem.Symbol}:
                name = family.partition(" [")[0]  # "Nimbus Roman [urw]": from whom it comes is no matter here
                found[name] = name
    found.pop(usual, None)
    return [("", usual), *found.items()]


class Settings(Popup):
    """Three pages: of the person on this machine, the keys, and of the project; each says whose it is."""

    def __init__(self, window: "MainWindow", desk: Desk, looks: Looks) -> None:
        super().__init__(window, window.tr("Settings"), width=660)
        self._window, self._desk, self._looks = window, desk, looks
        self.shared: dict[str, Combo] = {}  # boxes of the project's settings
        desk.content_changed.connect(self._follow)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.setAccessibleName(self.tr("Settings"))
        self.pages.tabBar().setAccessibleName(self.tr("Pages of the settings"))
        self.keymap = KeymapEditor(window.memory.preferences, self._window.rebind)
        self.preset = self.keymap.preset
        mine = self.tr("Yours, on this machine, in every project")
        text = (self.tr("The text"), self._text())
        self._page(self.tr("You"), (mine, self._own()), text, (self.tr("Backups"), self._backups()), foot=self._place())
        self._page(self.tr("Keys"), (mine, self.keymap))
        whose = self.tr("The project's, for everybody in it; kept in its file")
        if desk.session is not None:
            self._page(self.tr("Project"), (whose, self._project()))
        self.column.addWidget(self.pages)
        self.pages.currentChanged.connect(self._enter)
        self.keymap.left.connect(self.accept)
        close = button(self.tr("Close"), main=True)
        close.clicked.connect(self.accept)
        self.add_buttons(close)

    def _page(self, name: str, *parts: tuple[str, QLayout | QWidget], foot: QWidget | None = None) -> None:
        """A page of parts, each under its title."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 4 * UNIT)
        column.setSpacing(2 * UNIT)
        for title, part in parts:
            column.addWidget(words(title, "section"))
            if isinstance(part, QWidget):
                column.addWidget(part, 1)
            else:
                column.addLayout(part)
                column.addSpacing(2 * UNIT)
        if not any(isinstance(part, QWidget) for _, part in parts):
            column.addStretch(1)
        if foot is not None:
            column.addWidget(foot)
        self.pages.addTab(page, name)

    def _enter(self, place: int) -> None:
        """On the page of the keys one types what is looked for."""
        if place == 1:
            self.keymap.filter.setFocus()

    def _own(self) -> Form:
        memory, form = self._window.memory, Form()
        self.person = QLineEdit(memory.text("person"))
        self.person.editingFinished.connect(lambda: memory.keep("person", self.person.text().strip()))
        form.add(self.tr("Your name"), self.person)
        themes = [("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        self.theme = choice(themes, self._looks.choice)
        self.theme.currentIndexChanged.connect(lambda _row: self._looks.choose(self.theme.currentData()))
        form.add(self.tr("Colours"), self.theme)
        return form

    def _backups(self) -> Form:
        """Where backups go and how often; both hold from the next opening of a project."""
        memory, form = self._window.memory, Form()
        now = int(memory.number("backups/minutes", 60))
        said = {0: self.tr("Never"), 60: self.tr("Once an hour of work")}
        often = sorted({0, 15, 30, 60, 120, 240, now})
        self.often = choice(
            [(str(one), said.get(one, self.tr("Every {0} minutes of work").format(one))) for one in often], str(now)
        )
        self.often.activated.connect(lambda _row: self._keep_backups("backups/minutes", self.often.currentData()))
        self.folder = QLineEdit(memory.text("backups/folder"))
        self.folder.setPlaceholderText(self.tr("The program's own folder for data"))
        self.folder.editingFinished.connect(lambda: self._keep_backups("backups/folder", self.folder.text().strip()))
        choose = button(self.tr("Choose …"))
        choose.clicked.connect(self._choose_folder)
        form.add(self.tr("How often"), self.often)
        form.add(self.tr("Folder"), self.folder, choose)
        return form

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder for backups"), self.folder.text())
        if name:
            self.folder.setText(name)
            self._keep_backups("backups/folder", name)

    def _keep_backups(self, key: str, value: str) -> None:
        self._window.memory.keep(key, value)
        self._window.projects.keep_backups()

    def _place(self) -> QWidget:
        """Where the settings are, and what could not be read of them."""
        kept = self._window.memory.preferences
        place = kept.path
        if place.is_relative_to(Path.home()):
            place = Path("~") / place.relative_to(Path.home())
        lines = [self.tr("Kept as text in {0}").format(place), *kept.problems]
        label = words("\n".join(lines), "problem" if kept.problems else "small", wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _text(self) -> Form:
        """How the text is set."""
        form, tr, canvas = Form(), self.tr, self._window.pane.canvas
        self.text_font = choice(fonts(), self._window.memory.text("text/font"))
        self.text_font.activated.connect(lambda _row: self._choose_font(self.text_font.currentData()))
        form.add(tr("Font"), self.text_font, hint=tr("Scripts it does not have are set in fonts of the system."))
        rows = (
            Number("text/size", tr("Size"), SIZES, 16, tr("{0} pixels"), canvas.set_text_size),
            Number("text/measure", tr("Line length"), MEASURES, 90, tr("{0} characters"), canvas.set_measure),
            Number("text/space", tr("Between lines"), SPACES, LEAD, tr("{0} % of the text"), canvas.set_line_space),
            Number("arcs/threshold", tr("Arcs in full"), ARCS, 12, tr("up to {0} in view"), canvas.set_arc_threshold),
        )
        self.numbers = {row.key: self._number(row) for row in rows}
        for row in rows:
            many = tr("Of more, those of the focus; the others are ticks. H switches.")
            form.add(row.said, self.numbers[row.key], hint=many if row.key == "arcs/threshold" else "")
        return form

    def _number(self, row: Number) -> Combo:
        now = int(self._window.memory.number(row.key, row.usual))
        box = choice([(str(one), row.unit.format(one)) for one in sorted({*row.numbers, now})], str(now))

        def keep(_row: int) -> None:
            self._window.memory.keep(row.key, box.currentData())
            row.act(int(box.currentData()))

        box.activated.connect(keep)
        return box

    def _choose_font(self, family: str) -> None:
        self._window.memory.keep("text/font", family)
        self._window.pane.canvas.set_text_font(family)

    def _project(self) -> Form:
        assert self._desk.session is not None
        people, form = self._desk.session.people, Form()
        review = [
            ("optional", self.tr("Optional")),
            ("required", self.tr("Required, by somebody else")),
            ("none", self.tr("None: submitting is being done")),
        ]
        open_ones = [
            ("accept", self.tr("Accept them")),
            ("ask", self.tr("Ask")),
            ("leave out", self.tr("Leave them out")),
        ]
        pipelines = [("", self.tr("The best one installed")), ("none", self.tr("None: suggest nothing"))]
        pipelines += [(one.name, f"{one.name} {one.version}") for one in self._window.suggester.pipelines]
        alone = self.tr("Where it is required, nobody approves their own work.")
        late = self.tr("Conflicts are never accepted by themselves.")
        beside = self.tr("Word lists of the project suggest beside it, or alone: Tools, Word lists and patterns.")
        for name, said, options, hint in (
            ("review", self.tr("Review"), review, alone),
            ("on_submit", self.tr("Open suggestions, on submit"), open_ones, late),
            ("pipeline", self.tr("Language pipeline"), pipelines, beside),
        ):
            box = self.shared[name] = choice(options, people.setting(name))
            box.setEnabled(not self._desk.session.read_only)
            box.activated.connect(lambda _row, name=name, box=box: self._set(name, box.currentData()))
            form.add(said, box, hint=hint)
        return form

    def _follow(self, happened: Happened) -> None:
        """Undo, or somebody else, changed a setting of the project."""
        session = self._desk.session
        if session is not None and any(change.table == "project" for change in happened.changes):
            for name, box in self.shared.items():
                box.setCurrentIndex(box.findData(session.people.setting(name)))

    def _set(self, name: str, value: str) -> None:
        session = self._desk.session
        if session is None or session.people.setting(name) == value:
            return
        try:
            session.do(set_setting(session.people, name, value))
        except EditRefused as refusal:
            self._desk.refused(refusal)
        except WriteFailed as failure:
            self._desk.failed(failure)
        else:
            self._desk.mode_changed.emit()
