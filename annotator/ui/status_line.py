"""The line at the bottom of the window: what is saved, what was said last, jobs, counts, the pipeline, undo, zoom."""

import time
from datetime import datetime

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStatusBar, QWidget

from annotator.session import Happened, Session
from annotator.ui.desk import Desk
from annotator.ui.desk.state import SETTLE_MS
from annotator.ui.job_bar import JobBar
from annotator.ui.parts import ink
from annotator.ui.parts.cells import dot
from annotator.ui.parts.ink import UNIT, one_line, tip
from annotator.ui.parts.labels import Elided, words

FADE_MS = 12_000  # so long a sentence that refuses nothing stays
COUNT_MS = 150  # counts follow so long after the last edit, longer where counting is dear
SAVED = "#2f9e5b"  # the green dot, readable on both themes' panels
TITLE = 36  # characters of what undo takes back


class Dot(QWidget):
    """Green only after the commit returned."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(14, 14)
        self._saved = True

    def show_saved(self, *, saved: bool) -> None:
        """Saved, or not."""
        self._saved = saved
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = ink.theme_now(), QPainter(self)
        dot(painter, QPointF(7, 7), 4, QColor(SAVED) if self._saved else theme.on_problem)
        painter.end()


class StatusLine(QObject):
    """Fills the status bar. A failed write turns all of it red until a write works."""

    def __init__(self, bar: QStatusBar, desk: Desk) -> None:
        super().__init__(bar)
        self._bar, self._desk = bar, desk
        self._saved_at = ""
        self._cost = 0.0
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(2 * UNIT, 0, UNIT, 0)
        self._dot, self._saved = Dot(), words()
        self._said = Elided()
        self._said.setAccessibleName(bar.tr("What happened last"))
        self.copy = QPushButton(bar.tr("Save a copy …"))
        self._decided, self._pipeline, self._undo = words(role="faint"), words(role="faint"), words(role="faint")
        self.zoom = words("100 %", "faint")
        self.jobs = JobBar(desk)
        self._lay_out()
        self._fade, self._later = QTimer(bar, singleShot=True), QTimer(bar, singleShot=True)
        self._fade.timeout.connect(lambda: self._say("", "info"))
        self._later.timeout.connect(self._count)
        self._saved_later = QTimer(bar, interval=SETTLE_MS, singleShot=True)
        self._saved_later.timeout.connect(self._show_saved)
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(UNIT, 0, UNIT, 0)
        row.setSpacing(2 * UNIT)
        self.copy.setProperty("role", "flat")
        for widget in (self._dot, self._saved, self.copy):
            row.addWidget(widget)
        row.addSpacing(2 * UNIT)
        row.addWidget(self._said, 1)
        row.addWidget(self.jobs)
        for label in (self._decided, self._pipeline, self._undo, self.zoom):
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            label.setContentsMargins(2 * UNIT, 0, 0, 0)
            row.addWidget(label)
        self._bar.addWidget(inside, 1)

    def _connect(self) -> None:
        desk = self._desk
        desk.message.connect(self._say)
        desk.saved_changed.connect(self._show_saved_soon)
        desk.suggesting_changed.connect(self.refresh)
        desk.document_changed.connect(self.refresh)
        desk.project_changed.connect(self._take_session)
        desk.content_changed.connect(lambda _happened: self._count_later())

    def _take_session(self) -> None:
        self._saved_at = ""
        if self._desk.session is not None:
            self._desk.session.listen(self._hear)  # until the session is closed
        self.refresh()

    def _hear(self, _happened: Happened) -> None:
        self._saved_at = f"{datetime.now():%H:%M:%S}"
        self._show_saved_soon()

    # ---- what was said

    def _say(self, sentence: str, kind: str) -> None:
        self._said.setText(sentence)
        self._said.setProperty("role", "problem" if kind == "error" else "")
        self._said.setFont(ink.font(ink.USUAL, 600 if kind in ("refused", "error") else 400))
        self._said.style().polish(self._said)
        self._fade.stop()
        if sentence and kind != "error":
            self._fade.start(FADE_MS)
        if sentence and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._said, sentence))

    # ---- what is saved

    def _show_saved_soon(self) -> None:
        if not self._saved_later.isActive():
            self._saved_later.start()

    def _show_saved(self) -> None:
        session = self._desk.session
        pending = session.pending if session is not None else None
        self._dot.setVisible(session is not None)
        self._dot.show_saved(saved=pending is None)
        self.copy.setVisible(pending is not None)
        failing = "failing" if pending is not None else ""
        if self._bar.property("role") != failing:
            self._bar.setProperty("role", failing)
            self._bar.setStyleSheet(self._bar.styleSheet())  # asks for the rule of the role anew
        if pending is not None:
            self._saved.setText(self._bar.tr('Not saved: "{0}"').format(_short(pending.new.title)))
            self._saved.setToolTip(tip(pending.reason))
        else:
            self._saved.setText(self._saved_words(session))
            self._saved.setToolTip(tip(session.read_only if session is not None else ""))
        self._show_undo(session)

    def _saved_words(self, session: Session | None) -> str:
        if session is None:
            return ""
        if session.read_only:
            return self._bar.tr("Read only")
        return self._bar.tr("Saved {0}").format(self._saved_at) if self._saved_at else self._bar.tr("Saved")

    def _show_undo(self, session: Session | None) -> None:
        step = session.undo_step() if session is not None else None
        title = one_line(step.info.title) if step is not None else ""
        self._undo.setText(self._bar.tr("Undo: {0}").format(_short(title)) if title else "")
        self._undo.setToolTip(tip(title))
        self._undo.setVisible(bool(title))

    # ---- counts

    def refresh(self) -> None:
        """Read everything again; what is dear to count follows a moment later."""
        self._show_saved()
        self._pipeline.setText(self._desk.suggesting[1])
        self._pipeline.setVisible(bool(self._desk.suggesting[1]))
        self._count_later()

    def _count_later(self) -> None:
        self._later.start(max(COUNT_MS, round(self._cost * 20_000)))

    def _count(self) -> None:
        began = time.perf_counter()
        said = self._counts() if self._desk.document is not None else []
        self._decided.setText(" · ".join(said))
        self._decided.setVisible(bool(said))
        self._cost = time.perf_counter() - began

    def _counts(self) -> list[str]:
        tr, desk = self._bar.tr, self._desk
        decided, total = desk.progress()
        said = [tr("{0} of {1} decided").format(decided, total)] if total else []
        if desk.unseen():
            said.append(tr("not all seen"))
        problems = sum(problem.blocks for problem in desk.problems())
        if problems:
            said.append(tr("1 problem") if problems == 1 else tr("{0} problems").format(problems))
        return said


def _short(text: str) -> str:
    return text if len(text) <= TITLE else text[: TITLE - 1] + "…"
