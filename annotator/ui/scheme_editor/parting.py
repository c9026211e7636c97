"""Merging a label into another, and splitting one: what it touches first, then a job that is one step of undo."""

import re

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from annotator.core.change import EditRefused
from annotator.core.rows import Name
from annotator.core.scheme_preview import Concerned, SplitRule
from annotator.session.scheming import concerned, merging, preview_merge, preview_split, splitting
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.parts.form import Form, choice
from annotator.ui.parts.ink import tip
from annotator.ui.parts.labels import words
from annotator.ui.parts.tick import Tick
from annotator.ui.scheme_editor.acting import Acting

AROUND = 40  # code points of context on each side
MOST_BY_HAND = 2_000


class Merge(Popup):
    """Which label takes its place, and what that touches."""

    def __init__(self, parent: QWidget, acting: Acting, label: Name) -> None:
        row = acting.session.scheme.labels[label]
        super().__init__(parent, parent.tr("Merge {0}").format(row.name), width=520)
        self._acting, self._label, self._name = acting, label, row.name
        self.say(self.tr("All of {0} becomes the other label; approvals stay.").format(row.name))
        others = [(one.id, one.name) for one in acting.session.scheme.ordered(row.kind) if one.id != label]
        self.target = choice(others, others[0][0] if others else "")
        form = Form()
        form.add(self.tr("Becomes"), self.target)
        self.column.addLayout(form)
        self.sentence = words(role="heading", wrap=True)
        self.sentence.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.column.addWidget(self.sentence)
        self.main, leave = button(self.tr("Merge"), main=True), button(self.tr("Cancel"))
        self.main.clicked.connect(self.start)
        leave.clicked.connect(self.reject)
        self.add_buttons(leave, self.main)
        self.target.currentIndexChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        try:
            preview = preview_merge(self._acting.session, [self._label], str(self.target.currentData() or ""))
        except (EditRefused, KeyError) as refusal:
            self.sentence.setText(refusal.reason if isinstance(refusal, EditRefused) else self.tr("No other label."))
            self.main.setEnabled(False)
            return
        self.main.setEnabled(True)
        self.sentence.setText(preview.sentence())

    def start(self) -> None:
        """Begin the job; the dialog goes."""
        title = self.tr("Merged {0} into {1}").format(self._name, self.target.currentText())
        target = str(self.target.currentData())
        self._acting.run(merging(self._acting.session, [self._label], target), title, lambda: None)
        self.accept()


