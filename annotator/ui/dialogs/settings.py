"""Settings: of the person on this machine, and of the project; each acts at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QFontDatabase

from annotator.core.change import EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.people import set_setting
from annotator.ui.canvas.metrics import LEAD
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.looks import Looks
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.form import Form, choice
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
    """Which are the project's is said."""

    def __init__(self, window: "MainWindow", desk: Desk, looks: Looks) -> None:
        super().__init__(window, window.tr("Settings"), width=520)
        self._window, self._desk, self._looks = window, desk, looks
        self.column.addWidget(words(self.tr("Yours, on this machine"), "section"))
        self.column.addLayout(self._own())
        self.column.addSpacing(8)
        self.column.addWidget(words(self.tr("The text"), "section"))
        self.column.addLayout(self._text())
        if desk.session is not None:
            self.column.addSpacing(8)
            self.column.addWidget(words(self.tr("The project's, for everybody in it"), "section"))
            self.column.addLayout(self._project())
        close = button(self.tr("Close"), main=True)
        close.clicked.connect(self.accept)
        self.add_buttons(close)

    def _own(self) -> Form:
        memory, form = self._window.memory, Form()
        themes = [("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        self.theme = choice(themes, self._looks.choice)
        self.theme.currentIndexChanged.connect(lambda _row: self._looks.choose(self.theme.currentData()))
        form.add(self.tr("Colours"), self.theme)
        presets = [("ours", self.tr("Ours")), ("prodigy", self.tr("As in Prodigy"))]
        self.preset = choice(presets, memory.text("keys/preset", "ours"))
        self.preset.currentIndexChanged.connect(lambda _row: self._choose_keys(self.preset.currentData()))
        form.add(self.tr("Keys"), self.preset)
        return form

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

    def _choose_keys(self, preset: str) -> None:
        self._window.memory.keep("keys/preset", preset)
        self._window.rebind(preset)

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
        for name, said, options in (
            ("review", self.tr("Review"), review),
            ("on_submit", self.tr("Open suggestions, on submit"), open_ones),
            ("pipeline", self.tr("Language pipeline"), pipelines),
        ):
            box = choice(options, people.setting(name))
            box.setEnabled(not self._desk.session.read_only)
            box.activated.connect(lambda _row, name=name, box=box: self._set(name, box.currentData()))
            form.add(said, box)
        return form

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
