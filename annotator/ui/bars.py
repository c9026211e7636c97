"""Bars around the text: what the digits do now, which keys act here, questions, and the line at the bottom."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStatusBar, QWidget

from annotator.ui.canvas.scene import LabelLook
from annotator.ui.desk import BarEntry, Desk, Question
from annotator.ui.guideline import plain_words
from annotator.ui.looks import Looks

GAP, PAD, HEIGHT = 6, 8, 22


def plain_label(text: str = "", name: str = "") -> QLabel:
    """A label that never takes data for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        label.setObjectName(name)
    return label


class LabelBar(QWidget):
    """The numbered labels above the text; a click is the digit."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk, self._looks = desk, looks
        self._entries: list[BarEntry] = []
        self._boxes: list[tuple[QRectF, BarEntry]] = []
        self.setFixedHeight(HEIGHT + 14)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Labels by number"))
        for signal in (desk.project_changed, desk.focus_changed, desk.mode_changed, desk.document_changed):
            signal.connect(self.refresh)
        desk.content_changed.connect(lambda _happened: self.refresh())
        looks.changed.connect(self.update)

    def refresh(self) -> None:
        """Read again what the digits do."""
        entries = self._desk.bar()
        if entries != self._entries:
            self._entries = entries
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT + 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._looks.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.panel)
        painter.setPen(theme.rule)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        metrics = self.fontMetrics()
        x, y = 12.0, (self.height() - HEIGHT) / 2
        self._boxes = []
        for entry in self._entries:
            key = entry.key.replace("shift+", "⇧")
            width = metrics.horizontalAdvance(key) + metrics.horizontalAdvance(entry.name) + 2 * PAD + 6
            if x + width > self.width() - 40:
                painter.setPen(theme.faint)
                more = QRectF(x, y, 60, HEIGHT)
                painter.drawText(more, Qt.AlignmentFlag.AlignVCenter, self.tr("L …"))
                break
            box = QRectF(x, y, width, HEIGHT)
            self._paint_entry(painter, box, entry, key)
            self._boxes.append((box, entry))
            x += width + GAP
        painter.end()

    def _paint_entry(self, painter: QPainter, box: QRectF, entry: BarEntry, key: str) -> None:
        theme = self._looks.theme
        colours = theme.label(self._look(entry))
        painter.setOpacity(1.0 if entry.enabled else 0.35)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.chip)
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(colours.chip_text)
        font = painter.font()
        painter.drawText(box.adjusted(PAD, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, key)
        offset = self.fontMetrics().horizontalAdvance(key) + PAD + 6
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.drawText(box.adjusted(offset, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, entry.name)
        font.setWeight(font.Weight.Normal)
        painter.setFont(font)
        painter.setOpacity(1.0)

    def _look(self, entry: BarEntry) -> LabelLook:
        scene = self._desk.scene
        return scene.look(entry.label) if scene is not None else LabelLook(entry.name, entry.slot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        entry = self._at(event)
        if entry is None:
            self.setToolTip("")
        else:
            self.setToolTip(" — ".join(filter(None, (entry.title, plain_words(entry.guideline)))) or entry.name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        entry = self._at(event)
        if entry is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._desk.linking is not None:
            self._desk.finish_linking(entry.label)
        else:
            self._desk.label_as(entry.label)
        self._desk.canvas_wanted.emit()

    def _at(self, event: QMouseEvent) -> BarEntry | None:
        return next((entry for box, entry in self._boxes if box.contains(event.position())), None)


class KeyLine(QWidget):
    """The keys of the present focus, under the text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = plain_label(name="faint")
        self._words.setAccessibleName(self.tr("Keys that act here"))
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 5)
        row.addWidget(self._words)
        for signal in (desk.focus_changed, desk.mode_changed, desk.document_changed, desk.asked):
            signal.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self._words.setText(self._desk.key_line() if self._desk.document is not None else "")


