"""The attributes of items: name, what they hold, choices, and which labels have them."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core import scheme_edits
from annotator.core.rows import Attribute, Name
from annotator.ui.parts.form import Form, choice
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.scheme_editor.acting import Acting

_NAME = Qt.ItemDataRole.UserRole


class AttributePage(QWidget):
    """The page of attributes."""

    def __init__(self, acting: Acting) -> None:
        super().__init__()
        self._acting = acting
        self.list, self.field = QListWidget(), QLineEdit(placeholderText=self.tr("A new name and Enter"))
        self.name = QLineEdit()
        kinds = [("text", self.tr("text")), ("number", self.tr("a number")), ("flag", self.tr("yes or no"))]
        self.holds = choice([*kinds, ("choice", self.tr("one of several"))], "text")
        self.choices = QLineEdit(placeholderText=self.tr("such as: high, low, unknown"))
        self.labels = QListWidget()
        self.list.setAccessibleName(self.tr("Attributes"))
        self.labels.setAccessibleName(self.tr("Labels that have it"))
        self.field.setAccessibleName(self.tr("A new attribute"))
        self._lay_out()
        self.field.returnPressed.connect(self.add)
        self.list.currentRowChanged.connect(lambda _row: self._show_current())
        self.name.editingFinished.connect(lambda: self._alter(name=self.name.text().strip()))
        self.holds.activated.connect(lambda _i: self._hold())
        self.choices.editingFinished.connect(self._hold)
        self.labels.itemChanged.connect(lambda _item: self._alter(labels=self._ticked()))

    def _lay_out(self) -> None:
        left, right, both = QVBoxLayout(), QVBoxLayout(), QHBoxLayout(self)
        left.addWidget(self.field)
        left.addWidget(self.list, 1)
        form = Form()
        form.setColumnMinimumWidth(0, 110)
        form.add(self.tr("Name"), self.name)
        form.add(self.tr("Holds"), self.holds)
        form.add(self.tr("Choices"), self.choices)
        right.addLayout(form)
        right.addWidget(words(self.tr("Labels that have it; none ticked: all"), "section"))
        right.addWidget(self.labels, 1)
        for one in (self.list, self.labels):
            one.setProperty("role", "boxed")
        both.setContentsMargins(0, 3 * UNIT, 0, 0)
        both.setSpacing(6 * UNIT)
        both.addLayout(left, 2)
        both.addLayout(right, 3)

    def _now(self) -> Attribute | None:
        item = self.list.currentItem() if self._acting.is_open else None
        return self._acting.session.scheme.attributes.get(str(item.data(_NAME))) if item is not None else None

    def refresh(self) -> None:
        """Show the attributes as they are."""
        now = self._now()
        with QSignalBlocker(self.list):
            self.list.clear()
            for row in self._acting.session.scheme.ordered_attributes():
                item = QListWidgetItem(row.name)
                item.setData(_NAME, row.id)
                self.list.addItem(item)
                if now is None or row.id == now.id:
                    self.list.setCurrentItem(item)
                    now = now or row
        self._show_current()

    def _show_current(self) -> None:
        row = self._now()
        free = row is not None and not self._acting.why_not()
        for widget in (self.name, self.holds, self.choices, self.labels):
            widget.setEnabled(free)
        self.field.setEnabled(not self._acting.why_not())
        self.name.setText(row.name if row is not None else "")
        self.holds.setCurrentIndex(max(0, self.holds.findData(row.kind if row is not None else "text")))
        self.choices.setText(", ".join(row.choices) if row is not None else "")
        self._show_choices()
        scheme = self._acting.session.scheme
        with QSignalBlocker(self.labels):
            self.labels.clear()
            for label in (*scheme.ordered("span"), *scheme.ordered("relation")):
                item = QListWidgetItem(label.name)
                item.setData(_NAME, label.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                ticked = row is not None and label.id in row.labels
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
                self.labels.addItem(item)

    def _show_choices(self) -> None:
        self.choices.setEnabled(self.holds.isEnabled() and self.holds.currentData() == "choice")

    def _ticked(self) -> tuple[Name, ...]:
        items = [self.labels.item(place) for place in range(self.labels.count())]
        return tuple(str(one.data(_NAME)) for one in items if one.checkState() == Qt.CheckState.Checked)

    def add(self) -> None:
        """A new attribute of the name typed."""
        name = self.field.text().strip()
        if name and self._acting.do(lambda scheme: scheme_edits.add_attribute(scheme, name)):
            self.field.clear()
            self.list.setCurrentRow(self.list.count() - 1)

    def _hold(self) -> None:
        """What it holds; choices are asked for before it becomes one of them."""
        self._show_choices()
        holds = str(self.holds.currentData())
        listed = tuple(one.strip() for one in self.choices.text().split(",") if one.strip())
        if holds == "choice" and not listed:
            self.choices.setFocus()
            return
        self._alter(kind=holds, choices=listed if holds == "choice" else ())

    def _alter(self, **fields: Any) -> None:
        row = self._now()
        if row is None or all(getattr(row, name) == value for name, value in fields.items()):
            return
        if not self._acting.do(lambda scheme: scheme_edits.alter_attribute(scheme, row.id, **fields)):
            self._show_current()
