"""One kind of labels: a field that finds and adds, the list, what is done with the current one, and its fields."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.core import scheme_edits
from annotator.core.rows import Label, Name
from annotator.core.scheme import LabelSpec, adopt
from annotator.ui.dialogs.popup import button
from annotator.ui.looks import Looks
from annotator.ui.parts.ink import UNIT
from annotator.ui.scheme_editor.acting import Acting
from annotator.ui.scheme_editor.label_detail import LabelDetail
from annotator.ui.scheme_editor.label_list import LabelList
from annotator.ui.scheme_editor.rows import label_rows


class KindPage(QWidget):
    """The page of one kind of labels."""

    merge_wanted = Signal(str)
    split_wanted = Signal(str)

    def __init__(self, kind: str, acting: Acting, looks: Looks) -> None:
        super().__init__()
        self.kind, self._acting = kind, acting
        self._folded: set[Name] = set()
        self._counts: dict[Name, int] = {}
        names = {"span": self.tr("Entity labels"), "relation": self.tr("Relation labels")}
        self.list = LabelList(names.get(kind, self.tr("Document labels")))
        self.field = QLineEdit(placeholderText=self.tr("Find, or a new name and Enter"))
        self.field.setAccessibleName(self.tr("Find a label, or add one"))
        self.detail = LabelDetail(kind, acting, looks)
        self.merge, self.split = button(self.tr("Merge …")), button(self.tr("Split …"))
        self.retire = button(self.tr("Retire"))
        self._lay_out()
        self.field.textChanged.connect(lambda _words: self.refresh())
        self.field.returnPressed.connect(self.add)
        self.list.chosen.connect(lambda _name: self._show_current())
        self.list.ordered.connect(self._reorder)
        self.list.fold_wanted.connect(self._fold)
        self.merge.clicked.connect(lambda: self.merge_wanted.emit(self.list.current))
        self.split.clicked.connect(lambda: self.split_wanted.emit(self.list.current))
        self.retire.clicked.connect(self._retire)

    def _lay_out(self) -> None:
        left, buttons = QVBoxLayout(), QHBoxLayout()
        left.setSpacing(2 * UNIT)
        left.addWidget(self.field)
        left.addWidget(self.list, 1)
        buttons.setSpacing(2 * UNIT)
        for one in (self.merge, self.split, self.retire):
            buttons.addWidget(one)
        self.split.setVisible(self.kind != "document")
        left.addLayout(buttons)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 3 * UNIT, 0, 0)
        both.setSpacing(6 * UNIT)
        both.addLayout(left, 2)
        both.addWidget(self.detail, 3)

    def refresh(self, counts: dict[Name, int] | None = None) -> None:
        """Show the scheme as it is."""
        self._counts = self._counts if counts is None else counts
        words = self.field.text().strip()
        rows = label_rows(self._acting.session.scheme, self.kind, self._counts, folded=self._folded, words=words)
        self.list.movable = not words and not self._acting.why_not()
        self.list.setDragEnabled(self.list.movable)
        self.list.show_rows(rows, self.list.current)
        self.field.setReadOnly(False)
        self._show_current()

    def _show_current(self) -> None:
        row = self.list.row_now()
        self.detail.show_row(row)
        free = row is not None and not self._acting.why_not()
        for one in (self.merge, self.split, self.retire):
            one.setEnabled(free)
        retired = row is not None and row.label.retired
        self.retire.setText(self.tr("Bring back") if retired else self.tr("Retire"))
        self.list.viewport().update()

    def add(self) -> None:
        """A new label of the name typed; the field is then ready for the next."""
        name = self.field.text().strip()
        known = self._acting.session.scheme.find(name, self.kind)
        if not name or known is not None:
            self._find(known)
            return
        key = self._free_key()
        spec = LabelSpec(self.kind, name, key=key)
        if self._acting.do(lambda scheme: adopt(scheme, [spec], title=f"Add label {name}")):
            made = self._acting.session.scheme.find(name, self.kind)
            self.field.clear()
            self._find(made)
            self.field.setFocus()

    def _find(self, label: Label | None) -> None:
        """Make a label the current one."""
        if label is not None:
            self.field.clear()
            for place in range(self.list.count()):
                self.list.setCurrentRow(place)
                if self.list.current == label.id:
                    return

    def _free_key(self) -> str:
        taken = {label.key for label in self._acting.session.scheme.ordered(self.kind)}
        return next((key for key in "1234567890" if key not in taken), "")

    def _reorder(self, names: list[Name]) -> None:
        if not self._acting.do(lambda scheme: scheme_edits.reorder(scheme, names)):
            self.refresh()

    def _fold(self, label: Name, on: bool) -> None:
        (self._folded.add if on else self._folded.discard)(label)
        self.refresh()

    def _retire(self) -> None:
        row = self.list.row_now()
        if row is None:
            return
        verb = scheme_edits.bring_back if row.label.retired else scheme_edits.retire
        self._acting.do(lambda scheme: verb(scheme, row.label.id), ask=True)
