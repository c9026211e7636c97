"""The box in which comments are written: what they will be on, the text, its draft kept while one writes."""

from typing import NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.rows import Name
from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import Elided, tool
from annotator.ui.parts.writing import WritingBox

DRAFT_MS = 400  # a draft is stored so long after the last letter


class Target(NamedTuple):
    """What a comment will be on."""

    document: Name = ""
    item: Name = ""  # span or relation; empty for the document
    reply_to: Name = ""

    @property
    def draft(self) -> Name:
        """Under what its draft is kept."""
        return self.reply_to or self.item


class CommentBox(QWidget):
    """Enter sends, Shift+Enter breaks the line, Escape goes back and keeps the draft."""

    left = Signal()
    sent = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session: Session | None = None
        self.target = Target()
        self._about = Elided(role="small")
        self.text = WritingBox(least=2, most=8)
        self.text.setPlaceholderText(self.tr("Comment; Enter sends"))
        self.text.setAccessibleName(self.tr("New comment"))
        self._drafting = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._drafting.timeout.connect(self.keep_draft)
        self._drop = tool("close", self.tr("Comment on what is focused instead"))
        self._send = tool("send", self.tr("Send (Enter)"))
        self._lay_out()
        self.text.textChanged.connect(self._on_text)
        self.text.done.connect(self.send)
        self.text.left.connect(self.left)
        self.text.leaving.connect(self.keep_draft)
        self.text.refused_key.connect(lambda sentence: desk.message.emit(sentence, "info"))
        self._send.clicked.connect(self.send)
        self._drop.clicked.connect(lambda: self.aim(self.target._replace(reply_to=""), about=""))
        self._on_text()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self._about, 1)
        head.addWidget(self._drop)
        head.addWidget(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * UNIT, UNIT, 3 * UNIT, 3 * UNIT)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.text)
        self.setFocusProxy(self.text)
        self._drop.hide()

    def _on_text(self) -> None:
        self._send.setEnabled(bool(self.text.toPlainText().strip()))
        self._drafting.start()

    def aim(self, target: Target, *, about: str) -> None:
        """Write on something else; the draft of what was written before is kept, the one begun here comes back."""
        if target != self.target or self._desk.session is not self._session:
            self.keep_draft()
            self.target, self._session = target, self._desk.session
            self._show_draft()
        if about:
            self._about.setText(about)
        self._drop.setVisible(bool(target.reply_to))

    def _show_draft(self) -> None:
        draft = ""
        if self._session is not None and self.target.document:
            draft = self._session.comment_draft(self.target.document, self.target.draft)
        if draft != self.text.toPlainText():
            self.text.setPlainText(draft)
        self._drafting.stop()

    def keep_draft(self) -> None:
        """Store what is written but not sent."""
        if not self._drafting.isActive():
            return
        self._drafting.stop()
        session = self._session
        if session is None or session is not self._desk.session or session.read_only or not self.target.document:
            return
        session.keep_comment_draft(self.target.document, self.target.draft, self.text.toPlainText())

    def send(self) -> None:
        """Send what is written; what is refused stays in the box."""
        text = self.text.toPlainText().strip()
        if not text or self.target.document != self._desk.document:
            return
        if self._desk.comment(text, item=self.target.item, reply_to=self.target.reply_to):
            self.text.clear()
            self.keep_draft()
            self.sent.emit()
