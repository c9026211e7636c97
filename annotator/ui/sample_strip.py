"""The strip over the sample project: what it is, and the three ways on; closed for good by its cross."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from annotator import sample
from annotator.ui.bars import plain_label

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class SampleStrip(QWidget):
    """Seen only while the sample is open and the strip was not closed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__()
        self._window = window
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(plain_label(self.tr("Sample, yours to spoil"), "faint"), 1)
        for words, act in (
            (self.tr("Import my texts"), lambda: window.projects.import_files()),
            (self.tr("New project"), lambda: window.projects.new()),
        ):
            button = QPushButton(words)
            button.setObjectName("chip")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(act)
            row.addWidget(button)
        close = QToolButton()
        close.setText("✕")
        close.setAccessibleName(self.tr("Close this strip"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self._close)
        row.addWidget(close)
        window.desk.project_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        session = self._window.desk.session
        closed = self._window.memory.text("sample/strip") == "closed"
        self.setVisible(session is not None and session.path == sample.place() and not closed)

    def _close(self) -> None:
        self._window.memory.keep("sample/strip", "closed")
        self.hide()
