"""What this program is, and which version."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from annotator.ui.dialogs.popup import Popup


class About(Popup):
    """Name, versions, licence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, parent.tr("About Annotator"))
        self.say(f"Annotator {_version('annotator')}", heading=True)
        self.say(self.tr("Entities and relations in text. Everything stays on this machine."))
        self.say(f"Python {platform.python_version()} · Qt {qVersion()} · spaCy {_version('spacy')}")
        self.say(self.tr("MIT licence. The text is set in Inter, under the SIL Open Font License."))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "–"
