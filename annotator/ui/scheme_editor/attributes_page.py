"""A page of the editor: attributes, what each holds, and which labels carry it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core import scheme_edits
from annotator.core.change import Edit
from annotator.core.rows import Name
from annotator.core.scheme import Scheme
from annotator.ui.item_model import NAME_ROLE
from annotator.ui.parts.column import ScrollColumn
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.form import Form
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import rule, words
from annotator.ui.parts.nothing import Nothing
from annotator.ui.scheme_editor.deeds import Deeds
from annotator.ui.scheme_editor.fields import Field
from annotator.ui.scheme_editor.name_ticks import NameTicks


class AttributesPage(QWidget):
    """Attributes of entities and relations."""

    left = Signal()

    def __init__(self, deeds: Deeds) -> None:
        super().__init__()
        self._deeds = deeds
        split = QSplitter()
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self._make_list())
        split.addWidget(self._make_side())
        split.setSizes([340, 760])
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    def _make_list(self) -> QWidget:
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Attributes"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.currentRowChanged.connect(lambda _row: self._show_current())
        self.list.itemActivated.connect(lambda _item: self.name.setFocus())
        said = self.tr("New attribute, Enter adds it")
        self.new = QLineEdit(placeholderText=said)
        self.new.setAccessibleName(said)
        self.new.setToolTip(self.tr("Also with its choices: {0}").format("certainty: sure, rumour"))
        self.new.returnPressed.connect(self.add)
        foot = QWidget()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        row.addWidget(self.new)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(rule())
        column.addWidget(foot)
        box.setMinimumWidth(240)
        return box

    def _make_side(self) -> QWidget:
        area, form = ScrollColumn(), Form()
        area.column.setContentsMargins(5 * UNIT, 4 * UNIT, 4 * UNIT, 4 * UNIT)
        form.setColumnMinimumWidth(0, 104)
        self.name, self.holds = Field(), Combo()
        self.choices = Field(self.tr("Choices, with commas between"))
        self.labels = NameTicks(self.tr("Labels that carry it"))
        self.labels.setFixedHeight(260)
        kinds = (self.tr("text"), self.tr("number"), self.tr("flag: yes or no"), self.tr("one of some choices"))
        for value, said in zip(("text", "number", "flag", "choice"), kinds, strict=True):
            self.holds.addItem(said, value)
        form.add(self.tr("Name"), self.name)
        form.add(self.tr("Holds"), self.holds)
        form.add(self.tr("Choices"), self.choices)
        none = self.tr("None ticked: every entity and relation may carry it.")
        form.add(self.tr("Carried by"), self.labels, hint=none)
        self.name.kept.connect(lambda text: self._alter(name=text.strip()))
        self.holds.activated.connect(lambda _row: self._hold())
        self.choices.kept.connect(lambda _text: self._hold())
        self.labels.ticked.connect(lambda names: self._alter(labels=names))
        area.column.addLayout(form)
        area.column.addWidget(words(self.tr("Values that items have are kept when an attribute changes."), "small"))
        area.column.addStretch(1)
        nothing = Nothing("note", self.tr("No attribute yet: type a name at the lower left and press Enter."))
        self._stack = QStackedWidget()
        self._stack.addWidget(area)
        self._stack.addWidget(nothing)
        return self._stack

    # ---- showing

    @property
    def scheme(self) -> Scheme:
        """The scheme of the open project."""
        return self._deeds.session.scheme

    def name_now(self) -> Name:
        """The current attribute."""
        item = self.list.currentItem()
        return str(item.data(NAME_ROLE)) if item is not None else ""

    def refresh(self) -> None:
        """Read the scheme again."""
        stay, place = self.name_now(), 0
        self.list.blockSignals(True)
        self.list.clear()
        for number, row in enumerate(self.scheme.ordered_attributes()):
            item = QListWidgetItem(f"{row.name}   ·   {', '.join(row.choices) or row.kind}")
            item.setData(NAME_ROLE, row.id)
            item.setSizeHint(QSize(0, 28))
            self.list.addItem(item)
            place = number if row.id == stay else place
        self.list.blockSignals(False)
        self.list.setCurrentRow(place if self.list.count() else -1)
        self.new.setEnabled(not self._deeds.why_not())
        self._show_current()

    def _show_current(self) -> None:
        if self._deeds.desk.session is None:
            return
        row = self.scheme.attributes.get(self.name_now())
        self._stack.setCurrentIndex(0 if row is not None else 1)
        if row is None:
            return
        able = not self._deeds.why_not()
        self.name.show_value(row.name)
        self.holds.setCurrentIndex(self.holds.findData(row.kind))
        self.choices.show_value(", ".join(row.choices))
        carriers = [one for kind in ("span", "relation") for one in self.scheme.ordered(kind)]
        self.labels.show_names([(one.id, one.name) for one in carriers], row.labels)
        for part in (self.name, self.holds, self.labels):
            part.setEnabled(able)
        self.choices.setEnabled(able and row.kind == "choice")

    # ---- changing

    def _change(self, make: Callable[[Scheme, Name], Edit]) -> None:
        name = self.name_now()
        known = self._deeds.desk.session is not None and name in self.scheme.attributes
        if known and not self._deeds.do(lambda: make(self.scheme, name)):
            self._show_current()

    def _alter(self, **fields: Any) -> None:
        self._change(lambda scheme, name: scheme_edits.alter_attribute(scheme, name, **fields))

    def _hold(self) -> None:
        """What it holds: choosing among choices begins with two that can be renamed."""
        kind = self.holds.currentData()
        listed = tuple(dict.fromkeys(one.strip() for one in self.choices.text().split(",") if one.strip()))
        if kind == "choice" and not listed:
            listed = (self.tr("yes"), self.tr("no"))
        self._alter(kind=kind, choices=listed if kind == "choice" else ())

    def add(self) -> None:
        """Add the attribute that was typed, `NAME` or `NAME: CHOICE, CHOICE`."""
        name, _, said = self.new.text().partition(":")
        choices = tuple(dict.fromkeys(one.strip() for one in said.split(",") if one.strip()))
        if not name.strip():
            return
        holds = "choice" if choices else "text"
        if self._deeds.do(lambda: scheme_edits.add_attribute(self.scheme, name, holds, choices=choices)):
            self.new.clear()
            self.refresh()
            found = [row.id for row in self.scheme.ordered_attributes()]
            self.list.setCurrentRow(len(found) - 1)
            self.new.setFocus()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
