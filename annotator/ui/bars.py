"""Bars around the text: what the digits do now, which keys act here, questions and their answers."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from annotator.ui.canvas.drawn import hatching
from annotator.ui.canvas.scene import LabelLook
from annotator.ui.desk import Answer, BarEntry, Desk, Question
from annotator.ui.dialogs.label_picker import LabelPicker
from annotator.ui.guideline import plain_words
from annotator.ui.looks import Looks
from annotator.ui.parts import ink
from annotator.ui.parts.cells import say
from annotator.ui.parts.ink import UNIT, tip
from annotator.ui.parts.keycap import keycap_width, paint_keycap
from annotator.ui.parts.labels import tool
from annotator.ui.status_line import Dot, StatusLine

__all__ = ["Dot", "KeyLine", "LabelBar", "QuestionBar", "StatusLine", "plain_label"]

GAP, PAD, HEIGHT = 4, 8, 22
BAR = 36


def plain_label(text: str = "", name: str = "") -> QLabel:
    """A label that never takes data for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        label.setObjectName(name)
    return label


# ---- labels


class LabelButton(QAbstractButton):
    """A label with its number; a click is the digit."""

    pointed = Signal()

    def __init__(self, entry: BarEntry, look: LabelLook, *, pill: bool) -> None:
        super().__init__()
        self.entry, self._look, self._pill = entry, look, pill
        self.current = False
        self._key = entry.key.replace("shift+", "⇧")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the digits are its keys
        self.setEnabled(entry.enabled)
        self.setFixedSize(self.sizeHint())
        said = " — ".join(filter(None, (entry.title, plain_words(entry.guideline)))) or entry.name
        self.setToolTip(tip(said))
        self.setAccessibleName(f"{self._key} {entry.name}")
        self.setAccessibleDescription(said)

    def sizeHint(self) -> QSize:
        key = ink.measure(ink.SMALL, 500).horizontalAdvance(self._key)
        name = ink.measure(12, 600).horizontalAdvance(self.entry.name)
        return QSize(round(key + name + 2 * PAD + 6), HEIGHT + 2)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = ink.theme_now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.35)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        colours = theme.label(self._look)
        lit = (self.underMouse() and self.isEnabled()) or self.current
        painter.setPen(QPen(theme.accent if self.current else theme.hover, 1.4) if lit else Qt.PenStyle.NoPen)
        painter.setBrush(theme.tag if self._pill else colours.chip)
        radius = HEIGHT / 2 if self._pill else 5
        painter.drawRoundedRect(box, radius, radius)
        if colours.pattern and not self._pill:
            painter.setPen(QPen(colours.chip_pattern, 1.4))
            painter.drawLines(hatching(box.adjusted(1, 1, -1, -1), colours.pattern))
        words = theme.arc_text if self._pill else colours.chip_text
        key = say(painter, box.adjusted(PAD - 1, 0, 0, 0), self._key, words, px=ink.SMALL, weight=500)
        say(painter, box.adjusted(PAD + key + 5, 0, 4, 0), self.entry.name, words, px=12, weight=600)
        painter.end()


