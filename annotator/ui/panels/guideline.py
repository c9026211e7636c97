"""What the scheme says of the label in hand: that of the focus, or the one last pointed at in the bar, or of all."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.rows import Label, Name
from annotator.ui.canvas.scene import State
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.parts.in_view import in_view
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.label_chip import LabelChip
from annotator.ui.parts.label_look import label_look
from annotator.ui.parts.labels import Elided, rule, words
from annotator.ui.parts.markdown import MarkdownView
from annotator.ui.parts.nothing import Nothing


class GuidelinePanel(QWidget):
    """A guideline as it reads."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk = desk
        self._picked: Name = ""
        self._shown: object = None
        self.chip, self.title = LabelChip(), Elided(role="faint")
        self.text = MarkdownView(self.tr("Guideline"), framed=False)
        self._nothing = Nothing("label", "")
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        row.setSpacing(2 * UNIT)
        row.addWidget(self.chip)
        row.addWidget(self.title, 1)
        self._head = head
        page = QWidget()
        page.setProperty("role", "body")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        self.facts = words("", "small", wrap=True)
        self.facts.setContentsMargins(3 * UNIT, 0, 3 * UNIT, 2 * UNIT)
        column.addWidget(self.facts)
        column.addWidget(rule())
        column.addWidget(self.text, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(page)
        self._stack.addWidget(self._nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.setFocusProxy(self.text)
        for signal in (desk.settled, desk.document_changed, desk.project_changed):
            signal.connect(self.refresh)
        looks.changed.connect(self._dress)
        self.refresh()

    def point_at(self, label: Name) -> None:
        """A label of the bar was pointed at or taken: it is shown until the focus says another."""
        self._picked = label
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _dress(self) -> None:
        self._shown = None
        self.refresh()

    def _label(self) -> Label | None:
        desk = self._desk
        if desk.session is None:
            return None
        row = desk.entity(desk.focus.id) if desk.focus.kind == "span" else None
        relation = desk.relation_row(desk.focus.id) if desk.focus.kind == "relation" else None
        focused = row.label_id if row is not None else relation.label_id if relation is not None else ""
        return desk.session.scheme.labels.get(focused or self._picked)

    def refresh(self) -> None:
        """Show what is in hand now, where anybody sees it."""
        if not in_view(self):
            return
        label = self._label()
        if self._desk.session is None or not any(row.guideline for row in self._desk.session.scheme.labels.values()):
            self._say_nothing(self.tr("No label has a guideline. A lead writes them in the scheme: Tools, Scheme."))
        elif label is None:
            self._show_all()
        elif not label.guideline:
            self._say_nothing(self.tr("{0} has no guideline.").format(label.name))
        else:
            self._show_one(label)

    def _say_nothing(self, sentence: str) -> None:
        self._nothing.say(sentence)
        self._stack.setCurrentIndex(1)
        self._shown = None

    def _show_one(self, label: Label) -> None:
        self._stack.setCurrentIndex(0)
        if self._shown == label:
            return
        self._shown = label
        self._head.show()
        self.chip.show_label(label_look(self._desk, label.id), State.OWN, pill=label.kind == "relation")
        self.title.setText(label.title)
        self.facts.setText(" · ".join(self._facts(label)))
        self.facts.setVisible(bool(self.facts.text()))
        self.text.show_markdown(label.guideline)

    def _facts(self, label: Label) -> list[str]:
        """What the rules say of a label, in a few words."""
        assert self._desk.session is not None
        scheme = self._desk.session.scheme
        facts = [self.tr("part of {0}").format(scheme.name_of(label.parent))] if label.parent else []
        if label.kind == "relation":
            ends = [
                list(dict.fromkeys(scheme.name_of(one) for one in side))
                for side in zip(*scheme.pairs(label.id), strict=True)
            ]
            joined = [", ".join(side) for side in ends]
            facts += [self.tr("from {0} to {1}").format(*joined) if joined else self.tr("may join everything")]
            facts += [self.tr("one per entity at most")] if label.one_per_head else []
            facts += [self.tr("within a sentence")] if label.same_sentence else []
        return facts

    def _show_all(self) -> None:
        """Nothing is in hand: the guidelines of all labels, one after the other."""
        assert self._desk.session is not None
        scheme = self._desk.session.scheme
        told = [row for kind in ("span", "relation", "document") for row in scheme.ordered(kind) if row.guideline]
        self._stack.setCurrentIndex(0)
        self._head.hide()
        self.facts.hide()
        self._shown = None
        self.text.show_markdown("\n\n".join(f"### {row.name}\n\n{row.guideline}" for row in told))
