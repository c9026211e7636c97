"""What stands under the pages of the editor: what was said, a question, a job."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from annotator.ui.dialogs.popup import MARGIN
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import words
from annotator.ui.scheme_editor.deeds import Deeds


class AskBar(QWidget):
    """What would be touched, and whether to do it; Enter on a button presses it."""

    def __init__(self, deeds: Deeds) -> None:
        super().__init__()
        self._deeds = deeds
        self._before: QWidget | None = None
        self.setProperty("role", "question")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = words("", wrap=True)
        self.yes, self.no = QPushButton(self.tr("Do it  ⏎")), QPushButton(self.tr("Leave it  Esc"))
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 2 * UNIT, MARGIN, 2 * UNIT)
        row.setSpacing(2 * UNIT)
        row.addWidget(self.words, 1)
        for one, sure in ((self.no, False), (self.yes, True)):
            one.setAutoDefault(False)
            one.clicked.connect(lambda _checked=False, sure=sure: deeds.answer(yes=sure))
            one.installEventFilter(self)
            row.addWidget(one)
        deeds.asked.connect(self._show)
        self.hide()

    def _show(self, sentence: str, verb: str) -> None:
        if not sentence:
            self.hide()
            if self._before is not None and self._before.isVisible():
                self._before.setFocus()
            self._before = None
            return
        self.words.setText(sentence)
        self.yes.setAccessibleName(verb)
        self._before = self.window().focusWidget()
        self.show()
        self.yes.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter presses the button that has the keyboard."""
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.type() == QEvent.Type.KeyPress and isinstance(watched, QPushButton):
            watched.click()
            return True
        return False


class JobLine(QWidget):
    """The job of the editor, with Cancel."""

    def __init__(self, deeds: Deeds) -> None:
        super().__init__()
        self._deeds = deeds
        self.words, self.bar = words(""), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the change"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(deeds.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 2 * UNIT, MARGIN, 2 * UNIT)
        row.setSpacing(3 * UNIT)
        for widget, stretch in ((self.words, 0), (self.bar, 1), (self.cancel, 0)):
            row.addWidget(widget, stretch)
        deeds.job_changed.connect(self._show)
        self.hide()

    def _show(self) -> None:
        job = self._deeds.job
        self.setVisible(job is not None)
        if job is not None:
            total = self.tr("{0} of {1}").format(f"{job.done:,}", f"{job.total:,}") if job.total else ""
            self.words.setText(f"{job.title}  {total}".strip())
            self.bar.setRange(0, job.total)
            self.bar.setValue(min(job.done, job.total))