class QuestionBar(QFrame):
    """A question and its answers, under the text; Esc always leaves it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("question")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 12, 6)
        self._words = plain_label(name="heading")
        self._words.setWordWrap(True)
        self._row.addWidget(self._words, 1)
        self._buttons: list[QPushButton] = []
        desk.asked.connect(self._show)
        self.hide()

    def _show(self, question: Question | None) -> None:
        for button in self._buttons:
            button.deleteLater()
        self._buttons = []
        self.setVisible(question is not None)
        if question is None:
            return
        self._words.setText(question.text)
        names = {"Return": "⏎", "Escape": "Esc"}
        for answer in question.answers:
            button = QPushButton(f"{names.get(answer.key, answer.key)}  {answer.text}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, act=answer.act: self._answer(act))
            self._row.addWidget(button)
            self._buttons.append(button)

    def _answer(self, act: object) -> None:
        self._desk.settle_question()
        if callable(act):
            act()
        self._desk.canvas_wanted.emit()


class Dot(QWidget):
    """Green: all is saved. Red: one edit is not."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(10, 10)
        self._colour = QColor("#2f9e5b")

    def show_saved(self, *, saved: bool) -> None:
        """Green or red."""
        self._colour = QColor("#2f9e5b" if saved else "#d33a2c")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(1, 1, 8, 8)
        painter.end()


class StatusLine:
    """Fills the status bar: saved, decided, pipeline, zoom, what undo takes back; and the last sentence."""

    def __init__(self, bar: QStatusBar, desk: Desk) -> None:
        self._bar, self._desk = bar, desk
        bar.setSizeGripEnabled(False)
        self._dot, self._saved = Dot(), plain_label()
        self._said = plain_label()
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._said.setAccessibleName(bar.tr("What happened last"))
        self._decided, self._pipeline, self._undo = (
            plain_label(name="faint"),
            plain_label(name="faint"),
            plain_label(name="faint"),
        )
        self.copy = QPushButton(bar.tr("Save a copy …"))
        self.copy.hide()
        self.zoom = plain_label("100 %", "faint")
        for widget in (self._dot, self._saved, self.copy):
            bar.addWidget(widget)
        bar.addWidget(self._said, 1)
        for widget in (self._decided, self._pipeline, self._undo, self.zoom):
            widget.setContentsMargins(10, 0, 4, 0)
            bar.addPermanentWidget(widget)
        desk.message.connect(self._say)
        desk.saved_changed.connect(self.refresh)
        desk.suggesting_changed.connect(self.refresh)
        desk.document_changed.connect(self.refresh)

    def _say(self, sentence: str, kind: str) -> None:
        self._said.setText(sentence)
        self._said.setToolTip(sentence)
        weight = "font-weight:600" if kind in ("refused", "error") else ""
        self._said.setStyleSheet(weight + (";color:#d33a2c" if kind == "error" else ""))

    def refresh(self) -> None:
        """Read everything again; cheap but for the counts, which are the desk's to cache."""
        session = self._desk.session
        pending = session.pending if session else None
        self._dot.setVisible(session is not None)
        self._dot.show_saved(saved=pending is None)
        self.copy.setVisible(pending is not None)
        if pending is not None:
            self._saved.setText(self._bar.tr('Not saved: "{0}"').format(pending.new.title))
        else:
            self._saved.setText(self._saved_words())
        self._pipeline.setText(self._desk.suggesting[1])
        step = session.undo_step() if session else None
        self._undo.setText(self._bar.tr("Undo: {0}").format(_short(step.info.title)) if step else "")
        self._count()

    def _saved_words(self) -> str:
        session = self._desk.session
        if session is None:
            return ""
        return self._bar.tr("Read only") if session.read_only else self._bar.tr("Saved")

    def _count(self) -> None:
        if self._desk.document is None:
            self._decided.setText("")
            return
        decided, total = self._desk.progress()
        words = [self._bar.tr("{0} of {1} decided").format(decided, total)] if total else []
        if self._desk.unseen():
            words.append(self._bar.tr("not all seen"))
        problems = len(self._desk.scene.problems) if self._desk.scene else 0
        if problems:
            words.append(self._bar.tr("{0} problems").format(problems))
        self._decided.setText(" · ".join(words))


def _short(text: str) -> str:
    return text if len(text) <= 36 else text[:35] + "…"
