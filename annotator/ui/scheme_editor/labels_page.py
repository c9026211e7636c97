"""A page of the editor: the labels of one kind at the left, everything about the current one at the right."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.core import scheme_edits
from annotator.core.rows import Label, Name
from annotator.core.scheme import Scheme
from annotator.core.scheme_checks import alike, key_clashes
from annotator.session.scheming import discarding, preview_edit
from annotator.ui.dialogs.popup import button
from annotator.ui.parts.filter_row import FilterRow
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import Elided, rule, words
from annotator.ui.parts.nothing import Nothing
from annotator.ui.scheme_editor.deeds import Deeds
from annotator.ui.scheme_editor.label_fields import LabelFields, Make
from annotator.ui.scheme_editor.label_rows import LabelTable, moved_before, rows_of
from annotator.ui.scheme_editor.typed import read_line

USAGE_MS = 120  # what a label is used for follows so long after it became the current one


class LabelsPage(QWidget):
    """Labels of a kind."""

    merge_wanted = Signal(str)  # a label that is to be merged into another
    split_wanted = Signal(str)
    left = Signal()

    def __init__(self, kind: str, deeds: Deeds) -> None:
        super().__init__()
        self.kind, self._deeds = kind, deeds
        self._folded: set[Name] = set()
        self._counts: dict[Name, int] = {}
        self._shown = ""
        self.table = LabelTable()
        self.fields = LabelFields(kind)
        self.fields.wanted.connect(self._change)
        self._usage_timer = QTimer(self, interval=USAGE_MS, singleShot=True)
        self._usage_timer.timeout.connect(self._show_usage)
        self.split = QSplitter()
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._make_list())
        self.split.addWidget(self._make_side())
        self.split.setSizes([340, 760])
        self.split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)

    # ---- parts

    def _make_list(self) -> QWidget:
        self.filter = FilterRow(self.tr("Filter by name"))
        self.filter.changed.connect(lambda: self.refresh())
        self.filter.entered.connect(lambda: self.table.setFocus())
        self.filter.left.connect(self.left)
        self.table.setAccessibleName(self.tr("Labels; Alt with arrows moves, digits give keys, F2 renames"))
        self.table.marked.connect(self._show_current)
        self.table.name_wanted.connect(self._to_name)
        self.table.left.connect(self.left)
        self.table.moved.connect(self._drop)
        self.table.stepped.connect(self._step)
        self.table.fold_wanted.connect(self._fold)
        self.table.key_given.connect(self._give_key)
        self.table.delete_wanted.connect(self.delete)
        relations = self.tr("New label, or works for: PERSON -> ORG")
        said = relations if self.kind == "relation" else self.tr("New label, Enter adds it")
        self.new = QLineEdit(placeholderText=said)
        self.new.setAccessibleName(said)
        example = "works for: PERSON -> ORG" if self.kind == "relation" else "PARENT > NAME"
        self.new.setToolTip(self.tr("Also: {0}").format(example))
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
        self.odd = words("", "problem", wrap=True)
        self.odd.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        for widget in (self.filter, rule(), self.table, self.odd, foot):
            column.addWidget(widget, 1 if widget is self.table else 0)
        box.setMinimumWidth(240)
        return box

    def _make_side(self) -> QWidget:
        self.heading, self.usage = Elided(role="title"), words("", "faint", wrap=True)
        self.usage.setMinimumHeight(2 * self.usage.fontMetrics().lineSpacing())
        self.buttons = {
            "merge": button(self.tr("Merge into …")),
            "split": button(self.tr("Split …")),
            "retire": button(self.tr("Retire")),
            "delete": button(self.tr("Delete")),
        }
        acts = (self.merge, self._split, self.retire, self.delete)
        row = QHBoxLayout()
        row.setContentsMargins(5 * UNIT, 2 * UNIT, 4 * UNIT, 3 * UNIT)
        row.setSpacing(2 * UNIT)
        for one, act in zip(self.buttons.values(), acts, strict=True):
            one.clicked.connect(act)
            row.addWidget(one)
        row.addStretch(1)
        self.buttons["split"].setVisible(self.kind != "document")
        head = QVBoxLayout()
        head.setContentsMargins(5 * UNIT, 4 * UNIT, 4 * UNIT, 0)
        head.setSpacing(UNIT)
        head.addWidget(self.heading)
        head.addWidget(self.usage)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.fields, 1)
        column.addWidget(rule())
        column.addLayout(row)
        self._nothing = Nothing("label", self.tr("No label yet: type a name at the lower left and press Enter."))
        self._stack = QStackedWidget()
        self._stack.addWidget(side)
        self._stack.addWidget(self._nothing)
        return self._stack

    # ---- showing

    @property
    def scheme(self) -> Scheme:
        """The scheme of the open project."""
        return self._deeds.session.scheme

    def current(self) -> Label | None:
        """The label that is shown."""
        open_one = self._deeds.desk.session
        return open_one.scheme.labels.get(self.table.name_now()) if open_one is not None else None

    def refresh(self, counts: dict[Name, int] | None = None) -> None:
        """Read the scheme again; `counts` says how often each label is used, where that was counted anew."""
        if self._deeds.desk.session is None:
            return
        self._counts = self._counts if counts is None else counts
        stay = self.table.name_now()
        rows = rows_of(self.scheme, self.kind, self._counts, folded=self._folded, text=self.filter.text)
        self.table.rows.fill(rows)
        self.table.follow(max(0, self.table.rows.place_of(stay)) if rows else -1)
        self.new.setEnabled(not self._deeds.why_not())
        self._show_oddities()
        self._show_current()

    def _show_oddities(self) -> None:
        """Keys that clash and colours that look alike among all labels of the page."""
        labels = self.scheme.ordered(self.kind)
        found = list(key_clashes(labels))
        found += [self.tr("{0} and {1} look alike.").format(one.name, other.name) for one, other in alike(labels)]
        more = self.tr(" And {0} more.").format(len(found) - 2) if len(found) > 2 else ""
        self.odd.setText(" ".join(found[:2]) + more)
        self.odd.setVisible(bool(found))

    def show_label(self, label: Name) -> None:
        """Make a label the current one."""
        parents = self.scheme.labels[label].parent
        self._folded.discard(parents)
        self.refresh()
        self.table.follow(self.table.rows.place_of(label))

    def _show_current(self) -> None:
        label = self.current()
        self._stack.setCurrentIndex(0 if label is not None else 1)
        if label is None:
            self._shown = ""
            return
        if label.id != self._shown and self._shown:
            self.fields.guideline.source.keep()
        able = not self._deeds.why_not()
        if label.id != self._shown:
            self.usage.setText("")
        self._shown = label.id
        self.heading.setText(f"{label.name} · {self._retired_words(label)}" if label.retired else label.name)
        self.fields.show_label(self.scheme, label, able=able)
        used = self._counts.get(label.id, 0)
        enabled = {"merge": not label.retired, "split": used > 0, "retire": True, "delete": used == 0}
        for name, one in self.buttons.items():
            one.setEnabled(able and enabled[name])
        self.buttons["retire"].setText(self.tr("Bring back") if label.retired else self.tr("Retire"))
        self._usage_timer.start()

    def _retired_words(self, label: Label) -> str:
        into = self.scheme.name_of(label.merged_into) if label.merged_into else ""
        return self.tr("merged into {0}").format(into) if into else self.tr("retired")

    def _show_usage(self) -> None:
        """What a change of the label would touch."""
        label = self.current()
        if label is None or self._deeds.desk.session is None:
            return
        edit = scheme_edits.alter(self.scheme, label.id, title=f"{label.title}.")
        preview = preview_edit(self._deeds.session, edit)
        self.usage.setText(preview.sentence() if preview.documents else self.tr("Not used yet."))

    # ---- changing

    def _change(self, make: Make) -> None:
        name = self._shown
        if self._deeds.desk.session is not None and name in self.scheme.labels:
            self._deeds.do(lambda: make(self.scheme, name))
            self._show_again(name)

    def _show_again(self, name: Name) -> None:
        """What was refused or is asked about first shows as it stands."""
        label = self.scheme.labels.get(name)
        if label is not None and name == self._shown:
            self.fields.show_label(self.scheme, label, able=not self._deeds.why_not())

    def add(self) -> None:
        """Add the label that was typed; the field stands ready for the next."""
        spec = read_line(self.kind, self.new.text())
        if not spec.name:
            return

        def made() -> Any:
            return scheme_edits.add_label(self.scheme, spec._replace(key=scheme_edits.free_key(self.scheme, self.kind)))

        if self._deeds.do(made):
            self.new.clear()
            self.filter.field.clear()
            row = self.scheme.find(spec.name, self.kind)
            if row is not None:
                self.show_label(row.id)
            self.new.setFocus()

    def _to_name(self) -> None:
        self.fields.name.setFocus()
        self.fields.name.selectAll()

    def _give_key(self, key: str) -> None:
        self._change(lambda scheme, label: scheme_edits.give_key(scheme, label, key))

    def _fold(self, label: Name, closed: bool) -> None:
        (self._folded.add if closed else self._folded.discard)(label)
        self.refresh()

    def _order(self) -> list[Name]:
        return [row.id for row in self.scheme.ordered(self.kind)]

    def _step(self, step: int) -> None:
        """One place up or down among those of the same parent."""
        label = self.current()
        if label is None or label.retired or self.filter.text:
            return
        beside = [row.id for row in self.scheme.ordered(self.kind) if row.parent == label.parent]
        place = beside.index(label.id) + step
        if 0 <= place < len(beside):
            before = beside[place] if step < 0 else (beside[place + 1] if place + 1 < len(beside) else "")
            self._drop(label.id, before)

    def _drop(self, label: Name, before: Name) -> None:
        order = moved_before(self._order(), label, before)
        if order != self._order():
            self._deeds.do(lambda: scheme_edits.reorder(self.scheme, order))
            self.show_label(label)

    def retire(self) -> None:
        """The current label is no longer offered, or is again."""
        label = self.current()
        if label is not None:
            verb = scheme_edits.bring_back if label.retired else scheme_edits.retire
            name = label.id
            self._deeds.do(lambda: verb(self.scheme, name), ask=not label.retired)

    def delete(self) -> None:
        """The current label goes, if nothing has it."""
        label = self.current()
        if label is not None:
            name = label.id
            self._deeds.do(lambda: discarding(self._deeds.session, name))

    def merge(self) -> None:
        """Choose what the current label becomes."""
        label = self.current()
        if label is not None:
            self.merge_wanted.emit(label.id)

    def _split(self) -> None:
        label = self.current()
        if label is not None:
            self.split_wanted.emit(label.id)