class Split(Popup):
    """Which items become another label: by their words, an attribute, whose they are, or one by one."""

    def __init__(self, parent: QWidget, acting: Acting, label: Name) -> None:
        row = acting.session.scheme.labels[label]
        super().__init__(parent, parent.tr("Split {0}").format(row.name), width=640)
        self._acting, self._label, self._name = acting, label, row.name
        self._found: list[Concerned] = []
        self.into, self.pattern = QLineEdit(), QLineEdit()
        self.into.setPlaceholderText(self.tr("A new name, or a label that is there"))
        self.pattern.setPlaceholderText(self.tr("such as: Inc|Ltd — empty: any words"))
        self.attribute = choice(self._attributes(), "")
        self.value = QLineEdit(placeholderText=self.tr("any value"))
        self.author = choice(self._authors(), "")
        self.by_hand = Tick(self.tr("Choose one by one, of those that fit"))
        self.items = QListWidget()
        self._lay_out()
        self._later = QTimer(self, interval=200, singleShot=True)
        self._later.timeout.connect(self.look)
        for field in (self.into, self.pattern, self.value):
            field.textChanged.connect(lambda _words: self._later.start())
        for box in (self.attribute, self.author):
            box.currentIndexChanged.connect(lambda _index: self._later.start())
        self.by_hand.toggled.connect(lambda _on: self.look())
        self.items.itemChanged.connect(lambda _item: self._count())
        self.look()

    def _attributes(self) -> list[tuple[str, str]]:
        rows = self._acting.session.scheme.ordered_attributes()
        return [
            ("", self.tr("any")),
            *((one.id, one.name) for one in rows if not one.labels or self._label in one.labels),
        ]

    def _authors(self) -> list[tuple[str, str]]:
        people = self._acting.session.people.authors.values()
        return [("", self.tr("anybody")), *((one.id, one.name) for one in people)]

    def _lay_out(self) -> None:
        form = Form()
        form.add(self.tr("Part of it becomes"), self.into)
        form.add(self.tr("Whose words match"), self.pattern)
        form.add(self.tr("With the attribute"), self.attribute, self.value)
        self.value.setAccessibleName(self.tr("Value of the attribute"))
        form.add(self.tr("Made by"), self.author)
        self.column.addLayout(form)
        self.column.addWidget(self.by_hand)
        self.items.setAccessibleName(self.tr("Those that fit; ticked ones become the other label"))
        self.items.setProperty("role", "boxed")
        self.items.setMinimumHeight(200)
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(self.items, 1)
        self.sentence = words(role="heading", wrap=True)
        self.sentence.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.column.addWidget(self.sentence)
        self.main, leave = button(self.tr("Split"), main=True), button(self.tr("Cancel"))
        self.main.clicked.connect(self.start)
        leave.clicked.connect(self.reject)
        self.add_buttons(leave, self.main)

    def rule(self) -> SplitRule:
        """What was asked for."""
        attribute = str(self.attribute.currentData() or "")
        value = self._value_of(attribute)
        rule = SplitRule(self.pattern.text(), False, attribute, value, str(self.author.currentData() or ""))
        return rule._replace(names=frozenset(self._ticked())) if self.by_hand.isChecked() else rule

    def _value_of(self, attribute: Name) -> object:
        row, given = self._acting.session.scheme.attributes.get(attribute), self.value.text().strip()
        if row is None or not given:
            return None
        if row.kind == "flag":
            return given.lower() in (self.tr("yes"), "yes", "true", "1")
        if row.kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", given):
            return float(given) if "." in given else int(given)
        return given

    def _ticked(self) -> list[Name]:
        items = [self.items.item(place) for place in range(self.items.count())]
        role = Qt.ItemDataRole.UserRole
        return [str(one.data(role)) for one in items if one.checkState() == Qt.CheckState.Checked]

    def look(self) -> None:
        """Find what fits, and say what the split touches."""
        self.items.setVisible(self.by_hand.isChecked())
        if self.by_hand.isChecked():
            self._list()
        self._count()

    def _list(self) -> None:
        ticked = set(self._ticked())
        rule = self.rule()._replace(names=None)
        self.items.blockSignals(True)
        self.items.clear()
        try:
            self._found = []
            for one in concerned(self._acting.session, self._label, rule):
                self._found.append(one)
                if len(self._found) >= MOST_BY_HAND:
                    break
        except EditRefused:
            self._found = []
        for one in self._found:
            item = QListWidgetItem(self._in_context(one))
            item.setData(Qt.ItemDataRole.UserRole, one.item)
            item.setToolTip(tip(self._acting.session.glance(one.document).document.name))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if one.item in ticked else Qt.CheckState.Unchecked)
            self.items.addItem(item)
        self.items.blockSignals(False)

    def _in_context(self, one: Concerned) -> str:
        doc = self._acting.session.glance(one.document)
        if not one.fragments:
            return doc.document.name
        start, end = one.fragments[0][0], one.fragments[-1][1]
        before, after = doc.text[max(0, start - AROUND) : start], doc.text[end : end + AROUND]
        author = self._acting.session.people.authors[one.author]
        whose = (
            ""
            if author.kind == "person"
            else self.tr(" (suggested)")
            if author.kind == "model"
            else self.tr(" (final)")
        )
        return f"{one.words}{whose} — " + " ".join(f"…{before}{one.words}{after}…".split())

    def _count(self) -> None:
        into = self.into.text().strip()
        try:
            preview = preview_split(self._acting.session, self._label, self.rule(), into=into)
        except EditRefused as refusal:
            self.sentence.setText(refusal.reason)
            self.main.setEnabled(False)
            return
        said = preview.sentence()
        self.sentence.setText(said if into else self.tr("{0} Give the other label a name.").format(said))
        self.main.setEnabled(bool(into) and preview.documents > 0)

    def start(self) -> None:
        """Begin the job; the dialog goes."""
        into = self.into.text().strip()
        title = self.tr("Split {0}: part became {1}").format(self._name, into)
        self._acting.run(splitting(self._acting.session, self._label, into, self.rule()), title, lambda: None)
        self.accept()
