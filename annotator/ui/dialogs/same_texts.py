"""P: the same label on all same texts of the document, ticked one by one, as one Edit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import Popup
from annotator.ui.looks import Looks

AROUND = 38  # characters shown before and after


class SameTexts(Popup):
    """The places, each with a tick and the words around it."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        row = desk.entity(desk.focus.id)
        title = parent.tr("{0} everywhere: {1}").format(row.label, row.text) if row else parent.tr("Same texts")
        super().__init__(parent, title, width=640)
        self._desk = desk
        self.case, self.whole = QCheckBox(self.tr("Match case")), QCheckBox(self.tr("Whole words"))
        options = QHBoxLayout()
        for box in (self.case, self.whole):
            box.setChecked(True)
            box.toggled.connect(self.refill)
            options.addWidget(box)
        options.addStretch(1)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Places with the same text"))
        self.column.addLayout(options)
        self.column.addWidget(self.list)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._do)
        self.buttons.rejected.connect(self.reject)
        self.column.addWidget(self.buttons)
        self.refill()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setDefault(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setFocus()

    def refill(self) -> None:
        """Find the places again."""
        self.list.clear()
        scene = self._desk.scene
        places = self._desk.same_texts(case=self.case.isChecked(), whole_word=self.whole.isChecked())
        for start, end in places if scene is not None else ():
            text = scene.text  # type: ignore[union-attr]
            before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            item = QListWidgetItem(" ".join(f"…{before}[{text[start:end]}]{after}…".split()))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(Qt.ItemDataRole.UserRole, (start, end))
            self.list.addItem(item)
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(self.tr("Mark {0}").format(len(places)))
        ok.setEnabled(bool(places))

    def _do(self) -> None:
        items = [self.list.item(number) for number in range(self.list.count())]
        ticked = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]
        self.accept()
        self._desk.propagate([tuple(place) for place in ticked])
        self._desk.canvas_wanted.emit()
