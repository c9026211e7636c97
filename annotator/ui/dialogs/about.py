"""What this program is, and which version."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words


class About(Popup):
    """Name, versions, licences."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, parent.tr("About Annotator"), width=440)
        self.column.addWidget(words("Annotator", "display"))
        self.say(self.tr("Entities and relations in text. Everything stays on this machine; nothing is sent anywhere."))
        self._facts = [
            (self.tr("Version"), _version("annotator")),
            ("Python", platform.python_version()),
            ("Qt", qVersion()),
            ("spaCy", _version("spacy")),
            ("sqlite-utils", _version("sqlite-utils")),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(6 * UNIT)
        grid.setVerticalSpacing(UNIT)
        for row, (name, value) in enumerate(self._facts):
            shown = words(value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words(name, "faint"), row, 0)
            grid.addWidget(shown, row, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.say(self.tr("MIT licence. Text in Inter (SIL Open Font License), icons from Phosphor (MIT)."))
        copy, close = button(self.tr("Copy")), button(self.tr("Close"), main=True)
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.accept)
        self.add_buttons(close, left=(copy,))
        close.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText("\n".join(f"{name} {value}" for name, value in self._facts))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "–"
