"""A field and a list under it: typing narrows the list, arrows move in it while one types, Enter takes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QLineEdit, QVBoxLayout, QWidget

from annotator.ui.canvas.scene import LabelLook
from annotator.ui.dialogs.popup import Popup
from annotator.ui.icons import icon, paint_icon
from annotator.ui.item_model import NAME_ROLE, ROW_ROLE
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, say
from annotator.ui.parts.chip import chip_width, paint_chip, paint_pill
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.keycap import keycap_width, paint_keycap
from annotator.ui.parts.labels import name_icons, rule, words
from annotator.ui.parts.nothing import Nothing
from annotator.ui.parts.table import ItemTable

Index = QModelIndex | QPersistentModelIndex
ROW = 32
LEAST_ROWS, MOST_ROWS = 3, 11
EDGE = 16


class Choice(NamedTuple):
    """One line of the list."""

    key: str
    text: str
    hint: str = ""  # at the right: the key of an action, the number of a label
    tip: str = ""  # said under the list while the line is current
    detail: str = ""  # beside the text, quieter
    look: LabelLook | None = None  # drawn as a chip before the text
    pill: bool = False  # the look is that of a relation label
    icon: str = ""
    enabled: bool = True
    excerpt: str = ""  # a second line, where rows are high enough
    mark: tuple[int, int] = (0, 0)  # what of it was found


class Choices(QAbstractTableModel):
    """The lines that fit."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[Choice] = ()

    def fill(self, rows: Sequence[Choice]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == NAME_ROLE:
            return row.key
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (row.text, row.detail, row.hint, row.excerpt)))
        return None


class ChoiceDelegate(RowDelegate):
    """Icon or chip, words, what is beside them, the key at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: Choice, column: int) -> None:
        """Draw one line."""
        theme = ink.theme_now()
        painter.setOpacity(1.0 if row.enabled else 0.45)
        left, right, middle = box.left() + EDGE, box.right() - EDGE, box.center().y()
        if row.icon:
            paint_icon(painter, QRectF(left, middle - 8, 16, 16), row.icon, theme.faint)
            left += 26
        if row.look is not None:
            paint = paint_pill if row.pill else paint_chip
            paint(painter, QPointF(left, middle), 180, row.look.name if row.pill else row.look)  # type: ignore[arg-type]
            left += max(84.0, min(180.0, chip_width(row.look.name)) + 12)
        if row.hint:
            right -= keycap_width(row.hint)
            paint_keycap(painter, QPointF(right, middle), row.hint)
            right -= 10
        left += say(painter, QRectF(left, box.top(), right - left, box.height()), row.text, theme.text) + 8
        if row.detail and right - left > 24:
            say(painter, QRectF(left, box.top(), right - left, box.height()), row.detail, theme.faint, px=12)


class TypeAhead(Popup):
    """Picks one of many by typing parts of its words."""

    row_height = ROW
    width_wanted = 560

    def __init__(self, parent: QWidget, title: str, prompt: str, *, explains: bool = False) -> None:
        super().__init__(parent, title, width=self.width_wanted)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setProperty("role", "floating")
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.field = QLineEdit(placeholderText=prompt)
        self.field.setAccessibleName(prompt)
        self.field.setProperty("role", "large")
        self.field.addAction(icon("find", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        name_icons(self.field)
        self.model = Choices(self)
        self.list = ItemTable(height=self.row_height)
        self.list.show_rows(self.model, self.delegate())
        self.list.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = Nothing("find", self.tr("Nothing fits"))
        self._tip = words(role="faint", wrap=True)
        self._lay_out(explains=explains)
        self.field.textChanged.connect(lambda _text: self.refill())
        self.field.installEventFilter(self)
        self.list.chosen.connect(lambda _key: self._take(control=False))
        self.list.marked.connect(self._explain)

    def _lay_out(self, *, explains: bool) -> None:
        self.column.addWidget(self.field)
        self.column.addWidget(rule())
        self.column.addWidget(self.list)
        self.column.addWidget(self._nothing)
        self._nothing.hide()
        self._tip_box = QWidget()
        inner = QVBoxLayout(self._tip_box)
        inner.setContentsMargins(EDGE, 2 * UNIT, EDGE, 3 * UNIT)
        inner.addWidget(self._tip)
        self._tip.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 4)
        self._tip.setAlignment(Qt.AlignmentFlag.AlignTop)
        line = rule()
        for widget in (line, self._tip_box):
            self.column.addWidget(widget)
            widget.setVisible(explains)

    # ---- what a picker says

    def delegate(self) -> RowDelegate:
        """What draws the lines."""
        return ChoiceDelegate(self.list)

    def choices(self, typed: str) -> Sequence[Choice]:
        """What fits the words typed, best first."""
        raise NotImplementedError

    def take(self, key: str, *, control: bool) -> None:
        """One was chosen; `control` says that Ctrl was held."""
        raise NotImplementedError

    # ---- working

    def refill(self) -> None:
        """Show what fits; as high as what there is before anything is typed, so that nothing jumps while one types."""
        self.model.fill(self.choices(self.field.text()))
        if not self.field.text():
            height = max(LEAST_ROWS, min(MOST_ROWS, len(self.model.rows))) * self.row_height
            self.list.setFixedHeight(height)
            self._nothing.setFixedHeight(height)
        empty = not self.model.rows
        self.list.setVisible(not empty)
        self._nothing.setVisible(empty)
        self.list.follow(-1 if empty else 0)
        self._explain()

    def current(self) -> Choice | None:
        """The line that Enter would take."""
        row = self.list.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def _explain(self) -> None:
        choice = self.current()
        self._tip.setText(choice.tip if choice is not None else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list, Enter takes."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}.get(event.key())  # type: ignore[call-overload]
        if step is not None:
            self._step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(control=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        count, row = len(self.model.rows), self.list.currentIndex().row()
        if count:
            turned = (row + step) % count if abs(step) == 1 else max(0, min(count - 1, row + step))
            self.list.follow(turned)

    def _take(self, *, control: bool) -> None:
        choice = self.current()
        if choice is not None and choice.enabled:
            self.accept()
            self.take(choice.key, control=control)

    def changeEvent(self, event: QEvent) -> None:
        """Another window has the keyboard now: nobody picks here any more."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.reject()
