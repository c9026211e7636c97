"""Which field of a table becomes what: guessed, shown with its reason, changed in place."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.formats.tables import Asked, Guess, Mapping
from annotator.ui.importing.kept_fields import KeptFields
from annotator.ui.importing.source_fields import SourceFields
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.form import Form
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import Elided, words


class TableFields(QWidget):
    """Boxes for text, name and group, ticks for metadata; `changed` comes when a person chose otherwise."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text, self.name, self.group = Combo(), Combo(), Combo()
        self.meta, self.source = KeptFields(), SourceFields()
        self._key = ""
        self._said: set[str] = set()  # boxes in which a person chose
        self._why = {"text": Elided("", "small"), "name": Elided("", "small"), "group": Elided("", "small")}
        form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        titles = {"text": self.tr("The text is in"), "name": self.tr("Documents are named by")}
        titles["group"] = self.tr("Grouped by")
        for role, box in self._boxes().items():
            form.add(titles[role], box)
            form.addWidget(self._why[role], form.rowCount(), 1)
            box.currentIndexChanged.connect(lambda _index, role=role: self._chose(role))
        row = form.rowCount()
        form.addWidget(words(self.tr("Metadata"), "faint"), row, 0, Qt.AlignmentFlag.AlignTop)
        form.addWidget(self.meta, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * UNIT)
        column.addLayout(form)
        column.addWidget(self.source)
        self.meta.changed.connect(self.changed)
        self.source.changed.connect(self.changed)

    def _boxes(self) -> dict[str, Combo]:
        return {"text": self.text, "name": self.name, "group": self.group}

    def _chose(self, role: str) -> None:
        self._said.add(role)
        self.changed.emit()

    def show_guess(self, guess: Guess, path: Path, known: Mapping | None = None) -> None:
        """Show how a table would be read, and why; `known` is how the last one like it was read, if it was."""
        if guess.key != self._key:
            self._key = guess.key
            self._said = set(self._boxes()) if known is not None else set()
        else:
            known = None
        mapping = known or guess.mapping or Mapping("")
        examples = {one.name: one.example for one in guess.fields}
        for role, box in self._boxes().items():
            quiet = QSignalBlocker(box)  # filling it is not choosing
            box.clear()
            box.addItem(self.tr("choose a field") if role == "text" else self.tr("none"), "")
            for name, example in examples.items():
                box.addItem(f"{name} — {example[:40]}" if example else name, name)
            box.setCurrentIndex(max(0, box.findData(getattr(mapping, role))))
            quiet.unblock()
            self._why[role].setText(self.tr("as chosen") if role in self._said else guess.reasons[role])
        self.meta.show_fields(guess.fields, (mapping.text, mapping.name), mapping.meta)
        self.source.show_source(path, guess.source)

    def asked(self) -> Asked:
        """What a person chose, for reading; the rest is guessed from each table."""
        text, name, group = (
            str(box.currentData() or "") if role in self._said else None for role, box in self._boxes().items()
        )
        return Asked(text or None, name, group, self.meta.kept(), self.source.asked())

    def mapping(self) -> Mapping:
        """How it is read as shown, to be remembered."""
        text, name, group = (str(box.currentData() or "") for box in self._boxes().values())
        return Mapping(text, name, group, self.meta.kept())
