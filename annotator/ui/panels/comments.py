"""Comments: threads on the document and its items, written, answered, marked done, closed."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QToolButton, QVBoxLayout, QWidget

from annotator.core.rows import Comment
from annotator.ui.bars import plain_label
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks


class CommentsPanel(QWidget):
    """Threads above, the box to write in below."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk, self._looks = desk, looks
        self._item = ""
        self._reply_to = ""
        self._threads = QVBoxLayout()
        self._threads.setSpacing(6)
        self._about = plain_label(name="faint")
        self.box = QPlainTextEdit(placeholderText=self.tr("Write a comment; Enter sends"))
        self.box.setAccessibleName(self.tr("New comment"))
        self.box.setFixedHeight(58)
        self.box.setTabChangesFocus(True)
        self.box.installEventFilter(self)
        self._lay_out()
        desk.document_changed.connect(self._restart)
        desk.content_changed.connect(lambda _happened: self.refresh())
        desk.focus_changed.connect(self._follow_focus)

    def _lay_out(self) -> None:
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(12, 10, 12, 6)
        inner.addLayout(self._threads)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 6, 12, 10)
        foot.setSpacing(4)
        foot.addWidget(self._about)
        foot.addWidget(self.box)
        column.addLayout(foot)

    # ---- showing

    def _restart(self) -> None:
        self._item = self._reply_to = ""
        self.box.setPlainText(self._desk.comment_draft("") if self._desk.document else "")
        self.refresh()

    def _follow_focus(self) -> None:
        if not self.box.hasFocus():
            self._say_about()

    def refresh(self) -> None:
        """Show the threads: the open ones first."""
        while self._threads.count():
            taken = self._threads.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.deleteLater()
        comments = self._desk.comments()
        starts = sorted(
            (one for one in comments if not one.reply_to), key=lambda one: (one.state != "open", one.place, one.at)
        )
        for one in starts:
            self._threads.addWidget(self._thread(one, [c for c in comments if c.reply_to == one.id]))
        if not starts:
            self._threads.addWidget(plain_label(self.tr("No comments yet. C writes one."), "faint"))
        self._say_about()

    def _thread(self, start: Comment, answers: list[Comment]) -> QWidget:
        frame = QFrame()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        head = QHBoxLayout()
        who = self._desk.session.people.name_of(start.writer) if self._desk.session else ""
        state = "" if start.state == "open" else f" · {start.state}"
        head.addWidget(plain_label(f"{who} · {start.at[5:16].replace('T', ' ')}{state}", "faint"), 1)
        for words, name, act in self._acts(start):
            button = QToolButton()
            button.setText(words)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, act=act: act(start.id))
            head.addWidget(button)
        column.addLayout(head)
        if start.quote:
            gone = start.item and not self._is_there(start.item)
            about = self.tr("on a deleted entity: {0}") if gone else self.tr("on {0}")
            column.addWidget(plain_label(about.format(start.quote), "faint"))
        for one in (start, *answers):
            words = one.text if one is start else f"↳ {self._desk.view.people.name_of(one.writer)}: {one.text}"
            text = plain_label(words)
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(text)
        return frame

    def _is_there(self, item: str) -> bool:
        scene = self._desk.scene
        return scene is not None and (scene.span(item) is not None or scene.relation(item) is not None)

    def _acts(self, comment: Comment) -> list[tuple[str, str, object]]:
        desk = self._desk
        acts: list[tuple[str, str, object]] = [
            ("→", self.tr("Go there"), self._go),
            ("↳", self.tr("Reply"), self._reply),
        ]
        if comment.state == "open":
            acts.append(("✓", self.tr("Done"), desk.comment_done))
        if desk.reviewing and comment.state != "closed":
            acts.append(("✕", self.tr("Close"), desk.comment_close))
        if comment.state != "open":
            acts.append(("↺", self.tr("Open again"), desk.comment_reopen))
        return acts

    def _go(self, name: str) -> None:
        comment = next((one for one in self._desk.comments() if one.id == name), None)
        if comment is not None and not (comment.item and self._desk.focus_item(comment.item)):
            self._desk.show_place(*comment.place)
        self._desk.canvas_wanted.emit()

    def _say_about(self) -> None:
        row = self._desk.entity(self._desk.focus.id) if self._desk.focus.kind == "span" else None
        if self._reply_to:
            self._about.setText(self.tr("Reply"))
        elif row is not None:
            self._about.setText(self.tr("On {0} {1}").format(row.text[:40], row.label))
        else:
            self._about.setText(
                self.tr("On the relation") if self._desk.focus.kind == "relation" else self.tr("On the document")
            )

    # ---- writing

    def begin(self) -> None:
        """Write on what is focused, or on the document."""
        self._reply_to = ""
        self._item = self._desk.focus.id
        self.box.setPlainText(self._desk.comment_draft(self._item))
        self._say_about()
        self.box.setFocus()

    def _reply(self, name: str) -> None:
        self._reply_to = name
        self._say_about()
        self.box.setFocus()

    def _send(self) -> None:
        text = self.box.toPlainText().strip()
        start = next((one for one in self._desk.comments() if one.id == self._reply_to), None)
        item = start.item if start is not None else self._item
        if text and self._desk.comment(text, item=item, reply_to=self._reply_to):
            self._desk.keep_comment_draft(self._item, "")
            self.box.clear()
            self._reply_to = ""
            self._desk.message.emit(self.tr("Comment sent."), "info")
            self._desk.canvas_wanted.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter sends, Shift+Enter breaks the line, Esc keeps the draft; Ctrl+Enter does nothing and says so."""
        if not isinstance(event, QKeyEvent):
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.type() == QEvent.Type.ShortcutOverride and enter and control:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._desk.keep_comment_draft(self._item, self.box.toPlainText())
            self._desk.canvas_wanted.emit()
            return True
        if enter and control:
            self._desk.message.emit(self.tr("Enter sends the comment; Esc goes back to the text."), "info")
            return True
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._send()
            return True
        return False
