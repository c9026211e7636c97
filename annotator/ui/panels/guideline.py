"""The guideline of the label in focus, beside the text: its words, its name in full, its key and what it may join."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from annotator.core.rows import Label, Name
from annotator.core.scheme import Scheme
from annotator.ui.canvas.scene import LabelLook, State
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.parts.in_view import in_view
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.label_chip import LabelChip
from annotator.ui.parts.labels import words


class GuidelinePanel(QWidget):
    """Follows the focus; with nothing focused it keeps the last label, so that one can go on reading."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk = desk
        self._label: Name = ""
        self._written = ""
        self.chip, self.full = LabelChip(), words(role="faint", wrap=True)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("Guideline"))
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 2 * UNIT)
        column.setSpacing(2 * UNIT)
        column.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.full)
        column.addWidget(self.text, 1)
        for signal in (desk.settled, desk.document_changed, desk.project_changed):
            signal.connect(self.follow)
        looks.changed.connect(self.chip.update)
        self.follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow()

    def follow(self) -> None:
        """Show the guideline of what is focused."""
        if not in_view(self):
            return
        session = self._desk.session
        scheme = session.scheme if session is not None else None
        self._label = self._focused() or self._label
        row = scheme.labels.get(self._label) if scheme is not None else None
        if row is None and scheme is not None:
            row = next(iter(scheme.ordered("span")), None)
        self._show(scheme, row)

    def _focused(self) -> Name:
        desk = self._desk
        if desk.document is None:
            return ""
        if desk.focus.kind == "span":
            entity = desk.entity(desk.focus.id)
            return entity.label_id if entity is not None else ""
        if desk.focus.kind == "relation":
            relation = desk.relation_row(desk.focus.id)
            return relation.label_id if relation is not None else ""
        return ""

    def _show(self, scheme: Scheme | None, row: Label | None) -> None:
        self.chip.setVisible(row is not None)
        if scheme is None or row is None:
            self.full.setText(self.tr("The guideline of a label is shown here."))
            self._written = ""
            self.text.setMarkdown("")
            return
        ordered = [one.id for one in scheme.ordered(row.kind)]
        slot = ordered.index(row.id) if row.id in ordered else row.position
        self.chip.show_label(LabelLook(row.name, slot, row.colour), State.OWN, pill=row.kind == "relation")
        self.full.setText(" · ".join(filter(None, self._facts(scheme, row))))
        self.full.setVisible(bool(self.full.text()))
        guideline = row.guideline or self.tr("*No guideline yet: Tools, Scheme.*")
        if guideline != self._written:  # where it was scrolled to stays
            self._written = guideline
            self.text.setMarkdown(guideline)

    def _facts(self, scheme: Scheme, row: Label) -> list[str]:
        facts = [row.title, self.tr("part of {0}").format(scheme.name_of(row.parent)) if row.parent else ""]
        if row.kind == "relation":
            heads = ", ".join(dict.fromkeys(scheme.name_of(head) for head, _ in scheme.pairs(row.id)))
            tails = ", ".join(dict.fromkeys(scheme.name_of(tail) for _, tail in scheme.pairs(row.id)))
            facts.append(self.tr("from {0} to {1}").format(heads, tails) if heads else self.tr("may join everything"))
            facts.append(self.tr("one per head") if row.one_per_head else "")
            facts.append(self.tr("in one sentence") if row.same_sentence else "")
        return facts
