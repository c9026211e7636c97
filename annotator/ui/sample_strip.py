"""The strip over the sample project: what it is, and the ways on; closed for good by its cross."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator import sample
from annotator.core.errors import ProjectError
from annotator.ui.desk import Answer
from annotator.ui.icons import icon
from annotator.ui.jobs import Jobs
from annotator.ui.parts.ink import UNIT, tip
from annotator.ui.parts.labels import tool, words
from annotator.ui.parts.nothing import IconLabel

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class SampleStrip(QWidget):
    """Seen only while the sample is open and the strip was not closed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__()
        self._window = window
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._keys = self._button("keys", "", self._turn_keys)
        close = tool("close", self.tr("Close this strip"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self._close)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * UNIT, UNIT, 2 * UNIT, UNIT)
        row.setSpacing(UNIT)
        row.addWidget(IconLabel("sample", 16))
        row.addWidget(words(self.tr("Sample, yours to spoil"), "faint"), 1)
        row.addWidget(self._button("import", self.tr("Import my texts"), lambda: window.projects.import_files()))
        row.addWidget(self._button("new", self.tr("New project"), lambda: window.projects.new()))
        row.addWidget(self._button("reopen", self.tr("Reset"), self._ask_to_reset))
        row.addWidget(self._keys)
        row.addWidget(close)
        window.desk.project_changed.connect(self._refresh)
        self._refresh()

    def _button(self, name: str, said: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(icon(name, "faint"), said)
        button.setProperty("role", "flat")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _refresh(self) -> None:
        session = self._window.desk.session
        closed = self._window.memory.text("sample/strip") == "closed"
        self.setVisible(session is not None and session.path == sample.place() and not closed)
        preset = self._window.memory.text("keys/preset", "ours")
        said = {"ours": self.tr("Keys: ours"), "prodigy": self.tr("Keys: as in Prodigy")}
        self._keys.setText(said.get(preset, self.tr("Keys: {0}").format(preset)))
        self._keys.setToolTip(tip(self.tr("Change to the other set of keys")))

    def _turn_keys(self) -> None:
        prodigy = self._window.memory.text("keys/preset", "ours") == "prodigy"
        preset = "ours" if prodigy else "prodigy"
        self._window.memory.keep("keys/preset", preset)
        self._window.rebind(preset)
        self._refresh()

    def _ask_to_reset(self) -> None:
        desk = self._window.desk
        desk.ask(
            self.tr("Make the sample anew? What was done in it goes."),
            Answer("Return", self.tr("Make it anew"), self.reset),
            Answer("Escape", self.tr("Leave it"), desk.settle_question),
        )

    def reset(self) -> None:
        """Make the sample anew and open it."""
        desk = self._window.desk
        Jobs.of(desk).cancel_all()
        desk.set_session(None)
        try:
            sample.build(reset=True)
        except ProjectError as error:
            desk.message.emit(str(error), "error")
        self._window.projects.open_sample()

    def _close(self) -> None:
        self._window.memory.keep("sample/strip", "closed")
        self.hide()
