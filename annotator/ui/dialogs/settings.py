"""Settings: of the person on this machine, and of the project."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFormLayout, QSpinBox

from annotator.core.change import EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.people import set_setting
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import Popup
from annotator.ui.looks import CHOICES, Looks

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Settings(Popup):
    """Each setting acts at once; which are the project's is said."""

    def __init__(self, window: "MainWindow", desk: Desk, looks: Looks) -> None:
        super().__init__(window, window.tr("Settings"), width=480)
        self._window, self._desk, self._looks = window, desk, looks
        self.say(self.tr("Yours, on this machine"), heading=True)
        self.column.addLayout(self._own())
        if desk.session is not None:
            self.say(self.tr("The project's, for everybody in it"), heading=True)
            self.column.addLayout(self._project())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(buttons)

    def _own(self) -> QFormLayout:
        memory, form = self._window.memory, QFormLayout()
        theme = _combo(CHOICES, self._looks.choice)
        theme.currentTextChanged.connect(self._looks.choose)
        form.addRow(self.tr("Colours"), theme)
        preset = _combo(("ours", "prodigy"), memory.text("keys/preset", "ours"))
        preset.currentTextChanged.connect(self._choose_keys)
        form.addRow(self.tr("Keys"), preset)
        size = _number(11, 28, int(memory.number("text/size", 16)))
        size.valueChanged.connect(lambda px: self._keep("text/size", px, self._window.pane.canvas.set_text_size))
        form.addRow(self.tr("Text size, pixels"), size)
        measure = _number(50, 140, int(memory.number("text/measure", 90)))
        measure.valueChanged.connect(
            lambda signs: self._keep("text/measure", signs, self._window.pane.canvas.set_measure)
        )
        form.addRow(self.tr("Line length, characters"), measure)
        arcs = _number(1, 99, int(memory.number("arcs/threshold", 12)))
        arcs.valueChanged.connect(
            lambda most: self._keep("arcs/threshold", most, self._window.pane.canvas.set_arc_threshold)
        )
        form.addRow(self.tr("Arcs become ticks above"), arcs)
        return form

    def _keep(self, key: str, value: int, act: Any) -> None:
        self._window.memory.keep(key, str(value))
        act(value)

    def _choose_keys(self, preset: str) -> None:
        self._window.memory.keep("keys/preset", preset)
        self._window.rebind(preset)

    def _project(self) -> QFormLayout:
        assert self._desk.session is not None
        people, form = self._desk.session.people, QFormLayout()
        rows = (
            ("review", self.tr("Review"), ("optional", "required", "none")),
            ("on_submit", self.tr("Open suggestions on submit"), ("accept", "ask", "leave out")),
        )
        for name, words, choices in rows:
            combo = _combo(choices, people.setting(name))
            combo.currentTextChanged.connect(lambda value, name=name: self._set(name, value))
            form.addRow(words, combo)
        pipelines = ["", "none", *(one.name for one in self._window.suggester.pipelines)]
        pipeline = _combo(tuple(pipelines), people.setting("pipeline"))
        pipeline.setItemText(0, self.tr("the best one installed"))
        pipeline.currentIndexChanged.connect(lambda place: self._set("pipeline", pipelines[place]))
        form.addRow(self.tr("Language pipeline"), pipeline)
        return form

    def _set(self, name: str, value: str) -> None:
        session = self._desk.session
        if session is None:
            return
        try:
            session.do(set_setting(session.people, name, value))
        except EditRefused as refusal:
            self._desk.refused(refusal)
        except WriteFailed as failure:
            self._desk.failed(failure)
        else:
            self._desk.mode_changed.emit()


def _combo(choices: tuple[str, ...], now: str) -> QComboBox:
    combo = QComboBox()
    combo.addItems(list(choices))
    combo.setCurrentIndex(max(0, list(choices).index(now) if now in choices else 0))
    return combo


def _number(low: int, high: int, now: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(low, high)
    box.setValue(now)
    return box
