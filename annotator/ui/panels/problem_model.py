"""Problems in a list: by kind, with counts, kinds folded at will, narrowed by words."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from annotator.session.checking import Found
from annotator.ui.icons import paint_icon
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.parts import ink
from annotator.ui.parts.cells import EDGE, RowDelegate, say

Index = QModelIndex | QPersistentModelIndex
ROW = 40
ORDER = (
    "end missing",
    "off the text",
    "against the rules",
    "more than one",
    "label not in use",
    "other label elsewhere",
    "marked elsewhere",
    "white space at an edge",
    "punctuation at an edge",
    "twice",
    "across sentences",
    "same text",
    "empty document",
)
"""Kinds of problems, what keeps a document from being submitted first."""

Line = Found | str
"""A row: a problem, or the head of its kind."""

Key = tuple[str, str, str]


def key_of(found: Found) -> Key:
    """What a problem is known by while others come and go."""
    return (found.document, found.author, found.problem.key)


class Head(NamedTuple):
    """The head of a kind as a row shows it."""

    title: str
    many: int
    folded: bool


class Body(NamedTuple):
    """A problem as a row shows it."""

    found: Found
    detail: str


class ProblemModel(QAbstractTableModel):
    """Heads of kinds, and under each its problems in the order of documents and texts."""

    def __init__(self, detail: Callable[[Found], str], parent: QObject) -> None:
        super().__init__(parent)
        self._detail = detail
        self.lines: list[Line] = []
        self.folded: set[str] = set()
        self._of_kind: dict[str, list[Found]] = {}
        self._titles = self._name_kinds()

    def _name_kinds(self) -> dict[str, str]:
        return {
            "end missing": self.tr("Relations that lost an end"),
            "off the text": self.tr("Off the text"),
            "against the rules": self.tr("Relations against the rules"),
            "more than one": self.tr("More than one where one is allowed"),
            "label not in use": self.tr("Labels not in use"),
            "other label elsewhere": self.tr("Same words, different labels"),
            "marked elsewhere": self.tr("Words left unmarked"),
            "white space at an edge": self.tr("White space at an edge"),
            "punctuation at an edge": self.tr("Punctuation at an edge"),
            "twice": self.tr("Marked twice"),
            "across sentences": self.tr("Relations across sentences"),
            "same text": self.tr("Same texts"),
            "empty document": self.tr("Empty documents"),
        }

    def title(self, kind: str) -> str:
        """A kind in words."""
        return self._titles.get(kind, kind)

    def fill(self, found: list[Found]) -> None:
        """Show other problems; what is folded stays so."""
        of_kind: dict[str, list[Found]] = {}
        for one in found:
            of_kind.setdefault(one.problem.kind, []).append(one)
        kinds = sorted(of_kind, key=lambda kind: ORDER.index(kind) if kind in ORDER else len(ORDER))
        self._show({kind: of_kind[kind] for kind in kinds})

    def _show(self, of_kind: dict[str, list[Found]]) -> None:
        lines: list[Line] = []
        for kind, some in of_kind.items():
            lines.append(kind)
            lines += [] if kind in self.folded else some
        if (lines, of_kind) == (self.lines, self._of_kind):
            return
        self.beginResetModel()
        self.lines, self._of_kind = lines, of_kind
        self.endResetModel()

    def fold(self, kind: str, *, folded: bool) -> None:
        """Fold a kind, or unfold it."""
        self.folded = self.folded | {kind} if folded else self.folded - {kind}
        self._show(self._of_kind)

    def found_at(self, row: int) -> Found | None:
        """The problem of a row; None for a head."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line if isinstance(line, Found) else None

    def kind_at(self, row: int) -> str:
        """The kind that a row belongs to, or empty."""
        line = self.lines[row] if 0 <= row < len(self.lines) else ""
        return line.problem.kind if isinstance(line, Found) else line

    def of_kind(self, kind: str) -> list[Found]:
        """All problems of a kind that are listed, folded or not."""
        return self._of_kind.get(kind, [])

    def row_of(self, key: Key) -> int:
        """Where a problem is, or -1."""
        return next((row for row, one in enumerate(self.lines) if isinstance(one, Found) and key_of(one) == key), -1)

    def row_of_kind(self, kind: str) -> int:
        """Where the head of a kind is, or -1."""
        return self.lines.index(kind) if kind in self.lines else -1

    # ---- as Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == NAME_ROLE:
            return str(index.row())
        if role == ROW_ROLE:
            return self._row(line)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(line, Found):
                return " · ".join(filter(None, (line.problem.text, self._detail(line))))
            return f"{self.title(line)}: {len(self._of_kind[line]):,}"
        return None

    def _row(self, line: Line) -> Head | Body:
        if isinstance(line, Found):
            return Body(line, self._detail(line))
        return Head(self.title(line), len(self._of_kind[line]), line in self.folded)


class ProblemDelegate(RowDelegate):
    """A head: an arrow, the kind, how many. A problem: an icon, the sentence, where it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: Head | Body, column: int) -> None:
        """Draw one row."""
        if isinstance(row, Head):
            self._paint_head(painter, box, row)
        else:
            self._paint_body(painter, box, row)

    def _paint_head(self, painter: QPainter, box: QRectF, row: Head) -> None:
        theme = ink.theme_now()
        arrow = QRectF(box.left() + EDGE - 1, box.center().y() - 6, 12, 12)
        paint_icon(painter, arrow, "right" if row.folded else "down", theme.faint)
        left, right = box.left() + EDGE + 18, box.right() - EDGE
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        at = QRectF(left, box.top(), right - left, box.height())
        width = say(painter, at, f"{row.many:,}", theme.faint, px=12, align=align)
        say(painter, at.adjusted(0, 0, -width - 8, 0), row.title, theme.text, weight=600)

    def _paint_body(self, painter: QPainter, box: QRectF, row: Body) -> None:
        theme, found = ink.theme_now(), row.found
        icon, tone = ("blocks", theme.problem) if found.problem.blocks else ("problem", theme.faint)
        if found.reason:
            icon = "finished"
            painter.setOpacity(0.65)
        left, right = box.left() + EDGE + 18, box.right() - EDGE
        paint_icon(painter, QRectF(left, box.top() + 4, 17, 17), icon, tone)
        left += 24
        said = right - left
        say(painter, QRectF(left, box.top() + 3, said, 19), found.problem.text, theme.text)
        say(painter, QRectF(left, box.top() + 21, said, 16), row.detail, theme.faint, px=ink.SMALL)
