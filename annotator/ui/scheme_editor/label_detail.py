"""One label in full: name, colour, key, parent, rules, guideline; each change is an Edit when a field is left."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator.core import scheme_edits
from annotator.core.rows import Label, Name
from annotator.core.scheme_checks import alike
from annotator.core.scheme_file import KEYS
from annotator.ui.canvas.scene import LabelLook
from annotator.ui.dialogs.popup import button
from annotator.ui.looks import Looks
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.form import Form
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.parts.tick import Tick
from annotator.ui.scheme_editor.acting import Acting
from annotator.ui.scheme_editor.pairs_grid import PairsGrid
from annotator.ui.scheme_editor.rows import LabelRow

ANYWHERE = "*"


class LabelDetail(QWidget):
    """The fields of the label that the list has as its current one."""

    def __init__(self, kind: str, acting: Acting, looks: Looks) -> None:
        super().__init__()
        self._kind, self._acting, self._looks = kind, acting, looks
        self._row: LabelRow | None = None
        self.name, self.title = QLineEdit(), QLineEdit()
        self.colour, self.usual = button(""), button(self.tr("Usual colour"))
        self.key, self.parent_label = Combo(), Combo()
        self.nests = QListWidget()
        self.symmetric, self.one = Tick(self.tr("Symmetric")), Tick(self.tr("At most one per head"))
        self.same_sentence = Tick(self.tr("Both ends in the same sentence"))
        self.grid = PairsGrid()
        self.guideline, self.shown = QPlainTextEdit(), QTextBrowser()
        self.warning, self.everything = words(role="problem", wrap=True), words(role="small", wrap=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        form.setColumnMinimumWidth(0, 110)
        form.add(self.tr("Name"), self.name)
        form.add(self.tr("In full"), self.title)
        if self._kind != "relation":
            form.add(self.tr("Colour"), self.colour, self.usual)
        form.add(self.tr("Key"), self.key)
        if self._kind == "span":
            form.add(self.tr("Part of"), self.parent_label)
        form.addWidget(self.warning, form.rowCount(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * UNIT)
        column.addLayout(form)
        if self._kind == "span":
            column.addWidget(words(self.tr("May stand inside"), "section"))
            column.addWidget(self.nests, 1)
            self.nests.setMaximumHeight(120)
            self.nests.setAccessibleName(self.tr("May stand inside"))
        if self._kind == "relation":
            ticks = QHBoxLayout()
            for tick in (self.symmetric, self.one, self.same_sentence):
                ticks.addWidget(tick)
            ticks.addStretch(1)
            column.addLayout(ticks)
            column.addWidget(words(self.tr("May join: from in rows, to in columns"), "section"))
            column.addWidget(self.grid, 5)
            column.addWidget(self.everything)
        column.addWidget(words(self.tr("Guideline (Markdown)"), "section"))
        texts = QHBoxLayout()
        texts.setSpacing(2 * UNIT)
        texts.addWidget(self.guideline, 1)
        texts.addWidget(self.shown, 1)
        column.addLayout(texts, 2)
        self.guideline.setAccessibleName(self.tr("Guideline"))
        self.guideline.setPlaceholderText(self.tr("What it is for, with examples; shown while annotating"))
        self.guideline.setTabChangesFocus(True)
        self.shown.setAccessibleName(self.tr("The guideline as it is shown"))
        self.shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shown.setOpenLinks(False)
        for box in (self.guideline, self.shown, self.nests):
            box.setProperty("role", "boxed")
            box.setMinimumHeight(72)

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._rename)
        self.title.editingFinished.connect(lambda: self._alter(title=self.title.text().strip()))
        self.colour.clicked.connect(self._choose_colour)
        self.usual.clicked.connect(lambda: self._alter(colour=""))
        self.key.activated.connect(lambda _i: self._alter(key=str(self.key.currentData() or "")))
        self.parent_label.activated.connect(lambda _i: self._alter(parent=str(self.parent_label.currentData() or "")))
        self.nests.itemChanged.connect(lambda _item: self._alter(nests_in=self._nested()))
        self.symmetric.clicked.connect(lambda on: self._alter(symmetric=on))
        self.one.clicked.connect(lambda on: self._alter(one_per_head=on))
        self.same_sentence.clicked.connect(lambda on: self._alter(same_sentence=on))
        self.grid.changed.connect(self._pair)
        self.guideline.textChanged.connect(lambda: self.shown.setMarkdown(self.guideline.toPlainText()))
        self.guideline.installEventFilter(self)
        self.name.textEdited.connect(self._check_name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The guideline is kept when its field is left."""
        if watched is self.guideline and event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)

    def keep(self) -> None:
        """Store what was typed and not stored yet."""
        if self._row is not None and self._acting.is_open and self.guideline.toPlainText() != self._row.label.guideline:
            self._alter(guideline=self.guideline.toPlainText())

    # ---- showing

    def show_row(self, row: LabelRow | None) -> None:
        """Show a label; what was typed for the one before is stored."""
        if self._row is not None and row is not None and row.label.id != self._row.label.id:
            self.keep()
        typing = self._row is not None and row is not None and row.label.id == self._row.label.id
        self._row = row
        self.setEnabled(row is not None and not self._acting.why_not())
        blockers = [QSignalBlocker(one) for one in (self.nests, self.key, self.parent_label, self.guideline, self.grid)]
        label = row.label if row is not None else Label("", self._kind, "")
        if not (typing and self.name.hasFocus() and self.name.isModified()):
            self.name.setText(label.name)
        self.title.setText(label.title)
        self._fill_key(label)
        self._fill_parent(label)
        self._fill_nests(label)
        for tick, on in (
            (self.symmetric, label.symmetric),
            (self.one, label.one_per_head),
            (self.same_sentence, label.same_sentence),
        ):
            tick.setChecked(on)
        if self._kind == "relation":
            self.grid.show_label(self._acting.session.scheme, label.id)
            free = not self._acting.session.scheme.pairs(label.id)
            self.everything.setText(self.tr("Nothing is ticked: it may join everything.") if free else "")
        if not (typing and self.guideline.hasFocus()) and self.guideline.toPlainText() != label.guideline:
            self.guideline.setPlainText(label.guideline)
        self.shown.setMarkdown(self.guideline.toPlainText())
        self._show_colour(row)
        self._check_colour(label)
        del blockers

    def _fill_key(self, label: Label) -> None:
        scheme = self._acting.session.scheme
        taken = {one.key: one.name for one in scheme.ordered(self._kind) if one.key and one.id != label.id}
        self.key.clear()
        self.key.addItem(self.tr("none"), "")
        for key in KEYS:
            shown = key.replace("shift+", self.tr("Shift+"))
            self.key.addItem(f"{shown} — {taken[key]}" if key in taken else shown, key)
        self.key.setCurrentIndex(max(0, self.key.findData(label.key)))

    def _fill_parent(self, label: Label) -> None:
        self.parent_label.clear()
        self.parent_label.addItem(self.tr("no other label"), "")
        for one in self._acting.session.scheme.ordered("span"):
            if one.id != label.id:
                self.parent_label.addItem(one.name, one.id)
        self.parent_label.setCurrentIndex(max(0, self.parent_label.findData(label.parent)))

    def _fill_nests(self, label: Label) -> None:
        self.nests.clear()
        others: list[tuple[Name, str]] = [(ANYWHERE, self.tr("any entity"))]
        others += [(one.id, one.name) for one in self._acting.session.scheme.ordered("span")]
        for name, said in others:
            item = QListWidgetItem(said)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in label.nests_in else Qt.CheckState.Unchecked)
            self.nests.addItem(item)

    def _nested(self) -> tuple[Name, ...]:
        items = [self.nests.item(place) for place in range(self.nests.count())]
        chosen = [str(one.data(Qt.ItemDataRole.UserRole)) for one in items if one.checkState() == Qt.CheckState.Checked]
        return (ANYWHERE,) if ANYWHERE in chosen else tuple(chosen)

    def _show_colour(self, row: LabelRow | None) -> None:
        if row is None:
            return
        look = LabelLook(row.label.name, row.slot, row.label.colour)
        colours = self._looks.theme.label(look)
        self.colour.setText(row.label.colour or self.tr("usual"))
        self.colour.setAccessibleName(self.tr("Colour: {0}").format(row.label.colour or self.tr("usual")))
        self.colour.setStyleSheet(
            f"background: {colours.chip.name()}; color: {colours.chip_text.name()}; border: none; border-radius: 4px;"
        )
        self.usual.setVisible(bool(row.label.colour))

    def _check_colour(self, label: Label) -> None:
        labels = self._acting.session.scheme.ordered(self._kind)
        near = [a.name if b.id == label.id else b.name for a, b in alike(labels) if label.id in (a.id, b.id)]
        said = self.tr("Its colour looks much like that of {0}.").format(", ".join(near)) if near else ""
        self._warn(said)

    def _check_name(self, name: str) -> None:
        """While one types: another label has this name."""
        other = self._acting.session.scheme.find(name.strip(), self._kind)
        taken = other is not None and self._row is not None and other.id != self._row.label.id
        self._warn(self.tr("“{0}” is there already.").format(name.strip()) if taken else "")

    def _warn(self, said: str) -> None:
        self.warning.setText(said)
        self.warning.setVisible(bool(said))

    # ---- changing

    def _rename(self) -> None:
        row, name = self._row, self.name.text().strip()
        if row is not None and self._acting.is_open and name != row.label.name:
            self.name.setModified(False)
            if not self._acting.do(lambda scheme: scheme_edits.rename(scheme, row.label.id, name)):
                self.name.setText(row.label.name)

    def _alter(self, **fields: Any) -> None:
        row = self._row
        if (
            row is None
            or not self._acting.is_open
            or all(getattr(row.label, name) == value for name, value in fields.items())
        ):
            return
        if not self._acting.do(lambda scheme: scheme_edits.alter(scheme, row.label.id, **fields)):
            self.show_row(row)  # as it was

    def _pair(self, pairs: list[tuple[Name, Name]]) -> None:
        row = self._row
        if row is not None and not self._acting.do(lambda scheme: scheme_edits.set_pairs(scheme, row.label.id, pairs)):
            self.show_row(row)

    def _choose_colour(self) -> None:
        if self._row is None:
            return
        dialog = QColorDialog(QColor(self._row.label.colour or "#6688aa"), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.colorSelected.connect(lambda colour: self._alter(colour=colour.name()))
        dialog.open()
