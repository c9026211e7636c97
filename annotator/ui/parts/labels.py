"""Words in a window: always plain text, cut with "…" where there is no room, with all of it in a tooltip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from annotator.ui.icons import icon
from annotator.ui.parts import ink
from annotator.ui.parts.ink import tip

# Weights are set on the label, because a style sheet cannot reach the axis of a variable font.
_FONTS = {
    "small": (ink.SMALL, 400),
    "section": (ink.SMALL, 600),
    "heading": (ink.USUAL, 600),
    "title": (ink.LARGE, 600),
    "display": (22, 650),
}


def words(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label of plain text; `role` sets font and colour: faint, small, section, heading, title, display, problem."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    _give_role(label, role)
    return label


def _give_role(label: QLabel, role: str) -> None:
    if role:
        label.setProperty("role", role)
    if role in _FONTS:
        label.setFont(ink.font(*_FONTS[role]))


class Elided(QLabel):
    """One line, cut where there is no room."""

    def __init__(
        self, text: str = "", role: str = "", *, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__()
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        _give_role(self, role)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(ink.one_line(text))
        self._explain()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def _explain(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(tip(self.text()) if cut else "")

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.contentsRect()
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(rect, self.alignment(), self.fontMetrics().elidedText(self.text(), self._elide, rect.width()))
        painter.end()


def rule() -> QFrame:
    """A thin line between two parts."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def tool(name: str, said: str, *, tone: str = "faint") -> QToolButton:
    """A flat button with an icon; what it does is its tooltip and its accessible name."""
    button = QToolButton()
    button.setIcon(icon(name, tone))
    button.setIconSize(QSize(16, 16))
    button.setAutoRaise(True)
    button.setToolTip(tip(said))
    button.setAccessibleName(said)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def named(widget: QWidget, name: str) -> QWidget:
    """Give a widget the name that a screen reader says."""
    widget.setAccessibleName(name)
    return widget


def name_icons(field: QLineEdit, *, clear: str = "") -> None:
    """Name the icons inside a field for a screen reader: what empties it, and what only says what it is for."""
    for button in field.findChildren(QToolButton):
        empties = button.defaultAction() is None or "clear" in button.defaultAction().objectName()
        button.setAccessibleName(clear if clear and empties else field.accessibleName())
