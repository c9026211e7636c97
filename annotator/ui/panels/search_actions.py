"""What can be done to the hits that are ticked, with how many each would alter."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator.core.everywhere import Present
from annotator.core.rows import Name
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import button
from annotator.ui.parts.ink import UNIT, on_menu, tip
from annotator.ui.parts.labels import Elided
from annotator.ui.project_search import FoundHit

VERBS = ("label", "relabel", "unlabel", "reject")


def alterable(verb: str, chosen: Sequence[FoundHit], label: Name) -> list[FoundHit]:
    """Those that a verb would alter, as far as one sees from what stands there; without a label, for any."""
    fits: dict[str, Callable[[Present], object]] = {
        "label": lambda one: not one.labels,
        "relabel": lambda one: label not in one.labels and (one.labels or set(one.suggested) - {label}),
        "unlabel": lambda one: one.labels,
        "reject": lambda one: one.suggested,
    }
    return [one for one in chosen if fits[verb](one.standing.present)]


class SearchActions(QWidget):
    """The row under the hits."""

    wanted = Signal(str)  # a verb
    label_wanted = Signal()  # choose the label to give

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.label: Name = ""
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = Elided(role="faint")
        self.target = QPushButton()
        self.target.setAutoDefault(False)
        self.target.clicked.connect(self.label_wanted)
        self.buttons = {verb: self._button(verb) for verb in VERBS}
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        row.setSpacing(2 * UNIT)
        row.addWidget(self.words, 1)
        for verb in ("reject", "unlabel"):
            row.addWidget(self.buttons[verb])
        row.addSpacing(4 * UNIT)
        row.addWidget(self.target)
        for verb in ("relabel", "label"):
            row.addWidget(self.buttons[verb])
        self._tips = {
            "label": self.tr("Mark those that have no label (Ctrl+Enter)"),
            "relabel": self.tr("Give another label to those that have one, or are suggested one (R)"),
            "unlabel": self.tr("Delete what is marked there, with its relations (Del)"),
            "reject": self.tr("Reject what is suggested there (X)"),
        }
        self.show_chosen([])

    def _button(self, verb: str) -> QPushButton:
        made = button("", main=verb == "label")
        made.setDefault(False)
        made.setAutoDefault(False)
        made.clicked.connect(lambda: self.wanted.emit(verb))
        return made

    def give(self, label: Name) -> None:
        """The label to give from now on."""
        self.label = label

    def show_chosen(self, chosen: Sequence[FoundHit], words: str = "") -> None:
        """Say how many each verb would alter."""
        self.words.setText(words)
        session = self._desk.session
        name = session.scheme.name_of(self.label) if session is not None and self.label else ""
        self.target.setText(on_menu(self.tr("as {0} …").format(name) if name else self.tr("Choose a label …")))
        self.target.setToolTip(tip(self.tr("The label to give (L)")))
        self.target.setAccessibleName(self.tr("The label to give: {0}").format(name or self.tr("none yet")))
        able = session is not None and not session.reviewing and not session.read_only
        self.target.setEnabled(able)
        said = {
            "label": self.tr("Label {0}"),
            "relabel": self.tr("Relabel {0}"),
            "unlabel": self.tr("Unlabel {0}"),
            "reject": self.tr("Reject {0}"),
        }
        for verb, made in self.buttons.items():
            count = len(alterable(verb, chosen, self.label))
            made.setText(said[verb].format(f"{count:,}"))
            made.setEnabled(able and count > 0)
            made.setToolTip(tip(self._tips[verb]))
