"""Which field of a table becomes what: guessed, shown with its reason, changed in place."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.formats.tables import Asked, Guess, Mapping
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.form import Form
from annotator.ui.parts.labels import Elided, words


class TableFields(QWidget):
    """Boxes for text, name and group; `changed` comes when a person chose otherwise."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text, self.name, self.group = Combo(), Combo(), Combo()
        self._why = {"text": Elided("", "small"), "name": Elided("", "small"), "group": Elided("", "small")}
        self._source = words(role="small", wrap=True)
        self._fields: tuple[str, ...] = ()
        form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        titles = {"text": self.tr("Table: the text is in"), "name": self.tr("Documents are named by")}
        titles["group"] = self.tr("Belong together by")
        for role, box in self._boxes().items():
            form.add(titles[role], box)
            form.addWidget(self._why[role], form.rowCount(), 1)
            box.activated.connect(lambda _index: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self._source)

    def _boxes(self) -> dict[str, Combo]:
        return {"text": self.text, "name": self.name, "group": self.group}

    def show_guess(self, guess: Guess) -> None:
        """Show how a table would be read, and why."""
        mapping = guess.mapping or Mapping("")
        self._fields = tuple(one.name for one in guess.fields)
        examples = {one.name: one.example for one in guess.fields}
        for role, box in self._boxes().items():
            box.blockSignals(True)  # filling it is not choosing
            box.clear()
            box.addItem(self.tr("choose a field") if role == "text" else self.tr("none"), "")
            for name in self._fields:
                box.addItem(f"{name} — {examples[name][:40]}" if examples[name] else name, name)
            box.setCurrentIndex(max(0, box.findData(getattr(mapping, role))))
            box.blockSignals(False)
            self._why[role].setText(guess.reasons[role])
        self._source.setText(" ".join(guess.source.reasons))

    def asked(self) -> Asked:
        """What was chosen, for reading."""
        text, name, group = (str(box.currentData() or "") for box in self._boxes().values())
        return Asked(text or None, name, group)

    def mapping(self) -> Mapping:
        """What was chosen, to be remembered."""
        asked = self.asked()
        return Mapping(asked.text or "", asked.name or "", asked.group or "")
