"""What an import or an export had to say, as a list: what was lost first."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from annotator.core.records import Finding
from annotator.ui.icons import paint_icon
from annotator.ui.panels.places import Place, Places
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, say
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import tool, words
from annotator.ui.parts.table import ItemTable

ROW = 42
MOST = 5000  # findings that are listed


class FindingDelegate(RowDelegate):
    """The sentence, and under it the place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: Place, column: int) -> None:
        """Draw a finding."""
        theme = ink.theme_now()
        paint_icon(painter, QRectF(box.left() + 10, box.top() + 5, 16, 16), row.icon, getattr(theme, row.tone))
        left, right = box.left() + 36, box.right() - 10
        say(painter, QRectF(left, box.top() + 3, right - left, 20), row.text, theme.text)
        say(painter, QRectF(left, box.top() + 22, right - left, 16), row.detail, theme.faint, px=ink.SMALL)


class Findings(QWidget):
    """The list with its count; all of it can be copied."""

    def __init__(self, *, rows: int = 4) -> None:
        super().__init__()
        self._found: list[Finding] = []
        self._count = words(role="heading")
        copy = tool("copy", self.tr("Copy all of it"))
        copy.clicked.connect(self._copy)
        self.model = Places(self)
        table = self.table = ItemTable(height=ROW)
        table.show_rows(self.model, FindingDelegate(table))
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setAccessibleName(self.tr("What there is to say"))
        table.setProperty("role", "boxed")
        table.setMinimumHeight(rows * ROW)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addLayout(head)
        column.addWidget(table, 1)

    def show_findings(self, found: Sequence[Finding]) -> None:
        """List these; the widget hides where there is nothing to say."""
        self._found = sorted(found, key=lambda one: not one.lost)
        self.model.fill(
            [
                Place("lost" if one.lost else "info", "problem" if one.lost else "faint", one.text, one.place, "", 0, 0)
                for one in self._found[:MOST]
            ]
        )
        lost = sum(one.lost for one in self._found)
        noted = len(self._found) - lost
        said = [self.tr("{0} left out").format(lost)] if lost else []
        said += [self.tr("{0} noted").format(noted)] if noted else []
        self._count.setText(", ".join(said))
        self.setVisible(bool(self._found))

    def _copy(self) -> None:
        lines = (f"{one.place}: {one.text}" for one in self._found)
        QApplication.clipboard().setText("\n".join(lines))