class LabelBar(QWidget):
    """The numbered labels above the text; what has no room is behind the dots, as is every label without a number."""

    pointed = Signal(str)  # a label that the mouse is on, or that was taken

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk, self._looks = desk, looks
        self._entries: list[BarEntry] = []
        self._buttons: list[LabelButton] = []
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(BAR)
        self.setAccessibleName(self.tr("Labels by number"))
        self._linking = plain_label(name="heading")
        self._linking.setParent(self)
        self._more = tool("more", self.tr("All labels (L)"))
        self._more.setParent(self)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.clicked.connect(self._pick)
        for signal in (desk.project_changed, desk.document_changed, desk.settled):
            signal.connect(self.refresh)
        looks.changed.connect(self.update)
        self.refresh()

    def refresh(self) -> None:
        """Read again what the digits do; buttons are made anew only where that has changed."""
        entries = self._desk.bar()
        session = self._desk.session
        self._more.setVisible(bool(entries) or (session is not None and bool(session.scheme.ordered("span"))))
        if entries != self._entries:
            self._entries = entries
            for button in self._buttons:
                button.hide()
                button.deleteLater()
            self._buttons = [self._button(entry) for entry in entries]
        self._show_linking()
        self._show_current()
        self._arrange()

    def _button(self, entry: BarEntry) -> LabelButton:
        session = self._desk.session
        row = session.scheme.labels.get(entry.label) if session is not None else None
        look = LabelLook(entry.name, entry.slot, row.colour if row is not None else "")
        button = LabelButton(entry, look, pill=row is not None and row.kind == "relation")
        button.setParent(self)
        button.clicked.connect(lambda: self._take(entry))
        button.pointed.connect(lambda: self.pointed.emit(entry.label))
        return button

    def _show_linking(self) -> None:
        linking, words = self._desk.linking, ""
        if linking is not None:
            row = self._desk.entity(linking.heads[-1])
            name = ink.one_line(row.text)[:32] if row is not None else ""
            many = len(linking.heads)
            words = self.tr("Linking from {0}").format(name) if many == 1 else self.tr("Linking from {0}").format(many)
            target = self._desk.entity(linking.target) if linking.target else None
            if target is not None:
                words += f" {'←' if linking.turned else '→'} {ink.one_line(target.text)[:32]}"
        self._linking.setText(words)
        self._linking.setVisible(bool(words))

    def _show_current(self) -> None:
        row = self._desk.entity(self._desk.focus.id) if self._desk.focus.kind == "span" else None
        relation = self._desk.relation_row(self._desk.focus.id) if self._desk.focus.kind == "relation" else None
        label = row.label_id if row is not None else relation.label_id if relation is not None else ""
        for button in self._buttons:
            if button.current != (button.entry.label == label):
                button.current = not button.current
                button.update()

    def _arrange(self) -> None:
        x, top = 3 * UNIT, (BAR - HEIGHT - 2) // 2
        if self._linking.text():
            size = self._linking.sizeHint()
            self._linking.setGeometry(x, (BAR - size.height()) // 2, size.width(), size.height())
            x += size.width() + 3 * UNIT
        room = self.width() - 52
        for button in self._buttons:
            fits = x + button.width() <= room
            button.setVisible(fits)
            if not fits:
                room = 0
                continue
            button.move(x, top)
            x += button.width() + GAP
        self._show_more(min(x, self.width() - 50))

    def _show_more(self, x: int) -> None:
        """Behind the dots, or behind their number, are the labels that have no room or no number."""
        session, shown = self._desk.session, sum(not button.isHidden() for button in self._buttons)
        relations = self._desk.linking is not None or self._desk.focus.kind == "relation"
        many = len(session.scheme.ordered("relation" if relations else "span")) - shown if session is not None else 0
        self._more.setText(f"+{many}" if many > 0 else "")
        styles = Qt.ToolButtonStyle
        self._more.setToolButtonStyle(styles.ToolButtonTextOnly if many > 0 else styles.ToolButtonIconOnly)
        said = self.tr("All labels (L)") if many <= 0 else self.tr("All labels, {0} more (L)").format(many)
        self._more.setToolTip(tip(said))
        self._more.setAccessibleName(said)
        self._more.setGeometry(x, (BAR - 26) // 2, 44 if many > 0 else 28, 26)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, BAR - 1, self.width(), 1, ink.theme_now().rule)
        painter.end()

    def _take(self, entry: BarEntry) -> None:
        if self._desk.linking is not None:
            self._desk.finish_linking(entry.label)
        else:
            self._desk.label_as(entry.label)
        self._desk.canvas_wanted.emit()

    def _pick(self) -> None:
        if self._desk.document is not None:
            LabelPicker(self.window(), self._desk, self._looks).open()


# ---- keys

_NAMED = {"Space", "Enter", "Esc", "Tab", "Del", "Backspace", "Letters", "arrows"}


def split_keys(part: str) -> tuple[list[str], str]:
    """The keys that a part of the key line begins with, and what they do: "A S D F edges" → A, S, D, F and "edges"."""
    tokens = part.split()
    count = 0
    while count < len(tokens) and _is_key(tokens[count]):
        count += 1
    if count == len(tokens):
        count = 0
    return tokens[:count], " ".join(tokens[count:])


def _is_key(token: str) -> bool:
    if len(token) == 1:
        return not token.islower()
    if token in _NAMED - {"Letters"}:
        return True
    range_of_digits = "–" in token and all(end.isdigit() for end in token.split("–"))
    combination = token.split("+")[0] in ("Ctrl", "Shift", "Alt") and "+" in token
    return range_of_digits or combination or (token[0] == "F" and token[1:].isdigit())


class KeyLine(QWidget):
    """The keys of the present focus, under the text; parts without room are left out, the last one never."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._parts: list[tuple[list[str], str]] = []
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(30)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for signal in (desk.settled, desk.document_changed, desk.asked):
            signal.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        line = self._desk.key_line() if self._desk.document is not None else ""
        self.setAccessibleName(self.tr("Keys that act here: {0}").format(line))
        self._parts = [split_keys(part) for part in line.split(" · ")] if line else []
        self.update()

    def _width(self, part: tuple[list[str], str]) -> float:
        keys, words = part
        caps = sum(keycap_width(key) + 3 for key in keys)
        return caps + 3 + ink.measure(12).horizontalAdvance(words) + 14

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter = ink.theme_now(), QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.rule)
        x, middle = 3.0 * UNIT, (self.height() + 1) / 2
        last = self._width(self._parts[-1]) if self._parts else 0.0
        for number, part in enumerate(self._parts):
            kept = 0.0 if number == len(self._parts) - 1 else last
            if number and x + self._width(part) + kept > self.width():
                continue
            for key in part[0]:
                x += paint_keycap(painter, QPointF(x, middle), key) + 3
            box = QRectF(x + 3, 0, self.width() - x, self.height() + 1)
            x += say(painter, box, part[1], theme.faint, px=12) + 17
        painter.end()


# ---- questions


class AnswerButton(QPushButton):
    """An answer with its key on a cap."""

    def __init__(self, answer: Answer, *, main: bool) -> None:
        super().__init__(answer.text)
        self._key = {"Return": "Enter", "Escape": "Esc"}.get(answer.key, answer.key)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the canvas has the keyboard, and hears these keys
        self.setAccessibleName(f"{answer.text} ({self._key})")
        if main:
            self.setProperty("role", "answer")

    def sizeHint(self) -> QSize:
        width = keycap_width(self._key) + ink.measure().horizontalAdvance(self.text()) + 6 + 20
        return QSize(round(width), 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        option, painter = QStyleOptionButton(), QPainter(self)
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        x, middle = 8.0, self.height() / 2
        x += paint_keycap(painter, QPointF(x, middle), self._key) + 6
        say(painter, QRectF(x, 0, self.width() - x, self.height()), self.text(), ink.theme_now().text)
        painter.end()


class QuestionBar(QFrame):
    """A question and its answers, under the text; Esc always leaves it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("question")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3 * UNIT, 6, 2 * UNIT, 6)
        self._row.setSpacing(6)
        self._words = plain_label()
        self._words.setFont(ink.font(ink.USUAL, 600))
        self._words.setWordWrap(True)
        self._row.addWidget(self._words, 1)
        self._buttons: list[QPushButton] = []
        desk.asked.connect(self._show)
        self.hide()

    def _show(self, question: Question | None) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        self.setVisible(question is not None)
        if question is None:
            return
        self._words.setText(question.text)
        self.setAccessibleName(question.text)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, question.text))
        for answer in question.answers:
            button = AnswerButton(answer, main=answer.key == "Return")
            button.clicked.connect(lambda _=False, answer=answer: self._answer(answer))
            self._row.addWidget(button)
            self._buttons.append(button)
        self._desk.canvas_wanted.emit()  # the answers are keys of the canvas

    def _answer(self, answer: Answer) -> None:
        self._desk.settle_question()
        answer.act()
        self._desk.canvas_wanted.emit()
