"""What becomes of a file's labels: each as it is, under another name, or left out; remembered for the project."""

import json

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.formats.relabel_incoming import SKIP, Counted
from annotator.ui.parts.form import choice
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import Elided, words

MOST = 60
"""Labels that get a row; files with more are mapped on the command line."""

ROW = 33  # pixels

AS_IT_IS, LEAVE_OUT = "=", "-"


class LabelFields(QWidget):
    """A row for each label of the files: its name, how often, and a box with what becomes of it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[tuple[str, str], QWidget] = {}
        self._chosen: dict[tuple[str, str], str] = {}
        self._head = words(role="heading", wrap=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setAccessibleName(self.tr("What becomes of labels"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(self._head)
        column.addWidget(self._area, 1)

    def show_labels(self, labels: tuple[Counted, ...], scheme: Scheme | None, *, add: bool = True) -> None:
        """A row for each; what was chosen before stays chosen. `add` says what becomes of new ones by themselves."""
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, UNIT, 0)
        grid.setVerticalSpacing(UNIT)
        grid.setColumnStretch(0, 1)
        known = {(one.kind, one.name) for one in scheme.labels.values()} if scheme is not None else set()
        lacking = sum((one.kind, one.name) not in known for one in labels)
        for row, one in enumerate(labels[:MOST]):
            names = sorted(name for kind, name in known if kind == one.kind and name != one.name)
            there = (one.kind, one.name) in known
            new = self.tr("new: add it to the scheme") if add else self.tr("new: leave out")
            first = self.tr("as it is") if there else new
            options = [(AS_IT_IS, first), (LEAVE_OUT, self.tr("leave out"))]
            options += [(f"> {name}", self.tr("becomes {0}").format(name)) for name in names]
            box = choice(options, self._chosen.get((one.kind, one.name), AS_IT_IS))
            box.setAccessibleName(self.tr("What becomes of {0}").format(one.name))
            box.currentIndexChanged.connect(lambda _i, box=box, one=one: self._choose(one, str(box.currentData())))
            grid.addWidget(Elided(f"{one.name} · {one.times:,}"), row, 0)
            grid.addWidget(box, row, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        self._area.setWidget(inner)
        inner.setAutoFillBackground(False)  # setWidget turned it on
        self.setVisible(bool(labels))
        said = self.tr("Labels of the files") if not lacking else self.tr("Labels of the files: the scheme lacks {0}")
        self._head.setText(said.format(lacking))
        rows = min(len(labels), MOST)
        self._area.setMinimumHeight(max(1, min(4, rows)) * ROW)

    def _choose(self, one: Counted, choice: str) -> None:
        self._chosen[one.kind, one.name] = choice
        self.changed.emit()

    def mapping(self) -> dict[tuple[str, str], str]:
        """What was chosen otherwise than as it is, for `relabelled`."""
        found = {}
        for label, chosen in self._chosen.items():
            if chosen == LEAVE_OUT:
                found[label] = SKIP
            elif chosen.startswith("> "):
                found[label] = chosen[2:]
        return found

    def remembered(self) -> str:
        """What was chosen, as a text to keep."""
        return json.dumps([[*label, chosen] for label, chosen in self._chosen.items() if chosen != AS_IT_IS])

    def recall(self, memory: str) -> None:
        """Choose as was chosen before; what cannot be read is as if it had not been."""
        try:
            self._chosen = {(str(kind), str(name)): str(chosen) for kind, name, chosen in json.loads(memory or "[]")}
        except (ValueError, TypeError, RecursionError):
            self._chosen = {}
