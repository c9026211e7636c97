"""Splitting a label: a rule chooses what gets the other label, or one goes through all of it by hand, or both."""

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.rows import Attribute, Name
from annotator.core.scheme_preview import SplitRule
from annotator.session.scheming import concerned, preview_split
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.jobs import Job
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.form import Form
from annotator.ui.parts.labels import words
from annotator.ui.parts.tick import Tick
from annotator.ui.scheme_editor.deeds import Deeds
from annotator.ui.scheme_editor.split_rows import SplitModel, SplitTable

AT_ONCE = 200  # items read in one step
TYPING_MS = 200


class SplitWindow(Popup):
    """Which items of a label get another one."""

    def __init__(self, parent: QWidget, deeds: Deeds, label: Name) -> None:
        row = deeds.session.scheme.labels[label]
        super().__init__(parent, parent.tr("Split {0}").format(row.name), width=860)
        self._deeds, self._label, self._kind = deeds, label, row.kind
        self.model = SplitModel(deeds.session)
        self.table = SplitTable(self.model)
        self._make_fields(row.name)
        keys = self.tr(
            "2 gives the other label, 1 leaves it; Shift+2 and Shift+1 for all of the same words; Space turns."
        )
        self.column.addWidget(words(keys, "small", wrap=True))
        self.table.setAccessibleName(self.tr("Everything that is {0}").format(row.name))
        self.table.setMinimumHeight(320)
        self.column.addWidget(self.table, 1)
        self.said, self.fault = words("", "faint", wrap=True), words("", "problem", wrap=True)
        for one in (self.said, self.fault):
            self.column.addWidget(one)
        self.fault.hide()
        cancel, self.go = button(self.tr("Cancel")), button(self.tr("Split"))
        self.go.setProperty("role", "main")
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._split)
        self.add_buttons(cancel, self.go)
        self._timer = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._timer.timeout.connect(self.count)
        self.model.changed.connect(self._timer.start)
        self._reading: Job | None = Job(self._read(), self, refusals=(EditRefused, ProjectError))
        self._reading.ended.connect(self._read_all)
        self.count()
        self.into.setFocus()

    # ---- parts

    def _make_fields(self, name: str) -> None:
        form, scheme = Form(), self._deeds.session.scheme
        form.setColumnMinimumWidth(0, 150)
        self.into = QLineEdit(placeholderText=self.tr("A new label, or one that is there"))
        others = [row.name for row in scheme.ordered(self._kind) if row.id != self._label]
        self.into.setCompleter(QCompleter(others, self.into))
        self.words = QLineEdit(placeholderText=self.tr("Words, or a regular expression"))
        self.case = Tick(self.tr("Whatever the case"))
        self.attribute, self.value, self.author = Combo(), QLineEdit(), Combo()
        self.value.setPlaceholderText(self.tr("any value"))
        self.value.setAccessibleName(self.tr("Value of the attribute"))
        self.attribute.addItem(self.tr("whatever the attributes"), "")
        for row in scheme.ordered_attributes():
            self.attribute.addItem(row.name, row.id)
        self.author.addItem(self.tr("whoever made it"), "")
        for author in self._deeds.session.people.authors.values():
            self.author.addItem(author.name, author.id)
        form.add(self.tr("Part of {0} becomes").format(name), self.into)
        form.add(self.tr("Where the text has"), self.words, self.case)
        form.add(self.tr("With the attribute"), self.attribute, self.value)
        form.add(self.tr("Made by"), self.author)
        self.column.addLayout(form)
        for field in (self.into, self.words, self.value):
            field.textChanged.connect(lambda _text: self._timer.start())
        for box in (self.attribute, self.author):
            box.currentIndexChanged.connect(lambda _row: self._timer.start())
        self.case.toggled.connect(lambda _on: self._timer.start())

    # ---- reading

    def _read(self) -> Iterator[int]:
        """All that has the label, some at a time."""
        found = concerned(self._deeds.session, self._label)
        while some := list(islice(found, AT_ONCE)):
            self.model.add(some)
            yield len(some)

    def _read_all(self, _finished: bool) -> None:
        self._reading = None
        if self.model.items and self.table.currentIndex().row() < 0:
            self.table.follow(0)
        self.count()

    # ---- the rule

    def rule(self) -> SplitRule:
        """What the fields say. Raises EditRefused for a value that is none."""
        attribute = str(self.attribute.currentData())
        value = self._value(self._deeds.session.scheme.attributes[attribute]) if attribute else None
        chosen = (self.words.text(), self.case.isChecked(), attribute, value, str(self.author.currentData()))
        return SplitRule(*chosen)

    def _value(self, row: Attribute) -> object:
        text = self.value.text().strip()
        if not text:
            return None
        if row.kind == "flag":
            return text.casefold() in ("true", "yes", "1", self.tr("yes"))
        if row.kind != "number":
            return text
        try:
            return float(text)
        except ValueError:
            raise EditRefused(self.tr("“{0}” is no number.").format(text)) from None

    def _whole(self) -> SplitRule:
        """The rule, or all names where something was decided by hand."""
        if self.model.by_hand:
            return SplitRule(names=self.model.moving())
        return self.rule()

    def _fitting(self, rule: SplitRule) -> frozenset[Name]:
        if rule == SplitRule() or rule._replace(ignore_case=False) == SplitRule():
            return frozenset()
        return frozenset(one.item for one in concerned(self._deeds.session, self._label, rule))

    def count(self) -> None:
        """Say what the split would touch."""
        into, fault = self.into.text().strip(), ""
        try:
            fitting = self._fitting(self.rule())
            if fitting != self.model.by_rule:
                self.model.take_rule(fitting)
                self._timer.stop()
            moving = self.model.moving()
            preview = preview_split(self._deeds.session, self._label, self._whole(), into=into) if moving else None
            fault = self._fault(into)
        except EditRefused as refusal:
            moving, preview, fault = frozenset(), None, refusal.reason
        many = self.tr("{0} of {1} chosen.").format(f"{len(moving):,}", f"{len(self.model.items):,}")
        self.said.setText(f"{many} {preview.sentence() if preview is not None else ''}".strip())
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.go.setEnabled(bool(moving and into and not fault and self._reading is None))

    def _fault(self, into: str) -> str:
        other = self._deeds.session.scheme.find(into, self._kind)
        if other is not None and (other.retired or other.id == self._label):
            return self.tr("{0} is retired.").format(into) if other.retired else self.tr("That is the label itself.")
        return ""

    def _split(self) -> None:
        self._deeds.split_now(self._label, self.into.text().strip(), self._whole())
        self.accept()

    def done(self, result: int) -> None:
        """Closed: nothing is read on."""
        if self._reading is not None:
            self._reading.cancel()
        super().done(result)
