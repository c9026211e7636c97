"""Everything that the scheme says of one label, as fields."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.core import scheme_edits
from annotator.core.change import Edit
from annotator.core.rows import Label, Name
from annotator.core.scheme import Scheme
from annotator.core.scheme_checks import ALIKE, distance
from annotator.core.scheme_file import KEYS
from annotator.ui.dialogs.popup import button
from annotator.ui.parts.column import ScrollColumn
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.form import Form
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.parts.tick import Tick
from annotator.ui.scheme_editor.fields import Field
from annotator.ui.scheme_editor.guideline_fields import GuidelineFields
from annotator.ui.scheme_editor.name_ticks import NameTicks
from annotator.ui.scheme_editor.rules_grid import RulesGrid
from annotator.ui.scheme_editor.swatches import Swatches

Make = Callable[[Scheme, Name], Edit]


def is_colour(text: str) -> bool:
    """Whether a text is "#rrggbb"."""
    return len(text) == 7 and text.startswith("#") and all(sign in "0123456789abcdefABCDEF" for sign in text[1:])


class LabelFields(ScrollColumn):
    """The fields of a label of one kind; each change is told as a verb on the scheme."""

    wanted = Signal(object)  # Make

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._scheme, self._label = Scheme(), ""
        self.column.setContentsMargins(5 * UNIT, 3 * UNIT, 4 * UNIT, 4 * UNIT)
        form = Form()
        form.setColumnMinimumWidth(0, 104)
        self.column.addLayout(form)
        self._make_naming(form)
        self._make_looks(form)
        if kind == "span":
            self.nests = NameTicks(self.tr("May stand inside"))
            form.add(self.tr("May stand inside"), self.nests)
            self.nests.ticked.connect(lambda names: self._alter(nests_in=names))
        if kind == "relation":
            self._make_rules()
        self.column.addWidget(words(self.tr("Guideline"), "section"))
        self.guideline = GuidelineFields()
        self.guideline.kept.connect(lambda text: self._alter(guideline=text))
        self.column.addWidget(self.guideline, 1)

    # ---- parts

    def _make_naming(self, form: Form) -> None:
        self.name, self.title = Field(), Field(self.tr("A longer name for people"))
        form.add(self.tr("Name"), self.name)
        form.add(self.tr("Title"), self.title)
        self.name.kept.connect(lambda text: self.wanted.emit(lambda s, n: scheme_edits.rename(s, n, text)))
        self.title.kept.connect(lambda text: self._alter(title=text.strip()))
        self.name.textEdited.connect(lambda _text: self._show_clash())
        self.key, self.parent_label = Combo(), Combo()
        self.key.activated.connect(lambda _row: self._give_key())
        self.parent_label.activated.connect(lambda _row: self._alter(parent=self.parent_label.currentData()))
        form.add(self.tr("Key"), self.key)
        form.add(self.tr("Stands under"), self.parent_label)

    def _make_looks(self, form: Form) -> None:
        self.colour, self.swatches = Field(self.tr("#rrggbb")), Swatches()
        self.colour.setAccessibleName(self.tr("Colour as #rrggbb; empty: the theme chooses"))
        self.colour.kept.connect(self._colour_typed)
        self.colour.textEdited.connect(lambda _text: self._show_clash())
        self.swatches.picked.connect(lambda colour: self._alter(colour=colour))
        self.other, self.usual = button(self.tr("Other …")), button(self.tr("As the theme"))
        self.other.clicked.connect(self._choose)
        self.usual.clicked.connect(lambda: self._alter(colour=""))
        self.colour.setFixedWidth(96)
        side = QVBoxLayout()
        side.setSpacing(UNIT)
        row = QHBoxLayout()
        row.setSpacing(2 * UNIT)
        for widget in (self.colour, self.other):
            row.addWidget(widget)
        row.addStretch(1)
        side.addLayout(row)
        side.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(3 * UNIT)
        line.addWidget(self.swatches, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(side, 1)
        form.add(self.tr("Colour"), both)
        self.clash: QLabel = words("", "problem", wrap=True)
        self.clash.hide()
        form.addWidget(self.clash, form.rowCount(), 1)

    def _make_rules(self) -> None:
        said = (
            ("symmetric", self.tr("Means the same both ways")),
            ("one_per_head", self.tr("One per entity at most")),
            ("same_sentence", self.tr("Within a sentence")),
        )
        self.ticks = {name: Tick(text) for name, text in said}
        row = QHBoxLayout()
        row.setSpacing(4 * UNIT)
        for name, tick in self.ticks.items():
            tick.clicked.connect(lambda on, name=name: self._alter(**{name: on}))
            row.addWidget(tick)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(words(self.tr("What it may join"), "section"))
        self.joins = words("", "small", wrap=True)
        self.column.addWidget(self.joins)
        self.grid = RulesGrid()
        self.grid.wanted.connect(self._join)
        self.column.addWidget(self.grid)

    # ---- showing

    def show_label(self, scheme: Scheme, label: Label, *, able: bool) -> None:
        """Show what the scheme says of a label; `able` says whether it may be changed."""
        self._scheme, self._label = scheme, label.id
        self.name.show_value(label.name)
        self.title.show_value(label.title)
        self.colour.show_value(label.colour)
        self.swatches.show_colour(label.colour)
        self._fill_keys(label)
        self._fill_parents(label)
        self.guideline.show_value(label.guideline)
        if self.kind == "span":
            spans = [(row.id, row.name) for row in scheme.ordered("span")]
            self.nests.show_names([("*", self.tr("any")), *spans], label.nests_in)
        if self.kind == "relation":
            self._show_rules(label)
        for part in (self.name, self.title, self.key, self.parent_label, self.colour, self.swatches, self.other):
            part.setEnabled(able)
        self.usual.setEnabled(able and bool(label.colour))
        self.guideline.source.setReadOnly(not able)
        self.key.setEnabled(able and not label.retired)
        own: list[QWidget] = [self.nests] if self.kind == "span" else []
        own += [self.grid, *self.ticks.values()] if self.kind == "relation" else []
        for one in own:
            one.setEnabled(able)
        self._show_clash()

    def _fill_keys(self, label: Label) -> None:
        owners = {row.key: row.name for row in self._scheme.ordered(self.kind) if row.key}
        self.key.clear()
        self.key.addItem(self.tr("none"), "")
        for key in KEYS:
            said = key.replace("shift+", "⇧")
            owner = owners.get(key, "")
            self.key.addItem(f"{said}   {owner}" if owner and key != label.key else said, key)
        self.key.setCurrentIndex(self.key.findData(label.key))

    def _fill_parents(self, label: Label) -> None:
        self.parent_label.clear()
        self.parent_label.addItem(self.tr("no other"), "")
        for row in self._scheme.ordered(self.kind):
            if row.id != label.id:
                self.parent_label.addItem(row.name, row.id)
        self.parent_label.setCurrentIndex(max(0, self.parent_label.findData(label.parent)))

    def _show_rules(self, label: Label) -> None:
        for name, tick in self.ticks.items():
            tick.setChecked(getattr(label, name))
        spans = [(row.id, row.name) for row in self._scheme.ordered("span")]
        pairs = set(self._scheme.pairs(label.id))
        self.grid.rules.show_pairs(spans, pairs, symmetric=label.symmetric)
        free = self.tr("No pair is chosen: it may join everything. A tick begins with that pair alone.")
        many = self.tr("{0} pairs, from rows to columns. Space ticks, R a row, C a column, A everything.")
        self.joins.setText(many.format(len(pairs)) if pairs else free)

    def _show_clash(self) -> None:
        """What clashes with what is being typed."""
        found = list(self._clashes())
        self.clash.setText(" ".join(found))
        self.clash.setVisible(bool(found))

    def _clashes(self) -> list[str]:
        scheme, name, colour = self._scheme, self.name.text().strip(), self.colour.text().strip()
        others = [row for row in scheme.labels.values() if row.kind == self.kind and row.id != self._label]
        found = [self.tr("“{0}” is there already.").format(name)] if name in {row.name for row in others} else []
        if not name:
            found.append(self.tr("A label needs a name."))
        if colour and not is_colour(colour):
            found.append(self.tr("A colour is written such as #4f9b3e."))
        elif colour:
            near = [
                row.name for row in others if row.colour and not row.retired and distance(row.colour, colour) < ALIKE
            ]
            found += (
                [self.tr("Looks like {0}: the two are hard to tell apart.").format(", ".join(near))] if near else []
            )
        row = scheme.labels.get(self._label)
        same = [one.name for one in others if row is not None and row.key and one.key == row.key and not one.retired]
        return found + ([self.tr("{0} has the same key.").format(", ".join(same))] if same else [])

    # ---- changing

    def _alter(self, **fields: Any) -> None:
        self.wanted.emit(lambda scheme, label: scheme_edits.alter(scheme, label, **fields))

    def _give_key(self) -> None:
        key = self.key.currentData()
        self.wanted.emit(lambda scheme, label: scheme_edits.give_key(scheme, label, key))

    def _colour_typed(self, text: str) -> None:
        text = text.strip().lower()
        if not text or is_colour(text):
            self._alter(colour=text)

    def _choose(self) -> None:
        now = QColor(self.colour.text()) if is_colour(self.colour.text()) else QColor("#4f9b3e")
        chosen = QColorDialog.getColor(now, self, self.tr("Colour"))
        if chosen.isValid():
            self._alter(colour=chosen.name())

    def _join(self, pairs: set[tuple[Name, Name]]) -> None:
        self.wanted.emit(lambda scheme, label: scheme_edits.set_pairs(scheme, label, pairs))
